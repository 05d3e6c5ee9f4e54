package io.kybern.apiserver.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectorProblemTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "=         | found '=', expected: !, identifier, or 'end of string'",
        "a=b=c     | found '=', expected: ',' or 'end of string'",
        "a,        | found '', expected: identifier after ','",
        "!         | unable to parse requirement: found '', expected: identifier",
        "a!!=b     | unable to parse requirement: found '!', expected: in, notin, =, ==, !=, gt, lt",
        "a in b    | unable to parse requirement: found 'b' expected: '('",
        "a in (    | unable to parse requirement: found '', expected: ',', ')' or identifier",
        "a in (b c) | unable to parse requirement: found 'c', expected: ',' or ')'",
        "a in (b,c,(d)) | unable to parse requirement: found '(', expected: ',', or identifier",
        "a===b     | unable to parse requirement: found '=', expected: identifier",
        "/a        | unable to parse requirement: <nil>: Invalid value: \"/a\": prefix part must be non-empty",
        "n>a       | unable to parse requirement: values[0]: Invalid value: \"a\": for 'Gt', 'Lt' operators, the value must be an integer",
      })
  void labelSelectorsAreExplained(String text, String problem) {
    assertEquals(problem, LabelSelectorProblem.of(text).orElseThrow());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "x,y=1   | invalid selector: 'x,y=1'; can't understand 'x'",
        "a=b=c   | invalid field selector: unescaped character in value: 61",
        "a=b\\c   | invalid field selector: invalid escape sequence: \\c",
        "a=b\\    | invalid field selector: invalid escape sequence: \\",
      })
  void fieldSelectorsAreExplained(String text, String problem) {
    assertEquals(problem, FieldSelectorProblem.of(text).orElseThrow());
  }

  @Test
  void nothingIsSaidAboutWhatIsRight() {
    for (String text :
        new String[] {"", "a", "!a", "a in (b,,c)", "a notin ()", "a=", "a>1,b!=c"}) {
      assertEquals("", LabelSelectorProblem.of(text).orElse(""), text);
    }
    for (String text : new String[] {"", "a=b", "a=b\\=c,,d!=e\\,f", "a=="}) {
      assertEquals("", FieldSelectorProblem.of(text).orElse(""), text);
    }
  }
}
