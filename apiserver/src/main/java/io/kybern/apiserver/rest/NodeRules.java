package io.kybern.apiserver.rest;

import io.kybern.api.core.v1.Node;
import io.kybern.api.core.v1.Taint;
import io.kybern.apiserver.facts.Parts;
import io.kybern.apiserver.validation.Checks;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.apiserver.validation.NodeChecks;
import io.kybern.model.KubernetesObject;
import java.util.List;

/** Nodes: not ready until somebody says so. */
final class NodeRules extends KindRules {
  private static final String NOT_READY = "node.kubernetes.io/not-ready";

  NodeRules(Flags flags) {
    super(flags);
  }

  @Override
  KubernetesObject prepareCreate(KubernetesObject object, Context context) {
    Node node = addressed((Node) object);
    if (node.spec().taints().stream().noneMatch(NodeRules::isNotReady)) {
      Taint taint = Taint.builder().key(NOT_READY).effect("NoSchedule").build();
      node = node.toBuilder().spec(node.spec().toBuilder().taint(taint).build()).build();
    }
    return allocatable(node);
  }

  @Override
  KubernetesObject prepareUpdate(KubernetesObject object, KubernetesObject old, Context context) {
    return addressed((Node) object);
  }

  @Override
  KubernetesObject prepareStatusUpdate(
      KubernetesObject object, KubernetesObject old, Context context) {
    return allocatable((Node) object);
  }

  @Override
  void validate(KubernetesObject object, List<FieldError> errors) {
    NodeChecks.node((Node) object, new Checks(errors));
  }

  private static boolean isNotReady(Taint taint) {
    return NOT_READY.equals(taint.key());
  }

  /** The one range of addresses is the first of several. */
  private static Node addressed(Node node) {
    String range = Parts.text(node.spec().podCIDR());
    return range.isEmpty() || !node.spec().podCIDRs().isEmpty()
        ? node
        : node.toBuilder().spec(node.spec().toBuilder().podCIDRs(range).build()).build();
  }

  /** All that is there can be allocated unless the node says otherwise. */
  private static Node allocatable(Node node) {
    return node.status().capacity().isEmpty() || !node.status().allocatable().isEmpty()
        ? node
        : node.toBuilder()
            .status(node.status().toBuilder().allocatable(node.status().capacity()).build())
            .build();
  }
}
