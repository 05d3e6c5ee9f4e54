package io.kybern.model.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes inputs at random, in ways that decoders tend to get wrong. Same seed, same inputs. */
final class Mutator {
  private static final int MAX_BYTES = 16 << 10;

  private static final List<byte[]> WORDS =
      List.of(
          bytes(0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01),
          bytes(0xFF, 0xFF, 0xFF, 0xFF, 0x0F),
          bytes(0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01),
          bytes(0x00),
          bytes(0x0B),
          bytes(0x0C),
          bytes(0x0A, 0x00),
          bytes(0x12, 0x00),
          bytes(0xED, 0xA0, 0x80),
          bytes(0xC0, 0x80),
          bytes(0xF4, 0x90, 0x80, 0x80),
          bytes(0xEF, 0xBB, 0xBF),
          bytes(0xE2, 0x80, 0xA8),
          bytes(0xC2, 0x85),
          bytes(0xD6),
          bytes(0xD9, 0xD9, 0xF7),
          bytes(0xF6),
          bytes(0xF7),
          bytes(0xFF),
          bytes(0x5F, 0x41, 0x61, 0xFF),
          bytes(0x7F, 0x61, 0x61, 0xFF),
          bytes(0x9F),
          bytes(0xBF),
          bytes(0xA0),
          bytes(0x80),
          bytes(0x1B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF),
          bytes(0x3B, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF),
          bytes(0x9B, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF),
          bytes(0x5B, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF),
          bytes(0xF9, 0x80, 0x00),
          bytes(0xFB, 0x3F, 0xF0, 0, 0, 0, 0, 0, 0),
          bytes(0xC1, 0x00),
          bytes(0xEF, 0xBF, 0xBD),
          text("null"),
          text("true"),
          text("[]"),
          text("{}"),
          text("\"\""),
          text("[null]"),
          text("0"),
          text("-0"),
          text("-1"),
          text("1e5"),
          text("1.5"),
          text("9223372036854775808"),
          text("-9223372036854775809"),
          text("1e999"),
          text("0e99999999999"),
          text("1e-99999999999"),
          text("\\ud800"),
          text("\\udc00"),
          text("\\u0000"),
          text("\\ud83d\\ude00"),
          text("\\"),
          text("\""),
          text("["),
          text("{"),
          text("]"),
          text("}"),
          text(","),
          text(":"),
          text("\"kind\":\"Pod\","),
          text("\"apiVersion\":\"v1\","),
          text("\"spec\":null,"),
          text("\"x\":1,"),
          text("\"metadata\":{},"),
          text("\"items\":["),
          text("\n"),
          text("\n---\n"),
          text("\n...\n"),
          text("? "),
          text("- "),
          text(": "),
          text("&a "),
          text("*a"),
          text("<<: *a\n"),
          text("|\n"),
          text(">-\n"),
          text("!!int "),
          text("!!binary "),
          text("!x "),
          text("'"),
          text("#"),
          text("%YAML 1.1\n"),
          text("\t"),
          text("~"),
          text("0x"),
          text("0b1"),
          text(".inf"),
          text(".nan"),
          text("2001-01-01"),
          text("1:1"),
          text("_"),
          text("Ki"),
          text("m"),
          text("e3"),
          text("E"),
          text("+"),
          text(" in ("),
          text("notin"),
          text("!="),
          text("="),
          text("!"),
          text(")"));

  private final Random random;

  Mutator(long seed) {
    this.random = new Random(seed);
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** One of {@code seeds} with some changes. */
  byte[] next(List<byte[]> seeds) {
    byte[] input = seeds.get(random.nextInt(seeds.size())).clone();
    int changes = 1 + random.nextInt(random.nextInt(8) + 1);
    for (int i = 0; i < changes; i++) {
      input = change(input, seeds);
    }
    return input.length > MAX_BYTES ? Arrays.copyOf(input, MAX_BYTES) : input;
  }

  private byte[] change(byte[] input, List<byte[]> seeds) {
    if (input.length == 0) {
      return WORDS.get(random.nextInt(WORDS.size()));
    }
    int at = random.nextInt(input.length);
    int to = at + random.nextInt(Math.min(input.length - at, 1 + random.nextInt(64)) + 1);
    switch (random.nextInt(10)) {
      case 0 -> {
        input[at] ^= (byte) (1 << random.nextInt(8));
        return input;
      }
      case 1 -> {
        input[at] = (byte) random.nextInt(256);
        return input;
      }
      case 2 -> {
        input[at] = (byte) (input[at] + (random.nextBoolean() ? 1 : -1));
        return input;
      }
      case 3 -> {
        return Arrays.copyOf(input, at);
      }
      case 4 -> {
        return replace(input, at, to, new byte[0]);
      }
      case 5 -> {
        byte[] part = Arrays.copyOfRange(input, at, to);
        int times = 1 + random.nextInt(1 + random.nextInt(20));
        byte[] parts = new byte[part.length * times];
        for (int i = 0; i < times; i++) {
          System.arraycopy(part, 0, parts, i * part.length, part.length);
        }
        int where = random.nextInt(input.length + 1);
        return replace(input, where, where, parts);
      }
      case 6 -> {
        byte[] other = seeds.get(random.nextInt(seeds.size()));
        int from = random.nextInt(other.length + 1);
        int end = from + random.nextInt(Math.min(other.length - from, 200) + 1);
        return replace(input, at, to, Arrays.copyOfRange(other, from, end));
      }
      case 7 -> {
        return replace(input, at, to, WORDS.get(random.nextInt(WORDS.size())));
      }
      default -> {
        return replace(input, at, at, WORDS.get(random.nextInt(WORDS.size())));
      }
    }
  }

  private static byte[] replace(byte[] input, int from, int to, byte[] part) {
    byte[] output = new byte[input.length - (to - from) + part.length];
    System.arraycopy(input, 0, output, 0, from);
    System.arraycopy(part, 0, output, from, part.length);
    System.arraycopy(input, to, output, from + part.length, input.length - to);
    return output;
  }
}
