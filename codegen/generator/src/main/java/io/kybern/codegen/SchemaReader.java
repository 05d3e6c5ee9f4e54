package io.kybern.codegen;

import io.kybern.codegen.SchemaPackage.FieldDef;
import io.kybern.codegen.SchemaPackage.Kind;
import io.kybern.codegen.SchemaPackage.MessageDef;
import io.kybern.codegen.SchemaPackage.Method;
import io.kybern.codegen.SchemaPackage.Resource;
import io.kybern.codegen.SchemaPackage.Subresource;
import io.kybern.codegen.SchemaPackage.TypeRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the files of {@code schema/}; see the README there for the format. Strict. */
final class SchemaReader {
  private static final Set<String> FIELD_ATTRIBUTES =
      Set.of(
          "go",
          "inline",
          "omitempty",
          "omitzero",
          "wire",
          "nojson",
          "noproto",
          "required",
          "list",
          "keys",
          "map",
          "struct",
          "patch",
          "mergekey",
          "default",
          "enum",
          "format",
          "union",
          "deprecated",
          "gate",
          "pbzero",
          "number");

  private final String file;
  private int lineNumber;

  private SchemaReader(String file) {
    this.file = file;
  }

  static List<SchemaPackage> readAll(Path folder) throws IOException {
    List<SchemaPackage> packages = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path path : files.filter(f -> f.toString().endsWith(".schema")).sorted().toList()) {
        packages.add(
            new SchemaReader(path.getFileName().toString()).read(Files.readAllLines(path)));
      }
    }
    if (packages.isEmpty()) {
      throw new SchemaException("no .schema files in " + folder);
    }
    return packages;
  }

  private SchemaPackage read(List<String> lines) {
    Map<String, String> header = new LinkedHashMap<>();
    List<Kind> kinds = new ArrayList<>();
    List<Resource> resources = new ArrayList<>();
    List<MessageDef> messages = new ArrayList<>();
    int at = 0;
    while (at < lines.size()) {
      lineNumber = at + 1;
      String line = lines.get(at);
      if (line.isEmpty()) {
        at++;
        continue;
      }
      int end = at + 1;
      while (end < lines.size() && lines.get(end).startsWith("  ")) {
        end++;
      }
      List<String> block = lines.subList(at + 1, end);
      String[] words = line.split(" ");
      switch (words[0]) {
        case "schema", "go", "openapi", "java", "group", "version" ->
            header.put(words[0], line.substring(words[0].length()).trim());
        case "kind" -> kinds.add(new Kind(words[1], attributes(words, 2)));
        case "resource" -> resources.add(resource(words, block));
        case "message" -> messages.add(message(words, block));
        default -> throw problem("unknown line: " + line);
      }
      at = end;
    }
    if (!"1".equals(header.get("schema"))) {
      throw problem("expected a file that starts with: schema 1");
    }
    return new SchemaPackage(
        file,
        header(header, "openapi"),
        header(header, "java"),
        header(header, "group").equals("-") ? "" : header(header, "group"),
        header(header, "version"),
        List.copyOf(kinds),
        List.copyOf(resources),
        List.copyOf(messages));
  }

  private String header(Map<String, String> header, String name) {
    String value = header.get(name);
    if (value == null) {
      throw problem("no header line: " + name);
    }
    return value;
  }

  private MessageDef message(String[] words, List<String> block) {
    List<FieldDef> fields = new ArrayList<>();
    for (String line : block) {
      lineNumber++;
      String[] parts = line.strip().split(" ");
      if (parts.length < 3) {
        throw problem("expected: name number type; found: " + line);
      }
      Map<String, String> attributes = attributes(parts, 3);
      for (String name : attributes.keySet()) {
        if (!FIELD_ATTRIBUTES.contains(name)) {
          throw problem("unknown attribute " + name + " of field " + parts[0]);
        }
      }
      fields.add(new FieldDef(parts[0], parts[1], TypeRef.parse(parts[2]), attributes));
    }
    return new MessageDef(words[1], attributes(words, 2), List.copyOf(fields));
  }

  private Resource resource(String[] words, List<String> block) {
    List<String> server = null;
    List<String> client = null;
    List<Method> methods = new ArrayList<>();
    List<Subresource> subresources = new ArrayList<>();
    String columns = null;
    for (String raw : block) {
      lineNumber++;
      String line = raw.strip();
      String[] parts = line.split(" ");
      switch (parts[0]) {
        case "server" -> server = verbs(parts);
        case "client" -> client = verbs(parts);
        case "method" -> methods.add(new Method(parts[1], attributes(parts, 2)));
        case "sub" -> subresources.add(new Subresource(parts[1], attributes(parts, 2)));
        case "columns" -> columns = line.substring("columns ".length());
        default -> throw problem("unknown line of resource " + words[1] + ": " + line);
      }
    }
    return new Resource(
        words[1],
        attributes(words, 2),
        server,
        client,
        List.copyOf(methods),
        List.copyOf(subresources),
        columns);
  }

  private static @Nullable List<String> verbs(String[] parts) {
    return parts.length < 2 || parts[1].equals("-") ? List.of() : List.of(parts[1].split(","));
  }

  private static Map<String, String> attributes(String[] words, int from) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int i = from; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      if (equals < 0) {
        attributes.put(words[i], "");
      } else {
        attributes.put(words[i].substring(0, equals), words[i].substring(equals + 1));
      }
    }
    return attributes;
  }

  private SchemaException problem(String message) {
    return new SchemaException(file + ":" + lineNumber + ": " + message);
  }
}
