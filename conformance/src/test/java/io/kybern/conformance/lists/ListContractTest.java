package io.kybern.conformance.lists;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.client.ListQuery;
import io.kybern.client.Listing;
import io.kybern.conformance.TestServer;
import io.kybern.conformance.Wire.Reply;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Which state a list shows, and how it comes in pages. */
class ListContractTest {
  private static final String[] NAMES = {"c0", "c1", "c2", "c3", "c4", "c5"};
  private static final String FUTURE = "900000000";

  private final TestServer server = TestServer.shared();

  /** What a list asks for; empty for what it leaves out. */
  private record Asked(String version, String match, String limit, String token) {}

  /**
   * Every version with every match, limit and token. Left out: a token with version 0 and a limit,
   * which kube-apiserver heeds or not depending on what its cache holds.
   */
  @TestFactory
  List<DynamicTest> versionsMatchesLimitsAndTokens() {
    Scene scene = new Scene(server, NAMES);
    Reply first = scene.list("limit=2");
    String old =
        (String)
            Scene.at(((List<?>) first.json().get("items")).get(1), "metadata", "resourceVersion");
    String now = Scene.version(first);
    String token = Scene.token(first);
    List<DynamicTest> tests = new ArrayList<>();
    for (String version :
        List.of("", "0", "1.5", "abc", "-1", "99999999999999999999", old, now, FUTURE)) {
      for (String match : List.of("", "Exact", "NotOlderThan", "Nearly")) {
        for (String limit : version.equals(FUTURE) ? List.of("") : List.of("", "2")) {
          for (String page : List.of("", token, "garbage")) {
            Asked asked = new Asked(version, match, limit, page);
            if (version.equals("0") && page.equals(token)) {
              continue;
            }
            for (WireFormat format : Spoken.ALL) {
              Scene spoken = scene.in(format);
              tests.add(
                  DynamicTest.dynamicTest(
                      asked.toString().replace(token, "TOKEN") + " in " + format,
                      () ->
                          assertEquals(
                              expected(asked, old, now), answer(spoken, asked, old, now))));
            }
          }
        }
      }
    }
    return tests;
  }

  private static String answer(Scene scene, Asked asked, String old, String now) {
    List<String> query = new ArrayList<>();
    add(query, "resourceVersion", asked.version);
    add(query, "resourceVersionMatch", asked.match);
    add(query, "limit", asked.limit);
    add(query, "continue", asked.token);
    Reply reply = scene.list(String.join("&", query));
    if (reply.code() != 200) {
      String message = (String) reply.json().get("message");
      return reply.code()
          + " "
          + reply.json().get("reason")
          + (reply.code() == 400 ? " " + message : "");
    }
    String version = Scene.version(reply);
    Object left = Scene.at(reply.json(), "metadata", "remainingItemCount");
    return Scene.names(reply)
        + (version.equals(old)
            ? " old"
            : Long.parseLong(version) >= Long.parseLong(now) ? " new" : " " + version)
        + (left == null ? "" : " and " + left)
        + (Scene.token(reply).isEmpty() ? "" : " more");
  }

  private static void add(List<String> query, String name, String value) {
    if (!value.isEmpty()) {
      query.add(name + "=" + value);
    }
  }

  private static String expected(Asked asked, String old, String now) {
    String version = asked.version;
    String match = asked.match;
    boolean paged = !asked.token.isEmpty();
    if (!match.isEmpty()) {
      boolean known = match.equals("Exact") || match.equals("NotOlderThan");
      if (version.isEmpty() || paged || !known || (match.equals("Exact") && version.equals("0"))) {
        return "422 Invalid";
      }
    }
    if (asked.token.equals("garbage")) {
      return "400 BadRequest invalid continue token: continue key is not valid: invalid character"
          + " '\\u0081' looking for beginning of value";
    }
    if (paged && !version.isEmpty()) {
      return "400 BadRequest specifying resource version is not allowed when using continue";
    }
    if (!version.matches("[0-9]{0,19}")) {
      return "400 BadRequest invalid resource version: resourceVersion: Invalid value: \""
          + version
          + "\": strconv.ParseUint: parsing \""
          + version
          + (version.matches("[0-9]+") ? "\": value out of range" : "\": invalid syntax");
    }
    if (version.equals(FUTURE)) {
      return "504 Timeout";
    }
    boolean limited = !asked.limit.isEmpty() && !(version.equals("0"));
    if (paged) {
      return limited ? "[c2, c3] new and 2 more" : "[c2, c3, c4, c5] new";
    }
    boolean exact =
        match.equals("Exact")
            || (match.isEmpty() && limited && !version.isEmpty() && !version.equals("0"));
    if (exact && version.equals(old)) {
      return "[c0, c1] old";
    }
    return limited ? "[c0, c1] new and 4 more" : "[c0, c1, c2, c3, c4, c5] new";
  }

  @Test
  void anObjectIsNewerThanAskedFor() {
    Scene scene = new Scene(server, "a");
    String version = Scene.version(scene.wire.get(scene.maps + "/a"));
    for (String ask : List.of("", "0", "1", version)) {
      Scene.expect(200, scene.wire.get(scene.maps + "/a?resourceVersion=" + ask));
    }
    Scene.expect(504, scene.wire.get(scene.maps + "/a?resourceVersion=" + FUTURE));
    Reply refused = Scene.expect(500, scene.wire.get(scene.maps + "/a?resourceVersion=abc"));
    assertEquals(
        "resourceVersion: Invalid value: \"abc\": strconv.ParseUint: parsing \"abc\": invalid syntax",
        refused.json().get("message"));
  }

