package io.kybern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The kubectl of this machine, pointed at one server. */
final class Kubectl {
  private final Path program;
  private final Path kubeconfig;
  private final Path home;

  /** The one that is installed; its cache is in {@code home}. */
  Kubectl(TestServer server, Path home) {
    this.program = installed().orElseThrow();
    this.kubeconfig = server.kubeconfig();
    this.home = home;
  }

  /** Whether there is none, which is told and is an error where tests must be complete. */
  static boolean isMissing(String consequence) {
    if (installed().isPresent()) {
      return false;
    }
    assertNotEquals("true", System.getenv("CI"), "kubectl is not installed, but CI needs it");
    System.out.println("kubectl is not installed: " + consequence);
    return true;
  }

  /** What a run of kubectl did. */
  record Result(int code, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }
  }

  /** Where kubectl is, if it is installed. */
  private static Optional<Path> installed() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(directory -> Path.of(directory, "kubectl"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts it. */
  Process start(ProcessBuilder.Redirect error, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(program.toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    builder.environment().put("HOME", home.toString());
    builder.redirectError(error);
    return builder.start();
  }

  /** Runs it to its end. */
  Result run(String... arguments) throws IOException, InterruptedException {
    Path errors = Files.createTempFile(home, "stderr", "");
    Process process = start(ProcessBuilder.Redirect.to(errors.toFile()), arguments);
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), out, Files.readString(errors));
  }

  /** What it prints when it succeeds, as it must. */
  String succeed(String... arguments) throws IOException, InterruptedException {
    Result result = run(arguments);
    assertEquals(0, result.code(), () -> "kubectl " + String.join(" ", arguments) + "\n" + result);
    return result.out();
  }

  /** What it complains about when it fails, as it must. */
  String fail(String... arguments) throws IOException, InterruptedException {
    Result result = run(arguments);
    assertEquals(1, result.code(), () -> "kubectl " + String.join(" ", arguments) + "\n" + result);
    return result.err();
  }

  /** It while it watches: lines as they come. */
  final class Watching implements AutoCloseable {
    private final Process process;
    private final BufferedReader lines;

    Watching(String... arguments) throws IOException {
      process = start(ProcessBuilder.Redirect.INHERIT, arguments);
      lines = process.inputReader(StandardCharsets.UTF_8);
    }

    String line() throws IOException {
      return String.valueOf(lines.readLine());
    }

    @Override
    public void close() {
      process.destroy();
    }
  }
}
