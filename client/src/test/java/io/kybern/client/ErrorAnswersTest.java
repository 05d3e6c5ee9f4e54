package io.kybern.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.api.meta.v1.Status;
import io.kybern.api.meta.v1.StatusCause;
import io.kybern.error.AlreadyExistsException;
import io.kybern.error.ApiException;
import io.kybern.error.ConflictException;
import io.kybern.error.ForbiddenException;
import io.kybern.error.InvalidException;
import io.kybern.error.UnauthorizedException;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ErrorAnswersTest {
  private static final Status INVALID =
      Status.builder()
          .status("Failure")
          .reason("Invalid")
          .code(422)
          .message("ConfigMap \"web\" is invalid")
          .details(
              d ->
                  d.name("web")
                      .kind("ConfigMap")
                      .causes(
                          List.of(
                              StatusCause.builder()
                                  .reason("FieldValueRequired")
                                  .field("metadata.name")
                                  .message("needed")
                                  .build())))
          .build();

  private TestServer server;
  private Kubernetes k8s;

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start();
    k8s = server.client();
  }

  @AfterEach
  void stop() {
    k8s.close();
    server.close();
  }

  private ApiException get(TestServer.Answer answer) {
    server.then(answer);
    return assertThrows(ApiException.class, () -> k8s.coreV1().configMaps("shop").get("web"));
  }

  @Test
  void theWholeStatusInBothFormats() {
    for (WireFormat format : new WireFormat[] {WireFormat.JSON, WireFormat.PROTOBUF}) {
      ApiException e =
          get(
              TestServer.with(
                  "Audit-Id",
                  "a-1",
                  TestServer.bytes(422, format.mediaType(), Codec.write(INVALID, format))));
      assertInstanceOf(InvalidException.class, e);
      assertEquals(INVALID, e.status());
      assertEquals("GET", e.method());
      assertEquals("/api/v1/namespaces/shop/configmaps/web", e.path());
      assertEquals("a-1", e.auditId());
      assertEquals("Invalid", e.reason());
    }
  }

  @Test
  void aStatusWithoutCodeGetsThatOfTheAnswer() {
    ApiException e = get(TestServer.json(403, "{\"kind\":\"Status\",\"apiVersion\":\"v1\"}"));
    assertInstanceOf(ForbiddenException.class, e);
    assertEquals(403, e.code());
  }

  @Test
  void textBecomesTheMessage() {
    ApiException e = get(TestServer.text(401, " go away \n"));
    assertInstanceOf(UnauthorizedException.class, e);
    assertTrue(e.status().message().endsWith(": go away"), e.status().message());
    assertEquals("Unauthorized", e.reason());
  }

  @Test
  void htmlIsCutOff() {
    String html = "<html>" + "ü".repeat(5000);
    ApiException e = get(TestServer.bytes(502, "text/html", html.getBytes(StandardCharsets.UTF_8)));
    assertEquals(502, e.code());
    String body = e.status().message().substring(e.status().message().indexOf('<'));
    int bytes = body.getBytes(StandardCharsets.UTF_8).length;
    assertTrue(bytes <= Errors.LARGEST_TEXT && bytes > Errors.LARGEST_TEXT - 4, bytes + "");
    assertTrue(body.endsWith("ü"));
  }

  @Test
  void emptyAndStrangeBodies() {
    assertEquals("InternalError", get(TestServer.bytes(500, "", new byte[0])).reason());
    assertEquals(500, get(TestServer.bytes(500, "image/png", new byte[] {1, 2})).code());
    assertEquals(500, get(TestServer.bytes(500, "text/plain", new byte[] {-1, -2})).code());
    assertEquals(500, get(TestServer.json(500, "{\"kind\":\"Sta")).code());
    assertEquals(500, get(TestServer.bytes(500, Request.PROTOBUF, new byte[] {1})).code());
    assertEquals(418, get(TestServer.json(418, "{\"kind\":\"Pod\",\"apiVersion\":\"v1\"}")).code());
    assertEquals(302, get(TestServer.with("Location", "/x", TestServer.text(302, ""))).code());
  }

  @Test
  void aFailureIsOneWhateverTheHttpCode() {
    ApiException e =
        get(TestServer.bytes(200, Request.JSON, Codec.write(INVALID, WireFormat.JSON)));
    assertInstanceOf(InvalidException.class, e);
  }

  @Test
  void conflictsDependOnTheMethod() {
    ConfigMap map = ConfigMap.builder().metadata(m -> m.name("web").namespace("shop")).build();
    server.then(TestServer.text(409, "")).then(TestServer.text(409, ""));
    assertThrows(AlreadyExistsException.class, () -> k8s.coreV1().configMaps().create(map));
    assertThrows(ConflictException.class, () -> k8s.coreV1().configMaps().update(map));
  }
}
