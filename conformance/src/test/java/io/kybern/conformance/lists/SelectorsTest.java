package io.kybern.conformance.lists;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kybern.conformance.TestServer;
import io.kybern.conformance.Wire.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What label and field selectors select, and what is said about those that are none. */
class SelectorsTest {
  private static final String NAME =
      "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end"
          + " with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex"
          + " used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
  private static final String VALUE =
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or"
          + " 'my_value',  or '12345', regex used for validation is"
          + " '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
  private static final String IN_REQUIREMENT = "unable to parse requirement: ";

  private final TestServer server = TestServer.shared();

  private static String answer(Reply reply) {
    return reply.code() == 200
        ? Scene.names(reply).toString()
        : reply.code() + " " + reply.json().get("message");
  }

  @TestFactory
  List<DynamicTest> labels() {
    Scene scene = new Scene(server);
    for (int i = 0; i < 4; i++) {
      scene.map("c" + i, "" + i % 2);
    }
    String even = "[c0, c2]";
    String odd = "[c1, c3]";
    String all = "[c0, c1, c2, c3]";
    String operators = ", expected: in, notin, =, ==, !=, gt, lt";
    String beginning = ", expected: !, identifier, or 'end of string'";
    String end = ", expected: ',' or 'end of string'";
    String number = ": for 'Gt', 'Lt' operators, the value must be an integer";
    String[][] cases = {
      {"n=0", even},
      {"n==0", even},
      {"n!=0", odd},
      {"n in (0)", even},
      {"n in (0,1)", all},
      {"n in(1)", odd},
      {"n in ()", "[]"},
      {"n notin (0)", odd},
      {"n notin (0,1)", "[]"},
      {"a notin ()", all},
      {"n", all},
      {"!n", "[]"},
      {"x", "[]"},
      {"! x", all},
      {"n=0,!x", even},
      {" n = 0 ", even},
      {"n=", "[]"},
      {"n!=", all},
      {"x=", "[]"},
      {"", all},
      {"n>0", odd},
      {"n<1", even},
      {"n in (0),n notin (1)", even},
      {"n>a", "400 " + IN_REQUIREMENT + "values[0]: Invalid value: \"a\"" + number},
      {"n>1.5", "400 " + IN_REQUIREMENT + "values[0]: Invalid value: \"1.5\"" + number},
      {"n gt 0", "400 " + IN_REQUIREMENT + "found 'gt'" + operators},
      {"=", "400 found '='" + beginning},
      {"(a)", "400 found '('" + beginning},
      {",a", "400 found ','" + beginning},
      {"a=b=c", "400 found '='" + end},
      {"a=b c", "400 found 'c'" + end},
      {"!a=b", "400 found '='" + end},
      {"a b", "400 " + IN_REQUIREMENT + "found 'b'" + operators},
      {"a!", "400 " + IN_REQUIREMENT + "found '!'" + operators},
      {"a,", "400 found '', expected: identifier after ','"},
      {"a,,b", "400 found ',', expected: identifier after ','"},
      {"a in b", "400 " + IN_REQUIREMENT + "found 'b' expected: '('"},
      {"a in (", "400 " + IN_REQUIREMENT + "found '', expected: ',', ')' or identifier"},
      {"a in (b", "400 " + IN_REQUIREMENT + "found '', expected: ',' or ')'"},
      {"a in (b,c,(d))", "400 " + IN_REQUIREMENT + "found '(', expected: ',', or identifier"},
      {"a===b", "400 " + IN_REQUIREMENT + "found '=', expected: identifier"},
      {"!", "400 " + IN_REQUIREMENT + "found '', expected: identifier"},
      {"-a", "400 " + IN_REQUIREMENT + "<nil>: Invalid value: \"-a\": " + NAME},
      {
        "a/",
        "400 "
            + IN_REQUIREMENT
            + "<nil>: Invalid value: \"a/\": name part must be non-empty; "
            + NAME
      },
      {
        "/a",
        "400 " + IN_REQUIREMENT + "<nil>: Invalid value: \"/a\": prefix part must be non-empty"
      },
      {"a=-", "400 " + IN_REQUIREMENT + "values[0][a]: Invalid value: \"-\": " + VALUE},
      {"a in (b,-c)", "400 " + IN_REQUIREMENT + "values[0][a]: Invalid value: \"-c\": " + VALUE},
    };
    return tests(scene.maps, "labelSelector", cases);
  }

