package io.kybern.apiserver.http;

import java.nio.ByteBuffer;
import org.apache.hc.core5.http2.H2Error;

/**
 * The frames of an HTTP/2 connection that are not of requests: what the client takes, and which
 * streams it has given up. For the connection's reader.
 */
final class Http2Control {
  static final int PRIORITY_BYTES = 5;
  private static final int SETTING_BYTES = 6;
  private static final int PING_BYTES = 8;

  private final Http2Writer writer;
  private boolean settled;

  /** Written by the reader; whoever closes the connection tells it to the client. */
  private volatile int lastStream;

  Http2Control(Http2Writer writer) {
    this.writer = writer;
  }

  /** Whether the client has said what it takes, as it has to do before anything else. */
  boolean isSettled() {
    return settled;
  }

  /** The last stream that has begun; all before it have begun as well. */
  int lastStream() {
    return lastStream;
  }

  void begun(int stream) {
    lastStream = stream;
  }

  void priority(int id, byte[] payload) throws Http2Fault {
    requireOfStream(id);
    if (payload.length != PRIORITY_BYTES) {
      throw Http2Fault.ofStream(H2Error.FRAME_SIZE_ERROR, id, "PRIORITY");
    }
    if (dependsOnItself(id, ByteBuffer.wrap(payload))) {
      throw dependent(id);
    }
  }

  /** Takes a priority off the front of {@code content}; answers whether it is of its own stream. */
  static boolean dependsOnItself(int id, ByteBuffer content) {
    int on = content.getInt() & Integer.MAX_VALUE;
    content.get();
    return on == id;
  }

  static Http2Fault dependent(int id) {
    return Http2Fault.ofStream(H2Error.PROTOCOL_ERROR, id, "a stream that depends on itself");
  }

  void reset(int id, byte[] payload) throws Http2Fault {
    requireSize(payload, Integer.BYTES, "RST_STREAM");
    requireBegun(id, "RST_STREAM");
    Http2Stream stream = writer.find(id);
    if (stream != null) {
      writer.cancel(stream);
    }
  }

  void settings(int flags, int id, byte[] payload) throws Http2Fault {
    requireOfConnection(id);
    boolean isAnswer = (flags & Http2Frame.ACK) != 0;
    if (isAnswer ? payload.length != 0 : payload.length % SETTING_BYTES != 0) {
      throw Http2Fault.ofConnection(H2Error.FRAME_SIZE_ERROR, "SETTINGS");
    }
    settled = true;
    if (isAnswer) {
      return;
    }
    ByteBuffer settings = ByteBuffer.wrap(payload);
    while (settings.hasRemaining()) {
      setting(settings.getShort(), Integer.toUnsignedLong(settings.getInt()));
    }
    writer.say(out -> out.frame(Http2Frame.SETTINGS, Http2Frame.ACK, 0, new byte[0]));
  }

  private void setting(int name, long value) throws Http2Fault {
    int bounded = (int) Math.min(value, Integer.MAX_VALUE);
    switch (name) {
      case Http2Frame.ENABLE_PUSH -> requireSetting(value <= 1, name);
      case Http2Frame.MAX_FRAME_SIZE -> {
        requireSetting(
            value >= Http2Frame.MAX_PAYLOAD_BYTES && value <= Http2Frame.MAX_PAYLOAD_BYTES_EVER,
            name);
        writer.say(out -> out.maxPayload(bounded));
      }
      case Http2Frame.INITIAL_WINDOW_SIZE -> {
        if (value > Http2Frame.MAX_WINDOW_BYTES || !writer.initialWindow(bounded)) {
          throw Http2Fault.ofConnection(H2Error.FLOW_CONTROL_ERROR, "a window of " + value);
        }
      }
      default -> {
        // How much the client takes of what the server never sends, or an extension.
      }
    }
  }

  private static void requireSetting(boolean allowed, int name) throws Http2Fault {
    if (!allowed) {
      throw Http2Fault.ofConnection(H2Error.PROTOCOL_ERROR, "the value of setting " + name);
    }
  }

  void ping(int flags, int id, byte[] payload) throws Http2Fault {
    requireOfConnection(id);
    requireSize(payload, PING_BYTES, "PING");
    if ((flags & Http2Frame.ACK) == 0) {
      writer.say(out -> out.frame(Http2Frame.PING, Http2Frame.ACK, 0, payload));
    }
  }

  void widen(int id, byte[] payload) throws Http2Fault {
    requireSize(payload, Integer.BYTES, "WINDOW_UPDATE");
    int bytes = ByteBuffer.wrap(payload).getInt() & Integer.MAX_VALUE;
    if (id == 0) {
      if (bytes == 0) {
        throw Http2Fault.ofConnection(H2Error.PROTOCOL_ERROR, "a window that does not widen");
      }
      if (!writer.widen(bytes)) {
        throw Http2Fault.ofConnection(H2Error.FLOW_CONTROL_ERROR, "too wide a window");
      }
      return;
    }
    requireBegun(id, "WINDOW_UPDATE");
    if (bytes == 0) {
      throw Http2Fault.ofStream(H2Error.PROTOCOL_ERROR, id, "a window that does not widen");
    }
    Http2Stream stream = writer.find(id);
    if (stream != null && !writer.widen(stream, bytes)) {
      throw Http2Fault.ofStream(H2Error.FLOW_CONTROL_ERROR, id, "too wide a window");
    }
  }

  void requireBegun(int id, String frame) throws Http2Fault {
    requireOfStream(id);
    if (id > lastStream || id % 2 == 0) {
      throw Http2Fault.ofConnection(H2Error.PROTOCOL_ERROR, frame + " of stream " + id);
    }
  }

  private static void requireSize(byte[] payload, int bytes, String frame) throws Http2Fault {
    if (payload.length != bytes) {
      throw Http2Fault.ofConnection(H2Error.FRAME_SIZE_ERROR, frame);
    }
  }

  static void requireOfConnection(int id) throws Http2Fault {
    if (id != 0) {
      throw Http2Fault.ofConnection(H2Error.PROTOCOL_ERROR, "a frame of stream " + id);
    }
  }

  private static void requireOfStream(int id) throws Http2Fault {
    if (id == 0) {
      throw Http2Fault.ofConnection(H2Error.PROTOCOL_ERROR, "a frame of no stream");
    }
  }
}
