package io.kybern.apiserver.table;

import io.kybern.api.batch.v1.CronJob;
import io.kybern.api.batch.v1.Job;
import io.kybern.api.batch.v1.JobCondition;
import io.kybern.api.batch.v1.JobSpec;
import io.kybern.api.batch.v1.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Rows of jobs and what starts them. */
final class JobRows {
  /** Conditions that are a job's status, by rank; that of a job being deleted comes after two. */
  private static final List<String> WORDS =
      List.of("Complete", "Failed", "", "Suspended", "FailureTarget", "SuccessCriteriaMet");

  private JobRows() {}

  static void job(Job object, Cells cells) {
    cells
        .add(object.name())
        .add(word(object))
        .add(completions(object.spec(), object.status()))
        .add(duration(object.status(), cells.now()))
        .age(object);
    WorkloadRows.wide(
        object.spec().template().spec().containers(), object.spec().selector(), cells);
  }

  private static String word(Job object) {
    for (String word : WORDS) {
      if (word.isEmpty()) {
        if (object.metadata().deletionTimestamp() != null) {
          return "Terminating";
        }
      } else if (isTrue(object.status().conditions(), word)) {
        return word;
      }
    }
    return "Running";
  }

  private static boolean isTrue(List<JobCondition> conditions, String type) {
    for (JobCondition condition : conditions) {
      if (condition.type().equals(type)) {
        return condition.status().equals("True");
      }
    }
    return false;
  }

  private static String completions(JobSpec spec, JobStatus status) {
    Integer succeeded = status.succeeded();
    Integer parallelism = spec.parallelism();
    String done = succeeded == null ? "0" : succeeded.toString();
    if (spec.completions() != null) {
      return done + "/" + spec.completions();
    }
    return parallelism != null && parallelism > 1 ? done + "/1 of " + parallelism : done + "/1";
  }

  private static String duration(JobStatus status, Instant now) {
    Instant start = status.startTime();
    Instant end = status.completionTime();
    return start == null ? "" : Ages.text(Duration.between(start, end == null ? now : end));
  }

  static void cronJob(CronJob object, Cells cells) {
    Instant last = object.status().lastScheduleTime();
    JobSpec job = object.spec().jobTemplate().spec();
    cells
        .add(object.name())
        .add(object.spec().schedule())
        .orNone(object.spec().timeZone())
        .add(Texts.truth(object.spec().suspend()))
        .add(object.status().active().size())
        .add(last == null ? Cells.NONE : Ages.since(last, cells.now()))
        .age(object);
    WorkloadRows.wide(job.template().spec().containers(), job.selector(), cells);
  }
}
