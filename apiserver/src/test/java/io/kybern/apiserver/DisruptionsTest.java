package io.kybern.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kybern.apiserver.Api.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What disruption budgets say to evictions. */
class DisruptionsTest {
  private static final String BUDGET = "/apis/policy/v1/namespaces/default/poddisruptionbudgets/b";

  private final Api api = new Api();

  @AfterEach
  void close() {
    api.close();
  }

  @BeforeEach
  void budgetAndPod() {
    api.post(
            BUDGET.substring(0, BUDGET.length() - 2),
            "{'metadata':{'name':'b'},'spec':{'minAvailable':1,'selector':{'matchLabels':"
                + "{'a':'b'}}}}")
        .expect(201);
    api.post(Api.PODS, Api.pod("p", "'labels':{'a':'b'}")).expect(201);
    pod("True");
  }

  private void pod(String ready) {
    api.patch(
            Api.PODS + "/p/status",
            Api.MERGE_PATCH,
            "{'status':{'phase':'Running','conditions':[{'type':'Ready','status':'"
                + ready
                + "'}]}}")
        .expect(200);
  }

  private void budget(String status) {
    api.patch(
            BUDGET + "/status",
            Api.MERGE_PATCH,
            "{'status':{'observedGeneration':1," + status + "}}")
        .expect(200);
  }

  private Reply evict() {
    return api.post(Api.PODS + "/p/eviction", "{'metadata':{'name':'p'}}");
  }

  private void assertRefused(int code, String reason, String cause) {
    Reply reply = evict().expect(code);
    assertEquals(reason, reply.at("reason"));
    assertEquals(
        Map.of("reason", "DisruptionBudget", "message", "The disruption budget b " + cause),
        ((List<?>) reply.at("details", "causes")).get(0));
  }

  private static String numbers(int allowed, int healthy, int desired) {
    return "'disruptionsAllowed':"
        + allowed
        + ",'currentHealthy':"
        + healthy
        + ",'desiredHealthy':"
        + desired
        + ",'expectedPods':2";
  }

  @Test
  void saysWhyItRefuses() {
    budget(numbers(0, 1, 1));
    assertRefused(429, "TooManyRequests", "needs 1 healthy pods and has 1 currently");
    budget(numbers(0, 2, 1));
    assertRefused(429, "TooManyRequests", "does not allow evicting pods currently");
    String condition =
        ",'conditions':[{'type':'DisruptionAllowed','status':'False','reason':'%s','message':'why',"
            + "'lastTransitionTime':'2030-01-01T00:00:00Z'}]";
    budget(numbers(0, 2, 1) + condition.formatted("Odd"));
    assertRefused(429, "TooManyRequests", "does not allow evicting pods currently (Odd): why");
    budget(numbers(0, 0, 1) + condition.formatted("SyncFailed"));
    assertRefused(
        429,
        "TooManyRequests",
        "does not allow evicting pods currently because it failed sync: why");
  }

  @Test
  void theLastDisruptionIsSaidInTheConditions() {
    budget(numbers(1, 2, 1));
    evict().expect(201);
    Reply budget = api.get(BUDGET);
    assertEquals(0L, budget.at("status", "disruptionsAllowed"));
    Map<?, ?> condition = (Map<?, ?>) ((List<?>) budget.at("status", "conditions")).get(0);
    assertEquals("DisruptionAllowed", condition.get("type"));
    assertEquals("False", condition.get("status"));
    assertEquals("InsufficientPods", condition.get("reason"));
  }

  @Test
  void aPodThatIsNotReadyDisruptsNothing() {
    pod("False");
    budget(numbers(0, 0, 1));
    evict().expect(429);
    budget(numbers(0, 1, 1));
    evict().expect(201);
    assertEquals(0L, api.get(BUDGET).at("status", "disruptionsAllowed"));
    api.get(Api.PODS + "/p").expect(404);
  }
}
