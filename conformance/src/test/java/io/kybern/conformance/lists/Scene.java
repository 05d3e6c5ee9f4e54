package io.kybern.conformance.lists;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kybern.conformance.TestServer;
import io.kybern.conformance.Wire;
import io.kybern.conformance.Wire.Reply;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A namespace of a test's own with config maps in it, over plain HTTP. */
final class Scene {
  final Wire wire;
  final String namespace;
  final String maps;

  /** What {@link #list} and {@link #begin} ask for. */
  private final WireFormat format;

  private Scene(Wire wire, String namespace, WireFormat format) {
    this.wire = wire;
    this.namespace = namespace;
    this.maps = "/api/v1/namespaces/" + namespace + "/configmaps";
    this.format = format;
  }

  Scene(TestServer server) {
    this(server.wire(), TestServer.newName("lists"), WireFormat.JSON);
    post("/api/v1/namespaces", "{'metadata':{'name':'" + namespace + "'}}");
  }

  /** With config maps of these names. */
  Scene(TestServer server, String... names) {
    this(server);
    for (String name : names) {
      map(name, "");
    }
  }

  /** Creates an object; single quotes stand for double ones. */
  Reply post(String path, String json) {
    return expect(201, wire.send("POST", path, json.replace('\'', '"')));
  }

  /** Creates a config map with a label {@code n}. */
  Reply map(String name, String label) {
    return post(maps, mapJson(name, label, ""));
  }

  private static String mapJson(String name, String label, String value) {
    return "{'metadata':{'name':'"
        + name
        + "','labels':{'n':'"
        + label
        + "'}},'data':{'v':'"
        + value
        + "'}}";
  }

  Reply replace(String name, String label, String value) {
    String json = mapJson(name, label, value).replace('\'', '"');
    return expect(200, wire.send("PUT", maps + "/" + name, json));
  }

  Reply delete(String name) {
    return expect(200, wire.send("DELETE", maps + "/" + name, null));
  }

  /** The same scene, asked for in another format. */
  Scene in(WireFormat other) {
    return new Scene(wire, namespace, other);
  }

  /** A list in the scene's format, shown as JSON. */
  Reply list(String query) {
    return Spoken.readable(
        wire.get(maps + (query.isEmpty() ? "" : "?" + query), format.mediaType()), format);
  }

  /**
   * What becomes of a watch in the scene's format: the code if it is refused, else its events in
   * short until the server ends it.
   */
  String begin(String query) {
    try (Wire.Stream stream = follow(maps + "?watch=1&" + query, Spoken.ofWatches(format))) {
      return stream.code() == 200
          ? summaries(Spoken.events(stream, format)).toString()
          : String.valueOf(stream.code());
    }
  }

  static Reply expect(int code, Reply reply) {
    assertEquals(code, reply.code(), reply.toString());
    return reply;
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  static Object at(Object tree, String... path) {
    Object value = tree;
    for (String step : path) {
      value = value instanceof Map<?, ?> map ? map.get(step) : null;
    }
    return value;
  }

  static String version(Reply reply) {
    return (String) at(reply.json(), "metadata", "resourceVersion");
  }

  static String token(Reply reply) {
    Object token = at(reply.json(), "metadata", "continue");
    return token == null ? "" : (String) token;
  }

  static List<String> names(Reply reply) {
    expect(200, reply);
    List<String> names = new ArrayList<>();
    for (Object item : (List<?>) reply.json().get("items")) {
      names.add((String) at(item, "metadata", "name"));
    }
    return names;
  }

  /** One event in short: its type, and the object's name or the code of its Status. */
  static String summary(Map<String, Object> event) {
    Object object = event.get("object");
    if (event.get("type").equals("ERROR")) {
      return "ERROR " + at(object, "code");
    }
    if (event.get("type").equals("BOOKMARK")) {
      Object marks = at(object, "metadata", "annotations");
      return "BOOKMARK" + (marks == null ? "" : " " + marks);
    }
    return event.get("type") + " " + at(object, "metadata", "name");
  }

  /** An event's object's data or label, to tell its states apart. */
  static String value(Map<String, Object> event) {
    return (String) at(event, "object", "data", "v");
  }

  /** The events of a watch on the config maps until the server ends it. */
  List<Map<String, Object>> watch(String query) {
    return events(maps + "?watch=1&" + query, "application/json");
  }

  /** A watch that has begun. */
  Wire.Stream follow(String path, String accept) {
    // Not compressed: the end of a watch that the real server compresses is not read as one.
    return wire.open("GET", path, null, Map.of("Accept", accept, "Accept-Encoding", "identity"));
  }

  /** The events of a watch until the server ends it. */
  List<Map<String, Object>> events(String path, String accept) {
    try (Wire.Stream stream = follow(path, accept)) {
      assertEquals(200, stream.code(), path);
      return read(stream, Integer.MAX_VALUE);
    }
  }

  /** At most {@code most} events; fewer if the server ends the watch. */
  @SuppressWarnings("unchecked")
  static List<Map<String, Object>> read(Wire.Stream stream, int most) {
    List<Map<String, Object>> events = new ArrayList<>();
    // One reader per answer: what it reads ahead is lost with it.
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8));
    try {
      while (events.size() < most) {
        String line = lines.readLine();
        if (line == null) {
          break;
        }
        events.add((Map<String, Object>) Codec.jsonToTree(line.getBytes(StandardCharsets.UTF_8)));
      }
      return events;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> summaries(List<Map<String, Object>> events) {
    return events.stream().map(Scene::summary).toList();
  }
}
