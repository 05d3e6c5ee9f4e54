package io.kybern.apiserver.rest;

import io.kybern.api.meta.v1.ObjectMeta;
import io.kybern.api.rbac.v1.ClusterRole;
import io.kybern.api.rbac.v1.ClusterRoleBinding;
import io.kybern.api.rbac.v1.PolicyRule;
import io.kybern.api.rbac.v1.Role;
import io.kybern.api.rbac.v1.RoleBinding;
import io.kybern.api.rbac.v1.RoleRef;
import io.kybern.apiserver.access.Attempt;
import io.kybern.apiserver.access.Rbac;
import io.kybern.apiserver.rest.ApiErrors.Target;
import io.kybern.apiserver.validation.Checks;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.apiserver.validation.RoleChecks;
import io.kybern.model.KubernetesObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Roles and bindings: nobody can grant, by writing one, what they may not do themselves, unless
 * they may {@code escalate} or {@code bind} the role.
 */
final class RoleRules extends KindRules {
  private static final List<PolicyRule> EVERYTHING =
      List.of(
          PolicyRule.builder().verbs("*").apiGroups("*").resources("*").build(),
          PolicyRule.builder().verbs("*").nonResourceURLs("*").build());

  RoleRules(Flags flags) {
    super(flags);
  }

  @Override
  KubernetesObject prepareCreate(KubernetesObject object, Context context) {
    checkEscalation(v1(object, context), null, context);
    return object;
  }

  @Override
  KubernetesObject prepareUpdate(KubernetesObject object, KubernetesObject old, Context context) {
    if (!onlyHeldBackDifferently(object, old)) {
      checkEscalation(v1(object, context), v1(old, context), context);
    }
    return object;
  }

  @Override
  void validate(KubernetesObject object, List<FieldError> errors) {
    RoleChecks.validate(object, new Checks(errors));
  }

  @Override
  void validateUpdate(KubernetesObject object, KubernetesObject old, List<FieldError> errors) {
    RoleChecks.validateUpdate(object, old, new Checks(errors));
  }

  private static KubernetesObject v1(KubernetesObject object, Context context) {
    return context.resources().get(StoredRoles.GROUP, "v1", plural(object.kind())).view(object);
  }

  private static String plural(String kind) {
    return switch (kind) {
      case "ClusterRole" -> "clusterroles";
      case "ClusterRoleBinding" -> "clusterrolebindings";
      case "Role" -> "roles";
      default -> "rolebindings";
    };
  }

  /** Whether two objects differ in nothing but what keeps an object from being deleted. */
  private static boolean onlyHeldBackDifferently(KubernetesObject object, KubernetesObject old) {
    ObjectMeta before = old.metadata();
    return object
        .withMetadata(
            object.metadata().toBuilder()
                .ownerReferences(before.ownerReferences())
                .finalizers(before.finalizers())
                .managedFields(before.managedFields())
                .build())
        .equals(old);
  }

  private static void checkEscalation(
      KubernetesObject object, @Nullable KubernetesObject old, Context context) {
    if (Rbac.isMaster(context.user())) {
      return;
    }
    if (object instanceof ClusterRole role) {
      if (!may("escalate", "clusterroles", "", role.name(), context)) {
        requireHeld(object, role.rules(), context);
        boolean aggregates = !role.aggregationRule().clusterRoleSelectors().isEmpty();
        boolean did =
            old instanceof ClusterRole was
                && !was.aggregationRule().clusterRoleSelectors().isEmpty();
        if ((aggregates || did)
            && context.resources().rbac().escalation(context.user(), "", EVERYTHING) != null) {
          throw ApiErrors.forbidden(
              target(object),
              object.name(),
              "must have cluster-admin privileges to use the aggregationRule");
        }
      }
    } else if (object instanceof Role role) {
      if (!may("escalate", "roles", role.namespace(), role.name(), context)) {
        requireHeld(object, role.rules(), context);
      }
    } else if (object instanceof ClusterRoleBinding binding) {
      checkBinding(object, binding.roleRef(), context);
    } else if (object instanceof RoleBinding binding) {
      checkBinding(object, binding.roleRef(), context);
    }
  }

  private static void checkBinding(KubernetesObject object, RoleRef ref, Context context) {
    String plural = ref.kind().equals("Role") ? "roles" : "clusterroles";
    if (may("bind", plural, object.namespace(), ref.name(), context)) {
      return;
    }
    List<PolicyRule> rules = context.resources().rbac().rules(ref, object.namespace());
    if (rules == null) {
      throw ApiErrors.notFound(target(object), ref.name());
    }
    requireHeld(object, rules, context);
  }

  private static boolean may(
      String verb, String plural, String namespace, String name, Context context) {
    return context
        .resources()
        .rbac()
        .decide(
            new Attempt(context.user(), verb, StoredRoles.GROUP, plural, "", namespace, name, ""))
        .allowed();
  }

  private static void requireHeld(
      KubernetesObject object, List<PolicyRule> rules, Context context) {
    String problem =
        context.resources().rbac().escalation(context.user(), object.namespace(), rules);
    if (problem != null) {
      throw ApiErrors.forbidden(target(object), object.name(), problem);
    }
  }

  private static Target target(KubernetesObject object) {
    return new Target(StoredRoles.GROUP, plural(object.kind()));
  }
}
