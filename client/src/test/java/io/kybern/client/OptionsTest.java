package io.kybern.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.core.v1.Pod;
import io.kybern.api.core.v1.Secret;
import io.kybern.api.meta.v1.DeleteOptions;
import io.kybern.model.Bytes;
import io.kybern.model.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OptionsTest {
  private static String query(Message options) {
    return new QueryString().addAll(options).toString();
  }

  @Test
  void firstPageHasALimitAndTheVersion() {
    assertEquals(
        "?labelSelector=a%3Db&resourceVersion=7&limit=500&resourceVersionMatch=Exact",
        query(
            ListQuery.labels("a=b")
                .resourceVersion("7")
                .match(ListQuery.Match.EXACT)
                .bookmarks()
                .firstPage()
                .options()));
  }

  @Test
  void zeroLimitAsksForEverything() {
    assertEquals("", query(ListQuery.all().limit(0).firstPage().options()));
    assertEquals("?limit=3", query(ListQuery.all().limit(3).firstPage().options()));
  }

  @Test
  void laterPagesDoNotRepeatTheVersion() {
    assertEquals(
        "?fieldSelector=x%3Dy&limit=500&continue=abc",
        query(
            ListQuery.fields("x=y")
                .resourceVersion("7")
                .match(ListQuery.Match.NOT_OLDER_THAN)
                .firstPage()
                .nextPage("abc")
                .options()));
  }

  @Test
  void watchesHaveBookmarksAndNoPages() {
    ListQuery query = ListQuery.labels("a=b").limit(5).match(ListQuery.Match.EXACT);
    assertEquals(
        "?labelSelector=a%3Db&watch=true&resourceVersion=9&allowWatchBookmarks=true",
        query(query.watchFrom("9", null)));
    assertEquals(
        "?labelSelector=a%3Db&watch=true&timeoutSeconds=2&allowWatchBookmarks=true"
            + "&resourceVersionMatch=NotOlderThan&sendInitialEvents=true",
        query(query.watchFrom(null, Duration.ofMillis(1001))));
  }

  @Test
  void timeoutsAreWholeSeconds() {
    assertEquals(Duration.ofSeconds(2), ListQuery.all().timeout(Duration.ofMillis(1500)).timeout());
    assertNull(ListQuery.all().timeout());
    assertThrows(IllegalArgumentException.class, () -> ListQuery.all().timeout(Duration.ZERO));
  }

  @Test
  void emptySelectorsAreNone() {
    assertEquals(ListQuery.all(), ListQuery.labels(""));
    assertNotEquals(ListQuery.all(), ListQuery.labels("a"));
  }

  @Test
  void writes() {
    QueryString query = new QueryString();
    Write.as("me").dryRun().validation(Write.Validation.STRICT).to(query);
    assertEquals("?dryRun=All&fieldManager=me&fieldValidation=Strict", query.toString());
    QueryString apply = new QueryString();
    Apply.as("me").force().to(apply);
    assertEquals("?fieldManager=me&force=true", apply.toString());
    assertThrows(IllegalArgumentException.class, () -> Apply.as(""));
  }

  @Test
  void deletes() {
    DeleteOptions options =
        Delete.foreground()
            .grace(Duration.ZERO)
            .ifUnchanged(Pod.builder().metadata(m -> m.uid("u").resourceVersion("5")).build())
            .dryRun()
            .options();
    assertEquals("Foreground", options.propagationPolicy());
    assertEquals(0L, options.gracePeriodSeconds());
    assertEquals("u", options.preconditions().uid());
    assertEquals("5", options.preconditions().resourceVersion());
    assertEquals(java.util.List.of("All"), options.dryRun());
  }

  @Test
  void patchesOfMessagesSayOnlyWhatIsSet() {
    Patch patch = Patch.merge(Pod.builder().metadata(m -> m.label("a", "b")).build());
    String body = new String(patch.body(), StandardCharsets.UTF_8);
    assertTrue(body.contains("\"labels\":{\"a\":\"b\"}"), body);
    assertFalse(body.contains("spec"), body);
    assertEquals("application/merge-patch+json", patch.mediaType());
  }

  @Test
  void patchesDoNotShowTheirContent() {
    Patch patch =
        Patch.strategic(Secret.builder().data("password", Bytes.ofUtf8("hunter2")).build());
    assertFalse(patch.toString().contains("aHVudGVyMg"), patch.toString());
  }
}
