package io.kybern.apiserver.http;

import io.kybern.apiserver.ApiResponse;
import io.kybern.apiserver.rest.ApiHandler;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http2.H2Error;
import org.apache.hc.core5.http2.hpack.HPackDecoder;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/2 (RFC 9113) for one connection: reads frames, collects requests, has each answered by
 * another thread, and leaves what is to be said to an {@link Http2Writer}. A watch without news
 * holds no thread.
 */
final class Http2 implements Connection.Protocol {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /** Every watch of a client is a stream of its one connection. */
  private static final int MAX_STREAMS = 10_000;

  private static final int MAX_HEADER_BYTES = 64 * 1024;

  /** More than a body may have: a client never needs to wait in the middle of one. */
  private static final int STREAM_WINDOW = 4 * 1024 * 1024;

  private static final int WINDOW = 16 * 1024 * 1024;

  private final InputStream in;
  private final X509Certificate[] chain;
  private final Exchanges exchanges;
  private final Executor answers;
  private final Http2Writer writer;
  private final Http2Control control;

  // Owned by the reader.
  private final HPackDecoder decoder = Http2Request.decoder();
  private final ByteArrayOutputStream block = new ByteArrayOutputStream(0);

  /** The stream whose headers go on in the next frame, 0 for none. */
  private int continued;

  private boolean continuedIsLast;
  private boolean continuedDependsOnItself;
  private int consumed;

  Http2(
      SSLSocket socket,
      Runnable abort,
      X509Certificate[] chain,
      Exchanges exchanges,
      Threads threads)
      throws IOException {
    this.in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
    this.chain = chain;
    this.exchanges = exchanges;
    this.answers = threads.answers();
    this.writer =
        new Http2Writer(
            new Http2Output(socket.getOutputStream()),
            socket,
            abort,
            threads.io(),
            exchanges.inFlight());
    this.control = new Http2Control(writer);
  }

  @Override
  public void serve() throws IOException {
    try {
      if (!Arrays.equals(in.readNBytes(PREFACE.length), PREFACE)) {
        return;
      }
      writer.say(
          out -> {
            out.settings(
                Http2Frame.MAX_CONCURRENT_STREAMS, MAX_STREAMS,
                Http2Frame.INITIAL_WINDOW_SIZE, STREAM_WINDOW,
                Http2Frame.MAX_HEADER_LIST_SIZE, MAX_HEADER_BYTES);
            out.windowUpdate(0, WINDOW - Http2Frame.DEFAULT_WINDOW_BYTES);
          });
      boolean more = true;
      while (more && !writer.isClosing()) {
        more = frame();
      }
      // The last words are on their way; until they are out, what comes is of no interest.
      if (more && !writer.isEnded()) {
        in.transferTo(OutputStream.nullOutputStream());
      }
    } finally {
      writer.end();
    }
  }

  /** Reads a frame; answers whether there was one. */
  private boolean frame() throws IOException {
    byte[] head = in.readNBytes(Http2Frame.HEAD_BYTES);
    if (head.length < Http2Frame.HEAD_BYTES) {
      return false;
    }
    ByteBuffer fields = ByteBuffer.wrap(head);
    int lengthAndType = fields.getInt();
    int flags = fields.get();
    int stream = fields.getInt() & Integer.MAX_VALUE;
    int length = lengthAndType >>> 8;
    try {
      if (length > Http2Frame.MAX_PAYLOAD_BYTES) {
        throw Http2Fault.ofConnection(H2Error.FRAME_SIZE_ERROR, "a frame of " + length + " bytes");
      }
      byte[] payload = in.readNBytes(length);
      if (payload.length < length) {
        return false;
      }
      dispatch(lengthAndType & 0xff, flags, stream, payload);
    } catch (Http2Fault fault) {
      refuse(fault);
    }
    return true;
  }

  private void refuse(Http2Fault fault) {
    if (fault.stream() == 0) {
      int last = control.lastStream();
      writer.sayAndClose(out -> out.goAway(last, fault.error(), fault.reason()));
      return;
    }
    writer.reset(fault.stream(), fault.error());
  }

