package io.kybern.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/** What simulated nodes and pods do: the configuration of kwok. */
final class NodeStages {
  private NodeStages() {}

  /**
   * The configuration.
   *
   * @param log file that is the log of every container
   */
  static String text(Path log) throws IOException {
    try (InputStream stages =
        Objects.requireNonNull(NodeStages.class.getResourceAsStream("stages.yaml"))) {
      return new String(stages.readAllBytes(), StandardCharsets.UTF_8)
          .replace("LOG", log.toString());
    }
  }
}
