package io.kybern.codegen;

/** The schema says something that the generator does not understand. */
final class SchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SchemaException(String message) {
    super(message);
  }
}
