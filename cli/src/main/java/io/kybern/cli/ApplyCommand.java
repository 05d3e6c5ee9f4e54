package io.kybern.cli;

import io.kybern.client.Apply;
import io.kybern.client.Kubernetes;
import io.kybern.error.ApiException;
import io.kybern.error.ConflictException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kybern apply}. */
@Command(
    name = "kybern apply",
    description = {
      "Make resources what files say, creating or changing them.",
      "",
      "All files are read and all kinds are looked up before anything is sent; if anything is"
          + " wrong, nothing is changed."
    },
    footer = {
      "",
      "Examples:",
      "  # Apply all manifests of a directory",
      "  kybern apply -f shop/",
      "",
      "  # Let the server merge, as the manager that owns these fields",
      "  kybern apply --server-side --field-manager=shop -f shop/web.yaml"
    })
final class ApplyCommand implements Callable<Integer> {
  private static final String MANAGER = "kybern";
  private static final String CLIENT_SIDE_MANAGER = "kybern-client-side-apply";

  private final Console console;

  @Mixin private ClusterFlags cluster = new ClusterFlags();
  @Mixin private FileFlags files = new FileFlags();
  @Mixin private WriteFlags write = new WriteFlags();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "Print the objects as yaml, json or name.")
  private @Nullable String output;

  @Option(names = "--server-side", description = "Let the server merge instead of this program.")
  private boolean serverSide;

  @Option(
      names = "--force-conflicts",
      description = "Take over fields that other managers hold with other values.")
  private boolean forceConflicts;

  ApplyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    OutputFormat format = OutputFormat.of(output, false);
    WriteFlags.DryRun dryRun = write.dryRun();
    Validation validation = write.validation();
    if (files.isEmpty()) {
      throw new Failure("must specify one of -f\nSee 'kybern apply --help' for usage.");
    }
    if (forceConflicts && !serverSide) {
      throw new Failure("--force-conflicts only works with --server-side");
    }
    if (serverSide && dryRun == WriteFlags.DryRun.CLIENT) {
      throw new Failure(
          "--dry-run=client doesn't work with --server-side (did you mean --dry-run=server"
              + " instead?)");
    }
    Outcome outcome = new Outcome(console, format, dryRun);
    try (Kubernetes k8s = cluster.connect(console)) {
      List<Plan.Item> items =
          Plan.of(console, cluster, k8s, files.files(console), validation, true);
      if (serverSide) {
        serverSide(k8s, items, outcome);
      } else {
        clientSide(k8s, items, outcome, dryRun != WriteFlags.DryRun.CLIENT);
      }
    }
    return outcome.code();
  }

  private void clientSide(Kubernetes k8s, List<Plan.Item> items, Outcome outcome, boolean send) {
    ClientSideApply apply =
        new ClientSideApply(console, k8s, write.write(CLIENT_SIDE_MANAGER), send);
    for (Plan.Item item : items) {
      try {
        ClientSideApply.Applied applied = apply.apply(item);
        outcome.done(item, applied.object(), applied.what());
      } catch (ApiException e) {
        outcome.refused(e, item.doing("applying"));
      } catch (Failure failure) {
        outcome.failed(failure.text());
      }
    }
  }

  private void serverSide(Kubernetes k8s, List<Plan.Item> items, Outcome outcome) {
    Apply options = Apply.as(write.manager(MANAGER)).validation(write.validation().server());
    options = forceConflicts ? options.force() : options;
    options = write.dryRun() == WriteFlags.DryRun.SERVER ? options.dryRun() : options;
    for (Plan.Item item : items) {
      try {
        outcome.done(
            item, item.wanted().on(k8s).apply(item.object(), options), "serverside-applied");
      } catch (ConflictException e) {
        outcome.refused(e, item.doing("applying"));
        console.message(
            "Use --force-conflicts to take these fields over, or leave them out of the manifest.");
      } catch (ApiException e) {
        outcome.refused(e, item.doing("applying"));
      }
    }
  }
}
