package io.kybern.model.wire;

import io.kybern.model.Field;

/** A part of an object as CBOR. */
final class LazyCbor extends LazyInput {
  LazyCbor(byte[] cbor, Field field, ReadContext context) {
    super(cbor, field, context);
  }

  @Override
  Input input(byte[] cbor, StringCache strings, ReadPath path, Scratch scratch) {
    return new CborInput(cbor, 0, cbor.length, strings, path, scratch);
  }
}
