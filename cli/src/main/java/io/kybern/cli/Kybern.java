package io.kybern.cli;

import io.kybern.error.KubernetesException;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Runs one command. Only the class of that command is loaded, since loading classes is most of what
 * a short command costs.
 */
final class Kybern {
  /** Exit code of a command that did what it was asked for. */
  static final int OK = 0;

  /** Exit code of everything else. */
  static final int FAILED = 1;

  /** Exit code of a command that was ended by a signal before it was done. */
  static final int INTERRUPTED = 130;

  /** The flags that may stand before the name of a command, and whether a value follows them. */
  private static final List<String> LEADING_WITH_VALUE =
      List.of("-n", "--namespace", "--kubeconfig", "--context");

  private Kybern() {}

  /**
   * Runs the command that {@code arguments} name.
   *
   * @return the exit code
   */
  static int run(Console console, String... arguments) {
    try {
      return dispatch(console, arguments);
    } catch (Failure failure) {
      if (Thread.currentThread().isInterrupted()) {
        return INTERRUPTED;
      }
      console.message("error: " + failure.text());
    } catch (KubernetesException e) {
      if (Thread.currentThread().isInterrupted()) {
        return INTERRUPTED;
      }
      console.message(Messages.of(e));
    } catch (InvalidPathException e) {
      console.message("error: " + e.getInput() + ": " + e.getReason());
    } finally {
      console.flush();
    }
    return FAILED;
  }

  private static int dispatch(Console console, String... arguments) {
    int word = 0;
    while (word < arguments.length && arguments[word].startsWith("-")) {
      String flag = arguments[word];
      if (flag.equals("-h") || flag.equals("--help")) {
        TopLevelHelp.print(console);
        return OK;
      }
      word += LEADING_WITH_VALUE.contains(flag) ? 2 : 1;
    }
    if (word >= arguments.length) {
      if (arguments.length > 0) {
        throw new Failure(
            "no command after " + String.join(" ", arguments) + "\n" + TopLevelHelp.HINT);
      }
      TopLevelHelp.print(console);
      return OK;
    }
    List<String> rest = new ArrayList<>(Arrays.asList(arguments).subList(0, word));
    rest.addAll(Arrays.asList(arguments).subList(word + 1, arguments.length));
    return run(console, arguments[word], rest);
  }

  private static int run(Console console, String name, List<String> arguments) {
    if (name.equals("help")) {
      String topic = arguments.isEmpty() ? "" : arguments.get(0);
      if (topic.isEmpty()) {
        TopLevelHelp.print(console);
        return OK;
      }
      return run(console, topic, List.of("--help"));
    }
    Callable<Integer> command = command(console, name);
    if (command == null) {
      throw new Failure(TopLevelHelp.unknown(name));
    }
    return Commands.run(console, command, arguments);
  }

  private static @Nullable Callable<Integer> command(Console console, String name) {
    return switch (name) {
      case "convert" -> new ConvertCommand(console);
      case "get" -> new GetCommand(console);
      case "watch" -> new WatchCommand(console);
      case "create" -> new CreateCommand(console);
      case "apply" -> new ApplyCommand(console);
      case "delete" -> new DeleteCommand(console);
      case "api-resources" -> new ApiResourcesCommand(console);
      case "version" -> new VersionCommand(console);
      case "demo" -> new DemoCommand(console);
      case "server" -> new ServerCommand(console);
      default -> null;
    };
  }
}
