package io.kybern.benchmarks.data;

import static io.kybern.benchmarks.data.Tree.map;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.api.core.v1.Event;
import io.kybern.api.core.v1.Pod;
import io.kybern.model.Message;
import io.kybern.model.MessageType;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.Problems;
import io.kybern.model.wire.WireFormat;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Writes the objects that the server of the benchmarks serves: {@code Generate DIRECTORY COUNT
 * SEED}. Each file holds {@code COUNT} objects, each as four bytes of length and the bytes that
 * stand for it in a list: without kind and version in JSON, without envelope in protobuf. What is
 * there already is kept, because the same seed gives the same objects.
 */
public final class Generate {
  /** An unknown field in the trees would be a mistake in here. */
  private static final Problems STRICT =
      new Problems() {
        @Override
        public void unknownField(String path) {
          throw new IllegalStateException("no such field: " + path);
        }

        @Override
        public boolean duplicateField(String path) {
          return false;
        }
      };

  private Generate() {}

  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    int count = Integer.parseInt(args[1]);
    long seed = Long.parseLong(args[2]);
    Path done = directory.resolve("done");
    if (Files.exists(done)) {
      return;
    }
    Files.createDirectories(directory);
    Pods pods = new Pods(new Dice(seed), count);
    write(directory.resolve("pods"), count, Pod.TYPE, pods::next);
    OtherKinds others = new OtherKinds(new Dice(seed + 1), count);
    write(directory.resolve("events"), count, Event.TYPE, others::event);
    try (DataOutputStream file = open(directory.resolve("widgets.json"))) {
      for (int i = 0; i < count; i++) {
        write(file, Codec.treeToJson(others.widget()));
      }
    }
    write(directory.resolve("configmap"), 1, ConfigMap.TYPE, Generate::configMap);
    Files.createFile(done);
  }

  /** The server puts an object's number in place of {@code 0123456789}. */
  private static Map<String, Object> configMap() {
    return map(
        "metadata",
        map(
            "name",
            "small-0123456789",
            "namespace",
            "default",
            "uid",
            "0f8fad5b-d9cb-469f-a165-700123456789",
            "resourceVersion",
            "123456789",
            "creationTimestamp",
            "2025-06-01T00:00:00Z",
            "labels",
            map("app", "small", "tier", "test")),
        "data",
        map("key-one", "value one", "key-two", "value two", "config.yaml", "a: 1\nb:\n  - x\n"));
  }

  private static <T extends Message> void write(
      Path name, int count, MessageType<T> type, Supplier<Map<String, Object>> trees)
      throws IOException {
    String head = "{\"kind\":\"" + type.kind() + "\",\"apiVersion\":\"" + type.apiVersion() + "\",";
    long jsonBytes = 0;
    long protobufBytes = 0;
    try (DataOutputStream json = open(name.resolveSibling(name.getFileName() + ".json"));
        DataOutputStream protobuf = open(name.resolveSibling(name.getFileName() + ".pb"))) {
      for (int i = 0; i < count; i++) {
        T object = Codec.fromTree(type, trees.get(), STRICT);
        String text = new String(Codec.write(object, WireFormat.JSON), StandardCharsets.UTF_8);
        if (!text.startsWith(head)) {
          throw new IllegalStateException("JSON starts with " + text.substring(0, 60));
        }
        byte[] item = ("{" + text.substring(head.length())).getBytes(StandardCharsets.UTF_8);
        byte[] message = withoutEnvelope(Codec.write(object, WireFormat.PROTOBUF));
        write(json, item);
        write(protobuf, message);
        jsonBytes += item.length;
        protobufBytes += message.length;
      }
    }
    System.out.printf(
        "%s: %d objects of %d bytes of JSON, %d of protobuf%n",
        name.getFileName(), count, jsonBytes / count, protobufBytes / count);
  }

  /** The bytes of field 2 of the envelope, which follow four bytes of magic and field 1. */
  private static byte[] withoutEnvelope(byte[] bytes) {
    int at = 6 + bytes[5] + 1;
    int length = 0;
    for (int shift = 0; ; shift += 7) {
      byte b = bytes[at++];
      length |= (b & 0x7f) << shift;
      if (b >= 0) {
        return java.util.Arrays.copyOfRange(bytes, at, at + length);
      }
    }
  }

  private static DataOutputStream open(Path file) throws IOException {
    return new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20));
  }

  private static void write(DataOutputStream file, byte[] bytes) throws IOException {
    file.writeInt(bytes.length);
    file.write(bytes);
  }
}
