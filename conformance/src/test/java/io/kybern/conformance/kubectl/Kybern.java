package io.kybern.conformance.kubectl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The {@code kybern} command as a process of its own, pointed at one server. */
final class Kybern {
  private final Path kubeconfig;
  private final Path home;

  Kybern(Path kubeconfig, Path home) {
    this.kubeconfig = kubeconfig;
    this.home = home;
  }

  /** What a run did. */
  record Result(int code, String out, String err) {}

  Result run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.add("io.kybern.cli.Main");
    command.addAll(List.of(arguments));
    Path errors = Files.createTempFile(home, "stderr", "");
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(home.toFile()).redirectError(errors.toFile());
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), out, Files.readString(errors));
  }
}
