package io.kybern.apiserver.rest;

import io.kybern.api.Kinds;
import io.kybern.apiserver.decoding.GoConverter;
import io.kybern.apiserver.decoding.GoDecoder;
import io.kybern.apiserver.facts.ApiFacts;
import io.kybern.apiserver.facts.Parts;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.error.ApiException;
import io.kybern.error.DecodeException;
import io.kybern.model.MessageType;
import io.kybern.model.ObjectType;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.Problems;
import io.kybern.model.wire.WireFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answers to bodies that cannot be read, in the words of the decoders of kube-apiserver. */
final class Undecodable {
  private static final String NO_KIND = "couldn't get version/kind; json parse error: ";

  private Undecodable() {}

  /** The answer to a body that should have been an object of {@code type}. */
  static ApiException body(ObjectType<?> type, WireFormat format, byte[] body, DecodeException e) {
    String problem = unrecognized(format, body, e);
    if (!problem.isEmpty()) {
      return ApiErrors.badRequest(
          "the object provided is unrecognized (must be of type "
              + Parts.text(type.kind())
              + "): "
              + problem
              + " ("
              + GoJson.shown(body)
              + ")");
    }
    Map<?, ?> tree = tree(format, body);
    Said said = Said.of(tree, type);
    String wanted = Parts.text(type.kind());
    if (said.isOf(type)) {
      return ApiErrors.badRequest(unhandled(type) + problem(type, tree, e, false));
    }
    problem = said.problem(type, tree);
    return ApiErrors.badRequest(
        problem.isEmpty()
            ? "the API version in the data ("
                + said.apiVersion()
                + ") does not match the expected API version ("
                + type.apiVersion()
                + ")"
            : unhandled(said.kind(), said.version(), wanted) + problem);
  }

  /** The answer to a body that should have been options. */
  static ApiException options(
      ObjectType<?> type, WireFormat format, byte[] body, DecodeException e) {
    String problem = unrecognized(format, body, e);
    if (!problem.isEmpty()) {
      return ApiErrors.badRequest(problem);
    }
    Map<?, ?> tree = tree(format, body);
    Said said = Said.of(tree, type);
    return ApiErrors.badRequest(
        said.isOf(type) ? problem(type, tree, e, false) : said.unregistered());
  }

  /**
   * What is wrong with a tree that is no object of {@code type}.
   *
   * @param strategic whether a strategic merge patch made it, which are converted by other means
   */
  static String problem(
      ObjectType<?> type, @Nullable Object tree, DecodeException e, boolean strategic) {
    String problem = "";
    if (type instanceof MessageType<?> message) {
      ApiFacts facts = ApiFacts.load();
      if (strategic) {
        problem = GoConverter.problem(facts, message.name(), tree);
      } else {
        String kindProblem = kindProblem(tree);
        Said said = Said.of(tree instanceof Map<?, ?> map ? map : Map.of(), type);
        problem =
            !kindProblem.isEmpty()
                ? NO_KIND + kindProblem
                : said.isOf(type)
                    ? GoDecoder.problem(facts, message.name(), tree)
                    : said.problem(type, tree);
      }
    }
    if (!problem.isEmpty()) {
      return problem;
    }
    return e.field().isEmpty() ? e.reason() : e.field() + ": " + e.reason();
  }

  /** Why not even kind and version of a body are known; empty if they are. */
  private static String unrecognized(WireFormat format, byte[] body, DecodeException e) {
    return switch (format) {
      case JSON -> {
        String problem = GoJson.problem(body);
        if (problem.isEmpty() && body.length > 0) {
          problem = kindProblem(Codec.jsonToTree(body, Problems.ACCEPT_ALL));
        }
        yield problem.isEmpty() ? "" : NO_KIND + problem;
      }
      case PROTOBUF -> protobufProblem(body);
      default -> e.field().isEmpty() ? e.reason() : "";
    };
  }

