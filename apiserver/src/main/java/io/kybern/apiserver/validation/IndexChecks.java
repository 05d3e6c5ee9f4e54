package io.kybern.apiserver.validation;

import io.kybern.api.batch.v1.SuccessPolicyRule;
import org.jspecify.annotations.Nullable;

/** Lists of indexes of a job, such as {@code 0-4,7}. */
final class IndexChecks {
  /** Says why a list cannot be read. */
  private static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;
    private final String problem;

    Unreadable(String problem) {
      super(problem, null, false, false);
      this.problem = problem;
    }
  }

  private IndexChecks() {}

  static void rule(
      SuccessPolicyRule rule, @Nullable Integer completions, String at, Checks checks) {
    int all = completions == null ? 0 : completions;
    Integer count = rule.succeededCount();
    String indexes = rule.succeededIndexes();
    int named = 0;
    if (indexes != null) {
      try {
        named = count(indexes, all);
      } catch (Unreadable e) {
        checks.invalid(
            at + ".succeededIndexes", indexes, "error parsing succeededIndexes: " + e.problem);
      }
    }
    if (count == null) {
      return;
    }
    checks.notNegative(at + ".succeededCount", count);
    if (count > all) {
      checks.invalid(
          at + ".succeededCount",
          count,
          "must be less than or equal to " + all + " (the number of specified completions)");
    }
    if (indexes != null && count > named) {
      checks.invalid(
          at + ".succeededCount",
          count,
          "must be less than or equal to "
              + named
              + " (the number of indexes in the specified succeededIndexes field)");
    }
  }

  private static int count(String indexes, int completions) throws Unreadable {
    if (indexes.isEmpty()) {
      return 0;
    }
    int total = 0;
    int previous = -1;
    for (String interval : indexes.split(",", -1)) {
      String[] ends = interval.split("-", -1);
      if (ends.length > 2) {
        throw new Unreadable(
            "the fragment "
                + FieldError.quoted(interval)
                + " violates the requirement that an index interval can have at most two parts"
                + " separated by '-'");
      }
      int first = index(ends[0], completions, previous);
      int last = ends.length == 2 ? index(ends[1], completions, first) : first;
      total += last - first + 1;
      previous = last;
    }
    return total;
  }

  private static int index(String text, int completions, int previous) throws Unreadable {
    if (!text.matches("[0-9]{1,9}")) {
      throw new Unreadable(
          "cannot convert string to integer for index: " + FieldError.quoted(text));
    }
    int index = Integer.parseInt(text);
    if (index >= completions) {
      throw new Unreadable("too large index: " + FieldError.quoted(text));
    }
    if (index <= previous) {
      throw new Unreadable("non-increasing order, previous: " + previous + ", current: " + index);
    }
    return index;
  }
}
