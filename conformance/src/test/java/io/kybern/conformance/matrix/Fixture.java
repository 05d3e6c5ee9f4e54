package io.kybern.conformance.matrix;

import io.kybern.client.ApiResource;
import io.kybern.model.Unstructured;
import io.kybern.model.wire.Codec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The smallest valid object of one resource, as {@code fixtures/GROUP/VERSION/RESOURCE.yaml} has
 * it: first the object, then what must be there before it. {@code $(name)}, {@code $(n)} and {@code
 * $(namespace)} in it stand for a name, a small number that differs between objects of the
 * resource, and the namespace. The object's status is what a test writes to its status. Immutable.
 */
public final class Fixture {
  /** The label that objects of one test have in common. */
  static final String LABEL = "matrix.kybern.io/test";

  private final ApiResource resource;
  private final String text;

  private Fixture(ApiResource resource, String text) {
    this.resource = resource;
    this.text = text;
  }

  /** The resource's place among the fixtures. */
  public static String path(ApiResource resource) {
    return (resource.group().isEmpty() ? "core" : resource.group())
        + "/"
        + resource.version()
        + "/"
        + resource.plural();
  }

  public static boolean exists(ApiResource resource) {
    return Fixture.class.getResource("/fixtures/" + path(resource) + ".yaml") != null;
  }

  /**
   * The fixture of a resource.
   *
   * @throws AssertionError if nobody wrote one
   */
  public static Fixture of(ApiResource resource) {
    String file = "/fixtures/" + path(resource) + ".yaml";
    try (InputStream in = Fixture.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new AssertionError("there is no fixture " + file);
      }
      return new Fixture(resource, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }

  /**
   * Exceptions from a rule by resource path, with their reasons.
   *
   * @param rule name of the rule in {@code fixtures/exceptions.txt}
   */
  public static Map<String, String> exceptions(String rule) {
    Map<String, String> found = new TreeMap<>();
    try (InputStream in = Fixture.class.getResourceAsStream("/fixtures/exceptions.txt")) {
      if (in == null) {
        throw new AssertionError("there is no fixtures/exceptions.txt");
      }
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        String[] parts = line.split(" +", 3);
        if (!line.startsWith("#") && parts.length == 3 && parts[0].equals(rule)) {
          found.put(parts[1], parts[2]);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /** Whether the resource is an exception from the rule. */
  public static boolean excepted(String rule, ApiResource resource) {
    return exceptions(rule).containsKey(path(resource));
  }

  private List<Unstructured> documents(String namespace, int n) {
    String name = resource.plural() + "-" + resource.version() + "-" + n;
    String filled =
        text.replace("$(namespace)", namespace)
            .replace("$(name)", name)
            .replace("$(n)", Integer.toString(n));
    List<Unstructured> documents = new ArrayList<>();
    for (String document : filled.split("(?m)^---\n", -1)) {
      @SuppressWarnings("unchecked")
      Map<String, Object> tree =
          (Map<String, Object>) Codec.yamlToTree(document.getBytes(StandardCharsets.UTF_8));
      if (tree != null) {
        documents.add(Unstructured.of(tree));
      }
    }
    return documents;
  }

  /** The object. */
  public Unstructured object(String namespace, int n) {
    return documents(namespace, n).get(0);
  }

  /** The object with the label of a test. */
  public static Unstructured labelled(Unstructured plain, String test) {
    Map<String, Object> labels = new LinkedHashMap<>();
    if (plain.at("metadata", "labels") instanceof Map<?, ?> present) {
      present.forEach((key, value) -> labels.put((String) key, value));
    }
    labels.put(LABEL, test);
    return plain.with(labels, "metadata", "labels");
  }

  /** What has to be there before the object. */
  public List<Unstructured> before(String namespace, int n) {
    List<Unstructured> documents = documents(namespace, n);
    return documents.subList(1, documents.size());
  }
}
