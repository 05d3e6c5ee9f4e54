package io.kybern.apiserver.openapi;

import io.kybern.model.wire.Codec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes a version 2 document in the protobuf form that Go clients read ({@code
 * openapi.v2.Document}). What each message holds is a line of text; only what our documents use is
 * there. Confined to one thread.
 */
final class SwaggerProtobuf {
  /**
   * For each message its members as {@code NAME=NUMBER:TYPE}. {@code []} in front of a type is a
   * list; the name {@code *} stands for all other members, each written with its name in front;
   * {@code x-} stands for extensions; a type in angle brackets is the only member of a message that
   * the tree does not have.
   */
  private static final Map<String, String> MESSAGES =
      Map.ofEntries(
          Map.entry(
              "Document",
              "swagger=1:string info=2:Info paths=8:Paths definitions=9:Schemas"
                  + " security=12:[]Security securityDefinitions=13:SecurityDefinitions"),
          Map.entry("Info", "title=1:string version=2:string"),
          Map.entry("Paths", "*=2:PathItem"),
          Map.entry(
              "PathItem",
              "get=2:Operation put=3:Operation post=4:Operation delete=5:Operation"
                  + " options=6:Operation head=7:Operation patch=8:Operation"
                  + " parameters=9:[]<1<Parameter"),
          Map.entry(
              "Operation",
              "tags=1:[]string operationId=5:string produces=6:[]string consumes=7:[]string"
                  + " parameters=8:[]<1<Parameter responses=9:Responses"
                  + " schemes=10:[]string x-=13:any"),
          Map.entry("bodyParameter", "name=2:string in=3:string required=4:bool schema=5:Schema"),
          Map.entry(
              "queryParameter",
              "required=1:bool in=2:string name=4:string type=6:string uniqueItems=20:bool"),
          Map.entry(
              "pathParameter",
              "required=1:bool in=2:string name=4:string type=5:string uniqueItems=19:bool"),
          Map.entry("Responses", "*=1:<1<Response"),
          Map.entry("Response", "description=1:string schema=2:<1<Schema"),
          Map.entry("Schemas", "*=1:Schema"),
          Map.entry(
              "Schema",
              "$ref=1:string format=2:string required=19:[]string enum=20:[]any"
                  + " additionalProperties=21:<1<Schema type=22:<1<string items=23:<1<Schema"
                  + " properties=25:Schemas x-=31:any"),
          Map.entry("Security", "*=1:StringArray"),
          Map.entry("SecurityDefinitions", "*=1:<2<ApiKeySecurity"),
          Map.entry("ApiKeySecurity", "type=1:string name=2:string in=3:string"));

  /** A member of a message. */
  private record Member(int number, boolean repeated, String type) {}

  private final Map<String, Map<String, Member>> shapes = new HashMap<>();

  private SwaggerProtobuf() {}

  static byte[] write(Map<String, Object> document) {
    return new SwaggerProtobuf().value("Document", document);
  }

  /** The content of a field of that type. */
  private byte[] value(String type, Object tree) {
    if (type.startsWith("<")) {
      int end = type.indexOf('<', 1);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      field(out, Integer.parseInt(type.substring(1, end)), type.substring(end + 1), tree);
      return out.toByteArray();
    }
    return switch (type) {
      case "string" -> ((String) tree).getBytes(StandardCharsets.UTF_8);
      case "any" -> {
        // Any value travels as YAML, which JSON is.
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        bytes(out, 2, Codec.treeToJson(tree));
        yield out.toByteArray();
      }
      case "StringArray" -> {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ((List<?>) tree).forEach(item -> field(out, 1, "string", item));
        yield out.toByteArray();
      }
      case "Parameter" -> parameter(map(tree));
      default -> message(type, map(tree));
    };
  }

  private byte[] parameter(Map<String, Object> tree) {
    String in = Objects.requireNonNull((String) tree.get("in"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    switch (in) {
      case "body" -> field(out, 1, "bodyParameter", tree);
      case "query" -> field(out, 2, "<3<queryParameter", tree);
      case "path" -> field(out, 2, "<4<pathParameter", tree);
      default -> throw new IllegalStateException("a parameter in " + in);
    }
    return out.toByteArray();
  }

  private byte[] message(String type, Map<String, Object> tree) {
    Map<String, Member> shape = shapes.computeIfAbsent(type, SwaggerProtobuf::shape);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    tree.forEach(
        (name, value) -> {
          Member member = shape.get(name);
          if (member == null) {
            named(out, shape, type, name, value);
          } else if (member.repeated()) {
            ((List<?>) value).forEach(item -> field(out, member.number(), member.type(), item));
          } else {
            field(out, member.number(), member.type(), value);
          }
        });
    return out.toByteArray();
  }

  /** A member that is written with its name. */
  private void named(
      ByteArrayOutputStream out,
      Map<String, Member> shape,
      String type,
      String name,
      Object value) {
    Member member = shape.get(name.startsWith("x-") ? "x-" : "*");
    if (member == null) {
      member = shape.get("*");
    }
    if (member == null) {
      throw new IllegalStateException("a " + type + " with " + name);
    }
    ByteArrayOutputStream pair = new ByteArrayOutputStream();
    field(pair, 1, "string", name);
    field(pair, 2, member.type(), value);
    bytes(out, member.number(), pair.toByteArray());
  }

  private void field(ByteArrayOutputStream out, int number, String type, @Nullable Object tree) {
    if (tree == null) {
      return;
    }
    if (type.equals("bool")) {
      if ((Boolean) tree) {
        varint(out, number << 3);
        out.write(1);
      }
      return;
    }
    bytes(out, number, value(type, tree));
  }

  private static Map<String, Member> shape(String type) {
    String text = MESSAGES.get(type);
    if (text == null) {
      throw new IllegalStateException("no message " + type);
    }
    Map<String, Member> shape = new HashMap<>();
    for (String word : text.split(" ")) {
      int equals = word.indexOf('=');
      int colon = word.indexOf(':');
      String memberType = word.substring(colon + 1);
      boolean repeated = memberType.startsWith("[]");
      shape.put(
          word.substring(0, equals),
          new Member(
              Integer.parseInt(word.substring(equals + 1, colon)),
              repeated,
              repeated ? memberType.substring(2) : memberType));
    }
    return shape;
  }

  private static void bytes(ByteArrayOutputStream out, int number, byte[] content) {
    varint(out, number << 3 | 2);
    varint(out, content.length);
    out.writeBytes(content);
  }

  private static void varint(ByteArrayOutputStream out, int value) {
    int rest = value;
    while (rest > 0x7f) {
      out.write(rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object tree) {
    return (Map<String, Object>) tree;
  }
}
