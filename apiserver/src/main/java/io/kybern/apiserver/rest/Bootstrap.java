package io.kybern.apiserver.rest;

import io.kybern.api.core.v1.Namespace;
import io.kybern.apiserver.rest.KindRules.Context;

/** What a server holds before the first request. */
final class Bootstrap {
  private Bootstrap() {}

  static void run(Registry registry, Context context) {
    Resource namespaces = context.resources().get("", "v1", "namespaces");
    for (String name : Namespaces.INITIAL) {
      registry.create(
          namespaces,
          Namespace.builder().metadata(metadata -> metadata.name(name)).build(),
          context,
          false);
    }
  }
}
