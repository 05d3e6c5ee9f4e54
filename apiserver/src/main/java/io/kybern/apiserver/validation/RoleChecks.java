package io.kybern.apiserver.validation;

import io.kybern.api.meta.v1.LabelSelector;
import io.kybern.apiserver.facts.Parts;
import io.kybern.model.KubernetesObject;
import io.kybern.model.Message;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What roles and bindings, in any version, must be like. */
public final class RoleChecks {
  private static final String GROUP = "rbac.authorization.k8s.io";

  private RoleChecks() {}

  public static void validate(KubernetesObject object, Checks checks) {
    if (Parts.get(object, "rules") instanceof List<?> rules) {
      for (int i = 0; i < rules.size(); i++) {
        rule((Message) rules.get(i), "rules[" + i + "]", object.kind().equals("Role"), checks);
      }
    }
    aggregation(object, checks);
    if (Parts.get(object, "rules") instanceof List<?> rules) {
      for (int i = 0; i < rules.size(); i++) {
        checks.required("rules[" + i + "].verbs", list((Message) rules.get(i), "verbs"));
      }
    }
    if (object.kind().endsWith("Binding")) {
      binding(object, checks);
    }
  }

  private static void aggregation(KubernetesObject object, Checks checks) {
    if (!(Parts.get(object, "aggregationRule") instanceof Message rule)) {
      return;
    }
    String at = "aggregationRule.clusterRoleSelectors";
    List<?> selectors = list(rule, "clusterRoleSelectors");
    checks.required(
        at, selectors, "at least one clusterRoleSelector required if aggregationRule is non-nil");
    for (int i = 0; i < selectors.size(); i++) {
      int before = checks.errors().size();
      String path = at + "[" + i + "]";
      if (selectors.get(i) instanceof LabelSelector selector) {
        SelectorChecks.labels(selector, path, checks);
      }
      if (checks.errors().size() > before) {
        checks.invalid(path, null, "invalid label selector.");
      }
    }
  }

  private static void rule(Message rule, String at, boolean inNamespace, Checks checks) {
    List<?> urls = list(rule, "nonResourceURLs");
    if (!urls.isEmpty()) {
      if (inNamespace) {
        checks.invalid(
            at + ".nonResourceURLs", urls, "namespaced rules cannot apply to non-resource URLs");
      }
      if (!list(rule, "apiGroups").isEmpty()
          || !list(rule, "resources").isEmpty()
          || !list(rule, "resourceNames").isEmpty()) {
        checks.invalid(
            at + ".nonResourceURLs",
            urls,
            "rules cannot apply to both regular resources and non-resource URLs");
      }
    } else {
      checks.required(
          at + ".apiGroups",
          list(rule, "apiGroups"),
          "resource rules must supply at least one api group");
      checks.required(
          at + ".resources",
          list(rule, "resources"),
          "resource rules must supply at least one resource");
    }
  }

  private static void binding(KubernetesObject object, Checks checks) {
    String group = Parts.text(Parts.get(object, "roleRef", "apiGroup"));
    if (!group.equals(GROUP)) {
      checks.add(FieldError.notSupported("roleRef.apiGroup", group, List.of(GROUP)));
    }
    String kind = Parts.text(Parts.get(object, "roleRef", "kind"));
    List<String> kinds =
        object.kind().equals("RoleBinding")
            ? List.of("Role", "ClusterRole")
            : List.of("ClusterRole");
    if (!kinds.contains(kind)) {
      checks.add(FieldError.notSupported("roleRef.kind", kind, kinds));
    }
    String name = Parts.text(Parts.get(object, "roleRef", "name"));
    if (!name.isEmpty()) {
      checks.name("roleRef.name", name, Names.pathSegment(name));
    }
    List<?> subjects = Parts.get(object, "subjects") instanceof List<?> list ? list : List.of();
    for (int i = 0; i < subjects.size(); i++) {
      subject((Message) subjects.get(i), object, "subjects[" + i + "]", checks);
    }
    for (int i = 0; i < subjects.size(); i++) {
      checks.required("subjects[" + i + "].name", value((Message) subjects.get(i), "name"));
    }
    checks.required("roleRef.name", name);
  }

  private static void subject(Message subject, KubernetesObject object, String at, Checks checks) {
    String kind = Parts.text(value(subject, "kind"));
    String name = Parts.text(value(subject, "name"));
    switch (kind) {
      case "ServiceAccount" -> {
        if (!name.isEmpty()) {
          checks.name(at + ".name", name, Names.subdomain(name));
        }
        if (object.kind().equals("ClusterRoleBinding")) {
          checks.required(at + ".namespace", value(subject, "namespace"));
        }
      }
      case "User", "Group" -> {
        String group = Parts.text(value(subject, "apiGroup"));
        if (!group.equals(GROUP)) {
          checks.add(FieldError.notSupported(at + ".apiGroup", group, List.of(GROUP)));
        }
      }
      default ->
          checks.add(
              FieldError.notSupported(
                  at + ".kind", kind, List.of("ServiceAccount", "User", "Group")));
    }
  }

  public static void validateUpdate(KubernetesObject object, KubernetesObject old, Checks checks) {
    if (object.kind().endsWith("Binding")
        && !Objects.equals(Parts.get(object, "roleRef"), Parts.get(old, "roleRef"))) {
      Map<String, Object> shown = new LinkedHashMap<>();
      shown.put("APIGroup", Parts.text(Parts.get(object, "roleRef", "apiGroup")));
      shown.put("Kind", Parts.text(Parts.get(object, "roleRef", "kind")));
      shown.put("Name", Parts.text(Parts.get(object, "roleRef", "name")));
      checks.invalid("roleRef", shown, Checks.IMMUTABLE);
    }
  }

  private static List<?> list(Message message, String field) {
    return value(message, field) instanceof List<?> list ? list : List.of();
  }

  private static @Nullable Object value(Message message, String name) {
    var field = message.messageType().field(name);
    return field == null ? null : message.messageType().get(message, field.index());
  }
}
