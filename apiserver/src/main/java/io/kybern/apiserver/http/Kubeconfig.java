package io.kybern.apiserver.http;

import io.kybern.model.wire.Codec;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The configuration by which kubectl and every client library finds a server and is let in. */
public final class Kubeconfig {
  private static final String NAME = "kybern";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private Kubeconfig() {}

  /**
   * The text, as YAML. Holds the administrator's token: a client certificate would do as well, but
   * costs both sides a signature on every connection.
   */
  public static String text(URI url, Certificates certificates, String token) {
    Map<String, Object> cluster = new LinkedHashMap<>();
    cluster.put("certificate-authority-data", base64(certificates.authorityPem()));
    cluster.put("server", url.toString());
    Map<String, Object> user = new LinkedHashMap<>();
    user.put("token", token);
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("cluster", NAME);
    context.put("namespace", "default");
    context.put("user", NAME);
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("apiVersion", "v1");
    config.put("clusters", List.of(named("cluster", cluster)));
    config.put("contexts", List.of(named("context", context)));
    config.put("current-context", NAME);
    config.put("kind", "Config");
    config.put("preferences", Map.of());
    config.put("users", List.of(named("user", user)));
    return new String(Codec.treeToYaml(config), StandardCharsets.UTF_8);
  }

  private static Map<String, Object> named(String part, Map<String, Object> content) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put(part, content);
    entry.put("name", NAME);
    return entry;
  }

  private static String base64(String pem) {
    return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Writes a text to a file that only its owner can read, whole or not at all: readers see the old
   * file or the new one.
   *
   * @throws IOException if the file cannot be written; what was there is as it was
   */
  public static void write(Path file, String text) throws IOException {
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    if (folder == null) {
      throw new IOException("not a file: " + file);
    }
    Files.createDirectories(folder);
    Path draft = createDraft(folder, target.getFileName().toString());
    try {
      Files.writeString(draft, text);
      try {
        Files.move(
            draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static Path createDraft(Path folder, String name) throws IOException {
    boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
    return posix
        ? Files.createTempFile(
            folder, "." + name, ".tmp", PosixFilePermissions.asFileAttribute(OWNER_ONLY))
        : Files.createTempFile(folder, "." + name, ".tmp", new FileAttribute<?>[0]);
  }
}
