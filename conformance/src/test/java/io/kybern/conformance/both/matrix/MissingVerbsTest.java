package io.kybern.conformance.both.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.kybern.client.ApiResource;
import io.kybern.conformance.TestServer;
import io.kybern.conformance.matrix.Differences;
import io.kybern.conformance.matrix.Fixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What a resource or subresource does not offer in its discovery document is refused by both
 * servers with code 405 and the same Status; with 404 where no object has an address.
 */
class MissingVerbsTest {
  private static final Map<String, String> COLLECTION =
      Map.of("GET", "list", "POST", "create", "DELETE", "deletecollection", "PUT", "", "PATCH", "");
  private static final Map<String, String> OBJECT =
      Map.of("GET", "get", "PUT", "update", "PATCH", "patch", "DELETE", "delete", "POST", "");
  private static final Map<String, String> SUBRESOURCE =
      Map.of("GET", "get", "PUT", "update", "PATCH", "patch", "DELETE", "delete", "POST", "create");

  @TestFactory
  Stream<DynamicTest> resources() {
    return TestServer.real().client().discovery().resources().stream()
        .map(resource -> dynamicTest(Fixture.path(resource), () -> compare(resource)));
  }

  @Test
  void thereAreSuchVerbs() {
    long missing =
        TestServer.real().client().discovery().resources().stream()
            .mapToLong(resource -> requests(resource).size())
            .sum();
    assertTrue(missing > 400, missing + " requests");
  }

  /** Requests that nobody offers to answer: a method and a path each. */
  private static List<String[]> requests(ApiResource resource) {
    List<String[]> requests = new ArrayList<>();
    String collection =
        (resource.group().isEmpty() ? "/api/" : "/apis/" + resource.group() + "/")
            + resource.version()
            + (resource.namespaced() ? "/namespaces/default/" : "/")
            + resource.plural();
    add(requests, COLLECTION, resource.verbs(), collection);
    String object = collection + "/nothing";
    add(requests, OBJECT, resource.verbs(), object);
    for (ApiResource.Sub sub : resource.subresources()) {
      // Of connections the verbs are said by what they are used for, not by method.
      if (!Set.of("exec", "attach", "portforward", "proxy").contains(sub.name())) {
        add(requests, SUBRESOURCE, sub.verbs(), object + "/" + sub.name());
      }
    }
    return requests;
  }

  private static void add(
      List<String[]> requests, Map<String, String> methods, Iterable<String> verbs, String path) {
    Set<String> offered = new TreeSet<>();
    verbs.forEach(offered::add);
    methods.forEach(
        (method, verb) -> {
          if (!offered.contains(verb)) {
            requests.add(new String[] {method, path});
          }
        });
  }

  private static void compare(ApiResource resource) {
    List<String> found = new ArrayList<>();
    for (String[] request : requests(resource)) {
      String body = request[0].equals("GET") || request[0].equals("DELETE") ? null : "{}";
      Pair.Answers answers =
          new Pair.Answers(
              TestServer.real().wire().send(request[0], request[1], body),
              TestServer.embedded().wire().send(request[0], request[1], body));
      String what = request[0] + " " + request[1];
      boolean served = resource.supports("get") || !request[1].endsWith("/nothing");
      if (answers.real().code() != (served ? 405 : 404)) {
        found.add(what + ": the real server answers " + answers.real());
        continue;
      }
      for (String line :
          Differences.between(
              Pair.comparable(answers.real()), Pair.comparable(answers.embedded()))) {
        found.add(what + ": " + line);
      }
      String allowed = answers.real().headers().get("Allow");
      if (!String.valueOf(allowed)
          .equals(String.valueOf(answers.embedded().headers().get("Allow")))) {
        found.add(
            what + ": Allow " + allowed + ", not " + answers.embedded().headers().get("Allow"));
      }
    }
    assertEquals(List.of(), found);
  }
}
