package io.kybern.conformance.both;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;

/** Programs in Go that the suites build and run. */
final class GoPrograms {
  private GoPrograms() {}

  /**
   * Whether they can be built here. Where they cannot, a line says what did not run; in CI that is
   * a failure.
   */
  static boolean canBuild(String what) {
    boolean found =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, "go")));
    if (!found) {
      if ("true".equals(System.getenv("CI"))) {
        Assertions.fail("there is no Go, but CI needs it for " + what);
      }
      System.out.println("NOT RUN: " + what + " (no Go here)");
    }
    return found;
  }

  /**
   * Builds a program.
   *
   * @param module folder of its Go module
   * @param source its package
   */
  static Path build(String module, String source) throws IOException, InterruptedException {
    Path program = Path.of("target", "go", module, Path.of(source).getFileName().toString());
    Process process =
        new ProcessBuilder("go", "build", "-o", program.toAbsolutePath().toString(), source)
            .directory(new File(module))
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return program.toAbsolutePath();
  }
}
