package io.kybern.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one cluster and the processes that work in it.
 *
 * <p>A small shell process is told of every process and waits for the end of its input: it comes
 * when this object is closed or when the JVM is gone, however that happened. Then the shell ends
 * what still runs and deletes the folder.
 */
final class Workplace {
  /** Ends processes politely, then not; deletes the folder last. */
  private static final String KEEPER =
      """
      trap '' INT TERM HUP
      pids=
      while read -r pid; do pids="$pids $pid"; done
      for pid in $pids; do kill -TERM "$pid" 2>/dev/null; done
      for wait in 1 2 3 4 5 6 7 8 9 10; do
        alive=
        for pid in $pids; do kill -0 "$pid" 2>/dev/null && alive=1; done
        [ -z "$alive" ] && break
        sleep 0.1
      done
      for pid in $pids; do kill -KILL "$pid" 2>/dev/null; done
      for wait in 1 2 3; do rm -rf "$1" 2>/dev/null && break; sleep 0.1; done
      """;

  private static final int LOG_LINES_SHOWN = 25;

  final Path folder;
  private final Process keeper;

  /** Owned by the thread that starts the cluster, then by the one that closes it. */
  private final List<Running> running = new ArrayList<>();

  private record Running(String name, Process process, Path log) {}

  Workplace() throws IOException {
    folder = Files.createTempDirectory("kybern-cluster");
    keeper =
        new ProcessBuilder("sh", "-c", KEEPER, "keeper", folder.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
  }

  /** Starts a program; what it prints goes to a file of its name. */
  Process start(String name, List<String> command) throws IOException {
    Path log = folder.resolve(name + ".log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    running.add(new Running(name, process, log));
    OutputStream toKeeper = keeper.getOutputStream();
    toKeeper.write((process.pid() + "\n").getBytes(StandardCharsets.US_ASCII));
    toKeeper.flush();
    return process;
  }

  /** The last lines of every process, the ended ones marked. */
  String logs() {
    StringBuilder text = new StringBuilder();
    for (Running one : running) {
      text.append("\n== ").append(one.name());
      if (!one.process().isAlive()) {
        text.append(" (ended with ").append(one.process().exitValue()).append(')');
      }
      text.append('\n');
      try {
        List<String> lines = Files.readAllLines(one.log(), StandardCharsets.ISO_8859_1);
        for (String line :
            lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size())) {
          text.append(line).append('\n');
        }
      } catch (IOException e) {
        text.append("(its log cannot be read: ").append(e).append(")\n");
      }
    }
    return text.toString();
  }

  /** The name of a process that has ended, or null. */
  @Nullable String ended() {
    for (Running one : running) {
      if (!one.process().isAlive()) {
        return one.name();
      }
    }
    return null;
  }

  /**
   * Ends all processes, the last started first, and deletes the folder; waits until that is done.
   */
  void close() {
    for (int i = running.size() - 1; i >= 0; i--) {
      running.get(i).process().destroy();
    }
    boolean interrupted = false;
    try {
      for (Running one : running) {
        // A kube-apiserver with open watches takes its time to end.
        if (!one.process().waitFor(500, TimeUnit.MILLISECONDS)) {
          one.process().destroyForcibly().waitFor();
        }
      }
    } catch (InterruptedException e) {
      interrupted = true;
      running.forEach(one -> one.process().destroyForcibly());
    }
    try {
      keeper.getOutputStream().close();
      keeper.waitFor();
    } catch (IOException e) {
      keeper.destroy();
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
