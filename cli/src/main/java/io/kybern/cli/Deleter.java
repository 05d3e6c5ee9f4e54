package io.kybern.cli;

import io.kybern.client.Delete;
import io.kybern.client.Kubernetes;
import io.kybern.client.ListQuery;
import io.kybern.client.Listing;
import io.kybern.client.Resources;
import io.kybern.error.ApiException;
import io.kybern.error.NotFoundException;
import io.kybern.model.Unstructured;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Deletes objects, says so, and waits until they are gone. */
final class Deleter {
  /** An object that is marked for deletion but still there. */
  private record Leaving(Wanted wanted, Unstructured object) {}

  private final Console console;
  private final Kubernetes k8s;
  private final Delete options;
  private final WriteFlags.DryRun dryRun;
  private final boolean ignoreNotFound;
  private final boolean namesOnly;
  private final List<Leaving> leaving = new ArrayList<>();
  private boolean failed;

  Deleter(
      Console console,
      Kubernetes k8s,
      Delete options,
      WriteFlags.DryRun dryRun,
      boolean ignoreNotFound,
      boolean namesOnly) {
    this.console = console;
    this.k8s = k8s;
    this.options = options;
    this.dryRun = dryRun;
    this.ignoreNotFound = ignoreNotFound;
    this.namesOnly = namesOnly;
  }

  /** Deletes the object of a name, or all that {@code query} selects. */
  void delete(Wanted wanted, ListQuery query) {
    try {
      if (wanted.name() != null) {
        delete(wanted, wanted.name());
        return;
      }
      List<Unstructured> found;
      try (Listing<Unstructured> listing = wanted.on(k8s).list(query)) {
        found = listing.toList();
      }
      for (Unstructured object : found) {
        delete(new Wanted(wanted.resource(), object.namespace(), object.name()), object.name());
      }
      if (found.isEmpty() && !namesOnly) {
        console.message("No resources found");
      }
    } catch (ApiException e) {
      fail(Messages.of(e));
    }
  }

  private void delete(Wanted wanted, String name) {
    Resources<Unstructured> resources = wanted.on(k8s);
    try {
      if (dryRun == WriteFlags.DryRun.CLIENT) {
        resources.get(name);
      } else {
        Optional<Unstructured> left = resources.delete(name, options);
        left.ifPresent(object -> leaving.add(new Leaving(wanted, object)));
      }
      say(wanted, name);
    } catch (NotFoundException e) {
      if (!ignoreNotFound) {
        fail(Messages.of(e));
      }
    } catch (ApiException e) {
      fail(Messages.of(e));
    }
  }

  private void say(Wanted wanted, String name) {
    if (namesOnly) {
      console.println(wanted.label() + "/" + name);
    } else {
      String where = wanted.namespace() == null ? "" : " from " + wanted.namespace() + " namespace";
      console.println(wanted.label() + " \"" + name + "\" deleted" + where + dryRun.note());
    }
    console.flush();
  }

  /**
   * Waits until all that was deleted is gone, or the time is over.
   *
   * @param limit zero for no limit
   */
  void await(Duration limit) {
    long start = System.nanoTime();
    for (Leaving object : leaving) {
      Duration left = limit.isZero() ? limit : limit.minusNanos(System.nanoTime() - start);
      boolean late = !limit.isZero() && left.toMillis() <= 0;
      if (late || !isGone(object, left)) {
        fail(
            "error: timed out waiting for the condition on "
                + object.wanted().resource().plural()
                + "/"
                + object.object().name());
      }
    }
  }

  private boolean isGone(Leaving leaving, Duration limit) {
    return Absence.await(leaving.wanted().on(k8s), leaving.object(), limit);
  }

  private void fail(String message) {
    failed = true;
    console.message(message);
  }

  /** The exit code. */
  int code() {
    return failed ? Kybern.FAILED : Kybern.OK;
  }
}
