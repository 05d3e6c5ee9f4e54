package io.kybern.apiserver.validation;

import io.kybern.api.core.v1.Affinity;
import io.kybern.api.core.v1.NodeAffinity;
import io.kybern.api.core.v1.NodeSelectorTerm;
import io.kybern.api.core.v1.PodAffinityTerm;
import io.kybern.api.core.v1.WeightedPodAffinityTerm;
import java.util.List;

/** Which nodes and which other pods a pod wants to be near to, or far from. */
final class AffinityChecks {
  private static final String REQUIRED = ".requiredDuringSchedulingIgnoredDuringExecution";
  private static final String PREFERRED = ".preferredDuringSchedulingIgnoredDuringExecution";

  private AffinityChecks() {}

  static void affinity(Affinity affinity, String at, Checks checks) {
    if (affinity.hasNodeAffinity()) {
      node(affinity.nodeAffinity(), at + ".nodeAffinity", checks);
    }
    pods(
        affinity.podAffinity().requiredDuringSchedulingIgnoredDuringExecution(),
        affinity.podAffinity().preferredDuringSchedulingIgnoredDuringExecution(),
        at + ".podAffinity",
        checks);
    pods(
        affinity.podAntiAffinity().requiredDuringSchedulingIgnoredDuringExecution(),
        affinity.podAntiAffinity().preferredDuringSchedulingIgnoredDuringExecution(),
        at + ".podAntiAffinity",
        checks);
  }

  private static void node(NodeAffinity affinity, String at, Checks checks) {
    if (affinity.hasRequiredDuringSchedulingIgnoredDuringExecution()) {
      List<NodeSelectorTerm> terms =
          affinity.requiredDuringSchedulingIgnoredDuringExecution().nodeSelectorTerms();
      String path = at + REQUIRED + ".nodeSelectorTerms";
      checks.required(path, terms, "must have at least one node selector term");
      for (int i = 0; i < terms.size(); i++) {
        SelectorChecks.nodes(terms.get(i), path + "[" + i + "]", true, checks);
      }
    }
    var preferred = affinity.preferredDuringSchedulingIgnoredDuringExecution();
    for (int i = 0; i < preferred.size(); i++) {
      String path = at + PREFERRED + "[" + i + "]";
      weight(preferred.get(i).weight(), path, checks);
      SelectorChecks.nodes(preferred.get(i).preference(), path + ".preference", false, checks);
    }
  }

  private static void weight(int weight, String at, Checks checks) {
    if (weight < 1 || weight > 100) {
      checks.invalid(at + ".weight", weight, "must be in the range 1-100");
    }
  }

  private static void pods(
      List<PodAffinityTerm> required,
      List<WeightedPodAffinityTerm> preferred,
      String at,
      Checks checks) {
    for (int i = 0; i < required.size(); i++) {
      term(required.get(i), at + REQUIRED + "[" + i + "]", checks);
    }
    for (int i = 0; i < preferred.size(); i++) {
      String path = at + PREFERRED + "[" + i + "]";
      weight(preferred.get(i).weight(), path, checks);
      term(preferred.get(i).podAffinityTerm(), path + ".podAffinityTerm", checks);
    }
  }

  private static void term(PodAffinityTerm term, String at, Checks checks) {
    SelectorChecks.labels(term.labelSelector(), at + ".labelSelector", checks);
    SelectorChecks.labels(term.namespaceSelector(), at + ".namespaceSelector", checks);
    for (String namespace : term.namespaces()) {
      checks.name(at + ".namespace", namespace, Names.label(namespace));
    }
    keys(term.matchLabelKeys(), term.hasLabelSelector(), at + ".matchLabelKeys", checks);
    keys(term.mismatchLabelKeys(), term.hasLabelSelector(), at + ".mismatchLabelKeys", checks);
    for (int i = 0; i < term.matchLabelKeys().size(); i++) {
      if (term.mismatchLabelKeys().contains(term.matchLabelKeys().get(i))) {
        checks.invalid(
            at + ".matchLabelKeys[" + i + "]",
            term.matchLabelKeys().get(i),
            "exists in both matchLabelKeys and mismatchLabelKeys");
      }
    }
    checks.required(at + ".topologyKey", term.topologyKey(), "can not be empty");
    checks.name(at + ".topologyKey", term.topologyKey(), Names.qualified(term.topologyKey()));
  }

  /** Keys of labels that are added to a selector, which must be there then. */
  static void keys(List<String> keys, boolean selecting, String at, Checks checks) {
    if (keys.isEmpty()) {
      return;
    }
    if (!selecting) {
      checks.forbidden(at, "must not be specified when labelSelector is not set");
      return;
    }
    for (int i = 0; i < keys.size(); i++) {
      checks.name(at + "[" + i + "]", keys.get(i), Names.qualified(keys.get(i)));
    }
  }
}
