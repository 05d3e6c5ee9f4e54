package io.kybern.model.wire;

import io.kybern.api.meta.v1.ListMeta;
import io.kybern.model.ObjectType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The items of a list answer, decoded one by one as they arrive. For one thread.
 *
 * @param <T> type of the items
 */
public abstract class ListStream<T> implements AutoCloseable {
  ListStream() {}

  static <T> ListStream<T> open(
      ReadContext context, ObjectType<T> itemType, WireFormat format, InputStream body)
      throws IOException {
    return switch (format) {
      case JSON -> new JsonListStream<>(context, itemType, body);
      case CBOR -> new CborListStream<>(context, itemType, body);
      case PROTOBUF -> new ProtobufListStream<>(context, itemType, body);
      case YAML -> {
        try (body) {
          Object tree = Readers.yamlToTree(body.readAllBytes(), Problems.REJECT_DUPLICATES);
          yield new JsonListStream<>(
              context, itemType, new ByteArrayInputStream(Writers.treeToJson(tree)));
        }
      }
    };
  }

  /**
   * The next item, or {@code null} at the end.
   *
   * @throws io.kybern.error.DecodeException if the answer is not a list of such items
   * @throws IOException if the body cannot be read to its end
   */
  public abstract @Nullable T next() throws IOException;

  /**
   * Metadata of the list: complete once {@link #next} has returned {@code null}; before that, what
   * came ahead of the items.
   */
  public abstract ListMeta metadata();

  @Override
  public abstract void close() throws IOException;
}
