package io.kybern.apiserver.discovery;

import io.kybern.apiserver.discovery.AcceptHeader.Clause;
import io.kybern.apiserver.discovery.Discovery.Document;
import io.kybern.apiserver.facts.ApiFacts;
import io.kybern.apiserver.openapi.OpenApi;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The documents under {@code /openapi}, made when they are first asked for and kept. */
final class OpenApiDocuments {
  private static final String JSON = "application/json";
  private static final String PROTOBUF_2 =
      "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

  /** An older spelling, which clients still use to ask for {@link #PROTOBUF_2}. */
  private static final String OLD_PROTOBUF_2 =
      "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

  private static final String VERSION_3 = "/openapi/v3/";

  private final OpenApi openApi;

  /** By path and media type; a race makes the same document twice. */
  private final Map<String, Document> documents = new ConcurrentHashMap<>();

  OpenApiDocuments(ApiFacts facts, boolean cbor) {
    this.openApi = new OpenApi(facts, cbor);
  }

  Optional<Document> document(String path, List<Clause> clauses) {
    if (path.equals("/openapi/v2")) {
      return Optional.of(version2(path, clauses));
    }
    if (path.equals("/openapi/v3")) {
      // The real server does not say that it is JSON, and takes whatever the client would have.
      return Optional.of(new Document(200, "text/plain; charset=utf-8", openApi.index(), ""));
    }
    if (!path.startsWith(VERSION_3)) {
      return Optional.empty();
    }
    String name = path.substring(VERSION_3.length());
    if (openApi.names().contains(name)) {
      return Optional.of(json(path, clauses, () -> openApi.version3(name).orElseThrow()));
    }
    return Optional.empty();
  }

  private Document version2(String path, List<Clause> clauses) {
    for (Clause clause : clauses) {
      if (clause.allows(JSON)) {
        return cached(path, JSON, openApi::version2);
      }
      if (clause.allows(PROTOBUF_2) || clause.allows(OLD_PROTOBUF_2)) {
        return cached(path, PROTOBUF_2, openApi::version2Protobuf);
      }
    }
    return Discovery.notAcceptable(List.of(JSON, PROTOBUF_2));
  }

  private Document json(String path, List<Clause> clauses, Supplier<byte[]> body) {
    for (Clause clause : clauses) {
      if (clause.allows(JSON)) {
        return cached(path, JSON, body);
      }
    }
    return Discovery.notAcceptable(List.of(JSON));
  }

  private Document cached(String path, String mediaType, Supplier<byte[]> body) {
    String key = path.concat(" ").concat(mediaType);
    Document known = documents.get(key);
    if (known == null) {
      String etag = "\"".concat(openApi.hash()).concat("\"");
      known = new Document(200, mediaType, body.get(), etag);
      documents.put(key, known);
    }
    return known;
  }
}
