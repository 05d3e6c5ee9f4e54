package io.kybern.model.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.api.core.v1.Pod;
import io.kybern.api.meta.v1.Status;
import io.kybern.error.DecodeException;
import io.kybern.model.Golden;
import io.kybern.model.ObjectType;
import io.kybern.model.Pieces;
import io.kybern.model.Seed;
import io.kybern.model.Unstructured;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WatchStreamTest {
  private final Codec codec = Codec.lazy();
  private final Pod pod =
      Codec.eager()
          .read(Pod.TYPE, WireFormat.JSON, Golden.random("core.v1.Pod").in(WireFormat.JSON));
  private final Pod bookmark = Pod.builder().metadata(m -> m.resourceVersion("77")).build();
  private final Status gone =
      Status.builder().status("Failure").code(410).reason("Expired").message("too old").build();

  private <T> List<WatchStream.Event<T>> read(
      ObjectType<T> type, WireFormat format, InputStream body) throws IOException {
    List<WatchStream.Event<T>> events = new ArrayList<>();
    try (WatchStream<T> stream = codec.readWatch(type, format, body)) {
      for (WatchStream.Event<T> e = stream.next(); e != null; e = stream.next()) {
        events.add(e);
      }
      assertNull(stream.next());
    }
    return events;
  }

  private byte[] body(WireFormat format) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(Codec.writeWatchEvent("ADDED", pod, format));
    body.writeBytes(Codec.writeWatchEvent("BOOKMARK", bookmark, format));
    body.writeBytes(Codec.writeWatchEvent("DELETED", pod, format));
    body.writeBytes(Codec.writeWatchEvent("ERROR", gone, format));
    return body.toByteArray();
  }

  @ParameterizedTest
  @EnumSource(
      value = WireFormat.class,
      names = {"JSON", "PROTOBUF"})
  void givesTheEventsHoweverTheyArrive(WireFormat format) throws IOException {
    Random random = Seed.of("givesTheEventsHoweverTheyArrive " + format);
    byte[] body = body(format);
    for (int size : List.of(1, 3, 1 + random.nextInt(body.length), body.length)) {
      var events = read(Pod.TYPE, format, new Pieces(body, 0, size));
      assertEquals(
          List.of("ADDED", "BOOKMARK", "DELETED", "ERROR"),
          events.stream().map(e -> e.type()).toList());
      assertEquals(pod, events.get(0).object());
      assertEquals(bookmark, events.get(1).object());
      assertEquals("77", events.get(1).object().resourceVersion());
      assertEquals(pod, events.get(2).object());
      assertNull(events.get(2).status());
      assertNull(events.get(3).object());
      assertEquals(gone, events.get(3).status());
    }
  }

  /**
   * The frame that a kube-apiserver sends: length, then a bare event with an object in an envelope.
   */
  @Test
  void aProtobufFrameIsALengthAndABareEvent() {
    ConfigMap map = ConfigMap.builder().metadata(m -> m.name("a")).build();
    byte[] object = Codec.write(map, WireFormat.PROTOBUF);
    byte[] frame = Codec.writeWatchEvent("ADDED", map, WireFormat.PROTOBUF);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    int extension = object.length + 2;
    int event = extension + 2 + 7;
    assertTrue(event < 128);
    expected.writeBytes(new byte[] {0, 0, 0, (byte) event, 0x0A, 5});
    expected.writeBytes("ADDED".getBytes(StandardCharsets.US_ASCII));
    expected.writeBytes(new byte[] {0x12, (byte) extension, 0x0A, (byte) object.length});
    expected.writeBytes(object);
    assertEquals(Arrays.toString(expected.toByteArray()), Arrays.toString(frame));
  }

  @Test
  void aJsonFrameIsOneLine() {
    String frame =
        new String(
            Codec.writeWatchEvent(
                "ADDED", ConfigMap.builder().data("k", "a\nb").build(), WireFormat.JSON),
            StandardCharsets.UTF_8);
    assertEquals(frame.length() - 1, frame.indexOf('\n'));
    assertEquals(
        "{\"type\":\"ADDED\",\"object\":{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{},"
            + "\"data\":{\"k\":\"a\\nb\"}}}\n",
        frame);
  }

  @ParameterizedTest
  @EnumSource(
      value = WireFormat.class,
      names = {"JSON", "PROTOBUF"})
  void anEndBetweenEventsIsAnEndWithinOneIsNone(WireFormat format) throws IOException {
    byte[] body = body(format);
    List<Integer> ends = new ArrayList<>(List.of(0));
    for (String type : List.of("ADDED", "BOOKMARK", "DELETED", "ERROR")) {
      Object object = type.equals("ERROR") ? gone : type.equals("BOOKMARK") ? bookmark : pod;
      ends.add(ends.get(ends.size() - 1) + Codec.writeWatchEvent(type, object, format).length);
    }
    assertEquals(body.length, ends.get(4));
    int step = 1 + body.length / 700;
    for (int length = 0; length <= body.length; length += step) {
      byte[] cut = Arrays.copyOf(body, length);
      // In JSON the line end after an object says nothing.
      boolean clean =
          ends.contains(length)
              || format == WireFormat.JSON && ends.contains(length + 1) && length > 0;
      if (clean) {
        assertNotNull(read(Pod.TYPE, format, new Pieces(cut, 0, 100)));
      } else {
        assertThrows(
            EOFException.class,
            () -> read(Pod.TYPE, format, new Pieces(cut, 0, 100)),
            "cut to " + length);
      }
    }
    for (int end : ends) {
      assertEquals(
          ends.indexOf(end),
          read(Pod.TYPE, format, new Pieces(Arrays.copyOf(body, end), 0, 100)).size());
    }
  }

  /** Lines are how servers send events, not what makes them events. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"a\"}}}",
        "{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"a\"}}}\r\n",
        "{\"type\":\"ADDED\",\n\"object\":\n{\"metadata\":{\n\"name\":\n\"a\"}\n}}\n",
        "{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"a\"}\n}\n}\n",
        "{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"a\"}} }\n",
        "{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"a\"}},\"more\":{\"x\":1}}\n",
        "{\"object\":{\"metadata\":{\"name\":\"a\"}},\"type\":\"ADDED\"}\n",
        " \n{ \"type\" : \"ADDED\", \"object\" : {\"metadata\" : {\"name\" : \"a\"}}}\n"
      })
  void jsonEventsMayHaveAnyWhiteSpaceAndOrder(String event) throws IOException {
    for (int size : List.of(1, 7, 1000)) {
      var events = read(Pod.TYPE, WireFormat.JSON, new Pieces(utf8(event.repeat(5)), 0, size));
      assertEquals(5, events.size());
      for (var e : events) {
        assertEquals("ADDED", e.type());
        assertEquals("a", e.object().name());
      }
    }
  }

  /** Nobody waits for what comes after an event. */
  @ParameterizedTest
  @EnumSource(
      value = WireFormat.class,
      names = {"JSON", "PROTOBUF"})
  void anEventIsGivenOnceItIsThere(WireFormat format) throws IOException {
    byte[] event = Codec.writeWatchEvent("ADDED", pod, format);
    int length = format == WireFormat.JSON ? event.length - 1 : event.length;
    for (int size : List.of(1, 100, length)) {
      InputStream body =
          new InputStream() {
            private final InputStream there = new Pieces(event, 0, size);
            private int left = length;

            @Override
            public int read() throws IOException {
              throw new UnsupportedOperationException();
            }

            @Override
            public int read(byte[] bytes, int from, int count) throws IOException {
              if (left == 0) {
                throw new IOException("waited for more than the event");
              }
              int read = there.read(bytes, from, Math.min(count, left));
              left -= read;
              return read;
            }
          };
      assertEquals(pod, codec.readWatch(Pod.TYPE, format, body).next().object());
    }
  }

  @Test
  void kindsWithoutATypeAreTrees() throws IOException {
    String body =
        "{\"type\":\"ADDED\",\"object\":{\"kind\":\"W\",\"apiVersion\":\"e/v1\",\"metadata\":{\"name\":\"a\"}}}\n"
            + "  {\"object\":{\"kind\":\"W\",\"apiVersion\":\"e/v1\"},\"type\":\"NEWER\",\"x\":[1]}"
            + "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"code\":410}}";
    var events =
        read(Unstructured.type("e/v1", "W"), WireFormat.JSON, new Pieces(utf8(body), 0, 9));
    assertEquals("a", events.get(0).object().name());
    assertEquals("NEWER", events.get(1).type());
    assertEquals(410, events.get(2).status().code());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "1",
        "x",
        "\"a\"",
        "null",
        "{}",
        "{\"type\":\"ADDED\"}",
        "{\"object\":{}}",
        "{\"type\":\"\",\"object\":{}}",
        "{\"type\":7,\"object\":{}}",
        "{\"type\":\"ADDED\",\"object\":7}",
        "{\"type\":\"ADDED\",\"object\":null}",
        "{\"type\":\"ADDED\",\"object\":{\"kind\":\"Secret\"}}",
        "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Pod\"}}",
        "{\"type\":\"ADDED\",\"object\":{\"metadata\":7}}",
        "{\"type\":\"ADDED\",\"object\":{}]",
        "{\"type\":\"ADDED\" \"object\":{}}",
        "}",
        "]"
      })
  void whatIsNoJsonEventIsRefused(String body) {
    assertThrows(
        DecodeException.class, () -> read(Pod.TYPE, WireFormat.JSON, new Pieces(utf8(body), 0, 2)));
  }

  @Test
  void whatIsNoProtobufEventIsRefused() {
    byte[] secret =
        Codec.writeWatchEvent(
            "ADDED", ConfigMap.builder().metadata(m -> m.name("a")).build(), WireFormat.PROTOBUF);
    for (byte[] frame :
        List.of(
            new byte[] {0, 0, 0, 0},
            new byte[] {0, 0, 0, 1, 7},
            new byte[] {0, 0, 0, 2, 0x0A, 5},
            new byte[] {0, 0, 0, 3, 0x0A, 1, 'A'},
            new byte[] {0, 0, 0, 4, 0x12, 2, 0x0A, 0},
            new byte[] {(byte) 0xFF, 0, 0, 0},
            new byte[] {0x7F, 0, 0, 0},
            new byte[] {0, 0, 0, 7, 0x0A, 1, 'A', 0x12, 2, 0x0A, 0},
            secret,
            utf8("{\"type\":\"ADDED\",\"object\":{}}"))) {
      assertThrows(
          DecodeException.class,
          () -> read(Pod.TYPE, WireFormat.PROTOBUF, new ByteArrayInputStream(frame)),
          Arrays.toString(frame));
    }
  }

  @Test
  void anErrorTellsThePlaceInTheWholeBody() {
    String good =
        new String(Codec.writeWatchEvent("ADDED", pod, WireFormat.JSON), StandardCharsets.UTF_8);
    byte[] body =
        utf8(good.repeat(200) + "{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":7}}}");
    DecodeException e =
        assertThrows(
            DecodeException.class, () -> read(Pod.TYPE, WireFormat.JSON, new Pieces(body, 0, 999)));
    assertEquals(body.length - 4, e.offset());
    assertEquals("metadata.name", e.field());
  }

  @Test
  void yamlHasNoWatch() {
    assertThrows(
        IllegalArgumentException.class,
        () -> codec.readWatch(Pod.TYPE, WireFormat.YAML, new Pieces(new byte[0], 0, 1)));
    assertThrows(
        IllegalArgumentException.class, () -> Codec.writeWatchEvent("ADDED", pod, WireFormat.YAML));
  }

  @Test
  void theStreamClosesTheBody() throws IOException {
    for (WireFormat format : List.of(WireFormat.JSON, WireFormat.PROTOBUF)) {
      boolean[] closed = {false};
      InputStream body =
          new ByteArrayInputStream(new byte[0]) {
            @Override
            public void close() {
              closed[0] = true;
            }
          };
      codec.readWatch(Pod.TYPE, format, body).close();
      assertTrue(closed[0], format.toString());
    }
  }

  @Test
  void embeddedObjectsInProtobufBecomeJson() {
    byte[] frame = Codec.writeWatchEvent("ADDED", pod, WireFormat.PROTOBUF);
    byte[] event = Arrays.copyOfRange(frame, 4, frame.length);
    byte[] envelope = new byte[event.length + 4 + 6];
    System.arraycopy(new byte[] {'k', '8', 's', 0, 0x12}, 0, envelope, 0, 5);
    int length = event.length;
    int at = 5;
    while (length > 127) {
      envelope[at++] = (byte) (length & 127 | 128);
      length >>>= 7;
    }
    envelope[at++] = (byte) length;
    System.arraycopy(event, 0, envelope, at, event.length);
    byte[] whole = Arrays.copyOf(envelope, at + event.length);
    Object read = codec.readAny(WireFormat.PROTOBUF, whole);
    Object tree = Codec.jsonToTree(Codec.write(read, WireFormat.JSON));
    assertEquals(Codec.toTree(pod), ((Map<?, ?>) tree).get("object"));
    assertEquals(tree, Codec.yamlToTree(Codec.write(read, WireFormat.YAML)));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
