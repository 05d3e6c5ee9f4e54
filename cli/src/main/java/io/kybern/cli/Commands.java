package io.kybern.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Parses the arguments of a command and runs it. */
final class Commands {
  private Commands() {}

  /**
   * Runs {@code command}, which has the annotations of picocli, or prints its help.
   *
   * @return the exit code
   * @throws Failure if the arguments are not what the command takes
   */
  static int run(Console console, Callable<Integer> command, List<String> arguments) {
    CommandLine parser = new CommandLine(command);
    parser.setExpandAtFiles(false).setPosixClusteredShortOptionsAllowed(true);
    parser.setUsageHelpAutoWidth(false).setUsageHelpWidth(100);
    parser.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    String name = parser.getCommandName();
    if (asksForHelp(arguments)) {
      console.print(parser.getUsageMessage());
      return Kybern.OK;
    }
    try {
      parser.parseArgs(arguments.toArray(String[]::new));
    } catch (ParameterException e) {
      throw new Failure(describe(e) + "\nSee '" + name + " --help' for usage.", e);
    }
    try {
      return command.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("a command threw a checked exception", e);
    }
  }

  private static boolean asksForHelp(List<String> arguments) {
    for (String argument : arguments) {
      if (argument.equals("--")) {
        return false;
      }
      if (argument.equals("-h") || argument.equals("--help")) {
        return true;
      }
    }
    return false;
  }

  private static String describe(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched) {
      String first = unmatched.getUnmatched().get(0);
      if (first.startsWith("--")) {
        int equals = first.indexOf('=');
        return "unknown flag: " + (equals < 0 ? first : first.substring(0, equals));
      }
      if (first.startsWith("-") && first.length() > 1) {
        return "unknown shorthand flag: '" + first.charAt(1) + "' in " + first;
      }
      return "unexpected argument: " + first;
    }
    if (e instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
      return describe(missing.getMissing().get(0), missing);
    }
    return String.valueOf(e.getMessage());
  }

  private static String describe(ArgSpec missing, MissingParameterException e) {
    if (missing instanceof OptionSpec option) {
      return e.getMessage() != null && option.required()
          ? "required flag(s) \"" + name(option) + "\" not set"
          : "flag needs an argument: " + option.longestName();
    }
    return "no " + missing.paramLabel() + " given";
  }

  private static String name(OptionSpec option) {
    return option.longestName().replaceFirst("^-+", "");
  }
}
