package io.kybern.apiserver.rest;

import io.kybern.api.batch.v1.Job;
import io.kybern.api.core.v1.PodTemplateSpec;
import io.kybern.api.meta.v1.LabelSelector;
import io.kybern.model.KubernetesObject;
import io.kybern.model.wire.Codec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Jobs: the server makes selector and labels from the job's uid. */
final class JobRules extends WorkloadRules {
  private static final String UID = "batch.kubernetes.io/controller-uid";

  JobRules(Flags flags) {
    super(flags);
  }

  @Override
  KubernetesObject prepareCreate(KubernetesObject object, Context context) {
    Job job = (Job) object;
    if (Boolean.TRUE.equals(job.spec().manualSelector())) {
      return job;
    }
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
    super.validate(object, errors);
    String policy = Parts.text(((Job) object).spec().template().spec().restartPolicy());
    if (!policy.equals("OnFailure") && !policy.equals("Never")) {
      errors.add(
          policy.isEmpty() || policy.equals("Always")
              ? FieldError.required(
                  "spec.template.spec.restartPolicy", "valid values: \"OnFailure\", \"Never\"")
              : FieldError.notSupported(
                  "spec.template.spec.restartPolicy", policy, List.of("OnFailure", "Never")));
    }
  }

  @Override
  void validateUpdate(KubernetesObject object, KubernetesObject old, List<FieldError> errors) {
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
