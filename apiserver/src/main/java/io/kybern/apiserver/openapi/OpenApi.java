package io.kybern.apiserver.openapi;

import io.kybern.apiserver.facts.ApiFacts;
import io.kybern.apiserver.facts.GroupVersion;
import io.kybern.apiserver.facts.Tree;
import io.kybern.model.wire.Codec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes the OpenAPI documents of everything in the facts. Keeps nothing: each call makes its
 * document anew. Safe for use by any thread.
 */
public final class OpenApi {
  /** Changes when the same facts make other documents. */
  private static final String REVISION = "1";

  private static final Map<String, Object> INFO =
      Tree.of("title", "Kubernetes", "version", "v1.37.1");
  private static final String TOKEN = "BearerToken";
  private static final Map<String, Object> TOKEN_SCHEME =
      Tree.of("type", "apiKey", "name", "authorization", "in", "header");

  private final ApiFacts facts;

  /** The documents of {@code facts}. */
  public OpenApi(ApiFacts facts) {
    this.facts = facts;
  }

  /**
   * A text that changes whenever any document does. As part of a document's address it allows a
   * client to keep the document for good.
   */
  public String hash() {
    return facts.hash().concat(REVISION);
  }

  /** The index of {@code /openapi/v3}: where the document of each group-version is. */
  public byte[] index() {
    Map<String, Object> paths = new TreeMap<>();
    for (GroupVersion groupVersion : facts.groupVersions()) {
      paths.put(
          groupVersion.path(),
          Tree.of("serverRelativeURL", "/openapi/v3/" + groupVersion.path() + "?hash=" + hash()));
    }
    return Codec.treeToJson(Tree.of("paths", paths));
  }

  /**
   * The version 3 document of one group-version as JSON.
   *
   * @throws IllegalArgumentException if it is not served
   */
  public byte[] version3(GroupVersion groupVersion) {
    return Codec.treeToJson(version3Tree(groupVersion));
  }

  Map<String, Object> version3Tree(GroupVersion groupVersion) {
    Components components = new Components(facts, Dialect.V3, List.of(groupVersion));
    Map<String, Object> paths = new LinkedHashMap<>();
    addPaths(groupVersion, new Parameters(facts), new Paths(Dialect.V3, components), paths);
    return Tree.of(
        "openapi",
        "3.0.0",
        "info",
        INFO,
        "paths",
        paths,
        "components",
        Tree.of(
            "schemas", components.complete(),
            "securitySchemes", Tree.of(TOKEN, TOKEN_SCHEME)));
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
    Components components = new Components(facts, Dialect.V2, facts.groupVersions());
    Paths writer = new Paths(Dialect.V2, components);
    Parameters parameters = new Parameters(facts);
    Map<String, Object> paths = new TreeMap<>();
    for (GroupVersion groupVersion : facts.groupVersions()) {
      addPaths(groupVersion, parameters, writer, paths);
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
