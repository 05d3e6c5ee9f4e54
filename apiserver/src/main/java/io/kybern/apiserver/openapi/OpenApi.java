package io.kybern.apiserver.openapi;

import io.kybern.apiserver.facts.ApiFacts;
import io.kybern.apiserver.facts.GroupVersion;
import io.kybern.apiserver.facts.Tree;
import io.kybern.model.wire.Codec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes the OpenAPI documents of everything in the facts. Keeps nothing: each call makes its
 * document anew. Safe for use by any thread.
 */
public final class OpenApi {
  /** Changes when the same facts make other documents. */
  private static final String REVISION = "3";

  private static final Map<String, Object> INFO = Tree.of("title", "Kubernetes", "version", "1.37");
  private static final String TOKEN = "BearerToken";
  private static final Map<String, Object> TOKEN_SCHEME =
      Tree.of("type", "apiKey", "name", "authorization", "in", "header");

  private final ApiFacts facts;
  private final boolean cbor;

  /** The documents of {@code facts}, for a server without CBOR. */
  public OpenApi(ApiFacts facts) {
    this(facts, false);
  }

  /** The documents of {@code facts}, for a server that speaks CBOR or does not. */
  public OpenApi(ApiFacts facts, boolean cbor) {
    this.facts = facts;
    this.cbor = cbor;
  }

  /**
   * A text that changes whenever any document does. As part of a document's address it allows a
   * client to keep the document for good.
   */
  public String hash() {
    return facts.hash().concat(REVISION).concat(cbor ? "-cbor" : "");
  }

  /** The index of {@code /openapi/v3}: where each of its documents is. */
  public byte[] index() {
    Map<String, Object> paths = new TreeMap<>();
    for (String name : names()) {
      paths.put(name, Tree.of("serverRelativeURL", "/openapi/v3/" + name + "?hash=" + hash()));
    }
    return Codec.treeToJson(Tree.of("paths", paths));
  }

  /**
   * Names of the version 3 documents, which are also the paths of what they are about: one for each
   * group-version, for each list of versions or groups, for the server's version, and for what is
   * known of the issuer of tokens.
   */
  public List<String> names() {
    List<String> names = new ArrayList<>(lists().keySet());
    for (GroupVersion groupVersion : facts.groupVersions()) {
      names.add(groupVersion.path());
    }
    Collections.sort(names);
    return names;
  }

  /** The version 3 document called {@code name} as JSON, empty if there is none. */
  public Optional<byte[]> version3(String name) {
    return Optional.ofNullable(version3Tree(name)).map(Codec::treeToJson);
  }

  @Nullable Map<String, Object> version3Tree(String name) {
    for (GroupVersion groupVersion : facts.groupVersions()) {
      if (groupVersion.path().equals(name)) {
        Components components = new Components(facts, Dialect.V3, groupVersion);
        Map<String, Object> paths = new LinkedHashMap<>();
        addPaths(
            groupVersion, new Parameters(facts), new Paths(Dialect.V3, components, cbor), paths);
        return version3Tree(components, paths);
      }
    }
    ListOf list = lists().get(name);
    if (list == null) {
      return null;
    }
    Components components = new Components(facts, Dialect.V3, null);
    return version3Tree(components, Map.of(list.path(), list.item(Dialect.V3, components, cbor)));
  }

  private static Map<String, Object> version3Tree(
      Components components, Map<String, Object> paths) {
    Map<String, Map<String, Object>> schemas = components.complete();
    return Tree.of(
        "openapi",
        "3.0.0",
        "info",
        INFO,
        "paths",
        paths,
        "components",
        Tree.of(
            "schemas",
            schemas.isEmpty() ? null : schemas,
            "securitySchemes",
            Tree.of(TOKEN, TOKEN_SCHEME)));
  }

  /** A document that is about no objects: lists versions or groups, tells the version or keys. */
  private record ListOf(String path, String tag, Operation operation) {
    Map<String, Object> item(Dialect dialect, Components components, boolean cbor) {
      return new Paths(dialect, components, cbor).item(path, List.of(operation), tag);
    }
  }

  private Map<String, ListOf> lists() {
    Map<String, ListOf> lists = new TreeMap<>();
    lists.put("api", new ListOf("/api/", "core", Operations.coreVersions()));
    lists.put("apis", new ListOf("/apis/", "apis", Operations.groups()));
    lists.put("version", new ListOf("/version/", "version", Operations.version()));
    lists.put(
        ".well-known/openid-configuration",
        new ListOf(
            "/.well-known/openid-configuration/",
            "WellKnown",
            Operations.text("getServiceAccountIssuerOpenIDConfiguration", "application/json")));
    lists.put(
        "openid/v1/jwks",
        new ListOf(
            "/openid/v1/jwks/",
            "openid",
            Operations.text("getServiceAccountIssuerOpenIDKeyset", "application/jwk-set+json")));
    for (GroupVersion groupVersion : facts.groupVersions()) {
      String group = groupVersion.group();
      if (!group.isEmpty()) {
        lists.put(
            "apis/" + group,
            new ListOf("/apis/" + group + "/", tag(group), Operations.group(group)));
      }
    }
    return lists;
  }

  /** The version 2 document of everything as JSON. */
  public byte[] version2() {
    return Codec.treeToJson(version2Tree());
  }

  /** The version 2 document of everything in the binary form that Go clients read. */
  public byte[] version2Protobuf() {
    return SwaggerProtobuf.write(version2Tree());
  }

  Map<String, Object> version2Tree() {
    Components components = new Components(facts, Dialect.V2, null);
    Paths writer = new Paths(Dialect.V2, components, cbor);
    Parameters parameters = new Parameters(facts);
    Map<String, Object> paths = new TreeMap<>();
    for (GroupVersion groupVersion : facts.groupVersions()) {
      addPaths(groupVersion, parameters, writer, paths);
    }
    for (ListOf list : lists().values()) {
      paths.put(list.path(), list.item(Dialect.V2, components, cbor));
    }
    return Tree.of(
        "swagger",
        "2.0",
        "info",
        INFO,
        "paths",
        paths,
        "definitions",
        components.complete(),
        "securityDefinitions",
        Tree.of(TOKEN, TOKEN_SCHEME),
        "security",
        List.of(Tree.of(TOKEN, List.of())));
  }

  private void addPaths(
      GroupVersion groupVersion, Parameters parameters, Paths writer, Map<String, Object> paths) {
    String group = groupVersion.group().isEmpty() ? "core" : groupVersion.group();
    String tag = tag(group).concat("_").concat(groupVersion.version());
    Operations.of(facts, groupVersion, parameters)
        .forEach((path, operations) -> paths.put(path, writer.item(path, operations, tag)));
  }

  /** {@code rbacAuthorization} for {@code rbac.authorization.k8s.io}. */
  private static String tag(String group) {
    String id = Operations.idPart(new GroupVersion(group, ""));
    return id.substring(0, 1).toLowerCase(Locale.ROOT).concat(id.substring(1));
  }
}
