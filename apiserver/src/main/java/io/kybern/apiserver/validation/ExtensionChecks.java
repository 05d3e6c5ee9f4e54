package io.kybern.apiserver.validation;

import io.kybern.apiserver.facts.Parts;
import io.kybern.model.KubernetesObject;
import io.kybern.model.Message;
import io.kybern.model.wire.Codec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What must hold for objects that extend the server or tell it how to work. */
public final class ExtensionChecks {
  private ExtensionChecks() {}

  public static void runtimeClass(KubernetesObject object, Checks checks) {
    Object handler = Parts.get(object, "handler");
    if (checks.required("handler", handler)) {
      checks.name("handler", Parts.text(handler), Names.label(Parts.text(handler)));
    }
  }

  public static void runtimeClassUpdate(
      KubernetesObject object, KubernetesObject old, Checks checks) {
    checks.unchangedUnshown(object, old, "handler");
  }

  public static void webhooks(KubernetesObject object, Checks checks) {
    if (!(Parts.get(object, "webhooks") instanceof List<?> webhooks)) {
      return;
    }
    for (int i = 0; i < webhooks.size(); i++) {
      Message webhook = (Message) webhooks.get(i);
      String at = "webhooks[" + i + "]";
      String name = Parts.text(value(webhook, "name"));
      checks.name(at + ".name", name, Names.subdomain(name));
      if (name.split("\\.").length < 3) {
        checks.invalid(
            at + ".name",
            name,
            "should be a domain with at least three segments separated by dots");
      }
      checks.required(
          at + ".sideEffects",
          value(webhook, "sideEffects"),
          "must specify one of None, NoneOnDryRun");
      Object config = value(webhook, "clientConfig");
      if (!(config instanceof Message client)
          || (value(client, "url") == null) == (value(client, "service") == null)) {
        checks.required(at + ".clientConfig", null, "exactly one of url or service is required");
      }
      checks.required(
          at + ".admissionReviewVersions",
          value(webhook, "admissionReviewVersions"),
          "must specify one of v1, v1beta1");
    }
  }

  private static @Nullable Object value(Message message, String name) {
    var field = message.messageType().field(name);
    return field == null ? null : message.messageType().get(message, field.index());
  }

  public static void flowSchema(KubernetesObject object, Checks checks) {
    checks.required(
        "spec.priorityLevelConfiguration.name",
        Parts.get(object, "spec", "priorityLevelConfiguration", "name"),
        "must reference a priority level");
  }

  public static void definition(KubernetesObject object, Checks checks) {
    String group = Parts.text(Parts.get(object, "spec", "group"));
    String plural = Parts.text(Parts.get(object, "spec", "names", "plural"));
    Object versions = Parts.get(object, "spec", "versions");
    if (!object.name().equals(plural + "." + group)) {
      checks.invalid("metadata.name", object.name(), "must be spec.names.plural+\".\"+spec.group");
    }
    checks.required("spec.group", group);
    checks.required("spec.scope", Parts.get(object, "spec", "scope"));
    long stored =
        versions instanceof List<?> list
            ? list.stream()
                .filter(version -> Boolean.TRUE.equals(value((Message) version, "storage")))
                .count()
            : 0;
    if (stored != 1) {
      checks.invalid(
          "spec.versions",
          versions instanceof List<?> list && !list.isEmpty()
              ? list.stream().map(v -> Codec.toTree((Message) v)).toList()
              : null,
          "must have exactly one version marked as storage version");
    }
    checks.required("spec.names.plural", plural);
    checks.required("spec.names.singular", name(object, "singular", true));
    checks.required("spec.names.kind", name(object, "kind", false));
    checks.required("spec.names.listKind", name(object, "listKind", true));
    if (stored != 1) {
      checks.invalid("status.storedVersions", null, "must have at least one stored version");
    }
  }

  /** A name that the server would derive from the kind if it is not there. */
  private static Object name(KubernetesObject object, String field, boolean derived) {
    String text = Parts.text(Parts.get(object, "spec", "names", field));
    return derived && text.isEmpty()
        ? Parts.text(Parts.get(object, "spec", "names", "kind"))
        : text;
  }

  public static void event(KubernetesObject object, Checks checks) {
    String about = Parts.text(Parts.get(object, "involvedObject", "namespace"));
    String own = object.namespace();
    boolean fits = about.isEmpty() ? own.equals("default") : about.equals(own);
    if (!fits) {
      checks.invalid("involvedObject.namespace", about, "does not match event.namespace");
    }
  }
}
