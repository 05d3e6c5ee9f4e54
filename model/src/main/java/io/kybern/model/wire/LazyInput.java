package io.kybern.model.wire;

import io.kybern.model.Field;
import io.kybern.model.LazyPart;
import java.util.Objects;

/** A part of an object in a format that names its members. */
abstract class LazyInput extends LazyPart {
  private final Field field;
  private final ReadContext context;

  LazyInput(byte[] encoded, Field field, ReadContext context) {
    super(encoded);
    this.field = field;
    this.context = context;
  }

  /** Input of the whole part. */
  abstract Input input(byte[] encoded, StringCache strings, ReadPath path, Scratch scratch);

  @Override
  protected final Object decode(byte[] encoded) {
    ReadPath path = new ReadPath();
    path.root(field.owner().simpleName());
    Scratch scratch = new Scratch();
    Input in = input(encoded, context.strings(), path, scratch);
    ReadContext eager = context.eager();
    path.push(field, 0);
    Object value = new MessageReader(eager, in, scratch, Problems.REJECT_DUPLICATES).value(field);
    return Objects.requireNonNull(value);
  }

  @Override
  public final boolean isProtobuf() {
    return false;
  }
}
