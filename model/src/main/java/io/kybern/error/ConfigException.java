package io.kybern.error;

import org.jspecify.annotations.Nullable;

/**
 * A kubeconfig, an in-cluster environment or a client setting that cannot be used. The message
 * names the file or setting and what was expected, never the value of a credential.
 */
public final class ConfigException extends KubernetesException {
  private static final long serialVersionUID = 1L;

  public ConfigException(String message) {
    this(message, null);
  }

  public ConfigException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
