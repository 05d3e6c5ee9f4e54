package io.kybern.apiserver.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.apiserver.validation.Names;
import io.kybern.error.BadRequestException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParsingTest {
  @ParameterizedTest
  @CsvSource({
    "/api/v1/pods,                                    '', v1, '', pods, '', ''",
    "/api/v1/namespaces,                              '', v1, '', namespaces, '', ''",
    "/api/v1/namespaces/a,                            '', v1, '', namespaces, a, ''",
    "/api/v1/namespaces/a/status,                     '', v1, '', namespaces, a, status",
    "/api/v1/namespaces/a/finalize,                   '', v1, '', namespaces, a, finalize",
    "/api/v1/namespaces/a/pods,                       '', v1, a, pods, '', ''",
    "/api/v1/namespaces/a/pods/p,                     '', v1, a, pods, p, ''",
    "/api/v1/namespaces/a/pods/p/log,                 '', v1, a, pods, p, log",
    "/api/v1/namespaces/a/services/s/proxy/x/y,       '', v1, a, services, s, proxy/x/y",
    "/apis/apps/v1/deployments,                       apps, v1, '', deployments, '', ''",
    "/apis/apps/v1/namespaces/a/deployments/d/scale,  apps, v1, a, deployments, d, scale",
    "/apis/rbac/v1/clusterroles/system:a%2Fb,         rbac, v1, '', clusterroles, system:a/b, ''",
    "/apis/rbac/v1/clusterroles/a+b,                  rbac, v1, '', clusterroles, a+b, ''"
  })
  void pathsNameResources(
      String path,
      String group,
      String version,
      String namespace,
      String plural,
      String name,
      String subresource) {
    assertEquals(
        new RequestPath(group, version, namespace, plural, name, subresource, false),
        RequestPath.parse(path));
  }

  @Test
  void watchPathsAreUnderstood() {
    assertEquals(
        new RequestPath("", "v1", "a", "pods", "p", "", true),
        RequestPath.parse("/api/v1/watch/namespaces/a/pods/p"));
    assertEquals(
        new RequestPath("apps", "v1", "", "deployments", "", "", true),
        RequestPath.parse("/apis/apps/v1/watch/deployments/"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "", "/api", "/api/v1", "/apis/apps", "/apis/apps/v1", "/healthz/a/b"})
  void otherPathsNameNone(String path) {
    assertNull(RequestPath.parse(path));
  }

  @Test
  void badEscapesAreRefusedInPathsAndLeftOutOfQueries() {
    assertThrows(BadRequestException.class, () -> RequestPath.parse("/api/v1/pods/%zz"));
    Query query = Query.parse("a=%zz&b=1;c=2&d=3&%=4");
    assertEquals(List.of(false, false, true), Stream.of("a", "b", "d").map(query::has).toList());
  }

  @Test
  void queriesAreRead() {
    Query query = Query.parse("a=1&a=2&b&c=x%3Dy+z&d=0&e=false&f=&g=true&h=-5");
    assertEquals(List.of("1", "2"), query.all("a"));
    assertEquals("1", query.text("a"));
    assertEquals("x=y z", query.text("c"));
    assertTrue(query.flag("b"));
    assertTrue(query.flag("g"));
    assertEquals(false, query.flag("d"));
    assertEquals(false, query.flag("e"));
    assertNull(query.optionalFlag("nope"));
    assertNull(query.number("nope"));
    assertThrows(BadRequestException.class, () -> query.number("f"));
    assertEquals(-5L, query.number("h"));
    assertThrows(BadRequestException.class, () -> query.number("c"));
    assertEquals("", Query.parse("").text("a"));
  }

  @Test
  void continueTokensComeBack() {
    ContinueToken token = new ContinueToken(7, "a/b\0");
    assertEquals(token, ContinueToken.decode(token.encode()));
    for (String text : List.of("", "a", "%", "e30", "bnVsbA")) {
      assertThrows(BadRequestException.class, () -> ContinueToken.decode(text));
    }
  }

  @Test
  void namesAreChecked() {
    assertEquals(List.of(), Names.subdomain("a.b-c.d1"));
    assertEquals(List.of(), Names.label("a-1"));
    assertEquals(List.of(), Names.label1035("a-1"));
    assertEquals(1, Names.label1035("1-a").size());
    assertEquals(1, Names.label("a.b").size());
    assertEquals(2, Names.label("-".repeat(64)).size());
    assertEquals(1, Names.subdomain("a".repeat(254)).size());
    assertEquals(List.of(), Names.pathSegment("system:Any thing"));
    assertEquals(List.of("may not be '..'"), Names.pathSegment(".."));
    assertEquals(List.of("may not contain '/'", "may not contain '%'"), Names.pathSegment("a/%"));
    assertEquals(List.of(), Names.qualified("example.com/My_Key"));
    assertEquals(1, Names.qualified("a/b/c").size());
    assertEquals(List.of("prefix part must be non-empty"), Names.qualified("/a"));
    assertEquals(2, Names.qualified("a/").size());
    assertEquals(List.of(), Names.labelValue(""));
    assertEquals(1, Names.labelValue("a b").size());
    assertEquals(List.of(), Names.Rule.SUBDOMAIN.problemsOfPrefix("web-"));
    assertEquals(1, Names.Rule.SUBDOMAIN.problemsOfPrefix("Web-").size());
  }

  @Test
  void generatedNamesFit() {
    String name = Metadata.generateName("a".repeat(100));
    assertEquals(63, name.length());
    assertEquals(List.of(), Names.label(name));
  }

  @Test
  void jsonIsIndented() {
    String json = "{\"a\":[],\"b\":{\"c\":[1,\"x\\\"{,}\"]},\"d\":{}}";
    assertEquals(
        "{\n  \"a\": [],\n  \"b\": {\n    \"c\": [\n      1,\n      \"x\\\"{,}\"\n    ]\n  },\n"
            + "  \"d\": {}\n}",
        new String(
            PrettyJson.indent(json.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8));
  }
}
