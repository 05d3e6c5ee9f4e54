package io.kybern.apiserver.warnings;

import io.kybern.api.core.v1.Affinity;
import io.kybern.api.core.v1.HostAlias;
import io.kybern.api.core.v1.LocalObjectReference;
import io.kybern.api.core.v1.NodeSelectorTerm;
import io.kybern.api.core.v1.PodAffinityTerm;
import io.kybern.api.core.v1.PodSpec;
import io.kybern.api.core.v1.PodTemplateSpec;
import io.kybern.api.core.v1.PreferredSchedulingTerm;
import io.kybern.api.core.v1.TopologySpreadConstraint;
import io.kybern.api.core.v1.Volume;
import io.kybern.api.core.v1.WeightedPodAffinityTerm;
import io.kybern.apiserver.facts.Parts;
import io.kybern.apiserver.validation.FieldError;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What is odd about pods, and about the templates that pods are made of. */
final class PodWarnings {
  private static final String NULL_SELECTOR =
      "labelSelector: a null labelSelector results in matching no pod";
  private static final String SECCOMP =
      "non-functional in v1.27+; use the \"seccompProfile\" field instead";
  private static final String SYSCTLS =
      "non-functional in v1.11+; use the \"sysctls\" field instead";
  private static final String APPARMOR = "container.apparmor.security.beta.kubernetes.io/";

  /** Annotations by name, or by what it begins with if that ends in a slash; in this order. */
  private static final Map<String, String> ANNOTATIONS = new LinkedHashMap<>();

  static {
    ANNOTATIONS.put(
        "scheduler.alpha.kubernetes.io/critical-pod",
        "non-functional in v1.16+; use the \"priorityClassName\" field instead");
    ANNOTATIONS.put("security.alpha.kubernetes.io/sysctls", SYSCTLS);
    ANNOTATIONS.put("security.alpha.kubernetes.io/unsafe-sysctls", SYSCTLS);
    ANNOTATIONS.put("seccomp.security.alpha.kubernetes.io/pod", SECCOMP);
    ANNOTATIONS.put("container.seccomp.security.alpha.kubernetes.io/", SECCOMP);
  }

  private final String path;
  private final PodSpec spec;
  private final Consumer<String> warn;

  private PodWarnings(String path, PodSpec spec, Consumer<String> warn) {
    this.path = path + "spec";
    this.spec = spec;
    this.warn = warn;
  }

  static void template(String path, PodTemplateSpec template, Consumer<String> warn) {
    check(path + ".", template.spec(), template.metadata().annotations(), warn);
  }

  /**
   * @param path what leads to metadata and spec: empty, or a path that ends in a dot
   */
  static void check(
      String path, PodSpec spec, Map<String, String> annotations, Consumer<String> warn) {
    PodWarnings checks = new PodWarnings(path, spec, warn);
    checks.nodes();
    checks.spread();
    annotations(path, annotations, warn);
    List<Volume> volumes = spec.volumes();
    for (int i = 0; i < volumes.size(); i++) {
      VolumeWarnings.check(checks.path + ".volumes[" + i + "]", volumes.get(i), warn);
    }
    checks.aliases();
    checks.pullSecrets();
    ContainerWarnings.check(checks.path, spec, warn);
    Old.fraction(checks.path + ".overhead", spec.overhead(), "memory", warn);
    Old.fraction(checks.path + ".overhead", spec.overhead(), "ephemeral-storage", warn);
    checks.affinity();
  }

  private static void annotations(
      String path, Map<String, String> annotations, Consumer<String> warn) {
    Map<String, String> sorted = new TreeMap<>(annotations);
    for (String name : sorted.keySet()) {
      if (name.startsWith(APPARMOR)) {
        annotation(
            path, name, "deprecated since v1.30; use the \"appArmorProfile\" field instead", warn);
      }
    }
    ANNOTATIONS.forEach(
        (old, message) -> {
          for (String name : sorted.keySet()) {
            if (old.endsWith("/") ? name.startsWith(old) : name.equals(old)) {
              annotation(path, name, message, warn);
            }
          }
        });
  }