  private static String kindProblem(@Nullable Object tree) {
    if (!(tree instanceof Map<?, ?> map)) {
      return "json: cannot unmarshal "
          + GoJson.typeOf(tree)
          + " into Go value of type struct { APIVersion string"
          + " \"json:\\\"apiVersion,omitempty\\\"\"; Kind string"
          + " \"json:\\\"kind,omitempty\\\"\" }";
    }
    for (Map.Entry<?, ?> member : map.entrySet()) {
      boolean asked = member.getKey().equals("kind") || member.getKey().equals("apiVersion");
      if (asked && member.getValue() != null && !(member.getValue() instanceof String)) {
        return "json: cannot unmarshal "
            + GoJson.typeOf(member.getValue())
            + " into Go struct field ."
            + member.getKey()
            + " of type string";
      }
    }
    return "";
  }

  private static String protobufProblem(byte[] body) {
    boolean prefixed =
        body.length >= 4 && body[0] == 'k' && body[1] == '8' && body[2] == 's' && body[3] == 0;
    return !prefixed
        ? "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]"
        : body.length == 4 ? "empty body" : "";
  }

  private static Map<?, ?> tree(WireFormat format, byte[] body) {
    try {
      Object tree =
          switch (format) {
            case YAML -> Codec.yamlToTree(body);
            case PROTOBUF -> Codec.jsonToTree(Codec.protobufToJson(body), Problems.ACCEPT_ALL);
            case JSON -> Codec.jsonToTree(body, Problems.ACCEPT_ALL);
            default -> null;
          };
      return tree instanceof Map<?, ?> map ? map : Map.of();
    } catch (DecodeException e) {
      return Map.of(); // what is wrong with it is known already
    }
  }

  /** What an object says it is. */
  private record Said(String apiVersion, String kind) {
    static Said of(Map<?, ?> tree, ObjectType<?> type) {
      return new Said(
          tree.get("apiVersion") instanceof String text && !text.isEmpty()
              ? text
              : Parts.text(type.apiVersion()),
          tree.get("kind") instanceof String text && !text.isEmpty()
              ? text
              : Parts.text(type.kind()));
    }

    boolean isOf(ObjectType<?> type) {
      return kind.equals(type.kind()) && apiVersion.equals(type.apiVersion());
    }

    String version() {
      return apiVersion.substring(apiVersion.indexOf('/') + 1);
    }

    String unregistered() {
      return "no kind "
          + FieldError.quoted(kind)
          + " is registered for version "
          + FieldError.quoted(apiVersion)
          + " in scheme \"pkg/runtime/scheme.go:111\"";
    }

    /** Why it is no {@code type}; empty if only the version is another one. */
    String problem(ObjectType<?> type, @Nullable Object tree) {
      MessageType<?> found = Kinds.find(apiVersion, kind);
      if (found == null) {
        return unregistered();
      }
      String problem = GoDecoder.problem(ApiFacts.load(), found.name(), tree);
      if (!problem.isEmpty() || kind.equals(type.kind())) {
        return problem;
      }
      String group = Parts.text(type.apiVersion());
      group = group.contains("/") ? group.substring(0, group.indexOf('/')) : "core";
      return "converting ("
          + version()
          + "."
          + kind
          + ") to ("
          + group.split("\\.")[0]
          + "."
          + type.kind()
          + "): unknown conversion";
    }
  }

  /** How every message begins that says why something is no object of {@code type}. */
  static String unhandled(ObjectType<?> type) {
    String kind = Parts.text(type.kind());
    String apiVersion = Parts.text(type.apiVersion());
    return unhandled(kind, apiVersion.substring(apiVersion.indexOf('/') + 1), kind);
  }

  private static String unhandled(String kind, String version, String wanted) {
    return kind
        + " in version "
        + FieldError.quoted(version)
        + " cannot be handled as a "
        + wanted
        + ": ";
  }
}
