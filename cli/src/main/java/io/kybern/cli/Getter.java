package io.kybern.cli;

import io.kybern.api.meta.v1.Table;
import io.kybern.api.meta.v1.TableRow;
import io.kybern.client.ApiResource;
import io.kybern.client.Kubernetes;
import io.kybern.client.ListQuery;
import io.kybern.client.Listing;
import io.kybern.client.Resources;
import io.kybern.error.ApiException;
import io.kybern.error.NotFoundException;
import io.kybern.model.Unstructured;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Gets objects and prints them. What the server refuses is told at the end; the rest is printed.
 */
final class Getter {
  private final Console console;
  private final Kubernetes k8s;
  private final ListQuery query;
  private final boolean ignoreNotFound;
  private final List<ApiException> errors = new ArrayList<>();

  /**
   * @param query which objects, where no name is given
   * @param ignoreNotFound whether a name that the server does not have is no error
   */
  Getter(Console console, Kubernetes k8s, ListQuery query, boolean ignoreNotFound) {
    this.console = console;
    this.k8s = k8s;
    this.query = query;
    this.ignoreNotFound = ignoreNotFound;
  }

  /** Returns the exit code. */
  int get(
      List<Wanted> wanted, OutputFormat format, TablePrinter.Style style, boolean managedFields) {
    boolean found =
        switch (format) {
          case TABLE, WIDE -> tables(wanted, style);
          case NAME -> names(wanted);
          default -> objects(wanted, new ObjectPrinter(console, format, managedFields));
        };
    errors.forEach(error -> console.message(Messages.of(error)));
    if (!errors.isEmpty()) {
      return Kybern.FAILED;
    }
    if (!found && format.isTable()) {
      sayNothingFound(wanted);
    }
    return Kybern.OK;
  }

  private void sayNothingFound(List<Wanted> wanted) {
    if (ignoreNotFound && wanted.stream().allMatch(w -> w.name() != null)) {
      return;
    }
    String namespace =
        wanted.stream().map(Wanted::namespace).filter(n -> n != null).findFirst().orElse(null);
    console.message(
        namespace == null
            ? "No resources found"
            : "No resources found in " + namespace + " namespace.");
  }

  private boolean tables(List<Wanted> wanted, TablePrinter.Style style) {
    Map<ApiResource, TablePrinter> printers = new LinkedHashMap<>();
    boolean several = Wanted.several(wanted);
    eachTable(
        wanted,
        (w, table) ->
            printers
                .computeIfAbsent(
                    w.resource(), r -> new TablePrinter(console, styleOf(style, w, several)))
                .add(table));
    boolean found = false;
    for (TablePrinter printer : printers.values()) {
      if (!printer.isEmpty()) {
        if (found && style.headers()) {
          console.println("");
        }
        printer.print();
        found = true;
      }
    }
    return found;
  }

  private static TablePrinter.Style styleOf(
      TablePrinter.Style style, Wanted wanted, boolean several) {
    return new TablePrinter.Style(
        style.headers(),
        style.wide(),
        style.namespaces() && wanted.resource().namespaced(),
        style.labels(),
        several ? wanted.label() : null,
        false);
  }

  private boolean names(List<Wanted> wanted) {
    boolean[] found = new boolean[1];
    eachTable(
        wanted,
        (w, table) -> {
          for (TableRow row : table.rows()) {
            console.println(w.label() + "/" + TablePrinter.metadata(row).get("name"));
            found[0] = true;
          }
        });
    return found[0];
  }

  private void eachTable(List<Wanted> wanted, BiConsumer<Wanted, Table> use) {
    for (Wanted w : wanted) {
      attempt(
          () -> {
            Resources<Unstructured> resources = w.on(k8s);
            use.accept(w, w.name() == null ? resources.table(query) : resources.table(w.name()));
          });
    }
  }

  private boolean objects(List<Wanted> wanted, ObjectPrinter printer) {
    List<Unstructured> objects = new ArrayList<>();
    for (Wanted w : wanted) {
      attempt(
          () -> {
            if (w.name() != null) {
              objects.add(w.on(k8s).get(w.name()));
              return;
            }
            try (Listing<Unstructured> listing = w.on(k8s).list(query)) {
              objects.addAll(listing.toList());
            }
          });
    }
    if (wanted.size() > 1 || wanted.get(0).name() == null) {
      printer.printList(objects);
    } else if (!objects.isEmpty()) {
      printer.print(wanted.get(0).resource(), objects.get(0));
    }
    return !objects.isEmpty();
  }

  private void attempt(Runnable request) {
    try {
      request.run();
    } catch (NotFoundException e) {
      if (!ignoreNotFound) {
        errors.add(e);
      }
    } catch (ApiException e) {
      errors.add(e);
    }
  }
}
