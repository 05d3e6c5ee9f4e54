package io.kybern.cli;

import io.kybern.client.ApiResource;
import io.kybern.client.Kubernetes;
import io.kybern.client.ListQuery;
import io.kybern.client.Watch;
import io.kybern.client.WatchEvent;
import io.kybern.error.KubernetesException;
import io.kybern.model.Unstructured;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Watches the objects of the demo, one watch for each resource, and remembers what they see. One
 * thread starts, asks and closes; each watch has a thread of its own.
 */
final class DemoWatches implements AutoCloseable {
  /** How long something may take until a watch sees it. Much longer than it ever takes. */
  private static final long PATIENCE = TimeUnit.MINUTES.toNanos(2);

  private final List<Watch<Unstructured>> watches = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition seen = lock.newCondition();

  // Guarded by lock.
  private final List<WatchEvent<Unstructured>> events = new ArrayList<>();
  private @Nullable KubernetesException broken;

  /** Starts to watch; what happens from now on is seen. */
  DemoWatches(Kubernetes k8s, String namespace, Collection<ApiResource> resources) {
    for (ApiResource resource : resources) {
      Watch<Unstructured> watch =
          k8s.resources(resource.dynamicType())
              .namespace(namespace)
              .watch(ListQuery.labels(Shop.SELECTOR));
      watches.add(watch);
      Thread thread = new Thread(() -> follow(watch), "kybern-demo-" + resource.plural());
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void follow(Watch<Unstructured> watch) {
    try {
      for (WatchEvent<Unstructured> event : watch) {
        see(event, null);
      }
    } catch (KubernetesException e) {
      see(null, e);
    }
  }

  private void see(@Nullable WatchEvent<Unstructured> event, @Nullable KubernetesException error) {
    lock.lock();
    try {
      if (event != null) {
        events.add(event);
      }
      if (error != null) {
        broken = error;
      }
      seen.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until an event is seen, or was.
   *
   * @param what what is waited for, if it does not come
   */
  void await(String what, Predicate<WatchEvent<Unstructured>> wanted) {
    awaitAll(what, all -> all.stream().anyMatch(wanted));
  }

  /** Waits until the events together are as wanted. */
  void awaitAll(String what, Predicate<List<WatchEvent<Unstructured>>> wanted) {
    long deadline = System.nanoTime() + PATIENCE;
    lock.lock();
    try {
      while (!wanted.test(events)) {
        if (broken != null) {
          throw broken;
        }
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          throw new Failure("the watch did not see " + what);
        }
        seen.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted", e);
    } finally {
      lock.unlock();
    }
  }

  /** How many events of a type there were. */
  int count(WatchEvent.Type type) {
    lock.lock();
    try {
      return (int) events.stream().filter(event -> event.type() == type).count();
    } finally {
      lock.unlock();
    }
  }

  /** How many watches there are. */
  int size() {
    return watches.size();
  }

  @Override
  public void close() {
    watches.forEach(Watch::close);
  }
}
