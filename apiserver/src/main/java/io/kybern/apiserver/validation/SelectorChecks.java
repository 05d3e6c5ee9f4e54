package io.kybern.apiserver.validation;

import io.kybern.api.core.v1.NodeSelectorRequirement;
import io.kybern.api.core.v1.NodeSelectorTerm;
import io.kybern.api.meta.v1.LabelSelector;
import io.kybern.api.meta.v1.LabelSelectorRequirement;
import io.kybern.model.selector.LabelQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What selects objects by their labels, and nodes by labels and fields. */
public final class SelectorChecks {
  private static final String NO_OPERATOR = "not a valid selector operator";

  private SelectorChecks() {}

  /** Adds what is wrong with a selector of labels at {@code at}. */
  public static void labels(LabelSelector selector, String at, Checks checks) {
    checks.labels(at + ".matchLabels", selector.matchLabels());
    for (int i = 0; i < selector.matchExpressions().size(); i++) {
      LabelSelectorRequirement expression = selector.matchExpressions().get(i);
      String here = at + ".matchExpressions[" + i + "]";
      if (!hasKnownOperator(expression.operator(), expression.values(), here, checks)) {
        checks.invalid(here + ".operator", expression.operator(), NO_OPERATOR);
      }
      checks.name(here + ".key", expression.key(), Names.qualified(expression.key()));
      values(expression.values(), here, checks);
    }
  }

  /** Whether a selector selects what has these labels; not if it makes no sense. */
  public static boolean matches(LabelSelector selector, Map<String, String> labels) {
    List<LabelQuery.Requirement> expressions = new ArrayList<>();
    try {
      for (LabelSelectorRequirement expression : selector.matchExpressions()) {
        expressions.add(
            LabelQuery.Requirement.ofExpression(
                expression.key(), expression.operator(), expression.values()));
      }
      return LabelQuery.of(selector.matchLabels(), expressions).matches(labels);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static void values(List<String> values, String at, Checks checks) {
    for (int j = 0; j < values.size(); j++) {
      checks.name(at + ".values[" + j + "]", values.get(j), Names.labelValue(values.get(j)));
    }
  }

  /** Checks the values of the four operators that all selectors have. */
  private static boolean hasKnownOperator(
      String operator, List<String> values, String at, Checks checks) {
    switch (operator) {
      case "In", "NotIn" ->
          checks.required(
              at + ".values", values, "must be specified when `operator` is 'In' or 'NotIn'");
      case "Exists", "DoesNotExist" -> {
        if (!values.isEmpty()) {
          checks.forbidden(
              at + ".values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /**
   * Adds what is wrong with a term that selects nodes.
   *
   * @param strict whether values must be such as labels can have
   */
  static void nodes(NodeSelectorTerm term, String at, boolean strict, Checks checks) {
    for (int i = 0; i < term.matchExpressions().size(); i++) {
      nodeLabel(
          term.matchExpressions().get(i), at + ".matchExpressions[" + i + "]", strict, checks);
    }
    for (int i = 0; i < term.matchFields().size(); i++) {
      nodeField(term.matchFields().get(i), at + ".matchFields[" + i + "]", checks);
    }
  }

  private static void nodeLabel(
      NodeSelectorRequirement expression, String at, boolean strict, Checks checks) {
    String operator = expression.operator();
    if (operator.equals("Gt") || operator.equals("Lt")) {
      if (expression.values().size() != 1) {
        checks.required(
            at + ".values", null, "must be specified single value when `operator` is 'Lt' or 'Gt'");
      }
    } else if (!hasKnownOperator(operator, expression.values(), at, checks)) {
      checks.invalid(at + ".operator", operator, NO_OPERATOR);
    }
    checks.name(at + ".key", expression.key(), Names.qualified(expression.key()));
    if (strict) {
      values(expression.values(), at, checks);
    }
  }

  private static void nodeField(NodeSelectorRequirement field, String at, Checks checks) {
    if (!field.operator().equals("In") && !field.operator().equals("NotIn")) {
      checks.invalid(at + ".operator", field.operator(), NO_OPERATOR);
    } else if (field.values().size() != 1) {
      checks.required(
          at + ".values",
          null,
          "must be only one value when `operator` is 'In' or 'NotIn' for node field selector");
    }
    if (!field.key().equals("metadata.name")) {
      checks.invalid(at + ".key", field.key(), "not a valid field selector key");
      return;
    }
    for (int i = 0; i < field.values().size(); i++) {
      String value = field.values().get(i);
      checks.name(at + ".values[" + i + "]", value, Names.subdomain(value));
    }
  }
}
