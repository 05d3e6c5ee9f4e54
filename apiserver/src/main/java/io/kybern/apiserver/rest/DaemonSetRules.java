package io.kybern.apiserver.rest;

import io.kybern.api.apps.v1.DaemonSet;
import io.kybern.model.KubernetesObject;

/** Daemon sets: an annotation counts the changes of their template. */
final class DaemonSetRules extends WorkloadRules {
  private static final String COUNT = "deprecated.daemonset.template.generation";

  DaemonSetRules(Flags flags) {
    super(flags);
  }

  @Override
  KubernetesObject prepareCreate(KubernetesObject object, Context context) {
    return counted((DaemonSet) super.prepareCreate(object, context), 1);
  }

  @Override
  KubernetesObject prepareUpdate(KubernetesObject object, KubernetesObject old, Context context) {
    DaemonSet set = (DaemonSet) super.prepareUpdate(object, old, context);
    DaemonSet was = (DaemonSet) old;
    return counted(set, count(was) + (set.spec().template().equals(was.spec().template()) ? 0 : 1));
  }

  @Override
  KubernetesObject prepareStatusUpdate(
      KubernetesObject object, KubernetesObject old, Context context) {
    DaemonSet set = (DaemonSet) super.prepareStatusUpdate(object, old, context);
    return counted(set, count((DaemonSet) old));
  }

  private static long count(DaemonSet set) {
    String text = set.annotations().getOrDefault(COUNT, "");
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 1;
  }

  private static DaemonSet counted(DaemonSet set, long count) {
    return set.withMetadata(
        set.metadata().toBuilder().annotation(COUNT, Long.toString(count)).build());
  }
}
