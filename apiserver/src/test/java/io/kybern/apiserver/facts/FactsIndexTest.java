package io.kybern.apiserver.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FactsIndexTest {
  private static final String SCHEMA =
      """
      schema 1
      openapi io.example.v1
      java example.v1
      group example.com
      version v1

      kind Thing list=ThingList

      resource things kind=Thing singular=thing scope=Cluster storage=example.com/v1 deleted=object accessor=Things
        server create,get
        client create,get
        method Poke name=string returns=example.v1.Thing verb=get sub=poke
        sub poke kind=example.v1.Thing
        sub status kind=example.v1.Thing server=get
        columns Name:string(name)|Last Poke:string:wide

      resource ghosts kind=Ghost singular=ghost scope=Namespaced accessor=Ghosts
        client get

      message Thing typemeta
        size 1 int32
      """;

  @Test
  void indexOfTheProgramIsThatOfItsSchema() throws IOException {
    Map<String, String> schemas = FactsIndexWriter.schemas(Path.of("../schema"));
    try (InputStream in = ApiFacts.class.getResourceAsStream("schema/index")) {
      assertNotNull(in);
      assertEquals(
          FactsIndexWriter.index(schemas), new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Test
  void indexHoldsWhatIsServedAndNothingElse() {
    FactsIndex index =
        FactsIndex.parse(FactsIndexWriter.index(Map.of("example.v1.schema", SCHEMA)));
    FactsIndex.Entry entry = index.entry("example.v1");
    assertEquals(new GroupVersion("example.com", "v1"), entry.groupVersion());
    assertEquals(
        List.of(
            new ServedResource(
                "example.com",
                "v1",
                "things",
                "thing",
                "Thing",
                false,
                List.of(),
                List.of(),
                List.of("create", "get"),
                List.of(new ServedSubresource("status", "example.com/v1", "Thing", List.of("get"))),
                "Name:string(name)|Last Poke:string:wide",
                true,
                "example.com/v1",
                null)),
        index.resources(entry));
  }

  @Test
  void hashChangesWithAnyFact() {
    Map<String, String> schemas = new HashMap<>();
    schemas.put("example.v1.schema", SCHEMA);
    String before = FactsIndex.parse(FactsIndexWriter.index(schemas)).hash();
    assertEquals(before, FactsIndex.parse(FactsIndexWriter.index(schemas)).hash());
    schemas.put("example.v1.schema", SCHEMA.replace("int32", "int64"));
    assertNotEquals(before, FactsIndex.parse(FactsIndexWriter.index(schemas)).hash());
  }

  @Test
  void filesMustSayWhatTheirNamesSay() {
    assertThrows(
        IllegalStateException.class,
        () -> FactsIndexWriter.index(Map.of("other.v1.schema", SCHEMA)));
    assertThrows(
        IllegalStateException.class,
        () -> FactsIndexWriter.index(Map.of("example.v1.schema", "schema 1\njava example.v1\n")));
    assertThrows(IllegalStateException.class, () -> FactsIndex.parse("facts 2 x\n"));
  }
}
