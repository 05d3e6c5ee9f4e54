package io.kybern.cli;

import io.kybern.model.Unstructured;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The application that the demo runs: the manifests of {@code examples/shop}. */
final class Shop {
  /** The label that all its objects have. */
  static final String SELECTOR = "app.kubernetes.io/part-of=shop";

  private static final String NAME = "shop";
  private static final String HOSTS = ".shop.svc";
  private static final List<String> FILES =
      List.of(
          "00-namespace.yaml",
          "10-config.yaml",
          "20-access.yaml",
          "30-database.yaml",
          "40-api.yaml",
          "50-web.yaml",
          "60-jobs.yaml");

  private Shop() {}

  /** How many files there are. */
  static int files() {
    return FILES.size();
  }

  /**
   * All objects, the namespace first.
   *
   * @param namespace namespace to put them in, instead of {@code shop}
   */
  static List<Manifest> manifests(String namespace) {
    List<Manifest> manifests = new ArrayList<>();
    for (String file : FILES) {
      Manifests read = Manifests.of(file, content(file));
      if (!read.errors().isEmpty()) {
        throw new Failure(String.join("\n", read.errors()));
      }
      for (Manifest manifest : read.objects()) {
        manifests.add(new Manifest(file, manifest.place(), moved(manifest.object(), namespace)));
      }
    }
    return manifests;
  }

  private static byte[] content(String file) {
    try (InputStream in = Objects.requireNonNull(Shop.class.getResourceAsStream("shop/" + file))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Unstructured moved(Unstructured object, String namespace) {
    Unstructured moved = Unstructured.of(asMap(moved(object.content(), namespace)));
    return object.kind().equals("Namespace") ? moved.with(namespace, "metadata", "name") : moved;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> asMap(@Nullable Object tree) {
    return (Map<String, Object>) Objects.requireNonNull(tree);
  }

  /** A copy in which namespaces and the names of hosts are those of another namespace. */
  private static @Nullable Object moved(@Nullable Object tree, String namespace) {
    if (tree instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach(
          (name, value) ->
              copy.put(
                  (String) name,
                  name.equals("namespace") && NAME.equals(value)
                      ? namespace
                      : moved(value, namespace)));
      return copy;
    }
    if (tree instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>();
      list.forEach(element -> copy.add(moved(element, namespace)));
      return copy;
    }
    return tree instanceof String text ? text.replace(HOSTS, "." + namespace + ".svc") : tree;
  }
}
