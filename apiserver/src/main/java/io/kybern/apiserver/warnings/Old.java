package io.kybern.apiserver.warnings;

import io.kybern.api.core.v1.NodeSelectorRequirement;
import io.kybern.api.core.v1.NodeSelectorTerm;
import io.kybern.apiserver.facts.Parts;
import io.kybern.model.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Words that are no longer used: labels of nodes, annotations, kinds of volumes. */
final class Old {
  private static final Map<String, String> NODE_LABELS =
      Map.of(
          "beta.kubernetes.io/arch", "v1.14; use \"kubernetes.io/arch\" instead",
          "beta.kubernetes.io/os", "v1.14; use \"kubernetes.io/os\" instead",
          "failure-domain.beta.kubernetes.io/region",
              "v1.17; use \"topology.kubernetes.io/region\" instead",
          "failure-domain.beta.kubernetes.io/zone",
              "v1.17; use \"topology.kubernetes.io/zone\" instead",
          "beta.kubernetes.io/instance-type",
              "v1.17; use \"node.kubernetes.io/instance-type\" instead");

  private static final String STORAGE_CLASS = "volume.beta.kubernetes.io/storage-class";

  private Old() {}

  /** Warns if {@code label} is deprecated, which {@code place} says of itself. */
  static void labelAt(String place, String label, Consumer<String> warn) {
    String since = NODE_LABELS.get(label);
    if (since != null) {
      warn.accept(place + ": deprecated since " + since);
    }
  }

  /** Warns if the label whose name stands at {@code place} is deprecated. */
  static void labelNamedAt(String place, String label, Consumer<String> warn) {
    String since = NODE_LABELS.get(label);
    if (since != null) {
      warn.accept(place + ": " + label + " is deprecated since " + since);
    }
  }

  static void term(String path, NodeSelectorTerm term, Consumer<String> warn) {
    List<NodeSelectorRequirement> expressions = term.matchExpressions();
    for (int i = 0; i < expressions.size(); i++) {
      labelNamedAt(
          path + ".matchExpressions[" + i + "].key", Parts.text(expressions.get(i).key()), warn);
    }
  }

  static void storageClass(Map<String, String> annotations, Consumer<String> warn) {
    if (annotations.containsKey(STORAGE_CLASS)) {
      warn.accept(
          "metadata.annotations["
              + STORAGE_CLASS
              + "]: deprecated since v1.8; use \"storageClassName\" attribute instead");
    }
  }

  /** Warns of parts of bytes. */
  static void fraction(
      String path, Map<String, Quantity> quantities, String resource, Consumer<String> warn) {
    Quantity quantity = quantities.get(resource);
    if (quantity != null && quantity.toBigDecimal().remainder(BigDecimal.ONE).signum() != 0) {
      warn.accept(
          path
              + "["
              + resource
              + "]: fractional byte value \""
              + quantity
              + "\" is invalid, must be an integer");
    }
  }
}
