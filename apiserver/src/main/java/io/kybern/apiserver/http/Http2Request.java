package io.kybern.apiserver.http;

import io.kybern.apiserver.ApiResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.http2.H2Error;
import org.apache.hc.core5.http2.hpack.HPackDecoder;
import org.apache.hc.core5.http2.hpack.HPackException;
import org.jspecify.annotations.Nullable;

/**
 * The header of a request (RFC 9113 section 8.3). Immutable.
 *
 * @param target path and query; {@code null} if the header is too large to be looked at
 */
record Http2Request(String method, @Nullable String target, List<Header> headers, long length) {
  private static final int MAX_LIST_BYTES = 64 * 1024;

  /** What a header counts beside its text. */
  private static final int HEADER_BYTES = 32;

  private static final Set<String> PSEUDO = Set.of(":method", ":scheme", ":path", ":authority");
  private static final Set<String> OF_CONNECTIONS =
      Set.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");

  Http2Request {
    headers = List.copyOf(headers);
  }

  /** Decodes compressed headers, of which there is one such decoder for each connection. */
  static HPackDecoder decoder() {
    return new HPackDecoder(4096, StandardCharsets.ISO_8859_1);
  }

  /**
   * Decodes a block of headers to its end, as the next ones build on it.
   *
   * @return {@code null} if there is more than the server looks at
   * @throws Http2Fault of the connection, which cannot be understood from here on
   */
  static @Nullable List<Header> decode(HPackDecoder decoder, ByteBuffer block) throws Http2Fault {
    List<Header> headers = new ArrayList<>();
    int size = 0;
    try {
      while (block.hasRemaining()) {
        Header header = decoder.decodeHeader(block);
        if (header != null && size <= MAX_LIST_BYTES) {
          size += header.getName().length() + header.getValue().length() + HEADER_BYTES;
          headers.add(header);
        }
      }
    } catch (HPackException | RuntimeException malformed) {
      // The library has no name of its own for some of what cannot be decoded.
      throw Http2Fault.ofConnection(H2Error.COMPRESSION_ERROR, "headers that cannot be decoded");
    }
    return size <= MAX_LIST_BYTES ? headers : null;
  }

  /**
   * @throws Http2Fault of the stream if these are not the headers of a request
   */
  static Http2Request of(int stream, @Nullable List<Header> headers) throws Http2Fault {
    if (headers == null) {
      return new Http2Request("GET", null, List.of(), -1);
    }
    Map<String, String> pseudo = new HashMap<>();
    List<Header> others = new ArrayList<>();
    for (Header header : headers) {
      String name = header.getName();
      if (name.startsWith(":")) {
        if (!others.isEmpty()
            || !PSEUDO.contains(name)
            || pseudo.put(name, header.getValue()) != null) {
          throw malformed(stream, name);
        }
      } else {
        requireOfMessage(stream, header);
        others.add(header);
      }
    }
    String method = pseudo.get(":method");
    String target = pseudo.get(":path");
    if (method == null || target == null || target.isEmpty() || !pseudo.containsKey(":scheme")) {
      throw malformed(stream, "no method, scheme or path");
    }
    return new Http2Request(method, target, others, length(stream, others));
  }

  /**
   * @throws Http2Fault of the stream if these are not headers that may follow a body
   */
  static void requireTrailers(int stream, @Nullable List<Header> headers) throws Http2Fault {
    for (Header header : headers == null ? List.<Header>of() : headers) {
      if (header.getName().startsWith(":")) {
        throw malformed(stream, header.getName());
      }
      requireOfMessage(stream, header);
    }
  }

  private static void requireOfMessage(int stream, Header header) throws Http2Fault {
    String name = header.getName();
    boolean upper = name.chars().anyMatch(c -> c >= 'A' && c <= 'Z');
    boolean unknownTe = name.equals("te") && !header.getValue().equals("trailers");
    if (upper || unknownTe || name.isEmpty() || OF_CONNECTIONS.contains(name)) {
      throw malformed(stream, name);
    }
  }

  private static long length(int stream, List<Header> headers) throws Http2Fault {
    for (Header header : headers) {
      if (header.getName().equals("content-length")) {
        try {
          return Long.parseUnsignedLong(header.getValue());
        } catch (NumberFormatException e) {
          throw malformed(stream, header.getName());
        }
      }
    }
    return -1;
  }

  /** The headers of an answer: names are lower case, and the status comes first. */
  static List<Header> ofAnswer(ApiResponse answer) {
    List<Header> headers = new ArrayList<>();
    headers.add(new BasicHeader(":status", Integer.toString(answer.code())));
    for (Header header : Exchanges.headers(answer)) {
      headers.add(new BasicHeader(header.getName().toLowerCase(Locale.ROOT), header.getValue()));
    }
    return headers;
  }

  private static Http2Fault malformed(int stream, String what) {
    String shown = what.length() > 100 ? what.substring(0, 100) : what;
    return Http2Fault.ofStream(H2Error.PROTOCOL_ERROR, stream, "not a request's header: " + shown);
  }
}
