package io.kybern.apiserver.rest;

import io.kybern.apiserver.ApiRequest;
import io.kybern.apiserver.ApiResponse;
import io.kybern.apiserver.discovery.Discovery;
import io.kybern.apiserver.discovery.Discovery.Document;
import io.kybern.apiserver.facts.ApiFacts;
import io.kybern.apiserver.facts.GroupVersion;
import io.kybern.model.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Paths that name no resource: health, version, discovery, OpenAPI, and the list of all of them.
 */
final class NonResources {
  private static final List<String> HEALTH = List.of("/healthz", "/livez", "/readyz");
  private static final List<String> CHECKS = List.of("ping", "log", "storage");

  private final Discovery discovery;
  private final ApiFacts facts;
  private final Formats formats;
  private final InstantSource clock;
  private final IssuerDocuments issuer;

  NonResources(
      Discovery discovery,
      ApiFacts facts,
      Formats formats,
      InstantSource clock,
      IssuerDocuments issuer) {
    this.issuer = issuer;
    this.discovery = discovery;
    this.facts = facts;
    this.formats = formats;
    this.clock = clock;
  }

  ApiResponse answer(ApiRequest request) {
    String path = request.path();
    Optional<ApiResponse> found =
        path.equals("/") || path.isEmpty()
            ? Optional.of(index())
            : health(path, Query.parse(request.query()))
                .or(() -> issuer.answer(request))
                .or(() -> document(request));
    if (found.isEmpty()) {
      if (facts.isBelowGroup(path)) {
        throw ApiErrors.noSuchPath();
      }
      return notFound();
    }
    if (!request.method().equals("GET") && !isHealth(path)) {
      found.get().close();
      throw ApiErrors.methodNotAllowed();
    }
    return found.get();
  }

  /** What paths are answered with that are nobody's. */
  static ApiResponse notFound() {
    return text(404, "404 page not found\n");
  }

  private static boolean isHealth(String path) {
    return HEALTH.stream().anyMatch(root -> path.equals(root) || path.startsWith(root + "/"));
  }

  private Optional<ApiResponse> health(String path, Query query) {
    for (String root : HEALTH) {
      if (path.equals(root)) {
        return Optional.of(text(query.has("verbose") ? verbose(root.substring(1)) : "ok"));
      }
      if (path.startsWith(root + "/") && CHECKS.contains(path.substring(root.length() + 1))) {
        return Optional.of(text("ok"));
      }
    }
    return Optional.empty();
  }

  private static String verbose(String name) {
    StringBuilder lines = new StringBuilder();
    for (String check : CHECKS) {
      lines.append("[+]").append(check).append(" ok\n");
    }
    return lines.append(name).append(" check passed\n").toString();
  }

  private static ApiResponse text(String text) {
    return text(200, text);
  }

  private static ApiResponse text(int code, String text) {
    return ApiResponse.of(code, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8))
        .withHeader("X-Content-Type-Options", "nosniff");
  }

  private Optional<ApiResponse> document(ApiRequest request) {
    String path = request.path();
    if (request.method().equals("GET")) {
      if (path.equals("/version") || path.equals("/version/")) {
        Output.requireOneOf(request, List.of("application/json"));
      } else if (path.startsWith("/api") && !path.equals("/apis")) {
        discovery
            .document(path, "")
            .ifPresent(document -> Output.requireOneOf(request, formats.mediaTypes()));
      }
    }
    String accept = String.join(",", request.headers("Accept"));
    return discovery.document(request.path(), accept).map(document -> response(request, document));
  }

  private ApiResponse response(ApiRequest request, Document document) {
    String hash = Query.parse(request.query()).text("hash");
    if (hash.isEmpty() || document.etag().isEmpty()) {
      return content(request, document);
    }
    String current = document.etag().substring(1, document.etag().length() - 1);
    if (!hash.equals(current)) {
      return ApiResponse.of(301, document.contentType(), new byte[0])
          .withHeader("Location", request.path() + "?hash=" + current)
          .withHeader("ETag", document.etag())
          .withHeader("Vary", "Accept");
    }
    // The address changes with the content, which therefore is good for ever.
    return content(request, document)
        .withHeader("Cache-Control", "public, immutable")
        .withHeader("Expires", Expiry.FORMAT.format(clock.instant().plus(Duration.ofDays(365))));
  }

  private ApiResponse content(ApiRequest request, Document document) {
    if (!document.etag().isEmpty() && request.headers("If-None-Match").contains(document.etag())) {
      return ApiResponse.of(304, document.contentType(), new byte[0])
          .withHeader("ETag", document.etag())
          .withHeader("Vary", "Accept");
    }
    ApiResponse response =
        new Answers(request, formats)
            .bytes(document.code(), document.contentType(), document.body());
    if (document.etag().isEmpty()) {
      return response;
    }
    ApiResponse tagged = response.withHeader("ETag", document.etag()).withHeader("Vary", "Accept");
    return document.contentType().contains(";as=")
        ? tagged.withHeader("Cache-Control", "public")
        : tagged;
  }

  private ApiResponse index() {
    TreeSet<String> paths = new TreeSet<>(HEALTH);
    paths.addAll(List.of(IssuerDocuments.CONFIGURATION, IssuerDocuments.KEYS));
    paths.addAll(List.of("/api", "/apis", "/openapi/v2", "/openapi/v3", "/version"));
    for (GroupVersion groupVersion : facts.groupVersions()) {
      paths.add("/" + groupVersion.path());
      if (!groupVersion.group().isEmpty()) {
        paths.add("/apis/" + groupVersion.group());
      }
    }
    for (String root : HEALTH) {
      CHECKS.forEach(check -> paths.add(root + "/" + check));
    }
    return ApiResponse.of(
        200,
        "application/json",
        PrettyJson.indent(Codec.treeToJson(Map.of("paths", new ArrayList<>(paths)))));
  }

  /** Apart, because a new server is asked for other things first. */
  private static final class Expiry {
    static final DateTimeFormatter FORMAT =
        DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
  }
}
