package io.kybern.model.selector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class SelectorVectorsTest {
  @Test
  void readsWritesAndMatchesAsGoDoes() throws IOException {
    int rows = 0;
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    SelectorVectorsTest.class.getResourceAsStream("selectors.tsv")),
                StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("#")) {
          check(line.split("\t", -1));
          rows++;
        }
      }
    }
    assertTrue(rows > 500, "vectors are missing");
  }

  private static void check(String[] row) {
    String text = row[1];
    boolean label = row[0].equals("L");
    if (row[2].equals("-")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> Objects.requireNonNull(label ? LabelQuery.parse(text) : FieldQuery.parse(text)),
          text);
      return;
    }
    Predicate<Map<String, String>> matches;
    if (label) {
      LabelQuery query = LabelQuery.parse(text);
      matches = query::matches;
      assertEquals(row[2].substring(1), query.toString(), text);
      assertEquals(query, LabelQuery.parse(query.toString()), text);
      assertEquals(query, LabelQuery.of(query.requirements()), text);
    } else {
      FieldQuery query = FieldQuery.parse(text);
      matches = fields -> query.matches(fields::get);
      assertEquals(row[2].substring(1), query.toString(), text);
      assertEquals(query.toString(), FieldQuery.of(query.requirements()).toString(), text);
    }
    for (int i = 3; i < row.length; i++) {
      Map<String, String> values = new HashMap<>();
      String pairs = row[i].substring(row[i].indexOf(' ') + 1);
      for (String pair : pairs.isEmpty() ? new String[0] : pairs.split(";")) {
        int arrow = pair.indexOf("->");
        values.put(pair.substring(0, arrow), pair.substring(arrow + 2));
      }
      assertEquals(row[i].startsWith("yes"), matches.test(values), text + " on " + values);
    }
  }
}
