package io.kybern.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kybern.api.core.v1.PodExecOptions;
import io.kybern.api.core.v1.PodLogOptions;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class QueryStringTest {
  @Test
  void emptyValuesAreLeftOut() {
    assertEquals("", new QueryString().add("a", null).add("b", "").toString());
  }

  @Test
  void namesAndValuesAreEncoded() {
    assertEquals(
        "?labelSelector=app%3Dweb%2Ctier%20in%20%28a%2Cb%29&x%26y=%2B%C3%BC",
        new QueryString()
            .add("labelSelector", "app=web,tier in (a,b)")
            .add("x&y", "+ü")
            .toString());
  }

  @Test
  void optionsMessages() {
    assertEquals(
        "?container=app&follow=true&sinceTime=2026-01-02T03%3A04%3A05Z&tailLines=0",
        new QueryString()
            .addAll(
                PodLogOptions.builder()
                    .container("app")
                    .follow(true)
                    .previous(false)
                    .sinceTime(Instant.parse("2026-01-02T03:04:05Z"))
                    .tailLines(0L)
                    .build())
            .toString());
  }

  @Test
  void listsAreRepeated() {
    assertEquals(
        "?stdout=true&command=sh&command=-c&command=echo%20hi",
        new QueryString()
            .addAll(PodExecOptions.builder().stdout(true).command("sh", "-c", "echo hi").build())
            .toString());
  }
}
