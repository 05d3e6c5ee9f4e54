package io.kybern.model.wire;

/**
 * What all reads of one codec share.
 *
 * @param lazy whether parts of top-level objects stay wire bytes until they are read
 * @param managedFields whether {@code metadata.managedFields} is kept
 * @param strings strings that repeat
 * @param parts lists and maps that repeat
 */
record ReadContext(boolean lazy, boolean managedFields, StringCache strings, PartCache parts) {
  /** For values that are decoded on their own, outside of any codec. */
  static ReadContext plain() {
    return new ReadContext(false, true, StringCache.NONE, PartCache.NONE);
  }

  /** The same for who decodes everything at once. */
  ReadContext eager() {
    return new ReadContext(false, managedFields, strings, parts);
  }

  /** The same for who leaves {@code managedFields} out. */
  ReadContext withoutManagedFields() {
    return new ReadContext(lazy, false, strings, parts);
  }
}
