package io.kybern.client;

import io.kybern.client.config.RestConfig;
import io.kybern.error.ApiException;
import io.kybern.error.TransportException;
import io.kybern.model.ResourceType;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests until there is an answer to give. The rules of retrying:
 *
 * <ul>
 *   <li>429 and 5xx with a {@code Retry-After} of whole seconds: any method, after that time.
 *   <li>A connection that was lost before the head of the answer: GET only, after one second.
 *   <li>Ten retries in all, and never past the call's time-out.
 * </ul>
 *
 * <p>Everything else is thrown. Safe for use by any thread.
 */
final class Engine implements AutoCloseable {
  static final int MAX_RETRIES = 10;
  private static final long LOST_CONNECTION_PAUSE = TimeUnit.SECONDS.toNanos(1);

  private final Transport transport;
  private final RestConfig config;
  private final Pause pause;
  private final Codec codec = Codec.lazy();
  private final Codec codecWithoutManagedFields = codec.withoutManagedFields();
  private final Cancellation closed = new Cancellation();

  /** What to wake when the client is closed. */
  private final Set<Cancellation> watching = ConcurrentHashMap.newKeySet();

  /** A body that is not read. */
  private record Refused(ResourceType<?> type, WireFormat format) {}

  /** What servers refused to read. Only grows. */
  private final Set<Refused> refused = ConcurrentHashMap.newKeySet();

  Engine(Transport transport, RestConfig config, Pause pause) {
    this.transport = transport;
    this.config = config;
    this.pause = pause;
  }

  RestConfig config() {
    return config;
  }

  Codec codec(boolean managedFields) {
    return managedFields ? codec : codecWithoutManagedFields;
  }

  /** Whether bodies in {@code format} were not refused yet. */
  boolean takes(ResourceType<?> type, WireFormat format) {
    return refused.isEmpty() || !refused.contains(new Refused(type, format));
  }

  void refuses(ResourceType<?> type, WireFormat format) {
    refused.add(new Refused(type, format));
  }

  /** A request whose answer is read at once, within {@code timeout} or else the client's. */
  Transport.Response send(Request request, @Nullable Duration timeout) {
    return send(request, timeout == null ? config.timeout() : timeout, closed);
  }

  /**
   * The answer to {@code request} with a code from 200 to 299; the caller closes it.
   *
   * @param timeout for all attempts together; zero for none
   * @throws ApiException if the server answered with an error
   * @throws TransportException if there was no answer
   */
  Transport.Response send(Request request, Duration timeout, Cancellation cancellation) {
    long limit = timeout.toNanos();
    long start = limit == 0 ? 0 : System.nanoTime();
    for (int retries = 0; ; retries++) {
      long left = limit == 0 ? 0 : Math.max(1, limit - (System.nanoTime() - start));
      Transport.Exchange exchange = transport.exchange(request, left);
      if (cancellation != closed) {
        cancellation.begin(exchange);
      }
      Transport.Response response;
      long wait;
      try {
        response = exchange.send();
      } catch (IOException e) {
        wait = LOST_CONNECTION_PAUSE;
        if (retries == MAX_RETRIES
            || !request.method().equals("GET")
            || closed()
            || !lostConnection(exchange, e)
            || (limit != 0 && wait >= left)) {
          throw failure(request, e);
        }
        await(request, wait, cancellation);
        continue;
      }
      if (response.code() >= 200 && response.code() < 300) {
        Warnings.log(request, response);
        return response;
      }
      wait = retryAfter(response);
      if (wait < 0 || retries == MAX_RETRIES || (limit != 0 && wait >= left)) {
        Warnings.log(request, response);
        throw Errors.of(request, response, codec);
      }
      response.close();
      await(request, wait, cancellation);
    }
  }

  /** Nanoseconds to wait before asking again, or -1 if the server did not say to. */
  private static long retryAfter(Transport.Response response) {
    int code = response.code();
    String header = code == 429 || code >= 500 ? response.header("Retry-After") : null;
    if (header == null || header.isEmpty() || header.length() > 9) {
      return -1;
    }
    for (int i = 0; i < header.length(); i++) {
      if (header.charAt(i) < '0' || header.charAt(i) > '9') {
        return -1;
      }
    }
    return TimeUnit.SECONDS.toNanos(Long.parseLong(header));
  }

  /** Whether {@code e} says that a connection was there and broke. */
  private static boolean lostConnection(Transport.Exchange exchange, IOException e) {
    return exchange.connected()
        && !exchange.cancelled()
        && !(e instanceof InterruptedIOException
            || e instanceof ProtocolException
            || e instanceof SSLException)
        && !Thread.currentThread().isInterrupted();
  }

  private void await(Request request, long nanos, Cancellation cancellation) {
    pause(request, nanos, cancellation);
    if (cancellation.cancelled()) {
      throw failure(
          request, new IOException(closed() ? "the client was closed" : "the call was cancelled"));
    }
  }

  /** Waits between attempts; an interrupt ends the request. */
  void pause(Request request, long nanos, Cancellation cancellation) {
    try {
      pause.pause(nanos, cancellation);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(request, new InterruptedIOException("interrupted while waiting to retry"));
    }
  }

  /** The exception for a request that broke off. The thread stays interrupted if it was. */
  static TransportException failure(Request request, IOException e) {
    IOException cause = e;
    if (Thread.currentThread().isInterrupted() && !(e instanceof InterruptedIOException)) {
      cause = new InterruptedIOException("interrupted");
      cause.initCause(e);
    }
    return new TransportException(request.method(), request.target(), describe(cause), cause);
  }

  private static String describe(IOException e) {
    if (e instanceof InterruptedIOException && !Thread.currentThread().isInterrupted()) {
      return "no answer in time";
    }
    String message = e.getMessage();
    return message == null || message.isEmpty() ? e.getClass().getSimpleName() : message;
  }

  /** Whether the client was closed. */
  boolean closed() {
    return closed.cancelled();
  }

  /** From now on the close of the client cancels {@code cancellation} too. */
  void watching(Cancellation cancellation) {
    watching.add(cancellation);
    if (closed()) {
      cancellation.cancel();
    }
  }

  void notWatching(Cancellation cancellation) {
    watching.remove(cancellation);
  }

  @Override
  public void close() {
    closed.cancel();
    watching.forEach(Cancellation::cancel);
    transport.close();
  }
}
