package io.kybern.merge;

import io.kybern.model.Field;
import io.kybern.model.FieldKind;
import io.kybern.model.MessageType;
import io.kybern.model.MessageType.JsonForm;
import org.jspecify.annotations.Nullable;

/** The schema of a message type. */
final class MessageSchema implements PatchSchema {
  private final MessageType<?> type;

  private MessageSchema(MessageType<?> type) {
    this.type = type;
  }

  static PatchSchema of(MessageType<?> type) {
    if (type.jsonForm() == JsonForm.OBJECT) {
      return new MessageSchema(type);
    }
    // JSON shows one of the type's messages in place of the type itself.
    for (Field field : type.fields()) {
      if (field.kind() == FieldKind.MESSAGE && field.shape() == Field.Shape.SINGLE) {
        return of(field.messageType());
      }
    }
    return FREE;
  }

  @Override
  public @Nullable Member member(String name) {
    Field field = type.field(name);
    return field == null || !field.inJson()
        ? null
        : Member.of(field.patchStrategy(), field.mergeKey(), content(field));
  }

  private static PatchSchema content(Field field) {
    if (field.kind() != FieldKind.MESSAGE) {
      return FREE;
    }
    PatchSchema content = of(field.messageType());
    return field.shape() == Field.Shape.MAP
        ? name -> new Member(Strategy.DEFAULT, false, null, content)
        : content;
  }
}
