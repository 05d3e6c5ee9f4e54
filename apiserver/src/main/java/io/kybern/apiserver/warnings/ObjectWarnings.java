package io.kybern.apiserver.warnings;

import io.kybern.api.apps.v1.DaemonSet;
import io.kybern.api.apps.v1.Deployment;
import io.kybern.api.apps.v1.ReplicaSet;
import io.kybern.api.apps.v1.StatefulSet;
import io.kybern.api.batch.v1.CronJob;
import io.kybern.api.batch.v1.Job;
import io.kybern.api.core.v1.Node;
import io.kybern.api.core.v1.PersistentVolume;
import io.kybern.api.core.v1.PersistentVolumeClaim;
import io.kybern.api.core.v1.Pod;
import io.kybern.api.core.v1.PodTemplate;
import io.kybern.api.core.v1.PodTemplateSpec;
import io.kybern.api.core.v1.ReplicationController;
import io.kybern.api.core.v1.Service;
import io.kybern.api.core.v1.ServiceSpec;
import io.kybern.api.discovery.v1.EndpointSlice;
import io.kybern.api.node.v1.RuntimeClass;
import io.kybern.api.storage.v1.CSIStorageCapacity;
import io.kybern.api.storage.v1.StorageClass;
import io.kybern.apiserver.facts.Parts;
import io.kybern.model.KubernetesObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What is odd about objects that are written, by kind. */
public final class ObjectWarnings {
  private static final String MOUNTABLE = "kubernetes.io/enforce-mountable-secrets";
  private static final String HINTS = "service.kubernetes.io/topology-aware-hints";
  private static final String INGRESS_CLASS = "kubernetes.io/ingress.class";
  private static final int MANY_COMPLETIONS = 100_000;
  private static final int MUCH_PARALLELISM = 10_000;

  private final KubernetesObject object;
  private final @Nullable KubernetesObject old;
  private final Consumer<String> warn;

  private ObjectWarnings(
      KubernetesObject object, @Nullable KubernetesObject old, Consumer<String> warn) {
    this.object = object;
    this.old = old;
    this.warn = warn;
  }

  /**
   * Warns of an object that was found valid.
   *
   * @param old what it replaces, {@code null} if it is new
   */
  public static void check(
      KubernetesObject object, @Nullable KubernetesObject old, Consumer<String> warn) {
    new ObjectWarnings(object, old, warn).check();
  }

  /** By names, not by classes: who never sees a kind need not load it. */
  private void check() {
    switch (object.apiVersion() + "/" + object.kind()) {
      case "v1/Pod" -> check((Pod) object);
      case "apps/v1/Deployment" -> workload(((Deployment) object).spec().template());
      case "apps/v1/ReplicaSet" -> workload(((ReplicaSet) object).spec().template());
      case "v1/ReplicationController" ->
          workload(((ReplicationController) object).spec().template());
      case "apps/v1/StatefulSet" -> check((StatefulSet) object);
      case "apps/v1/DaemonSet" -> check((DaemonSet) object);
      case "v1/PodTemplate" -> {
        if (old == null) {
          PodWarnings.template("template", ((PodTemplate) object).template(), warn);
        }
      }
      case "batch/v1/Job" -> check((Job) object);
      case "batch/v1/CronJob" -> {
        hostnames();
        template(
            "spec.jobTemplate.spec.template",
            ((CronJob) object).spec().jobTemplate().spec().template());
      }
      case "v1/Service" -> check((Service) object);
      case "networking.k8s.io/v1/Ingress" -> {
        if (old == null && annotations().containsKey(INGRESS_CLASS)) {
          warn.accept(
              "annotation \""
                  + INGRESS_CLASS
                  + "\" is deprecated, please use 'spec.ingressClassName' instead");
        }
      }
      case "v1/PersistentVolumeClaim" -> {
        Old.storageClass(annotations(), warn);
        VolumeWarnings.claim("spec", ((PersistentVolumeClaim) object).spec(), warn);
      }
      case "v1/PersistentVolume" -> check((PersistentVolume) object);
      case "storage.k8s.io/v1/StorageClass" -> check((StorageClass) object);
      case "storage.k8s.io/v1/CSIStorageCapacity" ->
          labels(
              ((CSIStorageCapacity) object).nodeTopology().matchLabels(),
              label -> "nodeTopology.matchLabels." + label);
      case "node.k8s.io/v1/RuntimeClass" ->
          labels(
              ((RuntimeClass) object).scheduling().nodeSelector(),
              label -> "scheduling.nodeSelector");
      case "v1/Node" -> {
        if (!Parts.text(((Node) object).spec().externalID()).isEmpty()) {
          warn.accept("spec.externalID: this field is deprecated, and is unused by Kubernetes");
        }
      }
      case "discovery.k8s.io/v1/EndpointSlice" -> {
        if (old == null && "FQDN".equals(((EndpointSlice) object).addressType())) {
          warn.accept("spec.addressType: FQDN endpoints are deprecated");
        }
      }
      case "v1/ServiceAccount" -> mountableSecrets();
      default -> {
        // nothing to say about all others
      }
    }
  }

  private Map<String, String> annotations() {
    return object.metadata().annotations();
  }

  private void labels(Map<String, String> labels, UnaryOperator<String> place) {
    labels.keySet().forEach(label -> Old.labelAt(place.apply(label), label, warn));
  }