  private void dispatch(int type, int flags, int id, byte[] payload)
      throws Http2Fault, IOException {
    if (continued != 0 && (type != Http2Frame.CONTINUATION || id != continued)) {
      throw Http2Fault.ofConnection(H2Error.PROTOCOL_ERROR, "headers that do not go on");
    }
    if (!control.isSettled() && type != Http2Frame.SETTINGS) {
      throw Http2Fault.ofConnection(H2Error.PROTOCOL_ERROR, "the first frame is not SETTINGS");
    }
    switch (type) {
      case Http2Frame.DATA -> data(flags, id, payload);
      case Http2Frame.HEADERS -> headers(flags, id, payload);
      case Http2Frame.PRIORITY -> control.priority(id, payload);
      case Http2Frame.RST_STREAM -> control.reset(id, payload);
      case Http2Frame.SETTINGS -> control.settings(flags, id, payload);
      case Http2Frame.PING -> control.ping(flags, id, payload);
      case Http2Frame.GOAWAY -> Http2Control.requireOfConnection(id);
      case Http2Frame.WINDOW_UPDATE -> control.widen(id, payload);
      case Http2Frame.CONTINUATION -> continuation(flags, id, payload);
      case Http2Frame.PUSH_PROMISE ->
          throw Http2Fault.ofConnection(H2Error.PROTOCOL_ERROR, "clients do not push");
      default -> {
        // Of an extension that the server does not know.
      }
    }
  }

  private void data(int flags, int id, byte[] payload) throws Http2Fault, IOException {
    control.requireBegun(id, "DATA");
    ByteBuffer content = unpadded(flags, payload);
    takeIn(payload.length);
    Http2Stream stream = writer.find(id);
    if (stream == null) {
      requireReset(id);
      return;
    }
    if (stream.whole) {
      throw Http2Fault.ofStream(H2Error.STREAM_CLOSED, id, "DATA after the end");
    }
    stream.received += content.remaining();
    if (stream.received > STREAM_WINDOW) {
      throw Http2Fault.ofStream(H2Error.FLOW_CONTROL_ERROR, id, "more than the window");
    }
    // One byte more than is allowed is enough for the handler to refuse the rest.
    int room = ApiHandler.MAX_BODY_BYTES + 1 - stream.body.size();
    stream.body.write(payload, content.position(), Math.min(room, content.remaining()));
    if ((flags & Http2Frame.END_STREAM) != 0) {
      whole(stream);
    } else if (stream.body.size() > ApiHandler.MAX_BODY_BYTES) {
      answer(stream);
    }
  }

  /** The client may send as much again. */
  private void takeIn(int bytes) {
    consumed += bytes;
    if (consumed >= WINDOW / 2) {
      int again = consumed;
      consumed = 0;
      writer.say(out -> out.windowUpdate(0, again));
    }
  }

  private void headers(int flags, int id, byte[] payload) throws Http2Fault, IOException {
    ByteBuffer content = unpadded(flags, payload);
    if (id % 2 == 0) {
      throw Http2Fault.ofConnection(H2Error.PROTOCOL_ERROR, "stream " + id + " of a client");
    }
    continuedDependsOnItself = false;
    if ((flags & Http2Frame.HAS_PRIORITY) != 0) {
      if (content.remaining() < Http2Control.PRIORITY_BYTES) {
        throw Http2Fault.ofConnection(H2Error.FRAME_SIZE_ERROR, "HEADERS without their priority");
      }
      continuedDependsOnItself = Http2Control.dependsOnItself(id, content);
    }
    continued = id;
    continuedIsLast = (flags & Http2Frame.END_STREAM) != 0;
    block.reset();
    add(flags, content);
  }

  private void continuation(int flags, int id, byte[] payload) throws Http2Fault, IOException {
    if (continued == 0) {
      throw Http2Fault.ofConnection(H2Error.PROTOCOL_ERROR, "nothing goes on on stream " + id);
    }
    add(flags, ByteBuffer.wrap(payload));
  }

