package io.kybern.apiserver.facts;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * That a kind should no longer be used.
 *
 * @param since the Kubernetes version since which, such as {@code 1.33}
 * @param removed the version that has it no more, empty if none is known
 * @param replacement group, version and kind to be used instead, parted by slashes, without group
 *     for the core group; empty if there is none
 */
public record Deprecation(String since, String removed, String replacement) {
  /** The deprecation that a line of the index tells of, {@code null} for none so far. */
  static @Nullable Deprecation of(Map<String, String> attributes) {
    String since = attributes.getOrDefault("deprecated", "");
    if (since.isEmpty() || minor(since) > ApiFacts.MINOR) {
      return null;
    }
    return new Deprecation(
        since, attributes.getOrDefault("removed", ""), attributes.getOrDefault("replacement", ""));
  }

  private static int minor(String version) {
    return Integer.parseInt(version.substring(version.indexOf('.') + 1));
  }

  /** What kube-apiserver warns users of the kind of. */
  public String warning(String apiVersion, String kind) {
    StringBuilder text = new StringBuilder(apiVersion).append(' ').append(kind);
    text.append(" is deprecated in v").append(since).append('+');
    if (!removed.isEmpty()) {
      text.append(", unavailable in v").append(removed).append('+');
    }
    int slash = replacement.lastIndexOf('/');
    if (slash >= 0) {
      text.append("; use ").append(replacement, 0, slash).append(' ');
      text.append(replacement, slash + 1, replacement.length());
    }
    return text.toString();
  }
}
