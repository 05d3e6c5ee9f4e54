package io.kybern.conformance;

import io.kybern.api.meta.v1.Status;
import io.kybern.api.meta.v1.StatusCause;
import io.kybern.api.meta.v1.StatusDetails;
import io.kybern.conformance.ErrorCases.Case;
import io.kybern.error.ApiException;
import io.kybern.error.DecodeException;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.Problems;
import io.kybern.model.wire.WireFormat;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sends the requests of one area, in a namespace of its own, and writes down the answers. */
final class ErrorRun implements AutoCloseable {
  private static final Pattern REFERENCE =
      Pattern.compile("\\{([a-z][A-Za-z0-9]*(?:\\.[A-Za-z0-9]+)*)}");
  private static final Map<Pattern, String> VOLATILE = new LinkedHashMap<>();

  static {
    VOLATILE.put(
        Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "UID");
    VOLATILE.put(
        Pattern.compile("patch: Invalid value: \"\\{.*}\""), "patch: Invalid value: OBJECT");
    VOLATILE.put(
        Pattern.compile("Invalid value: \\{.*\"managedFields\".*}:"), "Invalid value: OBJECT:");
    VOLATILE.put(Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"), "TIME");
    VOLATILE.put(Pattern.compile("in record \\(\\d+\\)"), "in record (VERSION)");
    VOLATILE.put(Pattern.compile("10\\.96\\.(?!77\\.77)\\d+\\.\\d+"), "ADDRESS");
    VOLATILE.put(Pattern.compile("(Bad_|late-)[a-z0-9]{5}\\b"), "$1RANDOM");
  }

  private static final List<String> HEADERS =
      List.of("Content-Type", "Allow", "Retry-After", "Warning", "Accept-Patch");

  private final TestServer server;
  private final String namespace = TestServer.newName("errors");
  private final Map<String, Map<String, Object>> replies = new LinkedHashMap<>();
  private final Map<String, Wire> wires = new LinkedHashMap<>();

  private final RightsBarrier rights;

  ErrorRun(TestServer server) {
    this.server = server;
    this.rights = new RightsBarrier(server.wire(), namespace);
    server
        .wire()
        .send("POST", "/api/v1/namespaces", "{\"metadata\":{\"name\":\"" + namespace + "\"}}");
  }

  /** The answer, without what changes from run to run; empty for a preparation. */
  String send(Case asked) {
    Map<String, String> headers = new LinkedHashMap<>();
    asked.headers().forEach((name, value) -> headers.put(name, resolved(value)));
    byte[] body = asked.bytes(resolved(asked.body()));
    if (body != null && !asked.headers().containsKey("Content-Type")) {
      headers.put("Content-Type", "application/json");
    }
    Wire.Reply reply =
        wire(asked.user()).send(asked.method(), resolved(asked.path()), body, headers);
    if (asked.isPreparation()) {
      if (reply.code() >= 300) {
        throw new IllegalStateException(asked.title() + ": " + reply);
      }
      replies.put(asked.name(), reply.json());
      if (asked.path().contains("rbac.authorization.k8s.io")) {
        rights.await();
      }
      return "";
    }
    return normal(described(reply));
  }

  private Wire wire(String user) {
    if (user.isEmpty()) {
      return server.wire();
    }
    return wires.computeIfAbsent(
        user,
        name -> {
          String[] parts = name.split(",");
          String[] groups = new String[parts.length - 1];
          System.arraycopy(parts, 1, groups, 0, groups.length);
          return Wire.as(server.user(parts[0], groups));
        });
  }

  /** {@code {ns}} is the namespace, {@code {NAME.FIELD...}} a field of an earlier answer. */
  private String resolved(String text) {
    return REFERENCE
        .matcher(text)
        .replaceAll(
            found -> {
              String[] path = found.group(1).split("\\.");
              if (path[0].equals("ns") && path.length == 1) {
                return namespace;
              }
              Object value = replies.get(path[0]);
              if (value == null) {
                return Matcher.quoteReplacement(found.group());
              }
              for (int i = 1; i < path.length; i++) {
                value = ((Map<?, ?>) value).get(path[i]);
              }
              return Matcher.quoteReplacement(String.valueOf(value));
            });
  }

  private static String described(Wire.Reply reply) {
    List<String> lines = new ArrayList<>();
    Status status = status(reply);
    if (status == null) {
      boolean json = reply.text().startsWith("{\"kind\"") || reply.text().startsWith("{\n");
      String text = json ? String.valueOf(reply.json().get("kind")) : reply.text().strip();
      lines.add(reply.code() + " " + text.replace("\n", "\\n"));
    } else {
      String reason = status.reason() == null ? "-" : status.reason();
      lines.add(reply.code() + " " + status.status() + " " + reason);
      String message = status.message();
      if (message != null) {
        lines.add("message: " + message.replace("\n", "\\n"));
      }
      if (status.code() != null && status.code() != reply.code()) {
        lines.add("code: " + status.code());
      }
      details(status, lines);
      if (reply.code() >= 400) {
        lines.add("exception: " + ApiException.of(status).getClass().getSimpleName());
      }
    }
    for (String header : HEADERS) {
      for (String value : reply.headers().values(header)) {
        lines.add(header + ": " + value);
      }
    }
    StringBuilder out = new StringBuilder();
    lines.forEach(line -> out.append("  ").append(line).append('\n'));
    return out.toString();
  }

  private static void details(Status status, List<String> lines) {
    if (!status.hasDetails()) {
      return;
    }
    StatusDetails details = status.details();
    lines.add(
        "details: name="
            + details.name()
            + " group="
            + details.group()
            + " kind="
            + details.kind()
            + (details.uid() == null ? "" : " uid=" + details.uid())
            + (details.retryAfterSeconds() == null
                ? ""
                : " retryAfterSeconds=" + details.retryAfterSeconds()));
    for (StatusCause cause : details.causes()) {
      lines.add(
          "cause: "
              + cause.reason()
              + " at "
              + cause.field()
              + ": "
              + String.valueOf(cause.message()).replace("\n", "\\n"));
    }
  }

  private static @Nullable Status status(Wire.Reply reply) {
    String type = String.valueOf(reply.headers().get("Content-Type"));
    WireFormat format =
        type.contains("protobuf")
            ? WireFormat.PROTOBUF
            : type.contains("yaml") ? WireFormat.YAML : WireFormat.JSON;
    try {
      return Codec.eager().read(Status.TYPE, format, reply.body(), Problems.ACCEPT_ALL);
    } catch (DecodeException e) {
      return null;
    }
  }

  /** Without what is another one in each run; whole objects in messages are left out. */
  private String normal(String text) {
    String normal = text.replace(namespace, "{ns}");
    for (Map.Entry<Pattern, String> rule : VOLATILE.entrySet()) {
      normal = rule.getKey().matcher(normal).replaceAll(rule.getValue());
    }
    return normal;
  }

  @Override
  public void close() {
    server.wire().send("DELETE", "/api/v1/namespaces/" + namespace, null);
    wires.values().forEach(Wire::close);
  }
}
