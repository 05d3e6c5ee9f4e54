package io.kybern.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request as a value; nothing here does I/O. The body is an array, so every request can be
 * sent again.
 *
 * @param method HTTP method
 * @param target path with query, percent-encoded, from the root of the API server
 * @param accept value of {@code Accept}, empty for none
 * @param contentType media type of the body; {@code null} if there is no body
 * @param body the body, which must not be changed; {@code null} for none
 */
@SuppressWarnings("ArrayRecordComponent")
record Request(
    String method,
    String target,
    String accept,
    @Nullable String contentType,
    byte @Nullable [] body) {

  static final String PROTOBUF = "application/vnd.kubernetes.protobuf";
  static final String JSON = "application/json";
  static final String CBOR = "application/cbor";

  /** Watches too are asked for as CBOR; they come as {@link #CBOR_SEQUENCE}. */
  static final String CBOR_FIRST = CBOR + "," + JSON;

  static final String CBOR_SEQUENCE = "application/cbor-seq";
  static final String PROTOBUF_FIRST = PROTOBUF + "," + JSON;
  static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
  static final String APPLY = "application/apply-patch+yaml";
  static final String APPLY_CBOR = "application/apply-patch+cbor";

  static Request get(String target, String accept) {
    return new Request("GET", target, accept, null, null);
  }

  Request withBody(String contentType, byte[] body) {
    return new Request(method, target, accept, contentType, body);
  }

  /**
   * Whether the answer goes on for as long as there is something to tell. Such an answer is never
   * asked for compressed: servers that compress it begin a new gzip member with every event, which
   * the transport takes for a broken answer.
   */
  boolean isWatch() {
    int query = target.indexOf('?');
    return query >= 0 && List.of(target.substring(query + 1).split("&")).contains("watch=true");
  }

  /** Method and target; headers and body may hold credentials and are not shown. */
  @Override
  public String toString() {
    return method + " " + target;
  }
}
