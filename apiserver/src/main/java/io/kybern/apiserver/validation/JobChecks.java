package io.kybern.apiserver.validation;

import io.kybern.api.batch.v1.JobSpec;
import io.kybern.api.batch.v1.PodFailurePolicyRule;
import io.kybern.api.core.v1.PodSpec;
import io.kybern.api.meta.v1.LabelSelector;
import io.kybern.apiserver.facts.Parts;
import io.kybern.model.wire.Codec;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What jobs and the jobs of cron jobs must be like. */
public final class JobChecks {
  private static final int MOST_INDEXES = 100_000;
  private static final int MAX_MANAGER = 63;
  private static final String MANAGER_EXPRESSION = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
  private static final Characters MANAGER_PATH = Characters.OF_NAMES.with("/~%!$&'()*+,;=:");

  private JobChecks() {}

  /** Adds what is wrong with a job that has its selector. */
  public static void job(JobSpec spec, Checks checks) {
    template(spec, "spec", checks);
    if (!spec.hasSelector()) {
      checks.required("spec.selector", null);
      WorkloadChecks.mismatch(spec.template(), checks);
      return;
    }
    SelectorChecks.labels(spec.selector(), "spec.selector", checks);
    if (!SelectorChecks.matches(spec.selector(), spec.template().metadata().labels())) {
      WorkloadChecks.mismatch(spec.template(), checks);
    }
  }

  /**
   * A selector that the server made must be that one.
   *
   * @param own the labels that the server would select by
   */
  public static void generatedSelector(JobSpec spec, Map<String, String> own, Checks checks) {
    LabelSelector given = spec.selector();
    if (!Boolean.TRUE.equals(spec.manualSelector())
        && (!given.matchLabels().equals(own) || !given.matchExpressions().isEmpty())) {
      checks.invalid("spec.selector", Codec.toTree(given), "`selector` not auto-generated");
    }
  }

  /** Adds what is wrong with a job but for its selector. */
  public static void template(JobSpec spec, String at, Checks checks) {
    checks.notNegative(at + ".parallelism", spec.parallelism());
    checks.notNegative(at + ".completions", spec.completions());
    checks.notNegative(at + ".activeDeadlineSeconds", spec.activeDeadlineSeconds());
    checks.notNegative(at + ".backoffLimit", spec.backoffLimit());
    checks.notNegative(at + ".ttlSecondsAfterFinished", spec.ttlSecondsAfterFinished());
    checks.notNegative(at + ".backoffLimitPerIndex", spec.backoffLimitPerIndex());
    checks.notNegative(at + ".maxFailedIndexes", spec.maxFailedIndexes());
    manager(spec, at + ".managedBy", checks);
    checks.oneOf(at + ".completionMode", spec.completionMode(), "NonIndexed", "Indexed");
    indexes(spec, at, checks);
    var rules = spec.podFailurePolicy().rules();
    for (int i = 0; i < rules.size(); i++) {
      failure(rules.get(i), spec, at + ".podFailurePolicy.rules[" + i + "]", checks);
    }
    success(spec, at + ".successPolicy", checks);
    if (spec.hasPodFailurePolicy()) {
      checks.oneOf(at + ".podReplacementPolicy", spec.podReplacementPolicy(), "Failed");
    } else {
      checks.oneOf(
          at + ".podReplacementPolicy",
          spec.podReplacementPolicy(),
          "Failed",
          "TerminatingOrFailed");
    }
    PodChecks.template(spec.template(), at + ".template", checks);
    restartPolicy(spec, at + ".template.spec.restartPolicy", checks);
  }

  private static void manager(JobSpec spec, String at, Checks checks) {
    String manager = spec.managedBy();
    if (manager == null || !checks.required(at, manager)) {
      return;
    }
    int slash = manager.indexOf('/');
    if (slash <= 0 || slash + 1 == manager.length()) {
      checks.invalid(at, manager, "must be a domain-prefixed path (such as \"acme.io/foo\")");
    } else {
      String domain = manager.substring(0, slash);
      checks.name(at, domain, Names.subdomain(domain));
      String path = manager.substring(slash + 1);
      if (!MANAGER_PATH.all(path)) {
        checks.invalid(
            at, path, "Invalid path (regex used for validation is '" + MANAGER_EXPRESSION + "')");
      }
    }
    if (manager.length() > MAX_MANAGER) {
      checks.add(FieldError.tooLong(at, MAX_MANAGER));
    }
  }

  private static boolean isIndexed(JobSpec spec) {
    return "Indexed".equals(spec.completionMode());
  }

