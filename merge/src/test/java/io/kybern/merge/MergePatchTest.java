package io.kybern.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MergePatchTest {
  private static void assertApplied(String expected, String original, String patch) {
    assertEquals(
        TestJson.read(expected), MergePatch.apply(TestJson.read(original), TestJson.read(patch)));
  }

  /** The table of RFC 7386, appendix A. */
  @Test
  void theExamplesOfTheRfc() {
    assertApplied("{'a':'c'}", "{'a':'b'}", "{'a':'c'}");
    assertApplied("{'a':'b','b':'c'}", "{'a':'b'}", "{'b':'c'}");
    assertApplied("{}", "{'a':'b'}", "{'a':null}");
    assertApplied("{'b':'c'}", "{'a':'b','b':'c'}", "{'a':null}");
    assertApplied("{'a':'c'}", "{'a':['b']}", "{'a':'c'}");
    assertApplied("{'a':['b']}", "{'a':'c'}", "{'a':['b']}");
    assertApplied("{'a':{'b':'d'}}", "{'a':{'b':'c'}}", "{'a':{'b':'d','c':null}}");
    assertApplied("{'a':[1]}", "{'a':[{'b':'c'}]}", "{'a':[1]}");
    assertApplied("['c','d']", "['a','b']", "['c','d']");
    assertApplied("['c']", "{'a':'b'}", "['c']");
    assertApplied("null", "{'a':'foo'}", "null");
    assertApplied("'bar'", "{'a':'foo'}", "'bar'");
    assertApplied("{'e':null,'a':1}", "{'e':null}", "{'a':1}");
    assertApplied("{'a':'b'}", "[1,2]", "{'a':'b','c':null}");
    assertApplied("{'a':{'bb':{}}}", "{}", "{'a':{'bb':{'ccc':null}}}");
  }

  @Test
  void differences() {
    assertDiff("{}", "{'a':1,'b':[{}]}", "{'a':1.0,'b':[{}]}");
    assertDiff("{'a':null,'b':{'c':2,'d':null}}", "{'a':1,'b':{'c':1,'d':1}}", "{'b':{'c':2}}");
    assertDiff("{'l':[1,2]}", "{'l':[1]}", "{'l':[1,2]}");
    assertDiff("{'a':{}}", "{}", "{'a':{}}");
    assertDiff("[1]", "{}", "[1]");
    assertDiff("null", "{'a':1}", "null");
  }

  private static void assertDiff(String expected, String original, String modified) {
    assertEquals(
        TestJson.read(expected), MergePatch.diff(TestJson.read(original), TestJson.read(modified)));
  }

  @Test
  void threeWay() {
    assertEquals(
        TestJson.read("{'spec':{'size':3,'old':null}}"),
        MergePatch.createThreeWay(
            TestJson.read("{'spec':{'size':1,'old':true}}"),
            TestJson.read("{'spec':{'size':3}}"),
            TestJson.read("{'spec':{'size':1,'old':true,'foreign':1},'status':{}}")));
    assertEquals(Map.of(), MergePatch.createThreeWay(null, Map.of("a", 1L), Map.of("a", 1L)));
    assertThrows(
        PatchException.class, () -> MergePatch.createThreeWay(List.of(), Map.of(), Map.of()));
  }

  @Test
  void diffAppliedGivesTheModifiedTree() {
    long seed = new Random().nextLong();
    System.out.println("MergePatchTest.diffAppliedGivesTheModifiedTree seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 5000; i++) {
      Object original = object(random, 3);
      Object modified = object(random, 3);
      String before = original + "|" + modified;
      Object patch = MergePatch.diff(original, modified);
      Object result = MergePatch.apply(original, patch);
      assertTrue(Trees.equal(modified, result), () -> original + "\n" + modified + "\n" + patch);
      assertTrue(Trees.equal(Map.of(), MergePatch.diff(modified, result)));
      assertEquals(before, original + "|" + modified);
    }
  }

  private static Object object(Random random, int depth) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (int n = random.nextInt(4); n > 0; n--) {
      object.put(String.valueOf((char) ('a' + random.nextInt(4))), value(random, depth - 1));
    }
    return object;
  }

  private static Object value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 5 : 3)) {
      case 0 -> (long) random.nextInt(3);
      case 1 -> random.nextBoolean();
      case 2 -> "s" + random.nextInt(3);
      case 3 -> object(random, depth);
      default -> {
        List<Object> list = new ArrayList<>();
        for (int n = random.nextInt(3); n > 0; n--) {
          list.add(value(random, depth - 1));
        }
        yield list;
      }
    };
  }
}
