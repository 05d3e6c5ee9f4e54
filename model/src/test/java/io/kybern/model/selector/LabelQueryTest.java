package io.kybern.model.selector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.model.selector.LabelQuery.Operator;
import io.kybern.model.selector.LabelQuery.Requirement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LabelQueryTest {
  @Test
  void textIsSortedByKeyAndHasNoSpaces() {
    assertEquals(
        "a=b,c==d,e!=f,g in (x,y),h notin (z),!k,m,n>1,o<2",
        LabelQuery.parse(" o < 2, n>1,m, h notin(z) ,g in ( y , x,y ) , e != f,c==d,a = b, ! k")
            .toString());
    assertEquals("a,b", LabelQuery.parse("b,a").toString());
    assertEquals("a in (,x)", LabelQuery.parse("a in (x,)").toString());
    assertEquals("a=", LabelQuery.parse("a=").toString());
  }

  @Test
  void errorsTellWhatAndWhere() {
    for (Map.Entry<String, String> error :
        Map.of(
                "a=b c", "found \"c\" at character 4, expected ',' or the end",
                "a in b", "found \"b\" at character 5, expected '('",
                "a in (b", "found the end, expected ',' or ')'",
                "a,", "found the end, expected a key",
                "a~b", "no label key: \"a~b\"",
                "a=(", "expected a value",
                "a ! b", "expected one of in",
                "a>x", "GREATER_THAN needs one 64-bit integer",
                "a=-", "no value of label a: \"-\"")
            .entrySet()) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> LabelQuery.parse(error.getKey()));
      assertTrue(e.getMessage().contains(error.getValue()), e.getMessage());
    }
    assertThrows(IllegalArgumentException.class, () -> LabelQuery.parse("a\0"));
  }

  @Test
  void madeFromASelectorOfAnObject() {
    LabelQuery query =
        LabelQuery.of(
            Map.of("app", "web", "tier", "front"),
            List.of(
                Requirement.ofExpression("zone", "In", List.of("b", "a", "b")),
                Requirement.ofExpression("old", "DoesNotExist", List.of()),
                Requirement.ofExpression("new", "Exists", List.of()),
                Requirement.ofExpression("region", "NotIn", List.of("x"))));
    assertEquals("app=web,new,!old,region notin (x),tier=front,zone in (a,b)", query.toString());
    assertTrue(query.matches(Map.of("app", "web", "tier", "front", "zone", "a", "new", "")));
    assertFalse(query.matches(Map.of("app", "web", "tier", "front", "zone", "c", "new", "")));
    assertEquals(query, LabelQuery.parse(query.toString()));
    assertEquals(query.hashCode(), LabelQuery.parse(query.toString()).hashCode());
    for (String operator : List.of("in", "Gt", "=", "")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> Requirement.ofExpression("a", operator, List.of("b")));
    }
  }

  @Test
  void requirementsAreChecked() {
    assertInvalid("a", Operator.IN, List.of());
    assertInvalid("a", Operator.NOT_IN, List.of());
    assertInvalid("a", Operator.EXISTS, List.of("x"));
    assertInvalid("a", Operator.DOES_NOT_EXIST, List.of(""));
    assertInvalid("a", Operator.EQUALS, List.of());
    assertInvalid("a", Operator.NOT_EQUALS, List.of("x", "y"));
    assertInvalid("a", Operator.GREATER_THAN, List.of("1.5"));
    assertInvalid("a", Operator.LESS_THAN, List.of("9223372036854775808"));
    assertInvalid("a", Operator.LESS_THAN, List.of("\u0661"));
    assertInvalid("", Operator.EXISTS, List.of());
    assertInvalid("a".repeat(64), Operator.EXISTS, List.of());
    assertInvalid("d".repeat(254) + "/a", Operator.EXISTS, List.of());
    assertInvalid("a/b/c", Operator.EXISTS, List.of());
    assertInvalid("Example.com/b", Operator.EXISTS, List.of());
    assertInvalid("a", Operator.EQUALS, List.of("v".repeat(64)));
    new Requirement("d".repeat(253) + "/" + "a".repeat(63), Operator.EXISTS, List.of());
  }

  private static void assertInvalid(String key, Operator operator, List<String> values) {
    assertThrows(IllegalArgumentException.class, () -> new Requirement(key, operator, values), key);
  }

  @Test
  void integersAreComparedAsNumbers() {
    LabelQuery query = LabelQuery.parse("gen>9,gen<100");
    assertTrue(query.matches(Map.of("gen", "10")));
    assertTrue(query.matches(Map.of("gen", "+0000000000000000000000099")));
    assertFalse(query.matches(Map.of("gen", "9")));
    assertFalse(query.matches(Map.of("gen", "100")));
    assertFalse(query.matches(Map.of("gen", "ten")));
    assertFalse(query.matches(Map.of("gen", "")));
    assertFalse(query.matches(Map.of("gen", "\u0661\u0661")));
    assertFalse(query.matches(Map.of("gen", "99999999999999999999")));
    assertFalse(query.matches(Map.of()));
  }

  @Test
  void everythingAndNothing() {
    assertTrue(LabelQuery.everything().matches(Map.of()));
    assertTrue(LabelQuery.everything().isEverything());
    assertEquals("", LabelQuery.everything().toString());
    assertSame(LabelQuery.everything(), LabelQuery.parse(" "));
    assertSame(LabelQuery.everything(), LabelQuery.of(Map.of()));
    assertFalse(LabelQuery.nothing().matches(Map.of()));
    assertFalse(LabelQuery.nothing().matches(Map.of("none", "x")));
    assertTrue(LabelQuery.nothing().isNothing());
    assertFalse(LabelQuery.nothing().isEverything());
    assertNotEquals("", LabelQuery.nothing().toString());
    assertTrue(LabelQuery.parse(LabelQuery.nothing().toString()).isNothing());
  }

  @Test
  void both() {
    LabelQuery query = LabelQuery.parse("b=1").and(LabelQuery.parse("a,c"));
    assertEquals("a,b=1,c", query.toString());
    assertEquals(query, query.and(LabelQuery.everything()));
  }

  @Test
  void requiredValue() {
    LabelQuery query = LabelQuery.parse("a=1,b==2,c in (3),d in (4,5),e!=6,f,f=7");
    assertEquals(Optional.of("1"), query.requiredValue("a"));
    assertEquals(Optional.of("2"), query.requiredValue("b"));
    assertEquals(Optional.of("3"), query.requiredValue("c"));
    assertEquals(Optional.empty(), query.requiredValue("d"));
    assertEquals(Optional.empty(), query.requiredValue("e"));
    assertEquals(Optional.of("7"), query.requiredValue("f"));
    assertEquals(Optional.empty(), query.requiredValue("g"));
  }
}
