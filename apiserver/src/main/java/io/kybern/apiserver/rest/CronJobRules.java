package io.kybern.apiserver.rest;

import io.kybern.api.batch.v1.CronJob;
import io.kybern.api.batch.v1.CronJobSpec;
import io.kybern.api.core.v1.PodTemplateSpec;
import io.kybern.apiserver.validation.Checks;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.apiserver.validation.PodChecks;
import io.kybern.model.KubernetesObject;
import java.time.ZoneId;
import java.util.List;

/** Cron jobs: a schedule, and a template of jobs. */
final class CronJobRules extends KindRules {
  /** What a job's name adds to that of its cron job must fit, too. */
  private static final int MAX_NAME = 52;

  private static final int FIELDS = 5;

  CronJobRules(Flags flags) {
    super(flags);
  }

  @Override
  void validate(KubernetesObject object, List<FieldError> errors) {
    CronJob cronJob = (CronJob) object;
    CronJobSpec spec = cronJob.spec();
    Checks checks = new Checks(errors);
    String job = "spec.jobTemplate.spec";
    PodTemplateSpec template = spec.jobTemplate().spec().template();
    JobRules.numbers(spec.jobTemplate().spec(), job, checks);
    PodChecks.template(template, job + ".template", checks);
    JobRules.restartPolicy(template, job, errors);
    if (checks.required("spec.schedule", spec.schedule())) {
      checkSchedule(spec.schedule(), checks);
    }
    checks.notNegative("spec.startingDeadlineSeconds", spec.startingDeadlineSeconds());
    checks.oneOf("spec.concurrencyPolicy", spec.concurrencyPolicy(), "Allow", "Forbid", "Replace");
    String zone = spec.timeZone();
    if (zone != null && !ZoneId.getAvailableZoneIds().contains(zone)) {
      checks.invalid("spec.timeZone", zone, "unknown time zone " + zone);
    }
    checks.notNegative("spec.successfulJobsHistoryLimit", spec.successfulJobsHistoryLimit());
    checks.notNegative("spec.failedJobsHistoryLimit", spec.failedJobsHistoryLimit());
  }

  @Override
  void validateCreate(KubernetesObject object, List<FieldError> errors) {
    if (object.name().length() > MAX_NAME) {
      errors.add(
          FieldError.invalid("metadata.name", object.name(), "must be no more than 52 characters"));
    }
  }

  private static void checkSchedule(String schedule, Checks checks) {
    if (schedule.startsWith("@")) {
      return;
    }
    String[] fields = schedule.trim().split("\\s+");
    if (fields.length != FIELDS) {
      checks.invalid(
          "spec.schedule",
          schedule,
          "expected exactly 5 fields, found "
              + fields.length
              + ": ["
              + String.join(" ", fields)
              + "]");
    }
  }
}
