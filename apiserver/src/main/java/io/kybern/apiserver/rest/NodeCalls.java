package io.kybern.apiserver.rest;

import io.kybern.api.core.v1.Container;
import io.kybern.api.core.v1.EphemeralContainer;
import io.kybern.api.core.v1.Pod;
import io.kybern.apiserver.ApiResponse;
import io.kybern.apiserver.facts.Parts;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.model.KubernetesObject;
import java.util.List;
import java.util.stream.Stream;

/**
 * Subresources for which kube-apiserver calls a node. There are no nodes here: they are answered as
 * far as the node is not needed, in kube-apiserver's words.
 */
final class NodeCalls {
  private NodeCalls() {}

  static ApiResponse answer(Call call, String subresource) {
    if (call.resource().served().plural().equals("services")) {
      throw ApiErrors.serviceUnavailable(
          "no endpoints available for service " + FieldError.quoted(call.name()));
    }
    KubernetesObject object = Registry.get(call.resource(), call.namespace(), call.name());
    if (object instanceof Pod pod && Parts.text(pod.spec().nodeName()).isEmpty()) {
      return unscheduled(call, subresource, pod);
    }
    throw ApiErrors.notImplemented(
        "this server runs no nodes: "
            + call.resource().target()
            + "/"
            + subresource
            + " is not served");
  }

  private static ApiResponse unscheduled(Call call, String subresource, Pod pod) {
    switch (subresource) {
      case "log" -> requireContainer(pod, call.query().text("container"));
      case "proxy" -> throw ApiErrors.badRequest("address not allowed");
      default -> {
        requireContainer(pod, call.query().text("container"));
        throw ApiErrors.badRequest("pod " + pod.name() + " does not have a host assigned");
      }
    }
    return ApiResponse.of(204, "text/plain", new byte[0]);
  }

  private static void requireContainer(Pod pod, String container) {
    List<String> names =
        Stream.of(
                pod.spec().initContainers().stream().map(Container::name),
                pod.spec().containers().stream().map(Container::name),
                pod.spec().ephemeralContainers().stream().map(EphemeralContainer::name))
            .flatMap(all -> all)
            .map(Parts::text)
            .toList();
    if (container.isEmpty() && pod.spec().containers().size() > 1) {
      throw ApiErrors.badRequest(
          "a container name must be specified for pod "
              + pod.name()
              + ", choose one of: "
              + GoJson.printed(names));
    }
    if (!container.isEmpty() && !names.contains(container)) {
      throw ApiErrors.badRequest("container " + container + " is not valid for pod " + pod.name());
    }
  }
}
