package io.kybern.cli;

import io.kybern.error.ApiException;
import io.kybern.error.KubernetesException;
import io.kybern.error.TransportException;
import io.kybern.error.UnauthorizedException;
import java.net.ConnectException;
import org.jspecify.annotations.Nullable;

/** Says what went wrong in the words of kubectl. */
final class Messages {
  private Messages() {}

  static String of(KubernetesException e) {
    return of(e, null);
  }

  /**
   * @param doing what was being done and with which object, such as {@code error when creating
   *     "web.yaml"}; {@code null} if the command says it
   */
  static String of(KubernetesException e, @Nullable String doing) {
    String prefix = doing == null ? "" : doing + ": ";
    if (e instanceof UnauthorizedException unauthorized) {
      return "error: You must be logged in to the server ("
          + prefix
          + serverMessage(unauthorized)
          + ")";
    }
    if (e instanceof ApiException refused) {
      String reason = refused.reason();
      return "Error from server"
          + (reason.isEmpty() ? "" : " (" + reason + ")")
          + ": "
          + prefix
          + serverMessage(refused);
    }
    if (e instanceof TransportException lost) {
      return lost.getCause() instanceof ConnectException
          ? "The connection to the server was refused - did you specify the right host or port? ("
              + prefix
              + lost.getMessage()
              + ")"
          : "Unable to connect to the server: " + prefix + lost.getMessage();
    }
    return "error: " + prefix + e.getMessage();
  }

  private static String serverMessage(ApiException e) {
    String message = e.status().message();
    return message == null || message.isEmpty() ? "code " + e.code() : message;
  }
}
