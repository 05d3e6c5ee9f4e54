package io.kybern.model.wire;

import io.kybern.model.KubernetesObject;
import io.kybern.model.Message;
import io.kybern.model.MessageType;
import io.kybern.model.ObjectType;
import io.kybern.model.Unstructured;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes API objects in every {@link WireFormat}. One codec holds bounded caches of what
 * repeats, strings (images, node names) and small parts (the labels of the pods of one workload), a
 * few megabytes each at most, so a program has few: one per client or server. Immutable apart from
 * these caches; safe for use by any thread.
 *
 * <p>Input is not trusted: whatever bytes come, the result is an object or a {@link
 * io.kybern.error.DecodeException}, in memory bounded by a small multiple of the input.
 */
public final class Codec {
  private final ReadContext context;

  private Codec(ReadContext context) {
    this.context = context;
  }

  /**
   * A codec that decodes metadata at once and keeps the other parts of top-level objects as wire
   * bytes until they are read. What is wrong inside such a part is reported by the accessor that
   * first reads it. For clients, which trust their server's syntax and rarely read everything.
   */
  public static Codec lazy() {
    return new Codec(new ReadContext(true, true, new StringCache(), new PartCache()));
  }

  /**
   * A codec that decodes everything at once, so that bad input is reported at once. For servers.
   */
  public static Codec eager() {
    return new Codec(new ReadContext(false, true, new StringCache(), new PartCache()));
  }

  /** The same codec, but objects it reads have no {@code managedFields}: the reader skips them. */
  public Codec withoutManagedFields() {
    return new Codec(context.withoutManagedFields());
  }

  /**
   * One object of a known type.
   *
   * @throws io.kybern.error.DecodeException if {@code bytes} are not exactly one such object
   */
  public <T> T read(ObjectType<T> type, WireFormat format, byte[] bytes) {
    return read(type, format, bytes, Problems.REJECT_DUPLICATES);
  }

  /**
   * One object of a known type, with a say in what happens to unknown and duplicate fields of JSON
   * and YAML.
   *
   * @throws io.kybern.error.DecodeException if {@code bytes} are not exactly one such object, or if
   *     {@code problems} says so
   */
  public <T> T read(ObjectType<T> type, WireFormat format, byte[] bytes, Problems problems) {
    return Readers.read(context, type, format, bytes, problems);
  }

  /**
   * One object of the kind it names itself: a generated {@link Message} where there is one, else
   * {@link Unstructured}.
   *
   * @throws io.kybern.error.DecodeException if {@code bytes} are not one object that names its kind
   *     and version
   */
  public Object readAny(WireFormat format, byte[] bytes) {
    return Readers.readAny(context, format, bytes, Problems.REJECT_DUPLICATES);
  }

  /**
   * All objects of a manifest: YAML documents, or JSON or CBOR objects one after the other. Empty
   * documents are passed over. CBOR is known by the tag that Kubernetes starts objects with.
   *
   * @throws io.kybern.error.DecodeException names document and line; no object is returned then
   */
  public List<ManifestObject> readManifest(byte[] bytes) {
    return Manifests.read(context, bytes);
  }

  /**
   * The items of a list answer, one by one as they arrive. Neither the whole body nor all objects
   * are ever held. The stream closes {@code body}.
   *
   * @param itemType type of the items
   * @param format JSON, CBOR or protobuf; YAML is read whole first
   * @throws IOException if {@code body} cannot be read
   */
  public <T> ListStream<T> readList(ObjectType<T> itemType, WireFormat format, InputStream body)
      throws IOException {
    return ListStream.open(context, itemType, format, body);
  }

  /**
   * The events of a watch answer, one by one as they arrive.
   *
   * @param itemType type of the objects
   * @param format JSON, CBOR or protobuf
   */
  public <T> WatchStream<T> readWatch(ObjectType<T> itemType, WireFormat format, InputStream body) {
    return WatchStream.open(context, itemType, format, body);
  }

  /**
   * One object as bytes, with its kind and version, as Go's encoders write it: the same fields
   * present, the same order in protobuf and CBOR, two-space YAML with sorted keys.
   *
   * @param object a {@link Message} or an {@link Unstructured}
   * @throws IllegalArgumentException if the format cannot hold the object: protobuf and {@link
   *     Unstructured}, a number that is not finite in any format but protobuf, a number beyond
   *     those of a double in CBOR
   */
  public static byte[] write(Object object, WireFormat format) {
    return Writers.write(object, format, false);
  }

  /**
   * One object as JSON with only what is set in it: what a patch or an apply sends, where a zero
   * that was set counts and a required field that was not set is left out.
   */
  public static byte[] writeSetFields(Object object) {
    return Writers.write(object, WireFormat.JSON, true);
  }

