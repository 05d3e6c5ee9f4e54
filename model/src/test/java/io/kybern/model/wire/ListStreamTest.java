package io.kybern.model.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.api.core.v1.ConfigMapList;
import io.kybern.api.core.v1.Pod;
import io.kybern.api.core.v1.PodList;
import io.kybern.api.meta.v1.ListMeta;
import io.kybern.api.meta.v1.Status;
import io.kybern.error.DecodeException;
import io.kybern.model.Allocated;
import io.kybern.model.Golden;
import io.kybern.model.ObjectType;
import io.kybern.model.Pieces;
import io.kybern.model.Seed;
import io.kybern.model.Unstructured;
import java.io.ByteArrayInputStream;
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

class ListStreamTest {
  private final Codec codec = Codec.lazy();

  private record Answer<T>(List<T> items, ListMeta metadata) {}

  private <T> Answer<T> read(ObjectType<T> type, WireFormat format, InputStream body)
      throws IOException {
    List<T> items = new ArrayList<>();
    try (ListStream<T> stream = codec.readList(type, format, body)) {
      for (T item = stream.next(); item != null; item = stream.next()) {
        items.add(item);
      }
      assertNull(stream.next());
      return new Answer<>(items, stream.metadata());
    }
  }

  @ParameterizedTest
  @EnumSource(WireFormat.class)
  void givesWhatTheListHoldsHoweverItArrives(WireFormat format) throws IOException {
    Random random = Seed.of("givesWhatTheListHoldsHoweverItArrives " + format);
    byte[] body = Golden.random("core.v1.PodList").in(format);
    PodList list = Codec.eager().read(PodList.TYPE, format, body);
    List<Integer> sizes = List.of(1, 2, 7, 1 + random.nextInt(body.length), body.length);
    for (int size : sizes) {
      Answer<Pod> answer = read(Pod.TYPE, format, new Pieces(body, 0, size));
      assertEquals(list.items(), answer.items(), () -> "pieces of " + size);
      assertEquals(list.metadata(), answer.metadata());
    }
  }

  @Test
  void itemsOfKindsWithoutATypeGetTheirKind() throws IOException {
    String body =
        "{\"kind\":\"WidgetList\",\"apiVersion\":\"e.com/v1\",\"metadata\":{\"resourceVersion\":\"7\"},"
            + "\"items\":[{\"metadata\":{\"name\":\"a\"}},{\"kind\":\"Other\",\"apiVersion\":\"o/v1\"}]}";
    Answer<Unstructured> answer =
        read(Unstructured.type("e.com/v1", "Widget"), WireFormat.JSON, stream(body));
    assertEquals("Widget", answer.items().get(0).kind());
    assertEquals("e.com/v1", answer.items().get(0).apiVersion());
    assertEquals("a", answer.items().get(0).name());
    assertEquals("Other", answer.items().get(1).kind());
    assertEquals("7", answer.metadata().resourceVersion());
  }

  @Test
  void metadataMayComeBeforeOrAfterTheItems() throws IOException {
    String item = "{\"metadata\":{\"name\":\"a\"}}";
    String metadata = "\"metadata\":{\"resourceVersion\":\"7\",\"continue\":\"c\"}";
    for (String body :
        List.of(
            "{" + metadata + ",\"items\":[" + item + "]}",
            " { \"items\" : [ " + item + " ] , " + metadata + " } \n",
            "{\"items\":[" + item + "]," + metadata + ",\"kind\":\"PodList\",\"new\":[1,{}]}")) {
      try (ListStream<Pod> stream =
          codec.readList(Pod.TYPE, WireFormat.JSON, new Pieces(utf8(body), 0, 3))) {
        assertEquals("a", stream.next().name());
        assertNull(stream.next());
        assertEquals("7", stream.metadata().resourceVersion());
        assertEquals("c", stream.metadata().continue_());
      }
    }
    byte[] protobuf =
        Codec.write(
            PodList.builder().metadata(m -> m.resourceVersion("7")).item(p -> {}).build(),
            WireFormat.PROTOBUF);
    assertEquals(
        "7",
        read(Pod.TYPE, WireFormat.PROTOBUF, new Pieces(protobuf, 0, 1))
            .metadata()
            .resourceVersion());
  }

  @Test
  void emptyListsHaveNoItems() throws IOException {
    for (String body :
        List.of(
            "{}",
            "{\"items\":[]}",
            "{\"items\":null}",
            "{\"kind\":\"PodList\",\"metadata\":{},\"items\":[ ]}",
            "{\"metadata\":null,\"items\":null}")) {
      assertEquals(List.of(), read(Pod.TYPE, WireFormat.JSON, stream(body)).items());
    }
    byte[] protobuf = Codec.write(PodList.builder().build(), WireFormat.PROTOBUF);
    assertEquals(
        List.of(), read(Pod.TYPE, WireFormat.PROTOBUF, new Pieces(protobuf, 0, 1)).items());
  }

