package io.kybern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArgumentsTest {
  private static final List<String> COMMANDS =
      List.of(
          "demo",
          "server",
          "convert",
          "get",
          "watch",
          "create",
          "apply",
          "delete",
          "api-resources",
          "version");

  @TempDir Path directory;

  private Cli.Result run(String... arguments) {
    return Cli.in(directory).run(arguments);
  }

  private String error(String... arguments) {
    Cli.Result result = run(arguments);
    assertEquals(1, result.code(), result.toString());
    assertEquals("", result.out());
    return result.err();
  }

  @Test
  void helpNamesEveryCommandAndEveryCommandHasHelp() {
    String help = run().out();
    assertEquals(help, run("--help").out());
    assertEquals(help, run("help").out());
    for (String command : COMMANDS) {
      assertTrue(help.contains("\n  " + command + " "), command);
      Cli.Result own = run(command, "--help");
      assertEquals(0, own.code(), command);
      assertTrue(own.out().startsWith("Usage: kybern " + command), own.out());
      assertEquals(own.out(), run("help", command).out());
      assertEquals(own.out(), run(command, "--unknown", "-h").out());
      assertTrue(own.out().lines().allMatch(l -> l.length() <= 100), own.out());
    }
  }

  @Test
  void unknownCommandsGetSuggestions() {
    assertEquals(
        "error: unknown command \"gte\" for \"kybern\"\n\nDid you mean this?\n\tget\n\n"
            + "Run 'kybern --help' for usage.\n",
        error("gte"));
    assertEquals(
        "error: unknown command \"frobnicate\" for \"kybern\"\nRun 'kybern --help' for usage.\n",
        error("frobnicate"));
    assertTrue(error("help", "frobnicate").startsWith("error: unknown command \"frobnicate\""));
    assertTrue(error("-n", "x").startsWith("error: no command after -n x\n"));
  }

  @Test
  void unknownAndIncompleteFlags() {
    String usage = "\nSee 'kybern get --help' for usage.\n";
    assertEquals("error: unknown flag: --colour" + usage, error("get", "pods", "--colour=red"));
    assertEquals("error: unknown shorthand flag: 'z' in -z" + usage, error("get", "-z", "pods"));
    assertEquals("error: flag needs an argument: --namespace" + usage, error("get", "pods", "-n"));
    assertEquals("error: flag needs an argument: --selector" + usage, error("get", "pods", "-l"));
    assertTrue(error("version", "pods").startsWith("error: unexpected argument: pods\n"));
  }

  @Test
  void missingArguments() {
    assertTrue(error("get").startsWith("error: Required resource not specified.\n"));
    assertTrue(error("apply").startsWith("error: must specify one of -f\n"));
    assertTrue(error("create").startsWith("error: must specify one of -f\n"));
    assertTrue(error("delete").startsWith("error: You must provide one or more resources"));
    assertTrue(error("watch").startsWith("error: no TYPE|NAME given\n"));
  }

  @Test
  void wrongValues() throws IOException {
    Files.writeString(directory.resolve("a.yaml"), "a: 1\n");
    assertEquals(
        "error: Invalid dry-run value (maybe). Must be \"none\", \"server\", or \"client\".\n",
        error("apply", "-f", "a.yaml", "--dry-run=maybe"));
    assertTrue(error("apply", "-f", "a.yaml", "--validate=perhaps").contains("validate option"));
    assertTrue(error("apply", "-f", "a.yaml", "--force-conflicts").contains("--server-side"));
    assertTrue(error("delete", "pods", "x", "--timeout=soon").contains("\"soon\" for "));
    assertTrue(error("delete", "pods", "x", "--cascade=up").contains("invalid cascade value (up)"));
  }

  @Test
  void kubeconfigsThatCannotBeUsed() throws IOException {
    String absent = error("get", "pods", "--kubeconfig", "absent");
    assertTrue(absent.startsWith("error: ") && absent.contains("absent"), absent);
    Files.writeString(directory.resolve("empty"), "apiVersion: v1\nkind: Config\n");
    assertTrue(error("get", "pods", "--kubeconfig", "empty").contains("current-context"));
    assertTrue(
        error("--context", "moon", "get", "pods", "--kubeconfig", "empty").contains("\"moon\""));
  }

  @Test
  void filesAreFoundAsKubectlFindsThem() throws IOException {
    Files.createDirectories(directory.resolve("d/sub"));
    for (String name : List.of("d/b.yml", "d/a.yaml", "d/c.json", "d/d.txt", "d/sub/e.yaml", "f")) {
      Files.writeString(directory.resolve(name), "");
    }
    Console console = new Console(System.in, System.out, System.err, directory, false);
    assertEquals(
        List.of("f", "d/a.yaml", "d/b.yml", "d/c.json", "-"),
        Sources.manifests(console, List.of("f", "d", "-"), false));
    assertEquals(
        List.of("d/a.yaml", "d/b.yml", "d/c.json", "d/sub/e.yaml"),
        Sources.manifests(console, List.of("d"), true));
    assertEquals(
        "error: the path \"nope\" does not exist\n",
        "error: "
            + assertThrows(Failure.class, () -> Sources.manifests(console, List.of("nope"), false))
                .text()
            + "\n");
    Files.createDirectory(directory.resolve("none"));
    assertThrows(Failure.class, () -> Sources.manifests(console, List.of("none"), false));
  }

  @Test
  void durations() {
    assertEquals(Duration.ofSeconds(150), Durations.parse("--timeout", "2m30s"));
    assertEquals(Duration.ofMinutes(90), Durations.parse("--timeout", "1.5h"));
    assertEquals(Duration.ofMillis(300), Durations.parse("--timeout", "300ms"));
    assertEquals(Duration.ZERO, Durations.parse("--timeout", "0"));
    for (String wrong : List.of("", "5", "s", "-1s", "1d", "1s2", "1s ")) {
      assertThrows(Failure.class, () -> Durations.parse("--timeout", wrong), wrong);
    }
  }

  @Test
  void wordsForShells() {
    assertEquals("/tmp/a-b_c.yaml", ServerCommand.quoted("/tmp/a-b_c.yaml"));
    assertEquals("'it'\\''s here'", ServerCommand.quoted("it's here"));
  }
}
