package io.kybern.model.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.core.v1.Pod;
import io.kybern.api.core.v1.Secret;
import io.kybern.api.meta.v1.ListMeta;
import io.kybern.api.meta.v1.Status;
import io.kybern.error.DecodeException;
import io.kybern.model.KubernetesObject;
import io.kybern.model.Pieces;
import io.kybern.model.Unstructured;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class CborTest {
  private final Codec lazy = Codec.lazy();
  private final Codec eager = Codec.eager();

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  private static Pod pod(String name) {
    return Pod.builder()
        .metadata(m -> m.name(name).label("app", "web"))
        .spec(s -> s.nodeName("node").container(c -> c.name("c").image("i")))
        .build();
  }

  @Test
  void objectsStartWithTheTagOfKubernetesAndHaveTheirMembersByLength() {
    byte[] written =
        Codec.write(
            Unstructured.of(Map.of("kind", "Foo", "apiVersion", "e/v1", "a", 1L, "bb", true)),
            WireFormat.CBOR);
    assertEquals(
        "d9d9f7"
            + "a4"
            + "416101"
            + "426262f5"
            + "446b696e6443466f6f"
            + "4a61706956657273696f6e44652f7631",
        HexFormat.of().formatHex(written));
  }

  @Test
  void manyMembersAndElementsHaveLongerHeads() {
    for (int count : new int[] {0, 1, 23, 24, 255, 256, 70_000}) {
      Map<String, Object> map = new java.util.HashMap<>();
      List<Object> list = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        map.put("k" + i, (long) i);
        list.add((long) -i);
      }
      Object tree = Codec.freezeTree(Map.of("map", map, "list", list));
      assertEquals(tree, Codec.cborToTree(Codec.treeToCbor(tree)), count + " parts");
    }
  }

  @Test
  void bytesNeedNoBase64OnTheWire() {
    byte[] content = {1, 2, 3, (byte) 0xFF};
    Secret secret = Secret.builder().data(Map.of("k", io.kybern.model.Bytes.of(content))).build();
    byte[] written = Codec.write(secret, WireFormat.CBOR);
    assertTrue(HexFormat.of().formatHex(written).contains("416b" + "d644010203ff"));
    assertEquals(secret, lazy.read(Secret.TYPE, WireFormat.CBOR, written));
    Unstructured tree = eager.read(Unstructured.type("", ""), WireFormat.CBOR, written);
    assertEquals("AQID/w==", tree.at("data", "k"));
    // What an unstructured client sends is text in base64, and is the same secret.
    assertEquals(
        secret, eager.read(Secret.TYPE, WireFormat.CBOR, Codec.write(tree, WireFormat.CBOR)));
  }

  @Test
  void onlyWhatIsSetIsWrittenForAnApply() {
    Pod pod = Pod.builder().metadata(m -> m.name("p")).build();
    Object set = Codec.cborToTree(Codec.writeSetFields(pod, WireFormat.CBOR));
    assertEquals(Codec.toTreeOfSetFields(pod), set);
  }

  @Test
  void aLazyPartReportsWhatIsWrongInItWhenItIsRead() {
    // spec: {nodeName: 1}
    byte[] bytes = hex("a2 44 6b696e64 43 506f64 44 73706563 a1 48 6e6f64654e616d65 01");
    Pod pod = lazy.read(Pod.TYPE, WireFormat.CBOR, bytes);
    DecodeException late = assertThrows(DecodeException.class, pod::spec);
    DecodeException early =
        assertThrows(DecodeException.class, () -> eager.read(Pod.TYPE, WireFormat.CBOR, bytes));
    assertEquals("spec.nodeName", early.field());
    assertEquals(bytes.length - 1, early.offset());
    assertEquals(early.reason(), late.reason());
  }

  @Test
  void numbersBeyondThoseOfADoubleAreRefusedByName() {
    byte[] json = "{\"x\":{\"y\":[-3e400]}}".getBytes(StandardCharsets.UTF_8);
    Object tree = Codec.jsonToTree(json);
    Object pod = eager.read(Pod.TYPE, WireFormat.JSON, json);
    List<Executable> writes =
        List.of(() -> Codec.treeToCbor(tree), () -> Codec.write(pod, WireFormat.CBOR));
    for (Executable write : writes) {
      Exception refused = assertThrows(IllegalArgumentException.class, write);
      assertEquals("Kubernetes' CBOR has no number as large as -3E+400", refused.getMessage());
    }
  }

  @Test
  void duplicateMembersAreNeverAccepted() {
    byte[] twice = hex("a2 44 6b696e64 43 506f64 44 6b696e64 43 506f64");
    for (Problems problems : List.of(Problems.ACCEPT_ALL, Problems.REJECT_DUPLICATES)) {
      assertThrows(
          DecodeException.class, () -> eager.read(Pod.TYPE, WireFormat.CBOR, twice, problems));
    }
  }

  @Test
  void unknownFieldsAreKeptAndReported() {
    Unstructured newer =
        Unstructured.from(pod("p")).with(Map.of("b", 1.5, "a", List.of(true)), "spec", "newField");
    byte[] bytes = Codec.write(newer, WireFormat.CBOR);
    Pod pod = lazy.read(Pod.TYPE, WireFormat.CBOR, bytes);
    assertEquals(
        newer.content(), Codec.cborToTree(Codec.write(pod, WireFormat.CBOR)), "kept in CBOR");
    assertEquals(newer.content(), Codec.jsonToTree(Codec.write(pod, WireFormat.JSON)));
    List<String> unknown = new ArrayList<>();
    eager.read(
        Pod.TYPE,
        WireFormat.CBOR,
        bytes,
        new Problems() {
          @Override
          public void unknownField(String path) {
            unknown.add(path);
          }

          @Override
          public boolean duplicateField(String path) {
            return true;
          }
        });
    assertEquals(List.of("spec.newField"), unknown);
  }

  @Test
  void depthIsBounded() {
    for (String level : List.of("81", "9f", "a14161", "bf4161", "d6", "a1446974656d7381")) {
      byte[] bomb = hex(level.repeat(50_000) + "00");
      if (!level.equals("d6")) {
        assertThrows(DecodeException.class, () -> Codec.cborToTree(bomb), level);
      }
      for (Codec codec : List.of(lazy, eager)) {
        assertThrows(DecodeException.class, () -> codec.readAny(WireFormat.CBOR, bomb), level);
        assertThrows(
            DecodeException.class,
            () -> codec.readList(Pod.TYPE, WireFormat.CBOR, new ByteArrayInputStream(bomb)).next());
        assertThrows(
            DecodeException.class,
            () ->
                codec.readWatch(Pod.TYPE, WireFormat.CBOR, new ByteArrayInputStream(bomb)).next());
      }
    }
  }

  @Test
  void claimsOfLengthTakeNoMemory() {
    for (String claim :
        List.of("5b7fffffffffffffff", "7a7fffffff", "9a7fffffff", "ba001fffff", "5a7fffffff")) {
      byte[] bytes = hex("a1446b696e64" + claim);
      assertThrows(DecodeException.class, () -> Codec.cborToTree(bytes), claim);
      assertThrows(
          Exception.class,
          () -> lazy.readWatch(Pod.TYPE, WireFormat.CBOR, new ByteArrayInputStream(bytes)).next());
    }
  }

  private byte[] list(KubernetesObject... items) {
    return Codec.writeList(
        "v1",
        "PodList",
        ListMeta.builder().resourceVersion("7").continue_("c").build(),
        List.of(items),
        WireFormat.CBOR);
  }

  @Test
  void listsAreReadItemByItem() throws IOException {
    byte[] body = list(pod("a"), pod("b"));
    try (ListStream<Pod> items = lazy.readList(Pod.TYPE, WireFormat.CBOR, new Pieces(body, 0, 3))) {
      assertEquals(pod("a"), items.next());
      assertEquals(pod("b"), items.next());
      assertNull(items.next());
      assertEquals("7", items.metadata().resourceVersion());
      assertEquals("c", items.metadata().continue_());
    }
  }

  @Test
  void listsMayHaveTheirMembersInAnyOrderAndUnknownLength() throws IOException {
    byte[] whole = list(pod("a"));
    Map<?, ?> tree = (Map<?, ?>) Codec.cborToTree(whole);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(hex("d9d9f7 bf"));
    for (String name : List.of("metadata", "items", "apiVersion", "kind")) {
      body.write(0x60 | name.length());
      body.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
      if (name.equals("items")) {
        body.write(0x9F);
        body.writeBytes(Codec.treeToCbor(((List<?>) tree.get("items")).get(0)));
        body.write(0xFF);
      } else {
        body.writeBytes(Codec.treeToCbor(tree.get(name)));
      }
    }
    body.write(0xFF);
    try (ListStream<Pod> items =
        eager.readList(Pod.TYPE, WireFormat.CBOR, new Pieces(body.toByteArray(), 0, 1))) {
      assertEquals(pod("a"), items.next());
      assertNull(items.next());
      assertEquals("7", items.metadata().resourceVersion());
    }
  }

  @Test
  void anItemWithoutKindGetsThatOfItsList() throws IOException {
    try (ListStream<Unstructured> items =
        lazy.readList(
            Unstructured.type("v1", "Pod"),
            WireFormat.CBOR,
            new ByteArrayInputStream(list(pod("a"))))) {
      Unstructured item = items.next();
      assertNotNull(item);
      assertEquals("Pod", item.kind());
      assertEquals("v1", item.apiVersion());
    }
  }

  @Test
  void aListThatBreaksOffIsNoShorterList() {
    byte[] body = list(pod("a"), pod("b"));
    for (int cut = 0; cut < body.length; cut++) {
      ByteArrayInputStream in = new ByteArrayInputStream(body, 0, cut);
      assertThrows(
          EOFException.class,
          () -> {
            try (ListStream<Pod> items = lazy.readList(Pod.TYPE, WireFormat.CBOR, in)) {
              while (items.next() != null) {}
            }
          });
    }
  }

  @Test
  void watchesAreOneItemAfterTheOther() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(Codec.writeWatchEvent("ADDED", pod("a"), WireFormat.CBOR));
    body.writeBytes(Codec.writeWatchEvent("DELETED", pod("b"), WireFormat.CBOR));
    Status gone = Status.builder().code(410).reason("Expired").build();
    body.writeBytes(Codec.writeWatchEvent("ERROR", gone, WireFormat.CBOR));
    try (WatchStream<Pod> events =
        lazy.readWatch(Pod.TYPE, WireFormat.CBOR, new Pieces(body.toByteArray(), 0, 2))) {
      assertEquals(new WatchStream.Event<>("ADDED", pod("a"), null), events.next());
      assertEquals(new WatchStream.Event<>("DELETED", pod("b"), null), events.next());
      assertEquals(new WatchStream.Event<>("ERROR", null, gone), events.next());
      assertNull(events.next());
    }
  }

  @Test
  void eventsHoldTheirObjectAsGoDoes() {
    // A map of type and object, the object with the tag of its own.
    byte[] event =
        Codec.writeWatchEvent(
            "ADDED", Unstructured.of(Map.of("kind", "K", "apiVersion", "v1")), WireFormat.CBOR);
    assertArrayEquals(
        hex(
            "d9d9f7 a2 44 74797065 45 4144444544 46 6f626a656374 d9d9f7 a2 44 6b696e64 41 4b"
                + " 4a 61706956657273696f6e 42 7631"),
        event);
  }

  @Test
  void manifestsMayBeCbor() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(list(pod("a")));
    bytes.writeBytes(Codec.write(pod("b"), WireFormat.CBOR));
    List<ManifestObject> objects = eager.readManifest(bytes.toByteArray());
    assertEquals(
        List.of(pod("a"), pod("b")), objects.stream().map(ManifestObject::object).toList());
    assertEquals(2, objects.get(1).document());
  }
}
