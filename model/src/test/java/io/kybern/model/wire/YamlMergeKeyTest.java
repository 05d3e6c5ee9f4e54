package io.kybern.model.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class YamlMergeKeyTest {
  @Test
  void aKeyThatLooksLikeAMerge_isReadBackAsAKey() {
    Map<String, String> tree = Map.of("<<", "a");
    byte[] yaml = Codec.treeToYaml(tree);
    assertEquals("\"<<\": a\n", new String(yaml, StandardCharsets.UTF_8));
    assertEquals(tree, Codec.yamlToTree(yaml));
  }

  @Test
  void aValueThatLooksLikeAMerge_needsNoQuotes() {
    byte[] yaml = Codec.treeToYaml(Map.of("a", "<<"));
    assertEquals("a: <<\n", new String(yaml, StandardCharsets.UTF_8));
    assertEquals(Map.of("a", "<<"), Codec.yamlToTree(yaml));
  }
}
