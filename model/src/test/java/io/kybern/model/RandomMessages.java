package io.kybern.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Random messages of any type that all formats can hold: every field set, empty, zero or absent.
 */
public final class RandomMessages {
  private static final String[] QUANTITIES = {"1", "100m", "1.5Gi", "-3", "1e3", "0", "12E"};
  private static final String[] RAW = {
    "{}", "[1,2.5,\"x\",null]", "\"text\"", "true", "17", "{\"a\":{\"b\":[]},\"c\":null}"
  };

  private final Random random;

  public RandomMessages(Random random) {
    this.random = random;
  }

  /** A message of which about every second field is set. */
  public <T extends Message> T of(MessageType<T> type) {
    return of(type, 3);
  }

  private <T extends Message> T of(MessageType<T> type, int depth) {
    Object[] values = new Object[type.fieldCount()];
    if (type.jsonForm() != MessageType.JsonForm.OBJECT) {
      return oneForm(type, values, depth);
    }
    for (Field field : type.fields()) {
      if (random.nextBoolean() && !(field.kind() == FieldKind.MESSAGE && depth == 0)) {
        values[field.index()] = value(field, depth - 1);
      }
    }
    return type.create(values, null);
  }

  /** A schema or the other thing; one of them, as JSON has no name for neither. */
  private <T extends Message> T oneForm(MessageType<T> type, Object[] values, int depth) {
    boolean schema = depth > 0 && random.nextBoolean();
    for (Field field : type.fields()) {
      if (field.name().equals("schema") == schema) {
        values[field.index()] = value(field, Math.max(depth - 1, 0));
      }
    }
    if (type.jsonForm() == MessageType.JsonForm.SCHEMA_OR_BOOL && values[1] != null) {
      values[0] = true;
    }
    return type.create(values, null);
  }

  /** A value of {@code field}, which may be zero or empty. */
  Object value(Field field, int depth) {
    switch (field.shape()) {
      case LIST -> {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
          list.add(one(field, depth));
        }
        return CompactList.copyOf(list);
      }
      case MAP -> {
        Map<String, Object> map = new HashMap<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
          map.put(text(), one(field, depth));
        }
        return CompactMap.copyOf(map);
      }
      default -> {
        return one(field, depth);
      }
    }
  }

  private Object one(Field field, int depth) {
    return switch (field.kind()) {
      case BOOL -> random.nextBoolean();
      case INT32 -> random.nextInt(4) == 0 ? 0 : random.nextInt();
      case INT64 -> random.nextInt(4) == 0 ? 0L : random.nextLong();
      case DOUBLE -> random.nextInt(1000) / 8.0 - 60;
      case STRING -> text();
      case BYTES -> Bytes.ofUtf8(text());
      case MESSAGE -> of(field.messageType(), Math.max(depth, 0));
      case QUANTITY -> Quantity.parse(QUANTITIES[random.nextInt(QUANTITIES.length)]);
      case INT_OR_STRING ->
          random.nextBoolean() ? IntOrString.of(random.nextInt()) : IntOrString.of(text());
      case TIME -> Instant.ofEpochSecond(random.nextInt());
      case MICRO_TIME -> Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000) * 1000L);
      case DURATION -> Duration.ofNanos(random.nextInt(4) == 0 ? 0 : random.nextLong());
      case RAW -> RawJson.of(RAW[random.nextInt(RAW.length)]);
      case STRING_ITEMS -> List.of(text(), text());
    };
  }

  /** Any text that is valid Unicode, empty ones included. */
  public String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      int point =
          switch (random.nextInt(6)) {
            case 0 -> random.nextInt(0x80);
            case 1 -> random.nextInt(0x110000);
            case 2 ->
                "\n\t\"\\<>&\u0085\u2028\u2029\uFEFF\uFFFD\u007F:#- "
                    .codePointAt(random.nextInt(17));
            default -> 'a' + random.nextInt(26);
          };
      text.appendCodePoint(point >= 0xD800 && point <= 0xDFFF ? 'x' : point);
    }
    return text.toString();
  }
}
