package io.kybern.apiserver.openapi;

import io.kybern.apiserver.facts.ApiFacts;
import io.kybern.apiserver.facts.FieldFacts;
import io.kybern.apiserver.facts.GroupVersion;
import io.kybern.apiserver.openapi.Operation.Parameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Query parameters, made from the fields of the options that the schema knows. */
final class Parameters {
  static final Parameter PRETTY = Parameter.query("pretty", "string");

  private final ApiFacts facts;
  final List<Parameter> list;
  final List<Parameter> delete;
  final List<Parameter> deleteCollection;
  final List<Parameter> create;
  final List<Parameter> update;
  final List<Parameter> patch;

  Parameters(ApiFacts facts) {
    this.facts = facts;
    list = withPretty(options("meta.v1.ListOptions"));
    delete = withPretty(options("meta.v1.DeleteOptions"));
    create = withPretty(options("meta.v1.CreateOptions"));
    update = withPretty(options("meta.v1.UpdateOptions"));
    patch = withPretty(options("meta.v1.PatchOptions"));
    List<Parameter> both = new ArrayList<>(delete);
    for (Parameter parameter : list) {
      boolean watching =
          parameter.name().equals("watch") || parameter.name().equals("allowWatchBookmarks");
      if (!watching && !both.contains(parameter)) {
        both.add(parameter);
      }
    }
    both.sort(Comparator.comparing(Parameter::name));
    deleteCollection = List.copyOf(both);
  }

  /** The query parameters that the options of a connection stand for. */
  List<Parameter> connect(GroupVersion groupVersion, String kind) {
    return options(facts.packageOf(groupVersion).name().concat(".").concat(kind));
  }

  private List<Parameter> options(String message) {
    List<Parameter> parameters = new ArrayList<>();
    for (FieldFacts field : facts.messageNamed(message).fields()) {
      Map<String, Object> scalar = BuiltinSchemas.scalar(field.leafType());
      if (scalar != null) {
        parameters.add(
            Parameter.query(field.name(), Objects.requireNonNull((String) scalar.get("type"))));
      }
    }
    parameters.sort(Comparator.comparing(Parameter::name));
    return List.copyOf(parameters);
  }

  private static List<Parameter> withPretty(List<Parameter> parameters) {
    List<Parameter> all = new ArrayList<>(parameters);
    all.add(PRETTY);
    all.sort(Comparator.comparing(Parameter::name));
    return List.copyOf(all);
  }
}
