package io.kybern.benchmarks.server;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Objects of one kind in one format, as they stand in a list. */
interface Items {
  /** How many there are. */
  int count();

  /** The bytes of object {@code index}; valid until the same thread asks again. */
  byte[] get(int index);

  /** The objects of a file, or {@code null} where there is none. */
  static Items read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return null;
    }
    List<byte[]> items = new ArrayList<>();
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20))) {
      long left = Files.size(file);
      while (left > 0) {
        byte[] item = new byte[in.readInt()];
        in.readFully(item);
        items.add(item);
        left -= 4 + item.length;
      }
    }
    byte[][] all = items.toArray(byte[][]::new);
    return new Items() {
      @Override
      public int count() {
        return all.length;
      }

      @Override
      public byte[] get(int index) {
        return all[index];
      }
    };
  }

  /** {@code count} copies of one object, each with its number where that has its ten digits. */
  static Items numbered(byte[] template, int count) {
    int[] places = placesOf("0123456789".getBytes(StandardCharsets.US_ASCII), template);
    ThreadLocal<byte[]> copies = ThreadLocal.withInitial(template::clone);
    return new Items() {
      @Override
      public int count() {
        return count;
      }

      @Override
      public byte[] get(int index) {
        byte[] copy = copies.get();
        for (int place : places) {
          int rest = index;
          for (int i = 9; i >= 0; i--) {
            copy[place + i] = (byte) ('0' + rest % 10);
            rest /= 10;
          }
        }
        return copy;
      }
    };
  }

  /** Where {@code part} occurs in {@code bytes}. */
  static int[] placesOf(byte[] part, byte[] bytes) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i + part.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        places.add(i);
      }
    }
    return places.stream().mapToInt(Integer::intValue).toArray();
  }
}
