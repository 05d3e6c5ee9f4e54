package io.kybern.apiserver.facts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Run by the build: makes the index of the schema files that {@link FactsIndex} reads. */
final class FactsIndexWriter {
  private static final List<String> DEPRECATION = List.of("deprecated", "removed", "replacement");

  private FactsIndexWriter() {}

  /**
   * Writes the file {@code index} beside the schema files.
   *
   * @param args the folder of the schema files, and the folder to write to
   */
  public static void main(String[] args) throws IOException {
    Path target = Path.of(args[1]);
    Files.createDirectories(target);
    Files.writeString(target.resolve("index"), index(schemas(Path.of(args[0]))));
  }

  /** Content of all schema files by name, sorted. */
  static Map<String, String> schemas(Path folder) throws IOException {
    Map<String, String> schemas = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".schema")) {
          schemas.put(name, Files.readString(file));
        }
      }
    }
    return schemas;
  }

  /** The text of the index: the same files give the same text. */
  static String index(Map<String, String> schemas) {
    StringBuilder text = new StringBuilder();
    text.append("facts 1 ").append(digest(schemas)).append('\n');
    schemas.forEach(
        (name, schema) -> {
          List<String> lines = schema.lines().toList();
          String java = header(lines, "java", name);
          if (!name.equals(java + ".schema")) {
            throw new IllegalStateException(name + " holds the package " + java);
          }
          text.append("package ")
              .append(java)
              .append(' ')
              .append(header(lines, "openapi", name))
              .append(' ')
              .append(header(lines, "group", name))
              .append(' ')
              .append(header(lines, "version", name))
              .append('\n');
          blocks(lines).forEach(block -> append(text, block, lines));
        });
    return text.toString();
  }

  private static void append(StringBuilder text, List<String> block, List<String> lines) {
    if (!block.get(0).startsWith("resource ")
        || block.stream().noneMatch(line -> line.startsWith("  server "))) {
      return;
    }
    for (String line : block) {
      boolean wanted =
          line.startsWith("resource ")
              || line.startsWith("  server ")
              || line.startsWith("  columns ")
              || (line.startsWith("  sub ") && line.contains(" server="));
      if (wanted) {
        text.append(line);
        if (line.startsWith("resource ")) {
          text.append(deprecation(line, lines));
        }
        text.append('\n');
      }
    }
  }

  /** What the line of a resource's kind says about its end, as words for the resource's line. */
  private static String deprecation(String resource, List<String> lines) {
    String kind = SchemaText.attributes(SchemaText.words(resource), 2).getOrDefault("kind", "");
    StringBuilder words = new StringBuilder();
    for (String line : lines) {
      if (line.startsWith("kind " + kind + " ")) {
        SchemaText.attributes(SchemaText.words(line), 2)
            .forEach(
                (name, value) -> {
                  if (DEPRECATION.contains(name)) {
                    words.append(' ').append(name).append('=').append(value);
                  }
                });
      }
    }
    return words.toString();
  }

  /** Lines that belong together: one without and all with two spaces in front. */
  private static List<List<String>> blocks(List<String> lines) {
    List<List<String>> blocks = new ArrayList<>();
    for (String line : lines) {
      if (line.isEmpty()) {
        continue;
      }
      if (!line.startsWith("  ")) {
        blocks.add(new ArrayList<>());
      }
      blocks.get(blocks.size() - 1).add(line);
    }
    return blocks;
  }

  private static String header(List<String> lines, String name, String file) {
    for (String line : lines) {
      if (line.startsWith(name + " ")) {
        return line.substring(name.length() + 1).strip();
      }
    }
    throw new IllegalStateException(file + " has no header line: " + name);
  }

  private static String digest(Map<String, String> schemas) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      schemas.forEach(
          (name, schema) -> {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(schema.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
          });
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
