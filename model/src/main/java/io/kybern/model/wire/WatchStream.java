package io.kybern.model.wire;

import io.kybern.api.meta.v1.Status;
import io.kybern.model.ObjectType;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The events of a watch answer, decoded one by one as they arrive. For one thread.
 *
 * @param <T> type of the objects
 */
public abstract class WatchStream<T> implements AutoCloseable {
  WatchStream() {}

  static <T> WatchStream<T> open(
      ReadContext context, ObjectType<T> itemType, WireFormat format, InputStream body) {
    return switch (format) {
      case JSON -> new JsonWatchStream<>(context, itemType, body);
      case CBOR -> new CborWatchStream<>(context, itemType, body);
      case PROTOBUF -> new ProtobufWatchStream<>(context, itemType, body);
      case YAML -> throw new IllegalArgumentException("a watch is JSON, CBOR or protobuf");
    };
  }

  /**
   * One event.
   *
   * @param type {@code ADDED}, {@code MODIFIED}, {@code DELETED}, {@code BOOKMARK} or {@code
   *     ERROR}, or a word of a newer server
   * @param object the object; {@code null} for an error
   * @param status the error; {@code null} for an object
   */
  public record Event<T>(String type, @Nullable T object, @Nullable Status status) {}

  /**
   * Waits for the next event; {@code null} when the server ended the answer between two events.
   *
   * @throws io.kybern.error.DecodeException if the bytes are no event
   * @throws IOException if the connection broke, or ended within an event
   */
  public abstract @Nullable Event<T> next() throws IOException;

  @Override
  public abstract void close() throws IOException;
}
