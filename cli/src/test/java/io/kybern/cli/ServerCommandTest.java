package io.kybern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCommandTest {
  @TempDir Path directory;

  /** The command in a thread of its own, which an interrupt ends as a signal ends a process. */
  private final class Running implements AutoCloseable {
    private final java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    private final CountDownLatch ready = new CountDownLatch(1);
    private final Thread thread;
    private int code = -1;

    Running(String... arguments) throws InterruptedException {
      Console console =
          new Console(
              new java.io.ByteArrayInputStream(new byte[0]),
              new java.io.PrintStream(out, false, java.nio.charset.StandardCharsets.UTF_8) {
                @Override
                public void flush() {
                  super.flush();
                  ready.countDown();
                }
              },
              System.err,
              directory,
              false);
      thread = new Thread(() -> code = Kybern.run(console, arguments));
      thread.start();
      ready.await();
    }

    String out() {
      return out.toString(java.nio.charset.StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws InterruptedException {
      thread.interrupt();
      thread.join();
    }
  }

  @Test
  void servesUntilInterruptedAndLeavesNothing() throws Exception {
    Path kubeconfig = directory.resolve("kube config");
    Files.createFile(kubeconfig);
    Running server = new Running("server", "--kubeconfig", "kube config");
    try (server) {
      assertTrue(server.out().startsWith("Kybern API server at https://127.0.0.1:"), server.out());
      assertTrue(
          server.out().contains("\n  export KUBECONFIG='" + kubeconfig.toAbsolutePath() + "'\n"),
          server.out());
      Cli.Result result =
          Cli.in(directory).run("get", "ns", "-o", "name", "--kubeconfig", "kube config");
      assertTrue(result.lines().contains("namespace/default"), result.toString());
    }
    assertEquals(Kybern.OK, server.code);
    assertFalse(Files.exists(kubeconfig));
  }

  @Test
  void withoutFileTheKubeconfigIsTemporary() throws Exception {
    Running server = new Running("server");
    Path kubeconfig;
    try (server) {
      String line =
          server.out().lines().filter(l -> l.startsWith("  export ")).findFirst().orElseThrow();
      kubeconfig = Path.of(line.substring(line.indexOf('=') + 1));
      assertTrue(Files.exists(kubeconfig));
    }
    assertFalse(Files.exists(kubeconfig));
    assertFalse(Files.exists(kubeconfig.getParent()));
  }

  @Test
  void foreignKubeconfigsAreNotOverwritten() throws IOException {
    for (String content : List.of("precious", "apiVersion: v1\nkind: Config\ncontexts: []\n")) {
      Path file = Files.writeString(directory.resolve("mine"), content);
      Cli.Result result = Cli.in(directory).run("server", "--kubeconfig", "mine");
      assertEquals(1, result.code());
      assertTrue(result.err().startsWith("error: "), result.err());
      assertEquals(content, Files.readString(file));
    }
  }

  @Test
  void kubeconfigsOfKilledServersAre() throws Exception {
    Path file = directory.resolve("kubeconfig");
    String left;
    try (TestServer server = TestServer.start(directory)) {
      left = Files.readString(file);
    }
    Files.writeString(file, left);
    try (Running server = new Running("server", "--kubeconfig", "kubeconfig")) {
      assertTrue(server.out().startsWith("Kybern API server at "), server.out());
    }
  }

  @Test
  void portsAreChecked() {
    try (TestServer other = TestServer.start(directory)) {
      String port = other.url().substring(other.url().lastIndexOf(':') + 1);
      Cli.Result taken = Cli.in(directory).run("server", "--port", port);
      assertEquals(1, taken.code());
      assertTrue(taken.err().startsWith("error: cannot listen on "), taken.err());
      assertTrue(taken.err().contains(port), taken.err());
    }
    for (String port : List.of("70000", "-1", "http")) {
      Cli.Result wrong = Cli.in(directory).run("server", "--port=" + port);
      assertEquals(1, wrong.code());
      assertEquals(
          "error: --port must be a number between 0 and 65535, not \"" + port + "\"\n",
          wrong.err());
    }
  }
}
