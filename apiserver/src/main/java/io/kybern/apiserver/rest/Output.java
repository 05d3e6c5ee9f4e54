package io.kybern.apiserver.rest;

import io.kybern.apiserver.ApiRequest;
import io.kybern.model.wire.WireFormat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the client wants to receive.
 *
 * @param format format of the body
 * @param shape what objects are shown as
 * @param pretty whether JSON is indented
 */
record Output(WireFormat format, Shape shape, boolean pretty) {
  /** What objects are shown as. */
  enum Shape {
    /** As they are. */
    OBJECT,
    /** As rows of a {@code meta.k8s.io/v1} Table. */
    TABLE,
    /** As {@code meta.k8s.io/v1} PartialObjectMetadata. */
    PARTIAL
  }

  /** Media type of a watch in CBOR: nobody asks for it, who asks for CBOR gets it. */
  static final String CBOR_SEQUENCE = "application/cbor-seq";

  /** What errors are shown as if the client asked for nothing that is served. */
  static final Output JSON = new Output(WireFormat.JSON, Shape.OBJECT, false);

  /** Media type of one answer. */
  String mediaType() {
    return format.mediaType();
  }

  /** Media type of a watch. */
  String streamMediaType() {
    return switch (format) {
      case PROTOBUF -> format.mediaType() + ";stream=watch";
      case CBOR -> CBOR_SEQUENCE;
      default -> mediaType();
    };
  }

  /** The same without another shape, for answers that are no objects of the resource. */
  Output plain() {
    return new Output(format, Shape.OBJECT, pretty);
  }

  /** What is asked for; the first of the client's choices that can be served. */
  static Output of(ApiRequest request, Query query, Formats formats) {
    Output found = find(request, query, formats, false);
    if (found == null) {
      throw ApiErrors.notAcceptable(formats.mediaTypes());
    }
    return found;
  }

  /** As {@link #of}, for a watch, which cannot be YAML. */
  static Output ofStream(ApiRequest request, Query query, Formats formats) {
    Output found = find(request, query, formats, true);
    if (found == null) {
      // What no answer can be is refused before it matters that this is a watch.
      of(request, query, formats);
      throw ApiErrors.notAcceptable(formats.streamMediaTypes());
    }
    return found;
  }

  /**
   * Refuses a client that names media types, but none that a path has. Wildcards below a type count
   * as names, as kube-apiserver's router has it; weights do not count.
   */
  static void requireOneOf(ApiRequest request, List<String> representations) {
    List<String> named = new ArrayList<>();
    for (String header : request.headers("Accept")) {
      for (String clause : header.split(",")) {
        named.add(clause.split(";", 2)[0].trim());
      }
    }
    named.removeIf(String::isEmpty);
    if (!named.isEmpty()
        && named.stream().noneMatch(type -> type.equals("*/*") || representations.contains(type))) {
      throw ApiErrors.notRepresentable(representations);
    }
  }

  /** What an error is shown as: never fails. */
  static Output ofError(ApiRequest request, Formats formats) {
    Output found = find(request, Query.parse(""), formats, false);
    return found == null ? JSON : found.plain();
  }

  private static @Nullable Output find(
      ApiRequest request, Query query, Formats formats, boolean stream) {
    List<Clause> clauses = new ArrayList<>();
    for (String header : request.headers("Accept")) {
      for (String clause : header.split(",")) {
        if (!clause.isBlank()) {
          clauses.add(Clause.parse(clause));
        }
      }
    }
    boolean pretty = isPretty(request, query);
    if (clauses.isEmpty()) {
      return new Output(WireFormat.JSON, Shape.OBJECT, pretty);
    }
    clauses.sort(Comparator.comparingDouble((Clause clause) -> -clause.quality()));
    for (Clause clause : clauses) {
      WireFormat format = clause.format();
      Shape shape = clause.shape();
      if (format == null
          || shape == null
          || (stream && format == WireFormat.YAML)
          || (format == WireFormat.CBOR && !formats.cbor())
          || (shape == Shape.TABLE
              && (format == WireFormat.PROTOBUF || format == WireFormat.CBOR))) {
        continue;
      }
      return new Output(format, shape, pretty);
    }
    return null;
  }

  /** Whether JSON is for people: if they say so, or come with what people come with. */
  private static boolean isPretty(ApiRequest request, Query query) {
    if (!query.text("pretty").isEmpty()) {
      return query.flag("pretty");
    }
    String agent = request.header("User-Agent");
    return agent != null
        && (agent.startsWith("curl")
            || agent.startsWith("Wget")
            || agent.startsWith("Mozilla/5.0"));
  }

  /** One choice of an Accept header. */
  private record Clause(String type, String as, String group, String version, double quality) {
    static Clause parse(String text) {
      String[] parts = text.split(";", -1);
      String as = "";
      String group = "";
      String version = "";
      double quality = 1;
      for (int i = 1; i < parts.length; i++) {
        int equals = parts[i].indexOf('=');
        if (equals < 0) {
          continue;
        }
        String value = parts[i].substring(equals + 1).trim();
        switch (parts[i].substring(0, equals).trim().toLowerCase(Locale.ROOT)) {
          case "as" -> as = value;
          case "g" -> group = value;
          case "v" -> version = value;
          case "q" -> quality = quality(value);
          default -> {
            // charset, stream and what else there may be change nothing
          }
        }
      }
      return new Clause(parts[0].trim().toLowerCase(Locale.ROOT), as, group, version, quality);
    }

    private static double quality(String value) {
      try {
        return Double.parseDouble(value);
      } catch (NumberFormatException e) {
        return 1;
      }
    }

    @Nullable WireFormat format() {
      if (quality <= 0) {
        return null;
      }
      return switch (type) {
        case "application/json", "*/*", "application/*" -> WireFormat.JSON;
        case "application/yaml" -> WireFormat.YAML;
        case "application/vnd.kubernetes.protobuf" -> WireFormat.PROTOBUF;
        case "application/cbor" -> WireFormat.CBOR;
        default -> null;
      };
    }

    @Nullable Shape shape() {
      if (as.isEmpty()) {
        return Shape.OBJECT;
      }
      if (!group.equals("meta.k8s.io") || !version.equals("v1")) {
        return null;
      }
      return switch (as) {
        case "Table" -> Shape.TABLE;
        case "PartialObjectMetadata", "PartialObjectMetadataList" -> Shape.PARTIAL;
        default -> null;
      };
    }
  }

  /**
   * The format of a request's body.
   *
   * @throws io.kybern.error.ApiException 415 if the server does not read it
   */
  static WireFormat inputFormat(ApiRequest request, Formats formats) {
    WireFormat format =
        switch (contentType(request)) {
          case "", "application/json" -> WireFormat.JSON;
          case "application/yaml" -> WireFormat.YAML;
          case "application/vnd.kubernetes.protobuf" -> WireFormat.PROTOBUF;
          case "application/cbor" -> formats.cbor() ? WireFormat.CBOR : null;
          default -> null;
        };
    if (format == null) {
      throw ApiErrors.unsupportedMediaType(formats.mediaTypes());
    }
    return format;
  }

  /** Media type of the body without parameters, in lower case; empty if the request names none. */
  static String contentType(ApiRequest request) {
    String header = request.header("Content-Type");
    return header == null ? "" : header.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
  }
}
