package io.kybern.apiserver.rest;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One thread that tells watches when to send a bookmark and when to end. Started by the first
 * watch; what it runs only sets flags and wakes readers. Safe for use by any thread.
 */
final class WatchTimer implements AutoCloseable {
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by {@link #lock}. */
  private @Nullable ScheduledThreadPoolExecutor executor;

  /** Guarded by {@link #lock}. */
  private boolean closed;

  /** Something that was scheduled. */
  interface Task {
    /** Runs no more. Idempotent. */
    void cancel();
  }

  /** Runs {@code action} once after {@code delay}; never once the timer is closed. */
  Task once(Duration delay, Runnable action) {
    ScheduledThreadPoolExecutor timer = executor();
    return timer == null
        ? () -> {}
        : task(timer.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS));
  }

  /** Runs {@code action} every {@code period}; never once the timer is closed. */
  Task every(Duration period, Runnable action) {
    ScheduledThreadPoolExecutor timer = executor();
    long nanos = period.toNanos();
    return timer == null
        ? () -> {}
        : task(timer.scheduleAtFixedRate(action, nanos, nanos, TimeUnit.NANOSECONDS));
  }

  private static Task task(ScheduledFuture<?> future) {
    return () -> future.cancel(false);
  }

  private @Nullable ScheduledThreadPoolExecutor executor() {
    lock.lock();
    try {
      if (closed) {
        return null;
      }
      ScheduledThreadPoolExecutor running = executor;
      if (running == null) {
        running =
            new ScheduledThreadPoolExecutor(
                1,
                action -> {
                  Thread thread = new Thread(action, "kybern-apiserver-timer");
                  thread.setDaemon(true);
                  return thread;
                });
        running.setRemoveOnCancelPolicy(true);
        executor = running;
      }
      return running;
    } finally {
      lock.unlock();
    }
  }

  /** Stops the thread and waits until it is gone. Idempotent. */
  @Override
  public void close() {
    ScheduledThreadPoolExecutor running;
    lock.lock();
    try {
      closed = true;
      running = executor;
      executor = null;
    } finally {
      lock.unlock();
    }
    if (running != null) {
      running.shutdownNow();
      boolean interrupted = false;
      while (!running.isTerminated()) {
        try {
          running.awaitTermination(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
