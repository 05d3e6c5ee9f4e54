package io.kybern.client.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * As whom to act, with the server's permission. Immutable.
 *
 * @param user name of the user; not empty
 * @param uid uid of the user, empty for none
 * @param groups groups of the user
 * @param extra further attributes of the user
 */
public record Impersonation(
    String user, String uid, List<String> groups, Map<String, List<String>> extra) {
  /** Copies what can change. */
  public Impersonation {
    if (user.isEmpty()) {
      throw new IllegalArgumentException("the name of the user to act as is empty");
    }
    groups = List.copyOf(groups);
    Map<String, List<String>> copy = new LinkedHashMap<>();
    extra.forEach((name, values) -> copy.put(name, List.copyOf(values)));
    extra = java.util.Collections.unmodifiableMap(copy);
  }

  /** A user without more. */
  public static Impersonation of(String user) {
    return new Impersonation(user, "", List.of(), Map.of());
  }
}
