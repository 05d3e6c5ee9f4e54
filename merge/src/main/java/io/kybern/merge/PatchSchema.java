package io.kybern.merge;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a strategic merge patch has to know of the members of an object. */
interface PatchSchema {
  /** Objects of which nothing is known: objects in them are merged, lists replaced. */
  PatchSchema FREE = name -> Member.FREE;

  /** What is known of the member {@code name}; {@code null} if there is no such member. */
  @Nullable Member member(String name);

  /** How a member is patched. */
  enum Strategy {
    /** Objects are merged, lists replaced. */
    DEFAULT,
    /** Lists are merged. */
    MERGE,
    /** Objects are replaced. */
    REPLACE
  }

  /**
   * What is known of one member.
   *
   * @param strategy how it is patched
   * @param retainKeys whether a patch made for it lists the members that remain
   * @param mergeKey member that identifies the elements of a list of objects
   * @param content schema of the object, or of the objects in the list
   */
  record Member(
      Strategy strategy, boolean retainKeys, @Nullable String mergeKey, PatchSchema content) {
    static final Member FREE = new Member(Strategy.DEFAULT, false, null, name -> Member.FREE);

    /**
     * A member with the strategies as {@code x-kubernetes-patch-strategy} has them.
     *
     * @throws IllegalArgumentException if there is no such strategy
     */
    static Member of(List<String> strategies, @Nullable String mergeKey, PatchSchema content) {
      Strategy strategy = Strategy.DEFAULT;
      boolean retainKeys = false;
      for (String name : strategies) {
        switch (name) {
          case "merge" -> strategy = Strategy.MERGE;
          case "replace" -> strategy = Strategy.REPLACE;
          case "retainKeys" -> retainKeys = true;
          default -> throw new IllegalArgumentException("unknown patch strategy " + name);
        }
      }
      return new Member(strategy, retainKeys, mergeKey, content);
    }
  }

  /**
   * The member {@code name}.
   *
   * @throws PatchException if there is none
   */
  default Member require(String name) {
    Member member = member(name);
    if (member == null) {
      throw PatchException.malformed("the type of this object has no member " + name);
    }
    return member;
  }
}
