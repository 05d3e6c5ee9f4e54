package io.kybern.conformance.both;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.apiserver.ApiServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The embedded server speaks HTTP/2 as h2spec wants it (conformance/http2). */
class Http2SpecTest {
  /** How long h2spec waits for an answer; some of its cases are that none comes. */
  private static final String PATIENCE_SECONDS = "10";

  /** What the decoder of headers accepts although it need not be understood (RFC 7541). */
  private static final Set<String> LENIENT =
      Set.of(
          "Sends a dynamic table size update at the end of header block",
          "Sends a Huffman-encoded string literal representation with padding longer than 7 bits");

  @TempDir Path folder;

  @Test
  void doesWhatTheProtocolDemands() throws Exception {
    if (!GoPrograms.canBuild("h2spec")) {
      return;
    }
    Path program = GoPrograms.build("http2", "github.com/summerwind/h2spec/cmd/h2spec");
    Path report = folder.resolve("report.xml");
    try (ApiServer server = ApiServer.start()) {
      run(program, server.url().getPort(), report);
    }
    NodeList cases =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(report.toFile())
            .getElementsByTagName("testcase");
    assertTrue(cases.getLength() > 140, () -> "only " + cases.getLength() + " cases");
    Set<String> failed = new TreeSet<>();
    for (int i = 0; i < cases.getLength(); i++) {
      Element one = (Element) cases.item(i);
      if (one.getElementsByTagName("failure").getLength()
              + one.getElementsByTagName("error").getLength()
          > 0) {
        failed.add(one.getAttribute("classname"));
      }
    }
    System.out.printf("h2spec: %d cases, %d failed%n", cases.getLength(), failed.size());
    assertEquals(new TreeSet<>(LENIENT), failed);
  }

  private void run(Path program, int port, Path report) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--tls",
                "--insecure",
                "--port",
                Integer.toString(port),
                "--path",
                "/version",
                "--timeout",
                PATIENCE_SECONDS,
                "--junit-report",
                report.toString())
            .redirectOutput(folder.resolve("out.txt").toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    // Its code says whether anything failed; the report says what.
    process.waitFor();
  }
}
