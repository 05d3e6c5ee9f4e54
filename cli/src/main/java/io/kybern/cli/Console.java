package io.kybern.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/**
 * Where a command reads and writes.
 *
 * @param in standard input
 * @param out results, in UTF-8; flushed when a command ends and while it waits
 * @param err messages, in UTF-8
 * @param directory what relative paths are relative to
 * @param terminal whether a person reads {@code out} on a terminal with colours
 */
record Console(InputStream in, PrintStream out, PrintStream err, Path directory, boolean terminal) {

  /** Set to {@code true} by the launcher if standard output is a terminal. */
  private static final String TERMINAL = "kybern.terminal";

  private static final int BUFFER = 1 << 16;

  /** The streams of this process. */
  static Console system() {
    Map<String, String> environment = System.getenv();
    boolean colours =
        Boolean.getBoolean(TERMINAL)
            && !environment.containsKey("NO_COLOR")
            && !Objects.equals(environment.get("TERM"), "dumb");
    return new Console(
        new FileInputStream(FileDescriptor.in),
        stream(FileDescriptor.out, BUFFER),
        stream(FileDescriptor.err, 512),
        Path.of(""),
        colours);
  }

  private static PrintStream stream(FileDescriptor file, int buffer) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(file), buffer),
        false,
        StandardCharsets.UTF_8);
  }

  /** The file that a command line means by {@code path}. */
  Path resolve(String path) {
    return directory.resolve(path);
  }

  void print(String text) {
    out.print(text);
  }

  /** Prints a line. Not with the platform's line separator: output is the same everywhere. */
  void println(String line) {
    out.print(line);
    out.print('\n');
  }

  /** Prints a line of its own to the stream for messages, after what was printed before it. */
  void message(String line) {
    out.flush();
    err.print(line);
    err.print('\n');
    err.flush();
  }

  /** Sends on what was printed. */
  void flush() {
    out.flush();
    err.flush();
  }
}
