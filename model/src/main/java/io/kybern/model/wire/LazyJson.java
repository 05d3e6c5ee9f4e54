package io.kybern.model.wire;

import io.kybern.model.Field;

/** A part of an object as JSON, without white space around it. */
final class LazyJson extends LazyInput {
  LazyJson(byte[] json, Field field, ReadContext context) {
    super(json, field, context);
  }

  @Override
  Input input(byte[] json, StringCache strings, ReadPath path, Scratch scratch) {
    return new JsonInput(json, 0, json.length, strings, path, scratch);
  }
}
