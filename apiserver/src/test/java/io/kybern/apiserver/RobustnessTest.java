package io.kybern.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.kybern.apiserver.facts.ApiFacts;
import io.kybern.apiserver.facts.ServedResource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever comes, the answer is one that an API gives, and the server goes on. */
class RobustnessTest {
  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "PATCH", "DELETE", "GET", "POST", "PATCH", "HEAD", "OPTIONS");
  private static final List<String> TYPES =
      List.of(
          Api.JSON,
          Api.JSON_PATCH,
          Api.MERGE_PATCH,
          Api.STRATEGIC_PATCH,
          "application/yaml",
          "application/vnd.kubernetes.protobuf",
          "application/apply-patch+yaml",
          "text/plain",
          "");
  private static final List<String> ACCEPTS =
      List.of(
          "*/*",
          "application/json",
          "application/yaml",
          "application/vnd.kubernetes.protobuf",
          "application/json;as=Table;v=v1;g=meta.k8s.io",
          "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io",
          ";;;,=,q=x");
  private static final List<String> QUERIES =
      List.of(
          "",
          "limit=2",
          "limit=-1",
          "continue=eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6LTEsInN0YXJ0IjoiYSJ9",
          "watch=1&timeoutSeconds=1",
          "watch=1&resourceVersion=1&allowWatchBookmarks=1&sendInitialEvents=1"
              + "&resourceVersionMatch=NotOlderThan",
          "resourceVersion=3&resourceVersionMatch=Exact",
          "resourceVersion=99999999999999999999",
          "labelSelector=a%20in%20(b,c),!d",
          "labelSelector=%28%28",
          "fieldSelector=metadata.name%3Dx",
          "fieldSelector=%2C%3D",
          "dryRun=All&fieldValidation=Strict",
          "dryRun=No&fieldManager=" + "m".repeat(200),
          "gracePeriodSeconds=-5&propagationPolicy=Orphan",
          "gracePeriodSeconds=abc",
          "pretty&includeObject=Object",
          "%%%=&&&==");
  private static final List<String> BODIES =
      List.of(
          "",
          "null",
          "[]",
          "{}",
          "{'metadata':null}",
          "{'metadata':{'name':'x'}}",
          "{'metadata':{'name':'x','namespace':'default'},'spec':{},'status':{}}",
          "{'metadata':{'name':'x'},'spec':{'replicas':2,'selector':{'matchLabels':{'a':'b'}},"
              + "'template':{'metadata':{'labels':{'a':'b'}},'spec':{'restartPolicy':'Never',"
              + "'containers':[{'name':'c','image':'i'}]}}}}",
          "{'metadata':{'name':'x'},'spec':{'containers':[{'name':'c','image':'i'}]}}",
          "{'metadata':{'name':'x','finalizers':['a/b']}}",
          "{'metadata':{'finalizers':null,'labels':{'x':null}}}",
          "{'metadata':{'generateName':'g-','labels':{'a':'b'}},'spec':{'selector':{'a':'b'}}}",
          "{'metadata':[],'spec':7}",
          "{'spec':{'template':{'spec':{'containers':{'$patch':'replace'}}}}}",
          "{'$patch':'delete'}",
          "{'spec':{'containers':[{'$patch':'delete','name':'c'}],"
              + "'$setElementOrder/containers':3}}",
          "[{'op':'replace','path':'','value':null}]",
          "[{'op':'remove','path':'/metadata'}]",
          "[{'op':'add','path':'/metadata/labels','value':{'a':1}}]",
          "[{'op':'copy','from':'/metadata/name','path':'/spec'}]",
          "{'kind':'DeleteOptions','apiVersion':'v1','preconditions':{'uid':'x'}}",
          "{'target':{'name':'n'},'metadata':{'name':'x'}}",
          "{'spec':{'audiences':['a'],'expirationSeconds':600}}",
          "{'metadata':{'name':'x'},'data':{'a':'b'},'stringData':{'c':'d'},'immutable':true}",
          "{",
          "\u0000\u0001k8s",
          "a: [b\n c: d",
          "k8s\u0000\n\u0004\n\u0002v1");

  @Test
  void answersEverything() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<ServedResource> resources = ApiFacts.load().resources();
    try (Api api = new Api()) {
      for (int i = 0; i < 20_000; i++) {
        ServedResource resource = pick(random, resources);
        String target = target(random, resource);
        ApiRequest request =
            ApiRequest.of(pick(random, METHODS), target)
                .withHeader("Accept", pick(random, ACCEPTS))
                .withBody(
                    pick(random, TYPES),
                    pick(random, BODIES).replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        ApiResponse response = api.server.handle(request);
        String what = "seed " + seed + ", request " + i + ": " + request.method() + " " + target;
        if (response.code() == 500) {
          // In whatever format; a resource version that is no number is a 500 of another reason.
          String text = new String(response.bytes(), StandardCharsets.ISO_8859_1);
          assertFalse(text.contains("InternalError"), () -> what + " -> " + text);
        }
        assertNotNull(response.header("Content-Type"), what);
        while (true) {
          byte[] chunk = response.body().read();
          if (chunk == null || chunk.length == 0) {
            break;
          }
        }
        response.close();
      }
      assertEquals(200, api.get("/api/v1/namespaces").code());
    }
  }

  private static String target(Random random, ServedResource resource) {
    StringBuilder target = new StringBuilder("/").append(resource.groupVersion().path());
    if (resource.namespaced() ? random.nextInt(8) > 0 : random.nextInt(20) == 0) {
      target.append("/namespaces/").append(pick(random, List.of("default", "nope")));
    }
    target.append('/').append(resource.plural());
    if (random.nextInt(2) == 0) {
      target.append(pick(random, List.of("/x", "/x", "/x", "/%2F", "/default")));
      if (!resource.subresources().isEmpty() && random.nextInt(2) == 0) {
        target.append('/').append(pick(random, resource.subresources()).name());
      }
    }
    String query = pick(random, QUERIES);
    return query.isEmpty() ? target.toString() : target + "?" + query;
  }

  private static <T> T pick(Random random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
