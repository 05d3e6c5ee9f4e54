package io.kybern.model.wire;

import io.kybern.model.Field;
import io.kybern.model.LazyPart;
import java.util.Objects;

/** A part of an object as CBOR. */
final class LazyCbor extends LazyPart {
  private final Field field;
  private final ReadContext context;

  LazyCbor(byte[] cbor, Field field, ReadContext context) {
    super(cbor);
    this.field = field;
    this.context = context;
  }

  @Override
  protected Object decode(byte[] cbor) {
    ReadPath path = new ReadPath();
    path.root(field.owner().simpleName());
    Scratch scratch = new Scratch();
    CborInput in = new CborInput(cbor, 0, cbor.length, context.strings(), path, scratch);
    ReadContext eager = new ReadContext(false, context.managedFields(), context.strings());
    path.push(field, 0);
    Object value = new MessageReader(eager, in, scratch, Problems.REJECT_DUPLICATES).value(field);
    return Objects.requireNonNull(value);
  }

  @Override
  public boolean isProtobuf() {
    return false;
  }
}
