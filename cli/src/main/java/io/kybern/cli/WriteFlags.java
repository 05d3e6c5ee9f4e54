package io.kybern.cli;

import io.kybern.client.Write;
import picocli.CommandLine.Option;

/** The flags of all commands that write objects. */
final class WriteFlags {
  /** How far a write goes. */
  enum DryRun {
    NONE(""),
    CLIENT(" (dry run)"),
    SERVER(" (server dry run)");

    private final String note;

    DryRun(String note) {
      this.note = note;
    }

    /** What stands behind a message about a write. */
    String note() {
      return note;
    }
  }

  @Option(
      names = "--dry-run",
      paramLabel = "HOW",
      arity = "0..1",
      fallbackValue = "unchanged",
      description = "none; client, which sends nothing; or server, which stores nothing.")
  private String dryRun = "none";

  @Option(
      names = "--validate",
      paramLabel = "HOW",
      arity = "0..1",
      fallbackValue = "strict",
      description = "What to do about unknown fields: strict, warn or ignore. Default: strict.")
  private String validate = "strict";

  @Option(
      names = "--field-manager",
      paramLabel = "NAME",
      description = "Name under which the server keeps who wrote a field.")
  private String manager = "";

  DryRun dryRun() {
    return dryRun(dryRun);
  }

  /** What the flag {@code --dry-run} means by {@code text}. */
  static DryRun dryRun(String text) {
    return switch (text) {
      case "none" -> DryRun.NONE;
      case "client" -> DryRun.CLIENT;
      case "server" -> DryRun.SERVER;
      default ->
          throw new Failure(
              "Invalid dry-run value (" + text + "). Must be \"none\", \"server\", or \"client\".");
    };
  }

  Validation validation() {
    return Validation.of(validate);
  }

  /** The name of the manager, or else {@code standard}. */
  String manager(String standard) {
    return manager.isEmpty() ? standard : manager;
  }

  /** How to write, as this manager unless the flags name another. */
  Write write(String standardManager) {
    Write write = Write.as(manager(standardManager)).validation(validation().server());
    return dryRun() == DryRun.SERVER ? write.dryRun() : write;
  }
}
