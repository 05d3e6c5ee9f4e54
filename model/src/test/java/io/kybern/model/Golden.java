package io.kybern.model;

import io.kybern.model.wire.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * One object as Go's encoders wrote it in every format.
 *
 * @param name group, version and kind, and a number where there are several
 */
public record Golden(String name, Map<WireFormat, byte[]> files) {
  private static final Map<String, WireFormat> EXTENSIONS =
      Map.of(
          "json",
          WireFormat.JSON,
          "yaml",
          WireFormat.YAML,
          "pb",
          WireFormat.PROTOBUF,
          "cbor",
          WireFormat.CBOR);

  /** The bytes in {@code format}; not to be changed. */
  public byte[] in(WireFormat format) {
    return Objects.requireNonNull(files.get(format), () -> name + " is missing as " + format);
  }

  /**
   * A random object of each kind that has a protobuf encoding, made with client-go v0.37.1; those
   * of apiextensions, kube-aggregator and metrics come from a run of conformance/go/randomobjects
   * with seed 20261121.
   */
  public static List<Golden> random() {
    Map<String, byte[]> files = new TreeMap<>();
    unzip("/golden-random.zip", files);
    unzip("/golden-random-more.zip", files);
    unzip("/golden-random-cbor.zip", files);
    return group(files);
  }

  private static void unzip(String name, Map<String, byte[]> files) {
    try (InputStream resource = Objects.requireNonNull(Golden.class.getResourceAsStream(name));
        ZipInputStream zip = new ZipInputStream(resource)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), zip.readAllBytes());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The random object of one kind, such as {@code apps.v1.Deployment}. */
  public static Golden random(String name) {
    return random().stream()
        .filter(golden -> golden.name().equals(name + ".0"))
        .findFirst()
        .orElseThrow();
  }

  /** All objects in a folder. */
  static List<Golden> in(Path folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> paths = Files.list(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        files.put(path.getFileName().toString(), Files.readAllBytes(path));
      }
    }
    return group(files);
  }

  private static List<Golden> group(Map<String, byte[]> files) {
    Map<String, Map<WireFormat, byte[]>> byName = new TreeMap<>();
    files.forEach(
        (file, content) -> {
          int dot = file.lastIndexOf('.');
          WireFormat format = EXTENSIONS.get(file.substring(dot + 1));
          if (format != null) {
            byName
                .computeIfAbsent(file.substring(0, dot), n -> new EnumMap<>(WireFormat.class))
                .put(format, content);
          }
        });
    List<Golden> all = new ArrayList<>();
    byName.forEach((name, formats) -> all.add(new Golden(name, formats)));
    return all;
  }
}
