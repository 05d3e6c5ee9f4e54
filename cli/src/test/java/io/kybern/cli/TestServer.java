package io.kybern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.kybern.apiserver.ApiServer;
import io.kybern.client.Kubernetes;
import io.kybern.client.config.Kubeconfig;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** An API server, and the command line as its user has it. */
final class TestServer implements AutoCloseable {
  private final ApiServer server;
  private final Path kubeconfig;
  private final Path directory;

  private TestServer(ApiServer server, Path kubeconfig, Path directory) {
    this.server = server;
    this.kubeconfig = kubeconfig;
    this.directory = directory;
  }

  /** A server whose kubeconfig is in {@code directory}, where commands run too. */
  static TestServer start(Path directory) {
    Path kubeconfig = directory.resolve("kubeconfig");
    return new TestServer(
        ApiServer.builder().kubeconfig(kubeconfig).start(), kubeconfig, directory);
  }

  Path kubeconfig() {
    return kubeconfig;
  }

  String url() {
    return server.url().toString();
  }

  /** A client of this server, to see what it holds. */
  Kubernetes client() {
    return Kubernetes.connect(Kubeconfig.load(kubeconfig).config());
  }

  /** Runs a command against this server. */
  Cli.Result run(String... arguments) {
    return run(Cli.in(directory), arguments);
  }

  /** Runs a command that must succeed. */
  Cli.Result succeed(String... arguments) {
    return expect(0, arguments);
  }

  /** Runs a command that must fail, with a message and without a stack trace. */
  Cli.Result fail(String... arguments) {
    Cli.Result result = expect(1, arguments);
    assertFalse(result.err().isEmpty() || result.err().contains("\tat "), result.toString());
    return result;
  }

  private Cli.Result expect(int code, String... arguments) {
    Cli.Result result = run(arguments);
    assertEquals(code, result.code(), () -> String.join(" ", arguments) + "\n" + result);
    return result;
  }

  /** Runs a command against this server with something on standard input. */
  Cli.Result runWithInput(String input, String... arguments) {
    return run(Cli.in(directory).input(input), arguments);
  }

  /** Runs a command against this server, as {@code cli} does. */
  Cli.Result run(Cli cli, String... arguments) {
    return cli.run(
        Stream.concat(Stream.of("--kubeconfig", kubeconfig.toString()), Arrays.stream(arguments))
            .toArray(String[]::new));
  }

  @Override
  public void close() {
    server.close();
  }
}
