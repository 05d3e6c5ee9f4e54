package io.kybern.client;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Carries requests to the API server. Safe for use by any thread. */
interface Transport extends AutoCloseable {
  /**
   * Prepares one exchange; nothing is sent yet.
   *
   * @param request what to send
   * @param timeoutNanos limit for the whole exchange including the body, 0 for none
   */
  Exchange exchange(Request request, long timeoutNanos);

  /** Cancels every exchange and lets go of all connections. Exchanges begun later fail. */
  @Override
  void close();

  /** One request and its answer. */
  interface Exchange {
    /**
     * Sends the request and waits for the head of the answer. Once per exchange.
     *
     * @throws IOException if there is no answer: no connection, cancelled, timed out, interrupted
     */
    Response send() throws IOException;

    /** Whether there was a connection to the server, so that what failed came after. */
    boolean connected();

    /** Ends the exchange, from any thread: whoever waits for it gets an {@link IOException}. */
    void cancel();

    /** Whether {@link #cancel} was called. */
    boolean cancelled();
  }

  /** The answer to a request. The body must be closed; head and body are for one thread. */
  interface Response extends Closeable {
    int code();

    /** The first header of that name. */
    @Nullable String header(String name);

    /** All headers of that name. */
    Iterable<String> headers(String name);

    /** The body as it arrives. */
    InputStream body();

    /** The whole body; closes it. */
    byte[] readAll() throws IOException;

    @Override
    void close();
  }
}
