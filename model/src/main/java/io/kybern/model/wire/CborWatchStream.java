package io.kybern.model.wire;

import io.kybern.model.ObjectType;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Events of a watch in CBOR: objects one after the other (RFC 8742). */
final class CborWatchStream<T> extends WatchStream<T> {
  private final BodyBuffer body;
  private final CborScanner scanner;
  private final ItemReader<T> items;

  CborWatchStream(ReadContext context, ObjectType<T> itemType, InputStream in) {
    this.body = new BodyBuffer(in);
    this.scanner = new CborScanner(body);
    this.items = new ItemReader<>(context, itemType, WireFormat.CBOR);
  }

  @Override
  public @Nullable Event<T> next() throws IOException {
    if (scanner.peek() < 0) {
      return null;
    }
    int length = scanner.item();
    int end = body.at + length;
    ReadPath path = new ReadPath();
    path.root("WatchEvent");
    path.base(body.base());
    CborInput in = new CborInput(body.bytes, body.at, end, StringCache.NONE, path, new Scratch());
    String type = "";
    int objectFrom = -1;
    int objectTo = -1;
    in.beginObject();
    while (in.nextMember()) {
      switch (in.messageMember()) {
        case "type" -> type = in.string();
        case "object" -> {
          objectFrom = in.position();
          in.skip();
          objectTo = in.position();
        }
        default -> in.skip();
      }
    }
    Event<T> event = items.event(type, body, objectFrom, objectTo);
    body.at = end;
    return event;
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
