package io.kybern.client;

import io.kybern.api.meta.v1.Table;
import io.kybern.model.ObjectType;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Watches objects as the server would have them printed. */
record TableWatchSource(View<?> view) implements WatchSource<Table> {
  @Override
  public Present<Table> present(ListQuery query, Cancellation cancellation) {
    Table table = Tables.list(view, query);
    Iterator<Table> items = List.of(table).iterator();
    return new Present<>() {
      @Override
      public boolean hasNext() {
        return items.hasNext();
      }

      @Override
      public Table next() {
        return items.next();
      }

      @Override
      public @Nullable String resourceVersion() {
        return table.metadata().resourceVersion();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public String accept() {
    return Request.TABLE;
  }

  @Override
  public ObjectType<Table> type() {
    return Table.TYPE;
  }

  @Override
  public @Nullable String versionOf(Table table) {
    return table.metadata().resourceVersion();
  }

  @Override
  public boolean endsInitialEvents(Table bookmark) {
    return false;
  }
}
