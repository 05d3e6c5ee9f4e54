package io.kybern.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that do not change. {@link #toString()} tells only how many there are, because what
 * Kubernetes keeps as bytes is often a secret.
 */
public final class Bytes {
  /** No bytes. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  /** A copy of {@code content}. */
  public static Bytes of(byte[] content) {
    return content.length == 0 ? EMPTY : new Bytes(content.clone());
  }

  /**
   * A copy of {@code length} bytes of {@code content} from {@code offset}.
   *
   * @throws IndexOutOfBoundsException if {@code content} does not have them
   */
  public static Bytes of(byte[] content, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, content.length);
    return length == 0 ? EMPTY : new Bytes(Arrays.copyOfRange(content, offset, offset + length));
  }

  /** The UTF-8 form of {@code text}. */
  public static Bytes ofUtf8(String text) {
    return text.isEmpty() ? EMPTY : new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The bytes that {@code text} stands for in standard base64.
   *
   * @throws IllegalArgumentException if it is not base64
   */
  public static Bytes ofBase64(String text) {
    return text.isEmpty() ? EMPTY : new Bytes(Base64.getDecoder().decode(text));
  }

  /** Takes {@code content} over without a copy; the caller must not change it any more. */
  static Bytes wrap(byte[] content) {
    return content.length == 0 ? EMPTY : new Bytes(content);
  }

  /** How many bytes there are. */
  public int size() {
    return content.length;
  }

  /** The byte at {@code index}. */
  public byte at(int index) {
    return content[index];
  }

  /** A copy of the bytes. */
  public byte[] toByteArray() {
    return content.clone();
  }

  /** Copies all bytes into {@code target} from {@code offset}. */
  public void copyTo(byte[] target, int offset) {
    System.arraycopy(content, 0, target, offset, content.length);
  }

  /** Whether all bytes stand in {@code source} from {@code offset}. */
  public boolean isAt(byte[] source, int offset) {
    return offset >= 0
        && offset <= source.length - content.length
        && Arrays.equals(source, offset, offset + content.length, content, 0, content.length);
  }

  /** The text that the bytes are in UTF-8; what is no UTF-8 becomes U+FFFD. */
  public String utf8() {
    return new String(content, StandardCharsets.UTF_8);
  }

  /** The bytes in standard base64 with padding. */
  public String base64() {
    return Base64.getEncoder().encodeToString(content);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Bytes that && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  @Override
  public String toString() {
    return "Bytes[" + content.length + "]";
  }
}
