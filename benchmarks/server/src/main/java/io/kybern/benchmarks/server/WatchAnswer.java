package io.kybern.benchmarks.server;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The answer to a watch of pods: when the runner says so, changes of pods one after the other, each
 * with the next resource version. Chunked JSON, frames of protobuf, or JSON in WebSocket messages
 * for clients that ask for the upgrade.
 */
final class WatchAnswer {
  private static final byte[] JSON_START =
      Wire.ascii("{\"type\":\"MODIFIED\",\"object\":{\"kind\":\"Pod\",\"apiVersion\":\"v1\",");
  private static final byte[] JSON_END = Wire.ascii("}\n");

  /** All versions have nine digits. */
  private static final int VERSION_LENGTH = 9;

  private final Items pods;
  private final boolean protobuf;
  private final Frames frames;
  private final byte[][] events;
  private final int[] versions;

  /** The version of the last event. */
  private long version = 300_000_000;

  private WatchAnswer(Collection pods, boolean protobuf, Frames frames) {
    this.pods = protobuf ? pods.protobuf() : pods.json();
    this.protobuf = protobuf;
    this.frames = frames;
    this.events = new byte[this.pods.count()][];
    this.versions = new int[this.pods.count()];
  }

  static void send(Site site, Request request, InputStream in, OutputStream out)
      throws IOException {
    String key = request.header("sec-websocket-key");
    boolean protobuf = request.wantsProtobuf();
    Frames frames;
    if (key.isEmpty()) {
      String type = Connection.type(protobuf) + (protobuf ? ";stream=watch" : "");
      out.write(Connection.head(type, "Transfer-Encoding: chunked"));
      frames = new Frames.Chunks(out);
    } else {
      out.write(upgrade(key));
      Frames.Messages messages = new Frames.Messages(out);
      Server.daemon(() -> readPings(in, messages));
      frames = messages;
    }
    long seen = site.fired();
    out.flush();
    WatchAnswer answer = new WatchAnswer(site.pods, protobuf, frames);
    try {
      while (true) {
        int count = site.await(seen++);
        for (int i = 0; i < count; i++) {
          answer.event((int) ((answer.version * 31 + 7) % answer.pods.count()));
        }
        frames.flush();
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private void event(int index) throws IOException {
    byte[] event = events[index];
    if (event == null) {
      event = protobuf ? frame(pods.get(index)) : json(pods.get(index));
      events[index] = event;
      versions[index] = placeOfVersion(event);
    }
    int at = versions[index];
    byte[] next = Wire.ascii(Long.toString(++version));
    synchronized (frames) { // no pong within a message
      frames.begin(event.length);
      frames.write(event, 0, at);
      frames.write(next);
      frames.write(event, at + VERSION_LENGTH, event.length - at - VERSION_LENGTH);
    }
  }

  private static byte[] json(byte[] pod) throws IOException {
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    event.write(JSON_START);
    event.write(pod, 1, pod.length - 1);
    event.write(JSON_END);
    return event.toByteArray();
  }

  /** Four bytes of length, then a bare WatchEvent: only the object in it has the envelope. */
  private static byte[] frame(byte[] pod) throws IOException {
    ByteArrayOutputStream object = new ByteArrayOutputStream();
    Wire.field(object, 1, Wire.single(true, "v1", "Pod", pod));
    ByteArrayOutputStream event = new ByteArrayOutputStream();
    Wire.field(event, 1, Wire.ascii("MODIFIED"));
    Wire.field(event, 2, object.toByteArray());
    int length = event.size();
    ByteArrayOutputStream frame = new ByteArrayOutputStream(4 + length);
    frame.write(length >> 24);
    frame.write(length >> 16);
    frame.write(length >> 8);
    frame.write(length);
    event.writeTo(frame);
    return frame.toByteArray();
  }

  /** The object's own version follows its uid in both formats. */
  private int placeOfVersion(byte[] event) {
    String text = new String(event, StandardCharsets.ISO_8859_1);
    String before = protobuf ? "2\t" : "\"resourceVersion\":\"";
    int from = text.indexOf(protobuf ? "*$" : "\"uid\":\"");
    return text.indexOf(before, from) + before.length();
  }

  private static byte[] upgrade(String key) {
    try {
      String text = key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
      byte[] hash = MessageDigest.getInstance("SHA-1").digest(Wire.ascii(text));
      return Wire.ascii(
          "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
              + "Sec-WebSocket-Accept: "
              + Base64.getEncoder().encodeToString(hash)
              + "\r\n\r\n");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Answers pings until the client closes. Clients mask what they send. */
  private static void readPings(InputStream in, Frames.Messages messages) {
    try (DataInputStream data = new DataInputStream(in)) {
      while (true) {
        int operation = data.readUnsignedByte() & 15;
        int length = data.readUnsignedByte() & 127;
        if (length == 126) {
          length = data.readUnsignedShort();
        }
        byte[] mask = data.readNBytes(4);
        byte[] payload = data.readNBytes(length);
        for (int i = 0; i < payload.length; i++) {
          payload[i] ^= mask[i & 3];
        }
        if (operation == 9) {
          messages.pong(payload);
        } else if (operation == 8) {
          return;
        }
      }
    } catch (IOException e) {
      if (!(e instanceof java.io.EOFException) && !(e instanceof java.net.SocketException)) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
