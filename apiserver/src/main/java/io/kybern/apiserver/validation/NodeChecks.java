package io.kybern.apiserver.validation;

import io.kybern.api.core.v1.Node;
import io.kybern.api.core.v1.Taint;
import io.kybern.apiserver.facts.Parts;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What nodes must be like. */
public final class NodeChecks {
  private NodeChecks() {}

  /** Adds what is wrong with a node. */
  public static void node(Node node, Checks checks) {
    Set<String> seen = new HashSet<>();
    List<Taint> taints = node.spec().taints();
    for (int i = 0; i < taints.size(); i++) {
      Taint taint = taints.get(i);
      // kube-apiserver looks for them in the metadata.
      String at = "metadata.taints[" + i + "]";
      checks.name(at + ".key", taint.key(), Names.qualified(taint.key()));
      String value = Parts.text(taint.value());
      checks.name(at + ".value", value, Names.labelValue(value));
      if (checks.required(at + ".effect", taint.effect())) {
        checks.memberOf(
            at + ".effect", taint.effect(), "NoSchedule", "PreferNoSchedule", "NoExecute");
      }
      if (!seen.add(taint.key() + ":" + taint.effect())) {
        checks.add(again(at, taint));
      }
    }
    for (int i = 0; i < node.spec().podCIDRs().size(); i++) {
      AddressChecks.block("spec.podCIDRs[" + i + "]", node.spec().podCIDRs().get(i), checks);
    }
  }

  private static FieldError again(String at, Taint taint) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("Key", taint.key());
    shown.put("Value", Parts.text(taint.value()));
    shown.put("Effect", taint.effect());
    shown.put("TimeAdded", taint.timeAdded() == null ? null : taint.timeAdded().toString());
    return FieldError.duplicate(at, shown, "taints must be unique by key and effect pair");
  }
}
