package io.kybern.apiserver.access;

import io.kybern.api.meta.v1.LabelSelector;
import io.kybern.api.rbac.v1.ClusterRole;
import io.kybern.api.rbac.v1.ClusterRoleBinding;
import io.kybern.api.rbac.v1.PolicyRule;
import io.kybern.api.rbac.v1.Role;
import io.kybern.api.rbac.v1.RoleBinding;
import io.kybern.api.rbac.v1.RoleRef;
import io.kybern.api.rbac.v1.Subject;
import io.kybern.apiserver.ApiRequest.User;
import io.kybern.model.selector.LabelQuery;
import io.kybern.model.selector.LabelQuery.Requirement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides by roles and bindings who may do what. Reads them anew for every decision, so a change
 * counts from the next request on. Stateless but for its source; safe for use by any thread.
 */
public final class Rbac {
  /** Who is in this group may do everything, whatever the roles say. */
  public static final String MASTERS = "system:masters";

  private static final String GROUP = "rbac.authorization.k8s.io";

  private final RoleSource source;

  /**
   * @param source where roles and bindings are
   */
  public Rbac(RoleSource source) {
    this.source = source;
  }

  /** Whether a user is above all rules. */
  public static boolean isMaster(User user) {
    return user.groups().contains(MASTERS);
  }

  /** Whether somebody may do what they want. */
  public Decision decide(Attempt attempt) {
    if (isMaster(attempt.user())) {
      return Decision.ALLOWED;
    }
    String[] grant = new String[1];
    List<String> problems = new ArrayList<>();
    visit(
        attempt.user(),
        attempt.namespace(),
        problems,
        (rule, origin) -> {
          if (Rules.allows(rule, attempt)) {
            grant[0] = origin.get();
            return false;
          }
          return true;
        });
    if (grant[0] != null) {
      return new Decision(true, "RBAC: allowed by " + grant[0]);
    }
    return new Decision(false, problems.isEmpty() ? "" : "rbac: RBAC: " + joined(problems));
  }

  /**
   * What a user may do in a namespace, and the whole cluster.
   *
   * @param rules all rules that apply to the user
   * @param problem what made the rules incomplete, empty for nothing
   */
  public record Granted(List<PolicyRule> rules, String problem) {}

  /** All rules that apply to a user in a namespace; empty for those of the whole cluster only. */
  public Granted granted(User user, String namespace) {
    List<PolicyRule> rules = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    visit(user, namespace, problems, (rule, origin) -> rules.add(rule));
    return new Granted(rules, joined(problems));
  }

  /**
   * Why a user may not grant rules to others: who does not hold them cannot hand them out.
   *
   * @return {@code null} if the user may
   */
  public @Nullable String escalation(User user, String namespace, List<PolicyRule> rules) {
    Granted held = granted(user, namespace);
    List<PolicyRule> missing = Rules.missing(held.rules(), rules);
    if (missing.isEmpty()) {
      return null;
    }
    return "user \""
        + user.name()
        + "\" (groups="
        + Rules.quoted(user.groups())
        + ") is attempting to grant RBAC permissions not currently held:\n"
        + Rules.describe(missing)
        + (held.problem().isEmpty() ? "" : "; resolution errors: [" + held.problem() + "]");
  }

  /** The rules of the role that a binding names; {@code null} if there is no such role. */
  public @Nullable List<PolicyRule> rules(RoleRef ref, String namespace) {
    if (ref.kind().equals("Role")) {
      Role role = source.role(namespace, ref.name());
      return role == null ? null : role.rules();
    }
    ClusterRole role = source.clusterRole(ref.name());
    return role == null ? null : rules(role, new HashSet<>());
  }

