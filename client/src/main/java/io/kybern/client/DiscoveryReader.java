package io.kybern.client;

import io.kybern.api.apidiscovery.v2.APIGroupDiscovery;
import io.kybern.api.apidiscovery.v2.APIGroupDiscoveryList;
import io.kybern.api.apidiscovery.v2.APIResourceDiscovery;
import io.kybern.api.apidiscovery.v2.APISubresourceDiscovery;
import io.kybern.api.apidiscovery.v2.APIVersionDiscovery;
import io.kybern.api.meta.v1.APIGroup;
import io.kybern.api.meta.v1.APIGroupList;
import io.kybern.api.meta.v1.APIResource;
import io.kybern.api.meta.v1.APIResourceList;
import io.kybern.api.meta.v1.APIVersions;
import io.kybern.api.meta.v1.GroupVersionForDiscovery;
import io.kybern.api.meta.v1.GroupVersionKind;
import io.kybern.error.ApiException;
import io.kybern.error.NotFoundException;
import io.kybern.model.ObjectType;
import io.kybern.model.wire.WireFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server what it serves: two requests where it aggregates the answer, else one more for each
 * group-version.
 */
final class DiscoveryReader {
  private static final String AGGREGATED =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";

  private final Engine engine;
  private final List<ApiGroup> groups = new ArrayList<>();
  private final Map<String, String> failures = new LinkedHashMap<>();

  private DiscoveryReader(Engine engine) {
    this.engine = engine;
  }

  static Discovery read(Engine engine) {
    DiscoveryReader reader = new DiscoveryReader(engine);
    reader.root("/api");
    reader.root("/apis");
    return new Discovery(reader.groups, reader.failures);
  }

  private void root(String path) {
    Request request = Request.get(path, AGGREGATED);
    Transport.Response response;
    try {
      response = engine.send(request, null);
    } catch (NotFoundException e) {
      return; // A server of only one of the two kinds.
    }
    String contentType = response.header("Content-Type");
    byte[] body = View.bytes(request, response);
    if (contentType != null && contentType.contains("as=APIGroupDiscoveryList")) {
      read(APIGroupDiscoveryList.TYPE, body).items().forEach(this::aggregated);
    } else if (path.equals("/api")) {
      List<String> versions = read(APIVersions.TYPE, body).versions();
      plain("", versions);
    } else {
      for (APIGroup group : read(APIGroupList.TYPE, body).groups()) {
        plain(text(group.name()), versions(group));
      }
    }
  }

  private <T> T read(ObjectType<T> type, byte[] body) {
    return engine.codec(true).read(type, WireFormat.JSON, body);
  }

  private void aggregated(APIGroupDiscovery group) {
    String name = group.name();
    List<String> versions = new ArrayList<>();
    List<ApiResource> resources = new ArrayList<>();
    for (APIVersionDiscovery version : group.versions()) {
      String v = text(version.version());
      versions.add(v);
      if ("Stale".equals(version.freshness())) {
        failures.put(name.isEmpty() ? v : name + "/" + v, "the server's own answer is out of date");
      }
      for (APIResourceDiscovery resource : version.resources()) {
        resources.add(aggregated(name, v, resource));
      }
    }
    groups.add(new ApiGroup(name, versions, resources));
  }

  private static ApiResource aggregated(
      String group, String version, APIResourceDiscovery resource) {
    List<ApiResource.Sub> subresources = new ArrayList<>();
    for (APISubresourceDiscovery sub : resource.subresources()) {
      GroupVersionKind kind = sub.responseKind();
      boolean named = !text(kind.version()).isEmpty();
      subresources.add(
          new ApiResource.Sub(
              text(sub.subresource()),
              named ? text(kind.group()) : group,
              named ? text(kind.version()) : version,
              text(kind.kind()),
              sub.verbs()));
    }
    return new ApiResource(
        group,
        version,
        text(resource.responseKind().kind()),
        text(resource.resource()),
        text(resource.singularResource()),
        "Namespaced".equals(resource.scope()),
        resource.verbs(),
        resource.shortNames(),
        resource.categories(),
        subresources);
  }

  /** Versions of a group, the preferred one first. */
  private static List<String> versions(APIGroup group) {
    List<String> versions = new ArrayList<>();
    String preferred = group.preferredVersion().version();
    if (preferred != null && !preferred.isEmpty()) {
      versions.add(preferred);
    }
    for (GroupVersionForDiscovery version : group.versions()) {
      String v = text(version.version());
      if (!versions.contains(v)) {
        versions.add(v);
      }
    }
    return versions;
  }

  private void plain(String group, List<String> versions) {
    List<ApiResource> resources = new ArrayList<>();
    for (String version : versions) {
      String apiVersion = group.isEmpty() ? version : group + "/" + version;
      Request request =
          Request.get((group.isEmpty() ? "/api/" : "/apis/") + apiVersion, Request.JSON);
      try {
        byte[] body = View.bytes(request, engine.send(request, null));
        plain(group, version, read(APIResourceList.TYPE, body), resources);
      } catch (ApiException e) {
        failures.put(apiVersion, String.valueOf(e.getMessage()));
      }
    }
    groups.add(new ApiGroup(group, versions, resources));
  }

  private static void plain(
      String group, String version, APIResourceList list, List<ApiResource> resources) {
    Map<String, List<ApiResource.Sub>> subresources = new LinkedHashMap<>();
    for (APIResource resource : list.resources()) {
      String name = text(resource.name());
      int slash = name.indexOf('/');
      if (slash > 0) {
        boolean named = !text(resource.version()).isEmpty();
        subresources
            .computeIfAbsent(name.substring(0, slash), n -> new ArrayList<>())
            .add(
                new ApiResource.Sub(
                    name.substring(slash + 1),
                    named ? text(resource.group()) : group,
                    named ? text(resource.version()) : version,
                    text(resource.kind()),
                    resource.verbs()));
      }
    }
    for (APIResource resource : list.resources()) {
      String name = text(resource.name());
      if (name.indexOf('/') < 0) {
        resources.add(
            new ApiResource(
                group,
                version,
                text(resource.kind()),
                name,
                text(resource.singularName()),
                Boolean.TRUE.equals(resource.namespaced()),
                resource.verbs(),
                resource.shortNames(),
                resource.categories(),
                subresources.getOrDefault(name, List.of())));
      }
    }
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
