package io.kybern.conformance.both.transcripts;

import io.kybern.model.wire.Codec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A server to talk to over HTTPS with the administrator's token. Safe for use by any thread. */
final class Server {
  private static final List<String> COMPARED_HEADERS =
      List.of(
          "allow",
          "cache-control",
          "content-type",
          "etag",
          "location",
          "retry-after",
          "vary",
          "warning",
          "www-authenticate",
          "x-content-type-options");

  /** Longer than any answer can take; only a hung server gets there. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final String url;
  private final String token;
  private final HttpClient client;

  /**
   * @param caPem certificates the server's certificate is signed by
   */
  Server(String url, String token, byte[] caPem) throws GeneralSecurityException, IOException {
    this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    this.token = token;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(trusting(caPem))
            .build();
  }

  private static SSLContext trusting(byte[] caPem) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int index = 0;
    for (var certificate :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(caPem))) {
      store.setCertificateEntry("ca" + index++, (X509Certificate) certificate);
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** Holds a whole conversation. The answers are in the order of the steps. */
  List<Answer> play(Transcript transcript) throws IOException, InterruptedException {
    Variables variables = new Variables(transcript.namespace());
    send(
        new Step(
            "the namespace",
            "POST",
            "/api/v1/namespaces",
            Map.of("Content-Type", "application/json"),
            "{\"metadata\":{\"name\":\"${ns}\"}}",
            0),
        variables);
    List<Answer> answers = new ArrayList<>();
    for (Step step : transcript.steps()) {
      answers.add(send(step, variables));
    }
    return answers;
  }

  private Answer send(Step step, Variables variables) throws IOException, InterruptedException {
    String body = variables.replaceIn(step.body());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + variables.replaceIn(step.target())))
            .timeout(PATIENCE)
            .method(
                step.method(),
                body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    request.setHeader("Authorization", "Bearer " + token);
    step.headers().forEach((name, value) -> request.setHeader(name, variables.replaceIn(value)));
    HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
    Map<String, String> headers = new TreeMap<>();
    for (String name : COMPARED_HEADERS) {
      List<String> values = response.headers().allValues(name);
      if (!values.isEmpty()) {
        headers.put(name, name.equals("etag") ? "present" : String.join(" | ", values));
      }
    }
    Object tree;
    try (InputStream in = body(response)) {
      tree =
          step.events() > 0 && response.statusCode() == 200
              ? events(in, step.events())
              : tree(headers.getOrDefault("content-type", ""), in.readAllBytes());
    }
    variables.learn(tree);
    return new Answer(response.statusCode(), headers, tree);
  }

  private static InputStream body(HttpResponse<InputStream> response) throws IOException {
    return response.headers().firstValue("content-encoding").orElse("").equals("gzip")
        ? new GZIPInputStream(response.body())
        : response.body();
  }

  private static List<@Nullable Object> events(InputStream in, int wanted) throws IOException {
    List<@Nullable Object> events = new ArrayList<>();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next; events.size() < wanted && (next = in.read()) >= 0; ) {
      if (next == '\n') {
        events.add(Codec.jsonToTree(line.toByteArray()));
        line.reset();
      } else {
        line.write(next);
      }
    }
    return events;
  }

  private static @Nullable Object tree(String contentType, byte[] body) {
    String media = contentType.split(";", 2)[0].strip();
    if (body.length == 0) {
      return null;
    }
    return switch (media) {
      case "application/json" -> json(contentType, body);
      case "application/yaml" -> Codec.yamlToTree(body);
      case "application/vnd.kubernetes.protobuf" -> Codec.jsonToTree(Codec.protobufToJson(body));
      default -> new String(body, StandardCharsets.UTF_8);
    };
  }

  private static @Nullable Object json(String contentType, byte[] body) {
    if (!contentType.contains("stream=watch")) {
      String text = new String(body, StandardCharsets.UTF_8);
      if (!text.contains("}\n{")) {
        return Codec.jsonToTree(body);
      }
    }
    List<@Nullable Object> lines = new ArrayList<>();
    for (String line : new String(body, StandardCharsets.UTF_8).split("\n")) {
      lines.add(Codec.jsonToTree(line.getBytes(StandardCharsets.UTF_8)));
    }
    return lines;
  }

  /** The server's address, without anything secret. */
  @Override
  public String toString() {
    return url;
  }
}
