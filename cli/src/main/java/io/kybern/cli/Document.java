package io.kybern.cli;

import io.kybern.error.DecodeException;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One document of a file: a YAML document, a JSON value, or the whole of a file in protobuf or
 * CBOR.
 *
 * @param format format of the file
 * @param source the whole file
 * @param from where the document starts in it
 * @param to where it ends
 * @param number position in the file, from 1
 * @param line line on which its content starts, from 1
 * @param alone whether the file has no other
 */
record Document(
    WireFormat format, byte[] source, int from, int to, int number, int line, boolean alone) {

  /** The bytes of this document. */
  byte[] bytes() {
    return from == 0 && to == source.length ? source : Arrays.copyOfRange(source, from, to);
  }

  /**
   * The object that the document names.
   *
   * @throws DecodeException says where in the file it is malformed
   */
  Object read(Codec codec) {
    try {
      return codec.readAny(format, bytes());
    } catch (DecodeException malformed) {
      throw located(malformed);
    }
  }

  /**
   * The document as a tree.
   *
   * @throws DecodeException says where in the file it is malformed
   */
  @Nullable Object tree() {
    try {
      return switch (format) {
        case JSON -> Codec.jsonToTree(bytes());
        case CBOR -> Codec.cborToTree(bytes());
        default -> Codec.yamlToTree(bytes());
      };
    } catch (DecodeException malformed) {
      throw located(malformed);
    }
  }

  /**
   * The same error, placed in the file rather than in the document. For lines of YAML the document
   * is read once more, below as many empty ones.
   */
  private DecodeException located(DecodeException malformed) {
    if (from == 0) {
      return malformed;
    }
    if (format == WireFormat.JSON) {
      return malformed.offset() < 0
          ? malformed
          : new DecodeException(
              malformed.reason(),
              malformed.kind(),
              malformed.field(),
              malformed.offset() + from,
              malformed);
    }
    int lines = 0;
    for (int i = 0; i < from; i++) {
      lines += source[i] == '\n' ? 1 : 0;
    }
    byte[] padded = new byte[lines + to - from];
    Arrays.fill(padded, 0, lines, (byte) '\n');
    System.arraycopy(source, from, padded, lines, to - from);
    try {
      Codec.yamlToTree(padded);
      return malformed;
    } catch (DecodeException located) {
      return located;
    }
  }

  /** Where the document is, to be put before a message: empty if it is alone in its file. */
  String place() {
    return alone ? "" : "document " + number + " (line " + line + "): ";
  }
}
