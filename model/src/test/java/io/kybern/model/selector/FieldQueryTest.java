package io.kybern.model.selector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.model.selector.FieldQuery.Requirement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FieldQueryTest {
  @Test
  void readsTheThreeForms() {
    FieldQuery query = FieldQuery.parse("status.phase!=Running,metadata.name==web,spec.nodeName=");
    assertEquals(
        List.of(
            new Requirement("metadata.name", false, "web"),
            new Requirement("spec.nodeName", false, ""),
            new Requirement("status.phase", true, "Running")),
        query.requirements());
    assertEquals("metadata.name=web,spec.nodeName=,status.phase!=Running", query.toString());
    assertTrue(query.matches(Map.of("metadata.name", "web", "status.phase", "Failed")::get));
    assertFalse(query.matches(Map.of("metadata.name", "web", "status.phase", "Running")::get));
    assertFalse(query.matches(Map.of("metadata.name", "web", "spec.nodeName", "n")::get));
  }

  @Test
  void everything() {
    assertSame(FieldQuery.everything(), FieldQuery.parse(""));
    assertSame(FieldQuery.everything(), FieldQuery.parse(",,"));
    assertTrue(FieldQuery.everything().isEverything());
    assertTrue(FieldQuery.everything().matches(field -> null));
    assertEquals("", FieldQuery.everything().toString());
  }

  @Test
  void errorsTellWhat() {
    for (String text : List.of("a", "a=b=c", "a=b\\c", "a=b\\", "!a", "a<b")) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> FieldQuery.parse(text), text);
      assertTrue(e.getMessage().contains('"' + text + '"'), e.getMessage());
    }
  }

  @Test
  void fieldsThatCouldNotBeReadBackAreRejected() {
    for (String field : List.of("a=b", "a,b", "a!", "a\\\\,b")) {
      assertThrows(IllegalArgumentException.class, () -> new Requirement(field, false, ""), field);
    }
    new Requirement("a!", true, "");
    new Requirement("a\\,b", false, "");
  }

  @Test
  void anyValueSurvives() {
    long seed = new Random().nextLong();
    System.out.println("FieldQueryTest.anyValueSurvives seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 5000; i++) {
      StringBuilder value = new StringBuilder("x");
      for (int n = random.nextInt(8); n > 0; n--) {
        value.append("a\\,=! \u00fc".charAt(random.nextInt(7)));
      }
      FieldQuery query =
          random.nextBoolean()
              ? FieldQuery.equal("f", value.toString())
              : FieldQuery.notEqual("f", value.toString());
      assertEquals(query, FieldQuery.parse(query.toString()));
      assertEquals(query.hashCode(), FieldQuery.parse(query.toString()).hashCode());
    }
  }

  @Test
  void bothAndRequiredValue() {
    FieldQuery query = FieldQuery.notEqual("a", "1").and(FieldQuery.equal("a", "2"));
    assertEquals("a!=1,a=2", query.toString());
    assertEquals(Optional.of("2"), query.requiredValue("a"));
    assertEquals(Optional.empty(), query.requiredValue("b"));
  }
}
