package io.kybern.cli;

import io.kybern.client.ListQuery;
import picocli.CommandLine.Option;

/** The flags that select some objects of a resource. */
final class SelectorFlags {
  @Option(
      names = {"-l", "--selector"},
      paramLabel = "SELECTOR",
      description = "Only objects with these labels, such as app=web,tier in (a,b),!old.")
  private String labels = "";

  @Option(
      names = "--field-selector",
      paramLabel = "SELECTOR",
      description = "Only objects with these fields, such as status.phase!=Running.")
  private String fields = "";

  /** Whether no flag is given. */
  boolean isEmpty() {
    return labels.isEmpty() && fields.isEmpty();
  }

  /** The objects that the flags select. */
  ListQuery query() {
    return ListQuery.labels(labels).withFields(fields);
  }

  /** The objects that the flags select, of one name. */
  ListQuery query(String name) {
    String one = "metadata.name=" + name;
    return ListQuery.labels(labels).withFields(fields.isEmpty() ? one : fields + "," + one);
  }
}
