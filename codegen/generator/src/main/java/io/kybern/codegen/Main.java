package io.kybern.codegen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Entry point of the build: {@code model|client SCHEMA_FOLDER OUTPUT_FOLDER}. */
public final class Main {
  private Main() {}

  /**
   * Generates; files that did not change are not touched, files that are no longer made go away.
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 3) {
      throw new IllegalArgumentException("expected: model|client SCHEMA_FOLDER OUTPUT_FOLDER");
    }
    List<SchemaPackage> packages = SchemaReader.readAll(Path.of(arguments[1]));
    Map<String, String> sources =
        switch (arguments[0]) {
          case "model" -> new ModelGenerator(packages).generate();
          case "client" -> new ClientGenerator(packages).generate();
          default -> throw new IllegalArgumentException("unknown target " + arguments[0]);
        };
    write(Path.of(arguments[2]), sources);
  }

  private static void write(Path folder, Map<String, String> sources) throws IOException {
    Set<Path> written = new HashSet<>();
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = folder.resolve(source.getKey());
      written.add(file);
      Files.createDirectories(file.getParent());
      if (!Files.exists(file) || !Files.readString(file).equals(source.getValue())) {
        Files.writeString(file, source.getValue());
      }
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!written.contains(file)) {
          Files.delete(file);
        }
      }
    }
  }
}
