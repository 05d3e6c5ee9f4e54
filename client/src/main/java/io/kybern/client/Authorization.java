package io.kybern.client;

import io.kybern.client.config.RestConfig;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where the value of {@code Authorization} comes from. Asked before each request, by any thread.
 */
interface Authorization {
  /** The value of the header; {@code null} for none. */
  @Nullable String header();

  static Authorization of(RestConfig config) {
    String token = config.token().map(String::strip).orElse(null);
    Path file = config.tokenFile().orElse(null);
    if (file != null) {
      return new TokenFile(file, token);
    }
    String header = null;
    if (token != null) {
      header = "Bearer " + token;
    } else if (config.username().isPresent()) {
      String pair = config.username().get() + ":" + config.password().orElse("");
      header = "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
    String fixed = header;
    return () -> fixed;
  }
}
