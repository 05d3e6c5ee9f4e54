package io.kybern.model;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One field of a {@link MessageType}: its names on the wire, what it holds, when it is left out,
 * and how patches and server-side apply merge it. Facts only; they come from the project's {@code
 * schema/}.
 */
public final class Field {
  /** Go's zero {@code time.Time}, which JSON writes as {@code null} and protobuf as no bytes. */
  public static final Instant ZERO_TIME = Instant.ofEpochSecond(-62135596800L);

  /** Whether a field holds one value, a list of them, or a map of them with strings as keys. */
  public enum Shape {
    /** One value. */
    SINGLE,
    /** A list of values. */
    LIST,
    /** A map from strings to values. */
    MAP
  }

  /** How server-side apply merges a list ({@code x-kubernetes-list-type}). */
  public enum ListType {
    /** Replaced as a whole. Also what holds where nothing is said. */
    ATOMIC,
    /** Merged by value. */
    SET,
    /** Merged by {@link Field#mapKeys()}. */
    MAP
  }

  private static final byte POINTER = 1;
  private static final byte OMIT_EMPTY = 2;
  private static final byte OMIT_ZERO = 4;
  private static final byte LAZY = 8;
  private static final byte REQUIRED = 16;
  private static final byte SECRET = 32;
  private static final byte NO_JSON = 64;

  private final MessageType<?> owner;
  private final int index;
  private final String name;
  private final int[] numbers;
  private final FieldKind kind;
  private final Shape shape;
  private final byte flags;
  private final boolean atomic;
  private final ListType listType;
  private final List<String> mapKeys;
  private final List<String> patchStrategy;
  private final @Nullable String mergeKey;

  /** Resolved on first use; a race resolves to the same value. */
  private @Nullable MessageType<?> messageType;

  private Field(MessageType<?> owner, int index, String[] parts) {
    this.owner = owner;
    this.index = index;
    this.name = parts[0];
    this.numbers = numbers(parts[1]);
    char first = parts[2].charAt(0);
    this.shape = first == 'L' ? Shape.LIST : first == 'M' ? Shape.MAP : Shape.SINGLE;
    this.kind = FieldKind.ofCode(parts[2].charAt(shape == Shape.SINGLE ? 0 : 1));
    int flags = 0;
    for (int i = 0; i < parts[3].length(); i++) {
      flags |=
          switch (parts[3].charAt(i)) {
            case 'p' -> POINTER;
            case 'e' -> OMIT_EMPTY;
            case 'z' -> OMIT_ZERO;
            case 'k' -> LAZY;
            case 'r' -> REQUIRED;
            case 's' -> SECRET;
            case 'x' -> NO_JSON;
            default -> 0;
          };
    }
    this.flags = (byte) flags;
    this.atomic = parts[3].indexOf('a') >= 0;
    ListType listType = ListType.ATOMIC;
    List<String> mapKeys = List.of();
    List<String> patchStrategy = List.of();
    String mergeKey = null;
    for (int i = 4; i < parts.length; i++) {
      String part = parts[i];
      if (part.equals("set")) {
        listType = ListType.SET;
      } else if (part.startsWith("map:")) {
        listType = ListType.MAP;
        mapKeys = List.of(part.substring(4).split(","));
      } else if (part.startsWith("patch:")) {
        patchStrategy = List.of(part.substring(6).split(","));
      } else if (part.startsWith("key:")) {
        mergeKey = part.substring(4);
      } else {
        throw new IllegalArgumentException("unknown fact " + part + " of field " + name);
      }
    }
    this.listType = listType;
    this.mapKeys = mapKeys;
    this.patchStrategy = patchStrategy;
    this.mergeKey = mergeKey;
  }

  static Field parse(MessageType<?> owner, int index, String line) {
    return new Field(owner, index, line.split(" "));
  }

  private static int[] numbers(String path) {
    if (path.equals("-")) {
      return new int[0];
    }
    String[] parts = path.split("\\.");
    int[] numbers = new int[parts.length];
    for (int i = 0; i < parts.length; i++) {
      numbers[i] = Integer.parseInt(parts[i]);
    }
    return numbers;
  }

  /** Position of the field in its message, from 0. */
  public int index() {
    return index;
  }

  /** Name in JSON, YAML and CBOR. */
  public String name() {
    return name;
  }

  /**
   * Protobuf numbers from the outside in: one for an ordinary field, more for a field of a message
   * that JSON flattens into its parent, none for a field that protobuf does not have.
   */
  int[] numbers() {
    return numbers;
  }

  /** {@link #numbers()} for codecs; a copy. */
  public int[] protobufNumbers() {
    return numbers.clone();
  }

  /** What one value is. */
  public FieldKind kind() {
    return kind;
  }

  /** One value, a list or a map. */
  public Shape shape() {
    return shape;
  }

  /** Whether presence counts: a zero value that is there is not the same as none. */
  public boolean pointer() {
    return (flags & POINTER) != 0;
  }

  /** Whether JSON leaves an empty value out (Go's {@code omitempty}). */
  public boolean omitEmpty() {
    return (flags & OMIT_EMPTY) != 0;
  }

  /** Whether JSON leaves a zero value out (Go's {@code omitzero}). */
  public boolean omitZero() {
    return (flags & OMIT_ZERO) != 0;
  }

  /** Whether readers may keep this part as wire bytes until it is asked for. */
  public boolean lazy() {
    return (flags & LAZY) != 0;
  }

