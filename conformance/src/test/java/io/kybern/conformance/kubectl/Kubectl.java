package io.kybern.conformance.kubectl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kybern.testing.RealCluster;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;

/** A kubectl, pointed at one server. */
public final class Kubectl {
  private final Path program;
  private final Path kubeconfig;
  private final Path home;

  /**
   * A kubectl; its cache is in {@code home}.
   *
   * @param program the program
   */
  public Kubectl(Path program, Path kubeconfig, Path home) {
    this.program = program;
    this.kubeconfig = kubeconfig;
    this.home = home;
  }

  /**
   * All there are: that of the server's version and the machine's. None is an error where tests
   * must be complete.
   */
  public static List<Path> installed() {
    List<Path> found = new ArrayList<>();
    RealCluster.findProgram("kubectl").ifPresent(found::add);
    Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(directory -> Path.of(directory, "kubectl"))
        .filter(Files::isExecutable)
        .findFirst()
        .ifPresent(found::add);
    if (found.isEmpty()) {
      if ("true".equals(System.getenv("CI"))) {
        Assertions.fail("there is no kubectl, but CI needs one");
      }
      System.out.println("NOT RUN: tests with kubectl, there is none");
    }
    return found;
  }

  /** What a run of kubectl did. */
  public record Result(int code, String out, String err) {
    public List<String> lines() {
      return out.lines().toList();
    }
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
  public Result run(String... arguments) throws IOException, InterruptedException {
    Path errors = Files.createTempFile(home, "stderr", "");
    Process process = start(ProcessBuilder.Redirect.to(errors.toFile()), arguments);
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), out, Files.readString(errors));
  }

  /** What it prints when it succeeds, as it must. */
  public String succeed(String... arguments) throws IOException, InterruptedException {
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

    /** Reads lines until one matches; the end of the output fails. */
    void await(String expected) throws IOException {
      Pattern pattern = Pattern.compile(expected);
      List<String> seen = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (pattern.matcher(line).matches()) {
          return;
        }
        seen.add(line);
      }
      Assertions.fail("no line " + expected + " in " + seen);
    }

    @Override
    public void close() {
      process.destroy();
    }
  }
}