  private static void indexes(JobSpec spec, String at, Checks checks) {
    String indexed = " when completion mode is Indexed";
    if (isIndexed(spec)) {
      if (spec.completions() == null) {
        checks.required(at + ".completions", null, "when completion mode is Indexed");
      }
      Integer parallelism = spec.parallelism();
      if (parallelism != null && parallelism > MOST_INDEXES) {
        checks.invalid(
            at + ".parallelism",
            parallelism,
            "must be less than or equal to " + MOST_INDEXES + indexed);
      }
      return;
    }
    if (spec.completionMode() != null && !spec.completionMode().equals("NonIndexed")) {
      return;
    }
    String why = "requires indexed completion mode";
    if (spec.backoffLimitPerIndex() != null) {
      checks.invalid(at + ".backoffLimitPerIndex", spec.backoffLimitPerIndex(), why);
    }
    if (spec.maxFailedIndexes() != null) {
      checks.invalid(at + ".maxFailedIndexes", spec.maxFailedIndexes(), why);
    }
  }

  private static void failure(PodFailurePolicyRule rule, JobSpec spec, String at, Checks checks) {
    String action = Parts.text(rule.action());
    if (action.isEmpty()) {
      checks.required(
          at + ".action", null, "valid values: [\"Count\" \"FailIndex\" \"FailJob\" \"Ignore\"]");
    } else {
      checks.memberOf(at + ".action", action, "Count", "FailIndex", "FailJob", "Ignore");
    }
    if (action.equals("FailIndex") && spec.backoffLimitPerIndex() == null) {
      checks.invalid(at + ".action", action, "requires the backoffLimitPerIndex to be set");
    }
    if (rule.hasOnExitCodes()) {
      exitCodes(rule, spec.template().spec(), at + ".onExitCodes", checks);
    }
    for (int i = 0; i < rule.onPodConditions().size(); i++) {
      var condition = rule.onPodConditions().get(i);
      String here = at + ".onPodConditions[" + i + "]";
      checks.name(here + ".type", condition.type(), Names.qualified(condition.type()));
      checks.memberOf(here + ".status", condition.status(), "False", "True", "Unknown");
    }
    boolean conditions = !rule.onPodConditions().isEmpty();
    if (rule.hasOnExitCodes() == conditions) {
      checks.add(
          FieldError.invalid(
              at,
              conditions
                  ? "specifying both OnExitCodes and OnPodConditions is not supported"
                  : "specifying one of OnExitCodes and OnPodConditions is required"));
    }
  }

  private static void exitCodes(PodFailurePolicyRule rule, PodSpec spec, String at, Checks checks) {
    var codes = rule.onExitCodes();
    if (checks.required(at + ".operator", codes.operator(), "valid values: [\"In\" \"NotIn\"]")) {
      checks.memberOf(at + ".operator", codes.operator(), "In", "NotIn");
    }
    String name = codes.containerName();
    if (name != null
        && spec.containers().stream().noneMatch(one -> one.name().equals(name))
        && spec.initContainers().stream().noneMatch(one -> one.name().equals(name))) {
      checks.invalid(
          at + ".containerName",
          name,
          "must be one of the container or initContainer names in the pod template");
    }
    List<Integer> values = codes.values();
    if (values.isEmpty()) {
      checks.invalid(at + ".values", values, "at least one value is required");
    }
    Set<Integer> seen = new HashSet<>();
    boolean ordered = true;
    for (int i = 0; i < values.size(); i++) {
      int value = values.get(i);
      String here = at + ".values[" + i + "]";
      if (codes.operator().equals("In") && value == 0) {
        checks.invalid(here, value, "must not be 0 for the In operator");
      }
      if (!seen.add(value)) {
        checks.duplicate(here, value);
      }
      ordered &= i == 0 || values.get(i - 1) <= value;
    }
    if (!ordered) {
      checks.invalid(at + ".values", values, "must be ordered");
    }
  }

  private static void success(JobSpec spec, String at, Checks checks) {
    if (!spec.hasSuccessPolicy()) {
      return;
    }
    var rules = spec.successPolicy().rules();
    if (!isIndexed(spec)) {
      checks.invalid(
          at,
          Map.of("Rules", rules.stream().map(Codec::toTree).toList()),
          "requires indexed completion mode");
      return;
    }
    checks.required(
        at + ".rules",
        rules,
        "at least one rules must be specified when the successPolicy is specified");
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).succeededCount() == null && rules.get(i).succeededIndexes() == null) {
        checks.required(
            at + ".rules[" + i + "]",
            null,
            "at least one of succeededCount or succeededIndexes must be specified");
      }
      IndexChecks.rule(rules.get(i), spec.completions(), at + ".rules[" + i + "]", checks);
    }
  }

  private static void restartPolicy(JobSpec spec, String at, Checks checks) {
    String policy = Parts.text(spec.template().spec().restartPolicy());
    switch (policy) {
      case "", "Always" -> checks.required(at, null, "valid values: \"OnFailure\", \"Never\"");
      case "OnFailure" -> {
        if (spec.hasPodFailurePolicy()) {
          checks.invalid(
              at, policy, "only \"Never\" is supported when podFailurePolicy is specified");
        }
      }
      default -> checks.memberOf(at, policy, "OnFailure", "Never");
    }
  }
}
