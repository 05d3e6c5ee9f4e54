package io.kybern.apiserver.rest;

import io.kybern.api.core.v1.Pod;
import io.kybern.api.meta.v1.Condition;
import io.kybern.api.meta.v1.StatusCause;
import io.kybern.api.policy.v1.PodDisruptionBudget;
import io.kybern.api.policy.v1.PodDisruptionBudgetStatus;
import io.kybern.apiserver.facts.Parts;
import io.kybern.apiserver.rest.ApiErrors.Target;
import io.kybern.apiserver.rest.KindRules.Context;
import io.kybern.apiserver.rest.Registry.Part;
import io.kybern.apiserver.storage.Keyspace;
import io.kybern.error.ApiException;
import io.kybern.model.KubernetesObject;
import io.kybern.model.selector.LabelQuery;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What disruption budgets say to the eviction of a pod. Safe for use by any thread. */
final class Disruptions {
  /** How many evictions may wait for the controller of budgets to take note of them. */
  private static final int MAX_DISRUPTED = 2000;

  private static final String ALLOWED = "DisruptionAllowed";

  private final Registry registry;

  Disruptions(Registry registry) {
    this.registry = registry;
  }

  /**
   * Takes one disruption from the budget of a pod.
   *
   * @return false if the pod is not healthy, which its budget does not mind: nothing was taken, and
   *     the pod may only go as it is
   * @throws ApiException if the budget has none left
   */
  boolean take(Pod pod, Context context, boolean dryRun) {
    Resource budgets = registry.resources().get("policy", "v1", "poddisruptionbudgets");
    List<PodDisruptionBudget> own = budgets(budgets, pod);
    if (own.size() > 1) {
      throw ApiErrors.unknown(
          500,
          "This pod has more than one PodDisruptionBudget, which the eviction subresource does not"
              + " support.");
    }
    if (own.isEmpty()) {
      return true;
    }
    PodDisruptionBudget budget = own.get(0);
    if (!isReady(pod) && sparesUnhealthy(budget)) {
      return false;
    }
    registry.update(
        budgets,
        pod.namespace(),
        budget.name(),
        Part.WHOLE,
        false,
        old -> disrupted((PodDisruptionBudget) old, pod, context.now()),
        context,
        dryRun);
    return true;
  }

  private static List<PodDisruptionBudget> budgets(Resource budgets, Pod pod) {
    List<PodDisruptionBudget> own = new ArrayList<>();
    Iterator<KubernetesObject> all =
        budgets
            .keyspace()
            .latest()
            .range(Keyspace.startOf(pod.namespace()), Keyspace.endOf(pod.namespace()));
    while (all.hasNext()) {
      PodDisruptionBudget budget = (PodDisruptionBudget) budgets.view(all.next());
      LabelQuery query =
          budget.spec().hasSelector() ? WorkloadRules.query(budget.spec().selector()) : null;
      if (query != null && query.matches(pod.labels())) {
        own.add(budget);
      }
    }
    return own;
  }

  private static boolean isReady(Pod pod) {
    return pod.status().conditions().stream()
        .anyMatch(
            condition -> "Ready".equals(condition.type()) && "True".equals(condition.status()));
  }

  /** Whether a pod that is not healthy may go without a disruption being taken. */
  private static boolean sparesUnhealthy(PodDisruptionBudget budget) {
    PodDisruptionBudgetStatus status = budget.status();
    return "AlwaysAllow".equals(budget.spec().unhealthyPodEvictionPolicy())
        || status.currentHealthy() >= status.desiredHealthy() && status.desiredHealthy() > 0;
  }

  private static PodDisruptionBudget disrupted(PodDisruptionBudget budget, Pod pod, Instant now) {
    PodDisruptionBudgetStatus status = budget.status();
    Long observed = status.observedGeneration();
    Long generation = budget.metadata().generation();
    if ((observed == null ? 0 : observed) < (generation == null ? 0 : generation)) {
      throw tooMany(
          10,
          "The disruption budget " + budget.name() + " is still being processed by the server.");
    }
    int allowed = status.disruptionsAllowed();
    if (allowed < 0) {
      String why = "pdb disruptions allowed is negative";
      throw forbidden(budget, why, why);
    }
    if (status.disruptedPods().size() > MAX_DISRUPTED) {
      throw forbidden(
          budget,
          "DisruptedPods map too big - too many evictions not confirmed by PDB controller",
          "too many pending evictions not confirmed by PDB controller");
    }
    if (allowed == 0) {
      throw tooMany(0, refusal(budget));
    }
    Instant moment = now.truncatedTo(ChronoUnit.SECONDS);
    PodDisruptionBudgetStatus.Builder next =
        status.toBuilder().disruptionsAllowed(allowed - 1).disruptedPod(pod.name(), moment);
    if (allowed == 1) {
      next.conditions(exhausted(status, moment));
    }
    return budget.toBuilder().status(next.build()).build();
  }

  private static @Nullable Condition allowed(PodDisruptionBudgetStatus status) {
    return status.conditions().stream()
        .filter(condition -> ALLOWED.equals(condition.type()))
        .findFirst()
        .orElse(null);
  }

  /** The conditions of a budget that has just given its last disruption. */
  private static List<Condition> exhausted(PodDisruptionBudgetStatus status, Instant now) {
    Condition before = allowed(status);
    Instant since =
        before != null && "False".equals(before.status()) ? before.lastTransitionTime() : now;
    Condition after =
        (before == null ? Condition.builder().type(ALLOWED) : before.toBuilder())
            .status("False")
            .reason("InsufficientPods")
            .message("")
            .observedGeneration(status.observedGeneration())
            .lastTransitionTime(since)
            .build();
    List<Condition> conditions = new ArrayList<>(status.conditions());
    if (before == null) {
      conditions.add(after);
    } else {
      conditions.set(conditions.indexOf(before), after);
    }
    return conditions;
  }

  private static String refusal(PodDisruptionBudget budget) {
    PodDisruptionBudgetStatus status = budget.status();
    String start = "The disruption budget " + budget.name();
    Condition condition = allowed(status);
    if (condition != null
        && (!"False".equals(condition.status()) || Parts.text(condition.message()).isEmpty())) {
      condition = null;
    }
    // Numbers of a controller that failed mean nothing.
    if (condition != null && "SyncFailed".equals(condition.reason())) {
      return start
          + " does not allow evicting pods currently because it failed sync: "
          + condition.message();
    }
    if (status.currentHealthy() <= status.desiredHealthy()) {
      return start
          + " needs "
          + status.desiredHealthy()
          + " healthy pods and has "
          + status.currentHealthy()
          + " currently";
    }
    return start
        + " does not allow evicting pods currently"
        + (condition != null ? " (" + condition.reason() + "): " + condition.message() : "");
  }

  private static ApiException forbidden(PodDisruptionBudget budget, String why, String detail) {
    return ApiErrors.forbidden(
        new Target("policy", "poddisruptionbudget"),
        budget.name(),
        why,
        cause(
            "The disruption budget "
                + budget.name()
                + " does not allow evicting pods currently: "
                + detail));
  }

  private static ApiException tooMany(int retryAfterSeconds, String cause) {
    return ApiErrors.tooManyRequests(
        "Cannot evict pod as it would violate the pod's disruption budget.",
        retryAfterSeconds,
        cause(cause));
  }

  private static StatusCause cause(String message) {
    return StatusCause.builder().reason("DisruptionBudget").message(message).build();
  }
}
