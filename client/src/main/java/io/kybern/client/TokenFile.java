package io.kybern.client;

import io.kybern.error.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A bearer token in a file that others renew. Read again when it is 50 seconds old, so that no
 * token is used a minute after it was replaced. While the file cannot be read, or is empty, the
 * last token stays.
 */
final class TokenFile implements Authorization {
  private static final long PERIOD = TimeUnit.SECONDS.toNanos(50);

  private record Read(String header, long time) {}

  private final Path file;
  private final @Nullable String first;
  private final ReentrantLock reading = new ReentrantLock();

  /** Written under reading; read by any thread. */
  private volatile @Nullable Read last;

  /**
   * @param first the token until the file gives one
   */
  TokenFile(Path file, @Nullable String first) {
    this.file = file;
    this.first = first;
  }

  @Override
  public String header() {
    return header(System.nanoTime());
  }

  String header(long now) {
    Read read = last;
    if (read != null && now - read.time < PERIOD) {
      return read.header;
    }
    reading.lock();
    try {
      read = last;
      if (read == null || now - read.time >= PERIOD) {
        read = read(read, now);
        last = read;
      }
      return read.header;
    } finally {
      reading.unlock();
    }
  }

  private Read read(@Nullable Read before, long now) {
    String problem = "it is empty";
    try {
      String token = Files.readString(file).strip();
      if (!token.isEmpty()) {
        return new Read("Bearer " + token, now);
      }
    } catch (IOException e) {
      problem = e.toString();
    }
    if (before != null) {
      return new Read(before.header, now);
    }
    if (first != null) {
      return new Read("Bearer " + first, now);
    }
    throw new ConfigException(file + ": expected a file with a token: " + problem);
  }
}
