package io.kybern.merge;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.merge.PatchException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonPatchTest {
  private static @Nullable Object apply(String document, String patch) {
    return JsonPatch.parse(TestJson.read(patch)).apply(TestJson.read(document));
  }

  private static void assertApplied(String expected, String document, String patch) {
    assertEquals(TestJson.read(expected), apply(document, patch));
  }

  private static PatchException assertFails(Kind kind, String document, String patch) {
    PatchException e = assertThrows(PatchException.class, () -> apply(document, patch), patch);
    assertEquals(kind, e.kind(), e.getMessage());
    return e;
  }

  @Test
  void theOperationsOfTheRfc() {
    assertApplied("{'a':1,'b':[1]}", "{'a':1}", "[{'op':'add','path':'/b','value':[1]}]");
    assertApplied("[1,2,3]", "[1,3]", "[{'op':'add','path':'/1','value':2}]");
    assertApplied("[1,2,3]", "[1,2]", "[{'op':'add','path':'/-','value':3}]");
    assertApplied("[1,2,3]", "[1,2]", "[{'op':'add','path':'/2','value':3}]");
    assertApplied("{'x':[2]}", "{'a':1}", "[{'op':'add','path':'','value':{'x':[2]}}]");
    assertApplied("{'b':2}", "{'a':1,'b':2}", "[{'op':'remove','path':'/a'}]");
    assertApplied("[1,3]", "[1,2,3]", "[{'op':'remove','path':'/1'}]");
    assertApplied("{'a':2}", "{'a':1}", "[{'op':'replace','path':'/a','value':2}]");
    assertApplied("[1,9]", "[1,2]", "[{'op':'replace','path':'/1','value':9}]");
    assertApplied("3", "{'a':1}", "[{'op':'replace','path':'','value':3}]");
    assertApplied("{'b':{'c':1}}", "{'a':1,'b':{}}", "[{'op':'move','from':'/a','path':'/b/c'}]");
    assertApplied("[2,3,1]", "[1,2,3]", "[{'op':'move','from':'/0','path':'/-'}]");
    assertApplied("{'a':[1],'b':[1]}", "{'a':[1]}", "[{'op':'copy','from':'/a','path':'/b'}]");
    assertApplied("{'a':[1]}", "{'a':[1]}", "[{'op':'test','path':'/a','value':[1.0]}]");
    assertApplied("{'a':1}", "{'a':1}", "[]");
    assertApplied("{'a':1}", "{'a':1}", "[{'op':'test','path':'','value':{'a':1e0}}]");
  }

  @Test
  void pointersAreUnescaped() {
    assertApplied("{'a/b':2}", "{'a/b':1}", "[{'op':'replace','path':'/a~1b','value':2}]");
    assertApplied("{'~1':2}", "{'~1':1}", "[{'op':'replace','path':'/~01','value':2}]");
    assertApplied("{'':{'':2}}", "{'':{'':1}}", "[{'op':'replace','path':'//','value':2}]");
  }

  @Test
  void laterOperationsSeeEarlierOnes() {
    assertApplied(
        "{'a':{'b':[1,2]},'c':{'b':[1]}}",
        "{}",
        "[{'op':'add','path':'/a','value':{'b':[]}},{'op':'add','path':'/a/b/0','value':1},"
            + "{'op':'copy','from':'/a','path':'/c'},{'op':'add','path':'/a/b/-','value':2}]");
  }

  @Test
  void whatTheApiServerLetsPass() {
    assertApplied("[1,9]", "[1,2]", "[{'op':'replace','path':'/-1','value':9}]");
    assertApplied("[1,2,9]", "[1,2]", "[{'op':'add','path':'/-1','value':9}]");
    assertApplied("[1,2]", "[1,2,3]", "[{'op':'remove','path':'/02'}]");
    assertApplied("{'a':9}", "{}", "[{'op':'replace','path':'/a','value':9}]");
    assertApplied("{'a':null}", "{}", "[{'op':'add','path':'/a'}]");
    assertApplied("{}", "{}", "[{'op':'test','path':'/a','value':null}]");
    assertApplied("{'b':null}", "{}", "[{'op':'copy','from':'/a','path':'/b'}]");
  }

  @Test
  void whatDoesNotFitIsNotApplicable() {
    for (String patch :
        List.of(
            "[{'op':'remove','path':'/x'}]",
            "[{'op':'remove','path':''}]",
            "[{'op':'remove','path':'/l/2'}]",
            "[{'op':'remove','path':'/l/-'}]",
            "[{'op':'remove','path':'/l/-3'}]",
            "[{'op':'add','path':'/x/y','value':1}]",
            "[{'op':'add','path':'/s/y','value':1}]",
            "[{'op':'add','path':'/n/y','value':1}]",
            "[{'op':'add','path':'/l/3','value':1}]",
            "[{'op':'add','path':'/l/x','value':1}]",
            "[{'op':'add','path':'/l/\u0661','value':1}]",
            "[{'op':'add','path':'/l/99999999999','value':1}]",
            "[{'op':'replace','path':'/l/2','value':1}]",
            "[{'op':'replace','path':'/x/y','value':1}]",
            "[{'op':'move','from':'/x','path':'/y'}]",
            "[{'op':'move','from':'/o','path':'/o/p'}]",
            "[{'op':'move','from':'','path':'/o'}]",
            "[{'op':'copy','from':'/x/y','path':'/y'}]",
            "[{'op':'test','path':'/x/y','value':1}]",
            "[{'op':'test','path':'/l/2','value':1}]")) {
      assertFails(Kind.NOT_APPLICABLE, "{'s':'t','n':null,'l':[1,2],'o':{}}", patch);
    }
  }

  @Test
  void failedTestsAreToldApart() {
    PatchException e =
        assertFails(
            Kind.TEST_FAILED,
            "{'secret':'hunter2'}",
            "[{'op':'add','path':'/a','value':1},{'op':'test','path':'/secret','value':'x'}]");
    assertEquals(1, e.index());
    assertEquals("test", e.operation());
    assertEquals("/secret", e.path());
    assertTrue(e.getMessage().startsWith("operation 1 (test /secret): "), e.getMessage());
    assertTrue(!e.getMessage().contains("hunter2"), e.getMessage());
    assertFails(Kind.TEST_FAILED, "{'a':1}", "[{'op':'test','path':'/b','value':1}]");
    assertFails(Kind.TEST_FAILED, "{'a':'1'}", "[{'op':'test','path':'/a','value':1}]");
    assertFails(
        Kind.TEST_FAILED, "{'a':{'b':null}}", "[{'op':'test','path':'/a','value':{'c':null}}]");
  }

  @Test
  void whatIsNoPatchIsMalformed() {
    for (String patch :
        List.of(
            "{}",
            "null",
            "[1]",
            "[{}]",
            "[{'op':'frob','path':'/a'}]",
            "[{'op':1,'path':'/a'}]",
            "[{'op':'add','value':1}]",
            "[{'op':'add','path':1,'value':1}]",
            "[{'op':'add','path':'a','value':1}]",
            "[{'op':'add','path':'/~2','value':1}]",
            "[{'op':'add','path':'/~','value':1}]",
            "[{'op':'move','path':'/a'}]",
            "[{'op':'copy','path':'/a','from':null}]")) {
      assertFails(Kind.MALFORMED, "{}", patch);
    }
    PatchException e = assertFails(Kind.MALFORMED, "{}", "[{'op':'remove','path':'/a'},{}]");
    assertEquals(1, e.index());
    assertNull(e.operation());
  }

  @Test
  void argumentsAreNotChangedEvenIfItFails() {
    Object document = TestJson.read("{'a':{'b':[1]}}");
    Object patch =
        TestJson.read(
            "[{'op':'add','path':'/a/b/-','value':{}},{'op':'add','path':'/a/b/1/x','value':1},"
                + "{'op':'remove','path':'/zzz'}]");
    assertThrows(PatchException.class, () -> JsonPatch.parse(patch).apply(document));
    assertEquals(TestJson.read("{'a':{'b':[1]}}"), document);
    assertEquals(
        "[{op=add, path=/a/b/-, value={}}, {op=add, path=/a/b/1/x, value=1},"
            + " {op=remove, path=/zzz}]",
        String.valueOf(patch));
    JsonPatch twice = JsonPatch.parse(List.of(((List<?>) patch).get(0), ((List<?>) patch).get(1)));
    assertEquals(2, twice.size());
    assertEquals(TestJson.read("{'a':{'b':[1,{'x':1}]}}"), twice.apply(document));
    assertEquals(TestJson.read("{'a':{'b':[1,{'x':1}]}}"), twice.apply(document));
    assertEquals(
        Map.of("a", List.of(1L, 2L)),
        JsonPatch.parse(TestJson.read("[{'op':'add','path':'/a/-','value':2}]"))
            .apply(Map.of("a", List.of(1L))));
  }

  @Test
  void limits() {
    List<Object> operations = new ArrayList<>();
    for (int i = 0; i < JsonPatch.MAX_OPERATIONS; i++) {
      operations.add(Map.of("op", "add", "path", "/a", "value", 1L));
    }
    assertEquals(Map.of("a", 1L), JsonPatch.parse(operations).apply(Map.of()));
    operations.add(operations.get(0));
    PatchException e = assertThrows(PatchException.class, () -> JsonPatch.parse(operations));
    assertEquals(Kind.TOO_LARGE, e.kind());
  }

  @Test
  void hostilePatchesAreStopped() {
    assertDoesNotThrow(
        () -> {
          List<Object> doubling = new ArrayList<>();
          for (int i = 0; i < 1000; i++) {
            doubling.add(Map.of("op", "copy", "from", "/a", "path", "/a/-"));
          }
          PatchException e =
              assertThrows(
                  PatchException.class,
                  () -> JsonPatch.parse(doubling).apply(Map.of("a", List.of("x"))));
          assertEquals(Kind.NOT_APPLICABLE, e.kind());

          List<Object> swaps = new ArrayList<>();
          for (int i = 0; i < JsonPatch.MAX_OPERATIONS / 2; i++) {
            swaps.add(Map.of("op", "add", "path", "/b", "value", Map.of()));
            swaps.add(Map.of("op", "move", "from", "/a", "path", "/b/x"));
            swaps.add(Map.of("op", "move", "from", "/b", "path", "/a"));
          }
          PatchException deep =
              assertThrows(
                  PatchException.class,
                  () ->
                      JsonPatch.parse(swaps.subList(0, JsonPatch.MAX_OPERATIONS))
                          .apply(Map.of("a", Map.of())));
          assertEquals(Kind.NOT_APPLICABLE, deep.kind());
          assertTrue(deep.getMessage().contains("nested deeper"), deep.getMessage());

          String path = "/a".repeat(100_000);
          PatchException longPath =
              assertThrows(
                  PatchException.class,
                  () -> JsonPatch.parse(List.of(Map.of("op", "remove", "path", path))));
          assertEquals(Kind.MALFORMED, longPath.kind());
          assertTrue(longPath.getMessage().length() < 500, longPath.getMessage());
        });
  }
}
