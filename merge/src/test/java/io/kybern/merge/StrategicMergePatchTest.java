package io.kybern.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.merge.PatchException.Kind;
import io.kybern.merge.PatchSchema.Member;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The rules one by one, on a schema made for it. */
class StrategicMergePatchTest {
  /** Like a container: lists of each kind. */
  private static final PatchSchema ITEM =
      schema(
          Map.of(
              "args", member(List.of(), null, PatchSchema.FREE),
              "env", member(List.of("merge"), "name", PatchSchema.FREE),
              "source", member(List.of("retainKeys"), null, PatchSchema.FREE)));

  private static final PatchSchema SPEC =
      schema(
          Map.of(
              "items", member(List.of("merge"), "name", ITEM),
              "volumes", member(List.of("merge", "retainKeys"), "name", PatchSchema.FREE),
              "ports", member(List.of("merge"), "port", PatchSchema.FREE),
              "tags", member(List.of("merge"), null, PatchSchema.FREE),
              "atomic", member(List.of(), null, PatchSchema.FREE),
              "labels", member(List.of(), null, PatchSchema.FREE),
              "selector", member(List.of("replace"), null, PatchSchema.FREE),
              "strategy", member(List.of("retainKeys"), null, PatchSchema.FREE),
              "keyless", member(List.of("merge"), null, PatchSchema.FREE)));

  private static PatchSchema schema(Map<String, Member> members) {
    return members::get;
  }

  private static Member member(
      List<String> strategies, @Nullable String mergeKey, PatchSchema content) {
    return Member.of(strategies, mergeKey, content);
  }

  private static void assertApplied(String expected, String original, String patch) {
    Object before = TestJson.read(original);
    Object change = TestJson.read(patch);
    assertEquals(
        TestJson.readObject(expected), StrategicMergePatch.apply(before, change, SPEC), patch);
    assertEquals(TestJson.read(original), before, "the original was changed");
    assertEquals(TestJson.read(patch), change, "the patch was changed");
  }

  private static PatchException assertFails(String original, String patch) {
    return assertThrows(
        PatchException.class,
        () -> StrategicMergePatch.apply(TestJson.read(original), TestJson.read(patch), SPEC),
        patch);
  }

  private static void assertDiff(String patch, String original, String modified) {
    Map<String, @Nullable Object> actual =
        StrategicMergePatch.createTwoWay(TestJson.read(original), TestJson.read(modified), SPEC);
    assertEquals(TestJson.readObject(patch), actual);
    assertEquals(
        TestJson.readObject(modified),
        StrategicMergePatch.apply(TestJson.read(original), actual, SPEC));
  }

  @Test
  void objectsAreMergedAndNullDeletes() {
    assertApplied(
        "{'labels':{'a':'1','c':'3'},'x':2}",
        "{'labels':{'a':'1','b':'2'},'x':1,'y':1}",
        "{'labels':{'b':null,'c':'3'},'x':2,'y':null,'z':null}");
    assertApplied("{'labels':{'a':'1'}}", "{}", "{'labels':{'a':'1','b':null}}");
    assertApplied("{'x':[1]}", "{'x':{'a':1}}", "{'x':[1]}");
  }

  @Test
  void objectsAreReplacedOrDeletedOnRequest() {
    assertApplied("{'selector':{'b':1}}", "{'selector':{'a':1}}", "{'selector':{'b':1}}");
    assertApplied(
        "{'labels':{'b':1}}", "{'labels':{'a':1}}", "{'labels':{'$patch':'replace','b':1}}");
    assertApplied("{'labels':{}}", "{'labels':{'a':1}}", "{'labels':{'$patch':'delete','b':1}}");
    assertApplied("{}", "{}", "{'labels':{'$patch':'delete'}}");
    PatchException e = assertFails("{'labels':{}}", "{'labels':{'$patch':'merge'}}");
    assertEquals(Kind.MALFORMED, e.kind());
    assertEquals("/labels", e.path());
  }

