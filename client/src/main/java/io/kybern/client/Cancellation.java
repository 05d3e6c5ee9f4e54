package io.kybern.client;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Lets another thread end work that sends several requests and waits between them. Any thread. */
final class Cancellation {
  private final CountDownLatch done = new CountDownLatch(1);

  /** The exchange in progress. Written by the working thread, read by the cancelling one. */
  private volatile Transport.@Nullable Exchange current;

  /** The exchange that is to be cancelled from now on. */
  void begin(Transport.Exchange exchange) {
    current = exchange;
    if (cancelled()) {
      exchange.cancel();
    }
  }

  void cancel() {
    done.countDown();
    Transport.Exchange exchange = current;
    if (exchange != null) {
      exchange.cancel();
    }
  }

  boolean cancelled() {
    return done.getCount() == 0;
  }

  /** Waits; returns early when cancelled. */
  void pause(long nanos) throws InterruptedException {
    done.await(nanos, TimeUnit.NANOSECONDS);
  }
}
