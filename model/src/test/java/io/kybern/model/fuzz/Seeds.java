package io.kybern.model.fuzz;

import io.kybern.model.Golden;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Valid inputs from which the fuzzers start. */
final class Seeds {
  private static final int MAX_BYTES = 6 << 10;

  private Seeds() {}

  static List<byte[]> of(String target) {
    return switch (target) {
      case "cbor" -> goldens(WireFormat.CBOR);
      case "json" -> goldens(WireFormat.JSON);
      case "protobuf" -> goldens(WireFormat.PROTOBUF);
      case "yaml" -> concat(goldens(WireFormat.YAML), yaml());
      case "manifest" ->
          concat(
              concat(goldens(WireFormat.YAML), yaml()),
              concat(goldens(WireFormat.JSON), goldens(WireFormat.CBOR)));
      case "list" -> lists();
      case "watch" -> watches();
      case "quantity" ->
          texts(
              "0",
              "1",
              "-1.5",
              "100m",
              "1Gi",
              "1e3",
              "1E",
              "+5.000Ki",
              "999999999999999999n",
              ".5",
              "1.E3");
      case "selector" ->
          texts(
              "a=b",
              "a==b,c!=d",
              "a in (b,c)",
              "a notin (),!b",
              "x.io/a,!x.io/b",
              "a.b=c\\,d",
              "metadata.name=x,status.phase!=Running",
              "a>1,b<2",
              " a in ( b , c ) ");
      default -> throw new IllegalArgumentException(target);
    };
  }

  private static List<byte[]> goldens(WireFormat format) {
    return Golden.random().stream()
        .map(golden -> golden.in(format))
        .filter(bytes -> bytes.length < MAX_BYTES)
        .toList();
  }

  private static List<byte[]> concat(List<byte[]> first, List<byte[]> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private static List<byte[]> texts(String... texts) {
    return Stream.of(texts).map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
  }

  private static List<byte[]> yaml() {
    return texts(
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {x: \"y\"}}\nspec:\n  containers:\n  - name: c\n    image: i\n",
        "a: &x {b: 1, c: [2, 3.5]}\nd:\n  <<: *x\n  c: ~\n---\n- *x\n",
        "a: |\n  x\n\n  y\nb: >-\n  x\n  y\nc: 'x\n  y'\nd: \"x\\\n  \\u00e9\"\n",
        "? a\n: b\n? [c]\n: d\n",
        "%YAML 1.1\n---\n!!map {a: !!str 1, b: !!binary aGk=, c: !x y}\n...\n",
        "kind: List\napiVersion: v1\nitems:\n- {apiVersion: v1, kind: Secret, data: {a: aGk=}}\n- {apiVersion: e/v1, kind: X, x: 1.5}\n",
        "- [a, b: c, {d: e}]\n- - 0x1F\n  - 0o7\n  - 1_000\n  - 1e3\n  - yes\n  - .5\n");
  }

  private static List<byte[]> lists() {
    List<byte[]> lists = new ArrayList<>();
    for (Golden golden : Golden.random()) {
      if (golden.name().endsWith("List.0") && golden.in(WireFormat.JSON).length < MAX_BYTES) {
        lists.add(prefixed(0, golden.in(WireFormat.JSON)));
        lists.add(prefixed(4, golden.in(WireFormat.JSON)));
        lists.add(prefixed(2, golden.in(WireFormat.PROTOBUF)));
        lists.add(prefixed(3, golden.in(WireFormat.YAML)));
        lists.add(prefixed(8, golden.in(WireFormat.CBOR)));
        lists.add(prefixed(12, golden.in(WireFormat.CBOR)));
      }
    }
    return lists;
  }

  private static List<byte[]> watches() {
    List<byte[]> watches = new ArrayList<>();
    for (String kind :
        List.of("core.v1.Pod", "core.v1.Secret", "meta.k8s.io.v1.Status", "core.v1.Event")) {
      for (Golden golden : Golden.random()) {
        if (golden.name().equals(kind + ".0")) {
          Object object = Contract.EAGER.readAny(WireFormat.JSON, golden.in(WireFormat.JSON));
          for (String type : List.of("ADDED", "BOOKMARK", "ERROR")) {
            for (int selector : new int[] {0, 4}) {
              watches.add(prefixed(selector, Codec.writeWatchEvent(type, object, WireFormat.JSON)));
            }
            for (int selector : new int[] {8, 12}) {
              watches.add(prefixed(selector, Codec.writeWatchEvent(type, object, WireFormat.CBOR)));
            }
            watches.add(prefixed(2, Codec.writeWatchEvent(type, object, WireFormat.PROTOBUF)));
          }
        }
      }
    }
    return watches;
  }

  private static byte[] prefixed(int selector, byte[] data) {
    byte[] prefixed = new byte[data.length + 2];
    prefixed[0] = (byte) selector;
    prefixed[1] = 6;
    System.arraycopy(data, 0, prefixed, 2, data.length);
    return prefixed;
  }
}
