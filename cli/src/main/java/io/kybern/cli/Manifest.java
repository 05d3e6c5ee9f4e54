package io.kybern.cli;

import io.kybern.model.Unstructured;

/**
 * One object of a manifest.
 *
 * @param file the file, as the command line names it
 * @param place where in the file, to be put before a message; empty if it is the only document
 * @param object the object as it is written there
 */
record Manifest(String file, String place, Unstructured object) {
  /** File, document and object, for messages. */
  String where() {
    return file + ": " + place + label();
  }

  /** Kind and name, for messages. */
  String label() {
    String kind = object.kind().isEmpty() ? "object" : object.kind();
    String name = name();
    return kind + (name.isEmpty() ? "" : " \"" + name + "\"");
  }

  /** The object's name, empty if it has none. Safe to ask of an object that was not checked. */
  String name() {
    return object.at("metadata", "name") instanceof String name ? name : "";
  }

  /**
   * The object's namespace, empty if it has none. Safe to ask of an object that was not checked.
   */
  String namespace() {
    return object.at("metadata", "namespace") instanceof String namespace ? namespace : "";
  }
}
