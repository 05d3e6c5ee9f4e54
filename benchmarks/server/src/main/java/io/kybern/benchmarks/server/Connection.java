package io.kybern.benchmarks.server;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** Requests and answers on one connection of HTTP/1.1. For one thread. */
final class Connection {
  private final InputStream in;
  private final OutputStream out;
  private final Site site;
  private byte[] buffer = new byte[16_384];
  private int filled;

  Connection(InputStream in, OutputStream out, Site site) {
    this.in = in;
    this.out = out;
    this.site = site;
  }

  void run() throws IOException {
    for (int end = readHead(); end > 0; end = readHead()) {
      String head = new String(buffer, 0, end, StandardCharsets.ISO_8859_1);
      byte[] body = readBody(head, end);
      Request request = Request.parse(head, body);
      if (request.isWatch()) {
        WatchAnswer.send(site, request, in, out);
        return;
      }
      answer(request);
      if (request.lower().contains("\r\nconnection: close")) {
        return;
      }
    }
  }

  private void answer(Request request) throws IOException {
    boolean protobuf = request.wantsProtobuf();
    String path = request.path();
    switch (request.method()) {
      case "GET" -> {
        Collection collection = site.at(path);
        if (path.startsWith("/api/v1/namespaces/default/configmaps/")) {
          send(type(protobuf), site.small(protobuf));
        } else if (collection != null) {
          list(collection, request, protobuf && collection.protobuf() != null);
        } else if (path.contains("/pods/")) {
          send(type(protobuf), site.pods.single(protobuf, 0));
        } else if (path.startsWith("/control/")) {
          control(request);
        } else {
          notFound();
        }
      }
      // What is written comes back as it came; the format is the one the client likes to write.
      case "POST", "PUT" -> send(request.header("content-type"), request.body());
      case "PATCH" -> send(type(protobuf), site.small(protobuf));
      default -> notFound();
    }
  }

  private void control(Request request) throws IOException {
    int count = Integer.parseInt(request.query().get("count"));
    if (request.path().equals("/control/fire")) {
      site.fire(count);
    } else {
      site.configMaps(count);
    }
    send("text/plain", new byte[0]);
  }

  /** As kube-apiserver does, {@code resourceVersion=0} is answered whole whatever the limit is. */
  private void list(Collection collection, Request request, boolean protobuf) throws IOException {
    int all = collection.json().count();
    int limit = Integer.parseInt(request.query().getOrDefault("limit", "0"));
    boolean whole = limit == 0 || "0".equals(request.query().get("resourceVersion"));
    int from = Integer.parseInt(request.query().getOrDefault("continue", "0"));
    int to = whole ? all : Math.min(all, from + limit);
    out.write(head(type(protobuf), "Transfer-Encoding: chunked"));
    Frames frames = new Frames.Chunks(out);
    if (protobuf) {
      collection.writeProtobuf(frames, from, to);
    } else {
      collection.writeJson(frames, from, to);
    }
    frames.close();
  }

  private void send(String type, byte[] body) throws IOException {
    byte[] head = head(type, "Content-Length: " + body.length);
    byte[] all = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    out.write(all);
    out.flush();
  }

  private void notFound() throws IOException {
    String status =
        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\","
            + "\"reason\":\"NotFound\",\"code\":404}";
    out.write(
        Wire.ascii(
            "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: "
                + status.length()
                + "\r\n\r\n"
                + status));
    out.flush();
  }

  static String type(boolean protobuf) {
    return protobuf ? Wire.PROTOBUF : Wire.JSON;
  }

  static byte[] head(String type, String length) {
    return Wire.ascii(
        "HTTP/1.1 200 OK\r\nAudit-Id: 4f7e8a52-8a1f-4b39-9d2f-5f2a3c1d7b6e\r\n"
            + "Cache-Control: no-cache, private\r\nContent-Type: "
            + type
            + "\r\n"
            + length
            + "\r\n\r\n");
  }

  /** Reads up to the empty line; the length of the head, or 0 at the end of the connection. */
  private int readHead() throws IOException {
    int from = 3;
    while (true) {
      for (int i = from; i < filled; i++) {
        if (buffer[i] == '\n' && buffer[i - 1] == '\r' && buffer[i - 2] == '\n') {
          return i + 1;
        }
      }
      from = Math.max(3, filled);
      if (filled == buffer.length) {
        buffer = Arrays.copyOf(buffer, 2 * filled);
      }
      int read = in.read(buffer, filled, buffer.length - filled);
      if (read < 0) {
        return 0;
      }
      filled += read;
    }
  }

  /** Reads the body that the head announces and drops both from the buffer. */
  private byte[] readBody(String head, int end) throws IOException {
    int length = 0;
    int at =
        head.startsWith("GET") ? -1 : head.toLowerCase(Locale.ROOT).indexOf("\r\ncontent-length:");
    if (at >= 0) {
      length = Integer.parseInt(head.substring(at + 17, head.indexOf('\r', at + 17)).trim());
    }
    byte[] body = new byte[length];
    int present = Math.min(length, filled - end);
    System.arraycopy(buffer, end, body, 0, present);
    if (in.readNBytes(body, present, length - present) < length - present) {
      throw new EOFException();
    }
    filled -= end + present;
    System.arraycopy(buffer, end + present, buffer, 0, filled);
    return body;
  }
}