  @Test
  void retainKeysClearsTheOthers() {
    assertApplied(
        "{'strategy':{'type':'Recreate'}}",
        "{'strategy':{'type':'RollingUpdate','rollingUpdate':{'maxSurge':1}}}",
        "{'strategy':{'$retainKeys':['type'],'type':'Recreate'}}");
    assertEquals(
        Kind.MALFORMED,
        assertFails("{'strategy':{}}", "{'strategy':{'$retainKeys':['a'],'b':1}}").kind());
  }

  @Test
  void listsAreReplacedWithoutAStrategy() {
    assertApplied("{'atomic':[3]}", "{'atomic':[1,2]}", "{'atomic':[3]}");
    assertApplied(
        "{'atomic':[{'name':'b'}]}",
        "{'atomic':[{'name':'a'}]}",
        "{'atomic':[{'name':'b','$patch':'delete'}]}");
  }

  @Test
  void scalarsAreMergedAsASet() {
    assertApplied("{'tags':['c','a','b','d']}", "{'tags':['a','b']}", "{'tags':['c','b','d']}");
    assertApplied(
        "{'tags':['a']}", "{'tags':['a','b']}", "{'$deleteFromPrimitiveList/tags':['b']}");
    assertApplied("{'tags':[]}", "{'tags':['b']}", "{'$deleteFromPrimitiveList/tags':['b','z']}");
    assertApplied("{}", "{}", "{'$deleteFromPrimitiveList/tags':['b']}");
    // Deletions first, whatever order the patch has them in.
    assertApplied(
        "{'tags':['b','a']}",
        "{'tags':['a','b']}",
        "{'tags':['b'],'$deleteFromPrimitiveList/tags':['b']}");
  }

  @Test
  void elementsAreMergedByKey() {
    assertApplied(
        "{'items':[{'name':'c','x':4},{'name':'a','x':1,'y':2},{'name':'b','x':1}]}",
        "{'items':[{'name':'a','x':1},{'name':'b','x':1}]}",
        "{'items':[{'name':'c','x':4},{'name':'a','y':2}]}");
    assertApplied(
        "{'ports':[{'port':80.0,'y':1,'x':1}]}",
        "{'ports':[{'port':80,'x':1}]}",
        "{'ports':[{'port':80.0,'y':1}]}");
    assertApplied(
        "{'items':[{'name':'a','env':[{'name':'u'},{'name':'v','value':'2'}]}]}",
        "{'items':[{'name':'a','env':[{'name':'u'},{'name':'v','value':'1'}]}]}",
        "{'items':[{'name':'a','env':[{'name':'v','value':'2'}]}]}");
  }

  @Test
  void elementsAreDeletedAndListsReplacedOnRequest() {
    assertApplied(
        "{'items':[{'name':'b'}]}",
        "{'items':[{'name':'a'},{'name':'b'}]}",
        "{'items':[{'name':'a','$patch':'delete'},{'name':'z','$patch':'delete'}]}");
    assertApplied(
        "{'items':[{'name':'c'}]}",
        "{'items':[{'name':'a'},{'name':'b'}]}",
        "{'items':[{'name':'c'},{'$patch':'replace'}]}");
    assertApplied("{'items':[]}", "{'items':[{'name':'a'}]}", "{'items':[{'$patch':'replace'}]}");
    assertApplied("{'items':[]}", "{}", "{'items':[{'name':'a','$patch':'delete'}]}");
  }

  @Test
  void elementOrderIsCarriedOut() {
    assertApplied(
        "{'items':[{'name':'c'},{'name':'x'},{'name':'a'},{'name':'b'}]}",
        "{'items':[{'name':'x'},{'name':'a'},{'name':'b'}]}",
        "{'items':[{'name':'c'}],"
            + "'$setElementOrder/items':[{'name':'c'},{'name':'a'},{'name':'b'}]}");
    assertApplied(
        "{'tags':['b','a','x']}", "{'tags':['a','b','x']}", "{'$setElementOrder/tags':['b','a']}");
    assertApplied("{}", "{}", "{'$setElementOrder/tags':['b','a']}");
    // A new element takes the place of a deleted one, as on the API server.
    assertApplied(
        "{'items':[{'name':'e'},{'name':'b'}]}",
        "{'items':[{'name':'c'},{'name':'e'}]}",
        "{'items':[{'name':'b'},{'name':'c','$patch':'delete'}],"
            + "'$setElementOrder/items':[{'name':'b'}]}");
  }

