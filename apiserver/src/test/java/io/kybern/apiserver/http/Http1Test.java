package io.kybern.apiserver.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.apiserver.ApiRequest;
import io.kybern.apiserver.ApiRequest.User;
import io.kybern.apiserver.ApiResponse;
import io.kybern.apiserver.rest.ApiHandler;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** HTTP/1.1 as clients may write it, which the JDK's never does. */
class Http1Test {
  private final Certificates certificates =
      Certificates.create(InetAddress.getLoopbackAddress(), "admin");
  private final SSLContext trusting = Peer.trusting(certificates);
  private final Endpoint endpoint =
      Endpoint.open(
          InetAddress.getLoopbackAddress(),
          0,
          () -> certificates,
          own -> new Authenticator(own, token -> Optional.of(User.ADMIN)),
          Http1Test::echo);

  private static ApiResponse echo(ApiRequest request) {
    String text = request.method() + " " + request.path() + "|" + request.query() + "|";
    return ApiResponse.of(
        200, "text/plain", (text + request.body().length).getBytes(StandardCharsets.UTF_8));
  }

  private Peer connect() throws Exception {
    return Peer.http1(trusting, endpoint.url());
  }

  @AfterEach
  void stop() {
    endpoint.close();
  }

  private static void assertAnswer(String expected, Peer peer) throws Exception {
    String head = peer.head();
    assertTrue(head.startsWith("HTTP/1.1 200 OK\r\n"), head);
    assertTrue(head.contains("Content-Length: " + expected.length() + "\r\n"), head);
    assertEquals(expected, peer.read(expected.length()));
  }

  @Test
  void requestsComeOneAfterTheOtherOrAllAtOnce() throws Exception {
    try (Peer peer = connect()) {
      peer.send("GET /a?b=c HTTP/1.1\r\nHost: h\r\n\r\nGET /d HTTP/1.1\r\nHost: h\r\n\r\n");
      assertAnswer("GET /a|b=c|0", peer);
      assertAnswer("GET /d||0", peer);
      peer.send("POST /e HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc");
      assertAnswer("POST /e||3", peer);
      peer.send(
          "POST /f HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: t\r\n\r\n");
      assertAnswer("POST /f||5", peer);
    }
  }

  @Test
  void targetsStayAsTheyAreWritten() throws Exception {
    try (Peer peer = connect()) {
      for (String target : new String[] {"/", "//a//b", "/a%2Fb/../c", "/a%zz?b=%&c={\"d\":[]}|"}) {
        peer.send("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n");
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        assertAnswer(
            "GET " + path + "|" + (mark < 0 ? "" : target.substring(mark + 1)) + "|0", peer);
      }
      peer.send("GET https://h/a?b HTTP/1.1\r\nHost: h\r\n\r\n");
      assertAnswer("GET /a|b|0", peer);
      peer.send("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n");
      assertAnswer("OPTIONS *||0", peer);
    }
  }

  @Test
  void anAnswerToHeadHasNoBody() throws Exception {
    try (Peer peer = connect()) {
      peer.send("HEAD /a HTTP/1.1\r\nHost: h\r\n\r\nGET /b HTTP/1.1\r\nHost: h\r\n\r\n");
      assertTrue(peer.head().contains("Content-Length: 10\r\n"));
      assertAnswer("GET /b||0", peer);
    }
  }

  @Test
  void whoWaitsForAGoAheadGetsOne() throws Exception {
    try (Peer peer = connect()) {
      peer.send("PUT /a HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
      assertTrue(peer.head().startsWith("HTTP/1.1 100 "));
      peer.send("xy");
      assertAnswer("PUT /a||2", peer);
    }
  }

  @Test
  void aConnectionEndsWhenItsClientWantsSo() throws Exception {
    try (Peer peer = connect()) {
      peer.send("GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
      assertAnswer("GET /a||0", peer);
      assertTrue(peer.isEnded());
    }
    try (Peer peer = connect()) {
      peer.send("GET /a HTTP/1.0\r\n\r\n");
      assertTrue(peer.head().contains(" 200 "));
      assertEquals("GET /a||0", peer.read(9));
      assertTrue(peer.isEnded());
    }
  }

  @Test
  void aBodyThatIsTooLargeIsReadAndShownToTheHandlerInPart() throws Exception {
    int size = 3 * ApiHandler.MAX_BODY_BYTES;
    try (Peer peer = connect()) {
      peer.send("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: " + size + "\r\n\r\n");
      peer.send(new byte[size]);
      assertAnswer("POST /a||" + (ApiHandler.MAX_BODY_BYTES + 1), peer);
      peer.send("GET /b HTTP/1.1\r\nHost: h\r\n\r\n");
      assertAnswer("GET /b||0", peer);
    }
  }

  @Test
  void whatIsNoRequestIsRefusedWithAReason() throws Exception {
    assertRefused(400, "what is this\r\n\r\n");
    assertRefused(400, "GET /a HTTP/1.1\r\nHost: h\r\nContent-Length: many\r\n\r\n");
    assertRefused(400, "GET /a HTTP/1.1\r\nHost: h\r\nno colon\r\n\r\n");
    String chunked = "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";
    assertRefused(400, chunked + "a lot\r\n");
    assertRefused(400, chunked + "3\r\nabcdef\r\n0\r\n\r\n");
    assertRefused(431, "GET /a HTTP/1.1\r\nHost: h\r\nA: " + "a".repeat(70_000) + "\r\n\r\n");
    assertRefused(431, "GET /a HTTP/1.1\r\nHost: h\r\n" + "A: a\r\n".repeat(2_000) + "\r\n");
  }

  private void assertRefused(int code, String request) throws Exception {
    try (Peer peer = connect()) {
      peer.send(request);
      String head = peer.head();
      assertTrue(head.startsWith("HTTP/1.1 " + code + " "), head);
      assertTrue(head.contains("Connection: close\r\n"), head);
      assertFalse(head.contains("Content-Length: 0\r\n"), head);
    }
  }
}
