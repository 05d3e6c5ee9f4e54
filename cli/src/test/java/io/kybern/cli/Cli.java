package io.kybern.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Runs commands in this JVM, as the shell would, and keeps what they print. */
final class Cli {
  private final Path directory;
  private byte[] input = new byte[0];
  private Consumer<String> watcher = text -> {};

  private Cli(Path directory) {
    this.directory = directory;
  }

  /** What a command did. */
  record Result(int code, byte[] bytes, String err) {
    String out() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    List<String> lines() {
      return out().lines().toList();
    }

    @Override
    public String toString() {
      return "exit code " + code + "\n--- out\n" + out() + "\n--- err\n" + err;
    }
  }

  /** Commands that run in a directory. */
  static Cli in(Path directory) {
    return new Cli(directory);
  }

  /** The same with something on standard input. */
  Cli input(String text) {
    Cli copy = new Cli(directory);
    copy.watcher = watcher;
    copy.input = text.getBytes(StandardCharsets.UTF_8);
    return copy;
  }

  /** The same; {@code watcher} is told what is printed as it is printed, by its thread. */
  Cli watchedBy(Consumer<String> watcher) {
    Cli copy = new Cli(directory);
    copy.input = input;
    copy.watcher = watcher;
    return copy;
  }

  Result run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Console console =
        new Console(
            new ByteArrayInputStream(input),
            new PrintStream(out, false, StandardCharsets.UTF_8) {
              @Override
              public void print(String text) {
                super.print(text);
                watcher.accept(text);
              }
            },
            new PrintStream(err, false, StandardCharsets.UTF_8),
            directory,
            false);
    int code = Kybern.run(console, arguments);
    return new Result(code, out.toByteArray(), err.toString(StandardCharsets.UTF_8));
  }
}
