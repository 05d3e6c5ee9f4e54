package io.kybern.model.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.error.DecodeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The same YAML through Go's library, as kubectl uses it, and through ours. The sets name every
 * input on which the two differ; one that differs no longer fails too.
 */
class YamlVectorsTest {
  /** Go reads up to the end of the first value and drops the rest without a word. */
  private static final Set<String> REST_NOT_DROPPED =
      Set.of(
          " a: 1\nb: 2\n",
          "[]: v\n",
          "{}: v\n",
          "{a: 1}}\n",
          "[a] ]\n",
          "{a: 1}\n{b: 2}\n",
          "a: 1\n...\nb: 2\n");

  /** In Go the last one counts, and what came before is lost. */
  private static final Set<String> DUPLICATES_REFUSED =
      Set.of(
          "a: 1\na: 2\n",
          "a: 1\n'a': 2\n",
          "1: a\n'1': b\n",
          "1: a\n0x1: b\n",
          "yes: 1\ntrue: 2\n",
          "v: {a: 1, a: 2}\n");

  /**
   * Refused by Go: pairs of surrogates in escapes, any version and directive, base64 not padded.
   */
  private static final Set<String> ACCEPTED_HERE =
      Set.of(
          "v: \"\\ud83d\\ude00\"\n",
          "{\"a\": \"\\u00e9\\ud83d\\ude00\"}\n",
          "%YAML 1.2\n---\na: 1\n",
          "%FOO bar\n---\na: 1\n",
          "v: !!binary aGk\n",
          "!!binary aGk: v\n",
          "v: &b#\n",
          "- &b#\n");

  /** What the parser library takes for other structure, or for none: tabs, and rare forms. */
  private static final Set<String> PARSED_DIFFERENTLY =
      Set.of(
          "v: \ta\n",
          "a:\t1\n",
          "v: \"\\'\"\n",
          "\"\\'\": v\n",
          "[? a : b]: v\n",
          "x: {a:, b: c}\n");

  @Test
  void readsWhatKubectlReads() throws IOException {
    List<String> wrong = new ArrayList<>();
    List<String[]> rows = rows("yaml-read.tsv");
    for (String[] row : rows) {
      String yaml = (String) Objects.requireNonNull(json(row[0]));
      String found = read(yaml, row[1]);
      if (found.equals(row[1]) == isNamed(yaml)) {
        wrong.add(row[0] + " is " + row[1] + " in Go, here " + found);
      }
    }
    assertEquals("", String.join("\n", wrong));
    assertTrue(rows.size() > 2000, "vectors are missing");
  }

  private static boolean isNamed(String yaml) {
    return REST_NOT_DROPPED.contains(yaml)
        || DUPLICATES_REFUSED.contains(yaml)
        || ACCEPTED_HERE.contains(yaml)
        || PARSED_DIFFERENTLY.contains(yaml);
  }

  /** {@code expected} if the first document means that. */
  private static String read(String yaml, String expected) {
    try {
      List<YamlReader.Document> documents =
          YamlReader.documents(yaml.getBytes(StandardCharsets.UTF_8), Problems.REJECT_DUPLICATES);
      Object tree = documents.isEmpty() ? null : documents.get(0).tree();
      return !expected.equals("!") && Objects.equals(tree, json(expected)) ? expected : "" + tree;
    } catch (DecodeException malformed) {
      return "!";
    }
  }

  @Test
  void writesWhatKubectlPrints() throws IOException {
    List<String> wrong = new ArrayList<>();
    List<String[]> rows = rows("yaml-write.tsv");
    for (String[] row : rows) {
      Object tree = json(row[0]);
      String expected = (String) Objects.requireNonNull(json(row[1]));
      byte[] yaml = Codec.treeToYaml(tree);
      String written = new String(yaml, StandardCharsets.UTF_8);
      if (hasMergeKey(tree) ? !tree.equals(Codec.yamlToTree(yaml)) : !written.equals(expected)) {
        wrong.add(row[0] + " is " + expected + "in Go, here " + written);
      }
    }
    assertEquals("", String.join("\n", wrong));
    assertTrue(rows.size() > 2000, "vectors are missing");
  }

  /**
   * Go writes a key {@code <<} without quotes and then cannot read it; that is not followed here.
   */
  private static boolean hasMergeKey(Object tree) {
    return tree instanceof Map<?, ?> map
            && (map.containsKey("<<")
                || map.values().stream().anyMatch(YamlVectorsTest::hasMergeKey))
        || tree instanceof List<?> list && list.stream().anyMatch(YamlVectorsTest::hasMergeKey);
  }

  private static Object json(String text) {
    return Codec.jsonToTree(text.getBytes(StandardCharsets.UTF_8), Problems.ACCEPT_ALL);
  }

  private static List<String[]> rows(String resource) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(YamlVectorsTest.class.getResourceAsStream(resource))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("# "))
          .map(line -> line.split("\t", -1))
          .toList();
    }
  }
}
