package io.kybern.apiserver.rest;

import io.kybern.api.certificates.v1.CertificateSigningRequest;
import io.kybern.api.core.v1.Namespace;
import io.kybern.apiserver.ApiResponse;
import io.kybern.apiserver.rest.Registry.Part;
import io.kybern.apiserver.rest.ResourceHandler.Merge;

/** Calls what answers for a subresource. Which ones there are, and their verbs, the facts say. */
final class Subresources {
  private final ResourceHandler verbs;
  private final Namespaces namespaces;
  private final Scales scales;
  private final Pods pods;
  private final Tokens tokens;

  Subresources(
      ResourceHandler verbs, Namespaces namespaces, Scales scales, Pods pods, Tokens tokens) {
    this.verbs = verbs;
    this.namespaces = namespaces;
    this.scales = scales;
    this.pods = pods;
    this.tokens = tokens;
  }

  ApiResponse answer(Call call, String name, String verb) {
    return switch (name) {
      case "status" -> part(call, verb, Part.STATUS, Merge.NONE);
      case "scale" ->
          switch (verb) {
            case "get" -> scales.get(call);
            case "update" -> scales.update(call);
            default -> scales.patch(call);
          };
      case "ephemeralcontainers" -> part(call, verb, Part.WHOLE, Pods::withEphemeralContainers);
      case "resize" -> part(call, verb, Part.WHOLE, Resizing::resized);
      case "approval" ->
          part(
              call,
              verb,
              Part.WHOLE,
              (asked, old) ->
                  SigningRequestRules.approve(
                      (CertificateSigningRequest) asked,
                      (CertificateSigningRequest) old,
                      call.context().now()));
      case "binding" -> pods.bind(call);
      case "eviction" -> pods.evict(call);
      case "finalize" -> finalizeNamespace(call);
      case "token" -> tokens.request(call);
      default -> NodeCalls.answer(call, name);
    };
  }

  ApiResponse bind(Call call) {
    return pods.bind(call);
  }

  private ApiResponse part(Call call, String verb, Part part, Merge merge) {
    return switch (verb) {
      case "get" -> verbs.get(call);
      case "update" -> verbs.update(call, part, merge);
      default -> verbs.patch(call, part, merge);
    };
  }

  private ApiResponse finalizeNamespace(Call call) {
    Output output = call.output();
    WriteOptions options = WriteOptions.of(call.query(), "UpdateOptions");
    Namespace asked =
        (Namespace)
            ResourceHandler.named(call, call.input().object(call.resource(), options.validation()));
    return call.answers()
        .object(200, namespaces.finalized(asked, options.dryRun()), output.plain());
  }
}
