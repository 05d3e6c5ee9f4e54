package io.kybern.cli;

import io.kybern.client.Delete;
import io.kybern.client.Kubernetes;
import io.kybern.client.Resources;
import io.kybern.error.AlreadyExistsException;
import io.kybern.error.KubernetesException;
import io.kybern.error.NotFoundException;
import io.kybern.model.ResourceType;
import io.kybern.model.Unstructured;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The namespace that the demo makes, and takes away again. Not thread-safe. */
final class DemoNamespace {
  /** How long a cluster may take to empty a namespace before the demo leaves it to itself. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Console console;
  private final Kubernetes k8s;
  private final Resources<Unstructured> namespaces;
  private final String name;

  /** Whether this demo may have created it and has not seen it go. */
  private boolean own;

  private @Nullable Unstructured created;

  DemoNamespace(Console console, Kubernetes k8s, String name) {
    this.console = console;
    this.k8s = k8s;
    this.namespaces = k8s.resources(ResourceType.dynamic("v1", "Namespace", "namespaces", false));
    this.name = name;
  }

  String name() {
    return name;
  }

  /** Creates it; tells that. */
  String create(Unstructured object) {
    own = true;
    try {
      created = namespaces.create(LastApplied.annotated(object));
    } catch (AlreadyExistsException e) {
      own = false;
      throw e;
    }
    Demo.check(namespaces.get(name).name().equals(name), "namespace " + name);
    return "Created namespace " + name;
  }

  /** Deletes it; tells what came of that. */
  String delete() {
    namespaces.delete(name, Delete.background());
    Optional<Unstructured> left = namespaces.find(name);
    if (left.isEmpty() || Absence.await(namespaces, left.get(), PATIENCE)) {
      own = false;
      return "Deleted namespace " + name + "; the server does not have it any more";
    }
    own = false;
    Demo.check(
        left.get().metadata().deletionTimestamp() != null, "namespace " + name + " to be deleted");
    return "Deleted namespace " + name + "; the cluster is still emptying it";
  }

  /**
   * Deletes the namespace and {@code items} in it if it is still there, whatever happened before.
   */
  void cleanUp(List<Plan.Item> items) {
    if (!own) {
      return;
    }
    boolean interrupted = Thread.interrupted(); // A pending interrupt would end these calls too.
    try {
      Optional<Unstructured> present = namespaces.find(name);
      if (present.isPresent() && isOwn(present.get())) {
        for (Plan.Item item : items) {
          remove(item);
        }
        namespaces.delete(name, Delete.background());
        console.message("Cleaned up: namespace " + name + " is deleted.");
      }
      own = false;
    } catch (KubernetesException e) {
      console.message(
          "Cannot clean up: " + Messages.of(e) + "\nDelete namespace " + name + " yourself.");
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private boolean isOwn(Unstructured present) {
    return created == null || Objects.equals(created.uid(), present.uid());
  }

  private void remove(Plan.Item item) {
    try {
      if (item.wanted().namespace() != null) {
        item.wanted().on(k8s).delete(item.manifest().name(), Delete.background());
      }
    } catch (NotFoundException e) {
      // It was never created, or is deleted already.
    }
  }
}