  @TestFactory
  List<DynamicTest> fields() {
    Scene scene = new Scene(server, "a", "b");
    String unescaped = "400 invalid field selector: unescaped character in value: 61";
    String unknown =
        "\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"";
    String[][] cases = {
      {"metadata.name=a", "[a]"},
      {"metadata.name==a", "[a]"},
      {"metadata.name!=a", "[b]"},
      {"metadata.name=a,metadata.name=b", "[]"},
      {"metadata.name=a,,metadata.name!=b,", "[a]"},
      {"metadata.namespace=" + scene.namespace, "[a, b]"},
      {"metadata.namespace!=" + scene.namespace, "[]"},
      {"metadata.namespace=other", "[]"},
      {"metadata.name=", "[]"},
      {"metadata.name!=", "[a, b]"},
      {"", "[a, b]"},
      {",", "[a, b]"},
      {"metadata.name=a\\,b", "[]"},
      {"metadata.name= a", "[]"},
      {"metadata.name", "400 invalid selector: 'metadata.name'; can't understand 'metadata.name'"},
      {
        "metadata.name=a,x>1", "400 invalid selector: 'metadata.name=a,x>1'; can't understand 'x>1'"
      },
      {"metadata.name=a=b", unescaped},
      {"metadata.name===a", unescaped},
      {"metadata.name=a\\b", "400 invalid field selector: invalid escape sequence: \\b"},
      {"metadata.name=a\\", "400 invalid field selector: invalid escape sequence: \\"},
      {"foo=bar", "400 \"foo" + unknown},
      {"metadata.labels.n=0", "400 \"metadata.labels.n" + unknown},
    };
    return tests(scene.maps, "fieldSelector", cases);
  }

  private List<DynamicTest> tests(String path, String parameter, String[][] cases) {
    List<DynamicTest> tests = new ArrayList<>();
    for (String[] one : cases) {
      tests.add(
          DynamicTest.dynamicTest(
              "'" + one[0] + "'",
              () ->
                  assertEquals(
                      one[1],
                      answer(
                          server
                              .wire()
                              .get(path + "?" + parameter + "=" + Scene.encoded(one[0]))))));
    }
    return tests;
  }

  /** Every resource the server lists, with every field that any of them can be selected by. */
  @Test
  void everyKindHasItsFields() {
    Map<String, Set<String>> wanted = new TreeMap<>();
    String involved = "apiVersion fieldPath kind name namespace resourceVersion uid";
    wanted.put(
        "v1 events",
        fields(
            "source reason type reportingComponent metadata.namespace",
            "involvedObject",
            involved));
    wanted.put(
        "events.k8s.io/v1 events",
        fields("reason type reportingController metadata.namespace", "regarding", involved));
    wanted.put("v1 namespaces", fields("status.phase"));
    wanted.put("v1 nodes", fields("spec.unschedulable"));
    wanted.put(
        "v1 pods",
        fields(
            "metadata.namespace spec.host spec.hostNetwork spec.nodeName spec.restartPolicy"
                + " spec.schedulerName spec.serviceAccountName status.nominatedNodeName"
                + " status.phase status.podIP status.podIPs"));
    wanted.put("v1 replicationcontrollers", fields("metadata.namespace status.replicas"));
    wanted.put("v1 secrets", fields("metadata.namespace type"));
    wanted.put("v1 services", fields("metadata.namespace spec.clusterIP spec.type"));
    wanted.put("batch/v1 jobs", fields("metadata.namespace status.successful"));
    String certificates = "certificates.k8s.io/";
    wanted.put(certificates + "v1 certificatesigningrequests", fields("spec.signerName"));
    for (String version : List.of("v1 ", "v1beta1 ")) {
      wanted.put(certificates + version + "clustertrustbundles", fields("spec.signerName"));
      wanted.put(
          certificates + version + "podcertificaterequests",
          fields("spec.signerName spec.nodeName spec.podName"));
    }
    for (String version : List.of("v1 ", "v1beta1 ", "v1beta2 ")) {
      wanted.put(
          "resource.k8s.io/" + version + "resourceslices", fields("spec.driver spec.nodeName"));
    }
    Set<String> candidates =
        new TreeSet<>(fields("spec status kind data spec.replicas metadata.uid"));
    wanted.values().forEach(candidates::addAll);
    Map<String, Set<String>> found = new TreeMap<>();
    for (String version : groupVersions()) {
      String base = (version.contains("/") ? "/apis/" : "/api/") + version;
      for (Object resource : (List<?>) server.wire().get(base).json().get("resources")) {
        String plural = (String) Scene.at(resource, "name");
        if (plural.contains("/") || !((List<?>) Scene.at(resource, "verbs")).contains("list")) {
          continue;
        }
        Set<String> accepted = new TreeSet<>();
        for (String field : candidates) {
          Reply reply = server.wire().get(base + "/" + plural + "?fieldSelector=" + field + "%3Dx");
          if (reply.code() == 200) {
            accepted.add(field);
          } else {
            assertEquals(400, reply.code(), plural + " by " + field + ": " + reply);
          }
        }
        if (!accepted.equals(fields("metadata.namespace"))) {
          found.put(version + " " + plural, accepted);
        }
      }
    }
    assertEquals(wanted, found);
  }

