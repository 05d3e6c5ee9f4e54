package io.kybern.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.kybern.error.NotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a server warns of reaches the program by a logger, whatever the answer is. */
class WarningsTest {
  private final Logger logger = Logger.getLogger("io.kybern.client.warnings");
  private final Collected collected = new Collected();
  private TestServer server;
  private Kubernetes k8s;

  /** Keeps the texts of the warnings; loggers call it from any thread. */
  private static final class Collected extends Handler {
    private final List<String> texts = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord record) {
      texts.add(String.valueOf(record.getParameters()[1]));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void start() throws IOException {
    server = TestServer.start();
    k8s = server.client();
    logger.addHandler(collected);
  }

  @AfterEach
  void stop() {
    logger.removeHandler(collected);
    k8s.close();
    server.close();
  }

  private void answer(int code, String json) {
    server.then(
        TestServer.with(
            "Warning",
            "299 - \"v1 Thing is deprecated\"",
            TestServer.with(
                "Warning", "299 - \"spec.a: no \\\"b\\\"\"", TestServer.json(code, json))));
  }

  @Test
  void successesAndErrorsBringWarnings() {
    List<String> warnings = List.of("v1 Thing is deprecated", "spec.a: no \"b\"");
    answer(200, "{\"metadata\":{\"name\":\"web\"}}");
    k8s.coreV1().configMaps("shop").get("web");
    assertEquals(warnings, List.copyOf(collected.texts));
    collected.texts.clear();
    answer(404, "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"reason\":\"NotFound\",\"code\":404}");
    assertThrows(NotFoundException.class, () -> k8s.coreV1().configMaps("shop").get("web"));
    assertEquals(warnings, List.copyOf(collected.texts));
  }
}
