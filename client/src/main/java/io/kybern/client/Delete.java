package io.kybern.client;

import io.kybern.api.meta.v1.DeleteOptions;
import io.kybern.model.KubernetesObject;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How objects are deleted. Immutable: every method returns a changed copy. {@link #plain()} leaves
 * everything to the server.
 */
public final class Delete {
  private static final Delete PLAIN = new Delete(DeleteOptions.TYPE.empty());

  private final DeleteOptions options;

  private Delete(DeleteOptions options) {
    this.options = options;
  }

  /** The server's defaults for the kind. */
  public static Delete plain() {
    return PLAIN;
  }

  /** Dependents are deleted after the object, in the background. */
  public static Delete background() {
    return PLAIN.propagation("Background");
  }

  /** Dependents are deleted first; the object stays visible until they are gone. */
  public static Delete foreground() {
    return PLAIN.propagation("Foreground");
  }

  /** Dependents stay and lose their owner. */
  public static Delete orphan() {
    return PLAIN.propagation("Orphan");
  }

  /** What these options say. */
  public static Delete of(DeleteOptions options) {
    return new Delete(options);
  }

  private Delete propagation(String policy) {
    return new Delete(options.toBuilder().propagationPolicy(policy).build());
  }

  /** How long the object has to end well, in whole seconds; zero ends it at once. */
  public Delete grace(Duration period) {
    if (period.isNegative()) {
      throw new IllegalArgumentException("grace period " + period + " is negative");
    }
    return new Delete(options.toBuilder().gracePeriodSeconds(ListQuery.seconds(period)).build());
  }

  /** Only if the object still has this uid; otherwise a conflict. */
  public Delete ifUid(String uid) {
    return new Delete(options.toBuilder().preconditions(p -> p.uid(uid)).build());
  }

  /** Only if the object is still at this resource version; otherwise a conflict. */
  public Delete ifVersion(String resourceVersion) {
    return new Delete(
        options.toBuilder().preconditions(p -> p.resourceVersion(resourceVersion)).build());
  }

  /** Only if the object is still exactly {@code object}: same uid, same resource version. */
  public Delete ifUnchanged(KubernetesObject object) {
    return new Delete(
        options.toBuilder()
            .preconditions(p -> p.uid(object.uid()).resourceVersion(object.resourceVersion()))
            .build());
  }

  /** Goes through every check but deletes nothing. */
  public Delete dryRun() {
    return new Delete(options.toBuilder().dryRun("All").build());
  }

  DeleteOptions options() {
    return options;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Delete that && options.equals(that.options);
  }

  @Override
  public int hashCode() {
    return options.hashCode();
  }

  @Override
  public String toString() {
    return "Delete[" + options + "]";
  }
}
