package io.kybern.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.conformance.ErrorCases.Area;
import io.kybern.conformance.ErrorCases.Case;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Bad requests get the answers of the real server. {@code errors.txt} has the requests, {@code
 * errors.golden} the real server's answers, so that machines without it check ours too; on the real
 * server the test fails on any drift. Written anew with
 *
 * <pre>mvn test -pl conformance -Dtest=ErrorsTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dkybern.write=true</pre>
 *
 * <p>{@code errors.differences} lists the cases in which the embedded server differs on purpose,
 * with the reason, or not yet like it: in words for people only, or in more. One that no longer
 * differs fails, so the list can only shrink.
 */
class ErrorsTest {
  private static final Path FOLDER = Path.of("src/test/resources/io/kybern/conformance");
  private static final Path GOLDEN = FOLDER.resolve("errors.golden");

  private static final String WORDS = "  words\n";
  private static final Pattern MESSAGE = Pattern.compile("(?m)^  message: .*\n");
  private static final Pattern CAUSE = Pattern.compile("(?m)^(  cause: .*? at .*?): .*$");

  private final TestServer server = TestServer.shared();

  @TestFactory
  List<DynamicTest> answers() throws IOException {
    Map<String, String> answers = new LinkedHashMap<>();
    for (Area area : ErrorCases.read(FOLDER.resolve("errors.txt"))) {
      try (ErrorRun run = new ErrorRun(server)) {
        for (Case asked : area.cases()) {
          String answer = run.send(asked);
          if (!asked.isPreparation()) {
            String title = area.title() + ": " + asked.title();
            assertEquals(null, answers.put(title, answer), "two cases called " + title);
          }
        }
      }
    }
    if (Boolean.getBoolean("kybern.write") && server.isReal()) {
      StringBuilder golden = new StringBuilder();
      answers.forEach((title, answer) -> golden.append(title + "\n" + answer + "\n"));
      Files.writeString(GOLDEN, golden.toString());
    }
    Map<String, String> golden = blocks(GOLDEN);
    Map<String, String> differences = blocks(FOLDER.resolve("errors.differences"));
    List<DynamicTest> tests = new ArrayList<>();
    tests.add(
        DynamicTest.dynamicTest(
            "every case has its answer",
            () -> {
              assertEquals(answers.keySet(), golden.keySet());
              assertTrue(golden.keySet().containsAll(differences.keySet()));
            }));
    answers.forEach(
        (title, answer) ->
            tests.add(
                DynamicTest.dynamicTest(
                    title,
                    () -> {
                      String wanted = String.valueOf(golden.get(title));
                      String difference = server.isReal() ? null : differences.get(title);
                      if (difference == null) {
                        assertEquals(wanted, answer);
                        return;
                      }
                      assertNotEquals(wanted, answer, "differs no longer: " + title);
                      if (difference.equals(WORDS)) {
                        assertEquals(withoutWords(wanted), withoutWords(answer));
                      }
                    })));
    return tests;
  }

  /** What a program sees of an answer: reasons and fields, but no messages. */
  private static String withoutWords(String answer) {
    return CAUSE.matcher(MESSAGE.matcher(answer).replaceAll("")).replaceAll("$1");
  }

  /** Blocks that begin with a title at the margin. */
  private static Map<String, String> blocks(Path file) throws IOException {
    Map<String, String> blocks = new LinkedHashMap<>();
    String title = "";
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        if (line.startsWith(" ")) {
          blocks.merge(title, line + "\n", String::concat);
        } else if (!line.isBlank() && !line.startsWith("#")) {
          title = line;
        }
      }
    }
    return blocks;
  }
}
