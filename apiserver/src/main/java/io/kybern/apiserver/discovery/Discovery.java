package io.kybern.apiserver.discovery;

import io.kybern.api.apidiscovery.v2.APIGroupDiscoveryList;
import io.kybern.api.meta.v1.APIGroup;
import io.kybern.api.meta.v1.APIGroupList;
import io.kybern.api.meta.v1.APIResourceList;
import io.kybern.api.meta.v1.APIVersions;
import io.kybern.apiserver.discovery.AcceptHeader.Clause;
import io.kybern.apiserver.facts.ApiFacts;
import io.kybern.apiserver.facts.GroupVersion;
import io.kybern.apiserver.facts.Tree;
import io.kybern.model.MessageType;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers the requests by which clients find out what is served: {@code /api}, {@code /apis} and
 * below down to lists of resources, {@code /openapi} and {@code /version}. Documents are made when
 * they are first asked for and kept. Safe for use by any thread.
 */
public final class Discovery {
  private static final String JSON = "application/json";
  private static final String YAML = "application/yaml";
  private static final String PROTOBUF = "application/vnd.kubernetes.protobuf";
  private static final String AGGREGATED = ";g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
  private static final String CBOR = "application/cbor";

  private final List<String> mediaTypes;
  private final ApiFacts facts;
  private final DiscoveryTrees trees;
  private final OpenApiDocuments openApi;

  /** By path and content type; a race makes the same document twice. */
  private final Map<String, Document> documents = new ConcurrentHashMap<>();

  /** The documents of everything in {@code facts}, not in CBOR. */
  public Discovery(ApiFacts facts) {
    this(facts, false);
  }

  /** The documents of everything in {@code facts}, in CBOR too if wanted. */
  public Discovery(ApiFacts facts, boolean cbor) {
    this.mediaTypes = cbor ? List.of(JSON, YAML, PROTOBUF, CBOR) : List.of(JSON, YAML, PROTOBUF);
    this.facts = facts;
    this.trees = new DiscoveryTrees(facts);
    this.openApi = new OpenApiDocuments(facts, cbor);
  }

  /**
   * An answer.
   *
   * @param code HTTP status code
   * @param contentType media type of {@code body}
   * @param body the document; not to be changed
   * @param etag entity tag with its quotes, empty if the answer has none; an answer with a tag
   *     depends on the request's {@code Accept} header and says so in {@code Vary}
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Document(int code, String contentType, byte[] body, String etag) {}

  /**
   * The document at a path. One slash at the end of the path makes no difference.
   *
   * @param path path without query
   * @param accept the request's {@code Accept} header, empty if it has none
   * @return a document or a {@code Status} that says the client takes no form there is; empty if
   *     there is no such document
   */
  public Optional<Document> document(String path, String accept) {
    String exact =
        path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    if (exact.equals("/version")) {
      return Optional.of(cached(exact, JSON, null, DiscoveryTrees::version));
    }
    List<Clause> clauses = AcceptHeader.parse(accept);
    if (exact.startsWith("/openapi/")) {
      return openApi.document(exact, clauses);
    }
    if (!exact.startsWith("/api")) {
      return Optional.empty();
    }
    return switch (exact) {
      case "/api" ->
          root(exact, clauses, APIVersions.TYPE, trees::apiVersions, trees::aggregatedCore);
      case "/apis" ->
          root(exact, clauses, APIGroupList.TYPE, trees::groupList, trees::aggregatedGroups);
      default -> below(exact, clauses);
    };
  }

  private Optional<Document> root(
      String path,
      List<Clause> clauses,
      MessageType<?> plainType,
      Supplier<Map<String, Object>> plain,
      Supplier<Map<String, Object>> aggregated) {
    for (Clause clause : clauses) {
      boolean asAggregated = asksForAggregated(clause);
      if (!asAggregated && !isPlain(clause)) {
        continue;
      }
      for (String mediaType : mediaTypes) {
        if (clause.allows(mediaType)) {
          return Optional.of(
              asAggregated
                  ? cached(
                      path, mediaType.concat(AGGREGATED), APIGroupDiscoveryList.TYPE, aggregated)
                  : cached(path, mediaType, plainType, plain));
        }
      }
    }
    return Optional.of(notAcceptable(mediaTypes));
  }

