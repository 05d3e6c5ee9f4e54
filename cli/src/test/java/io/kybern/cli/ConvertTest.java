package io.kybern.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvertTest {
  private static final String YAML = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ";
  private static final String JSON =
      "{\"kind\":\"ConfigMap\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"%s\"}}\n";

  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void runInDirectory() {
    cli = Cli.in(directory);
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private Path file(String name, byte[] content) throws IOException {
    return Files.write(directory.resolve(name), content);
  }

  private static byte[] configMap(String name, WireFormat format) {
    return Codec.write(ConfigMap.builder().metadata(m -> m.name(name)).build(), format);
  }

  private List<String> files(String where) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve(where))) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void jsonIsOneLinePerObject() throws IOException {
    file("a.yaml", "# two\n" + YAML + "a\n---\n" + YAML + "b\n");
    file("c.pb", configMap("c", WireFormat.PROTOBUF));
    Cli.Result result = cli.run("convert", "--to", "json", "a.yaml", "c.pb");
    assertEquals(0, result.code(), result.toString());
    assertEquals(
        String.format(JSON, "a") + String.format(JSON, "b") + String.format(JSON, "c"),
        result.out());
    assertEquals("", result.err());
  }

  @Test
  void yamlDocumentsAreSeparatedWithinAndBetweenFiles() throws IOException {
    file("ab.json", String.format(JSON, "a") + String.format(JSON, "b"));
    file("c.yaml", "---\n" + YAML + "c\n---\n");
    Cli.Result result = cli.run("convert", "--to=yaml", "ab.json", "c.yaml");
    assertEquals(0, result.code(), result.toString());
    assertEquals(YAML + "a\n---\n" + YAML + "b\n---\n" + YAML + "c\n", result.out());
  }

  @Test
  void whatWasConvertedCanBeConvertedBack() throws IOException {
    byte[] protobuf = configMap("a", WireFormat.PROTOBUF);
    file("a.pb", protobuf);
    Cli.Result json = cli.run("convert", "--to", "json", "a.pb");
    Cli.Result yaml = cli.input(json.out()).run("convert", "--to", "yaml", "-");
    Cli.Result back = cli.input(yaml.out()).run("convert", "--to", "protobuf", "-");
    assertArrayEquals(protobuf, back.bytes());
  }

  @Test
  void cborIsKnownByItsFirstBytes() throws IOException {
    byte[] cbor = configMap("a", WireFormat.CBOR);
    file("a", cbor);
    Cli.Result yaml = cli.run("convert", "--to", "yaml", "a");
    assertEquals(YAML + "a\n", yaml.out());
    Cli.Result back = cli.input(yaml.out()).run("convert", "--to", "cbor", "-");
    assertArrayEquals(cbor, back.bytes());
    Cli.Result files = cli.run("convert", "--to", "cbor", "--out", "out", "a");
    assertEquals(0, files.code(), files.toString());
    assertArrayEquals(cbor, Files.readAllBytes(directory.resolve("out/a.cbor")));
    assertEquals(1, cli.run("convert", "--to", "cbor", "a", "a").code());
  }

  @Test
  void outputFilesKeepAllButTheLastExtension() throws IOException {
    file("apps.v1.web.yaml", YAML + "a\n");
    file("plain", YAML + "b\n");
    file(".hidden", YAML + "c\n");
    Cli.Result result =
        cli.run(
            "convert",
            "--to",
            "protobuf",
            "--out",
            "new/dir",
            "apps.v1.web.yaml",
            "plain",
            ".hidden");
    assertEquals(0, result.code(), result.toString());
    assertEquals(List.of(".hidden.pb", "apps.v1.web.pb", "plain.pb"), files("new/dir"));
    assertArrayEquals(
        configMap("a", WireFormat.PROTOBUF),
        Files.readAllBytes(directory.resolve("new/dir/apps.v1.web.pb")));
  }

  @Test
  void theExtensionSaysNothingAboutTheContent() throws IOException {
    file("a.json", configMap("a", WireFormat.PROTOBUF));
    file("b.pb", YAML + "b\n");
    file("c.yaml", String.format(JSON, "c"));
    Cli.Result result =
        cli.run("convert", "--to", "json", "--out", "out", "a.json", "b.pb", "c.yaml");
    assertEquals(0, result.code(), result.toString());
    assertEquals(List.of("a.json", "b.json", "c.json"), files("out"));
    for (String name : List.of("a", "b", "c")) {
      assertEquals(
          String.format(JSON, name), Files.readString(directory.resolve("out/" + name + ".json")));
    }
  }

  @Test
  void aBadFileIsNamedAndTheOthersAreConverted() throws IOException {
    file("good.yaml", YAML + "a\n");
    file("type.yaml", YAML + "b\n---\n" + YAML + "c\ndata: text\n");
    file("syntax.yaml", "a: [\n");
    file("cut.pb", new byte[] {'k', '8', 's', 0, 10, 100});
    file("empty.yaml", "# nothing\n");
    file("untyped.json", "{\"kind\":\"Pod\"}");
    Files.createDirectory(directory.resolve("dir"));
    Cli.Result result =
        cli.run(
            "convert",
            "--to",
            "yaml",
            "--out",
            "out",
            "absent.yaml",
            "type.yaml",
            "syntax.yaml",
            "cut.pb",
            "empty.yaml",
            "untyped.json",
            "dir",
            "good.yaml");
    assertEquals(1, result.code());
    assertEquals(List.of("good.yaml"), files("out"));
    List<String> errors = result.err().lines().toList();
    assertEquals(7, errors.size(), result.err());
    assertEquals("error: absent.yaml: no such file", errors.get(0));
    assertTrue(
        errors.get(1).startsWith("error: type.yaml: document 2 (line 6): ConfigMap.data: "),
        errors.get(1));
    assertTrue(errors.get(2).startsWith("error: syntax.yaml: "), errors.get(2));
    assertTrue(errors.get(3).startsWith("error: cut.pb: "), errors.get(3));
    assertEquals("error: empty.yaml: there is no object in it", errors.get(4));
    assertTrue(errors.get(5).contains("untyped.json: ") && errors.get(5).contains("apiVersion"));
    assertEquals("error: dir: is a directory", errors.get(6));
  }

  @Test
  void aBadFileDoesNotGetHalfwayIntoStandardOutput() throws IOException {
    file("bad.yaml", YAML + "a\n---\nkind: 1\n");
    file("good.yaml", YAML + "b\n");
    Cli.Result result = cli.run("convert", "--to", "yaml", "bad.yaml", "good.yaml");
    assertEquals(1, result.code());
    assertEquals(YAML + "b\n", result.out());
  }

  @Test
  void twoInputsForOneOutputAreBothNamedAndNeitherIsWritten() throws IOException {
    file("a.yaml", YAML + "a\n");
    file("a.json", String.format(JSON, "a"));
    file("b.json", String.format(JSON, "b"));
    Cli.Result result =
        cli.run("convert", "--to", "yaml", "--out", "out", "a.yaml", "b.json", "a.json");
    assertEquals(1, result.code());
    assertTrue(result.err().contains("a.yaml, a.json: "), result.err());
    assertEquals(List.of("b.yaml"), files("out"));
  }

  @Test
  void anExistingOutputIsReplacedOrLeftWhole() throws IOException {
    file("a.yaml", YAML + "a\n");
    file("b.yaml", "a: [\n");
    Files.createDirectory(directory.resolve("out"));
    file("out/a.json", "old");
    file("out/b.json", "old");
    Cli.Result result = cli.run("convert", "--to", "json", "--out", "out", "a.yaml", "b.yaml");
    assertEquals(1, result.code());
    assertEquals(String.format(JSON, "a"), Files.readString(directory.resolve("out/a.json")));
    assertEquals("old", Files.readString(directory.resolve("out/b.json")));
    assertEquals(List.of("a.json", "b.json"), files("out"));
  }

  @Test
  void aFileCanBeConvertedInPlace() throws IOException {
    file("a.json", String.format(JSON, "a"));
    assertEquals(0, cli.run("convert", "--to", "json", "--out", ".", "a.json").code());
    assertEquals(String.format(JSON, "a"), Files.readString(directory.resolve("a.json")));
  }

  @Test
  void protobufHoldsOneObjectPerFileAndOneOnStandardOutput() throws IOException {
    file("two.yaml", YAML + "a\n---\n" + YAML + "b\n");
    file("one.yaml", YAML + "c\n");
    Cli.Result two = cli.run("convert", "--to", "protobuf", "--out", "out", "two.yaml", "one.yaml");
    assertEquals(1, two.code());
    assertEquals(
        "error: two.yaml: 2 documents, but a file in protobuf holds one object\n", two.err());
    assertEquals(List.of("one.pb"), files("out"));
    Cli.Result several = cli.run("convert", "--to", "protobuf", "one.yaml", "two.yaml");
    assertEquals(1, several.code());
    assertEquals("", several.out());
    assertTrue(several.err().contains("use --out DIR"), several.err());
  }

  @Test
  void kindsWithoutTypeKeepTheirFieldsButHaveNoProtobuf() throws IOException {
    file("w.yaml", "apiVersion: example.com/v1\nkind: Widget\nspec:\n  size: 3\n");
    assertEquals(
        "{\"apiVersion\":\"example.com/v1\",\"kind\":\"Widget\",\"spec\":{\"size\":3}}\n",
        cli.run("convert", "--to", "json", "w.yaml").out());
    Cli.Result protobuf = cli.run("convert", "--to", "protobuf", "w.yaml");
    assertEquals(1, protobuf.code());
    assertEquals(
        "error: w.yaml: kind \"Widget\" of \"example.com/v1\" has no protobuf form\n",
        protobuf.err());
  }

  @Test
  void unknownFieldsSurviveOrAreMissed() throws IOException {
    file("a.yaml", YAML + "a\nnovelty: 1\n");
    assertEquals(
        String.format(JSON, "a").replace("}}", "},\"novelty\":1}"),
        cli.run("convert", "--to", "json", "a.yaml").out());
    Cli.Result protobuf = cli.run("convert", "--to", "protobuf", "a.yaml");
    assertEquals(0, protobuf.code());
    assertArrayEquals(configMap("a", WireFormat.PROTOBUF), protobuf.bytes());
    assertEquals(
        "Warning: a.yaml: fields that this program does not know cannot be kept in protobuf\n",
        protobuf.err());
  }

  @Test
  void listsStayLists() throws IOException {
    file("l.yaml", "apiVersion: v1\nkind: ConfigMapList\nitems:\n- metadata:\n    name: a\n");
    String out = cli.run("convert", "--to", "json", "l.yaml").out();
    assertTrue(out.startsWith("{\"kind\":\"ConfigMapList\""), out);
  }

  @Test
  void wrongArgumentsAreExplained() throws IOException {
    file("a.yaml", YAML + "a\n");
    Cli.Result format = cli.run("convert", "--to", "xml", "a.yaml");
    assertEquals(1, format.code());
    assertEquals("error: --to must be json, yaml, protobuf or cbor, not \"xml\"\n", format.err());
    Cli.Result none = cli.run("convert", "--to", "json");
    assertEquals(1, none.code());
    assertTrue(none.err().startsWith("error: no FILE given\n"), none.err());
    Cli.Result without = cli.run("convert", "a.yaml");
    assertEquals(1, without.code());
    assertTrue(without.err().startsWith("error: required flag(s) \"to\" not set\n"), without.err());
    assertFalse(without.err().contains("\tat "), without.err());
  }

  @Test
  void anUnwritableTargetIsNamed() throws IOException {
    file("a.yaml", YAML + "a\n");
    file("taken", "a file");
    Cli.Result result = cli.run("convert", "--to", "json", "--out", "taken", "a.yaml");
    assertEquals(1, result.code());
    assertTrue(result.err().startsWith("error: taken"), result.err());
    assertEquals("a file", Files.readString(directory.resolve("taken")));
  }
}
