package io.kybern.model.wire;

import io.kybern.api.meta.v1.ListMeta;
import io.kybern.error.DecodeException;
import io.kybern.model.ObjectType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Items of a list in protobuf: inside the envelope's raw part, one after the other. */
final class ProtobufListStream<T> extends ListStream<T> {
  private static final int METADATA = 1 << 3 | 2;
  private static final int ITEM = 2 << 3 | 2;
  private static final int ENVELOPE_TYPE = 1 << 3 | 2;
  private static final int ENVELOPE_RAW = 2 << 3 | 2;

  private final ReadContext context;
  private final BodyBuffer body;
  private final ItemReader<T> items;
  private ListMeta metadata = ListMeta.TYPE.empty();

  /** Offset at which the list's bytes end; -1 before they began. */
  private long end = -1;

  private boolean done;

  ProtobufListStream(ReadContext context, ObjectType<T> itemType, InputStream in) {
    this.context = context;
    this.body = new BodyBuffer(in);
    this.items = new ItemReader<>(context, itemType, WireFormat.PROTOBUF);
  }

  @Override
  public @Nullable T next() throws IOException {
    if (done) {
      return null;
    }
    if (end < 0) {
      start();
    }
    while (body.offset() < end) {
      int tag = body.tag();
      if (tag == ITEM) {
        int length = part();
        T item = items.protobuf(body.bytes, body.at, body.at + length, body.base());
        body.at += length;
        return item;
      }
      if (tag == METADATA) {
        int length = part();
        ReadPath path = new ReadPath();
        path.root("ListMeta");
        path.base(body.base());
        metadata =
            new ProtobufReader(context, body.bytes, body.at, path, new Scratch())
                .message(ListMeta.TYPE, body.at + length);
        body.at += length;
      } else {
        skip(tag, end);
      }
    }
    if (body.offset() > end) {
      throw error("a part of the list is longer than the list");
    }
    finish();
    return null;
  }

  private int part() throws IOException {
    int length = body.objectLength();
    if (length > end - body.offset()) {
      throw error("a part says it has " + length + " bytes, the list has fewer left");
    }
    body.require(length);
    return length;
  }

  /** Reads the envelope up to the list's bytes. */
  private void start() throws IOException {
    body.require(4);
    if (!Envelope.startsWithMagic(body.bytes, body.at, body.limit)) {
      throw error("expected Kubernetes protobuf, which starts with \"k8s\" and a zero byte");
    }
    body.at += 4;
    while (body.has(1)) {
      int tag = body.tag();
      if (tag == ENVELOPE_RAW) {
        long length = body.varint();
        if (length < 0 || length > Long.MAX_VALUE - body.offset()) {
          throw error("a list says it has " + Long.toUnsignedString(length) + " bytes");
        }
        end = body.offset() + length;
        return;
      }
      if (tag == ENVELOPE_TYPE) {
        int length = body.objectLength();
        body.require(length);
        checkKind(new String(body.bytes, body.at, length, StandardCharsets.UTF_8));
        body.at += length;
      } else {
        skip(tag, Long.MAX_VALUE);
      }
    }
    throw body.early();
  }

  /** The encoded version and kind end with the kind's name. */
  private void checkKind(String typeMeta) {
    if (!typeMeta.endsWith("List")) {
      throw error("expected a list, found another kind");
    }
  }

  private void finish() throws IOException {
    while (body.has(1)) {
      skip(body.tag(), Long.MAX_VALUE);
    }
    done = true;
  }

  private void skip(int tag, long limit) throws IOException {
    switch (tag & 7) {
      case 0 -> body.varint();
      case 1 -> body.skip(8);
      case 2 -> {
        long length = body.varint();
        if (length < 0 || length > limit - body.offset()) {
          throw error("a part is longer than what holds it");
        }
        body.skip(length);
      }
      case 5 -> body.skip(4);
      default -> throw error("protobuf wire type " + (tag & 7) + " does not exist here");
    }
  }

  private DecodeException error(String reason) {
    String kind = items.type().kind();
    return new DecodeException(reason, kind == null ? null : kind + "List", "", body.offset());
  }

  @Override
  public ListMeta metadata() {
    return metadata;
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
