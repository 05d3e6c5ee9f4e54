package io.kybern.apiserver.facts;

import java.util.List;
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

  /**
   * All group-versions that a kind without one of its own is registered in, served or not; empty
   * for all other kinds.
   */
  public List<GroupVersion> registered() {
    return SchemaText.list(attributes.getOrDefault("groups", "")).stream()
        .map(KindFacts::groupVersion)
        .toList();
  }

  private static GroupVersion groupVersion(String text) {
    int slash = text.indexOf('/');
    String group = text.substring(0, slash);
    return new GroupVersion(group.equals("-") ? "" : group, text.substring(slash + 1));
  }
}