  /** {@link #writeSetFields(Object)} in JSON, YAML or CBOR. */
  public static byte[] writeSetFields(Object object, WireFormat format) {
    if (format == WireFormat.PROTOBUF) {
      throw new IllegalArgumentException("protobuf cannot tell what is set from what is not");
    }
    return Writers.write(object, format, true);
  }

  /**
   * Whether writing {@code object} in {@code format} would lose fields of a newer version that came
   * in another format. Clients write such objects in the format they came in.
   */
  public static boolean losesUnknownFields(Message object, WireFormat format) {
    return Writers.losesUnknownFields(object, format);
  }

  /**
   * One frame of a watch answer.
   *
   * @param type {@code ADDED}, {@code MODIFIED}, {@code DELETED}, {@code BOOKMARK} or {@code ERROR}
   * @param format JSON (one line), CBOR (one item) or protobuf (length and message)
   */
  public static byte[] writeWatchEvent(String type, Object object, WireFormat format) {
    return Writers.writeWatchEvent(type, object, format);
  }

  /**
   * A list answer.
   *
   * @param listKind kind such as {@code PodList}
   * @param items {@link Message}s of one type, or {@link Unstructured}s
   */
  public static byte[] writeList(
      String apiVersion,
      String listKind,
      io.kybern.api.meta.v1.ListMeta metadata,
      List<? extends KubernetesObject> items,
      WireFormat format) {
    return Writers.writeList(apiVersion, listKind, metadata, items, format);
  }

  /** The JSON of a message as a tree, as {@link #write} would write it; names kind and version. */
  @SuppressWarnings("unchecked")
  public static Map<String, Object> toTree(Message message) {
    return (Map<String, Object>) Objects.requireNonNull(Writers.toTree(message, false));
  }

  /**
   * The JSON of a message as a tree with only what is set, as {@link #writeSetFields} writes it.
   */
  @SuppressWarnings("unchecked")
  public static Map<String, Object> toTreeOfSetFields(Message message) {
    return (Map<String, Object>) Objects.requireNonNull(Writers.toTree(message, true));
  }

  /**
   * The message that a tree stands for.
   *
   * @throws io.kybern.error.DecodeException if it is not of that type
   */
  public static <T extends Message> T fromTree(MessageType<T> type, @Nullable Object tree) {
    return Readers.fromTree(type, tree, Problems.REJECT_DUPLICATES);
  }

  /** {@link #fromTree(MessageType, Object)} with a say in what happens to unknown fields. */
  public static <T extends Message> T fromTree(
      MessageType<T> type, @Nullable Object tree, Problems problems) {
    return Readers.fromTree(type, tree, problems);
  }

  /** A tree from JSON; maps and lists are immutable. */
  public static @Nullable Object jsonToTree(byte[] json) {
    return Readers.jsonToTree(json, Problems.REJECT_DUPLICATES);
  }

  /** A tree from JSON, with a say in what happens to duplicate members. */
  public static @Nullable Object jsonToTree(byte[] json, Problems problems) {
    return Readers.jsonToTree(json, problems);
  }

  /** JSON from a tree, without white space. */
  public static byte[] treeToJson(@Nullable Object tree) {
    return Writers.treeToJson(tree);
  }

  /** YAML from a tree, as kubectl prints it. */
  public static byte[] treeToYaml(@Nullable Object tree) {
    return Writers.treeToYaml(tree);
  }

  /** A tree from one YAML document, resolved as kubectl does. */
  public static @Nullable Object yamlToTree(byte[] yaml) {
    return Readers.yamlToTree(yaml, Problems.REJECT_DUPLICATES);
  }

  /**
   * A tree from CBOR. Bytes that a tag marks for base64 are text in base64; whole numbers are
   * {@link Long}, others {@link Double}.
   */
  public static @Nullable Object cborToTree(byte[] cbor) {
    return Readers.cborToTree(cbor);
  }

  /**
   * CBOR from a tree, as Go's encoder writes it. Numbers that are neither 64-bit integers nor
   * doubles become doubles.
   */
  public static byte[] treeToCbor(@Nullable Object tree) {
    return Writers.treeToCbor(tree);
  }

  /** An immutable copy of a tree; {@code tree} itself if it is immutable already. */
  public static @Nullable Object freezeTree(@Nullable Object tree) {
    return Trees.freeze(tree);
  }

  /**
   * The JSON of an object in Kubernetes protobuf whose kind has a Java type.
   *
   * @throws io.kybern.error.DecodeException if {@code protobuf} is no such object
   */
  public static byte[] protobufToJson(byte[] protobuf) {
    return Embedded.protobufToJson(protobuf, 0);
  }

  /** JSON without the white space between its parts, checked. */
  public static byte[] compactJson(byte[] json) {
    return Readers.compactJson(json);
  }
}
