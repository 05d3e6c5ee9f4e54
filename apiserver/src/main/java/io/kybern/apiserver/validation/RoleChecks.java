package io.kybern.apiserver.validation;

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
    if (object.kind().endsWith("Binding")) {
      binding(object, checks);
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
    checks.required(at + ".verbs", list(rule, "verbs"));
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
    if (checks.required("roleRef.name", name)) {
      checks.name("roleRef.name", name, Names.pathSegment(name));
    }
    if (!(Parts.get(object, "subjects") instanceof List<?> subjects)) {
      return;
    }
    for (int i = 0; i < subjects.size(); i++) {
      subject((Message) subjects.get(i), object, "subjects[" + i + "]", checks);
    }
    for (int i = 0; i < subjects.size(); i++) {
      checks.required("subjects[" + i + "].name", value((Message) subjects.get(i), "name"));
    }
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
        // any name will do
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