  @Test
  void noDirectiveIsLeftInTheResult() {
    assertApplied(
        "{'labels':{'a':{'l':[{'n':1}]}}}",
        "{}",
        "{'labels':{'a':{'$retainKeys':['l'],'l':[{'n':1},{'$patch':'delete','n':2}],"
            + "'$setElementOrder/l':[{'n':1}],'$deleteFromPrimitiveList/m':[1]}}}");
    assertApplied(
        "{'items':[{'name':'b','env':[{'name':'u'}]}]}",
        "{'items':[]}",
        "{'items':[{'name':'b','env':[{'name':'u'}],'$setElementOrder/env':[{'name':'u'}]}]}");
  }

  @Test
  void whatCannotBeMergedIsSaid() {
    for (String patch :
        List.of(
            "{'items':[{'x':1}]}",
            "{'items':['a']}",
            "{'items':[[]]}",
            "{'items':[null]}",
            "{'items':[{'name':{}}]}",
            "{'items':[{'name':'a','$patch':'merge'}]}",
            "{'items':[{'$patch':'delete'}]}",
            "{'keyless':[{'a':1}]}",
            "{'unknown':{'a':1}}",
            "{'strange':[1]}",
            "{'$setElementOrder/items':1}",
            "{'$setElementOrder':[]}",
            "{'$setElementOrder/':[]}",
            "{'$deleteFromPrimitiveListtags':[]}",
            "{'$deleteFromPrimitiveList/tags':1}",
            "{'$deleteFromPrimitiveList/items':[{'name':'a'}]}",
            "{'$retainKeys':1}",
            "{'items':[{'name':'z'}],'$setElementOrder/items':[{'name':'a'}]}",
            "{'items':null,'$setElementOrder/items':[{'name':'a'}]}")) {
      assertFails(
          "{'items':[{'name':'a'}],'keyless':[{'a':1}],'unknown':{},'strange':[],'tags':['a']}",
          patch);
    }
    PatchException e =
        assertFails(
            "{'items':[{'name':'a','env':[{'name':'u'}]}]}",
            "{'items':[{'name':'a','env':[{'value':'1'}]}]}");
    assertEquals("/items/a/env", e.path());
    assertEquals(-1, e.index());
    assertTrue(e.getMessage().startsWith("/items/a/env: "), e.getMessage());
    assertThrows(PatchException.class, () -> StrategicMergePatch.apply(Map.of(), List.of(), SPEC));
  }

  @Test
  void twoWayPatches() {
    assertDiff("{}", "{'x':1,'tags':['b','a']}", "{'x':1,'tags':['b','a']}");
    assertDiff("{'x':2,'y':null,'z':3}", "{'x':1,'y':1}", "{'x':2,'z':3}");
    assertDiff("{'selector':{'b':1}}", "{'selector':{'a':1}}", "{'selector':{'b':1}}");
    assertDiff("{}", "{'selector':{'a':1}}", "{'selector':{'a':1}}");
    assertDiff("{'atomic':[1]}", "{'atomic':[1,2]}", "{'atomic':[1]}");
    assertDiff(
        "{'strategy':{'$retainKeys':['type'],'type':'b','x':null}}",
        "{'strategy':{'type':'a','x':1}}",
        "{'strategy':{'type':'b'}}");
    assertDiff(
        "{'tags':['c'],'$deleteFromPrimitiveList/tags':['a'],'$setElementOrder/tags':['b','c']}",
        "{'tags':['a','b']}",
        "{'tags':['b','c']}");
    assertDiff("{'$setElementOrder/tags':['b','a']}", "{'tags':['a','b']}", "{'tags':['b','a']}");
    assertDiff("{'$deleteFromPrimitiveList/tags':['a']}", "{'tags':['a']}", "{'tags':[]}");
    assertDiff(
        "{'items':[{'name':'c'},{'name':'a','x':2},{'name':'b','$patch':'delete'}],"
            + "'$setElementOrder/items':[{'name':'c'},{'name':'a'}]}",
        "{'items':[{'name':'a','x':1},{'name':'b'}]}",
        "{'items':[{'name':'c'},{'name':'a','x':2}]}");
    assertDiff(
        "{'volumes':[{'name':'a','$retainKeys':['name','secret'],'secret':{},'empty':null}],"
            + "'$setElementOrder/volumes':[{'name':'a'}]}",
        "{'volumes':[{'name':'a','empty':{}}]}",
        "{'volumes':[{'name':'a','secret':{}}]}");
  }

