package io.kybern.apiserver.rest;

import io.kybern.apiserver.ApiRequest;
import io.kybern.apiserver.rest.KindRules.Context;

/**
 * One request for a resource, taken apart.
 *
 * @param request the request
 * @param path what its path names
 * @param query its parameters
 * @param resource the resource
 * @param input reads its body
 * @param answers makes the response
 * @param context who asks and when
 */
record Call(
    ApiRequest request,
    RequestPath path,
    Query query,
    Resource resource,
    Input input,
    Answers answers,
    Context context) {
  /** Namespace of the path; empty for a resource that is in none. */
  String namespace() {
    return path.namespace();
  }

  /** Name of the path. */
  String name() {
    return path.name();
  }

  /** What the client wants to receive. */
  Output output() {
    return Output.of(request, query, answers.formats());
  }
}
