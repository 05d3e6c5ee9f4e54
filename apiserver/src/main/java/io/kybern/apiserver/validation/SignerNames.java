package io.kybern.apiserver.validation;

import org.jspecify.annotations.Nullable;

/** Names of who signs certificates: a domain and a path below it, such as {@code example.com/a}. */
public final class SignerNames {
  private static final int MAX_DOMAIN = 253;
  private static final int MAX_DOTTED_PATH = 253;
  private static final int MAX_LABEL = 63;
  private static final int MAX = MAX_DOMAIN + 1 + MAX_LABEL + 1 + MAX_DOTTED_PATH;

  private SignerNames() {}

  /** Adds what is wrong with a name. */
  public static void check(String at, @Nullable String name, Checks checks) {
    if (!checks.required(at, name) || name == null) {
      return;
    }
    String[] parts = name.split("/", -1);
    if (parts.length != 2) {
      checks.invalid(
          at,
          name,
          "must be a fully qualified domain and path of the form 'example.com/signer-name'");
      return;
    }
    domain(at, parts[0], checks);
    for (String label : parts[1].split("\\.", -1)) {
      Names.subdomain(label)
          .forEach(problem -> checks.invalid(at, parts[1], ofLabel(label, problem)));
    }
    if (name.length() > MAX) {
      checks.add(FieldError.tooLong(at, MAX));
    }
  }

  private static void domain(String at, String domain, Checks checks) {
    if (domain.length() > MAX_DOMAIN) {
      checks.add(FieldError.tooLong(at, MAX_DOMAIN));
    }
    String[] labels = domain.split("\\.", -1);
    if (labels.length < 2) {
      checks.invalid(at, domain, "should be a domain with at least two segments separated by dots");
      return;
    }
    for (String label : labels) {
      Names.label(label).forEach(problem -> checks.invalid(at, domain, ofLabel(label, problem)));
    }
  }

  private static String ofLabel(String label, String problem) {
    return "validating label " + FieldError.quoted(label) + ": " + problem;
  }
}
