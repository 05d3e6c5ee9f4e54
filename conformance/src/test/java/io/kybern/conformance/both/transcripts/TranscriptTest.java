package io.kybern.conformance.both.transcripts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.kybern.apiserver.ApiServer;
import io.kybern.client.config.RestConfig;
import io.kybern.testing.RealCluster;
import io.kybern.testing.TestCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Plays all transcripts on a fresh kube-apiserver, which has every API on and its feature gates as
 * they are, and on a fresh embedded server. What was equal once stays equal: the ledger says what
 * was. {@code -Dkybern.transcripts.record=true} writes ledger and report anew; every difference in
 * full is in {@code target/transcripts.md}.
 */
class TranscriptTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "transcripts");
  private static final Path LEDGER = FOLDER.resolve("ledger.txt");
  private static final Path PAGE = Path.of("..", "docs", "embedded-server.md");
  private static final Path DIFFERENCES = PAGE.resolveSibling("embedded-server-differences.md");
  private static final String RECORD = "kybern.transcripts.record";
  private static final int FEWEST = 200;

  private static Server server(TestCluster cluster) throws Exception {
    RestConfig config = cluster.config();
    return new Server(
        config.server().toString(),
        config.token().orElseThrow(),
        config.certificateAuthority().orElseThrow().read());
  }

  @Test
  void whatWasEqualStaysEqual() throws Exception {
    List<Transcript> transcripts = Transcript.readAll(FOLDER);
    List<Comparison> run;
    try (RealCluster real =
            RealCluster.builder().apiServerFlag("--runtime-config=api/all=true").start();
        TestCluster ours =
            // The real one has no namespace controller, so nothing empties namespaces there.
            TestCluster.embedded(
                ApiServer.builder()
                    .namespaceDeletionDelay(Duration.ofDays(1))
                    .releasesDeleted(false))) {
      run = Comparison.run(transcripts, server(real), server(ours));
    }
    assertTrue(run.size() >= FEWEST, () -> "only " + run.size() + " requests");
    Report.writeInFull(Path.of("target", "transcripts.md"), run);
    if (Boolean.getBoolean(RECORD)) {
      Ledger.write(LEDGER, run);
      Report.write(PAGE, DIFFERENCES, run);
      return;
    }
    List<String> problems = Ledger.problems(Ledger.read(LEDGER), run);
    if (!problems.isEmpty()) {
      fail(
          String.join("\n", problems)
              + "\nIf that is right: mvn -pl conformance test-compile surefire:test@both -Dtest=TranscriptTest -D"
              + RECORD
              + "=true");
    }
    assertEquals(
        Report.summary(run),
        Report.summaryIn(Files.readString(PAGE)),
        "the page's table; -D" + RECORD + "=true writes it anew");
  }
}
