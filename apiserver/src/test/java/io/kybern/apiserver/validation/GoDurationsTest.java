package io.kybern.apiserver.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What Go reads as a duration, and its words for what it does not. */
class GoDurationsTest {
  @Test
  void readsWhatGoReads() {
    for (String duration :
        List.of(
            "0", "+0", "1h", "1h30m5.5s", "-1.5s", ".5s", "1.s", "1\u00b5s", "1\u03bcs", "9ns")) {
      assertEquals("", GoDurations.problem(duration), duration);
    }
  }

  @Test
  void saysWhatIsWrong() {
    for (String invalid : List.of("", "-", ".s", "1h.", "x", "99999999h")) {
      String problem = GoDurations.problem(invalid);
      assertEquals("time: invalid duration \"" + invalid + "\"", problem);
    }
    for (String missing : List.of("1h30", "1..5s", "1.5")) {
      assertEquals(
          "time: missing unit in duration \"" + missing + "\"", GoDurations.problem(missing));
    }
    assertEquals(
        "time: unknown unit \"x\\xc3\\xa9\" in duration \"1x\\xc3\\xa9\"",
        GoDurations.problem("1x\u00e9"));
  }

  @Test
  void doesNotMindLength() {
    assertEquals("", GoDurations.problem("1ns".repeat(100_000)));
  }
}
