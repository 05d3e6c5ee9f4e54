package io.kybern.apiserver.rest;

import io.kybern.apiserver.ResponseBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Another body, compressed as it is read. */
final class GzipBody implements ResponseBody {
  private final ResponseBody source;
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();

  /** {@code null} before the first read and after the end. Reader's. */
  private @Nullable Fast gzip;

  private boolean ended;

  GzipBody(ResponseBody source) {
    this.source = source;
  }

  /** As fast as it gets: the wire is a loopback or a local network. */
  private static final class Fast extends GZIPOutputStream {
    Fast(OutputStream out) throws IOException {
      super(out, 8192);
      def.setLevel(Deflater.BEST_SPEED);
    }

    void release() {
      def.end();
    }
  }

  @Override
  public long length() {
    return -1;
  }

  @Override
  public byte @Nullable [] read() {
    if (ended) {
      return null;
    }
    try {
      buffer.reset();
      Fast out = gzip;
      if (out == null) {
        out = new Fast(buffer);
        gzip = out;
      }
      while (buffer.size() == 0 && !ended) {
        byte[] chunk = source.read();
        if (chunk == null) {
          out.close();
          out.release();
          ended = true;
        } else if (chunk.length == 0) {
          break;
        } else {
          out.write(chunk);
        }
      }
      return buffer.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void demand(Runnable ready) {
    source.demand(ready);
  }

  @Override
  public void close() {
    source.close();
  }
}
