package io.kybern.apiserver.rest;

import io.kybern.api.meta.v1.ObjectMeta;
import io.kybern.apiserver.facts.Parts;
import io.kybern.model.Field;
import io.kybern.model.KubernetesObject;
import io.kybern.model.Message;
import io.kybern.model.MessageType;
import io.kybern.model.Unstructured;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** When an update makes a new generation. */
final class Generations {
  private Generations() {}

  /** {@code object}, with the next generation if it differs from {@code old} in what counts. */
  static KubernetesObject advance(
      Resource resource, KubernetesObject object, KubernetesObject old) {
    boolean changed =
        switch (resource.rules().flags().generation()) {
          case NONE -> false;
          case SPEC -> differs(object, old, "spec") || annotationsCount(resource, object, old);
          case CONTENT -> contentDiffers(object, old);
        };
    return changed ? object.withMetadata(next(object.metadata())) : object;
  }

  /** The metadata of the next generation; the same if the object has no generations. */
  static ObjectMeta next(ObjectMeta metadata) {
    Long generation = metadata.generation();
    return metadata.toBuilder().generation(generation == null ? 1 : generation + 1).build();
  }

  /** A deployment's annotations go to its replica sets, so they count as well. */
  private static boolean annotationsCount(
      Resource resource, KubernetesObject object, KubernetesObject old) {
    return resource.served().plural().equals("deployments")
        && !object.annotations().equals(old.annotations());
  }

  private static boolean differs(KubernetesObject object, KubernetesObject old, String part) {
    return !Parts.same(Parts.get(object, part), Parts.get(old, part));
  }

  private static boolean contentDiffers(KubernetesObject object, KubernetesObject old) {
    if (object instanceof Message one && old instanceof Message other) {
      MessageType<?> type = one.messageType();
      for (Field field : type.fields()) {
        if (isContent(field.name())
            && !Parts.same(type.get(one, field.index()), type.get(other, field.index()))) {
          return true;
        }
      }
      return false;
    }
    Set<String> names = new HashSet<>(((Unstructured) object).content().keySet());
    names.addAll(((Unstructured) old).content().keySet());
    for (String name : names) {
      if (isContent(name)
          && !Objects.equals(
              ((Unstructured) object).content().get(name),
              ((Unstructured) old).content().get(name))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isContent(String field) {
    return !field.equals("metadata")
        && !field.equals("status")
        && !field.equals("apiVersion")
        && !field.equals("kind");
  }
}
