package io.kybern.client.config;

import io.kybern.error.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Certificates or a private key in PEM, as such or as the file that holds them. Immutable. */
public final class Pem {
  private final byte @Nullable [] data;
  private final @Nullable Path file;

  /** What messages call it. */
  private final String name;

  private Pem(byte @Nullable [] data, @Nullable Path file, String name) {
    this.data = data;
    this.file = file;
    this.name = name;
  }

  /** PEM text. */
  public static Pem of(byte[] data) {
    return new Pem(data.clone(), null, "data");
  }

  /** A file with PEM text, read when it is needed. */
  public static Pem file(Path file) {
    return new Pem(null, file, file.toString());
  }

  /** The same, called {@code name} in messages. */
  Pem called(String name) {
    return new Pem(data, file, name);
  }

  /** The file, if it is one. */
  public Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /**
   * The text, from the file if it is one.
   *
   * @throws ConfigException if the file cannot be read
   */
  public byte[] read() {
    if (data != null) {
      return data.clone();
    }
    try {
      return Files.readAllBytes(Objects.requireNonNull(file));
    } catch (IOException e) {
      throw new ConfigException(name + ": expected a file in PEM that can be read: " + e, e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Pem that
        && Arrays.equals(data, that.data)
        && Objects.equals(file, that.file);
  }

  @Override
  public int hashCode() {
    return file == null ? Arrays.hashCode(data) : file.hashCode();
  }

  /** Where it comes from; never the content. */
  @Override
  public String toString() {
    return name;
  }
}
