package io.kybern.apiserver.rest;

import io.kybern.api.batch.v1.Job;
import io.kybern.api.batch.v1.JobSpec;
import io.kybern.api.core.v1.PodTemplateSpec;
import io.kybern.api.meta.v1.LabelSelector;
import io.kybern.apiserver.facts.Parts;
import io.kybern.apiserver.validation.Checks;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.apiserver.validation.JobChecks;
import io.kybern.model.KubernetesObject;
import io.kybern.model.wire.Codec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Jobs: the server makes selector and labels from the job's uid. */
final class JobRules extends WorkloadRules {
  private static final String UID = "batch.kubernetes.io/controller-uid";

  JobRules(Flags flags) {
    super(flags);
  }

  @Override
  KubernetesObject prepareCreate(KubernetesObject object, Context context) {
    Job job = (Job) object;
    return labelled(Boolean.TRUE.equals(job.spec().manualSelector()) ? job : withSelector(job));
  }

  /** A job without labels has those of its pods. */
  private static Job labelled(Job job) {
    return job.metadata().labels().isEmpty()
        ? job.withMetadata(
            job.metadata().toBuilder().labels(job.spec().template().metadata().labels()).build())
        : job;
  }

  private static Job withSelector(Job job) {
    String uid = Parts.text(job.uid());
    PodTemplateSpec template = job.spec().template();
    Map<String, String> labels = new LinkedHashMap<>(template.metadata().labels());
    labels.putIfAbsent("controller-uid", uid);
    labels.putIfAbsent("job-name", job.name());
    labels.putIfAbsent(UID, uid);
    labels.putIfAbsent("batch.kubernetes.io/job-name", job.name());
    LabelSelector given = job.spec().selector();
    Map<String, String> selected = new LinkedHashMap<>(given.matchLabels());
    selected.putIfAbsent(UID, uid);
    return job.toBuilder()
        .spec(
            job.spec().toBuilder()
                .manualSelector(Boolean.FALSE)
                .selector(given.toBuilder().matchLabels(selected).build())
                .template(
                    template.toBuilder()
                        .metadata(template.metadata().toBuilder().labels(labels).build())
                        .build())
                .build())
        .build();
  }

  @Override
  void validate(KubernetesObject object, List<FieldError> errors) {
    JobChecks.job(((Job) object).spec(), new Checks(errors));
  }

  @Override
  void validateCreate(KubernetesObject object, List<FieldError> errors) {
    Job job = (Job) object;
    List<FieldError> found = new ArrayList<>();
    JobChecks.generatedSelector(job.spec(), Map.of(UID, Parts.text(job.uid())), new Checks(found));
    // It comes before all that is wrong with the rest of the spec.
    int at = 0;
    while (at < errors.size() && errors.get(at).field().startsWith("metadata.")) {
      at++;
    }
    errors.addAll(at, found);
  }

  @Override
  void validateStatus(KubernetesObject object, List<FieldError> errors) {}

  @Override
  void validateUpdate(KubernetesObject object, KubernetesObject old, List<FieldError> errors) {
    JobSpec before = ((Job) old).spec();
    boolean indexed = "Indexed".equals(before.completionMode());
    if (!indexed && !Objects.equals(before.completions(), ((Job) object).spec().completions())) {
      errors.add(
          FieldError.invalid(
              "spec.completions", ((Job) object).spec().completions(), "field is immutable"));
    }
    super.validateUpdate(object, old, errors);
    if (!((Job) old).spec().template().equals(((Job) object).spec().template())
        && !Boolean.TRUE.equals(((Job) old).spec().suspend())) {
      errors.add(
          FieldError.invalid(
              "spec.template",
              Codec.toTree(((Job) object).spec().template()),
              "field is immutable"));
    }
  }
}
