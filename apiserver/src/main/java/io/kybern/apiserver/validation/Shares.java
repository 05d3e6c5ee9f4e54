package io.kybern.apiserver.validation;

import io.kybern.model.IntOrString;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers of pods that may also be given as a share of all, such as {@code 25%}. */
final class Shares {
  private static final Pattern PERCENT = Pattern.compile("[0-9]+%");

  private Shares() {}

  /** A share that, if it is there, must be one; whether it is. */
  static boolean check(String path, @Nullable IntOrString value, Checks checks) {
    int before = checks.errors().size();
    if (value != null && value.isString()) {
      if (!PERCENT.matcher(value.stringValue()).matches()) {
        checks.invalid(
            path,
            value.stringValue(),
            "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%', "
                + " or '93%', regex used for validation is '[0-9]+%')");
      }
    } else if (value != null) {
      checks.notNegative(path, value.intValue());
    }
    return checks.errors().size() == before;
  }

  /** Adds that a share is of more than there is. */
  static void notMoreThanAll(String path, @Nullable IntOrString value, Checks checks) {
    if (value != null && percent(value) > 100) {
      checks.invalid(path, shown(value), "must not be greater than 100%");
    }
  }

  private static long percent(IntOrString value) {
    String text = value.stringValue();
    return value.isString() && PERCENT.matcher(text).matches() && text.length() < 18
        ? Long.parseLong(text.substring(0, text.length() - 1))
        : -1;
  }

  /** Whether it is there and is nothing. */
  static boolean isZero(@Nullable IntOrString value) {
    return value != null && (value.isString() ? percent(value) == 0 : value.intValue() == 0);
  }

  /** As messages show it. */
  static @Nullable Object shown(@Nullable IntOrString value) {
    return value == null
        ? null
        : value.isString() ? value.stringValue() : (Object) value.intValue();
  }
}
