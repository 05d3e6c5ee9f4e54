package io.kybern.cli;

import io.kybern.api.Kinds;
import io.kybern.client.Kubernetes;
import io.kybern.client.Patch;
import io.kybern.client.Resources;
import io.kybern.client.Write;
import io.kybern.error.ConflictException;
import io.kybern.error.DecodeException;
import io.kybern.merge.MergePatch;
import io.kybern.merge.PatchException;
import io.kybern.merge.StrategicMergePatch;
import io.kybern.model.MessageType;
import io.kybern.model.Unstructured;
import io.kybern.model.wire.Codec;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Applies objects as kubectl does on its own side: compares what was applied last, what is to be
 * applied and what the server has, and sends the difference as a patch.
 */
final class ClientSideApply {
  /** How often a patch is made anew because somebody else wrote the object at the same time. */
  private static final int ATTEMPTS = 5;

  /**
   * What became of an object.
   *
   * @param what in the words of kubectl
   * @param object as the server has it now
   */
  record Applied(String what, Unstructured object) {}

  private final Console console;
  private final Kubernetes k8s;
  private final Write write;
  private final boolean send;

  /**
   * @param write how objects are created and changed
   * @param send whether anything is sent; otherwise only what would be done is found out
   */
  ClientSideApply(Console console, Kubernetes k8s, Write write, boolean send) {
    this.console = console;
    this.k8s = k8s;
    this.write = write;
    this.send = send;
  }

  /**
   * Makes the object of {@code item} what it says.
   *
   * @throws io.kybern.error.ApiException if the server refuses
   * @throws Failure if there is no patch that would do it
   */
  Applied apply(Plan.Item item) {
    Unstructured modified = LastApplied.annotated(item.object());
    Resources<Unstructured> resources = item.wanted().on(k8s);
    for (int attempt = 1; ; attempt++) {
      Optional<Unstructured> current = resources.find(item.manifest().name());
      if (current.isEmpty()) {
        return new Applied("created", send ? resources.create(modified, write) : modified);
      }
      Map<String, @Nullable Object> patch = patch(item, modified, current.get());
      if (patch.isEmpty()) {
        return new Applied("unchanged", current.get());
      }
      if (!send) {
        return new Applied("configured", current.get());
      }
      try {
        Patch sent = type(modified) == null ? Patch.merge(patch) : Patch.strategic(patch);
        return new Applied("configured", resources.patch(item.manifest().name(), sent, write));
      } catch (ConflictException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static @Nullable MessageType<?> type(Unstructured object) {
    return Kinds.find(object.apiVersion(), object.kind());
  }

  private Map<String, @Nullable Object> patch(
      Plan.Item item, Unstructured modified, Unstructured current) {
    MessageType<?> type = type(modified);
    try {
      Object original = original(item, current);
      return type == null
          ? MergePatch.createThreeWay(original, modified.content(), current.content())
          : StrategicMergePatch.createThreeWay(
              original, modified.content(), current.content(), type, true);
    } catch (DecodeException e) {
      throw new Failure(
          item.manifest().where()
              + ": the annotation "
              + LastApplied.ANNOTATION
              + " of the object on the server is malformed: "
              + e.getMessage(),
          e);
    } catch (PatchException e) {
      throw new Failure(item.manifest().where() + ": " + e.getMessage(), e);
    }
  }

  private @Nullable Object original(Plan.Item item, Unstructured current) {
    Optional<byte[]> original = LastApplied.of(current);
    if (original.isEmpty()) {
      console.message(
          "Warning: resource "
              + item.wanted().resource().plural()
              + "/"
              + item.manifest().name()
              + " is missing the "
              + LastApplied.ANNOTATION
              + " annotation which is required by apply. Apply should only be used on resources"
              + " created declaratively by either create --save-config or apply. The missing"
              + " annotation will be patched automatically.");
      return null;
    }
    return Codec.jsonToTree(original.get());
  }
}
