package io.kybern.model.wire;

import io.kybern.api.meta.v1.Status;
import io.kybern.error.DecodeException;
import io.kybern.model.ObjectType;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Events of a watch in protobuf: four bytes of length, then a {@code WatchEvent} without envelope
 * whose object has one.
 */
final class ProtobufWatchStream<T> extends WatchStream<T> {
  private static final int TYPE = 1 << 3 | 2;
  private static final int OBJECT = 2 << 3 | 2;
  private static final int RAW = 1 << 3 | 2;

  private final ReadContext context;
  private final BodyBuffer body;
  private final ItemReader<T> items;

  ProtobufWatchStream(ReadContext context, ObjectType<T> itemType, InputStream in) {
    this.context = context;
    this.body = new BodyBuffer(in);
    this.items = new ItemReader<>(context, itemType, WireFormat.PROTOBUF);
  }

  @Override
  public @Nullable Event<T> next() throws IOException {
    if (!body.has(1)) {
      return null;
    }
    body.require(4);
    int length = 0;
    for (int i = 0; i < 4; i++) {
      length = length << 8 | body.bytes[body.at++] & 0xFF;
    }
    if (length < 0 || length > BodyBuffer.MAX_OBJECT_BYTES) {
      throw new DecodeException(
          "a watch frame says it has " + Integer.toUnsignedString(length) + " bytes",
          "WatchEvent",
          "",
          body.offset());
    }
    body.require(length);
    Event<T> event = event(body.bytes, body.at, body.at + length);
    body.at += length;
    return event;
  }

  private Event<T> event(byte[] source, int from, int end) {
    ReadPath path = new ReadPath();
    path.root("WatchEvent");
    path.base(body.base());
    ProtobufReader in = new ProtobufReader(ReadContext.plain(), source, from, path, new Scratch());
    String type = "";
    int objectFrom = end;
    int objectTo = end;
    while (in.position() < end) {
      int tag = in.tag(end);
      if (tag == TYPE) {
        type = in.string(end);
      } else if (tag == OBJECT) {
        int extensionEnd = in.length(end);
        while (in.position() < extensionEnd) {
          int inner = in.tag(extensionEnd);
          if (inner == RAW) {
            objectTo = in.length(extensionEnd);
            objectFrom = in.position();
            in.position(objectTo);
          } else {
            in.skipField(inner, extensionEnd);
          }
        }
      } else {
        in.skipField(tag, end);
      }
    }
    if (type.isEmpty() || objectFrom == objectTo) {
      throw in.error("a watch event needs a type and an object");
    }
    if (type.equals("ERROR")) {
      return new Event<>(type, null, status(source, objectFrom, objectTo));
    }
    if (!Envelope.startsWithMagic(source, objectFrom, objectTo)) {
      return new Event<>(type, items.item(source, objectFrom, objectTo, body.base()), null);
    }
    Envelope envelope = Envelope.read(source, objectFrom, objectTo, path);
    String expected = items.type().kind();
    if (expected != null && !envelope.kind().isEmpty() && !envelope.kind().equals(expected)) {
      throw path.error(
          "expected " + expected + ", found " + ReadPath.shown(envelope.kind()), objectFrom);
    }
    return new Event<>(
        type, items.protobuf(source, envelope.from(), envelope.to(), body.base()), null);
  }

  private Status status(byte[] source, int from, int to) {
    return Envelope.startsWithMagic(source, from, to)
        ? Readers.read(context, Status.TYPE, WireFormat.PROTOBUF, source, from, to)
        : items.status(source, from, to, body.base());
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
