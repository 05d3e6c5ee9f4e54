package io.kybern.benchmarks.runner;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a process to its end. */
final class Processes {
  /**
   * How a process ended.
   *
   * @param code exit code; -1 if it took too long
   * @param millis from before its start until after its end
   */
  record Outcome(int code, double millis, List<String> output, List<String> errors) {
    /** The most telling line of what it complained about. */
    String complaint() {
      if (code == -1) {
        return "took too long";
      }
      for (String line : errors) {
        if (line.contains("Exception") || line.contains("Error") || line.startsWith("panic")) {
          return line.length() > 200 ? line.substring(0, 200) : line;
        }
      }
      return "exit code " + code;
    }
  }

  private final Path folder;

  /** Output goes to files in {@code folder}, so that no reader of ours runs beside a process. */
  Processes(Path folder) {
    this.folder = folder;
  }

  Outcome run(List<String> command, int seconds) throws IOException, InterruptedException {
    File output = folder.resolve("output.txt").toFile();
    File errors = folder.resolve("errors.txt").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(output).redirectError(errors);
    long start = System.nanoTime();
    Process process = builder.start();
    boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
    double millis = (System.nanoTime() - start) / 1e6;
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    return new Outcome(ended ? process.exitValue() : -1, millis, lines(output), lines(errors));
  }

  private static List<String> lines(File file) throws IOException {
    return Files.readString(file.toPath(), StandardCharsets.UTF_8).lines().toList();
  }
}