  private static void annotation(String path, String name, String message, Consumer<String> warn) {
    warn.accept(path + "metadata.annotations[" + name + "]: " + message);
  }

  private void nodes() {
    for (String label : spec.nodeSelector().keySet()) {
      Old.labelAt(path + ".nodeSelector[" + label + "]", label, warn);
    }
    String own = path + ".affinity.nodeAffinity.";
    List<NodeSelectorTerm> terms =
        spec.affinity()
            .nodeAffinity()
            .requiredDuringSchedulingIgnoredDuringExecution()
            .nodeSelectorTerms();
    for (int i = 0; i < terms.size(); i++) {
      Old.term(
          own + "requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[" + i + "]",
          terms.get(i),
          warn);
    }
    List<PreferredSchedulingTerm> preferred =
        spec.affinity().nodeAffinity().preferredDuringSchedulingIgnoredDuringExecution();
    for (int i = 0; i < preferred.size(); i++) {
      Old.term(
          own + "preferredDuringSchedulingIgnoredDuringExecution[" + i + "].preference",
          preferred.get(i).preference(),
          warn);
    }
  }

  private void spread() {
    List<TopologySpreadConstraint> constraints = spec.topologySpreadConstraints();
    for (int i = 0; i < constraints.size(); i++) {
      String own = path + ".topologySpreadConstraints[" + i + "].";
      Old.labelNamedAt(own + "topologyKey", constraints.get(i).topologyKey(), warn);
      if (!constraints.get(i).hasLabelSelector()) {
        warn.accept(own + NULL_SELECTOR);
      }
    }
  }

  private void aliases() {
    Set<String> seen = new HashSet<>();
    List<HostAlias> aliases = spec.hostAliases();
    for (int i = 0; i < aliases.size(); i++) {
      String ip = Parts.text(aliases.get(i).ip());
      if (!seen.add(ip)) {
        warn.accept(path + ".hostAliases[" + i + "].ip: duplicate ip " + FieldError.quoted(ip));
      }
    }
  }

  private void pullSecrets() {
    Set<String> seen = new HashSet<>();
    List<LocalObjectReference> secrets = spec.imagePullSecrets();
    for (int i = 0; i < secrets.size(); i++) {
      String name = Parts.text(secrets.get(i).name());
      if (!seen.add(name)) {
        warn.accept(
            path + ".imagePullSecrets[" + i + "].name: duplicate name " + FieldError.quoted(name));
      }
    }
    for (int i = 0; i < secrets.size(); i++) {
      if (Parts.text(secrets.get(i).name()).isEmpty()) {
        warn.accept(path + ".imagePullSecrets[" + i + "].name: invalid empty name \"\"");
      }
    }
  }

  private void affinity() {
    Affinity affinity = spec.affinity();
    terms(
        path + ".affinity.podAffinity.",
        affinity.podAffinity().requiredDuringSchedulingIgnoredDuringExecution(),
        affinity.podAffinity().preferredDuringSchedulingIgnoredDuringExecution());
    terms(
        path + ".affinity.podAntiAffinity.",
        affinity.podAntiAffinity().requiredDuringSchedulingIgnoredDuringExecution(),
        affinity.podAntiAffinity().preferredDuringSchedulingIgnoredDuringExecution());
  }

  private void terms(
      String own, List<PodAffinityTerm> required, List<WeightedPodAffinityTerm> preferred) {
    for (int i = 0; i < required.size(); i++) {
      if (!required.get(i).hasLabelSelector()) {
        warn.accept(
            own + "requiredDuringSchedulingIgnoredDuringExecution[" + i + "]." + NULL_SELECTOR);
      }
    }
    for (int i = 0; i < preferred.size(); i++) {
      if (!preferred.get(i).podAffinityTerm().hasLabelSelector()) {
        warn.accept(
            own
                + "preferredDuringSchedulingIgnoredDuringExecution["
                + i
                + "].podAffinityTerm."
                + NULL_SELECTOR);
      }
    }
  }
}
