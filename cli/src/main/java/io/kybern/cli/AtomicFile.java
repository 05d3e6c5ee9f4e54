package io.kybern.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/** Writes files so that nobody ever sees half of one. */
final class AtomicFile {
  private AtomicFile() {}

  /**
   * Makes {@code bytes} the content of {@code file}, whether it was there or not.
   *
   * @throws Failure if that cannot be done; the file is as it was then
   */
  static void write(Path file, byte[] bytes) {
    String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
    Path temporary = file.resolveSibling("." + file.getFileName() + "." + random);
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      Failure failure = Sources.failure(file.toString(), e);
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException leftBehind) {
        failure.addSuppressed(leftBehind);
      }
      throw failure;
    }
  }
}
