package io.kybern.cli;

import io.kybern.error.ApiException;
import io.kybern.model.Unstructured;

/** Tells what became of the objects of a command, one after the other. */
final class Outcome {
  private final Console console;
  private final OutputFormat format;
  private final WriteFlags.DryRun dryRun;
  private final ObjectPrinter printer;
  private boolean failed;

  Outcome(Console console, OutputFormat format, WriteFlags.DryRun dryRun) {
    this.console = console;
    this.format = format;
    this.dryRun = dryRun;
    this.printer = new ObjectPrinter(console, format, false);
  }

  /** {@code object} is now as the manifest wants it. */
  void done(Plan.Item item, Unstructured object, String what) {
    if (format.isTable()) {
      console.println(item.label(object.name()) + " " + what + dryRun.note());
    } else {
      printer.print(item.wanted().resource(), object);
    }
  }

  /** The server refused it; the others are done all the same. */
  void refused(ApiException e, String doing) {
    failed = true;
    console.message(Messages.of(e, doing));
  }

  /** It cannot be done; the others are done all the same. */
  void failed(String message) {
    failed = true;
    console.message("error: " + message);
  }

  /** The exit code. */
  int code() {
    return failed ? Kybern.FAILED : Kybern.OK;
  }
}
