package io.kybern.client;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a create, an update or a patch is carried out. Immutable: every method returns a changed
 * copy. {@link #plain()} leaves everything to the server.
 */
public final class Write {
  /** What the server does about unknown and duplicate fields of the object. */
  public enum Validation {
    /** Nothing. */
    IGNORE("Ignore"),
    /** Says so in a warning; what servers do by default. */
    WARN("Warn"),
    /** Refuses the object. */
    STRICT("Strict");

    private final String wire;

    Validation(String wire) {
      this.wire = wire;
    }
  }

  private static final Write PLAIN = new Write(null, false, null);

  private final @Nullable String manager;
  private final boolean dryRun;
  private final @Nullable Validation validation;

  private Write(@Nullable String manager, boolean dryRun, @Nullable Validation validation) {
    this.manager = manager;
    this.dryRun = dryRun;
    this.validation = validation;
  }

  /** Leaves everything to the server; the field manager is derived from the user agent. */
  public static Write plain() {
    return PLAIN;
  }

  /** As this field manager. */
  public static Write as(String manager) {
    return PLAIN.manager(manager);
  }

  /** A write that goes through every check but is not stored. */
  public static Write dry() {
    return PLAIN.dryRun();
  }

  /** As this field manager, who owns the fields that are written. */
  public Write manager(String manager) {
    return new Write(Objects.requireNonNull(manager), dryRun, validation);
  }

  /** Goes through every check but is not stored. */
  public Write dryRun() {
    return new Write(manager, true, validation);
  }

  /** What the server does about unknown and duplicate fields. */
  public Write validation(Validation validation) {
    return new Write(manager, dryRun, Objects.requireNonNull(validation));
  }

  void to(QueryString query) {
    query.add("dryRun", dryRun ? "All" : null);
    query.add("fieldManager", manager);
    query.add("fieldValidation", validation == null ? null : validation.wire);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Write that
        && Objects.equals(manager, that.manager)
        && dryRun == that.dryRun
        && validation == that.validation;
  }

  @Override
  public int hashCode() {
    return Objects.hash(manager, dryRun, validation);
  }

  @Override
  public String toString() {
    QueryString query = new QueryString();
    to(query);
    return "Write[" + query + "]";
  }
}
