package io.kybern.cli;

import io.kybern.apiserver.ApiServer;
import io.kybern.client.config.Kubeconfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kybern server}. */
@Command(
    name = "kybern server",
    description = {
      "Run an API server on this machine until interrupted.",
      "",
      "All built-in resources, in memory: what was stored is gone when the server ends. kubectl and"
          + " every client library reach it by the kubeconfig that is written at the start and"
          + " removed at the end."
    },
    footer = {
      "",
      "Examples:",
      "  # Run it in the background and use it with kubectl",
      "  kybern server --kubeconfig /tmp/kybern.yaml &",
      "  kubectl --kubeconfig /tmp/kybern.yaml get namespaces"
    })
final class ServerCommand implements Callable<Integer> {
  /** Long enough for a deletion of files that name the namespace and what is in it. */
  private static final Duration NAMESPACE_DELETION_DELAY = Duration.ofSeconds(1);

  /** The name of the one context in every kubeconfig that this command writes. */
  private static final String CONTEXT = "kybern";

  private final Console console;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen on. Default: any free one.")
  private String port = "0";

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "Where to write the kubeconfig. Default: a temporary file.")
  private @Nullable String kubeconfig;

  ServerCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    long start = System.nanoTime();
    int number = port();
    Path file = kubeconfig == null ? temporary() : console.resolve(kubeconfig).toAbsolutePath();
    try (ApiServer server = start(number, checked(file))) {
      long millis = (System.nanoTime() - start) / 1_000_000;
      console.println("Kybern API server at " + server.url() + ", ready in " + millis + " ms.");
      console.println("To use it from another terminal:");
      console.println("");
      console.println("  export KUBECONFIG=" + quoted(file.toString()));
      console.println("");
      console.println("Ctrl-C ends it.");
      console.flush();
      untilInterrupted();
    } catch (UncheckedIOException e) {
      throw new Failure(
          e.getMessage() + ": " + Objects.requireNonNull(e.getCause()).getMessage(), e);
    } finally {
      if (kubeconfig == null) {
        remove(Objects.requireNonNull(file.getParent()));
      }
    }
    return Kybern.OK;
  }

  private int port() {
    try {
      int number = Integer.parseInt(port);
      if (number >= 0 && number <= 65535) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, as numbers out of range are.
    }
    throw new Failure("--port must be a number between 0 and 65535, not \"" + port + "\"");
  }

  /**
   * Does not write over a kubeconfig that somebody needs: only over an empty file, or over one that
   * a server which was killed left behind.
   */
  private static Path checked(Path file) {
    try {
      if (!Files.exists(file)
          || Files.isRegularFile(file)
              && (Files.size(file) == 0
                  || Kubeconfig.load(file).contexts().equals(Set.of(CONTEXT)))) {
        return file;
      }
    } catch (IOException e) {
      throw Sources.failure(file.toString(), e);
    }
    throw new Failure(
        file + " exists and was not written by this command; remove it or name another file");
  }

  private static ApiServer start(int port, Path file) {
    return ApiServer.builder()
        .port(port)
        .kubeconfig(file)
        .namespaceDeletionDelay(NAMESPACE_DELETION_DELAY)
        .start();
  }

  private static void untilInterrupted() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      // The signal to end, which is what was waited for.
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("kybern-").resolve("kubeconfig");
    } catch (IOException e) {
      throw Sources.failure(System.getProperty("java.io.tmpdir"), e);
    }
  }

  private void remove(Path directory) {
    try {
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      console.message("error: cannot remove " + directory + ": " + e.getMessage());
    }
  }

  /** {@code text} as one word for a shell. */
  static String quoted(String text) {
    return text.matches("[\\w@%+=:,./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
