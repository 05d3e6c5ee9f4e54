package io.kybern.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What holds for each of the message types. */
class EveryMessageTest {
  private static final int MESSAGES = 1260;
  private static final int KINDS = 360;

  private final Codec lazy = Codec.lazy();
  private final Codec eager = Codec.eager();

  @Test
  void thereAreAll() {
    assertTrue(Types.kinds().size() >= KINDS, () -> "only " + Types.kinds().size() + " kinds");
    assertTrue(Types.all().size() >= MESSAGES, () -> "only " + Types.all().size() + " messages");
  }

  @Test
  void fieldsAreDescribedWithoutContradiction() {
    for (MessageType<?> type : Types.all()) {
      Map<String, Field> names = new HashMap<>();
      Map<List<Integer>, Field> numbers = new HashMap<>();
      for (Field field : type.fields()) {
        assertSame(field, type.field(field.index()));
        assertSame(field, type.field(field.name()));
        assertSame(null, names.put(field.name(), field), field + " is there twice");
        List<Integer> number = new ArrayList<>();
        for (int part : field.protobufNumbers()) {
          number.add(part);
        }
        if (!number.isEmpty()) {
          assertSame(null, numbers.put(number, field), field + " has another's number");
        }
        assertFalse(field.shape() != Field.Shape.SINGLE && field.pointer(), field.toString());
      }
      // Writers keep the fields that are there in a long.
      assertTrue(type.fieldCount() <= Long.SIZE, type.name());
      assertTrue(type.empty().isEmpty(), type.name());
    }
  }

  @Test
  void anEmptyMessageStaysEmpty() {
    for (MessageType<?> type : Types.all()) {
      check(type, type.empty());
      assertSame(type.empty(), Types.builder(type).build(), type.name());
    }
  }

  @Test
  void whatIsBuiltIsWhatIsReadInEveryFormat() {
    RandomMessages random = new RandomMessages(Seed.of("whatIsBuiltIsWhatIsReadInEveryFormat"));
    for (MessageType<?> type : Types.all()) {
      for (int i = 0; i < 3; i++) {
        Message message = random.of(type);
        assertEquals(message, rebuilt(message), type.name());
        assertEquals(message.hashCode(), rebuilt(message).hashCode(), type.name());
        assertEquals(message, Types.toBuilder(message).build(), type.name());
        check(type, message);
      }
    }
  }

  private static Message rebuilt(Message message) {
    MessageType<?> type = message.messageType();
    MessageBuilder<?, ?> builder = Types.builder(type);
    for (Field field : type.fields()) {
      Object value = type.get(message, field.index());
      builder.set(
          field.name(),
          value instanceof Map<?, ?> map
              ? new HashMap<>(map)
              : value instanceof Collection<?> list ? new ArrayList<>(list) : value);
    }
    return builder.build();
  }

  private void check(MessageType<?> type, Message message) {
    for (WireFormat format : WireFormat.values()) {
      boolean holds =
          format == WireFormat.PROTOBUF
              ? Types.inProtobuf(type)
              : Types.inJson(type) && type.jsonForm() == MessageType.JsonForm.OBJECT;
      byte[] written = Codec.write(message, format);
      if (holds) {
        assertEquals(message, eager.read(type, format, written), () -> "as " + format);
        assertEquals(message, lazy.read(type, format, written), () -> "as " + format);
        assertEquals(
            message.hashCode(),
            lazy.read(type, format, written).hashCode(),
            () -> type.name() + " as " + format);
      }
    }
    if (Types.inJson(type) && type.jsonForm() == MessageType.JsonForm.OBJECT) {
      byte[] json = Codec.write(message, WireFormat.JSON);
      assertEquals(Codec.jsonToTree(json), Codec.toTree(message), type.name());
      assertEquals(message, Codec.fromTree(type, Codec.toTree(message)), type.name());
      byte[] set = Codec.writeSetFields(message);
      assertEquals(Codec.jsonToTree(set), Codec.toTreeOfSetFields(message), type.name());
      assertEquals(message, eager.read(type, WireFormat.JSON, set), type.name());
    }
    assertTrue(message.toString().length() < 3000, type.name());
  }

  @Test
  void setFieldsAreExactlyThoseThatWereSet() {
    for (MessageType<?> type : Types.all()) {
      if (type.jsonForm() != MessageType.JsonForm.OBJECT) {
        continue;
      }
      assertEquals(named(type, Map.of()), Codec.toTreeOfSetFields(type.empty()), type.name());
      for (Field field : type.fields()) {
        Object zero = zero(field);
        if (zero != null && field.inJson()) {
          Message message = Types.builder(type).set(field.name(), zero).build();
          Map<String, Object> tree = Codec.toTreeOfSetFields(message);
          assertEquals(
              named(type, Map.of(field.name(), "")).keySet(), tree.keySet(), field.toString());
        }
      }
    }
  }

  private static Object zero(Field field) {
    if (field.shape() == Field.Shape.LIST) {
      return List.of();
    }
    if (field.shape() == Field.Shape.MAP) {
      return Map.of();
    }
    return switch (field.kind()) {
      case BOOL -> false;
      case INT32 -> 0;
      case INT64 -> 0L;
      case STRING -> "";
      case MESSAGE -> field.messageType().empty();
      default -> null;
    };
  }

  private static Map<String, Object> named(MessageType<?> type, Map<String, Object> tree) {
    Map<String, Object> named = new HashMap<>(tree);
    if (type.isKind()) {
      named.put("apiVersion", Objects.requireNonNull(type.apiVersion()));
      named.put("kind", Objects.requireNonNull(type.kind()));
    }
    return named;
  }

  @Test
  void aCopyWithOneOtherFieldKeepsTheRest() {
    RandomMessages random = new RandomMessages(Seed.of("aCopyWithOneOtherFieldKeepsTheRest"));
    for (MessageType<?> type : Types.all()) {
      Message message = random.of(type);
      for (Field field : type.fields()) {
        Object value = random.value(field, 1);
        Message changed = with(type, message, field, value);
        for (Field other : type.fields()) {
          Object expected = other == field ? value : type.get(message, other.index());
          assertEquals(expected, type.get(changed, other.index()), field + " and " + other);
        }
        assertEquals(
            changed, Types.toBuilder(message).set(field.name(), value).build(), field.toString());
        assertNotSame(changed, message);
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Message> Message with(
      MessageType<T> type, Message message, Field field, Object value) {
    return type.with((T) message, field.index(), value);
  }
}
