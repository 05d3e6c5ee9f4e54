package io.kybern.cli;

import io.kybern.client.ApiResource;
import io.kybern.model.Unstructured;
import io.kybern.model.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Prints objects as YAML, as JSON or by name, as kubectl does. */
final class ObjectPrinter {
  private static final byte[] YAML_SEPARATOR = "---\n".getBytes(StandardCharsets.US_ASCII);

  private final Console console;
  private final OutputFormat format;
  private final boolean managedFields;
  private boolean printed;

  /**
   * @param format anything but a table
   * @param managedFields whether {@code metadata.managedFields} is printed
   */
  ObjectPrinter(Console console, OutputFormat format, boolean managedFields) {
    this.console = console;
    this.format = format;
    this.managedFields = managedFields;
  }

  /** Prints one object; YAML documents are separated. */
  void print(ApiResource resource, Unstructured object) {
    if (format == OutputFormat.NAME) {
      console.println(Wanted.label(resource) + "/" + object.name());
    } else {
      tree(shown(object));
    }
  }

  /** Prints objects of any resources as one list. */
  void printList(List<Unstructured> objects) {
    List<Object> items = new ArrayList<>();
    objects.forEach(object -> items.add(shown(object)));
    tree(
        Map.of(
            "apiVersion",
            "v1",
            "kind",
            "List",
            "items",
            items,
            "metadata",
            Map.of("resourceVersion", "")));
  }

  private Object shown(Unstructured object) {
    Map<String, @Nullable Object> copy = new TreeMap<>(object.content());
    if (!managedFields && copy.get("metadata") instanceof Map<?, ?> metadata) {
      Map<Object, Object> shown = new TreeMap<>(metadata);
      shown.remove("managedFields");
      copy.put("metadata", shown);
    }
    return copy;
  }

  private void tree(Object tree) {
    if (format == OutputFormat.YAML) {
      if (printed) {
        console.out().writeBytes(YAML_SEPARATOR);
      }
      console.out().writeBytes(Codec.treeToYaml(tree));
    } else {
      console.out().writeBytes(JsonText.indented(tree));
    }
    printed = true;
  }
}
