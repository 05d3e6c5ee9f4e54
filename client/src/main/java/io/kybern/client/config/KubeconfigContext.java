package io.kybern.client.config;

import org.jspecify.annotations.Nullable;

/** Makes a configuration of a context with its cluster and its user. */
final class KubeconfigContext {
  private KubeconfigContext() {}

  static RestConfig resolve(
      KubeconfigEntry context, KubeconfigEntry cluster, @Nullable KubeconfigEntry user) {
    String server =
        cluster
            .text("server")
            .orElseThrow(() -> cluster.problem("server", "expected the URL of a server"));
    RestConfig.Builder config = RestConfig.builder(server);
    config
        .certificateAuthority(cluster.pem("certificate-authority"))
        .insecure(cluster.flag("insecure-skip-tls-verify"))
        .tlsServerName(cluster.text("tls-server-name").orElse(null))
        .compression(!cluster.flag("disable-compression"));
    String proxy = cluster.text("proxy-url").orElse(null);
    cluster.locating("proxy-url", () -> config.proxy(proxy));
    cluster.locating("", config::build);
    String namespace = context.text("namespace").orElse("default");
    context.locating("namespace", () -> config.namespace(namespace));
    if (user != null) {
      user(user, config);
      RestConfig complete = user.locating("", config::build);
      if (!complete.server().getScheme().equalsIgnoreCase("https")) {
        config.anonymous(); // As kubectl does: no credentials where anybody may listen.
      }
    }
    return config.build();
  }

  private static void user(KubeconfigEntry user, RestConfig.Builder config) {
    config
        .clientCertificate(user.pem("client-certificate"), user.pem("client-key"))
        .token(user.text("token").orElse(null))
        .tokenFile(user.path("tokenFile").orElse(null));
    if (user.has("username") || user.has("password")) {
      config.basic(user.text("username").orElse(""), user.text("password").orElse(""));
    }
    user.text("as")
        .ifPresent(
            as ->
                config.impersonation(
                    new Impersonation(
                        as,
                        user.text("as-uid").orElse(""),
                        user.texts("as-groups"),
                        user.textLists("as-user-extra"))));
    plugins(user);
  }

  /** Plugins are asked only where nothing else logs in. */
  private static void plugins(KubeconfigEntry user) {
    if (user.has("exec") && user.has("auth-provider")) {
      throw user.problem("exec", "expected either this or auth-provider, not both");
    }
    if (user.has("token")
        || user.has("tokenFile")
        || user.has("username")
        || user.has("client-certificate")
        || user.has("client-certificate-data")) {
      return;
    }
    if (user.has("exec")) {
      throw user.problem("exec", "credential plugins are not supported yet");
    }
    if (user.has("auth-provider")) {
      throw user.problem("auth-provider", "authentication providers are not supported yet");
    }
  }
}
