package io.kybern.apiserver.validation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Names against the regular expressions that kube-apiserver's messages show. */
class NamesTest {
  private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final String KEY = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
  private static final String SEARCH = "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?";
  private static final String WINDOWS = "([A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9-]*[A-Za-z0-9])";

  private static final Map<String, Function<String, Boolean>> RULES =
      Map.of(
          LABEL + "(\\." + LABEL + ")*",
          text -> Names.subdomain(text).isEmpty(),
          LABEL,
          text -> Names.label(text).isEmpty(),
          "[a-z]([-a-z0-9]*[a-z0-9])?",
          text -> Names.label1035(text).isEmpty(),
          "(" + KEY + ")?",
          text -> Names.labelValue(text).isEmpty(),
          "((" + LABEL + "(\\." + LABEL + ")*)/)?" + KEY,
          text -> Names.qualified(text).isEmpty(),
          "(?!\\.\\.|\\.$)[-._a-zA-Z0-9]+",
          text -> Names.dataKey(text).isEmpty(),
          "(?=.*[a-z])(?!.*--)(?!-)[-a-z0-9]*(?<!-)",
          text -> Names.portName(text).isEmpty(),
          "[\\x20-\\x7e&&[^=]]+",
          text -> Names.variable(text).isEmpty(),
          SEARCH + "(\\." + SEARCH + ")*",
          text -> Names.searchDomain(text).isEmpty(),
          "(" + WINDOWS + "\\.)*" + WINDOWS,
          text -> Characters.ALPHANUMERIC_WITH_DASH.dotted(Characters.ALPHANUMERIC, text));

  @Test
  void aTextIsValidIfItsExpressionMatches() {
    long seed = Long.getLong("kybern.test.seed", System.nanoTime());
    System.out.println("aTextIsValidIfItsExpressionMatches -Dkybern.test.seed=" + seed);
    Random random = new Random(seed);
    List<String> alphabets =
        List.of("a1-", "ab.", "a1-._", "aZ09-_./", "a= ~\n\u007f\u00e9\ud83d\ude00");
    for (int i = 0; i < 20_000; i++) {
      String alphabet = alphabets.get(random.nextInt(alphabets.size()));
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(9); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      RULES.forEach(
          (expression, valid) ->
              assertEquals(
                  Pattern.matches(expression, text),
                  valid.apply(text.toString()),
                  () -> "'" + text + "' by " + expression));
    }
  }

  @Test
  void longTextsAreRefused() {
    String dotted = "a.".repeat(500_000) + "a";
    assertEquals(List.of("must be no more than 253 characters"), Names.subdomain(dotted));
    assertEquals(List.of("must be no more than 253 characters"), Names.searchDomain(dotted));
    assertEquals(2, Names.label(dotted).size());
    assertEquals(List.of("must be no more than 63 bytes"), Names.labelValue(dotted));
    assertEquals(
        List.of("prefix part must be no more than 253 characters"), Names.qualified(dotted + "/a"));
  }
}
