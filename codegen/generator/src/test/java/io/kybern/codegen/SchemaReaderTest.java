package io.kybern.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.codegen.SchemaPackage.FieldDef;
import io.kybern.codegen.SchemaPackage.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaReaderTest {
  private static final String SCHEMA =
      """
      schema 1
      go example.com/api/things/v1
      openapi com.example.things.v1
      java things.v1
      group things.example.com
      version v1

      kind Thing list=ThingList

      resource things kind=Thing singular=thing short=th scope=Namespaced accessor=Things
        server create,get
        client -
        sub scale kind=autoscaling.v1.Scale server=get,update
        columns Name:string(name)|Last Seen:date:wide

      message Thing typemeta
        metadata 1 meta.v1.ObjectMeta go=ObjectMeta omitempty
        sizes 2 map[string]*int32 omitempty
      """;

  @TempDir Path folder;

  @Test
  void read_resourceWithItsLines() throws IOException {
    Resource resource = read(SCHEMA.replace("*int32", "int32")).get(0).resources().get(0);
    assertEquals("things", resource.plural());
    assertEquals(List.of("create", "get"), resource.serverVerbs());
    assertEquals(List.of(), resource.clientVerbs());
    assertEquals("Name:string(name)|Last Seen:date:wide", resource.columns());
    assertTrue(resource.namespaced());
  }

  @Test
  void read_fieldWithItsAttributes() throws IOException {
    FieldDef field =
        read(SCHEMA.replace("*int32", "int32")).get(0).messages().get(0).fields().get(1);
    assertEquals("map", field.type().shape());
    assertEquals("int32", field.type().base());
    assertEquals(Map.of("omitempty", ""), field.attributes());
  }

  @Test
  void read_typeThatJavaHasNoCodeFor_isRefused() {
    SchemaException refused = assertThrows(SchemaException.class, () -> read(SCHEMA));
    assertTrue(refused.getMessage().contains("map[string]*int32"), refused.getMessage());
  }

  @Test
  void read_unknownAttribute_namesFileAndLine() {
    String broken = SCHEMA.replace("*int32 omitempty", "int32 colour=red");
    SchemaException refused = assertThrows(SchemaException.class, () -> read(broken));
    assertTrue(refused.getMessage().startsWith("things.v1.schema:18: "), refused.getMessage());
  }

  @Test
  void read_unknownLine_isRefused() {
    assertThrows(SchemaException.class, () -> read(SCHEMA + "\nsurprise Thing\n"));
  }

  private List<SchemaPackage> read(String text) throws IOException {
    Files.writeString(folder.resolve("things.v1.schema"), text);
    return SchemaReader.readAll(folder);
  }
}
