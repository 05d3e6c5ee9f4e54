package io.kybern.apiserver.validation;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Names of who signs certificates: a domain and a path below it, such as {@code example.com/a}. */
public final class SignerNames {
  private static final int MAX_DOMAIN = 253;
  private static final int MAX_DOTTED_PATH = 253;
  private static final int MAX_LABEL = 63;
  private static final int MAX = MAX_DOMAIN + 1 + MAX_LABEL + 1 + MAX_DOTTED_PATH;

  /** Each problem shows the whole part of the name, which may be as long as a request. */
  private static final int MAX_PROBLEMS = 16;

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
    labels(at, parts[1], parts[1].split("\\.", -1), Names::subdomain, checks);
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
    labels(at, domain, labels, Names::label, checks);
  }

  private static void labels(
      String at, String part, String[] labels, Function<String, List<String>> rule, Checks checks) {
    int most = checks.errors().size() + MAX_PROBLEMS;
    for (String label : labels) {
      for (String problem : rule.apply(label)) {
        checks.invalid(at, part, "validating label " + FieldError.quoted(label) + ": " + problem);
      }
      if (checks.errors().size() >= most) {
        return;
      }
    }
  }
}
