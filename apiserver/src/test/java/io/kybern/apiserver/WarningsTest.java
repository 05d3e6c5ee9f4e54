package io.kybern.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.apiserver.Api.Reply;
import io.kybern.apiserver.facts.ApiFacts;
import io.kybern.apiserver.facts.Deprecation;
import io.kybern.apiserver.facts.ServedResource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients are told although their requests succeed. */
class WarningsTest {
  private static final String ENDPOINTS = "/api/v1/namespaces/default/endpoints";
  private static final String ENDPOINTS_END =
      "299 - \"v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice\"";

  private final Api api = new Api();

  @AfterEach
  void close() {
    api.close();
  }

  private static List<String> warnings(Reply reply) {
    return reply.response().headers().getOrDefault("Warning", List.of());
  }

  @Test
  void everyUseOfADeprecatedKindIsWarnedOf() {
    List<Reply> replies =
        List.of(
            api.get(ENDPOINTS).expect(200),
            api.get(ENDPOINTS + "/none").expect(404),
            api.post(ENDPOINTS, "{'metadata':{'name':'e'}}").expect(201),
            api.post(ENDPOINTS, "{").expect(400),
            api.patch(ENDPOINTS + "/e", Api.MERGE_PATCH, "{'metadata':{'labels':{'a':'b'}}}")
                .expect(200),
            api.delete(ENDPOINTS + "/e").expect(200),
            api.delete(ENDPOINTS).expect(200));
    replies.forEach(reply -> assertEquals(List.of(ENDPOINTS_END), warnings(reply)));
    assertEquals(
        List.of("299 - \"v1 ComponentStatus is deprecated in v1.19+\""),
        warnings(api.get("/api/v1/componentstatuses?watch=1").expect(405)));
    try (ApiResponse watch = api.server.handle(ApiRequest.get(ENDPOINTS + "?watch=1"))) {
      assertEquals(List.of(ENDPOINTS_END), watch.headers().get("Warning"));
    }
    // What never gets that far is not warned of.
    assertEquals(List.of(), warnings(api.send(ApiRequest.of("OPTIONS", ENDPOINTS)).expect(405)));
    assertEquals(
        List.of(),
        warnings(api.send(ApiRequest.get(ENDPOINTS).withHeader("Accept", "a/b")).expect(406)));
    assertEquals(List.of(), warnings(api.get("/api/v1/namespaces").expect(200)));
  }

  @Test
  void deprecatedGroupVersionsAreWarnedOf() {
    int deprecated = 0;
    for (ServedResource resource : ApiFacts.load().resources()) {
      Deprecation deprecation = resource.deprecation();
      if (!resource.allows("list")) {
        continue;
      }
      String root = resource.group().isEmpty() ? "/api/" : "/apis/";
      Reply reply = api.get(root + resource.apiVersion() + "/" + resource.plural()).expect(200);
      deprecated += deprecation == null ? 0 : 1;
      assertEquals(
          deprecation == null
              ? List.of()
              : List.of(
                  "299 - \"" + deprecation.warning(resource.apiVersion(), resource.kind()) + '"'),
          warnings(reply),
          resource.toString());
    }
    assertTrue(deprecated >= 15, deprecated + " deprecated resources");
    assertEquals(
        "resource.k8s.io/v1beta1 DeviceClass is deprecated in v1.35+, unavailable in v1.38+",
        new Deprecation("1.35", "1.38", "").warning("resource.k8s.io/v1beta1", "DeviceClass"));
    assertEquals(
        "apps/v1beta1 Scale is deprecated in v1.8+, unavailable in v1.16+; use v1 Scale",
        new Deprecation("1.8", "1.16", "v1/Scale").warning("apps/v1beta1", "Scale"));
  }

  @Test
  void warningsComeWithWhateverTheAnswerIs() {
    String odd =
        "{'metadata':{'name':'a.b','nosuch':1},'spec':{'nodeSelector':{'beta.kubernetes.io/os':'x'},"
            + "'containers':[{'name':'c','image':'i'}]}}";
    List<String> all =
        List.of(
            "299 - \"unknown field \\\"metadata.nosuch\\\"\"",
            "299 - \"metadata.name: this is used in the Pod's hostname, which can result in"
                + " surprising behavior; a DNS label is recommended: [must not contain dots]\"",
            "299 - \"spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use"
                + " \\\"kubernetes.io/os\\\" instead\"");
    assertEquals(all, warnings(api.post(Api.PODS, odd).expect(201)));
    assertEquals(all, warnings(api.post(Api.PODS, odd).expect(409)));
    Reply invalid = api.post(Api.PODS, odd.replace("'image':'i'", "'image':''")).expect(422);
    assertEquals(all.subList(0, 1), warnings(invalid), "invalid is worse than odd");
    Reply changed =
        api.patch(Api.PODS + "/a.b", Api.MERGE_PATCH, "{'metadata':{'labels':{'a':'b'}}}");
    assertEquals(List.of(), warnings(changed.expect(200)), "pods are changed by programs");
  }

  @Test
  void templatesAreLookedAtWhenTheyMayHaveChanged() {
    String deployment =
        "{'metadata':{'name':'d'},'spec':{'selector':{'matchLabels':{'a':'b'}},'template':{"
            + "'metadata':{'labels':{'a':'b'}},'spec':{'containers':[{'name':'c','image':'i',"
            + "'env':[{'name':'X'},{'name':'X'}]}]}}}}";
    List<String> hides =
        List.of(
            "299 - \"spec.template.spec.containers[0].env[1]: hides previous definition of"
                + " \\\"X\\\", which may be dropped when using apply\"");
    assertEquals(hides, warnings(api.post(Api.DEPLOYMENTS, deployment).expect(201)));
    String target = Api.DEPLOYMENTS + "/d";
    assertEquals(
        List.of(),
        warnings(
            api.patch(target, Api.MERGE_PATCH, "{'metadata':{'labels':{'a':'b'}}}").expect(200)));
    assertEquals(
        hides, warnings(api.patch(target, Api.MERGE_PATCH, "{'spec':{'replicas':2}}").expect(200)));
  }

  @Test
  void keysThatYamlHasTwiceAreNamedByLine() {
    String yaml = "metadata:\n  name: yd\n  name: yd\n  nosuch: 1\ndata:\n  a: b\n  a: c\n  a: d\n";
    Reply warned =
        api.send(
                ApiRequest.of("POST", Api.CONFIG_MAPS + "?dryRun=All")
                    .withBody("application/yaml", yaml))
            .expect(201);
    assertEquals(
        List.of(
            "299 - \"line 3: key \\\"name\\\" already set in map\"",
            "299 - \"line 7: key \\\"a\\\" already set in map\"",
            "299 - \"line 8: key \\\"a\\\" already set in map\"",
            "299 - \"unknown field \\\"metadata.nosuch\\\"\""),
        warnings(warned));
    api.send(
            ApiRequest.of("POST", Api.CONFIG_MAPS + "?fieldValidation=Strict")
                .withBody("application/yaml", yaml))
        .expect(
            400,
            "BadRequest",
            "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error:"
                + " yaml: unmarshal errors:\n  line 3: key \"name\" already set in map\n"
                + "  line 7: key \"a\" already set in map\n"
                + "  line 8: key \"a\" already set in map, unknown field \"metadata.nosuch\"");
  }
}
