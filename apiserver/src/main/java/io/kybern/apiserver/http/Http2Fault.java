package io.kybern.apiserver.http;

import org.apache.hc.core5.http2.H2Error;

/** What a client did wrong. It ends the stream it is about, or the connection if that is 0. */
final class Http2Fault extends Exception {
  private static final long serialVersionUID = 1;

  private final H2Error error;
  private final int stream;
  private final String reason;

  private Http2Fault(H2Error error, int stream, String message) {
    super(message);
    this.reason = message;
    this.error = error;
    this.stream = stream;
  }

  static Http2Fault ofConnection(H2Error error, String message) {
    return new Http2Fault(error, 0, message);
  }

  static Http2Fault ofStream(H2Error error, int stream, String message) {
    return new Http2Fault(error, stream, message);
  }

  /** What the client did. */
  String reason() {
    return reason;
  }

  H2Error error() {
    return error;
  }

  /** The stream that ends, 0 for all. */
  int stream() {
    return stream;
  }
}
