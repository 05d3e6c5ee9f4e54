package io.kybern.apiserver.table;

import io.kybern.model.Bytes;
import io.kybern.model.Field;
import io.kybern.model.IntOrString;
import io.kybern.model.Message;
import io.kybern.model.MessageType;
import io.kybern.model.Quantity;
import io.kybern.model.RawJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Messages in which any field may have any value of its type, be empty, or be missing. */
final class RandomMessages {
  private static final int DEPTH = 7;

  private final Random random;

  RandomMessages(Random random) {
    this.random = random;
  }

  Message next(MessageType<?> type) {
    return message(type, 0);
  }

  private Message message(MessageType<?> type, int depth) {
    Object[] values = new Object[type.fieldCount()];
    for (Field field : type.fields()) {
      boolean missing = random.nextInt(4) == 0 && !isRequired(field);
      values[field.index()] = missing ? null : value(field, depth);
    }
    return type.create(values, null);
  }

  private static boolean isRequired(Field field) {
    return field.shape() == Field.Shape.SINGLE && !field.pointer() && !field.omitEmpty();
  }

  private Object value(Field field, int depth) {
    switch (field.shape()) {
      case LIST -> {
        List<Object> list = new ArrayList<>();
        for (int i = depth > DEPTH ? 0 : random.nextInt(5); i > 0; i--) {
          list.add(single(field, depth));
        }
        return list;
      }
      case MAP -> {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = depth > DEPTH ? 0 : random.nextInt(4); i > 0; i--) {
          map.put(text(), single(field, depth));
        }
        return map;
      }
      default -> {
        return single(field, depth);
      }
    }
  }

  private Object single(Field field, int depth) {
    return switch (field.kind()) {
      case BOOL -> random.nextBoolean();
      case INT32 -> random.nextInt(2000) - 5;
      case INT64 -> (long) random.nextInt(2000) - 5;
      case DOUBLE -> random.nextDouble();
      case STRING -> text();
      case BYTES -> Bytes.of(new byte[random.nextInt(3)]);
      case MESSAGE ->
          depth > DEPTH ? field.messageType().empty() : message(field.messageType(), depth + 1);
      case QUANTITY -> Quantity.of(random.nextInt(5));
      case INT_OR_STRING ->
          random.nextBoolean() ? IntOrString.of(random.nextInt(99)) : IntOrString.of("25%");
      case TIME, MICRO_TIME ->
          Samples.NOW.minus(Duration.ofSeconds(random.nextInt(100_000_000) - 50));
      case DURATION -> Duration.ofSeconds(random.nextInt(1000));
      case RAW -> RawJson.of("{\"a\":1}");
      case STRING_ITEMS -> List.of(text());
    };
  }

  private String text() {
    return switch (random.nextInt(6)) {
      case 0 -> "";
      case 1 -> "True";
      case 2 -> "Ready";
      case 3 -> "Succeeded";
      case 4 -> "10.0.0." + random.nextInt(255);
      default -> "name-" + random.nextInt(1000);
    };
  }
}
