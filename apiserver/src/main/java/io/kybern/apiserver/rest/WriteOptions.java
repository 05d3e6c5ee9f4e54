package io.kybern.apiserver.rest;

import io.kybern.apiserver.rest.ApiErrors.Target;
import io.kybern.apiserver.validation.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The options of a create, update or patch.
 *
 * @param dryRun whether to do everything but store the result
 * @param validation what to do about fields the server does not know
 */
record WriteOptions(boolean dryRun, Validation validation) {
  /** What to do about unknown and duplicate fields. */
  enum Validation {
    /** Nothing. */
    IGNORE,
    /** Say so in a header; what happens unless the request says otherwise. */
    WARN,
    /** Refuse the request. */
    STRICT
  }

  /** For the server's own writes. */
  static final WriteOptions NONE = new WriteOptions(false, Validation.IGNORE);

  /**
   * @param kind what the options are called in errors, such as {@code CreateOptions}
   */
  static WriteOptions of(Query query, String kind) {
    List<FieldError> errors = new ArrayList<>();
    String manager = query.text("fieldManager");
    if (manager.length() > 128) {
      errors.add(FieldError.tooLong("fieldManager", 128));
    }
    for (int i = 0; i < manager.length(); i++) {
      int c = manager.charAt(i);
      if (Character.isISOControl(c)) {
        errors.add(
            FieldError.invalid(
                "fieldManager",
                manager,
                String.format(Locale.ROOT, "invalid character U+%04X (at position %d)", c, i)));
        break;
      }
    }
    boolean dryRun = dryRun(query.all("dryRun"), errors);
    Validation validation =
        switch (query.text("fieldValidation")) {
          case "", "Warn" -> Validation.WARN;
          case "Ignore" -> Validation.IGNORE;
          case "Strict" -> Validation.STRICT;
          default -> {
            errors.add(
                FieldError.notSupported(
                    "fieldValidation",
                    query.text("fieldValidation"),
                    List.of("", "Ignore", "Strict", "Warn")));
            yield Validation.WARN;
          }
        };
    if (kind.equals("PatchOptions") && query.has("force")) {
      errors.add(FieldError.forbidden("force", "may not be specified for non-apply patch"));
    }
    if (!errors.isEmpty()) {
      throw ApiErrors.invalid(new Target("meta.k8s.io", kind), "", errors);
    }
    return new WriteOptions(dryRun, validation);
  }

  /** Whether {@code values} ask for a dry run; anything but {@code All} is an error. */
  static boolean dryRun(List<String> values, List<FieldError> errors) {
    boolean dryRun = false;
    for (String value : values) {
      if (value.equals("All")) {
        dryRun = true;
      } else if (!value.isEmpty()) {
        errors.add(FieldError.notSupported("dryRun", values, List.of("All")));
        return true;
      }
    }
    return dryRun;
  }
}
