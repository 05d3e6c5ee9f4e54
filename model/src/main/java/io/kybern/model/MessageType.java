package io.kybern.model;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The description of one generated message: its fields, and for a kind its group, version and name.
 * One description serves every wire format. Immutable and safe for use by any thread.
 *
 * @param <T> the generated class
 */
public final class MessageType<T extends Message> implements ObjectType<T> {
  /** How JSON shows a message. */
  public enum JsonForm {
    /** As an object with the fields' names. */
    OBJECT,
    /** A schema, or just {@code true} or {@code false}. */
    SCHEMA_OR_BOOL,
    /** A schema, or an array of them. */
    SCHEMA_OR_ARRAY,
    /** A schema, or an array of strings. */
    SCHEMA_OR_STRING_ARRAY
  }

  private final String name;
  private final @Nullable String apiVersion;
  private final @Nullable String kind;
  private final JsonForm jsonForm;
  private final T empty;
  private final Field[] fields;
  private final List<Field> fieldList;

  /** Derived data that codecs keep with the type; a race computes it twice. */
  private @Nullable Object protobufLayout;

  private @Nullable Object jsonNames;

  private @Nullable Object jsonMembers;

  private MessageType(
      String name,
      @Nullable String apiVersion,
      @Nullable String kind,
      JsonForm jsonForm,
      T empty,
      String facts) {
    this.name = name;
    this.apiVersion = apiVersion;
    this.kind = kind;
    this.jsonForm = jsonForm;
    this.empty = empty;
    String[] lines = facts.isEmpty() ? new String[0] : facts.split("\n");
    this.fields = new Field[lines.length];
    for (int i = 0; i < lines.length; i++) {
      fields[i] = Field.parse(this, i, lines[i]);
    }
    this.fieldList = List.of(fields);
  }

  /** For generated code: a message that is no kind of its own. */
  public static <T extends Message> MessageType<T> of(String name, T empty, String facts) {
    return new MessageType<>(name, null, null, JsonForm.OBJECT, empty, facts);
  }

  /** For generated code: a message with a JSON form of its own. */
  public static <T extends Message> MessageType<T> of(
      String name, JsonForm form, T empty, String facts) {
    return new MessageType<>(name, null, null, form, empty, facts);
  }

  /** For generated code: a kind. */
  public static <T extends Message> MessageType<T> of(
      String name, String apiVersion, String kind, T empty, String facts) {
    return new MessageType<>(name, apiVersion, kind, JsonForm.OBJECT, empty, facts);
  }

  /** Name as in OpenAPI, such as {@code io.k8s.api.core.v1.PodSpec}. */
  public String name() {
    return name;
  }

  /** Name without package, such as {@code PodSpec}. */
  public String simpleName() {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** Group and version such as {@code apps/v1}; {@code null} for a message that is no kind. */
  @Override
  public @Nullable String apiVersion() {
    return apiVersion;
  }

  /** Name of the kind; {@code null} for a message that is no kind. */
  @Override
  public @Nullable String kind() {
    return kind;
  }

  /** Whether objects of this type name their own kind and version. */
  public boolean isKind() {
    return kind != null;
  }

  /** How JSON shows it. */
  public JsonForm jsonForm() {
    return jsonForm;
  }

  /** All fields, in the order of {@link Field#index()}. */
  public List<Field> fields() {
    return fieldList;
  }

  /** The field with {@code index}. */
  public Field field(int index) {
    return fields[index];
  }

  /** How many fields there are. */
  public int fieldCount() {
    return fields.length;
  }

  /** The field called {@code jsonName}, or {@code null}. */
  public @Nullable Field field(String jsonName) {
    for (Field field : fields) {
      if (field.name().equals(jsonName)) {
        return field;
      }
    }
    return null;
  }

  /** The shared instance in which nothing is set. */
  public T empty() {
    return empty;
  }

  /**
   * For codecs: the message with {@code values}, one for each field and each of the field's Java
   * type or {@code null}. The array is not kept.
   */
  @SuppressWarnings("unchecked")
  public T create(@Nullable Object[] values, @Nullable UnknownFields unknown) {
    if (unknown == null && isAllNull(values)) {
      return empty;
    }
    return (T) empty.create(values, unknown);
  }

  private boolean isAllNull(@Nullable Object[] values) {
    for (int i = 0; i < fields.length; i++) {
      if (values[i] != null) {
        return false;
      }
    }
    return true;
  }

  /** The value of {@code message}'s field {@code index}, decoded if it was not yet. */
  public @Nullable Object get(Message message, int index) {
    Object slot = message.slot(index);
    return slot instanceof LazyPart part ? part.get() : slot;
  }

  /** For codecs: the value of a field, or the {@link LazyPart} that will become it. */
  public @Nullable Object slot(Message message, int index) {
    return message.slot(index);
  }

  /** For codecs: a bit for each field of {@code message} whose slot is not {@code null}. */
  public long present(Message message) {
    return message.present();
  }

  /** For codecs: what {@code message} carries beyond its fields, or {@code null}. */
  public @Nullable UnknownFields unknownFields(Message message) {
    return message.unknown();
  }

  /**
   * A copy of {@code message} in which field {@code index} has {@code value}. Lists and maps are
   * copied.
   *
   * @throws IllegalArgumentException if {@code value} is neither {@code null} nor of the field's
   *     Java type
   */
  public T with(T message, int index, @Nullable Object value) {
    @Nullable Object[] values = values(message);
    values[index] = fields[index].checked(value);
    return create(values, message.unknown());
  }

  /** For codecs: the slots of {@code message} in a new array. */
  public @Nullable Object[] values(Message message) {
    @Nullable Object[] values = new Object[fields.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = message.slot(i);
    }
    return values;
  }

  MessageType<?> child(int index) {
    return empty.child(index);
  }

  /** For codecs. */
  public @Nullable Object protobufLayout() {
    return protobufLayout;
  }

  /** For codecs. */
  public void protobufLayout(Object layout) {
    this.protobufLayout = layout;
  }

  /** For codecs. */
  public @Nullable Object jsonNames() {
    return jsonNames;
  }

  /** For codecs. */
  public void jsonNames(Object names) {
    this.jsonNames = names;
  }

  /** For codecs. */
  public @Nullable Object jsonMembers() {
    return jsonMembers;
  }

  /** For codecs. */
  public void jsonMembers(Object members) {
    this.jsonMembers = members;
  }

  @Override
  public String toString() {
    return "MessageType[" + name + ", " + Arrays.toString(fields) + "]";
  }
}