  @Test
  void optionsOfWatchesAreRefused() {
    Scene scene = new Scene(server);
    Scene.expect(422, scene.list("sendInitialEvents=true"));
    Scene.expect(422, scene.list("sendInitialEvents=false"));
    Scene.expect(200, scene.list("allowWatchBookmarks=true"));
    Scene.expect(400, scene.list("limit="));
    Scene.expect(400, scene.list("limit=x"));
    Scene.expect(200, scene.list("limit=-1"));
    Scene.expect(400, scene.list("timeoutSeconds=x"));
    Scene.expect(200, scene.list("limit=%zz&labelSelector=a;b"));
  }

  @Test
  void allPagesShowOneStateWhateverIsWritten() {
    Scene scene = new Scene(server, NAMES);
    Reply page = scene.list("limit=2");
    String state = Scene.version(page);
    List<String> seen = new ArrayList<>(Scene.names(page));
    List<Object> left = new ArrayList<>();
    int writes = 0;
    while (true) {
      left.add(Scene.at(page.json(), "metadata", "remainingItemCount"));
      if (Scene.token(page).isEmpty()) {
        break;
      }
      scene.map("c" + writes + "x", "");
      scene.replace("c" + (writes + 4), "changed", "new");
      if (writes == 0) {
        scene.delete("c3");
      }
      writes++;
      page = scene.list("limit=2&continue=" + Scene.token(page));
      assertEquals(state, Scene.version(page));
      seen.addAll(Scene.names(page));
      assertFalse(page.text().contains("changed"));
    }
    assertEquals(List.of(NAMES), seen);
    assertEquals(java.util.Arrays.asList(4L, 2L, null), left);
    assertEquals(
        seen, Scene.names(scene.list("resourceVersionMatch=Exact&resourceVersion=" + state)));
    assertEquals(List.of("c0", "c0x", "c1", "c1x", "c2", "c4", "c5"), Scene.names(scene.list("")));
  }

  @Test
  void pagesWithASelectorDoNotSayHowMuchIsLeft() {
    Scene scene = new Scene(server);
    for (int i = 0; i < 7; i++) {
      scene.map("c" + i, "" + i % 2);
    }
    Reply page = scene.list("labelSelector=n%3D0&limit=2");
    assertEquals(List.of("c0", "c2"), Scene.names(page));
    assertEquals(null, Scene.at(page.json(), "metadata", "remainingItemCount"));
    page = scene.list("labelSelector=n%3D0&limit=2&continue=" + Scene.token(page));
    assertEquals(List.of("c4", "c6"), Scene.names(page));
    assertEquals("", Scene.token(page));
    page = scene.list("fieldSelector=metadata.name!%3Dc0&limit=2");
    assertEquals(List.of("c1", "c2"), Scene.names(page));
    assertEquals(null, Scene.at(page.json(), "metadata", "remainingItemCount"));
  }

  @Test
  void pagesAreTheSameInEveryFormat() {
    Scene scene = new Scene(server, NAMES);
    var maps = server.client().coreV1().configMaps(scene.namespace).generic();
    List<ConfigMap> whole = maps.list(ListQuery.all().limit(0)).toList();
    for (WireFormat format : Spoken.ALL) {
      assertEquals(
          whole, maps.format(format).list(ListQuery.all().limit(2)).toList(), format.toString());
    }
    Reply table =
        scene.wire.get(scene.maps + "?limit=2", "application/json;as=Table;v=v1;g=meta.k8s.io");
    assertEquals(2, ((List<?>) table.json().get("rows")).size());
    assertEquals(4L, Scene.at(table.json(), "metadata", "remainingItemCount"));
    Reply metadata =
        scene.wire.get(
            scene.maps + "?limit=2&continue=" + Scene.token(table),
            "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io");
    assertEquals("PartialObjectMetadataList", metadata.json().get("kind"));
    assertEquals(List.of("c2", "c3"), Scene.names(metadata));
  }

  @Test
  void theClientSeesOneStateToo() {
    Scene scene = new Scene(server, NAMES);
    List<String> seen = new ArrayList<>();
    try (Listing<ConfigMap> listing =
        server.client().coreV1().configMaps(scene.namespace).list(ListQuery.all().limit(2))) {
      Iterator<ConfigMap> maps = listing.iterator();
      seen.add(maps.next().name());
      scene.map("c9", "");
      scene.delete("c4");
      maps.forEachRemaining(map -> seen.add(map.name()));
    }
    assertEquals(List.of(NAMES), seen);
  }

  @Test
  void tokensThatAreNoneAreRefused() {
    Scene scene = new Scene(server, "a", "b");
    for (String wrong :
        List.of(
            "x",
            "!",
            "e30",
            "W10",
            "ew",
            "eyJ2IjoxfQ",
            "eyJ2IjoieCIsInJ2Ijo1LCJzdGFydCI6Ii9jMSJ9")) {
      Reply refused = Scene.expect(400, scene.list("continue=" + Scene.encoded(wrong)));
      String message = (String) refused.json().get("message");
      assertTrue(
          message.startsWith("invalid continue token: continue key is not valid: "), message);
    }
    // What a token says can be read, though nobody should.
    String token = Scene.token(scene.list("limit=1"));
    Object content = Codec.jsonToTree(java.util.Base64.getUrlDecoder().decode(token));
    assertEquals("meta.k8s.io/v1", Scene.at(content, "v"));
    assertEquals("/a\0", Scene.at(content, "start"));
  }
}
