package io.kybern.conformance.both;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.conformance.TestServer;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs written with client-go (conformance/go/clientgo) work with both servers and see the same
 * on both, but for the lines in clientgo.differences. A line that is no longer different is to be
 * taken out there; {@code -DargLine=-Dkybern.write=true} writes the file anew.
 */
class ClientGoTest {
  private static final Path LEDGER =
      Path.of("src", "test", "resources", "io", "kybern", "conformance", "clientgo.differences");

  @TempDir Path folder;

  @Test
  void seesTheSameOnBothServers() throws IOException, InterruptedException {
    if (!GoPrograms.canBuild("client-go programs")) {
      return;
    }
    Path program = GoPrograms.build("go", "./clientgo");
    Report real = start(program, TestServer.real());
    Report embedded = start(program, TestServer.embedded());
    real.finish();
    embedded.finish();
    List<String> realLines = real.lines();
    List<String> embeddedLines = embedded.lines();
    assertTrue(realLines.size() > 500, () -> "only " + realLines.size() + " lines");

    Set<String> found = new LinkedHashSet<>();
    without(realLines, embeddedLines).forEach(line -> found.add("real     " + line));
    without(embeddedLines, realLines).forEach(line -> found.add("embedded " + line));
    if (found.isEmpty()) {
      assertEquals(realLines, embeddedLines, "the order differs");
    }
    System.out.printf("client-go: %d lines, %d different%n", realLines.size(), found.size());
    if (Boolean.getBoolean("kybern.write")) {
      Files.write(LEDGER, found);
      return;
    }
    List<String> known = Files.readAllLines(LEDGER);
    assertEquals(
        "", String.join("\n", without(List.copyOf(found), known)), "new differences, not listed");
    List<String> gone = without(known, List.copyOf(found));
    if (!gone.isEmpty()) {
      System.out.println("client-go: no longer different:\n" + String.join("\n", gone));
    }
  }

  /** Pages of a list expire when the server forgets its history, for which the program asks. */
  @Test
  void seesTheSameWhenPagesExpire() throws IOException, InterruptedException {
    if (!GoPrograms.canBuild("client-go programs whose pages expire")) {
      return;
    }
    Path program = GoPrograms.build("go", "./clientgo");
    List<String> real = expired(program, TestServer.forgetful(true));
    List<String> embedded = expired(program, TestServer.forgetful(false));
    assertTrue(real.size() > 10, () -> "only " + real.size() + " lines");
    assertEquals(String.join("\n", real), String.join("\n", embedded));
  }

  private List<String> expired(Path program, TestServer server)
      throws IOException, InterruptedException {
    Path kubeconfig = folder.resolve("expired-" + server + ".kubeconfig");
    Files.writeString(kubeconfig, server.cluster().kubeconfig());
    Process process =
        new ProcessBuilder(
                program.toString(), "run", "--kubeconfig", kubeconfig.toString(), "expired")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> lines = new ArrayList<>();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        BufferedWriter in = process.outputWriter(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (line.equals("forget")) {
          server.cluster().compactHistory();
          in.write("done\n");
          in.flush();
        } else {
          lines.add(line.strip());
        }
      }
    }
    assertEquals(0, process.waitFor(), () -> "on the " + server + " server: " + lines);
    return lines;
  }

  /** A run of all scenarios. Its output goes to files, so that two runs go on side by side. */
  private record Report(TestServer server, Process process, Path out, Path err) {
    void finish() throws IOException, InterruptedException {
      int code = process.waitFor();
      String errors = Files.readString(err);
      assertEquals(0, code, () -> "on the " + server + " server:\n" + errors);
    }

    /** Each line with its scenario. */
    List<String> lines() throws IOException {
      List<String> lines = new ArrayList<>();
      String scenario = "";
      for (String line : Files.readAllLines(out)) {
        if (line.startsWith("== ")) {
          scenario = line.substring(3);
        } else {
          lines.add(scenario + ": " + line.strip());
        }
      }
      return lines;
    }
  }

  private Report start(Path program, TestServer server) throws IOException {
    Path kubeconfig = folder.resolve(server + ".kubeconfig");
    Files.writeString(kubeconfig, server.cluster().kubeconfig());
    Path out = folder.resolve(server + ".out");
    Path err = folder.resolve(server + ".err");
    Process process =
        new ProcessBuilder(program.toString(), "run", "--kubeconfig", kubeconfig.toString())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    process.getOutputStream().close();
    return new Report(server, process, out, err);
  }

  /** The lines that the others do not have, or not as often. */
  private static List<String> without(List<String> lines, List<String> others) {
    Map<String, Integer> left = new HashMap<>();
    others.forEach(line -> left.merge(line, 1, Integer::sum));
    List<String> more = new ArrayList<>();
    for (String line : lines) {
      if (left.merge(line, -1, Integer::sum) < 0) {
        more.add(line);
      }
    }
    return more;
  }
}
