package io.kybern.model.wire;

import io.kybern.api.meta.v1.ListMeta;
import io.kybern.error.DecodeException;
import io.kybern.model.ObjectType;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Items of a list in JSON. */
final class JsonListStream<T> extends ListStream<T> {
  private enum State {
    START,
    MEMBERS,
    ITEMS,
    END
  }

  /** Room for many items, of which few stand across its end. */
  private static final int BUFFER_BYTES = 64 << 10;

  private final ReadContext context;
  private final BodyBuffer body;
  private final JsonScanner scanner;
  private final ItemReader<T> items;
  private ListMeta metadata = ListMeta.TYPE.empty();
  private State state = State.START;
  private boolean first = true;
  private boolean hasItems;

  /** Of the items so far, in bytes. */
  private int largest;

  JsonListStream(ReadContext context, ObjectType<T> itemType, InputStream in) {
    this.context = context;
    this.body = new BodyBuffer(in, BUFFER_BYTES);
    this.scanner = new JsonScanner(body);
    this.items = new ItemReader<>(context, itemType, WireFormat.JSON);
  }

  @Override
  public @Nullable T next() throws IOException {
    while (true) {
      switch (state) {
        case START -> {
          scanner.take('{');
          state = State.MEMBERS;
          first = true;
        }
        case MEMBERS -> {
          if (part('}')) {
            member(scanner.memberName());
          } else {
            state = State.END;
            if (scanner.peek() >= 0) {
              throw new DecodeException(
                  "expected the end, found more after the list", listKind(), "", body.offset());
            }
          }
        }
        case ITEMS -> {
          if (part(']')) {
            return item();
          }
          state = State.MEMBERS;
          first = false;
        }
        case END -> {
          return null;
        }
      }
    }
  }

  /**
   * The item that comes next. Where its end is likely in the buffer it is not looked for before;
   * what cannot be read that way is read when all of it is there.
   */
  private T item() throws IOException {
    body.ahead(2 * largest);
    if (body.available() >= 2 * largest) {
      T item = items.start(body.bytes, body.at, body.limit, body.base());
      if (item != null) {
        took(items.end() - body.at);
        return item;
      }
    }
    int length = scanner.value();
    T item = items.item(body.bytes, body.at, body.at + length, body.base());
    took(length);
    return item;
  }

  private void took(int length) {
    largest = Math.max(largest, Math.min(length, BUFFER_BYTES));
    body.at += length;
  }

  /**
   * Takes the comma before the next part, or {@code close} at the end and answers {@code false}.
   */
  private boolean part(char close) throws IOException {
    int next = scanner.peek();
    if (next == close) {
      body.at++;
      return false;
    }
    if (!first) {
      scanner.take(',');
    }
    first = false;
    return true;
  }

  private void member(String name) throws IOException {
    if (name.equals("items") && scanner.peek() == '[') {
      if (hasItems) {
        throw new DecodeException("member \"items\" comes twice", listKind(), "", body.offset());
      }
      hasItems = true;
      body.at++;
      state = State.ITEMS;
      first = true;
      return;
    }
    int length = scanner.value();
    ReadPath path = new ReadPath();
    path.root(listKind());
    path.base(body.base());
    path.push(name, body.at);
    Scratch scratch = new Scratch();
    JsonInput in =
        new JsonInput(body.bytes, body.at, body.at + length, context.strings(), path, scratch);
    if (in.peek() == Input.NULL) {
      in.nullValue();
      in.requireEnd();
      body.at += length;
      return;
    }
    switch (name) {
      case "metadata" ->
          metadata =
              new MessageReader(context, in, scratch, Problems.REJECT_DUPLICATES)
                  .root(ListMeta.TYPE);
      case "kind" -> {
        String kind = in.string();
        if (!kind.endsWith("List")) {
          throw path.error("expected a list, found \"" + ReadPath.shown(kind) + '"', body.at);
        }
      }
      case "items" -> throw in.expected("an array");
      default -> in.skip();
    }
    in.requireEnd();
    body.at += length;
  }

  private String listKind() {
    String kind = items.type().kind();
    return kind == null ? "List" : kind + "List";
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
