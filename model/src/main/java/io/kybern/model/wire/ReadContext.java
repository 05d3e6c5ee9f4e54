package io.kybern.model.wire;

/**
 * What all reads of one codec share.
 *
 * @param lazy whether parts of top-level objects stay wire bytes until they are read
 * @param managedFields whether {@code metadata.managedFields} is kept
 * @param strings strings that repeat
 */
record ReadContext(boolean lazy, boolean managedFields, StringCache strings) {
  /** For values that are decoded on their own, outside of any codec. */
  static ReadContext plain() {
    return new ReadContext(false, true, StringCache.NONE);
  }
}