  /** A role's own rules or, if it aggregates others, theirs. */
  private List<PolicyRule> rules(ClusterRole role, Set<String> seen) {
    List<LabelSelector> selectors = role.aggregationRule().clusterRoleSelectors();
    if (selectors.isEmpty() || !seen.add(role.name())) {
      return role.rules();
    }
    List<PolicyRule> all = new ArrayList<>();
    for (LabelSelector selector : selectors) {
      LabelQuery query = query(selector);
      for (ClusterRole other : source.clusterRoles()) {
        if (query.matches(other.labels()) && !seen.contains(other.name())) {
          for (PolicyRule rule : rules(other, new HashSet<>(seen))) {
            if (!all.contains(rule)) {
              all.add(rule);
            }
          }
        }
      }
    }
    return all;
  }

  private static LabelQuery query(LabelSelector selector) {
    List<Requirement> requirements = new ArrayList<>();
    selector
        .matchExpressions()
        .forEach(
            wanted ->
                requirements.add(
                    Requirement.ofExpression(wanted.key(), wanted.operator(), wanted.values())));
    return LabelQuery.of(selector.matchLabels(), requirements);
  }

  /** Where a rule comes from, as text when somebody asks. */
  private interface Origin {
    String get();
  }

  /** Looks at a rule; {@code false} to see no more. */
  private interface Visitor {
    boolean visit(PolicyRule rule, Origin origin);
  }

  private void visit(User user, String namespace, List<String> problems, Visitor visitor) {
    for (ClusterRoleBinding binding : source.clusterRoleBindings()) {
      Subject subject = subject(user, binding.subjects(), "");
      if (subject != null
          && !visit(
              binding.roleRef(),
              "",
              problems,
              visitor,
              () ->
                  "ClusterRoleBinding \""
                      + binding.name()
                      + "\" of "
                      + describe(binding.roleRef(), subject, ""))) {
        return;
      }
    }
    if (namespace.isEmpty()) {
      return;
    }
    for (RoleBinding binding : source.roleBindings(namespace)) {
      Subject subject = subject(user, binding.subjects(), namespace);
      if (subject != null
          && !visit(
              binding.roleRef(),
              namespace,
              problems,
              visitor,
              () ->
                  "RoleBinding \""
                      + binding.name()
                      + "/"
                      + namespace
                      + "\" of "
                      + describe(binding.roleRef(), subject, namespace))) {
        return;
      }
    }
  }

  private boolean visit(
      RoleRef ref, String namespace, List<String> problems, Visitor visitor, Origin origin) {
    List<PolicyRule> rules = rules(ref, namespace);
    if (rules == null) {
      problems.add(
          (ref.kind().equals("Role") ? "role." : "clusterrole.")
              + GROUP
              + " \""
              + ref.name()
              + "\" not found");
      return true;
    }
    for (PolicyRule rule : rules) {
      if (!visitor.visit(rule, origin)) {
        return false;
      }
    }
    return true;
  }

  private static String describe(RoleRef ref, Subject subject, String namespace) {
    String name = subject.name();
    if (subject.kind().equals("ServiceAccount")) {
      String own = subject.namespace();
      name += "/" + (own == null || own.isEmpty() ? namespace : own);
    }
    return ref.kind() + " \"" + ref.name() + "\" to " + subject.kind() + " \"" + name + "\"";
  }

  /** The first of a binding's subjects that is the user, or {@code null}. */
  private static @Nullable Subject subject(User user, List<Subject> subjects, String namespace) {
    for (Subject subject : subjects) {
      boolean applies =
          switch (subject.kind()) {
            case "User" -> user.name().equals(subject.name());
            case "Group" -> user.groups().contains(subject.name());
            case "ServiceAccount" -> isAccount(user, subject, namespace);
            default -> false;
          };
      if (applies) {
        return subject;
      }
    }
    return null;
  }

  private static boolean isAccount(User user, Subject subject, String namespace) {
    String own = subject.namespace();
    String where = own == null || own.isEmpty() ? namespace : own;
    return !where.isEmpty()
        && user.name().equals("system:serviceaccount:" + where + ":" + subject.name());
  }

  private static String joined(List<String> problems) {
    Set<String> distinct = new LinkedHashSet<>(problems);
    return distinct.size() < 2
        ? String.join("", distinct)
        : "[" + String.join(", ", distinct) + "]";
  }
}
