package io.kybern.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kybern.model.Unstructured;
import io.kybern.model.wire.Codec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server in memory, spoken to in JSON, for tests. */
final class Api implements AutoCloseable {
  static final String JSON = "application/json";
  static final String JSON_PATCH = "application/json-patch+json";
  static final String MERGE_PATCH = "application/merge-patch+json";
  static final String STRATEGIC_PATCH = "application/strategic-merge-patch+json";
  static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
  static final String PODS = "/api/v1/namespaces/default/pods";
  static final String DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments";

  final ApiServer server;

  Api() {
    this(ApiServer.start());
  }

  Api(ApiServer server) {
    this.server = server;
  }

  /** An answer that was read to its end. */
  record Reply(ApiResponse response, byte[] bytes) {
    int code() {
      return response.code();
    }

    String text() {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    Unstructured tree() {
      return Unstructured.of(castMap(Codec.jsonToTree(bytes)));
    }

    Object at(String... path) {
      return tree().at(path);
    }

    String message() {
      return (String) at("message");
    }

    String version() {
      return (String) at("metadata", "resourceVersion");
    }

    List<?> items() {
      return (List<?>) at("items");
    }

    /** Names of the items of a list. */
    List<String> names() {
      List<String> names = new ArrayList<>();
      for (Object item : items()) {
        names.add((String) castMap(castMap(item).get("metadata")).get("name"));
      }
      return names;
    }

    Reply expect(int code) {
      assertEquals(code, response.code(), text());
      return this;
    }

    Reply expect(int code, String reason, String message) {
      expect(code);
      assertEquals("Status", at("kind"));
      assertEquals("Failure", at("status"));
      assertEquals(Long.valueOf(code), at("code"));
      assertEquals(reason, at("reason"));
      assertEquals(message, message());
      return this;
    }
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> castMap(Object tree) {
    return (Map<String, Object>) tree;
  }

  Reply send(ApiRequest request) {
    ApiResponse response = server.handle(request);
    return new Reply(response, response.bytes());
  }

  Reply get(String target) {
    return send(ApiRequest.get(target));
  }

  Reply post(String target, String json) {
    return send(ApiRequest.post(target, JSON, utf8(json)));
  }

  Reply put(String target, String json) {
    return send(ApiRequest.put(target, JSON, utf8(json)));
  }

  Reply put(String target, Unstructured object) {
    return send(ApiRequest.put(target, JSON, Codec.treeToJson(object.content())));
  }

  Reply patch(String target, String type, String json) {
    return send(ApiRequest.patch(target, type, utf8(json)));
  }

  Reply delete(String target) {
    return send(ApiRequest.delete(target));
  }

  Reply delete(String target, String options) {
    return send(ApiRequest.delete(target).withBody(JSON, utf8(options)));
  }

  private static byte[] utf8(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  /** Creates a config map in the default namespace. */
  Reply configMap(String name, String value) {
    return post(CONFIG_MAPS, "{'metadata':{'name':'" + name + "'},'data':{'v':'" + value + "'}}")
        .expect(201);
  }

  /** JSON of a pod with one container. */
  static String pod(String name, String more) {
    return "{'metadata':{'name':'"
        + name
        + "'"
        + (more.isEmpty() ? "" : "," + more)
        + "},'spec':{'containers':[{'name':'c','image':'i'}]}}";
  }

  /** JSON of a deployment. */
  static String deployment(String name, int replicas) {
    return "{'metadata':{'name':'"
        + name
        + "'},'spec':{'replicas':"
        + replicas
        + ",'selector':{'matchLabels':{'app':'"
        + name
        + "'}},'template':{'metadata':{'labels':"
        + "{'app':'"
        + name
        + "'}},'spec':{'containers':[{'name':'c','image':'i:1'}]}}}}";
  }

  Watch watch(String target) {
    return new Watch(server.handle(ApiRequest.get(target)));
  }

  /** A watch that is read without waiting: what was committed can be read at once. */
  static final class Watch implements AutoCloseable {
    final ApiResponse response;
    private final ByteArrayOutputStream rest = new ByteArrayOutputStream();
    private boolean ended;

    Watch(ApiResponse response) {
      this.response = response;
      assertEquals(200, response.code());
    }

    /** Everything there is to read now. */
    List<Unstructured> events() {
      List<Unstructured> events = new ArrayList<>();
      while (true) {
        byte[] chunk = response.body().read();
        if (chunk == null) {
          ended = true;
        }
        if (chunk == null || chunk.length == 0) {
          break;
        }
        rest.writeBytes(chunk);
      }
      for (String line : rest.toString(StandardCharsets.UTF_8).split("\n")) {
        if (!line.isEmpty()) {
          events.add(
              Unstructured.of(castMap(Codec.jsonToTree(line.getBytes(StandardCharsets.UTF_8)))));
        }
      }
      rest.reset();
      return events;
    }

    /** What there is to read now, each event as its type and the name of its object. */
    List<String> summary() {
      List<String> summary = new ArrayList<>();
      for (Unstructured event : events()) {
        Object name = event.at("object", "metadata", "name");
        summary.add(event.at("type") + (name == null ? "" : " " + name));
      }
      return summary;
    }

    boolean ended() {
      events();
      return ended;
    }

    @Override
    public void close() {
      response.close();
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
