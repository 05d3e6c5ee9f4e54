package io.kybern.apiserver.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http2.H2Error;
import org.apache.hc.core5.util.ByteArrayBuffer;

/**
 * Frames on their way to the client. Whoever has something to say adds it here and never waits; the
 * one thread that {@link #write writes} alone waits for the client. All but that is for one thread
 * at a time, see {@link Http2}.
 */
final class Http2Output {
  /** From here on answers wait until something was written. */
  static final int ENOUGH_BYTES = 64 * 1024;

  /** What a client may have us say about itself before it reads any of it. */
  private static final int TOO_MUCH_BYTES = 1024 * 1024;

  private final OutputStream socket;
  private ByteArrayBuffer filling = new ByteArrayBuffer(1024);

  /** Owned by the thread that writes. */
  private ByteArrayBuffer writing = new ByteArrayBuffer(1024);

  private int maxPayload = Http2Frame.MAX_PAYLOAD_BYTES;

  Http2Output(OutputStream socket) {
    this.socket = socket;
  }

  /** How many bytes wait to be written. */
  int size() {
    return filling.length();
  }

  /** Whether the client asks for more than it reads. */
  boolean isFlooded() {
    return filling.length() > TOO_MUCH_BYTES;
  }

  /** The largest frame that the client takes. */
  int maxPayload() {
    return maxPayload;
  }

  void maxPayload(int bytes) {
    maxPayload = Math.min(bytes, Http2Frame.MAX_PAYLOAD_BYTES);
  }

  void frame(int type, int flags, int stream, byte[] payload) {
    head(payload.length, type, flags, stream);
    filling.append(payload, 0, payload.length);
  }

  /** A setting or two, each a name and a value. */
  void settings(int... namesAndValues) {
    ByteBuffer payload = ByteBuffer.allocate(namesAndValues.length * 3);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      payload.putShort((short) namesAndValues[i]).putInt(namesAndValues[i + 1]);
    }
    frame(Http2Frame.SETTINGS, 0, 0, payload.array());
  }

  void windowUpdate(int stream, int bytes) {
    frame(
        Http2Frame.WINDOW_UPDATE,
        0,
        stream,
        ByteBuffer.allocate(Integer.BYTES).putInt(bytes).array());
  }

  void reset(int stream, H2Error error) {
    byte[] code = ByteBuffer.allocate(Integer.BYTES).putInt(error.getCode()).array();
    frame(Http2Frame.RST_STREAM, 0, stream, code);
  }

  void goAway(int lastStream, H2Error error, String why) {
    byte[] text = why.getBytes(StandardCharsets.UTF_8);
    ByteBuffer payload = ByteBuffer.allocate(2 * Integer.BYTES + text.length);
    payload.putInt(lastStream).putInt(error.getCode()).put(text);
    frame(Http2Frame.GOAWAY, 0, 0, payload.array());
  }

  void headers(int stream, List<Header> headers, boolean last) {
    byte[] block = HpackEncoder.encode(headers);
    int type = Http2Frame.HEADERS;
    int flags = last ? Http2Frame.END_STREAM : 0;
    int from = 0;
    do {
      int length = Math.min(maxPayload, block.length - from);
      boolean whole = from + length == block.length;
      head(length, type, whole ? flags | Http2Frame.END_HEADERS : flags, stream);
      filling.append(block, from, length);
      from += length;
      type = Http2Frame.CONTINUATION;
      flags = 0;
    } while (from < block.length);
  }

  void data(int stream, byte[] source, int from, int length, boolean last) {
    head(length, Http2Frame.DATA, last ? Http2Frame.END_STREAM : 0, stream);
    filling.append(source, from, length);
  }

  private void head(int length, int type, int flags, int stream) {
    filling.ensureCapacity(Http2Frame.HEAD_BYTES + length);
    filling.append(length >> 16);
    filling.append(length >> 8);
    filling.append(length);
    filling.append(type);
    filling.append(flags);
    filling.append(stream >> 24);
    filling.append(stream >> 16);
    filling.append(stream >> 8);
    filling.append(stream);
  }

  /** Takes what is to be written out of the way of what comes next. */
  void swap() {
    ByteArrayBuffer filled = filling;
    filling = writing;
    writing = filled;
  }

  /** Whether there was anything at the last {@link #swap}. */
  boolean hasSwapped() {
    return !writing.isEmpty();
  }

  /** Writes what was there at the last {@link #swap}; for the thread that did it. */
  void write() throws IOException {
    socket.write(writing.array(), 0, writing.length());
    writing.clear();
  }
}
