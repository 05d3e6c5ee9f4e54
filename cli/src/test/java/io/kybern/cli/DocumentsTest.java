package io.kybern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.error.DecodeException;
import io.kybern.model.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DocumentsTest {
  private static List<Document> split(String text) {
    return Documents.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> texts(String text) {
    return split(text).stream().map(d -> new String(d.bytes(), StandardCharsets.UTF_8)).toList();
  }

  @Test
  void formatComesFromTheContent() {
    assertEquals(WireFormat.PROTOBUF, split("k8s\0abc").get(0).format());
    byte[] cbor = {(byte) 0xD9, (byte) 0xD9, (byte) 0xF7, (byte) 0xA0};
    assertEquals(WireFormat.CBOR, Documents.of(cbor).get(0).format());
    assertEquals(WireFormat.JSON, split(" \r\n\t{}").get(0).format());
    assertEquals(WireFormat.JSON, split("\uFEFF{}").get(0).format());
    assertEquals(WireFormat.YAML, split("k8s: x").get(0).format());
    assertEquals(WireFormat.YAML, split("[{}]").get(0).format());
  }

  @Test
  void emptyDocumentsAreLeftOut() {
    assertEquals(List.of(), split(""));
    assertEquals(List.of(), split("\n \n# only a comment\n---\n---  # and another\n...\n"));
    assertEquals(1, split("---\n# comment\n---\na: 1\n---\n").size());
  }

  @Test
  void yamlIsSplitAtItsMarkers() {
    assertEquals(List.of("a: 1\n", "---\nb: 2\n"), texts("a: 1\n---\nb: 2\n"));
    assertEquals(List.of("--- {a: 1}\n", "--- b"), texts("--- {a: 1}\n--- b"));
    assertEquals(List.of("a: |\n  x\n  ---\n  y\n"), texts("a: |\n  x\n  ---\n  y\n"));
    assertEquals(List.of("a: 1\n----\n"), texts("a: 1\n----\n"));
    assertEquals(List.of("a: 1\r\n", "---\r\nb: 2\r\n"), texts("a: 1\r\n---\r\nb: 2\r\n"));
  }

  @Test
  void directivesBelongToTheDocumentBelow() {
    assertEquals(1, split("%YAML 1.1\n---\na: 1\n").size());
    assertEquals(Map.of("a", 1L), split("%YAML 1.1\n---\na: 1\n").get(0).tree());
  }

  @Test
  void jsonIsSplitAfterEachValue() {
    assertEquals(
        List.of("{\"a\":\"}{\\\"\"}", "{\"b\":[{}]}"),
        texts("{\"a\":\"}{\\\"\"}\n {\"b\":[{}]}\n"));
    assertEquals(1, split("{\"a\": {").size());
  }

  @Test
  void placesCountLinesOfContent() {
    List<Document> documents = split("# head\n\na: 1\n---\n# more\n\nb: 2\n");
    assertEquals(3, documents.get(0).line());
    assertEquals(7, documents.get(1).line());
    assertEquals("document 2 (line 7): ", documents.get(1).place());
    assertEquals("", split("---\na: 1\n---\n").get(0).place());
    assertEquals(3, split("{}\n\n{}").get(1).line());
  }

  @Test
  void errorsHaveThePlaceInTheFile() {
    DecodeException yaml =
        assertThrows(DecodeException.class, () -> split("a: 1\n---\nb: 2\nc: [\n").get(1).tree());
    assertTrue(yaml.getMessage().contains("line 5"), yaml.getMessage());
    DecodeException json =
        assertThrows(DecodeException.class, () -> split("{\"a\":1}\n{\"b\":x}").get(1).tree());
    assertEquals(13, json.offset());
  }
}
