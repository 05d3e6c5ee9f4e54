package io.kybern.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.model.wire.Codec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One object of every kind, in every format, to every format: each run of the command takes them
 * all.
 */
class ConvertGoldenTest {
  private static final List<Path> OBJECTS =
      List.of(
          Path.of("../model/src/test/resources/golden-random.zip"),
          Path.of("../model/src/test/resources/golden-random-cbor.zip"));

  private static final Map<String, String> EXTENSIONS =
      Map.of("json", "json", "yaml", "yaml", "protobuf", "pb", "cbor", "cbor");

  @TempDir Path directory;
  private final List<String> stems = new ArrayList<>();

  @BeforeEach
  void unpack() throws IOException {
    for (Path objects : OBJECTS) {
      unpack(objects);
    }
    assertTrue(stems.size() > 300, () -> "only " + stems.size() + " objects");
  }

  private void unpack(Path objects) throws IOException {
    try (InputStream file = Files.newInputStream(objects);
        ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName();
        Files.write(directory.resolve(name), zip.readAllBytes());
        if (name.endsWith(".pb")) {
          stems.add(name.substring(0, name.length() - 3));
        }
      }
    }
  }

  @Test
  void everyFormatBecomesEveryFormat() throws IOException {
    for (String to : EXTENSIONS.keySet()) {
      for (String from : EXTENSIONS.values()) {
        convert(from, to);
      }
    }
  }

  private void convert(String from, String to) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("convert", "--to", to, "--out", from + "-to-" + to));
    stems.forEach(stem -> arguments.add(stem + "." + from));
    Cli.Result result = Cli.in(directory).run(arguments.toArray(String[]::new));
    assertEquals("", result.err());
    assertEquals(0, result.code());
    for (String stem : stems) {
      String name = stem + "." + EXTENSIONS.get(to);
      byte[] expected = Files.readAllBytes(directory.resolve(name));
      byte[] found = Files.readAllBytes(directory.resolve(from + "-to-" + to).resolve(name));
      String what = name + " from " + from;
      if (to.equals("json")) {
        assertEquals(Codec.jsonToTree(expected), Codec.jsonToTree(found), what);
        String text = new String(found, StandardCharsets.UTF_8);
        assertEquals(text.length() - 1, text.indexOf('\n'), what);
      } else {
        assertArrayEquals(expected, found, what);
      }
    }
  }
}
