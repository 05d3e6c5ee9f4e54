package io.kybern.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class VersionTest {
  private final TestServer server = TestServer.shared();

  @Test
  void itIsTheVersionThatTheSuitesAreAbout() {
    String version = server.client().version().gitVersion();
    assertTrue(version.equals("v1.37.1") || version.startsWith("v1.37.1+"), version);
    assertEquals("1", server.wire().get("/version").json().get("major"));
    assertEquals("37", server.wire().get("/version").json().get("minor"));
  }
}
