package io.kybern.conformance.both.matrix;

import io.kybern.client.ApiResource;
import io.kybern.conformance.TestServer;
import io.kybern.conformance.Wire;
import io.kybern.conformance.matrix.Fixture;
import io.kybern.model.Unstructured;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One resource on both servers, in namespaces of the same name. For one thread. */
final class Pair implements AutoCloseable {
  private static final List<TestServer> SERVERS = List.of(TestServer.real(), TestServer.embedded());

  /** What no two servers have in common. */
  private static final List<List<String>> OWN =
      List.of(
          List.of("metadata", "uid"),
          List.of("metadata", "resourceVersion"),
          List.of("metadata", "creationTimestamp"),
          List.of("metadata", "managedFields"),
          List.of("details", "uid"),
          List.of("spec", "clusterIP"),
          List.of("spec", "clusterIPs"),
          // The administrators are called differently.
          List.of("spec", "username"),
          List.of("spec", "uid"),
          List.of("status", "userInfo", "username"),
          List.of("status", "userInfo", "uid"));

  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z");
  private static final String FIXTURE_DAY = "2026-01-02T";

  private final ApiResource resource;
  private final String namespace;
  private final Fixture fixture;

  Pair(ApiResource resource) {
    this.resource = resource;
    this.namespace = TestServer.newName("pair");
    this.fixture = Fixture.of(resource);
    send(
        "POST",
        "/api/v1/namespaces",
        "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\""
            + namespace
            + "\"}}");
  }

  /** The answers of the real server and of the embedded one. */
  record Answers(Wire.Reply real, Wire.Reply embedded) {}

  Answers send(String method, String path, @Nullable String json) {
    return new Answers(
        SERVERS.get(0).wire().send(method, path, json),
        SERVERS.get(1).wire().send(method, path, json));
  }

  Unstructured object() {
    return fixture.object(namespace, 1);
  }

  String collection() {
    return collection(resource);
  }

  private String collection(ApiResource of) {
    return (of.group().isEmpty() ? "/api/" : "/apis/" + of.group() + "/")
        + of.version()
        + (of.namespaced() ? "/namespaces/" + namespace : "")
        + "/"
        + of.plural();
  }

  String path() {
    return collection() + "/" + object().name();
  }

  /** Makes what the object needs, then the object. */
  Answers create() {
    for (Unstructured needed : fixture.before(namespace, 1)) {
      ApiResource its =
          TestServer.real()
              .client()
              .discovery()
              .find(needed.apiVersion(), needed.kind())
              .orElseThrow();
      send("POST", collection(its), json(needed));
    }
    return send("POST", collection() + "?fieldValidation=Strict", json(object()));
  }

  static String json(Unstructured object) {
    return new String(Codec.write(object, WireFormat.JSON), StandardCharsets.UTF_8);
  }

  /** An answer without what is the server's own. */
  static Map<String, Object> comparable(Wire.Reply reply) {
    Map<String, Object> tree = reply.json();
    Map<String, Object> found = new TreeMap<>();
    tree.forEach((key, value) -> found.put(key, value));
    found.put("HTTP", (long) reply.code());
    String uid =
        tree.get("metadata") instanceof Map<?, ?> metadata
            ? String.valueOf(metadata.get("uid"))
            : "";
    Object result = found;
    for (List<String> path : OWN) {
      result = without(result, path);
    }
    return Objects.requireNonNull(asMap(neutral(result, uid)));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> asMap(Object tree) {
    return (Map<String, Object>) tree;
  }

  private static Object without(Object tree, List<String> path) {
    if (!(tree instanceof Map<?, ?> map) || !map.containsKey(path.get(0))) {
      return tree;
    }
    Map<Object, Object> changed = new TreeMap<>(map);
    if (path.size() == 1) {
      changed.remove(path.get(0));
    } else {
      changed.computeIfPresent(
          path.get(0), (key, value) -> without(value, path.subList(1, path.size())));
    }
    return changed;
  }

  /**
   * The same tree with other words for the object's uid and for times that are not the fixture's,
   * and rules, which come in any order, sorted.
   */
  private static Object neutral(Object tree, String uid) {
    if (tree instanceof Map<?, ?> map) {
      Map<Object, Object> changed = new TreeMap<>();
      map.forEach(
          (key, value) -> {
            Object inner = value == null ? null : neutral(value, uid);
            changed.put(
                key,
                String.valueOf(key).endsWith("ourceRules") && inner instanceof List<?> list
                    ? list.stream().sorted(Comparator.comparing(String::valueOf)).toList()
                    : inner);
          });
      return changed;
    }
    if (tree instanceof List<?> list) {
      return list.stream().map(item -> neutral(item, uid)).toList();
    }
    if (tree instanceof String text) {
      if (TIME.matcher(text).matches() && !text.startsWith(FIXTURE_DAY)) {
        return "(now)";
      }
      return uid.isEmpty() ? text : text.replace(uid, "(uid)");
    }
    return tree;
  }

  @Override
  public void close() {
    if (resource.supports("delete")) {
      send("DELETE", path() + "?propagationPolicy=Background&gracePeriodSeconds=0", null);
    }
    send("DELETE", "/api/v1/namespaces/" + namespace, null);
  }
}