  /** Whether the API requires the field. */
  public boolean required() {
    return (flags & REQUIRED) != 0;
  }

  /** Whether the value is a credential that no text form may show. */
  public boolean secret() {
    return (flags & SECRET) != 0;
  }

  /** Whether JSON has the field at all. */
  public boolean inJson() {
    return (flags & NO_JSON) == 0;
  }

  /** How server-side apply merges the list; {@link ListType#ATOMIC} for what is no list. */
  public ListType listType() {
    return listType;
  }

  /** Whether a map or message is replaced as a whole by server-side apply. */
  public boolean atomic() {
    return atomic;
  }

  /** Keys of a {@link ListType#MAP} list; empty otherwise. */
  public List<String> mapKeys() {
    return mapKeys;
  }

  /** Strategies of strategic merge patch: of {@code merge}, {@code replace}, {@code retainKeys}. */
  public List<String> patchStrategy() {
    return patchStrategy;
  }

  /** Merge key of strategic merge patch, if the list has one. */
  public @Nullable String mergeKey() {
    return mergeKey;
  }

  /** Message type of which the field is part. */
  public MessageType<?> owner() {
    return owner;
  }

  /**
   * Type of the field's messages.
   *
   * @throws IllegalStateException if {@link #kind()} is not {@link FieldKind#MESSAGE}
   */
  public MessageType<?> messageType() {
    MessageType<?> type = messageType;
    if (type == null) {
      if (kind != FieldKind.MESSAGE) {
        throw new IllegalStateException(owner.name() + "." + name + " holds no message");
      }
      type = owner.child(index);
      messageType = type;
    }
    return type;
  }

  /**
   * Whether {@code value} means the same as no value: nothing set, or what a zero value would be.
   */
  public boolean isDefault(@Nullable Object value) {
    if (value == null) {
      return true;
    }
    if (shape == Shape.LIST) {
      return ((Collection<?>) value).isEmpty();
    }
    if (shape == Shape.MAP) {
      return ((Map<?, ?>) value).isEmpty();
    }
    if (pointer()) {
      return false;
    }
    return switch (kind) {
      case BOOL -> !((Boolean) value);
      case INT32 -> ((Integer) value) == 0;
      case INT64 -> ((Long) value) == 0;
      case DOUBLE -> ((Double) value) == 0;
      case STRING -> ((String) value).isEmpty();
      case BYTES -> ((Bytes) value).size() == 0;
      case MESSAGE -> ((Message) value).isEmpty();
      case QUANTITY -> value.equals(Quantity.ZERO);
      case INT_OR_STRING -> value.equals(IntOrString.ZERO);
      case TIME, MICRO_TIME -> value.equals(ZERO_TIME);
      case DURATION -> ((Duration) value).isZero();
      case RAW -> false;
      case STRING_ITEMS -> ((List<?>) value).isEmpty();
    };
  }

  /** {@code value} as a slot holds it, if it is of the field's Java type. */
  @Nullable Object checked(@Nullable Object value) {
    if (value == null) {
      return null;
    }
    switch (shape) {
      case LIST -> {
        if (value instanceof Collection<?> list) {
          list.forEach(this::one);
          return kind == FieldKind.TIME || kind == FieldKind.MICRO_TIME
              ? CompactList.copyOf(list.stream().map(this::one).toList())
              : CompactList.copyOf(list);
        }
      }
      case MAP -> {
        if (value instanceof Map<?, ?> map) {
          map.keySet().forEach(key -> require(key instanceof String, key));
          map.values().forEach(this::one);
          @SuppressWarnings("unchecked")
          Map<String, ?> checked = (Map<String, ?>) map;
          return CompactMap.copyOf(checked);
        }
      }
      case SINGLE -> {
        return one(value);
      }
    }
    throw wrongType(value);
  }

  private Object one(@Nullable Object value) {
    boolean fits =
        switch (kind) {
          case BOOL -> value instanceof Boolean;
          case INT32 -> value instanceof Integer;
          case INT64 -> value instanceof Long;
          case DOUBLE -> value instanceof Double;
          case STRING -> value instanceof String;
          case BYTES -> value instanceof Bytes;
          case MESSAGE ->
              value instanceof Message message && message.messageType() == messageType();
          case QUANTITY -> value instanceof Quantity;
          case INT_OR_STRING -> value instanceof IntOrString;
          case TIME, MICRO_TIME -> value instanceof Instant;
          case DURATION -> value instanceof Duration;
          case RAW -> value instanceof RawJson;
          case STRING_ITEMS ->
              value instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
        };
    if (!fits || value == null) {
      throw wrongType(value);
    }
    return value instanceof Instant time
        ? onWire(time)
        : value instanceof List<?> list ? CompactList.copyOf(list) : value;
  }

  private void require(boolean fits, @Nullable Object value) {
    if (!fits) {
      throw wrongType(value);
    }
  }

  private IllegalArgumentException wrongType(@Nullable Object value) {
    return new IllegalArgumentException(
        "field "
            + this
            + " cannot hold "
            + (value == null ? "null" : "a " + value.getClass().getSimpleName()));
  }

  /** {@code time} with the precision that the wire has. */
  Instant onWire(Instant time) {
    return time.truncatedTo(kind == FieldKind.MICRO_TIME ? ChronoUnit.MICROS : ChronoUnit.SECONDS);
  }

  @Override
  public String toString() {
    return owner.name() + "." + name;
  }
}
