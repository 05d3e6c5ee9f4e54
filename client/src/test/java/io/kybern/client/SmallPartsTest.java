package io.kybern.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.model.wire.WireFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SmallPartsTest {
  @Test
  void warnings() {
    assertEquals("old \"thing\"", Warnings.text("299 - \"old \\\"thing\\\"\""));
    assertEquals("a b", Warnings.text("299 agent \"a\nb\" \"date\""));
    assertNull(Warnings.text("199 - \"other\""));
    assertNull(Warnings.text("299 -"));
  }

  @Test
  void mediaTypes() {
    assertEquals(
        WireFormat.PROTOBUF,
        MediaTypes.format("Application/vnd.kubernetes.protobuf;stream=watch", null));
    assertEquals(WireFormat.JSON, MediaTypes.format("application/json", null));
    assertEquals(WireFormat.JSON, MediaTypes.format(null, WireFormat.JSON));
    assertNull(MediaTypes.format("text/html", WireFormat.JSON));
  }

  @Test
  void pausesGrowToHalfAMinute() {
    Backoff backoff = new Backoff();
    long limit = TimeUnit.MILLISECONDS.toNanos(800);
    for (int i = 0; i < 20; i++) {
      long pause = backoff.nextNanos();
      assertTrue(pause > limit / 2 && pause <= limit, i + ": " + pause);
      limit = Math.min(TimeUnit.SECONDS.toNanos(30), limit * 2);
    }
    backoff.reset();
    assertTrue(backoff.nextNanos() <= TimeUnit.MILLISECONDS.toNanos(800));
  }
}
