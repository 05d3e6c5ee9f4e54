package io.kybern.apiserver.rest;

import io.kybern.apiserver.rest.ApiErrors.Target;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.error.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The options of a list or a watch, checked as kube-apiserver checks them.
 *
 * @param limit how many objects at most, 0 for all
 * @param token continue token, empty for the first page
 * @param resourceVersion as asked for; not checked
 * @param exact whether the list must be that of {@code resourceVersion}
 * @param sendInitialEvents whether a watch starts with all objects; {@code null} if not said
 * @param bookmarks whether a watch may send bookmarks
 * @param timeoutSeconds how long a watch goes on, {@code null} for the server's choice
 */
record ListOptions(
    long limit,
    String token,
    String resourceVersion,
    boolean exact,
    @Nullable Boolean sendInitialEvents,
    boolean bookmarks,
    @Nullable Long timeoutSeconds) {
  private static final Target KIND = new Target("meta.k8s.io", "ListOptions");
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  static ListOptions of(Query query, boolean watch) {
    String match = query.text("resourceVersionMatch");
    String resourceVersion = query.text("resourceVersion");
    String token = query.text("continue");
    Boolean initial = query.optionalFlag("sendInitialEvents");
    Long limit = query.number("limit");
    Long timeoutSeconds = query.number("timeoutSeconds");
    List<FieldError> errors = new ArrayList<>();
    if (watch) {
      checkWatch(errors, match, initial, token);
    } else {
      checkList(errors, match, resourceVersion, token, initial);
    }
    if (!errors.isEmpty()) {
      throw ApiErrors.invalid(KIND, "", errors);
    }
    // Where any state will do, the real one answers from its cache, which knows no limit.
    boolean anyState =
        resourceVersion.equals("0")
            && token.isEmpty()
            && (match.isEmpty() || match.equals("NotOlderThan"));
    long limitOrAll = limit == null || limit < 0 || anyState ? 0 : limit;
    // A limit with a resource version and no match is an exact list, as it was before there was a
    // match.
    boolean exact =
        match.equals("Exact")
            || (match.isEmpty()
                && limitOrAll > 0
                && !resourceVersion.isEmpty()
                && !resourceVersion.equals("0"));
    return new ListOptions(
        limitOrAll,
        token,
        resourceVersion,
        exact,
        initial,
        query.flag("allowWatchBookmarks"),
        timeoutSeconds);
  }

  private static void checkList(
      List<FieldError> errors,
      String match,
      String resourceVersion,
      String token,
      @Nullable Boolean initial) {
    if (!match.isEmpty()) {
      if (resourceVersion.isEmpty()) {
        errors.add(
            FieldError.forbidden(
                "resourceVersionMatch",
                "resourceVersionMatch is forbidden unless resourceVersion is provided"));
      }
      if (!token.isEmpty()) {
        errors.add(
            FieldError.forbidden(
                "resourceVersionMatch",
                "resourceVersionMatch is forbidden when continue is provided"));
      }
      if (!match.equals("Exact") && !match.equals("NotOlderThan")) {
        errors.add(
            FieldError.notSupported(
                "resourceVersionMatch", match, List.of("Exact", "NotOlderThan", "")));
      }
      if (match.equals("Exact") && resourceVersion.equals("0")) {
        errors.add(
            FieldError.forbidden(
                "resourceVersionMatch",
                "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
      }
    }
    if (initial != null) {
      errors.add(
          FieldError.forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list"));
    }
  }

  private static void checkWatch(
      List<FieldError> errors, String match, @Nullable Boolean initial, String token) {
    if (initial != null && !match.equals("NotOlderThan")) {
      errors.add(
          FieldError.forbidden(
              "resourceVersionMatch",
              "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan"));
    }
    if (!match.isEmpty()) {
      if (initial == null) {
        errors.add(
            FieldError.forbidden(
                "resourceVersionMatch",
                "resourceVersionMatch is forbidden for watch unless sendInitialEvents is"
                    + " provided"));
      }
      if (!match.equals("NotOlderThan")) {
        errors.add(FieldError.notSupported("resourceVersionMatch", match, List.of("NotOlderThan")));
      }
    }
    if (!token.isEmpty()) {
      errors.add(
          FieldError.forbidden(
              "resourceVersionMatch",
              "resourceVersionMatch is forbidden when continue is provided"));
    }
  }

  /**
   * The resource version as an unsigned number; 0 for an empty one.
   *
   * @param refuse makes the error to throw if it is no number
   */
  long revision(Function<String, ApiException> refuse) {
    return revision(resourceVersion, refuse);
  }

  /** A resource version as an unsigned number; 0 for an empty one. */
  static long revision(String text) {
    return revision(text, ApiErrors::badRequest);
  }

  /**
   * A resource version as an unsigned number; 0 for an empty one.
   *
   * @param refuse makes the error to throw if it is no number
   */
  static long revision(String text, Function<String, ApiException> refuse) {
    if (text.isEmpty()) {
      return 0;
    }
    try {
      if (text.charAt(0) != '+') {
        return Long.parseUnsignedLong(text);
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw refuse.apply(
        "resourceVersion: Invalid value: "
            + FieldError.quoted(text)
            + ": strconv.ParseUint: parsing "
            + FieldError.quoted(text)
            + (DIGITS.matcher(text).matches() ? ": value out of range" : ": invalid syntax"));
  }
}
