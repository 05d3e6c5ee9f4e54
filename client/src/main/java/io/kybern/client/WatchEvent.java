package io.kybern.client;

/**
 * One change that a watch saw.
 *
 * @param type what happened
 * @param object the object after the change; before it, for a deletion; only kind and resource
 *     version, for a bookmark
 * @param endsInitialEvents whether this is the bookmark that ends the initial additions of {@link
 *     ListQuery#initialEvents()}
 * @param <T> type of the objects
 */
public record WatchEvent<T>(Type type, T object, boolean endsInitialEvents) {
  /** What happened to an object. */
  public enum Type {
    /** It came into being, or into the selection, or was there when the watch began. */
    ADDED,
    /** It changed. */
    MODIFIED,
    /** It is gone, or left the selection. */
    DELETED,
    /** Nothing; the watch has come as far as the object's resource version. */
    BOOKMARK
  }

  /** An event that ends no initial events. */
  public WatchEvent(Type type, T object) {
    this(type, object, false);
  }
}
