package io.kybern.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.error.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenFileTest {
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  @TempDir Path folder;

  @Test
  void isReadAgainEachMinute() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), " one\n");
    TokenFile token = new TokenFile(file, null);
    assertEquals("Bearer one", token.header(0));
    Files.writeString(file, "two");
    assertEquals("Bearer one", token.header(MINUTE / 2));
    assertEquals("Bearer two", token.header(MINUTE));
  }

  @Test
  void aFileThatCannotBeReadLeavesTheLastToken() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "one");
    TokenFile token = new TokenFile(file, null);
    assertEquals("Bearer one", token.header(0));
    Files.writeString(file, "\n");
    assertEquals("Bearer one", token.header(MINUTE));
    Files.delete(file);
    assertEquals("Bearer one", token.header(2 * MINUTE));
    Files.writeString(file, "three");
    assertEquals("Bearer three", token.header(3 * MINUTE));
  }

  @Test
  void aTokenOfTheConfigurationIsUsedUntilTheFileGivesOne() throws IOException {
    Path file = folder.resolve("token");
    TokenFile token = new TokenFile(file, "first");
    assertEquals("Bearer first", token.header(0));
    Files.writeString(file, "second");
    assertEquals("Bearer second", token.header(MINUTE));
  }

  @Test
  void noTokenAtAllIsAProblem() {
    Path file = folder.resolve("token");
    ConfigException e =
        assertThrows(ConfigException.class, () -> new TokenFile(file, null).header(0));
    assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
  }
}
