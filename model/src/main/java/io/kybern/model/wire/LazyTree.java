package io.kybern.model.wire;

import io.kybern.model.LazyPart;
import io.kybern.model.Message;
import io.kybern.model.MessageType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An object or array in JSON that is a member of an object without a type. */
final class LazyTree extends LazyPart {
  private final @Nullable String kind;
  private final String member;
  private final ReadContext context;

  LazyTree(byte[] json, @Nullable String kind, String member, ReadContext context) {
    super(json);
    this.kind = kind;
    this.member = member;
    this.context = context;
  }

  private ReadPath path() {
    ReadPath path = new ReadPath();
    path.root(kind);
    path.push(member, 0);
    return path;
  }

  @Override
  protected Object decode(byte[] json) {
    JsonInput in = new JsonInput(json, 0, json.length, context.strings(), path(), new Scratch());
    return Objects.requireNonNull(in.tree(Problems.REJECT_DUPLICATES));
  }

  /** The part as a message; the part itself stays as it is. */
  <T extends Message> T as(MessageType<T> type) {
    byte[] json = encoded();
    if (json == null) {
      return Readers.fromTree(type, get(), Problems.REJECT_DUPLICATES);
    }
    Scratch scratch = new Scratch();
    JsonInput in = new JsonInput(json, 0, json.length, context.strings(), path(), scratch);
    return new MessageReader(context, in, scratch, Problems.REJECT_DUPLICATES).root(type);
  }

  @Override
  public boolean isProtobuf() {
    return false;
  }
}
