package io.kybern.model.wire;

import io.kybern.model.ObjectType;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Events of a watch in JSON: objects one after the other. */
final class JsonWatchStream<T> extends WatchStream<T> {
  private final BodyBuffer body;
  private final JsonScanner scanner;
  private final ItemReader<T> items;

  JsonWatchStream(ReadContext context, ObjectType<T> itemType, InputStream in) {
    this.body = new BodyBuffer(in);
    this.scanner = new JsonScanner(body);
    this.items = new ItemReader<>(context, itemType, WireFormat.JSON);
  }

  @Override
  public @Nullable Event<T> next() throws IOException {
    if (scanner.peek() < 0) {
      return null;
    }
    int length = scanner.value();
    int end = body.at + length;
    ReadPath path = new ReadPath();
    path.root("WatchEvent");
    path.base(body.base());
    JsonInput in = new JsonInput(body.bytes, body.at, end, StringCache.NONE, path, new Scratch());
    String type = "";
    int objectFrom = -1;
    int objectTo = -1;
    in.beginObject();
    while (in.nextMember()) {
      switch (in.memberName()) {
        case "type" -> type = in.string();
        case "object" -> {
          in.peek();
          objectFrom = in.position();
          in.skip();
          objectTo = in.position();
        }
        default -> in.skip();
      }
    }
    in.requireEnd();
    Event<T> event = items.event(type, body, objectFrom, objectTo);
    body.at = end;
    return event;
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
