package io.kybern.model.wire;

import io.kybern.api.meta.v1.ListMeta;
import io.kybern.error.DecodeException;
import io.kybern.model.ObjectType;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Items of a list in CBOR. */
final class CborListStream<T> extends ListStream<T> {
  /** More members than a list of any version has; others are not looked at for coming twice. */
  private static final int MAX_NAMES = 64;

  private enum State {
    START,
    MEMBERS,
    ITEMS,
    END
  }

  private final ReadContext context;
  private final BodyBuffer body;
  private final CborScanner scanner;
  private final ItemReader<T> items;
  private final Set<String> names = new HashSet<>();
  private ListMeta metadata = ListMeta.TYPE.empty();
  private State state = State.START;
  private long membersLeft;
  private long itemsLeft;

  CborListStream(ReadContext context, ObjectType<T> itemType, InputStream in) {
    this.context = context;
    this.body = new BodyBuffer(in);
    this.scanner = new CborScanner(body);
    this.items = new ItemReader<>(context, itemType, WireFormat.CBOR);
  }

  @Override
  public @Nullable T next() throws IOException {
    while (true) {
      switch (state) {
        case START -> {
          scanner.tags();
          membersLeft = scanner.begin(CborHeads.MAP);
          state = State.MEMBERS;
        }
        case MEMBERS -> {
          if (scanner.more(membersLeft)) {
            membersLeft -= membersLeft == CborScanner.UNKNOWN ? 0 : 1;
            member(name());
          } else {
            state = State.END;
            if (scanner.peek() >= 0) {
              throw new DecodeException(
                  "expected the end, found more after the list", listKind(), "", body.offset());
            }
          }
        }
        case ITEMS -> {
          if (scanner.more(itemsLeft)) {
            itemsLeft -= itemsLeft == CborScanner.UNKNOWN ? 0 : 1;
            int length = scanner.item();
            T item = items.item(body.bytes, body.at, body.at + length, body.base());
            body.at += length;
            return item;
          }
          state = State.MEMBERS;
        }
        case END -> {
          return null;
        }
      }
    }
  }

  private String name() throws IOException {
    int length = scanner.item();
    ReadPath path = new ReadPath();
    path.root(listKind());
    path.base(body.base());
    String name = input(length, path, new Scratch()).string();
    if (names.size() < MAX_NAMES && !names.add(name)) {
      throw path.error("member \"" + ReadPath.shown(name) + "\" comes twice", body.at);
    }
    body.at += length;
    return name;
  }

  private CborInput input(int length, ReadPath path, Scratch scratch) {
    return new CborInput(body.bytes, body.at, body.at + length, context.strings(), path, scratch);
  }

  private void member(String name) throws IOException {
    if (name.equals("items")) {
      scanner.tags();
      if (scanner.peek() >> 5 == CborHeads.ARRAY) {
        itemsLeft = scanner.begin(CborHeads.ARRAY);
        state = State.ITEMS;
        return;
      }
    }
    int length = scanner.item();
    ReadPath path = new ReadPath();
    path.root(listKind());
    path.base(body.base());
    path.push(name, body.at);
    Scratch scratch = new Scratch();
    CborInput in = input(length, path, scratch);
    switch (name) {
      case "metadata" -> {
        if (in.peek() != Input.NULL) {
          metadata =
              new MessageReader(context, in, scratch, Problems.REJECT_DUPLICATES)
                  .root(ListMeta.TYPE);
        }
      }
      case "kind" -> {
        String kind = in.peek() == Input.NULL ? "" : in.string();
        if (!kind.isEmpty() && !kind.endsWith("List")) {
          throw path.error("expected a list, found \"" + ReadPath.shown(kind) + '"', body.at);
        }
      }
      case "items" -> {
        if (in.peek() != Input.NULL) {
          throw in.expected("an array");
        }
      }
      default -> {}
    }
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
