package io.kybern.cli;

import io.kybern.client.ApiResource;
import io.kybern.client.Discovery;
import io.kybern.client.Kubernetes;
import io.kybern.client.Resources;
import io.kybern.model.Unstructured;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a command line asks for: all objects of a resource, or one by name.
 *
 * @param resource the resource
 * @param namespace namespace of the objects; {@code null} for all, and for a resource that is in
 *     none
 * @param name the object's name, {@code null} for all
 */
record Wanted(ApiResource resource, @Nullable String namespace, @Nullable String name) {
  Wanted {
    namespace = resource.namespaced() ? namespace : null;
  }

  /**
   * What {@code arguments} mean: {@code TYPE[,TYPE…] [NAME…]} or {@code TYPE/NAME…}, where a type
   * is anything that {@link Discovery#find(String)} takes, or a category such as {@code all}.
   *
   * @param namespace namespace of what is in one; {@code null} for all
   * @throws Failure if they mean nothing
   */
  static List<Wanted> parse(
      Discovery discovery, List<String> arguments, @Nullable String namespace) {
    List<Wanted> wanted = new ArrayList<>();
    if (arguments.stream().anyMatch(argument -> argument.contains("/"))) {
      for (String argument : arguments) {
        wanted.add(typeAndName(discovery, argument, namespace));
      }
      return wanted;
    }
    List<String> names = arguments.subList(1, arguments.size());
    for (ApiResource resource : resources(discovery, arguments.get(0))) {
      if (names.isEmpty()) {
        wanted.add(new Wanted(resource, namespace, null));
      }
      for (String name : names) {
        if (name.isEmpty()) {
          throw new Failure("resource name may not be empty");
        }
        wanted.add(new Wanted(resource, namespace, name));
      }
    }
    return wanted;
  }

  private static Wanted typeAndName(
      Discovery discovery, String argument, @Nullable String namespace) {
    int slash = argument.indexOf('/');
    if (slash < 0) {
      throw new Failure(
          "there is no need to specify a resource type as a separate argument when passing"
              + " arguments in resource/name form (e.g. 'kybern get resource/<resource_name>'"
              + " instead of 'kybern get resource resource/<resource_name>'");
    }
    String name = argument.substring(slash + 1);
    if (slash == 0 || name.isEmpty()) {
      throw new Failure("arguments in resource/name form must have a single resource and name");
    }
    if (name.contains("/")) {
      throw new Failure("arguments in resource/name form may not have more than one slash");
    }
    return new Wanted(resource(discovery, argument.substring(0, slash)), namespace, name);
  }

  private static Set<ApiResource> resources(Discovery discovery, String types) {
    Set<ApiResource> resources = new LinkedHashSet<>();
    for (String type : types.split(",", -1)) {
      List<ApiResource> category = discovery.inCategory(type);
      if (category.isEmpty()) {
        resources.add(resource(discovery, type));
      } else {
        resources.addAll(category);
      }
    }
    return resources;
  }

  private static ApiResource resource(Discovery discovery, String type) {
    if (type.isEmpty()) {
      throw new Failure("the resource type may not be empty");
    }
    return discovery
        .find(type)
        .orElseThrow(() -> new Failure("the server doesn't have a resource type \"" + type + "\""));
  }

  /**
   * Whether objects of several resources are asked for, so that each must say which one it is of.
   */
  static boolean several(List<Wanted> wanted) {
    return wanted.stream().map(Wanted::resource).distinct().count() > 1;
  }

  /** The objects of the resource and namespace on the server. */
  Resources<Unstructured> on(Kubernetes k8s) {
    Resources<Unstructured> resources = k8s.resources(resource.dynamicType());
    return namespace == null ? resources : resources.namespace(namespace);
  }

  /** The resource as it stands before names: {@code pod}, {@code deployment.apps}. */
  String label() {
    return label(resource);
  }

  static String label(ApiResource resource) {
    String kind = resource.kind().toLowerCase(Locale.ROOT);
    return resource.group().isEmpty() ? kind : kind + "." + resource.group();
  }
}
