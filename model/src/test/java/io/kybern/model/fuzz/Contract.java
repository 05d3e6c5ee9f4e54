package io.kybern.model.fuzz;

import io.kybern.error.DecodeException;
import io.kybern.model.Field;
import io.kybern.model.KubernetesObject;
import io.kybern.model.Message;
import io.kybern.model.MessageType;
import io.kybern.model.Unstructured;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.Problems;
import io.kybern.model.wire.WireFormat;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;

/**
 * What holds for any bytes: they decode or there is a {@link DecodeException}; what decodes is
 * whole, can be written, and reads back as the same.
 */
final class Contract {
  static final Codec LAZY = Codec.lazy();
  static final Codec EAGER = Codec.eager();

  private Contract() {}

  interface Read {
    Object with(Codec codec);
  }

  /**
   * Reads with both codecs, checks that they agree, and that the object survives every format that
   * can hold it.
   */
  static void check(WireFormat format, Read read) {
    Object eager = orNull(() -> read.with(EAGER));
    Object lazy =
        orNull(
            () -> {
              Object object = read.with(LAZY);
              force(object);
              return object;
            });
    require(Objects.equals(eager, lazy), "lazy and eager differ", eager, lazy);
    if (eager != null) {
      require(eager.hashCode() == lazy.hashCode(), "hash codes differ", eager, lazy);
      require(eager.toString().length() < 4000, "a text without bound", eager, eager);
      roundTrips(eager, format);
    }
  }

  /** Reads every part that may still be bytes. */
  static void force(Object object) {
    if (object instanceof Message message) {
      MessageType<?> type = message.messageType();
      for (int i = 0; i < type.fieldCount(); i++) {
        force(type.get(message, i));
      }
    } else if (object instanceof Map<?, ?> map) {
      map.values().forEach(Contract::force);
    } else if (object instanceof Collection<?> list) {
      list.forEach(Contract::force);
    } else if (object instanceof Unstructured unstructured) {
      orNull(unstructured::metadata);
      require(
          Unstructured.of(unstructured.content()).equals(unstructured),
          "a copy differs",
          unstructured,
          unstructured);
    }
  }

  private static void roundTrips(Object object, WireFormat came) {
    for (WireFormat format : WireFormat.values()) {
      if (!holds(object, format)) {
        continue;
      }
      if (format == WireFormat.CBOR && hasHuge(tree(object))) {
        requireRefused(object, format);
        continue;
      }
      byte[] written = Codec.write(object, format);
      boolean exact = format == came && format != WireFormat.YAML;
      if (exact || isPlain(object, came, format)) {
        Object again = readAgain(object, format, written);
        require(again.equals(object), "differs after " + format, object, again);
      }
    }
    if (object instanceof KubernetesObject named) {
      orNull(named::name);
    }
  }

  private static Object readAgain(Object object, WireFormat format, byte[] written) {
    return object instanceof Message message
        ? EAGER.read(message.messageType(), format, written)
        : EAGER.read(Unstructured.type("", ""), format, written);
  }

  private static boolean holds(Object object, WireFormat format) {
    return format == WireFormat.PROTOBUF
        ? object instanceof Message
        : !(object instanceof Message message && anyField(message, Contract::isNoJson));
  }

  /** All that JSON says of an object, also in fields that its type does not know. */
  private static Object tree(Object object) {
    return Codec.jsonToTree(Codec.write(object, WireFormat.JSON), Problems.ACCEPT_ALL);
  }

  /** CBOR has no number that is beyond those of a double. */
  private static boolean hasHuge(Object tree) {
    return tree instanceof Map<?, ?> map && map.values().stream().anyMatch(Contract::hasHuge)
        || tree instanceof Collection<?> list && list.stream().anyMatch(Contract::hasHuge)
        || tree instanceof Number number && Double.isInfinite(number.doubleValue());
  }

  private static void requireRefused(Object object, WireFormat format) {
    try {
      Codec.write(object, format);
    } catch (IllegalArgumentException refused) {
      return;
    }
    throw new AssertionError("written as " + format + ", which cannot hold " + text(object));
  }

  /** Whether another format can say all that the object says. */
  private static boolean isPlain(Object object, WireFormat came, WireFormat format) {
    if (!(object instanceof Message message)) {
      return format == WireFormat.JSON && came != WireFormat.CBOR
          || !hasDecimals(((Unstructured) object).content());
    }
    return !Codec.losesUnknownFields(message, format)
        && !((format == WireFormat.YAML || format == WireFormat.CBOR)
            && Codec.losesUnknownFields(message, WireFormat.PROTOBUF))
        && !anyField(message, Contract::isLoose);
  }

  private interface Test {
    boolean holds(Field field, Object value);
  }

  private static boolean anyField(Object value, Test test) {
    if (value instanceof Message message) {
      MessageType<?> type = message.messageType();
      for (int i = 0; i < type.fieldCount(); i++) {
        Object part = type.get(message, i);
        if (part != null && (anyValue(type.field(i), part, test))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean anyValue(Field field, Object value, Test test) {
    if (value instanceof Map<?, ?> map) {
      return map.values().stream().anyMatch(v -> anyValue(field, v, test));
    }
    if (value instanceof Collection<?> list) {
      return list.stream().anyMatch(v -> anyValue(field, v, test));
    }
    return test.holds(field, value) || anyField(value, test);
  }

  /** JSON has no such number, and no name for years beyond 9999. */
  private static boolean isNoJson(Field field, Object value) {
    return value instanceof Double number && (number.isNaN() || number.isInfinite())
        || value instanceof Instant time && !isFourDigitYear(time)
        || value instanceof io.kybern.model.RawJson raw
            && raw.size() > 0
            && orNull(() -> raw.tree() == null ? "" : raw.tree()) == null;
  }

  private static boolean isFourDigitYear(Instant time) {
    return !time.isBefore(Instant.parse("0000-01-01T00:00:00Z"))
        && time.isBefore(Instant.parse("9999-12-31T00:00:00Z"));
  }

  /**
   * Values whose form a format does not keep: raw JSON is written anew, and an absent one is a
   * null; a time that is zero is none.
   */
  private static boolean isLoose(Field field, Object value) {
    return value instanceof io.kybern.model.RawJson || value.equals(Field.ZERO_TIME);
  }

  private static boolean hasDecimals(Object tree) {
    return tree instanceof Map<?, ?> map && map.values().stream().anyMatch(Contract::hasDecimals)
        || tree instanceof Collection<?> list && list.stream().anyMatch(Contract::hasDecimals)
        || tree instanceof BigDecimal
        || tree instanceof BigInteger
        || tree instanceof Double;
  }

  interface Source {
    Object get();
  }

  /** {@code null} where the bytes are refused. */
  static Object orNull(Source source) {
    try {
      return source.get();
    } catch (DecodeException refused) {
      require(refused.reason().length() < 2000, "a reason without bound", refused, "");
      require(refused.getMessage().length() < 6000, "a message without bound", refused, "");
      return null;
    }
  }

  static void require(boolean holds, String what, Object first, Object second) {
    if (!holds) {
      throw new AssertionError(what + ":\n" + text(first) + "\n" + text(second));
    }
  }

  private static String text(Object object) {
    if (object instanceof Message message) {
      return message
          + "\n"
          + message.messageType()
          + "\n"
          + message.messageType().unknownFields(message);
    }
    return object instanceof Unstructured tree ? tree.content().toString() : String.valueOf(object);
  }
}
