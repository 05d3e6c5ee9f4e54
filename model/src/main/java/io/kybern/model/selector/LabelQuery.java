package io.kybern.model.selector;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a set of labels must be like: requirements that all have to be met, such as {@code
 * app=web,tier in (a,b),!legacy}. Immutable and safe for use by any thread; equal to another query
 * with the same requirements.
 *
 * <p>This is the form that list, watch and delete requests carry. The selector that objects such as
 * a Deployment hold becomes a query through {@link #of(Map, List)}.
 */
public final class LabelQuery {
  /** How the value of a label relates to the values of a requirement. */
  public enum Operator {
    /** The label is there and has the one value. */
    EQUALS,
    /** The same as {@link #EQUALS}, written {@code ==}. */
    DOUBLE_EQUALS,
    /** The label is absent or has another value. */
    NOT_EQUALS,
    /** The label is there and has one of the values. */
    IN,
    /** The label is absent or has none of the values. */
    NOT_IN,
    /** The label is there. */
    EXISTS,
    /** The label is absent. */
    DOES_NOT_EXIST,
    /** The label is there and is, like the one value, a 64-bit integer, and the greater one. */
    GREATER_THAN,
    /** The label is there and is, like the one value, a 64-bit integer, and the smaller one. */
    LESS_THAN
  }

  /**
   * One requirement.
   *
   * @param key name of the label, with or without a prefix such as {@code example.com/}
   * @param operator how the label's value relates to {@code values}
   * @param values at least one for {@code IN} and {@code NOT_IN}, none for {@code EXISTS} and
   *     {@code DOES_NOT_EXIST}, otherwise exactly one; sorted, each once
   */
  public record Requirement(String key, Operator operator, List<String> values) {
    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if {@code key} is no label key, if a value is no label value
     *     or no integer where there must be one, or if there are too many or too few of them
     */
    public Requirement {
      LabelSyntax.checkKey(key);
      for (String value : values) {
        LabelSyntax.checkValue(key, value);
      }
      values = List.copyOf(new TreeSet<>(values));
      int count = values.size();
      switch (operator) {
        case IN, NOT_IN -> check(count > 0, key, operator, "at least one value");
        case EXISTS, DOES_NOT_EXIST -> check(count == 0, key, operator, "no value");
        case EQUALS, DOUBLE_EQUALS, NOT_EQUALS -> check(count == 1, key, operator, "one value");
        case GREATER_THAN, LESS_THAN ->
            check(
                count == 1 && LabelSyntax.integer(values.get(0)) != null,
                key,
                operator,
                "one 64-bit integer");
      }
    }

    private static void check(boolean met, String key, Operator operator, String needed) {
      if (!met) {
        throw new IllegalArgumentException(
            "requirement on label " + key + ": " + operator + " needs " + needed);
      }
    }

    /**
     * A requirement from an entry of a selector's {@code matchExpressions}.
     *
     * @param operator {@code In}, {@code NotIn}, {@code Exists} or {@code DoesNotExist}
     * @throws IllegalArgumentException if {@code operator} is anything else, and as the constructor
     */
    public static Requirement ofExpression(String key, String operator, List<String> values) {
      return new Requirement(
          key,
          switch (operator) {
            case "In" -> Operator.IN;
            case "NotIn" -> Operator.NOT_IN;
            case "Exists" -> Operator.EXISTS;
            case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
            default ->
                throw new IllegalArgumentException(
                    "no operator of a label selector: \""
                        + operator
                        + "\"; expected In, NotIn, Exists or DoesNotExist");
          },
          values);
    }

    /** Whether {@code labels} meet this requirement. */
    public boolean matches(Map<String, String> labels) {
      String value = labels.get(key);
      return switch (operator) {
        case EQUALS, DOUBLE_EQUALS -> values.get(0).equals(value);
        case NOT_EQUALS -> !values.get(0).equals(value);
        case IN -> value != null && values.contains(value);
        case NOT_IN -> value == null || !values.contains(value);
        case EXISTS -> value != null;
        case DOES_NOT_EXIST -> value == null;
        case GREATER_THAN -> order(value) > 0;
        case LESS_THAN -> order(value) < 0;
      };
    }

    /** How {@code value} compares with the integer of this requirement; 0 if it is none. */
    private int order(@Nullable String value) {
      Long actual = value == null ? null : LabelSyntax.integer(value);
      return actual == null ? 0 : actual.compareTo(Long.valueOf(values.get(0)));
    }

    /** The requirement as it is written in a query. */
    @Override
    public String toString() {
      return switch (operator) {
        case EQUALS -> key + '=' + values.get(0);
        case DOUBLE_EQUALS -> key + "==" + values.get(0);
        case NOT_EQUALS -> key + "!=" + values.get(0);
        case IN -> key + " in (" + String.join(",", values) + ')';
        case NOT_IN -> key + " notin (" + String.join(",", values) + ')';
        case EXISTS -> key;
        case DOES_NOT_EXIST -> '!' + key;
        case GREATER_THAN -> key + '>' + values.get(0);
        case LESS_THAN -> key + '<' + values.get(0);
      };
    }
  }

  private static final LabelQuery EVERYTHING = new LabelQuery(List.of());

  private static final LabelQuery NOTHING =
      of(
          List.of(
              new Requirement("none", Operator.EXISTS, List.of()),
              new Requirement("none", Operator.DOES_NOT_EXIST, List.of())));

  private final List<Requirement> requirements;

  private LabelQuery(List<Requirement> requirements) {
    this.requirements = requirements;
  }

  /**
   * The query that {@code text} stands for: requirements with commas between them, each of the form
   * {@code a}, {@code !a}, {@code a=b}, {@code a==b}, {@code a!=b}, {@code a in (b,c)}, {@code a
   * notin (b,c)}, {@code a>1} or {@code a<1}, with spaces wherever one likes. An empty text asks
   * for everything.
   *
   * @throws IllegalArgumentException if it is anything else, or a key or value is none that a label
   *     can have
   */
  public static LabelQuery parse(String text) {
    return of(new LabelQueryParser(text).parse());
  }

  /** The query that any labels meet. */
  public static LabelQuery everything() {
    return EVERYTHING;
  }

  /**
   * The query that no labels meet. Its text is a contradiction, so that a server to which it is
   * sent finds nothing either.
   */
  public static LabelQuery nothing() {
    return NOTHING;
  }

  /** All of {@code requirements}; without any, {@link #everything()}. */
  public static LabelQuery of(List<Requirement> requirements) {
    if (requirements.isEmpty()) {
      return EVERYTHING;
    }
    List<Requirement> sorted = new ArrayList<>(requirements);
    sorted.sort(Comparator.comparing(Requirement::key));
    return new LabelQuery(List.copyOf(sorted));
  }

  /**
   * Exactly these labels, whatever others there are; without any, {@link #everything()}.
   *
   * @throws IllegalArgumentException if one is not valid as a label
   */
  public static LabelQuery of(Map<String, String> matchLabels) {
    return of(matchLabels, List.of());
  }

  /**
   * The query for a selector's {@code matchLabels} and {@code matchExpressions}; {@link
   * #everything()} if both are empty. (A selector that is absent altogether stands for {@link
   * #nothing()}.)
   *
   * @throws IllegalArgumentException if a label is not valid
   */
  public static LabelQuery of(Map<String, String> matchLabels, List<Requirement> matchExpressions) {
    List<Requirement> requirements = new ArrayList<>(matchLabels.size() + matchExpressions.size());
    matchLabels.forEach(
        (key, value) -> requirements.add(new Requirement(key, Operator.EQUALS, List.of(value))));
    requirements.addAll(matchExpressions);
    return of(requirements);
  }

  /** The query that asks for what this one and {@code other} ask for. */
  public LabelQuery and(LabelQuery other) {
    List<Requirement> both = new ArrayList<>(requirements);
    both.addAll(other.requirements);
    return of(both);
  }

  /** The requirements, sorted by key. */
  public List<Requirement> requirements() {
    return requirements;
  }

  /** Whether there is no requirement. */
  public boolean isEverything() {
    return requirements.isEmpty();
  }

  /** Whether this is {@link #nothing()}; other contradictions are not looked for. */
  public boolean isNothing() {
    return equals(NOTHING);
  }

  /** Whether {@code labels} meet every requirement. */
  public boolean matches(Map<String, String> labels) {
    for (int i = 0; i < requirements.size(); i++) {
      if (!requirements.get(i).matches(labels)) {
        return false;
      }
    }
    return true;
  }

  /** The only value that label {@code key} may have, if a requirement names a single one. */
  public Optional<String> requiredValue(String key) {
    for (Requirement requirement : requirements) {
      if (requirement.key().equals(key)
          && requirement.values().size() == 1
          && (requirement.operator() == Operator.EQUALS
              || requirement.operator() == Operator.DOUBLE_EQUALS
              || requirement.operator() == Operator.IN)) {
        return Optional.of(requirement.values().get(0));
      }
    }
    return Optional.empty();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LabelQuery that && requirements.equals(that.requirements);
  }

  @Override
  public int hashCode() {
    return requirements.hashCode();
  }

  /** The text for a query, sorted by key; {@link #parse} turns it into an equal query. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Requirement requirement : requirements) {
      text.append(text.length() == 0 ? "" : ",").append(requirement);
    }
    return text.toString();
  }
}