  @Test
  void membersThatTheTypeDoesNotKnow() {
    assertDiff("{}", "{'new':{'a':[1]}}", "{'new':{'a':[1]}}");
    assertDiff("{'new':{'a':1}}", "{}", "{'new':{'a':1}}");
    assertThrows(
        PatchException.class,
        () ->
            StrategicMergePatch.createTwoWay(
                Map.of("new", List.of(1L)), Map.of("new", List.of(2L)), SPEC));
  }

  private static Map<String, @Nullable Object> threeWay(
      String original, String modified, String current, boolean overwrite) {
    return StrategicMergePatch.createThreeWay(
        TestJson.read(original), TestJson.read(modified), TestJson.read(current), SPEC, overwrite);
  }

  @Test
  void threeWayPatchesKeepWhatOthersSet() {
    assertEquals(
        TestJson.read(
            "{'x':3,'gone':null,'tags':['c'],'$deleteFromPrimitiveList/tags':['b'],"
                + "'$setElementOrder/tags':['a','c'],"
                + "'items':[{'name':'a','x':2},{'name':'b','$patch':'delete'}],"
                + "'$setElementOrder/items':[{'name':'a'}]}"),
        threeWay(
            "{'x':1,'gone':1,'tags':['a','b'],'items':[{'name':'a','x':1},{'name':'b'}]}",
            "{'x':3,'tags':['a','c'],'items':[{'name':'a','x':2}]}",
            "{'x':1,'gone':1,'foreign':1,'tags':['a','b','foreign'],"
                + "'items':[{'name':'foreign'},{'name':'a','x':1,'y':9},{'name':'b'}]}",
            true));
    assertEquals(Map.of(), threeWay("{'x':1}", "{'x':1}", "{'x':1,'foreign':{}}", false));
    assertEquals(
        Map.of("x", 1L),
        StrategicMergePatch.createThreeWay(null, Map.of("x", 1L), null, SPEC, false));
  }

  @Test
  void conflictsAreToldUnlessOverwritten() {
    for (String[] trees :
        new String[][] {
          {"{'x':1}", "{'x':2}", "{'x':3}", "/x"},
          {"{'x':1}", "{}", "{'x':3}", "/x"},
          {"{'labels':{'a':1}}", "{'labels':{'a':2}}", "{'labels':{'a':3}}", "/labels/a"},
          {"{'atomic':[1]}", "{'atomic':[2]}", "{'atomic':[3]}", "/atomic"},
          {
            "{'items':[{'name':'a','x':1}]}",
            "{'items':[{'name':'a','x':2}]}",
            "{'items':[{'name':'a','x':3}]}",
            "/items/a/x"
          },
          {
            "{'items':[{'name':'a','x':1}]}",
            "{'items':[]}",
            "{'items':[{'name':'a','x':3}]}",
            "/items/a"
          }
        }) {
      threeWay(trees[0], trees[1], trees[2], true);
      PatchException e =
          assertThrows(
              PatchException.class, () -> threeWay(trees[0], trees[1], trees[2], false), trees[3]);
      assertEquals(Kind.CONFLICT, e.kind());
      assertTrue(e.getMessage().endsWith(" " + trees[3]), e.getMessage());
    }
    threeWay("{'x':1}", "{'x':2}", "{'x':2}", false);
    threeWay("{'tags':['a']}", "{'tags':['b']}", "{'tags':['c']}", false);
    threeWay("{'x':1}", "{'x':2}", "{'x':1,'y':1}", false);
  }
}
