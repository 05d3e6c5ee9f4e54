package io.kybern.apiserver.table;

import io.kybern.api.core.v1.Event;
import io.kybern.api.core.v1.EventSource;
import io.kybern.api.core.v1.ObjectReference;
import io.kybern.model.KubernetesObject;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Rows of events, which both groups that have them show alike. */
final class EventRows {
  private EventRows() {}

  /** What the two versions of events have in common. */
  private record Facts(
      KubernetesObject object,
      @Nullable String type,
      @Nullable String reason,
      ObjectReference about,
      EventSource source,
      @Nullable String controller,
      @Nullable String instance,
      @Nullable String message,
      @Nullable Instant first,
      @Nullable Instant last,
      @Nullable Instant time,
      @Nullable Instant lastOfSeries,
      @Nullable Integer countOfSeries,
      @Nullable Integer count) {}

  static void core(Event event, Cells cells) {
    boolean series = event.hasSeries();
    print(
        new Facts(
            event,
            event.type(),
            event.reason(),
            event.involvedObject(),
            event.source(),
            event.reportingComponent(),
            event.reportingInstance(),
            event.message(),
            event.firstTimestamp(),
            event.lastTimestamp(),
            event.eventTime(),
            event.series().lastObservedTime(),
            series ? count(event.series().count()) : null,
            event.count()),
        cells);
  }

  static void events(io.kybern.api.events.v1.Event event, Cells cells) {
    print(
        new Facts(
            event,
            event.type(),
            event.reason(),
            event.regarding(),
            event.deprecatedSource(),
            event.reportingController(),
            event.reportingInstance(),
            event.note(),
            event.deprecatedFirstTimestamp(),
            event.deprecatedLastTimestamp(),
            event.eventTime(),
            event.series().lastObservedTime(),
            event.hasSeries() ? count(event.series().count()) : null,
            event.deprecatedCount()),
        cells);
  }

  private static Integer count(@Nullable Integer count) {
    return count == null ? Integer.valueOf(0) : count;
  }

  private static void print(Facts event, Cells cells) {
    Instant first = event.first() != null ? event.first() : event.time();
    Instant last = event.last() != null ? event.last() : first;
    Integer count = event.count();
    long times = count == null || count == 0 ? 1 : count;
    if (event.countOfSeries() != null) {
      last = event.lastOfSeries();
      times = event.countOfSeries();
    }
    cells
        .since(last)
        .text(event.type())
        .text(event.reason())
        .add(about(event.about()))
        .text(event.about().fieldPath())
        .add(source(event))
        .add(Cells.or(event.message(), "").strip())
        .since(first)
        .add(times)
        .add(event.object().name());
  }

  private static String about(ObjectReference reference) {
    String kind = Cells.or(reference.kind(), "").toLowerCase(Locale.ROOT);
    String name = Cells.or(reference.name(), "");
    return name.isEmpty() ? kind : kind + "/" + name;
  }

  private static String source(Facts event) {
    String component = Cells.or(event.source().component(), Cells.or(event.controller(), ""));
    String host = Cells.or(event.source().host(), Cells.or(event.instance(), ""));
    return host.isEmpty() ? component : component + ", " + host;
  }
}
