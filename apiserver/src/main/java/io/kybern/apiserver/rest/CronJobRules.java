package io.kybern.apiserver.rest;

import io.kybern.api.batch.v1.CronJob;
import io.kybern.api.batch.v1.CronJobSpec;
import io.kybern.apiserver.validation.Checks;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.apiserver.validation.JobChecks;
import io.kybern.apiserver.validation.ScheduleChecks;
import io.kybern.model.KubernetesObject;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cron jobs: a schedule, and a template of jobs. */
final class CronJobRules extends KindRules {
  /** What a job's name adds to that of its cron job must fit, too. */
  private static final int MAX_NAME = 52;

  CronJobRules(Flags flags) {
    super(flags);
  }

  @Override
  void validate(KubernetesObject object, List<FieldError> errors) {
    CronJob cronJob = (CronJob) object;
    CronJobSpec spec = cronJob.spec();
    Checks checks = new Checks(errors);
    if (!spec.schedule().isEmpty()) {
      ScheduleChecks.schedule("spec.schedule", spec.schedule(), checks);
    }
    checks.notNegative("spec.startingDeadlineSeconds", spec.startingDeadlineSeconds());
    zone(spec.timeZone(), checks);
    checks.oneOf("spec.concurrencyPolicy", spec.concurrencyPolicy(), "Allow", "Forbid", "Replace");
    String job = "spec.jobTemplate.spec";
    JobChecks.template(spec.jobTemplate().spec(), job, checks);
    if (Boolean.TRUE.equals(spec.jobTemplate().spec().manualSelector())) {
      errors.add(FieldError.notSupported(job + ".manualSelector", true, List.of("nil", "false")));
    }
    checks.notNegative("spec.successfulJobsHistoryLimit", spec.successfulJobsHistoryLimit());
    checks.notNegative("spec.failedJobsHistoryLimit", spec.failedJobsHistoryLimit());
    // What is missing is said at the end, by another part of kube-apiserver.
    checks.required("spec.schedule", spec.schedule());
  }

  @Override
  void validateCreate(KubernetesObject object, List<FieldError> errors) {
    if (object.name().length() > MAX_NAME) {
      errors.add(
          FieldError.invalid("metadata.name", object.name(), "must be no more than 52 characters"));
    }
  }

  private static void zone(@Nullable String zone, Checks checks) {
    if (zone == null) {
      return;
    }
    String at = "spec.timeZone";
    if (zone.isEmpty()) {
      checks.invalid(at, zone, "timeZone must be nil or non-empty string");
    } else if (zone.equalsIgnoreCase("Local")) {
      checks.invalid(
          at,
          zone,
          "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
    } else if (!ZoneId.getAvailableZoneIds().contains(zone)) {
      checks.invalid(at, zone, "unknown time zone " + zone);
    }
  }
}
