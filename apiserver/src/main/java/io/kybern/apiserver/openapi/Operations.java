package io.kybern.apiserver.openapi;

import io.kybern.apiserver.facts.ApiFacts;
import io.kybern.apiserver.facts.GroupVersion;
import io.kybern.apiserver.facts.PackageFacts;
import io.kybern.apiserver.facts.ServedResource;
import io.kybern.apiserver.facts.ServedSubresource;
import io.kybern.apiserver.facts.Tree;
import io.kybern.apiserver.openapi.Operation.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All paths of one group-version and what can be done at each. Confined to one thread. */
final class Operations {
  private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
  private static final List<String> ANY = List.of("*/*");
  private static final List<String> OBJECTS =
      List.of("application/json", "application/yaml", "application/vnd.kubernetes.protobuf");
  private static final List<String> STREAMS =
      List.of(
          "application/json",
          "application/yaml",
          "application/vnd.kubernetes.protobuf",
          "application/json;stream=watch",
          "application/vnd.kubernetes.protobuf;stream=watch");
  private static final List<String> TEXTS =
      List.of(
          "text/plain",
          "application/json",
          "application/yaml",
          "application/vnd.kubernetes.protobuf");
  private static final List<String> PATCHES =
      List.of(
          "application/json-patch+json",
          "application/merge-patch+json",
          "application/strategic-merge-patch+json",
          "application/apply-patch+yaml");

  private final ApiFacts facts;
  private final GroupVersion groupVersion;
  private final PackageFacts schema;
  private final Parameters parameters;
  private final String idPart;
  private final Map<String, List<Operation>> paths = new TreeMap<>();

  private Operations(ApiFacts facts, GroupVersion groupVersion, Parameters parameters) {
    this.facts = facts;
    this.groupVersion = groupVersion;
    this.schema = facts.packageOf(groupVersion);
    this.parameters = parameters;
    this.idPart = idPart(groupVersion);
  }

  /** The operations of a group-version by path, sorted. */
  static Map<String, List<Operation>> of(
      ApiFacts facts, GroupVersion groupVersion, Parameters parameters) {
    Operations operations = new Operations(facts, groupVersion, parameters);
    operations.addAll();
    return operations.paths;
  }

  /** The document that lists the versions of the core group. */
  static Operation coreVersions() {
    return document("getCoreAPIVersions", META + "APIVersions", OBJECTS);
  }

  /** The document that lists all groups. */
  static Operation groups() {
    return document("getAPIVersions", META + "APIGroupList", OBJECTS);
  }

  /** The document that lists the versions of a group. */
  static Operation group(String group) {
    return document(
        "get" + idPart(new GroupVersion(group, "")) + "APIGroup", META + "APIGroup", OBJECTS);
  }

  /** The document about the server's version. */
  static Operation version() {
    return document("getCodeVersion", BuiltinSchemas.VERSION, List.of("application/json"));
  }

  /** A document of which nothing is said but that it is a text. */
  static Operation text(String id, String mediaType) {
    return document(id, null, List.of(mediaType));
  }

  private static Operation document(String id, @Nullable String type, List<String> mediaTypes) {
    return new Operation(
        "get", id, null, null, List.of(), null, List.of(), List.of(200), type, mediaTypes);
  }

  /** Group and version as part of a name: {@code RbacAuthorizationV1}. */
  static String idPart(GroupVersion groupVersion) {
    String group = groupVersion.group();
    String name = group.isEmpty() ? "core" : group;
    if (name.endsWith(".k8s.io")) {
      name = name.substring(0, name.length() - ".k8s.io".length());
    }
    StringBuilder id = new StringBuilder();
    for (String label : name.split("\\.")) {
      id.append(capitalize(label));
    }
    return id.append(capitalize(groupVersion.version())).toString();
  }

