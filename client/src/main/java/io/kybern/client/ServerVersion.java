package io.kybern.client;

import io.kybern.error.DecodeException;
import io.kybern.model.wire.Codec;
import java.util.Map;

/**
 * Version and build of an API server; empty where the server does not say.
 *
 * @param major such as {@code 1}
 * @param minor such as {@code 37}, or {@code 37+} from some vendors
 * @param gitVersion such as {@code v1.37.1}
 * @param buildDate in RFC 3339
 * @param platform such as {@code linux/amd64}
 */
public record ServerVersion(
    String major,
    String minor,
    String gitVersion,
    String gitCommit,
    String gitTreeState,
    String buildDate,
    String goVersion,
    String compiler,
    String platform) {

  static ServerVersion get(Engine engine) {
    Request request = Request.get("/version", Request.JSON);
    byte[] body = View.bytes(request, engine.send(request, null));
    if (!(Codec.jsonToTree(body) instanceof Map<?, ?> tree)) {
      throw new DecodeException("expected a JSON object from /version", "Info", "", 0);
    }
    return new ServerVersion(
        text(tree, "major"),
        text(tree, "minor"),
        text(tree, "gitVersion"),
        text(tree, "gitCommit"),
        text(tree, "gitTreeState"),
        text(tree, "buildDate"),
        text(tree, "goVersion"),
        text(tree, "compiler"),
        text(tree, "platform"));
  }

  private static String text(Map<?, ?> tree, String field) {
    return tree.get(field) instanceof String text ? text : "";
  }

  /** The server's own name for its version. */
  @Override
  public String toString() {
    return gitVersion;
  }
}
