package io.kybern.apiserver.openapi;

/** The two versions of OpenAPI; they differ in how schemas are named and combined. */
enum Dialect {
  V2("#/definitions/"),
  V3("#/components/schemas/");

  private final String referencePrefix;

  Dialect(String referencePrefix) {
    this.referencePrefix = referencePrefix;
  }

  /** The reference to the schema called {@code name}. */
  String reference(String name) {
    return referencePrefix.concat(name);
  }
}
