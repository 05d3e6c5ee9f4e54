package io.kybern.apiserver.rest;

import io.kybern.api.meta.v1.DeleteOptions;
import io.kybern.apiserver.rest.ApiErrors.Target;
import io.kybern.apiserver.validation.FieldError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options of a deletion, checked.
 *
 * @param graceSeconds how long the object may take to go, {@code null} for its own default
 * @param uid uid the object must have, {@code null} for any
 * @param resourceVersion resource version the object must have, {@code null} for any
 * @param policy {@code Orphan}, {@code Background} or {@code Foreground}; empty for the default
 * @param orphanSaid whether the deprecated flag for orphans was given, which changes the HTTP code
 * @param dryRun whether to do everything but delete
 */
record Deletion(
    @Nullable Long graceSeconds,
    @Nullable String uid,
    @Nullable String resourceVersion,
    String policy,
    boolean orphanSaid,
    boolean dryRun) {
  private static final Target KIND = new Target("meta.k8s.io", "DeleteOptions");
  private static final List<String> POLICIES = List.of("Foreground", "Background", "Orphan");

  /** A deletion by the server itself, of one object and no other of its name, with dependents. */
  static Deletion of(@Nullable String uid) {
    return new Deletion(null, uid, null, "Background", false, false);
  }

  /** Options from a query, for requests without a body. */
  static Deletion of(Query query) {
    DeleteOptions.Builder options = DeleteOptions.builder();
    Long grace = query.number("gracePeriodSeconds");
    if (grace != null) {
      options.gracePeriodSeconds(grace);
    }
    Boolean orphan = query.optionalFlag("orphanDependents");
    if (orphan != null) {
      options.orphanDependents(orphan);
    }
    if (query.has("propagationPolicy")) {
      options.propagationPolicy(query.text("propagationPolicy"));
    }
    return of(options.dryRun(query.all("dryRun")).build());
  }

  /**
   * @throws io.kybern.error.InvalidException if the options contradict each other
   */
  static Deletion of(DeleteOptions options) {
    List<FieldError> errors = new ArrayList<>();
    Boolean orphan = options.orphanDependents();
    String policy = options.propagationPolicy();
    if (policy != null) {
      if (orphan != null) {
        errors.add(
            FieldError.invalid(
                "propagationPolicy",
                policy,
                "orphanDependents and deletionPropagation cannot be both set"));
      }
      if (!POLICIES.contains(policy)) {
        errors.add(
            FieldError.notSupported(
                "propagationPolicy", policy, List.of("Foreground", "Background", "Orphan", "nil")));
      }
    }
    boolean dryRun = WriteOptions.dryRun(options.dryRun(), errors);
    if (!errors.isEmpty()) {
      throw ApiErrors.invalid(KIND, "", errors);
    }
    Long grace = options.gracePeriodSeconds();
    return new Deletion(
        grace != null && grace < 0 ? Long.valueOf(1) : grace,
        options.preconditions().uid(),
        options.preconditions().resourceVersion(),
        orphan != null ? (orphan ? "Orphan" : "Background") : policy == null ? "" : policy,
        Boolean.FALSE.equals(orphan),
        dryRun);
  }
}
