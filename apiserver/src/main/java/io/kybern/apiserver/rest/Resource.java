package io.kybern.apiserver.rest;

import io.kybern.api.Kinds;
import io.kybern.apiserver.facts.ServedResource;
import io.kybern.apiserver.rest.ApiErrors.Target;
import io.kybern.apiserver.storage.Keyspace;
import io.kybern.model.KubernetesObject;
import io.kybern.model.MessageType;
import io.kybern.model.ObjectType;
import io.kybern.model.Unstructured;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A served resource in one version: its facts, its rules and where its objects are kept. Immutable.
 */
final class Resource {
  private final ServedResource served;
  private final ObjectType<? extends KubernetesObject> type;
  private final Keyspace keyspace;
  private final KindRules rules;
  private final SelectableFields selectable;
  private final Target target;
  private final Target kindTarget;

  Resource(ServedResource served, Keyspace keyspace, KindRules rules) {
    this.served = served;
    this.type = type(served.apiVersion(), served.kind());
    this.keyspace = keyspace;
    this.rules = rules;
    this.selectable = SelectableFields.of(served.group(), served.version(), served.plural());
    this.target = new Target(served.group(), served.plural());
    this.kindTarget = new Target(served.group(), served.kind());
  }

  @SuppressWarnings("unchecked")
  private static ObjectType<? extends KubernetesObject> type(String apiVersion, String kind) {
    MessageType<?> known = Kinds.find(apiVersion, kind);
    return known == null
        ? Unstructured.type(apiVersion, kind)
        : (ObjectType<? extends KubernetesObject>) (ObjectType<?>) known;
  }

  /**
   * Under which name the objects of a resource are kept: one for all its versions. The two groups
   * of events are one resource.
   */
  static String storageName(String group, String plural) {
    return group.isEmpty() || (group.equals("events.k8s.io") && plural.equals("events"))
        ? plural
        : plural + "." + group;
  }

  ServedResource served() {
    return served;
  }

  /** What the objects are in Java. */
  ObjectType<? extends KubernetesObject> type() {
    return type;
  }

  /** The description of the generated class, or {@code null} for {@link Unstructured}. */
  @Nullable MessageType<?> messageType() {
    return type instanceof MessageType<?> message ? message : null;
  }

  /** An object that says what it is and nothing else. */
  KubernetesObject emptyObject() {
    MessageType<?> message = messageType();
    return message == null
        ? Unstructured.of(Map.of("apiVersion", apiVersion(), "kind", kind()))
        : (KubernetesObject) message.empty();
  }

  Keyspace keyspace() {
    return keyspace;
  }

  KindRules rules() {
    return rules;
  }

  SelectableFields selectable() {
    return selectable;
  }

  boolean namespaced() {
    return served.namespaced();
  }

  String apiVersion() {
    return served.apiVersion();
  }

  String kind() {
    return served.kind();
  }

  /** Kind of its lists. */
  String listKind() {
    return served.kind() + "List";
  }

  /** Whether status has a subresource of its own, so that other writes do not change it. */
  boolean hasStatus() {
    return served.subresource("status").isPresent();
  }

  /** Group and resource, for errors. */
  Target target() {
    return target;
  }

  /** Group and kind, for errors about invalid objects. */
  Target kindTarget() {
    return kindTarget;
  }

  /** What stands for the resource in the keys that kube-apiserver shows in messages. */
  String registryName() {
    return served.plural();
  }

  /** The key of an object of this resource. */
  String key(String namespace, String name) {
    return Keyspace.key(namespaced() ? namespace : "", name);
  }

  /** A stored object in this version. */
  KubernetesObject view(KubernetesObject stored) {
    return Versions.convert(stored, this);
  }

  @Override
  public String toString() {
    return apiVersion() + "/" + served.plural();
  }
}
