package io.kybern.apiserver.validation;

import io.kybern.api.apps.v1.DaemonSet;
import io.kybern.api.apps.v1.DaemonSetUpdateStrategy;
import io.kybern.api.apps.v1.Deployment;
import io.kybern.api.apps.v1.DeploymentSpec;
import io.kybern.api.apps.v1.DeploymentStrategy;
import io.kybern.api.apps.v1.ReplicaSet;
import io.kybern.api.apps.v1.StatefulSet;
import io.kybern.api.core.v1.PersistentVolumeClaim;
import io.kybern.api.core.v1.PodTemplateSpec;
import io.kybern.api.core.v1.ReplicationController;
import io.kybern.api.core.v1.Volume;
import io.kybern.api.meta.v1.LabelSelector;
import io.kybern.apiserver.facts.Parts;
import io.kybern.model.IntOrString;
import io.kybern.model.wire.Codec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What kinds that keep pods running must be like. */
public final class WorkloadChecks {
  private static final String SELECTOR = "spec.selector";
  private static final String TEMPLATE = "spec.template";
  private static final String STRATEGY = "spec.updateStrategy";

  private WorkloadChecks() {}

  /** Adds what is wrong with a deployment. */
  public static void deployment(Deployment deployment, Checks checks) {
    DeploymentSpec spec = deployment.spec();
    checks.notNegative("spec.replicas", spec.replicas());
    selected(spec.hasSelector() ? spec.selector() : null, spec.template(), "deployment", checks);
    template(spec.template(), "ReplicaSet", checks);
    strategy(spec.strategy(), checks);
    checks.notNegative("spec.minReadySeconds", spec.minReadySeconds());
    checks.notNegative("spec.revisionHistoryLimit", spec.revisionHistoryLimit());
    Integer deadline = spec.progressDeadlineSeconds();
    Integer ready = spec.minReadySeconds();
    checks.notNegative("spec.progressDeadlineSeconds", deadline);
    if (deadline != null && deadline <= (ready == null ? 0 : ready)) {
      checks.invalid(
          "spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds");
    }
  }

  private static void strategy(DeploymentStrategy strategy, Checks checks) {
    String type = Parts.text(strategy.type());
    String at = "spec.strategy";
    String rolling = at + ".rollingUpdate";
    switch (type) {
      case "Recreate" -> {
        if (strategy.hasRollingUpdate()) {
          checks.forbidden(rolling, "may not be specified when strategy `type` is 'Recreate'");
        }
      }
      case "", "RollingUpdate" -> {
        IntOrString unavailable = strategy.rollingUpdate().maxUnavailable();
        IntOrString surge = strategy.rollingUpdate().maxSurge();
        Shares.check(rolling + ".maxUnavailable", unavailable, checks);
        Shares.check(rolling + ".maxSurge", surge, checks);
        if (Shares.isZero(unavailable) && Shares.isZero(surge)) {
          checks.invalid(
              rolling + ".maxUnavailable",
              Shares.shown(unavailable),
              "may not be 0 when `maxSurge` is 0");
        }
        Shares.notMoreThanAll(rolling + ".maxUnavailable", unavailable, checks);
      }
      default ->
          checks.add(
              FieldError.notSupported(at, unknown(type), List.of("Recreate", "RollingUpdate")));
    }
  }