  private void mountableSecrets() {
    boolean known = old != null && old.metadata().annotations().containsKey(MOUNTABLE);
    if (annotations().containsKey(MOUNTABLE) && !known) {
      warn.accept(
          "metadata.annotations["
              + MOUNTABLE
              + "]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted"
              + " secrets");
    }
  }

  private void check(Pod pod) {
    if (old == null) {
      hostname("the Pod's hostname");
      PodWarnings.check("", pod.spec(), annotations(), warn);
    }
  }

  private void check(DaemonSet set) {
    if (!(old instanceof DaemonSet before)
        || !before.spec().template().equals(set.spec().template())) {
      PodWarnings.template("spec.template", set.spec().template(), warn);
    }
  }

  private void workload(PodTemplateSpec template) {
    hostnames();
    template("spec.template", template);
  }

  /** Whether the object is new, or its wishes have changed. */
  private boolean isNewGeneration() {
    return old == null
        || !Objects.equals(object.metadata().generation(), old.metadata().generation());
  }

  private void template(String path, PodTemplateSpec template) {
    if (isNewGeneration()) {
      PodWarnings.template(path, template, warn);
    }
  }

  private void hostnames() {
    if (old == null) {
      hostname("Pod names and hostnames");
    }
  }

  private void hostname(String what) {
    List<String> problems = new ArrayList<>();
    if (object.name().length() > 63) {
      problems.add("must be no more than 63 characters");
    }
    if (object.name().contains(".")) {
      problems.add("must not contain dots");
    }
    if (!problems.isEmpty()) {
      warn.accept(
          "metadata.name: this is used in "
              + what
              + ", which can result in surprising behavior; a DNS label is recommended: ["
              + String.join(", ", problems)
              + "]");
    }
  }

  private void check(StatefulSet set) {
    if (isNewGeneration()) {
      PodWarnings.template("spec.template", set.spec().template(), warn);
      List<PersistentVolumeClaim> claims = set.spec().volumeClaimTemplates();
      for (int i = 0; i < claims.size(); i++) {
        String path = "spec.volumeClaimTemplates[" + i + "]";
        VolumeWarnings.claim(path, claims.get(i).spec(), warn);
      }
    }
    Integer limit = set.spec().revisionHistoryLimit();
    if (limit != null && limit < 0) {
      warn.accept(
          "spec.revisionHistoryLimit: a negative value retains all historical revisions; a value"
              + " >= 0 is recommended");
    }
  }

  private void check(Job job) {
    hostnames();
    Integer completions = job.spec().completions();
    Integer parallelism = job.spec().parallelism();
    if (isNewGeneration()
        && "Indexed".equals(job.spec().completionMode())
        && completions != null
        && completions > MANY_COMPLETIONS
        && parallelism != null
        && parallelism > MUCH_PARALLELISM) {
      warn.accept(
          "spec: In Indexed Jobs with a number of completions higher than 10^5 and a parallelism"
              + " higher than 10^4, Kubernetes might not be able to track completedIndexes when a"
              + " big number of indexes fail");
    }
    template("spec.template", job.spec().template());
  }

  private void check(Service service) {
    ServiceSpec spec = service.spec();
    Map<String, String> annotations = service.metadata().annotations();
    if (annotations.containsKey(HINTS)) {
      warn.accept(
          "annotation "
              + HINTS
              + " is deprecated, please use service.kubernetes.io/topology-mode instead");
    }
    boolean external = "ExternalName".equals(spec.type());
    boolean headless = !external && "None".equals(spec.clusterIP());
    if (!spec.externalIPs().isEmpty()) {
      warn.accept(
          headless
              ? "spec.externalIPs is ignored for headless services"
              : external
                  ? "spec.externalIPs is ignored when spec.type is \"ExternalName\""
                  : "spec.externalIPs is deprecated and may no longer be implemented in some"
                      + " clusters");
    }
    if (headless && !Parts.text(spec.loadBalancerIP()).isEmpty()) {
      warn.accept("spec.loadBalancerIP is ignored for headless services");
    }
    if (headless && "ClientIP".equals(spec.sessionAffinity())) {
      warn.accept("spec.SessionAffinity is ignored for headless services");
    }
    if ("PreferClose".equals(spec.trafficDistribution())) {
      warn.accept(
          "spec.trafficDistribution: \"PreferClose\" is deprecated; use \"PreferSameZone\"");
    }
  }

  private void check(PersistentVolume volume) {
    Old.storageClass(volume.metadata().annotations(), warn);
    if ("Recycle".equals(volume.spec().persistentVolumeReclaimPolicy())) {
      warn.accept(
          "spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead,"
              + " the recommended approach is to use dynamic provisioning.");
    }
    var terms = volume.spec().nodeAffinity().required().nodeSelectorTerms();
    for (int i = 0; i < terms.size(); i++) {
      Old.term("spec.nodeAffinity.required.nodeSelectorTerms[" + i + "]", terms.get(i), warn);
    }
    VolumeWarnings.check(volume.spec(), warn);
  }

  private void check(StorageClass type) {
    var topologies = type.allowedTopologies();
    for (int i = 0; i < topologies.size(); i++) {
      var labels = topologies.get(i).matchLabelExpressions();
      for (int j = 0; j < labels.size(); j++) {
        Old.labelAt(
            "allowedTopologies[" + i + "].matchLabelExpressions[" + j + "].key",
            labels.get(j).key(),
            warn);
      }
    }
  }
}
