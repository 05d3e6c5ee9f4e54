package io.kybern.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.error.DecodeException;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * Objects in which one value was changed: null, of another type, at a limit. Read or refused as in
 * Go. The rows are written by {@code edits} in conformance/go, whose page says with which seeds.
 */
class GoEditsTest {
  @Test
  void readsAndRefusesWhatGoDoes() throws IOException {
    List<String> different = new ArrayList<>();
    int rows = 0;
    for (String line : lines()) {
      String[] row = line.split("\t");
      byte[] json = row[0].getBytes(StandardCharsets.UTF_8);
      for (Codec codec : List.of(Codec.lazy(), Codec.eager())) {
        String found;
        try {
          Object object = codec.readAny(WireFormat.JSON, json);
          byte[] written = Codec.write(object, WireFormat.JSON);
          byte[] protobuf = Codec.write(object, WireFormat.PROTOBUF);
          boolean same =
              row.length == 3
                  && Objects.equals(
                      Codec.jsonToTree(row[1].getBytes(StandardCharsets.UTF_8)),
                      Codec.jsonToTree(written))
                  && Arrays.equals(Base64.getDecoder().decode(row[2]), protobuf);
          found = same ? row[1] : new String(written, StandardCharsets.UTF_8);
        } catch (DecodeException refused) {
          found = "!";
        }
        if (!found.equals(row[1])) {
          different.add(row[0] + "\n   Go: " + row[1] + "\n  here: " + found);
        }
      }
      rows++;
    }
    assertEquals("", String.join("\n", different));
    assertTrue(rows > 500, "rows are missing");
  }

  private static List<String> lines() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    Objects.requireNonNull(
                        GoEditsTest.class.getResourceAsStream("go-edits.tsv.gz"))),
                StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("# ")).toList();
    }
  }
}
