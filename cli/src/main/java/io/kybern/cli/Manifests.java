package io.kybern.cli;

import io.kybern.api.Kinds;
import io.kybern.error.DecodeException;
import io.kybern.model.Message;
import io.kybern.model.MessageType;
import io.kybern.model.Unstructured;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.Problems;
import io.kybern.model.wire.WireFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the manifests that a command line names and checks each object of a known kind against its
 * type. Goes on after an error, so that one run tells of all of them; whoever uses the objects must
 * look at {@link #errors} first.
 */
final class Manifests {
  private final Validation validation;
  private final List<Manifest> objects = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  private Manifests(Validation validation) {
    this.validation = validation;
  }

  /** Reads {@code files}, in their order. */
  static Manifests read(Console console, List<String> files, Validation validation) {
    Manifests manifests = new Manifests(validation);
    files.forEach(file -> manifests.file(console, file));
    return manifests;
  }

  /** The manifests in {@code source}, which is called {@code name}. */
  static Manifests of(String name, byte[] source) {
    Manifests manifests = new Manifests(Validation.STRICT);
    manifests.add(name, source);
    return manifests;
  }

  /** All objects, in the order in which they are written; lists are taken apart. */
  List<Manifest> objects() {
    return objects;
  }

  /** What is wrong, each with file, document and field. */
  List<String> errors() {
    return errors;
  }

  /** What is odd. */
  List<String> warnings() {
    return warnings;
  }

  private void file(Console console, String file) {
    try {
      add(file, Sources.read(console, file));
    } catch (Failure failure) {
      errors.add(file + ": " + failure.text());
    }
  }

  private void add(String file, byte[] source) {
    for (Document document : Documents.of(source)) {
      try {
        add(file, document.place(), tree(document));
      } catch (DecodeException malformed) {
        errors.add(file + ": " + document.place() + malformed.getMessage());
      }
    }
  }

  private static @Nullable Object tree(Document document) {
    if (document.format() != WireFormat.PROTOBUF) {
      return document.tree();
    }
    Object object = document.read(Codec.eager());
    return object instanceof Message message
        ? Codec.toTree(message)
        : ((Unstructured) object).content();
  }

  @SuppressWarnings("unchecked")
  private void add(String file, String place, @Nullable Object tree) {
    if (tree == null) {
      return;
    }
    if (!(tree instanceof Map<?, ?> map)) {
      errors.add(file + ": " + place + "expected an object, found " + describe(tree));
      return;
    }
    Unstructured object = Unstructured.of((Map<String, Object>) map);
    if (object.kind().endsWith("List") && object.content().get("items") instanceof List<?> items) {
      for (int i = 0; i < items.size(); i++) {
        add(file, place + "items[" + i + "]: ", items.get(i));
      }
      return;
    }
    Manifest manifest = new Manifest(file, place, object);
    if (object.apiVersion().isEmpty() || object.kind().isEmpty()) {
      String missing = object.apiVersion().isEmpty() ? "apiVersion" : "kind";
      errors.add(manifest.where() + ": " + missing + " must be given as a string");
      return;
    }
    if (check(manifest)) {
      objects.add(manifest);
    }
  }

  private static String describe(Object tree) {
    if (tree instanceof List<?>) {
      return "a list";
    }
    return tree instanceof String ? "text" : "\"" + tree + "\"";
  }

  /** Whether the object is what its type says, as far as there is one. */
  private boolean check(Manifest manifest) {
    Map<String, Object> content = manifest.object().content();
    MessageType<?> type = Kinds.find(manifest.object().apiVersion(), manifest.object().kind());
    List<String> unknown = new ArrayList<>();
    try {
      if (type == null) {
        manifest.object().metadata();
      } else {
        Codec.fromTree(type, content, new UnknownFieldList(unknown));
      }
    } catch (DecodeException malformed) {
      errors.add(manifest.where() + ": " + malformed.getMessage());
      return false;
    }
    if (validation == Validation.IGNORE || unknown.isEmpty()) {
      return true;
    }
    List<String> found = validation == Validation.STRICT ? errors : warnings;
    for (String path : unknown) {
      found.add(manifest.where() + ": unknown field \"" + path + "\"");
    }
    return validation != Validation.STRICT;
  }

  /** Collects the paths of fields that the type does not know. */
  private record UnknownFieldList(List<String> paths) implements Problems {
    @Override
    public void unknownField(String path) {
      paths.add(path);
    }

    @Override
    public boolean duplicateField(String path) {
      return false;
    }
  }
}