  /** Collects headers; with the last of them the stream begins, or ends with its trailers. */
  private void add(int flags, ByteBuffer content) throws Http2Fault, IOException {
    if (block.size() + content.remaining() > MAX_HEADER_BYTES) {
      throw Http2Fault.ofConnection(H2Error.ENHANCE_YOUR_CALM, "too many headers");
    }
    byte[] fragment = new byte[content.remaining()];
    content.get(fragment);
    block.writeBytes(fragment);
    if ((flags & Http2Frame.END_HEADERS) == 0) {
      return;
    }
    int id = continued;
    continued = 0;
    List<Header> headers = Http2Request.decode(decoder, ByteBuffer.wrap(block.toByteArray()));
    boolean isNew = id > control.lastStream();
    if (isNew) {
      control.begun(id);
    }
    if (continuedDependsOnItself) {
      throw Http2Control.dependent(id);
    }
    if (isNew) {
      begin(id, headers);
      return;
    }
    Http2Stream stream = writer.find(id);
    if (stream == null) {
      requireReset(id);
    } else if (stream.whole) {
      throw Http2Fault.ofStream(H2Error.STREAM_CLOSED, id, "HEADERS after the end");
    } else if (!continuedIsLast) {
      throw Http2Fault.ofStream(H2Error.PROTOCOL_ERROR, id, "trailers that are not the end");
    } else {
      Http2Request.requireTrailers(id, headers);
      whole(stream);
    }
  }

  private void begin(int id, @Nullable List<Header> headers) throws Http2Fault, IOException {
    Http2Stream stream = writer.begin(id, Http2Request.of(id, headers), MAX_STREAMS);
    if (stream == null) {
      throw Http2Fault.ofStream(H2Error.REFUSED_STREAM, id, "too many streams");
    }
    if (continuedIsLast) {
      whole(stream);
    } else if (stream.request.target() == null) {
      answer(stream);
    }
  }

  private void whole(Http2Stream stream) throws Http2Fault, IOException {
    stream.whole = true;
    long promised = stream.request.length();
    if (promised >= 0 && promised != stream.received) {
      throw Http2Fault.ofStream(H2Error.PROTOCOL_ERROR, stream.id, "not the promised length");
    }
    answer(stream);
  }

  /**
   * Has a request answered, once: here and now if the client has said nothing else yet, which costs
   * no other thread; else by another thread, while this one reads on.
   */
  private void answer(Http2Stream stream) throws IOException {
    if (stream.answering) {
      return;
    }
    stream.answering = true;
    byte[] body = stream.body.toByteArray();
    if (in.available() == 0) {
      answer(stream, body);
    } else {
      answers.execute(() -> answer(stream, body));
    }
  }

  private void answer(Http2Stream stream, byte[] body) {
    boolean done = false;
    try {
      ApiResponse answer = answer(stream.request, body);
      boolean empty = stream.request.method().equals("HEAD") || answer.body().length() == 0;
      writer.answer(stream, Http2Request.ofAnswer(answer), answer, empty);
      done = true;
    } finally {
      if (!done) {
        writer.reset(stream.id, H2Error.INTERNAL_ERROR);
      }
    }
  }

  private ApiResponse answer(Http2Request request, byte[] body) {
    String target = request.target();
    return target == null
        ? Exchanges.headersTooLarge()
        : exchanges.answer(request.method(), target, request.headers(), chain, body);
  }

  private static ByteBuffer unpadded(int flags, byte[] payload) throws Http2Fault {
    ByteBuffer content = ByteBuffer.wrap(payload);
    if ((flags & Http2Frame.PADDED) != 0) {
      int padding = content.hasRemaining() ? content.get() & 0xff : 1;
      if (padding > content.remaining()) {
        throw Http2Fault.ofConnection(H2Error.PROTOCOL_ERROR, "more padding than frame");
      }
      content.limit(content.limit() - padding);
    }
    return content;
  }

  private void requireReset(int id) throws Http2Fault {
    if (!writer.isReset(id)) {
      throw Http2Fault.ofConnection(H2Error.STREAM_CLOSED, "stream " + id + " has ended");
    }
  }

  @Override
  public void close() {
    int last = control.lastStream();
    writer.sayAndClose(out -> out.goAway(last, H2Error.NO_ERROR, "the server stops"));
    writer.cancelAll();
  }
}
