package io.kybern.cli;

import io.kybern.api.meta.v1.Table;
import io.kybern.client.Kubernetes;
import io.kybern.client.ListQuery;
import io.kybern.client.Page;
import io.kybern.client.Resources;
import io.kybern.client.Watch;
import io.kybern.client.WatchEvent;
import io.kybern.model.Unstructured;
import java.util.List;

/** Prints objects of one resource and then their changes. */
final class Watcher {
  private final Console console;
  private final Kubernetes k8s;
  private final OutputFormat format;
  private final TablePrinter.Style style;
  private final ObjectPrinter objects;
  private final boolean present;

  /**
   * @param managedFields whether managed fields are printed
   * @param present whether the objects that are there already are printed too
   */
  Watcher(
      Console console,
      Kubernetes k8s,
      OutputFormat format,
      TablePrinter.Style style,
      boolean managedFields,
      boolean present) {
    this.console = console;
    this.k8s = k8s;
    this.format = format;
    this.style = style;
    this.objects = new ObjectPrinter(console, format, managedFields);
    this.present = present;
  }

  /**
   * Prints until the thread is interrupted, which throws {@link
   * io.kybern.error.TransportException}, or nobody reads any more. Returns the exit code.
   */
  int watch(List<Wanted> wanted, SelectorFlags selector) {
    if (Wanted.several(wanted)) {
      throw new Failure("you may only specify a single resource type");
    }
    if (wanted.size() > 1) {
      throw new Failure(
          "watch is only supported on individual resources and resource collections - "
              + wanted.size()
              + " resources were found");
    }
    Wanted one = wanted.get(0);
    Resources<Unstructured> resources = one.on(k8s);
    if (one.name() != null) {
      resources.get(one.name()); // Says so if there is none, rather than to wait for it.
    }
    ListQuery query = one.name() == null ? selector.query() : selector.query(one.name());
    return format.isTable() ? tables(one, resources, query) : objects(one, resources, query);
  }

  private int tables(Wanted wanted, Resources<Unstructured> resources, ListQuery query) {
    boolean namespaces = style.namespaces() && wanted.resource().namespaced();
    TablePrinter printer =
        new TablePrinter(
            console,
            new TablePrinter.Style(
                style.headers(), style.wide(), namespaces, style.labels(), null, style.events()));
    Table first = resources.table(query);
    if (present) {
      printer.add(first, "ADDED");
      printer.print();
      console.flush();
    } else {
      printer.learn(first);
    }
    ListQuery changes = query.resourceVersion(version(first.metadata().resourceVersion()));
    try (Watch<Table> watch = resources.watchTable(changes)) {
      for (WatchEvent<Table> event : watch) {
        printer.add(event.object(), event.type().name());
        printer.print();
        if (console.out().checkError()) {
          return Kybern.FAILED;
        }
      }
    }
    return Kybern.OK;
  }

  private int objects(Wanted wanted, Resources<Unstructured> resources, ListQuery query) {
    Page<Unstructured> first = resources.listPage(query.limit(0));
    if (present) {
      for (Unstructured object : first.items()) {
        print(wanted, "ADDED", object);
      }
      console.flush();
    }
    ListQuery changes = query.resourceVersion(version(first.metadata().resourceVersion()));
    try (Watch<Unstructured> watch = resources.watch(changes)) {
      for (WatchEvent<Unstructured> event : watch) {
        print(wanted, event.type().name(), event.object());
        if (console.out().checkError()) {
          return Kybern.FAILED;
        }
      }
    }
    return Kybern.OK;
  }

  private void print(Wanted wanted, String event, Unstructured object) {
    if (style.events() && format == OutputFormat.NAME) {
      console.print(event + " ");
    }
    objects.print(wanted.resource(), object);
  }

  private static String version(@org.jspecify.annotations.Nullable String version) {
    if (version == null || version.isEmpty()) {
      throw new Failure("the server does not say which state its list shows; it cannot be watched");
    }
    return version;
  }
}
