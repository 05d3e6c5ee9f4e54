package io.kybern.conformance.lists;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.api.core.v1.ConfigMapList;
import io.kybern.api.meta.v1.Status;
import io.kybern.conformance.Wire;
import io.kybern.conformance.Wire.Reply;
import io.kybern.model.Message;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WatchStream;
import io.kybern.model.wire.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lists and watches of config maps in every format, read as the trees that JSON has. */
final class Spoken {
  /** Formats in which a server of the suites answers. */
  static final List<WireFormat> ALL =
      List.of(WireFormat.JSON, WireFormat.PROTOBUF, WireFormat.CBOR);

  private static final Codec CODEC = Codec.eager();

  private Spoken() {}

  /** What a watch in this format accepts. */
  static String ofWatches(WireFormat format) {
    return format == WireFormat.PROTOBUF
        ? format.mediaType() + ";stream=watch"
        : format.mediaType();
  }

  /** An answer in {@code format}, which it must be in, with its content as JSON. */
  static Reply readable(Reply reply, WireFormat format) {
    String type = String.valueOf(reply.headers().get("Content-Type"));
    assertEquals(format.mediaType(), type.split(";")[0], reply::text);
    Object tree =
        switch (format) {
          case JSON -> Codec.jsonToTree(reply.body());
          case CBOR -> Codec.cborToTree(reply.body());
          default ->
              reply.code() == 200
                  ? Codec.toTree(CODEC.read(ConfigMapList.TYPE, format, reply.body()))
                  : Codec.toTree(CODEC.read(Status.TYPE, format, reply.body()));
        };
    return new Reply(reply.code(), reply.headers(), Codec.treeToJson(tree));
  }

  /** All events until the server ends the watch, as JSON shows them. */
  static List<Map<String, Object>> events(Wire.Stream stream, WireFormat format) {
    List<Map<String, Object>> events = new ArrayList<>();
    try (WatchStream<ConfigMap> watch = CODEC.readWatch(ConfigMap.TYPE, format, stream.body())) {
      for (WatchStream.Event<ConfigMap> event = watch.next(); event != null; event = watch.next()) {
        Message object = event.object() == null ? event.status() : event.object();
        assertNotNull(object);
        events.add(Map.of("type", event.type(), "object", Codec.toTree(object)));
      }
      return events;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
