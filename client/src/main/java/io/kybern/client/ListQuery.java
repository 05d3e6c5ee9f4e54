package io.kybern.client;

import io.kybern.api.meta.v1.ListOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which objects a list, a watch or a collection delete is about, and how they are read. Immutable:
 * every method returns a changed copy. {@link #all()} is all objects at their latest state.
 */
public final class ListQuery {
  /** How a list's {@link #resourceVersion} is to be understood. */
  public enum Match {
    /** Exactly that version; 410 if the server does not have it any more. */
    EXACT("Exact"),
    /** That version or any newer one. */
    NOT_OLDER_THAN("NotOlderThan");

    private final String wire;

    Match(String wire) {
      this.wire = wire;
    }
  }

  /** Objects per page of a list unless {@link #limit} says otherwise. */
  static final int PAGE = 500;

  private static final ListQuery ALL = new ListQuery(ListOptions.TYPE.empty());

  private final ListOptions options;

  private ListQuery(ListOptions options) {
    this.options = options;
  }

  /** All objects, latest state. */
  public static ListQuery all() {
    return ALL;
  }

  /** Objects whose labels match a selector such as {@code app=web,tier in (a,b),!old}. */
  public static ListQuery labels(String selector) {
    return ALL.withLabels(selector);
  }

  /**
   * Objects whose fields match a selector such as {@code spec.nodeName=n1,status.phase!=Failed}.
   */
  public static ListQuery fields(String selector) {
    return ALL.withFields(selector);
  }

  /** What these options say; {@code watch} in them has no effect. */
  public static ListQuery of(ListOptions options) {
    return new ListQuery(options.toBuilder().watch(null).build());
  }

  /** With a label selector; empty for none. */
  public ListQuery withLabels(String selector) {
    return new ListQuery(options.toBuilder().labelSelector(emptyToNull(selector)).build());
  }

  /** With a field selector; empty for none. */
  public ListQuery withFields(String selector) {
    return new ListQuery(options.toBuilder().fieldSelector(emptyToNull(selector)).build());
  }

  /**
   * For a list: at least this version, or as {@link #match} says; {@code "0"} allows the server's
   * cache to answer with any state. For a watch: changes after this version. Empty, the default:
   * the latest.
   */
  public ListQuery resourceVersion(String version) {
    return new ListQuery(options.toBuilder().resourceVersion(emptyToNull(version)).build());
  }

  /** How {@link #resourceVersion} is to be understood. No effect without one, nor on a watch. */
  public ListQuery match(Match match) {
    return new ListQuery(options.toBuilder().resourceVersionMatch(match.wire).build());
  }

  /**
   * Objects per answer; default 500. 0 asks for everything in one answer. Servers may ignore it,
   * and do for {@code resourceVersion("0")}. No effect on a watch.
   */
  public ListQuery limit(long limit) {
    if (limit < 0) {
      throw new IllegalArgumentException("limit " + limit + " is negative");
    }
    return new ListQuery(options.toBuilder().limit(limit).build());
  }

  /** Goes on where an earlier page ended: {@code metadata.continue} of that page. */
  public ListQuery continueAt(String token) {
    return new ListQuery(options.toBuilder().continue_(emptyToNull(token)).build());
  }

  /**
   * How long one answer may take, told to the server too in whole seconds, rounded up. For a watch:
   * after this long it ends. Default: the client's time-out for lists, no end for watches.
   */
  public ListQuery timeout(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("timeout " + timeout + " is not positive");
    }
    return new ListQuery(options.toBuilder().timeoutSeconds(seconds(timeout)).build());
  }

  /** Delivers bookmark events of a watch too; they are used but hidden otherwise. */
  public ListQuery bookmarks() {
    return new ListQuery(options.toBuilder().allowWatchBookmarks(true).build());
  }

  /**
   * A watch that starts with the present objects sent by the server as a stream of additions,
   * closed by a bookmark for which {@link WatchEvent#endsInitialEvents()} is true. Needs a server
   * that can do so.
   */
  public ListQuery initialEvents() {
    return new ListQuery(
        options.toBuilder().sendInitialEvents(true).allowWatchBookmarks(true).build());
  }

  /** The same as the API's own message. */
  public ListOptions options() {
    return options;
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }

  static long seconds(Duration duration) {
    return duration.toSeconds() + (duration.toNanosPart() > 0 ? 1 : 0);
  }

  /** The version to start at, {@code null} for the latest. */
  @Nullable String version() {
    String version = options.resourceVersion();
    return version == null || version.isEmpty() ? null : version;
  }

  @Nullable Duration timeout() {
    Long seconds = options.timeoutSeconds();
    return seconds == null || seconds <= 0 ? null : Duration.ofSeconds(seconds);
  }

  boolean wantsBookmarks() {
    return Boolean.TRUE.equals(options.allowWatchBookmarks());
  }

  boolean wantsInitialEvents() {
    return Boolean.TRUE.equals(options.sendInitialEvents());
  }

  /** The first page of a list: with a limit, without what only watches know. */
  ListQuery firstPage() {
    Long limit = options.limit();
    return new ListQuery(
        options.toBuilder()
            .limit(limit == null ? PAGE : limit)
            .allowWatchBookmarks(null)
            .sendInitialEvents(null)
            .build());
  }

  /** A page after the first: it must not say again at which version. */
  ListQuery nextPage(String token) {
    return new ListQuery(
        options.toBuilder()
            .resourceVersion(null)
            .resourceVersionMatch(null)
            .continue_(token)
            .build());
  }

  /** Everything in one answer. */
  ListQuery unpaged() {
    return new ListQuery(options.toBuilder().limit(null).continue_(null).build());
  }

  /** A watch from {@code version}; {@code null} only with initial events. */
  ListOptions watchFrom(@Nullable String version, @Nullable Duration remaining) {
    ListOptions.Builder watch =
        options.toBuilder()
            .watch(true)
            .allowWatchBookmarks(true)
            .limit(null)
            .continue_(null)
            .resourceVersionMatch(null)
            .sendInitialEvents(null)
            .resourceVersion(version)
            .timeoutSeconds(remaining == null ? null : seconds(remaining));
    if (version == null) {
      watch.sendInitialEvents(true).resourceVersionMatch(Match.NOT_OLDER_THAN.wire);
    }
    return watch.build();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ListQuery that && options.equals(that.options);
  }

  @Override
  public int hashCode() {
    return options.hashCode();
  }

  @Override
  public String toString() {
    return "ListQuery[" + options + "]";
  }
}
