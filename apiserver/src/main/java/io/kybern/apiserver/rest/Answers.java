package io.kybern.apiserver.rest;

import io.kybern.api.meta.v1.ListMeta;
import io.kybern.api.meta.v1.Status;
import io.kybern.apiserver.ApiRequest;
import io.kybern.apiserver.ApiResponse;
import io.kybern.apiserver.ResponseBody;
import io.kybern.error.ApiException;
import io.kybern.model.KubernetesObject;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes responses out of objects. */
final class Answers {
  /** Bodies longer than this are compressed if the client takes that. */
  private static final int GZIP_BYTES = 128 * 1024;

  private final ApiRequest request;
  private final Formats formats;

  Answers(ApiRequest request, Formats formats) {
    this.request = request;
    this.formats = formats;
  }

  /** What the server speaks. */
  Formats formats() {
    return formats;
  }

  /** One object or message. */
  ApiResponse object(int code, Object object, Output output) {
    return bytes(code, output.mediaType(), written(object, output));
  }

  private static byte[] written(Object object, Output output) {
    byte[] bytes = Codec.write(object, output.format());
    return output.pretty() && output.format() == WireFormat.JSON ? PrettyJson.indent(bytes) : bytes;
  }

  /** One object of the resource that {@code presenter} shows. */
  ApiResponse shown(int code, KubernetesObject object, Presenter presenter) {
    Output output = presenter.output();
    return object(code, presenter.show(object), output);
  }

  /** A list; long ones are written as they are sent. */
  ApiResponse list(List<KubernetesObject> objects, ListMeta metadata, Presenter presenter) {
    String mediaType = presenter.output().mediaType();
    if (!presenter.isDivisible() || presenter.output().pretty()) {
      byte[] whole = presenter.list(objects, metadata);
      return bytes(200, mediaType, presenter.output().pretty() ? PrettyJson.indent(whole) : whole);
    }
    ListBody body = new ListBody(presenter, objects, metadata);
    ByteArrayOutputStream start = new ByteArrayOutputStream();
    while (start.size() <= GZIP_BYTES) {
      byte[] part = body.read();
      if (part == null) {
        return ApiResponse.of(200, mediaType, start.toByteArray());
      }
      start.writeBytes(part);
    }
    return large(200, mediaType, new ResumedBody(start.toByteArray(), body));
  }

  ApiResponse bytes(int code, String mediaType, byte[] body) {
    return body.length > GZIP_BYTES
        ? large(code, mediaType, ApiResponse.of(code, mediaType, body).body())
        : ApiResponse.of(code, mediaType, body);
  }

  private ApiResponse large(int code, String mediaType, ResponseBody body) {
    return takesGzip()
        ? ApiResponse.of(code, mediaType, new GzipBody(body))
            .withHeader("Content-Encoding", "gzip")
            .withHeader("Vary", "Accept-Encoding")
        : ApiResponse.of(code, mediaType, body);
  }

  private boolean takesGzip() {
    for (String header : request.headers("Accept-Encoding")) {
      for (String coding : header.split(",")) {
        String[] parts = coding.trim().split(";", 2);
        if (parts[0].trim().equals("gzip")
            && (parts.length == 1 || !parts[1].replace(" ", "").matches("q=0(\\.0*)?"))) {
          return true;
        }
      }
    }
    return false;
  }

  /** A success without an object to show for it. */
  ApiResponse success(Resource resource, KubernetesObject object, Output output, int code) {
    Status status =
        Status.builder()
            .status("Success")
            .details(
                details ->
                    details
                        .name(object.name())
                        .group(
                            resource.target().group().isEmpty() ? null : resource.target().group())
                        .kind(resource.target().resource())
                        .uid(object.uid()))
            .build();
    return object(code, status, output.plain());
  }

  /** Success at something that is done once and makes no object. */
  ApiResponse done(Output output) {
    return object(201, Status.builder().status("Success").code(201).build(), output.plain());
  }

  /** An error. */
  static ApiResponse error(ApiRequest request, Formats formats, ApiException error) {
    Status status = error.status();
    Integer code = status.code();
    Output output = Output.ofError(request, formats);
    ApiResponse response =
        ApiResponse.of(code == null ? 500 : code, output.mediaType(), written(status, output));
    Integer retry = status.details().retryAfterSeconds();
    return retry == null || retry == 0
        ? response
        : response.withHeader("Retry-After", retry.toString());
  }

  /** A body of which the beginning was already read. */
  private static final class ResumedBody implements ResponseBody {
    private final ResponseBody rest;

    /** {@code null} once handed out. Reader's. */
    private byte @Nullable [] start;

    ResumedBody(byte[] start, ResponseBody rest) {
      this.start = start;
      this.rest = rest;
    }

    @Override
    public long length() {
      return -1;
    }

    @Override
    public byte @Nullable [] read() {
      byte[] first = start;
      start = null;
      return first != null ? first : rest.read();
    }

    @Override
    public void demand(Runnable ready) {
      rest.demand(ready);
    }

    @Override
    public void close() {
      rest.close();
    }
  }
}
