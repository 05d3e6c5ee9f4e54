package io.kybern.benchmarks.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The objects of one resource.
 *
 * @param protobuf the objects in protobuf; {@code null} for custom resources
 */
record Collection(String version, String kind, Items json, Items protobuf) {
  private static final String LIST_VERSION = "200000000";

  /** Writes the list of the objects from {@code from} up to {@code to}. */
  void writeJson(OutputStream out, int from, int to) throws IOException {
    String more =
        to < json.count()
            ? ",\"continue\":\"" + to + "\",\"remainingItemCount\":" + (json.count() - to)
            : "";
    out.write(
        Wire.ascii(
            "{\"kind\":\""
                + kind
                + "List\",\"apiVersion\":\""
                + version
                + "\",\"metadata\":{\"resourceVersion\":\""
                + LIST_VERSION
                + "\""
                + more
                + "},\"items\":["));
    for (int i = from; i < to; i++) {
      if (i > from) {
        out.write(',');
      }
      out.write(json.get(i));
    }
    out.write(Wire.ascii("]}\n"));
  }

  /** The same in protobuf: the list's metadata is field 1, the items are field 2. */
  void writeProtobuf(OutputStream out, int from, int to) throws IOException {
    ByteArrayOutputStream metadata = new ByteArrayOutputStream();
    Wire.field(metadata, 2, Wire.ascii(LIST_VERSION));
    if (to < protobuf.count()) {
      Wire.field(metadata, 3, Wire.ascii("" + to));
      metadata.write(4 << 3);
      Wire.varint(metadata, protobuf.count() - to);
    }
    long length = 1 + Wire.varintLength(metadata.size()) + metadata.size();
    for (int i = from; i < to; i++) {
      int item = protobuf.get(i).length;
      length += 1 + Wire.varintLength(item) + item;
    }
    Wire.envelope(out, version, kind + "List", length);
    Wire.field(out, 1, metadata.toByteArray());
    for (int i = from; i < to; i++) {
      Wire.field(out, 2, protobuf.get(i));
    }
    Wire.envelopeEnd(out);
  }

  /** Object {@code index} on its own. */
  byte[] single(boolean inProtobuf, int index) {
    Items items = inProtobuf ? protobuf : json;
    return Wire.single(inProtobuf, version, kind, items.get(index));
  }
}
