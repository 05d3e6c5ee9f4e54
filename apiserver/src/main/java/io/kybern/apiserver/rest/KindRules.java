package io.kybern.apiserver.rest;

import io.kybern.apiserver.ApiRequest.User;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.apiserver.validation.Names;
import io.kybern.model.KubernetesObject;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What Kubernetes does for one kind and not for others when its objects are written. The defaults
 * here are what most kinds do. Implementations are stateless.
 */
class KindRules {
  /** Which changes count as a new generation. */
  enum Generation {
    /** The kind has no generations. */
    NONE,
    /** Changes of {@code spec}. */
    SPEC,
    /** Changes of anything but metadata and status. */
    CONTENT
  }

  /**
   * What a rule may want to know.
   *
   * @param user who asks
   * @param now the server's time
   * @param resources all resources, for what depends on other objects
   * @param warnings takes what the client should know although the request succeeds
   */
  record Context(User user, Instant now, Resources resources, Consumer<String> warnings) {}

  private final Flags flags;

  KindRules(Flags flags) {
    this.flags = flags;
  }

  /** What becomes of the objects that an object owns, unless a deletion says otherwise. */
  enum Dependents {
    /** They are deleted too. */
    DELETED,
    /** They stay, and are owned no more: how the oldest kinds always were. */
    ORPHANED,
    /** Nobody cares, whatever a deletion says. */
    IGNORED
  }

  /**
   * The choices that need no code.
   *
   * @param names which names are valid
   * @param generation which changes count as a new generation
   * @param createOnUpdate whether a PUT may create the object
   * @param unconditionalUpdate whether a PUT may leave the resource version out
   * @param keepsStatus whether an object may be created with a status
   * @param dependents what becomes of what an object owns
   * @param protection the finalizer that every new object gets; empty for none
   */
  record Flags(
      Names.Rule names,
      Generation generation,
      boolean createOnUpdate,
      boolean unconditionalUpdate,
      boolean keepsStatus,
      Dependents dependents,
      String protection) {
    static final Flags DEFAULT =
        new Flags(
            Names.Rule.SUBDOMAIN, Generation.NONE, false, true, false, Dependents.DELETED, "");

    Flags names(Names.Rule rule) {
      return new Flags(
          rule,
          generation,
          createOnUpdate,
          unconditionalUpdate,
          keepsStatus,
          dependents,
          protection);
    }

    Flags generation(Generation rule) {
      return new Flags(
          names, rule, createOnUpdate, unconditionalUpdate, keepsStatus, dependents, protection);
    }

    Flags creatableByUpdate() {
      return new Flags(
          names, generation, true, unconditionalUpdate, keepsStatus, dependents, protection);
    }

    Flags conditional() {
      return new Flags(
          names, generation, createOnUpdate, false, keepsStatus, dependents, protection);
    }

    Flags keepingStatus() {
      return new Flags(
          names, generation, createOnUpdate, unconditionalUpdate, true, dependents, protection);
    }

    Flags dependents(Dependents fate) {
      return new Flags(
          names, generation, createOnUpdate, unconditionalUpdate, keepsStatus, fate, protection);
    }

    Flags protectedBy(String finalizer) {
      return new Flags(
          names,
          generation,
          createOnUpdate,
          unconditionalUpdate,
          keepsStatus,
          dependents,
          finalizer);
    }
  }

  final Flags flags() {
    return flags;
  }

  /** Completes an object that will be created. It has its name, namespace and uid; no status. */
  KubernetesObject prepareCreate(KubernetesObject object, Context context) {
    return object;
  }

  /** Completes an object that will replace another; it has the old one's status. */
  KubernetesObject prepareUpdate(KubernetesObject object, KubernetesObject old, Context context) {
    return object;
  }

  /**
   * What becomes of an object whose status was written: starts as the old one with the new status.
   */
  KubernetesObject prepareStatusUpdate(
      KubernetesObject object, KubernetesObject old, Context context) {
    return object;
  }

  /** Adds what is wrong with an object that will be created or replaced. */
  void validate(KubernetesObject object, List<FieldError> errors) {}

  /** Adds what is wrong with a new object and would be right in an old one. */
  void validateCreate(KubernetesObject object, List<FieldError> errors) {}

  /** Adds what is wrong with an object whose status was written. */
  void validateStatus(KubernetesObject object, List<FieldError> errors) {}

  /** Adds what may not change. */
  void validateUpdate(KubernetesObject object, KubernetesObject old, List<FieldError> errors) {}

  /**
   * How long a deletion of the object takes, {@code null} if the kind knows no such time.
   *
   * @param asked the seconds that were asked for, {@code null} for the object's own
   */
  @Nullable Long graceSeconds(KubernetesObject object, @Nullable Long asked) {
    return null;
  }
}
