package io.kybern.cli;

import io.kybern.error.DecodeException;
import io.kybern.model.Message;
import io.kybern.model.Unstructured;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Turns the bytes of files into another format. Safe for use by any thread. */
final class Converter {
  private static final byte[] SEPARATOR = "---\n".getBytes(StandardCharsets.US_ASCII);

  private final Codec codec = Codec.eager();
  private final WireFormat to;

  Converter(WireFormat to) {
    this.to = to;
  }

  /** Whether a file in {@code format} holds one object. */
  static boolean isBinary(WireFormat format) {
    return format == WireFormat.PROTOBUF || format == WireFormat.CBOR;
  }

  /** Between what {@link #convert} returns for one file and what it returns for the next. */
  byte[] separator() {
    return to == WireFormat.YAML ? SEPARATOR : new byte[0];
  }

  /**
   * All objects of a file.
   *
   * @param warnings told what is lost although the file is well-formed
   * @throws Failure says what is wrong with the file
   */
  byte[] convert(byte[] source, Consumer<String> warnings) {
    List<Document> documents = Documents.of(source);
    if (documents.isEmpty()) {
      throw new Failure("there is no object in it");
    }
    if (isBinary(to) && documents.size() > 1) {
      throw new Failure(
          documents.size()
              + " documents, but a file in "
              + to.name().toLowerCase(Locale.ROOT)
              + " holds one object");
    }
    if (documents.size() == 1) {
      return convert(documents.get(0), warnings);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream(source.length);
    for (Document document : documents) {
      if (all.size() > 0) {
        all.writeBytes(separator());
      }
      all.writeBytes(convert(document, warnings));
    }
    return all.toByteArray();
  }

  private byte[] convert(Document document, Consumer<String> warnings) {
    try {
      Object object = document.read(codec);
      if (to == WireFormat.PROTOBUF && object instanceof Unstructured unknown) {
        throw new Failure(
            document.place()
                + "kind \""
                + unknown.kind()
                + "\" of \""
                + unknown.apiVersion()
                + "\" has no protobuf form");
      }
      if (object instanceof Message message && Codec.losesUnknownFields(message, to)) {
        warnings.accept(
            document.place()
                + "fields that this program does not know cannot be kept in "
                + to.name().toLowerCase(Locale.ROOT));
      }
      byte[] bytes = Codec.write(object, to);
      return to == WireFormat.JSON ? withNewline(bytes) : bytes;
    } catch (DecodeException malformed) {
      throw new Failure(document.place() + malformed.getMessage(), malformed);
    }
  }

  private static byte[] withNewline(byte[] json) {
    byte[] line = Arrays.copyOf(json, json.length + 1);
    line[json.length] = '\n';
    return line;
  }
}
