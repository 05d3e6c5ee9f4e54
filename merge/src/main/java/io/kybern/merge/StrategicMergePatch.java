package io.kybern.merge;

import io.kybern.merge.PatchException.Kind;
import io.kybern.model.MessageType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Kubernetes' strategic merge patch: a merge patch that also merges lists, by rules that the type
 * of the object gives. For built-in kinds only; objects of other kinds have no such rules.
 *
 * <p>Beyond members to merge and {@code null} to delete, a patch may hold {@code $patch: delete}
 * and {@code $patch: replace} in an object or an element of a list, {@code
 * $deleteFromPrimitiveList/name}, {@code $setElementOrder/name} and {@code $retainKeys}.
 *
 * <p>A member that the type does not know is merged only as far as no rules are needed: where both
 * sides have an object or a list for it, and differ, there is an exception.
 */
public final class StrategicMergePatch {
  private StrategicMergePatch() {}

  /**
   * {@code original} with {@code patch} merged in, as the API server does it. No directives are
   * left in the result.
   *
   * @param original an object, or {@code null} for an empty one
   * @param patch an object
   * @param type type of the object
   * @throws PatchException if the patch is malformed or does not fit the object
   */
  public static Map<String, @Nullable Object> apply(
      @Nullable Object original, @Nullable Object patch, MessageType<?> type) {
    return apply(original, patch, MessageSchema.of(type));
  }

  static Map<String, @Nullable Object> apply(
      @Nullable Object original, @Nullable Object patch, PatchSchema schema) {
    return new StrategicMerge(false)
        .objects(
            Trees.objectOrEmpty("the original", original),
            Trees.objectOrEmpty("a strategic merge patch", patch),
            schema);
  }

  /**
   * The patch that turns {@code original} into {@code modified}; empty if they are equal.
   *
   * @param original an object, or {@code null} for an empty one
   * @param modified an object, or {@code null} for an empty one
   * @param type type of both
   * @throws PatchException if one of them cannot be of that type
   */
  public static Map<String, @Nullable Object> createTwoWay(
      @Nullable Object original, @Nullable Object modified, MessageType<?> type) {
    return createTwoWay(original, modified, MessageSchema.of(type));
  }

  static Map<String, @Nullable Object> createTwoWay(
      @Nullable Object original, @Nullable Object modified, PatchSchema schema) {
    return new StrategicDiff(true, true, true)
        .objects(
            Trees.objectOrEmpty("the original", original),
            Trees.objectOrEmpty("the modified tree", modified),
            schema,
            false);
  }

  /**
   * The patch that brings what {@code modified} says into {@code current} and deletes what {@code
   * original} said and {@code modified} no longer says, as {@code kubectl apply} makes it. What
   * others have set in {@code current} stays.
   *
   * @param original what was applied last time; {@code null} for nothing
   * @param modified what is to be applied now
   * @param current what the server holds
   * @param type type of all three
   * @param overwrite whether to go on where {@code current} differs from {@code original} in
   *     something that {@code modified} changes
   * @throws PatchException if one of them cannot be of that type; {@link Kind#CONFLICT} if {@code
   *     overwrite} is false and there is such a difference
   */
  public static Map<String, @Nullable Object> createThreeWay(
      @Nullable Object original,
      @Nullable Object modified,
      @Nullable Object current,
      MessageType<?> type,
      boolean overwrite) {
    return createThreeWay(original, modified, current, MessageSchema.of(type), overwrite);
  }

  static Map<String, @Nullable Object> createThreeWay(
      @Nullable Object original,
      @Nullable Object modified,
      @Nullable Object current,
      PatchSchema schema,
      boolean overwrite) {
    Map<String, @Nullable Object> before = Trees.objectOrEmpty("the original", original);
    Map<String, @Nullable Object> after = Trees.objectOrEmpty("the modified tree", modified);
    Map<String, @Nullable Object> live = Trees.objectOrEmpty("the current tree", current);
    Map<String, @Nullable Object> changes =
        new StrategicDiff(true, false, true).objects(live, after, schema, false);
    Map<String, @Nullable Object> deletions =
        new StrategicDiff(false, true, true).objects(before, after, schema, false);
    Map<String, @Nullable Object> patch =
        new StrategicMerge(true).objects(deletions, changes, schema);
    if (!overwrite) {
      Map<String, @Nullable Object> foreign =
          new StrategicDiff(true, true, false).objects(before, live, schema, false);
      String conflict = StrategicConflicts.find(patch, foreign, schema);
      if (conflict != null) {
        throw PatchException.of(
            Kind.CONFLICT,
            "the patch and a change made by someone else since the last apply conflict at "
                + PatchException.shortened(conflict));
      }
    }
    return patch;
  }
}