  private List<String> groupVersions() {
    List<String> versions = new ArrayList<>(List.of("v1"));
    for (Object group : (List<?>) server.wire().get("/apis").json().get("groups")) {
      for (Object version : (List<?>) Scene.at(group, "versions")) {
        versions.add((String) Scene.at(version, "groupVersion"));
      }
    }
    return versions;
  }

  private static Set<String> fields(String names) {
    Set<String> fields = new TreeSet<>(List.of(names.split(" ")));
    fields.add("metadata.name");
    return fields;
  }

  private static Set<String> fields(String names, String parent, String children) {
    Set<String> fields = fields(names);
    for (String child : children.split(" ")) {
      fields.add(parent + "." + child);
    }
    return fields;
  }

  /** An object is selected by the values its fields have, or stand for when they are missing. */
  @Test
  void valuesAreThoseOfTheObject() {
    Scene scene = new Scene(server);
    String base = "/api/v1/namespaces/" + scene.namespace + "/";
    scene.post(
        base + "pods",
        "{'metadata':{'name':'x'},'spec':{'nodeName':'n','schedulerName':'s','automountServiceAccountToken':false,"
            + "'containers':[{'name':'c','image':'i'}]}}");
    scene.post(base + "secrets", "{'metadata':{'name':'x'},'type':'a/b'}");
    scene.post(
        base + "services",
        "{'metadata':{'name':'x'},'spec':{'clusterIP':'None','ports':[{'port':80}]}}");
    scene.post(
        base + "events",
        "{'metadata':{'name':'x'},'involvedObject':{'kind':'Pod','name':'p','namespace':'"
            + scene.namespace
            + "','uid':'u'},'reason':'R','type':'Normal','source':{'component':'me'},'reportingComponent':'you'}");
    String template =
        "'template':{'metadata':{'labels':{'a':'b'}},'spec':{'restartPolicy':'POLICY','containers':[{'name':'c','image':'i'}]}}";
    scene.post(
        base + "replicationcontrollers",
        "{'metadata':{'name':'x'},'spec':{'selector':{'a':'b'},"
            + template.replace("POLICY", "Always")
            + "}}");
    scene.post(
        "/apis/batch/v1/namespaces/" + scene.namespace + "/jobs",
        "{'metadata':{'name':'x'},'spec':{" + template.replace("POLICY", "Never") + "}}");
    String[][] cases = {
      {"pods", "spec.nodeName=n,spec.host=n,spec.schedulerName=s,spec.restartPolicy=Always"},
      {
        "pods",
        "status.phase=Pending,spec.hostNetwork=false,status.podIP=,status.nominatedNodeName="
      },
      {"secrets", "type=a/b"},
      {"services", "spec.clusterIP=None,spec.type=ClusterIP"},
      {"events", "involvedObject.kind=Pod,involvedObject.name=p,involvedObject.uid=u,reason=R"},
      {"events", "type=Normal,source=me,reportingComponent=you,involvedObject.fieldPath="},
      {"replicationcontrollers", "status.replicas=0"},
      {"jobs", "status.successful=0"},
    };
    for (String[] one : cases) {
      String path =
          one[0].equals("jobs")
              ? "/apis/batch/v1/namespaces/" + scene.namespace + "/jobs"
              : base + one[0];
      for (String term : one[1].split(",")) {
        assertEquals(
            "[x]", answer(server.wire().get(path + "?fieldSelector=" + Scene.encoded(term))), term);
        assertEquals(
            "[]",
            answer(
                server
                    .wire()
                    .get(path + "?fieldSelector=" + Scene.encoded(term.replaceFirst("=", "!=")))),
            "not " + term);
      }
    }
    // The same event in its other version.
    assertEquals(
        "[x]",
        answer(
            server
                .wire()
                .get(
                    "/apis/events.k8s.io/v1/namespaces/"
                        + scene.namespace
                        + "/events?fieldSelector="
                        + Scene.encoded("type=Normal,regarding.name=p,reportingController=you"))));
  }
}
