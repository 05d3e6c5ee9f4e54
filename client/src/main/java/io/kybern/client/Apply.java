package io.kybern.client;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a server-side apply is carried out: the manager owns what it applied, and fields that another
 * manager owns with another value are a conflict. Immutable: every method returns a changed copy.
 */
public final class Apply {
  private final Write write;
  private final boolean force;

  private Apply(Write write, boolean force) {
    this.write = write;
    this.force = force;
  }

  /**
   * As this field manager.
   *
   * @throws IllegalArgumentException if the name is empty
   */
  public static Apply as(String manager) {
    if (manager.isEmpty()) {
      throw new IllegalArgumentException("an apply needs the name of its field manager");
    }
    return new Apply(Write.as(manager), false);
  }

  /** Takes over the fields of which others hold another value. */
  public Apply force() {
    return new Apply(write, true);
  }

  /** Goes through every check but is not stored. */
  public Apply dryRun() {
    return new Apply(write.dryRun(), force);
  }

  /** What the server does about unknown and duplicate fields. */
  public Apply validation(Write.Validation validation) {
    return new Apply(write.validation(validation), force);
  }

  void to(QueryString query) {
    write.to(query);
    query.add("force", force ? "true" : null);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Apply that && write.equals(that.write) && force == that.force;
  }

  @Override
  public int hashCode() {
    return Objects.hash(write, force);
  }

  @Override
  public String toString() {
    QueryString query = new QueryString();
    to(query);
    return "Apply[" + query + "]";
  }
}
