package io.kybern.model.wire;

import java.util.Arrays;

/**
 * The Kubernetes envelope around protobuf: four magic bytes and a message with the object's
 * version, kind and bytes.
 *
 * @param from where the object's bytes start in the source
 * @param to where they end
 */
record Envelope(String apiVersion, String kind, int from, int to) {
  static final byte[] MAGIC = {'k', '8', 's', 0};

  static boolean startsWithMagic(byte[] source, int from, int to) {
    return to - from >= 4 && Arrays.equals(source, from, from + 4, MAGIC, 0, 4);
  }

  static Envelope read(byte[] source, int from, int to, ReadPath path) {
    if (!startsWithMagic(source, from, to)) {
      throw path.error(
          "expected Kubernetes protobuf, which starts with \"k8s\" and a zero byte", from);
    }
    ProtobufReader reader =
        new ProtobufReader(ReadContext.plain(), source, from + 4, path, new Scratch());
    String apiVersion = "";
    String kind = "";
    int rawFrom = -1;
    int rawTo = -1;
    while (reader.position() < to) {
      int tag = reader.tag(to);
      switch (tag) {
        case 1 << 3 | 2 -> {
          int end = reader.length(to);
          while (reader.position() < end) {
            int inner = reader.tag(end);
            switch (inner) {
              case 1 << 3 | 2 -> apiVersion = reader.string(end);
              case 2 << 3 | 2 -> kind = reader.string(end);
              default -> reader.skipField(inner, end);
            }
          }
        }
        case 2 << 3 | 2 -> {
          rawTo = reader.length(to);
          rawFrom = reader.position();
          reader.position(rawTo);
        }
        case 3 << 3 | 2 -> requireEmpty(reader.string(to), "content encoding", path, reader);
        case 4 << 3 | 2 -> {
          String contentType = reader.string(to);
          if (!contentType.equals(WireFormat.PROTOBUF.mediaType())) {
            requireEmpty(contentType, "content type", path, reader);
          }
        }
        default -> reader.skipField(tag, to);
      }
    }
    if (rawFrom < 0) {
      throw path.error("the envelope holds no object", to);
    }
    return new Envelope(apiVersion, kind, rawFrom, rawTo);
  }

  private static void requireEmpty(
      String value, String what, ReadPath path, ProtobufReader reader) {
    if (!value.isEmpty()) {
      throw path.error(what + " \"" + ReadPath.shown(value) + "\" is not known", reader.position());
    }
  }

  /** What follows the object's bytes: two empty strings. */
  static void writeEnd(ProtobufOutput out) {
    out.string(4, "");
    out.string(3, "");
  }

  /** What comes before the object's bytes, which began when the size was {@code before}. */
  static void writeStart(ProtobufOutput out, int before, String apiVersion, String kind) {
    out.header(2, before);
    int typeMeta = out.size();
    out.string(2, kind);
    out.string(1, apiVersion);
    out.header(1, typeMeta);
    out.raw(MAGIC);
  }
}
