package io.kybern.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The few things that tests do to etcd, over its JSON gateway. */
final class Etcd {
  private static final Pattern REVISION = Pattern.compile("\"revision\":\"(\\d+)\"");

  private Etcd() {}

  /** Forgets all states before the present one. */
  static void compact(String url) {
    // The header of any answer has the present revision; the key does not exist.
    String answer = post(url + "/v3/kv/range", "{\"key\":\"AA==\"}");
    Matcher revision = REVISION.matcher(answer);
    if (!revision.find()) {
      throw new IllegalStateException("etcd did not tell its revision: " + answer);
    }
    post(
        url + "/v3/kv/compaction",
        "{\"revision\":\"" + revision.group(1) + "\",\"physical\":true}");
  }

  private static String post(String url, String json) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(url).toURL().openConnection(java.net.Proxy.NO_PROXY);
      connection.setRequestMethod("POST");
      connection.setDoOutput(true);
      try (OutputStream out = connection.getOutputStream()) {
        out.write(json.getBytes(StandardCharsets.UTF_8));
      }
      try (InputStream in = connection.getInputStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("etcd refused " + json, e);
    }
  }
}
