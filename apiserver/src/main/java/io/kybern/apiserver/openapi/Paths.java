package io.kybern.apiserver.openapi;

import io.kybern.apiserver.facts.Tree;
import io.kybern.apiserver.openapi.Operation.Parameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes operations the way a dialect has them. Confined to one thread. */
final class Paths {
  private final Dialect dialect;
  private final Components components;

  private final boolean cbor;

  /** Parts that many operations share. */
  private final Map<Parameter, Map<String, Object>> parameters = new HashMap<>();

  private final Map<List<Object>, Map<String, Object>> contents = new HashMap<>();

  Paths(Dialect dialect, Components components, boolean cbor) {
    this.dialect = dialect;
    this.components = components;
    this.cbor = cbor;
  }

  /** The item of one path: parameters that all its operations have stand there once. */
  Map<String, Object> item(String path, List<Operation> operations, String tag) {
    List<Parameter> common = new ArrayList<>(operations.get(0).parameters());
    for (Operation operation : operations) {
      common.retainAll(operation.parameters());
    }
    Map<String, Object> item = new LinkedHashMap<>();
    for (Operation operation : operations) {
      Operation written = cbor ? operation.withCbor() : operation;
      item.put(operation.method(), operation(written, common, tag));
    }
    List<Parameter> together = new ArrayList<>(common);
    for (String name : List.of("name", "namespace", "path")) {
      if (path.contains("{".concat(name).concat("}"))) {
        together.add(Parameter.path(name));
      }
    }
    together.sort(Comparator.comparing(Parameter::name).thenComparing(Parameter::in));
    List<Object> shared = new ArrayList<>();
    for (Parameter parameter : together) {
      shared.add(parameter(parameter));
    }
    if (!shared.isEmpty()) {
      item.put("parameters", shared);
    }
    return item;
  }

  private Map<String, Object> operation(Operation operation, List<Parameter> common, String tag) {
    List<Object> own = new ArrayList<>();
    String body = operation.body();
    if (dialect == Dialect.V2 && body != null) {
      own.add(
          Tree.of(
              "name",
              "body",
              "in",
              "body",
              "required",
              operation.method().equals("delete") ? null : true,
              "schema",
              components.reference(body)));
    }
    for (Parameter parameter : operation.parameters()) {
      if (!common.contains(parameter)) {
        own.add(parameter(parameter));
      }
    }
    boolean v2 = dialect == Dialect.V2;
    return Tree.of(
        "tags",
        List.of(tag),
        "operationId",
        operation.id(),
        "consumes",
        v2 ? consumes(operation) : null,
        "produces",
        v2 ? operation.answerTypes() : null,
        "schemes",
        v2 ? List.of("https") : null,
        "parameters",
        own.isEmpty() ? null : own,
        "requestBody",
        v2 || body == null
            ? null
            : Tree.of(
                "content",
                content(body, operation.bodyTypes()),
                "required",
                operation.method().equals("delete") ? null : true),
        "responses",
        responses(operation),
        "x-kubernetes-action",
        operation.action(),
        "x-kubernetes-group-version-kind",
        operation.kind());
  }

  private static @Nullable List<String> consumes(Operation operation) {
    if (operation.action() == null) {
      return operation.answer() == null ? null : operation.answerTypes();
    }
    return operation.bodyTypes().isEmpty() ? List.of("*/*") : operation.bodyTypes();
  }

  private Map<String, Object> responses(Operation operation) {
    Map<String, Object> responses = new LinkedHashMap<>();
    for (int code : operation.codes()) {
      String phrase = code == 200 ? "OK" : code == 201 ? "Created" : "Accepted";
      responses.put(
          Integer.toString(code),
          dialect == Dialect.V2
              ? Tree.of("description", phrase, "schema", schema(operation.answer()))
              : Tree.of(
                  "description",
                  phrase,
                  "content",
                  content(operation.answer(), operation.answerTypes())));
    }
    responses.put("401", Tree.of("description", "Unauthorized"));
    return responses;
  }

  private Map<String, Object> content(@Nullable String name, List<String> mediaTypes) {
    return contents.computeIfAbsent(
        List.of(name == null ? "" : name, mediaTypes),
        key -> {
          Map<String, Object> media = Tree.of("schema", schema(name));
          Map<String, Object> content = new LinkedHashMap<>();
          for (String mediaType : mediaTypes) {
            content.put(mediaType, media);
          }
          return content;
        });
  }

  private Map<String, Object> schema(@Nullable String name) {
    return name == null ? Tree.of("type", "string") : components.reference(name);
  }

  private Map<String, Object> parameter(Parameter parameter) {
    return parameters.computeIfAbsent(parameter, this::newParameter);
  }

  private Map<String, Object> newParameter(Parameter parameter) {
    Map<String, Object> tree =
        Tree.of(
            "name", parameter.name(),
            "in", parameter.in(),
            "required", parameter.in().equals("path") ? true : null);
    if (dialect == Dialect.V2) {
      tree.put("type", parameter.type());
      tree.put("uniqueItems", true);
    } else {
      tree.put("schema", Tree.of("type", parameter.type(), "uniqueItems", true));
    }
    return tree;
  }
}
