package io.kybern.model.wire;

import io.kybern.model.ObjectType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events of a watch in JSON: objects one after the other. Servers send each as one line, its type
 * first, and such lines are read in one go; whatever else is an event is read once all of it is
 * there.
 */
final class JsonWatchStream<T> extends WatchStream<T> {
  private static final List<String> TYPES = List.of("ADDED", "MODIFIED", "DELETED", "BOOKMARK");

  /** How the lines of {@link #TYPES} begin. */
  private static final List<byte[]> STARTS = TYPES.stream().map(JsonWatchStream::start).toList();

  private final BodyBuffer body;
  private final JsonScanner scanner;
  private final ItemReader<T> items;

  JsonWatchStream(ReadContext context, ObjectType<T> itemType, InputStream in) {
    this.body = new BodyBuffer(in);
    this.scanner = new JsonScanner(body);
    this.items = new ItemReader<>(context, itemType, WireFormat.JSON);
  }

  private static byte[] start(String type) {
    return ("{\"type\":\"" + type + "\",\"object\":").getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public @Nullable Event<T> next() throws IOException {
    int first = scanner.peek();
    if (first < 0) {
      return null;
    }
    int lineEnd = first == '{' ? lineEnd() : -1;
    Event<T> event = lineEnd < 0 ? null : line(lineEnd);
    return event == null ? whole() : event;
  }

  /**
   * Waits for the end of the line. Answers where it is; -1 if the event may be all there without
   * one, or if it cannot be.
   */
  private int lineEnd() throws IOException {
    int searched = 0;
    while (true) {
      int end = Octets.lineFeed(body.bytes, body.at + searched, body.limit);
      if (end < body.limit) {
        return end;
      }
      searched = body.available();
      if (body.bytes[body.limit - 1] == '}' || !body.fill()) {
        return -1;
      }
    }
  }

  /** The event in the line that ends there; {@code null} if it is no line as servers send it. */
  private @Nullable Event<T> line(int lineEnd) {
    byte[] bytes = body.bytes;
    for (int i = 0; i < STARTS.size(); i++) {
      byte[] start = STARTS.get(i);
      int object = body.at + start.length;
      if (object < lineEnd && Arrays.equals(bytes, body.at, object, start, 0, start.length)) {
        T item = items.start(bytes, object, lineEnd, body.base());
        if (item == null || items.end() + 1 != lineEnd || bytes[lineEnd - 1] != '}') {
          return null;
        }
        body.at = lineEnd + 1;
        return new Event<>(TYPES.get(i), item, null);
      }
    }
    return null;
  }

  private Event<T> whole() throws IOException {
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
