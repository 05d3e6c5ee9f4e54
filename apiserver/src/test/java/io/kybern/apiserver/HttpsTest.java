package io.kybern.apiserver;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.model.Unstructured;
import io.kybern.model.wire.Codec;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The server as the JDK's own HTTP client sees it. */
class HttpsTest {
  private static final String MAPS = Api.CONFIG_MAPS;

  private final ApiServer server = ApiServer.start();

  @AfterEach
  void close() {
    server.close();
  }

  private HttpRequest.Builder request(String target) {
    return HttpRequest.newBuilder(URI.create(server.url() + target));
  }

  private HttpRequest.Builder authorized(String target) {
    return request(target).header("Authorization", "Bearer " + server.token());
  }

  private static String text(HttpClient client, HttpRequest request) throws Exception {
    return client.send(request, BodyHandlers.ofString()).body();
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void speaksBothVersionsOfHttp(Version version) throws Exception {
    HttpClient client = Tls.client(server, version, true);
    HttpResponse<String> response =
        client.send(request("/api/v1/namespaces").GET().build(), BodyHandlers.ofString());
    assertEquals(200, response.statusCode());
    assertEquals(version, response.version());
    assertEquals("application/json", response.headers().firstValue("content-type").get());
    assertTrue(response.body().startsWith("{\"kind\":\"NamespaceList\""));
    HttpResponse<String> created =
        client.send(
            request(MAPS)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"metadata\":{\"name\":\"a\"}}"))
                .build(),
            BodyHandlers.ofString());
    assertEquals(201, created.statusCode());
    assertEquals(created.body(), server.handle(ApiRequest.get(MAPS + "/a")).text());
    HttpResponse<String> missing =
        client.send(request(MAPS + "/%61b%2Fc").GET().build(), BodyHandlers.ofString());
    assertEquals(404, missing.statusCode());
    assertTrue(missing.body().contains("ab/c"), missing.body());
    assertEquals(
        405,
        client
            .send(request(MAPS).PUT(BodyPublishers.noBody()).build(), BodyHandlers.ofString())
            .statusCode());
  }

  @Test
  void knowsItsAdministratorByCertificateAndToken() throws Exception {
    HttpClient bare = Tls.client(server, Version.HTTP_2, false);
    HttpRequest list = request("/api/v1/namespaces").GET().build();
    assertEquals(403, bare.send(list, BodyHandlers.ofString()).statusCode());
    assertEquals("ok", text(bare, request("/healthz").GET().build()));
    assertEquals(
        200,
        bare.send(authorized("/api/v1/namespaces").GET().build(), BodyHandlers.ofString())
            .statusCode());
    HttpResponse<String> wrong =
        bare.send(
            request("/api/v1/namespaces").header("Authorization", "Bearer nope").GET().build(),
            BodyHandlers.ofString());
    assertEquals(401, wrong.statusCode());
    assertTrue(wrong.body().contains("\"reason\":\"Unauthorized\""), wrong.body());
    HttpClient admin = Tls.client(server, Version.HTTP_2, true);
    assertEquals(200, admin.send(list, BodyHandlers.ofString()).statusCode());
    try (ApiServer other = ApiServer.start()) {
      // The certificate of one server is worth nothing to another one.
      HttpClient stranger = Tls.client(server, other, Version.HTTP_1_1);
      assertThrows(IOException.class, () -> stranger.send(list, BodyHandlers.ofString()));
      assertNotEquals(server.token(), other.token());
      assertNotEquals(server.caCertificatePem(), other.caCertificatePem());
    }
  }

  @Test
  void believesTheTokensItIssued() throws Exception {
    HttpClient bare = Tls.client(server, Version.HTTP_2, false);
    String accounts = "/api/v1/namespaces/default/serviceaccounts";
    server
        .handle(
            ApiRequest.of("POST", accounts)
                .withBody("application/json", "{\"metadata\":{\"name\":\"r\"}}"))
        .close();
    Unstructured issued =
        tree(
            server
                .handle(
                    ApiRequest.of("POST", accounts + "/r/token").withBody("application/json", "{}"))
                .text());
    HttpResponse<String> who =
        bare.send(
            request("/apis/authentication.k8s.io/v1/selfsubjectreviews")
                .header("Authorization", "Bearer " + issued.at("status", "token"))
                .POST(BodyPublishers.ofString("{}"))
                .build(),
            BodyHandlers.ofString());
    assertEquals(201, who.statusCode(), who.body());
    assertEquals(
        "system:serviceaccount:default:r", tree(who.body()).at("status", "userInfo", "username"));
  }

  @Test
  void refusesTokensThatItIssuedForOthers() throws Exception {
    HttpClient bare = Tls.client(server, Version.HTTP_2, false);
    String accounts = "/api/v1/namespaces/default/serviceaccounts";
    server
        .handle(
            ApiRequest.of("POST", accounts)
                .withBody("application/json", "{\"metadata\":{\"name\":\"r\"}}"))
        .close();
    for (String audience : List.of("vault", "https://kubernetes.default.svc.cluster.local")) {
      String asked = "{\"spec\":{\"audiences\":[\"" + audience + "\"]}}";
      Unstructured issued =
          tree(
              server
                  .handle(
                      ApiRequest.of("POST", accounts + "/r/token")
                          .withBody("application/json", asked))
                  .text());
      HttpResponse<String> answer =
          bare.send(
              request("/version")
                  .setHeader("Authorization", "Bearer " + issued.at("status", "token"))
                  .build(),
              BodyHandlers.ofString());
      assertEquals(audience.equals("vault") ? 401 : 200, answer.statusCode(), answer.body());
    }
  }

  private static Unstructured tree(String json) {
    return Unstructured.of(Api.castMap(Codec.jsonToTree(json.getBytes(StandardCharsets.UTF_8))));
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void refusesBodiesThatAreTooLarge(Version version) throws Exception {
    HttpClient client = Tls.client(server, version, true);
    byte[] body = new byte[ApiLimits.MAX_BODY + 1];
    HttpResponse<String> response =
        client.send(
            request(MAPS)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body))
                .build(),
            BodyHandlers.ofString());
    assertEquals(413, response.statusCode());
    assertTrue(response.body().contains("RequestEntityTooLarge"));
  }

  @Test
  void sendsLongListsCompressed() throws Exception {
    Api api = new Api(server);
    String value = "x".repeat(1000);
    for (int i = 0; i < 450; i++) {
      api.configMap("m" + i, value + i);
    }
    HttpClient client = Tls.client(server, Version.HTTP_2, true);
    byte[] plain = client.send(request(MAPS).GET().build(), BodyHandlers.ofByteArray()).body();
    HttpResponse<byte[]> compressed =
        client.send(
            request(MAPS).header("Accept-Encoding", "gzip").GET().build(),
            BodyHandlers.ofByteArray());
    assertEquals("gzip", compressed.headers().firstValue("content-encoding").get());
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(compressed.body()))) {
      assertArrayEquals(plain, in.readAllBytes());
    }
    assertEquals(450, new Api.Reply(null, plain).names().size());
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void watchesAreLive(Version version) throws Exception {
    Api api = new Api(server);
    HttpClient client = Tls.client(server, version, true);
    // The answer is there before there is any event.
    HttpResponse<InputStream> response =
        client.send(request(MAPS + "?watch=1").GET().build(), BodyHandlers.ofInputStream());
    assertEquals(200, response.statusCode());
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    for (int i = 0; i < 3; i++) {
      api.configMap("m" + i, "1");
      Unstructured event = tree(lines.readLine());
      assertEquals("ADDED", event.at("type"));
      assertEquals("m" + i, event.at("object", "metadata", "name"));
    }
    Thread closer = new Thread(server::close);
    closer.start();
    assertEquals(null, lines.readLine());
    closer.join();
  }

  @Test
  void manyIdleWatchesNeedNoThreads() throws Exception {
    Api api = new Api(server);
    HttpClient client = Tls.client(server, Version.HTTP_2, true);
    List<BufferedReader> watches = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      HttpResponse<InputStream> response =
          client.send(request(MAPS + "?watch=1").GET().build(), BodyHandlers.ofInputStream());
      assertEquals(200, response.statusCode());
      watches.add(
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8)));
    }
    List<String> threads = Threads.of("kybern-apiserver");
    assertTrue(threads.size() < 80, threads::toString);
    api.configMap("a", "1");
    for (BufferedReader watch : watches) {
      assertEquals("ADDED", tree(watch.readLine()).at("type"));
    }
    for (BufferedReader watch : watches) {
      watch.close();
    }
  }

  @Test
  void aClosedStreamEndsItsWatch() throws Exception {
    Api api = new Api(server);
    HttpClient client = Tls.client(server, Version.HTTP_2, true);
    HttpResponse<InputStream> response =
        client.send(request(MAPS + "?watch=1").GET().build(), BodyHandlers.ofInputStream());
    response.body().close();
    // Writes go on as if it had never been; that nothing is left is what the leak test looks at.
    for (int i = 0; i < 10; i++) {
      api.configMap("m" + i, "1");
    }
    assertEquals(
        200,
        client
            .send(request("/api/v1/namespaces").GET().build(), BodyHandlers.ofString())
            .statusCode());
  }

  @Test
  void writesItsKubeconfigForItsOwnerOnly(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("sub/config");
    server.writeKubeconfig(file);
    assertEquals(server.kubeconfig(), Files.readString(file));
    assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(file));
    server.writeKubeconfig(file);
    try (var files = Files.list(file.getParent())) {
      assertEquals(List.of(file), files.toList());
    }
    Map<String, Object> config =
        Api.castMap(Codec.yamlToTree(server.kubeconfig().getBytes(StandardCharsets.UTF_8)));
    Unstructured tree = Unstructured.of(config);
    assertEquals("Config", tree.at("kind"));
    assertEquals(server.url().toString(), tree.at("clusters", "0", "cluster", "server"));
    assertEquals(tree.at("contexts", "0", "name"), tree.at("current-context"));
  }

  @Test
  void removesTheKubeconfigItWasToldToWrite(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("config");
    try (ApiServer own = ApiServer.builder().kubeconfig(file).start()) {
      assertEquals(own.kubeconfig(), Files.readString(file));
    }
    assertFalse(Files.exists(file));
    try (ApiServer own = ApiServer.builder().kubeconfig(file).start()) {
      Files.writeString(file, "mine");
      assertFalse(own.kubeconfig().isEmpty());
    }
    assertEquals("mine", Files.readString(file));
  }

  @Test
  void saysWhenAPortIsTaken() {
    assertThrows(
        UncheckedIOException.class,
        () -> {
          try (ApiServer second = ApiServer.builder().port(server.url().getPort()).start()) {
            second.url();
          }
        });
    assertThrows(IllegalArgumentException.class, () -> ApiServer.builder().port(70000));
    assertThrows(IllegalArgumentException.class, () -> ApiServer.builder().historyLimit(0));
  }

  @Test
  void leavesNothingBehind() throws Exception {
    Set<String> before = new TreeSet<>(Threads.of("kybern-apiserver"));
    List<ApiServer> servers = new ArrayList<>();
    List<URI> urls = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ApiServer one = ApiServer.start();
      servers.add(one);
      urls.add(one.url());
      HttpClient client = Tls.client(one, Version.HTTP_2, true);
      client.send(
          HttpRequest.newBuilder(URI.create(one.url() + MAPS + "?watch=1")).GET().build(),
          BodyHandlers.ofInputStream());
    }
    assertEquals(5, urls.stream().distinct().count());
    for (ApiServer one : servers) {
      one.close();
      one.close();
      assertThrows(IllegalStateException.class, one::url);
      new Api(one)
          .post(MAPS, "{'metadata':{'name':'a'}}")
          .expect(503, "ServiceUnavailable", "the server is closed");
    }
    assertEquals(before, new TreeSet<>(Threads.of("kybern-apiserver")));
    for (URI url : urls) {
      assertThrows(IOException.class, () -> new Socket(url.getHost(), url.getPort()).close());
    }
  }

  @Test
  void costsNoThreadsInMemory() {
    Set<String> before = new TreeSet<>(Threads.of("kybern-apiserver"));
    List<ApiServer> servers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      ApiServer one = ApiServer.start();
      one.handle(ApiRequest.get("/api/v1/namespaces")).close();
      servers.add(one);
    }
    assertEquals(before, new TreeSet<>(Threads.of("kybern-apiserver")));
    servers.forEach(ApiServer::close);
  }
}
