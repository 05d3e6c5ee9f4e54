package io.kybern.model.selector;

import io.kybern.model.CompactMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the fields of an object must be like: requirements that all have to be met, such as {@code
 * metadata.name=web,status.phase!=Running}. Which fields can be asked for is up to the server.
 * Immutable and safe for use by any thread; equal to another query with the same requirements.
 */
public final class FieldQuery {
  /**
   * One requirement.
   *
   * @param field path of the field such as {@code metadata.name}
   * @param negated whether the field must not have the value
   * @param value the value, not escaped
   */
  public record Requirement(String field, boolean negated, String value) {
    /**
     * Checks the field.
     *
     * @throws IllegalArgumentException if {@code field} could not be told from what follows it
     */
    public Requirement {
      Objects.requireNonNull(value, "value");
      boolean escaped = false;
      for (int i = 0; i < field.length(); i++) {
        char c = field.charAt(i);
        if (c == '=' || (c == ',' && !escaped)) {
          throw malformedField(field);
        }
        escaped = c == '\\' && !escaped;
      }
      if (field.endsWith("!") && !negated) {
        throw malformedField(field);
      }
    }

    private static IllegalArgumentException malformedField(String field) {
      return new IllegalArgumentException(
          "no field for a field selector: \"" + shortened(field) + '"');
    }

    /** Whether {@code fields} meets this requirement; see {@link FieldQuery#matches}. */
    public boolean matches(Function<String, @Nullable String> fields) {
      String actual = fields.apply(field);
      return value.equals(actual == null ? "" : actual) != negated;
    }

    /** The requirement as it is written in a query. */
    @Override
    public String toString() {
      StringBuilder text = new StringBuilder(field).append(negated ? "!=" : "=");
      for (int i = 0; i < value.length(); i++) {
        char c = value.charAt(i);
        if (c == '\\' || c == ',' || c == '=') {
          text.append('\\');
        }
        text.append(c);
      }
      return text.toString();
    }
  }

  private static final FieldQuery EVERYTHING = new FieldQuery(List.of());

  private final List<Requirement> requirements;

  private FieldQuery(List<Requirement> requirements) {
    this.requirements = requirements;
  }

  /** The query that any object meets. */
  public static FieldQuery everything() {
    return EVERYTHING;
  }

  /** All of {@code requirements}, in their order; without any, {@link #everything()}. */
  public static FieldQuery of(List<Requirement> requirements) {
    return requirements.isEmpty() ? EVERYTHING : new FieldQuery(List.copyOf(requirements));
  }

  /** One field that must have a value. */
  public static FieldQuery equal(String field, String value) {
    return of(List.of(new Requirement(field, false, value)));
  }

  /** One field that must not have a value. */
  public static FieldQuery notEqual(String field, String value) {
    return of(List.of(new Requirement(field, true, value)));
  }

  /**
   * The query that {@code text} stands for: requirements with commas between them, each of the form
   * {@code field=value}, {@code field==value} or {@code field!=value}. In a value, a backslash must
   * stand before every comma, equals sign and backslash, and nowhere else. Spaces count. An empty
   * text asks for everything.
   *
   * @throws IllegalArgumentException if it is anything else
   */
  public static FieldQuery parse(String text) {
    List<Requirement> requirements = new ArrayList<>();
    for (String term : terms(text)) {
      int at = term.indexOf('=');
      if (at < 0) {
        throw malformed(text, "no = or != in \"" + shortened(term) + '"');
      }
      boolean negated = at > 0 && term.charAt(at - 1) == '!';
      boolean doubled = !negated && term.startsWith("=", at + 1);
      String field = term.substring(0, negated ? at - 1 : at);
      String value = unescape(text, term.substring(doubled ? at + 2 : at + 1));
      if (!field.isEmpty() || !value.isEmpty()) {
        requirements.add(new Requirement(field, negated, value));
      }
    }
    return of(requirements);
  }

  /** The parts between the commas that no backslash precedes, sorted, without the empty ones. */
  private static List<String> terms(String text) {
    List<String> terms = new ArrayList<>();
    boolean escaped = false;
    int from = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || (text.charAt(i) == ',' && !escaped)) {
        if (i > from) {
          terms.add(text.substring(from, i));
        }
        from = i + 1;
        escaped = false;
      } else {
        escaped = text.charAt(i) == '\\' && !escaped;
      }
    }
    terms.sort(CompactMap.UTF8_ORDER);
    return terms;
  }

  private static String unescape(String text, String escaped) {
    StringBuilder value = new StringBuilder(escaped.length());
    for (int i = 0; i < escaped.length(); i++) {
      char c = escaped.charAt(i);
      if (c == ',' || c == '=') {
        throw malformed(text, "a backslash must stand before '" + c + "' in a value");
      }
      if (c == '\\') {
        i++;
        c = i < escaped.length() ? escaped.charAt(i) : ' ';
        if (c != '\\' && c != ',' && c != '=') {
          throw malformed(text, "a backslash may only stand before ',', '=' and '\\'");
        }
      }
      value.append(c);
    }
    return value.toString();
  }

  private static IllegalArgumentException malformed(String text, String problem) {
    return new IllegalArgumentException(
        "no field selector: \"" + shortened(text) + "\": " + problem);
  }

  private static String shortened(String text) {
    return text.length() > 300 ? text.substring(0, 300) + "…" : text;
  }

  /** The requirements; of a text that was read, sorted. */
  public List<Requirement> requirements() {
    return requirements;
  }

  /** Whether there is no requirement. */
  public boolean isEverything() {
    return requirements.isEmpty();
  }

  /** The query that asks for what this one and {@code other} ask for. */
  public FieldQuery and(FieldQuery other) {
    List<Requirement> both = new ArrayList<>(requirements);
    both.addAll(other.requirements);
    return of(both);
  }

  /**
   * Whether an object meets every requirement.
   *
   * @param fields gives the value of a field; {@code null} is the same as an empty one
   */
  public boolean matches(Function<String, @Nullable String> fields) {
    for (Requirement requirement : requirements) {
      if (!requirement.matches(fields)) {
        return false;
      }
    }
    return true;
  }

  /** The only value that {@code field} may have, if a requirement names it. */
  public Optional<String> requiredValue(String field) {
    for (Requirement requirement : requirements) {
      if (!requirement.negated() && requirement.field().equals(field)) {
        return Optional.of(requirement.value());
      }
    }
    return Optional.empty();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FieldQuery that && requirements.equals(that.requirements);
  }

  @Override
  public int hashCode() {
    return requirements.hashCode();
  }

  /** The text for a query; {@link #parse} turns it into a query with the same requirements. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Requirement requirement : requirements) {
      text.append(text.length() == 0 ? "" : ",").append(requirement);
    }
    return text.toString();
  }
}
