package io.kybern.apiserver.http;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of an open port. They keep no JVM from ending. Safe for use by any thread. */
final class Threads implements AutoCloseable {
  private static final int MAX_ANSWERS = 64;
  private static final long IDLE_SECONDS = 10;

  private final ThreadPoolExecutor io;
  private final ThreadPoolExecutor answers;

  Threads(String name) {
    AtomicInteger made = new AtomicInteger();
    ThreadFactory factory =
        work -> {
          Thread thread = new Thread(work, name + "-" + made.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        };
    this.io = pool(Integer.MAX_VALUE, factory);
    io.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    this.answers = pool(MAX_ANSWERS, factory);
    answers.setRejectedExecutionHandler(new ThreadPoolExecutor.CallerRunsPolicy());
  }

  private static ThreadPoolExecutor pool(int max, ThreadFactory factory) {
    return new ThreadPoolExecutor(
        0, max, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), factory);
  }

  /**
   * For what may wait for a client: accepting, and for each connection one thread that reads and at
   * times one that writes.
   */
  Executor io() {
    return io;
  }

  /** For requests: if there are too many at a time, whoever has one more answers it itself. */
  Executor answers() {
    return answers;
  }

  /** Ends the threads. What is asked for later is not done. */
  @Override
  public void close() {
    io.shutdownNow();
    answers.shutdownNow();
  }
}
