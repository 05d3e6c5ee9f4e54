package io.kybern.cli;

import io.kybern.client.Kubernetes;
import io.kybern.client.Write;
import io.kybern.error.ApiException;
import io.kybern.model.Unstructured;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kybern create}. */
@Command(
    name = "kybern create",
    description = {
      "Create resources from files.",
      "",
      "All files are read and all kinds are looked up before anything is sent; if anything is"
          + " wrong, nothing is created."
    })
final class CreateCommand implements Callable<Integer> {
  static final String MANAGER = "kybern-create";

  private final Console console;

  @Mixin private ClusterFlags cluster = new ClusterFlags();
  @Mixin private FileFlags files = new FileFlags();
  @Mixin private WriteFlags write = new WriteFlags();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "Print what was created as yaml, json or name.")
  private @Nullable String output;

  @Option(
      names = "--save-config",
      description = "Keep the configuration in an annotation, so that it can be applied later.")
  private boolean saveConfig;

  CreateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    OutputFormat format = OutputFormat.of(output, false);
    WriteFlags.DryRun dryRun = write.dryRun();
    Write options = write.write(MANAGER);
    if (files.isEmpty()) {
      throw new Failure("must specify one of -f\nSee 'kybern create --help' for usage.");
    }
    Outcome outcome = new Outcome(console, format, dryRun);
    try (Kubernetes k8s = cluster.connect(console)) {
      List<Plan.Item> items =
          Plan.of(console, cluster, k8s, files.files(console), write.validation(), false);
      for (Plan.Item item : items) {
        Unstructured object = saveConfig ? LastApplied.annotated(item.object()) : item.object();
        try {
          outcome.done(
              item,
              dryRun == WriteFlags.DryRun.CLIENT
                  ? object
                  : item.wanted().on(k8s).create(object, options),
              "created");
        } catch (ApiException e) {
          outcome.refused(e, item.doing("creating"));
        }
      }
    }
    return outcome.code();
  }
}