  private static Map<String, @Nullable Object> unknown(String type) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("Type", type);
    shown.put("RollingUpdate", null);
    return shown;
  }

  /** Adds what is wrong with a replica set. */
  public static void replicaSet(ReplicaSet set, Checks checks) {
    var spec = set.spec();
    checks.notNegative("spec.replicas", spec.replicas());
    checks.notNegative("spec.minReadySeconds", spec.minReadySeconds());
    // kube-apiserver calls them deployments here.
    selected(spec.hasSelector() ? spec.selector() : null, spec.template(), "deployment", checks);
    template(spec.template(), "ReplicaSet", checks);
  }

  /** Adds what is wrong with a replication controller. */
  public static void controller(ReplicationController controller, Checks checks) {
    var spec = controller.spec();
    if (checks.required(SELECTOR, spec.selector())
        && spec.hasTemplate()
        // As plain text: whether labels are valid is a question of its own.
        && !spec.template()
            .metadata()
            .labels()
            .entrySet()
            .containsAll(spec.selector().entrySet())) {
      mismatch(spec.template(), checks);
    }
    if (spec.hasTemplate()) {
      template(spec.template(), "ReplicationController", checks);
    } else {
      checks.required(TEMPLATE, null);
    }
    checks.notNegative("spec.replicas", spec.replicas());
    checks.notNegative("spec.minReadySeconds", spec.minReadySeconds());
  }

  /** Adds what is wrong with a daemon set. */
  public static void daemonSet(DaemonSet set, Checks checks) {
    var spec = set.spec();
    LabelSelector selector = spec.hasSelector() ? spec.selector() : null;
    if (selector == null) {
      mismatch(spec.template(), checks);
    } else {
      selected(selector, spec.template(), "daemonset", checks);
    }
    template(spec.template(), "DaemonSet", checks);
    checks.notNegative("spec.minReadySeconds", spec.minReadySeconds());
    updates(spec.updateStrategy(), checks);
    checks.notNegative("spec.revisionHistoryLimit", spec.revisionHistoryLimit());
  }

  private static void updates(DaemonSetUpdateStrategy strategy, Checks checks) {
    String type = Parts.text(strategy.type());
    if (type.equals("OnDelete")) {
      return;
    }
    if (!type.isEmpty() && !type.equals("RollingUpdate")) {
      checks.add(
          FieldError.notSupported(STRATEGY, unknown(type), List.of("RollingUpdate", "OnDelete")));
      return;
    }
    if (!strategy.hasRollingUpdate()) {
      checks.required(STRATEGY + ".rollingUpdate", null);
      return;
    }
    IntOrString unavailable = strategy.rollingUpdate().maxUnavailable();
    IntOrString surge = strategy.rollingUpdate().maxSurge();
    String unavailableAt = STRATEGY + ".rollingUpdate.maxUnavailable";
    String surgeAt = STRATEGY + ".rollingUpdate.maxSurge";
    Shares.check(unavailableAt, unavailable, checks);
    Shares.check(surgeAt, surge, checks);
    Shares.notMoreThanAll(unavailableAt, unavailable, checks);
    Shares.notMoreThanAll(surgeAt, surge, checks);
    boolean none = unavailable == null || Shares.isZero(unavailable);
    boolean noSurge = surge == null || Shares.isZero(surge);
    if (!none && !noSurge && isCount(unavailable) && isCount(surge)) {
      checks.invalid(
          surgeAt, Shares.shown(surge), "may not be set when maxUnavailable is non-zero");
    } else if (none && noSurge) {
      checks.required(unavailableAt, null, "cannot be 0 when maxSurge is 0");
    }
  }

  /** Whether a share is what it should be, so that it says more than nothing. */
  private static boolean isCount(@Nullable IntOrString value) {
    return value != null && Shares.check("", value, new Checks(new ArrayList<>()));
  }

  /** Adds what is wrong with a stateful set. */
  public static void statefulSet(StatefulSet set, Checks checks) {
    var spec = set.spec();
    String management = Parts.text(spec.podManagementPolicy());
    if (!List.of("", "OrderedReady", "Parallel").contains(management)) {
      checks.invalid(
          "spec.podManagementPolicy", management, "must be 'OrderedReady' or 'Parallel'");
    }
    statefulUpdates(set, checks);
    var retention = spec.persistentVolumeClaimRetentionPolicy();
    String kept = "spec.persistentVolumeClaimRetentionPolicy.";
    checks.oneOf(kept + "whenDeleted", retention.whenDeleted(), "Retain", "Delete");
    checks.oneOf(kept + "whenScaled", retention.whenScaled(), "Retain", "Delete");
    checks.notNegative("spec.replicas", spec.replicas());
    checks.notNegative("spec.minReadySeconds", spec.minReadySeconds());
    checks.notNegative("spec.ordinals.start", spec.ordinals().start());
    String service = Parts.text(spec.serviceName());
    if (!service.isEmpty()) {
      checks.name("spec.serviceName", service, Names.label(service));
    }
    List<PersistentVolumeClaim> claims = spec.volumeClaimTemplates();
    for (int i = 0; i < claims.size(); i++) {
      StorageChecks.claimSpec(
          claims.get(i).spec(), "spec.volumeClaimTemplates[" + i + "].spec", checks);
    }
    selected(spec.hasSelector() ? spec.selector() : null, spec.template(), "statefulset", checks);
    template(withClaims(spec.template(), claims), "StatefulSet", checks);
  }

  private static void statefulUpdates(StatefulSet set, Checks checks) {
    var strategy = set.spec().updateStrategy();
    String type = Parts.text(strategy.type());
    if (!List.of("", "OnDelete", "RollingUpdate").contains(type)) {
      checks.invalid(STRATEGY, unknown(type), "must be 'RollingUpdate' or 'OnDelete'");
    }
    if (!strategy.hasRollingUpdate()) {
      return;
    }
    String at = STRATEGY + ".rollingUpdate";
    Integer partition = strategy.rollingUpdate().partition();
    IntOrString unavailable = strategy.rollingUpdate().maxUnavailable();
    if (type.equals("OnDelete")) {
      Map<String, @Nullable Object> shown = new LinkedHashMap<>();
      shown.put("Partition", partition == null ? 0 : partition);
      shown.put("MaxUnavailable", Shares.shown(unavailable));
      checks.invalid(at, shown, "only allowed for updateStrategy 'RollingUpdate'");
      return;
    }
    checks.notNegative(at + ".partition", partition);
    if (Shares.check(at + ".maxUnavailable", unavailable, checks) && Shares.isZero(unavailable)) {
      checks.invalid(at + ".maxUnavailable", Shares.shown(unavailable), "cannot be 0");
    }
    Shares.notMoreThanAll(at + ".maxUnavailable", unavailable, checks);
  }

  /** The template with a volume for each claim that will be made for a pod. */
  private static PodTemplateSpec withClaims(
      PodTemplateSpec template, List<PersistentVolumeClaim> claims) {
    Set<String> names = new HashSet<>();
    List<Volume> volumes = new ArrayList<>();
    for (PersistentVolumeClaim claim : claims) {
      if (names.add(claim.name())) {
        volumes.add(
            Volume.builder()
                .name(claim.name())
                .persistentVolumeClaim(source -> source.claimName(claim.name()))
                .build());
      }
    }
    if (volumes.isEmpty()) {
      return template;
    }
    for (Volume volume : template.spec().volumes()) {
      if (names.add(volume.name())) {
        volumes.add(volume);
      }
    }
    return template.toBuilder().spec(template.spec().toBuilder().volumes(volumes).build()).build();
  }

  /** A selector that must be there, select something, and select the pods of the template. */
  private static void selected(
      @Nullable LabelSelector selector, PodTemplateSpec template, String kind, Checks checks) {
    if (selector == null) {
      checks.required(SELECTOR, null);
      mismatch(template, checks);
      return;
    }
    int before = checks.errors().size();
    SelectorChecks.labels(selector, SELECTOR, checks);
    if (checks.errors().size() > before) {
      checks.invalid(SELECTOR, Codec.toTree(selector), "invalid label selector");
    } else if (selector.isEmpty()) {
      checks.invalid(SELECTOR, Codec.toTree(selector), "empty selector is invalid for " + kind);
    } else if (!SelectorChecks.matches(selector, template.metadata().labels())) {
      mismatch(template, checks);
    }
  }

  /** Adds that the labels of the template are not those that are selected. */
  static void mismatch(PodTemplateSpec template, Checks checks) {
    Map<String, String> labels = template.metadata().labels();
    checks.invalid(
        TEMPLATE + ".metadata.labels",
        labels.isEmpty() ? null : labels,
        "`selector` does not match template `labels`");
  }

  /** The template of pods that run for ever. */
  private static void template(PodTemplateSpec template, String kind, Checks checks) {
    PodChecks.template(template, TEMPLATE, checks);
    String policy = Parts.text(template.spec().restartPolicy());
    if (!policy.isEmpty()) {
      checks.memberOf(TEMPLATE + ".spec.restartPolicy", policy, "Always");
    }
    if (template.spec().activeDeadlineSeconds() != null) {
      checks.forbidden(
          TEMPLATE + ".spec.activeDeadlineSeconds",
          "activeDeadlineSeconds in " + kind + " is not Supported");
    }
  }
}
