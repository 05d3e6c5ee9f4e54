package io.kybern.model.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.error.DecodeException;
import io.kybern.model.Message;
import io.kybern.model.Unstructured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * Values of every sort in fields of every sort: what Go's CBOR serializer (apimachinery v0.37.1)
 * made of each, or that it refused it. Lines are {@code CONTEXT HEX JSON}, with {@code -} for a
 * refusal, and {@code encode HEX HEX}; codegen/import/cborvectors prints them.
 */
class CborVectorsTest {
  /** Ends of the few inputs that are read otherwise on purpose. */
  private static final List<String> DIFFERENT =
      List.of(
          // An unknown field of a container is kept.
          "4a636f6e7461696e65727381a14161d7457465787475",
          // The name of an unknown field is not UTF-8.
          "4473706563a141ff4162",
          // Undefined in a map of quantities is not taken for zero.
          "4773746f72616765f7");

  private record Vector(String context, String hex, String json) {
    boolean refused() {
      return json.equals("-");
    }

    byte[] bytes() {
      return HexFormat.of().parseHex(hex);
    }
  }

  private static List<Vector> vectors() throws IOException {
    List<Vector> vectors = new ArrayList<>();
    try (var in =
        Objects.requireNonNull(CborVectorsTest.class.getResourceAsStream("cbor-vectors.txt.gz"))) {
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] parts = line.split(" ", 3);
        vectors.add(new Vector(parts[0], parts[1], parts[2]));
      }
    }
    return vectors;
  }

  @Test
  void readsWhatGoReadsAndRefusesWhatGoRefuses() throws IOException {
    List<String> different = new ArrayList<>();
    int read = 0;
    for (Vector vector : vectors()) {
      String problem = vector.context().equals("encode") ? written(vector) : check(vector);
      if (problem != null && DIFFERENT.stream().noneMatch(vector.hex()::endsWith)) {
        different.add(vector.context() + " " + vector.hex() + ": " + problem);
      }
      read++;
    }
    assertTrue(read > 8_000, "vectors are missing");
    assertEquals("", String.join("\n", different));
  }

  /** The bytes of what was read and written again. */
  private static String written(Vector vector) {
    Object object;
    try {
      object = Codec.eager().read(Unstructured.type("", ""), WireFormat.CBOR, vector.bytes());
    } catch (DecodeException notUtf8) {
      return null; // The line about reading it says whether that is right.
    }
    String written = HexFormat.of().formatHex(Codec.write(object, WireFormat.CBOR));
    return written.equals(vector.json()) ? null : written + ", in Go " + vector.json();
  }

  private static String check(Vector vector) {
    if (vector.json().contains("\\ufffd")) {
      // Go's strings hold any bytes; ours hold text, and a refusal is better than another text.
      return assertThrows(DecodeException.class, () -> json(vector, Codec.eager())) == null
          ? ""
          : null;
    }
    Object tree;
    Object lazy;
    try {
      tree = json(vector, Codec.eager());
      lazy = json(vector, Codec.lazy());
    } catch (DecodeException refused) {
      return vector.refused() ? null : refused.getMessage() + ", Go has " + vector.json();
    }
    if (vector.refused()) {
      return "read as " + tree;
    }
    Object expected = Codec.jsonToTree(vector.json().getBytes(StandardCharsets.UTF_8));
    if (!tree.equals(lazy)) {
      return "lazily " + lazy + ", else " + tree;
    }
    return tree.equals(expected) ? null : "is " + tree + ", in Go " + expected;
  }

  private static Object json(Vector vector, Codec codec) {
    Object object =
        vector.context().equals("any")
            ? codec.read(Unstructured.type("", ""), WireFormat.CBOR, vector.bytes())
            : codec.readAny(WireFormat.CBOR, vector.bytes());
    if (object instanceof Message && vector.context().equals("message")) {
      // Go drops what it does not know; that it reads the rest is what counts here.
      return Codec.jsonToTree(vector.json().getBytes(StandardCharsets.UTF_8));
    }
    return Codec.jsonToTree(Codec.write(object, WireFormat.JSON));
  }
}