  private Optional<Document> below(String path, List<Clause> clauses) {
    String[] parts = path.substring(1).split("/", -1);
    if (parts.length == 2 && parts[0].equals("apis")) {
      Map<String, Object> group = trees.namedGroup(parts[1]);
      return group == null
          ? Optional.empty()
          : Optional.of(plain(path, clauses, APIGroup.TYPE, () -> group));
    }
    GroupVersion groupVersion =
        parts.length == 2 && parts[0].equals("api")
            ? new GroupVersion("", parts[1])
            : parts.length == 3 && parts[0].equals("apis") && !parts[1].isEmpty()
                ? new GroupVersion(parts[1], parts[2])
                : null;
    return groupVersion == null || !facts.serves(groupVersion.group(), groupVersion.version())
        ? Optional.empty()
        : Optional.of(
            plain(path, clauses, APIResourceList.TYPE, () -> trees.resourceList(groupVersion)));
  }

  private Document plain(
      String path, List<Clause> clauses, MessageType<?> type, Supplier<Map<String, Object>> tree) {
    for (Clause clause : clauses) {
      for (String mediaType : mediaTypes) {
        if (isPlain(clause) && clause.allows(mediaType)) {
          return cached(path, mediaType, type, tree);
        }
      }
    }
    return notAcceptable(mediaTypes);
  }

  private static boolean isPlain(Clause clause) {
    return !clause.parameters().containsKey("as");
  }

  private static boolean asksForAggregated(Clause clause) {
    Map<String, String> parameters = clause.parameters();
    return "APIGroupDiscoveryList".equals(parameters.get("as"))
        && "apidiscovery.k8s.io".equals(parameters.get("g"))
        && "v2".equals(parameters.get("v"));
  }

  private Document cached(
      String path,
      String contentType,
      @Nullable MessageType<?> type,
      Supplier<Map<String, Object>> tree) {
    String key = path.concat(" ").concat(contentType);
    Document known = documents.get(key);
    if (known == null) {
      byte[] body = write(contentType, type, tree.get());
      String etag = contentType.endsWith(AGGREGATED) ? EntityTag.of(body) : "";
      known = new Document(200, contentType, body, etag);
      documents.put(key, known);
    }
    return known;
  }

  private static byte[] write(
      String contentType, @Nullable MessageType<?> type, Map<String, Object> tree) {
    if (contentType.startsWith(YAML)) {
      return Codec.treeToYaml(tree);
    }
    if (contentType.startsWith(PROTOBUF) && type != null) {
      byte[] body = Codec.write(Codec.fromTree(type, tree), WireFormat.PROTOBUF);
      return tree.containsKey("apiVersion") ? body : withoutApiVersion(body);
    }
    return contentType.startsWith(CBOR) ? Codec.treeToCbor(tree) : Codec.treeToJson(tree);
  }

  /**
   * The same in an envelope whose version is empty. A type always writes its own; only the list of
   * the core group's resources has none.
   */
  private static byte[] withoutApiVersion(byte[] body) {
    int header = 4; // magic bytes, then the type: tag, length, version's tag, length, version
    int version = header + 3;
    int length = body[version];
    ByteBuffer changed = ByteBuffer.allocate(body.length - length);
    changed.put(body, 0, version).put((byte) 0);
    changed.put(body, version + 1 + length, body.length - version - 1 - length);
    changed.put(header + 1, (byte) (body[header + 1] - length));
    return changed.array();
  }

  /** The answer to a client that takes none of the media types there are. */
  static Document notAcceptable(List<String> mediaTypes) {
    Map<String, Object> status =
        Tree.of(
            "kind", "Status",
            "apiVersion", "v1",
            "metadata", Tree.of(),
            "status", "Failure",
            "message",
                "only the following media types are accepted: " + String.join(", ", mediaTypes),
            "reason", "NotAcceptable",
            "code", 406L);
    return new Document(406, JSON, Codec.treeToJson(status), "");
  }
}
