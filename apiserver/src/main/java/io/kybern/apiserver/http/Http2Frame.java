package io.kybern.apiserver.http;

/** Numbers of HTTP/2 frames (RFC 9113 section 6). */
final class Http2Frame {
  static final int HEAD_BYTES = 9;

  /** The largest payload that everybody takes. */
  static final int MAX_PAYLOAD_BYTES = 16 * 1024;

  static final int MAX_PAYLOAD_BYTES_EVER = (1 << 24) - 1;

  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int PRIORITY = 2;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PUSH_PROMISE = 5;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int END_STREAM = 0x1;
  static final int ACK = 0x1;
  static final int END_HEADERS = 0x4;
  static final int PADDED = 0x8;
  static final int HAS_PRIORITY = 0x20;

  static final int ENABLE_PUSH = 2;
  static final int MAX_CONCURRENT_STREAMS = 3;
  static final int INITIAL_WINDOW_SIZE = 4;
  static final int MAX_FRAME_SIZE = 5;
  static final int MAX_HEADER_LIST_SIZE = 6;

  /** The window of connections and streams before anybody says otherwise. */
  static final int DEFAULT_WINDOW_BYTES = 65_535;

  /** Nobody may have a window beyond this. */
  static final long MAX_WINDOW_BYTES = Integer.MAX_VALUE;

  private Http2Frame() {}
}