  @ParameterizedTest
  @EnumSource(
      value = WireFormat.class,
      names = {"JSON", "PROTOBUF"})
  void anAnswerThatIsCutIsNoList(WireFormat format) {
    byte[] body = Golden.random("core.v1.ConfigMapList").in(format);
    // What may be missing: a line end, or the two empty strings at the end of the envelope.
    int essential = body.length - (format == WireFormat.JSON ? 1 : 4);
    for (int length = 0; length < essential; length++) {
      byte[] cut = Arrays.copyOf(body, length);
      assertThrows(
          EOFException.class,
          () -> read(ConfigMap.TYPE, format, new Pieces(cut, 0, 50)),
          "cut to " + length + " of " + body.length);
    }
  }

  @ParameterizedTest
  @EnumSource(WireFormat.class)
  void aStatusIsNoList(WireFormat format) {
    byte[] status = Codec.write(Status.builder().code(404).reason("NotFound").build(), format);
    DecodeException e =
        assertThrows(
            DecodeException.class, () -> read(Pod.TYPE, format, new ByteArrayInputStream(status)));
    assertTrue(e.reason().contains("expected a list"), e.reason());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "1",
        "\"a\"",
        "{\"items\":[,]}",
        "{\"items\":[{},]}",
        "{\"items\":[{}}",
        "{\"items\":[{}]]",
        "{\"items\":{}}",
        "{\"items\":7}",
        "{\"items\":\"a\"}",
        "{\"items\":[7]}",
        "{\"items\":[null]}",
        "{\"items\":[[]]}",
        "{\"items\":[]} x",
        "{\"items\":[],\"items\":[]}",
        "{\"metadata\":7}",
        "{\"metadata\":{\"resourceVersion\":7}}",
        "{\"kind\":7}",
        "{\"kind\":\"Pod\"}",
        "{,}",
        "{\"a\"}",
        "{\"a\" 1}",
        "{a:1}",
        "{\"items\":[{\"kind\":\"Secret\"]}",
        "{\"items\":[{\"metadata\":{\"name\":1}}]}",
        "{\"items\":[{\"spec\":[]}]}",
        "{\"items\":[{\"\\ud8\":1}]}",
        "{\"new\":01}",
        "{\"new\":tru}",
        "{\"new\":\"\t\"}"
      })
  void whatIsNoListIsRefused(String body) {
    for (int size : new int[] {1, 1000}) {
      assertThrows(
          DecodeException.class,
          () -> {
            for (Pod pod :
                read(Pod.TYPE, WireFormat.JSON, new Pieces(utf8(body), 0, size)).items()) {
              pod.spec();
            }
          });
    }
  }

  @Test
  void anErrorTellsThePlaceInTheWholeBody() {
    String good = "{\"metadata\":{\"name\":\"" + "a".repeat(1000) + "\"}},";
    String body = "{\"items\":[" + good.repeat(100) + "{\"metadata\":{\"name\":7}}]}";
    DecodeException e =
        assertThrows(
            DecodeException.class,
            () -> read(Pod.TYPE, WireFormat.JSON, new Pieces(utf8(body), 0, 999)));
    assertEquals(body.indexOf('7'), e.offset());
    assertEquals("metadata.name", e.field());
    assertEquals("Pod", e.kind());
  }

  @Test
  void bytesBeyondWhatAnObjectMayHaveAreNotBuffered() {
    // Endless: an item that never ends.
    InputStream endless =
        new InputStream() {
          private int count;

          @Override
          public int read() {
            return count < 11 ? "{\"items\":[\"".charAt(count++) : 'a';
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            for (int i = 0; i < length; i++) {
              target[offset + i] = (byte) read();
            }
            return length;
          }
        };
    DecodeException e =
        assertThrows(DecodeException.class, () -> read(Pod.TYPE, WireFormat.JSON, endless));
    assertTrue(e.reason().contains("more than"), e.reason());
  }

  @ParameterizedTest
  @EnumSource(
      value = WireFormat.class,
      names = {"JSON", "PROTOBUF"})
  void aLongListIsNeverHeldWhole(WireFormat format) throws IOException {
    int count = 100_000;
    ConfigMap map =
        ConfigMap.builder()
            .metadata(m -> m.name("name-of-a-config-map").label("app", "x"))
            .data("key", "value ".repeat(20))
            .build();
    byte[] start;
    byte[] item;
    byte[] end;
    if (format == WireFormat.JSON) {
      start =
          utf8("{\"kind\":\"ConfigMapList\",\"apiVersion\":\"v1\",\"metadata\":{},\"items\":[{}");
      item = utf8("," + new String(Codec.write(map, format), StandardCharsets.UTF_8));
      end = utf8("]}");
    } else {
      ProtobufOutput entry = new ProtobufOutput(64);
      new ProtobufWriter(entry).message(map);
      entry.header(2, 0);
      item = entry.toByteArray();
      start = protobufStart((long) count * item.length);
      end = new byte[0];
    }
    InputStream body = new Repeated(start, item, count, end);
    long length = (long) count * item.length;
    long before = Allocated.bytes();
    int items = 0;
    long peak = 0;
    try (ListStream<ConfigMap> stream = codec.readList(ConfigMap.TYPE, format, body)) {
      for (ConfigMap read = stream.next(); read != null; read = stream.next()) {
        if (++items % 20_000 == 0) {
          assertEquals(map.metadata(), read.metadata());
          peak = Math.max(peak, retained(stream));
        }
      }
    }
    assertEquals(format == WireFormat.JSON ? count + 1 : count, items);
    long allocated = Allocated.bytes() - before;
    assertTrue(allocated < 12 * length, allocated + " bytes for a body of " + length);
    assertTrue(peak < 1 << 18, "the stream holds " + peak + " bytes");
  }

  /** How many bytes the stream's buffers have. */
  private static long retained(ListStream<?> stream) {
    try {
      var field = stream.getClass().getDeclaredField("body");
      field.setAccessible(true);
      return ((BodyBuffer) field.get(stream)).bytes.length;
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] protobufStart(long length) {
    byte[] head = {'k', '8', 's', 0, 0x0A, 17, 0x0A, 2, 'v', '1', 0x12, 11};
    byte[] start = Arrays.copyOf(head, head.length + 32);
    int at = head.length;
    for (char c : "ConfigMList".toCharArray()) {
      start[at++] = (byte) c;
    }
    start[at++] = 0x12;
    for (long rest = length; ; rest >>>= 7) {
      start[at++] = (byte) (rest > 127 ? rest & 127 | 128 : rest);
      if (rest <= 127) {
        return Arrays.copyOf(start, at);
      }
    }
  }

  /** A long body made of few bytes. */
  private static final class Repeated extends InputStream {
    private final byte[] start;
    private final byte[] part;
    private final byte[] end;
    private final long total;
    private final long parts;
    private long at;

    Repeated(byte[] start, byte[] part, int count, byte[] end) {
      this.start = start;
      this.part = part;
      this.end = end;
      this.parts = (long) part.length * count;
      this.total = start.length + parts + end.length;
    }

    @Override
    public int read() {
      if (at == total) {
        return -1;
      }
      long i = at++;
      return i < start.length
          ? start[(int) i]
          : i < start.length + parts
              ? part[(int) ((i - start.length) % part.length)] & 0xFF
              : end[(int) (i - start.length - parts)];
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      int count = (int) Math.min(Math.min(length, 8000), total - at);
      for (int i = 0; i < count; i++) {
        target[offset + i] = (byte) read();
      }
      return count == 0 ? -1 : count;
    }
  }

  @Test
  void theStreamClosesTheBody() throws IOException {
    for (WireFormat format : WireFormat.values()) {
      boolean[] closed = {false};
      byte[] list = Codec.write(PodList.builder().build(), format);
      InputStream body =
          new ByteArrayInputStream(list) {
            @Override
            public void close() {
              closed[0] = true;
            }
          };
      codec.readList(Pod.TYPE, format, body).close();
      assertTrue(closed[0], format.toString());
    }
  }

  @Test
  void writtenListsAreRead() throws IOException {
    List<ConfigMap> items =
        List.of(
            ConfigMap.builder().metadata(m -> m.name("a")).data("k", "v").build(),
            ConfigMap.builder().metadata(m -> m.name("b")).build());
    ListMeta metadata = ListMeta.builder().resourceVersion("9").remainingItemCount(3L).build();
    for (WireFormat format : WireFormat.values()) {
      byte[] list = Codec.writeList("v1", "ConfigMapList", metadata, items, format);
      Answer<ConfigMap> answer = read(ConfigMap.TYPE, format, new Pieces(list, 0, 5));
      assertEquals(items, answer.items());
      assertEquals(metadata, answer.metadata());
      ConfigMapList whole = Codec.eager().read(ConfigMapList.TYPE, format, list);
      assertEquals(items, whole.items());
      assertEquals(metadata, whole.metadata());
    }
    List<Unstructured> trees = List.of(Unstructured.of(Map.of("kind", "W", "apiVersion", "e/v1")));
    for (WireFormat format : List.of(WireFormat.JSON, WireFormat.YAML)) {
      byte[] list = Codec.writeList("e/v1", "WList", ListMeta.TYPE.empty(), trees, format);
      assertEquals(
          trees,
          read(Unstructured.type("e/v1", "W"), format, new ByteArrayInputStream(list)).items());
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> Codec.writeList("e/v1", "WList", metadata, trees, WireFormat.PROTOBUF));
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(utf8(text));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
