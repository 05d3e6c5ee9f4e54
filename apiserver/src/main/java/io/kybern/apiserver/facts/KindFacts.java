package io.kybern.apiserver.facts;

import java.util.Map;

/**
 * A message that travels with apiVersion and kind of its own.
 *
 * @param name name of the kind
 * @param attributes the words of its line; a flag has an empty value
 */
public record KindFacts(String name, Map<String, String> attributes) {
  /** Kind of its list, empty if there is none. */
  public String list() {
    return attributes.getOrDefault("list", "");
  }

  /** Kind of its items if it is a list, else empty. */
  public String item() {
    return attributes.getOrDefault("item", "");
  }

  /** The apiVersion it carries if that is not its group and version; {@code *} for any. */
  public String apiVersion() {
    return attributes.getOrDefault("apiVersion", "");
  }
}
