package io.kybern.model.wire;

import io.kybern.model.Field;
import io.kybern.model.LazyPart;
import java.util.Objects;

/** A part of an object as JSON, without white space around it. */
final class LazyJson extends LazyPart {
  private final Field field;
  private final ReadContext context;

  LazyJson(byte[] json, Field field, ReadContext context) {
    super(json);
    this.field = field;
    this.context = context;
  }

  @Override
  protected Object decode(byte[] json) {
    ReadPath path = new ReadPath();
    path.root(field.owner().simpleName());
    Scratch scratch = new Scratch();
    JsonInput in = new JsonInput(json, 0, json.length, context.strings(), path, scratch);
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