  private static String capitalize(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  private void addAll() {
    String root = "/" + groupVersion.path() + "/";
    add(root, document("get" + idPart + "APIResources", META + "APIResourceList", OBJECTS));
    for (ServedResource resource : facts.resources(groupVersion.group(), groupVersion.version())) {
      addResource(root, resource);
    }
  }

  private void addResource(String root, ServedResource resource) {
    Map<String, Object> kind = kind(groupVersion, resource.kind());
    String type = schema.openApiName() + "." + resource.kind();
    String kindId = resource.namespaced() ? "Namespaced" + resource.kind() : resource.kind();
    String in = resource.namespaced() ? "namespaces/{namespace}/" : "";
    String all = root + in + resource.plural();
    String one = all + "/{name}";
    if (resource.allows("list")) {
      add(all, list("list" + idPart + kindId, kind, type));
      if (resource.namespaced()) {
        add(
            root + resource.plural(),
            list("list" + idPart + resource.kind() + "ForAllNamespaces", kind, type));
      }
    }
    if (resource.allows("create")) {
      add(all, create("create" + idPart + kindId, kind, type));
    }
    if (resource.allows("deletecollection")) {
      add(
          all,
          delete(
              "delete" + idPart + "Collection" + kindId,
              "deletecollection",
              kind,
              META + "Status",
              List.of(200),
              parameters.deleteCollection));
    }
    addSingle(one, kindId, kind, type, resource.verbs());
    if (resource.allows("delete")) {
      add(
          one,
          delete(
              "delete" + idPart + kindId,
              "delete",
              kind,
              resource.deletedObject() ? type : META + "Status",
              List.of(200, 202),
              parameters.delete));
    }
    if (resource.allows("watch")) {
      addWatches(root + "watch/", in, resource, kind, kindId);
    }
    for (ServedSubresource subresource : resource.subresources()) {
      addSubresource(one + "/" + subresource.name(), kindId, resource, subresource);
    }
  }

  /** What can be done with one object, or with one subresource of it, by its own kind. */
  private void addSingle(
      String path, String id, Map<String, Object> kind, String type, List<String> verbs) {
    if (verbs.contains("get")) {
      add(path, answer("get", "read" + idPart + id, "get", kind, type));
    }
    if (verbs.contains("update")) {
      add(
          path,
          new Operation(
              "put",
              "replace" + idPart + id,
              "put",
              kind,
              parameters.update,
              type,
              ANY,
              List.of(200, 201),
              type,
              OBJECTS));
    }
    if (verbs.contains("patch")) {
      add(
          path,
          new Operation(
              "patch",
              "patch" + idPart + id,
              "patch",
              kind,
              parameters.patch,
              BuiltinSchemas.PATCH,
              PATCHES,
              List.of(200, 201),
              type,
              OBJECTS));
    }
  }

  private void addSubresource(
      String path, String kindId, ServedResource resource, ServedSubresource subresource) {
    GroupVersion owner = new GroupVersion(subresource.group(), subresource.version());
    Map<String, Object> kind = kind(owner, subresource.kind());
    String id = kindId + capitalize(subresource.name());
    if (subresource.kind().endsWith("Options")) {
      addConnections(path, id, kind, owner, subresource);
      return;
    }
    if (resource.plural().equals("pods") && subresource.name().equals("log")) {
      List<Parameter> options = new ArrayList<>(parameters.connect(owner, "PodLogOptions"));
      options.add(Parameters.PRETTY);
      add(
          path,
          new Operation(
              "get",
              "read" + idPart + id,
              "get",
              kind,
              options,
              null,
              List.of(),
              List.of(200),
              null,
              TEXTS));
      return;
    }
    String type = facts.packageOf(owner).openApiName() + "." + subresource.kind();
    addSingle(path, id, kind, type, subresource.verbs());
    if (subresource.verbs().contains("create")) {
      add(path, create("create" + idPart + id, kind, type));
    }
  }

  private void addConnections(
      String path,
      String id,
      Map<String, Object> kind,
      GroupVersion owner,
      ServedSubresource subresource) {
    boolean proxy = subresource.name().equals("proxy");
    List<String> methods =
        proxy
            ? List.of("delete", "get", "head", "options", "patch", "post", "put")
            : List.of("get", "post");
    for (String method : methods) {
      String name = "connect" + idPart + capitalize(method) + id;
      List<Parameter> options = parameters.connect(owner, subresource.kind());
      Operation operation =
          new Operation(
              method, name, "connect", kind, options, null, List.of(), List.of(200), null, ANY);
      add(path, operation);
      if (proxy) {
        add(
            path + "/{path}",
            new Operation(
                method,
                name + "WithPath",
                "connect",
                kind,
                options,
                null,
                List.of(),
                List.of(200),
                null,
                ANY));
      }
    }
  }

  private void addWatches(
      String root, String in, ServedResource resource, Map<String, Object> kind, String kindId) {
    String all = root + in + resource.plural();
    String id = "watch" + idPart;
    if (resource.namespaced()) {
      add(
          root + resource.plural(),
          watch(id + resource.kind() + "ListForAllNamespaces", "watchlist", kind));
    }
    add(all, watch(id + kindId + "List", "watchlist", kind));
    if (resource.allows("get")) {
      add(all + "/{name}", watch(id + kindId, "watch", kind));
    }
  }

  private Operation watch(String id, String action, Map<String, Object> kind) {
    return collection(id, action, kind, META + "WatchEvent");
  }

  private Operation list(String id, Map<String, Object> kind, String type) {
    return collection(id, "list", kind, type + "List");
  }

  private Operation collection(String id, String action, Map<String, Object> kind, String answer) {
    return new Operation(
        "get", id, action, kind, parameters.list, null, List.of(), List.of(200), answer, STREAMS);
  }

  private Operation create(String id, Map<String, Object> kind, String type) {
    return new Operation(
        "post",
        id,
        "post",
        kind,
        parameters.create,
        type,
        ANY,
        List.of(200, 201, 202),
        type,
        OBJECTS);
  }

  private static Operation delete(
      String id,
      String action,
      Map<String, Object> kind,
      String answer,
      List<Integer> codes,
      List<Parameter> parameters) {
    return new Operation(
        "delete",
        id,
        action,
        kind,
        parameters,
        META + "DeleteOptions",
        ANY,
        codes,
        answer,
        OBJECTS);
  }

  private static Operation answer(
      String method, String id, String action, Map<String, Object> kind, @Nullable String type) {
    return new Operation(
        method,
        id,
        action,
        kind,
        List.of(Parameters.PRETTY),
        null,
        List.of(),
        List.of(200),
        type,
        OBJECTS);
  }

  private static Map<String, Object> kind(GroupVersion groupVersion, String kind) {
    return Tree.of("group", groupVersion.group(), "kind", kind, "version", groupVersion.version());
  }

  private void add(String path, Operation operation) {
    paths.computeIfAbsent(path, key -> new ArrayList<>()).add(operation);
  }
}
