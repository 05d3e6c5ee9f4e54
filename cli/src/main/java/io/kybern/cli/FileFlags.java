package io.kybern.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The flags of all commands that read manifests. */
final class FileFlags {
  @Option(
      names = {"-f", "--filename"},
      paramLabel = "FILE",
      description = "File or directory with manifests, or - for standard input; repeatable.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = {"-R", "--recursive"},
      description = "Read directories in the directories too.")
  private boolean recursive;

  /** Whether there is none. */
  boolean isEmpty() {
    return names.isEmpty();
  }

  /** The files, with directories expanded. */
  List<String> files(Console console) {
    List<String> all = new ArrayList<>();
    for (String name : names) {
      all.addAll(List.of(name.split(",")));
    }
    return Sources.manifests(console, all, recursive);
  }
}
