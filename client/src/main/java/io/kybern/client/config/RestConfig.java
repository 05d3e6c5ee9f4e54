package io.kybern.client.config;

import io.kybern.error.ConfigException;
import io.kybern.model.wire.WireFormat;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How to reach one API server and how to log in to it. Immutable. Files named here are read when
 * they are needed. Credentials are never part of {@link #toString}.
 */
public final class RestConfig {
  private final URI server;
  private final @Nullable Pem certificateAuthority;
  private final boolean insecure;
  private final @Nullable String tlsServerName;
  private final @Nullable Pem clientCertificate;
  private final @Nullable Pem clientKey;
  private final @Nullable String token;
  private final @Nullable Path tokenFile;
  private final @Nullable String username;
  private final @Nullable String password;
  private final @Nullable Impersonation impersonation;
  private final String namespace;
  private final @Nullable URI proxy;
  private final String userAgent;
  private final boolean compression;
  private final WireFormat format;
  private final Duration timeout;

  private RestConfig(Builder builder) {
    this.server =
        ServerAddress.parse(
            builder.server,
            builder.certificateAuthority != null
                || builder.clientCertificate != null
                || builder.insecure);
    this.certificateAuthority = builder.certificateAuthority;
    this.insecure = builder.insecure;
    this.tlsServerName = builder.tlsServerName;
    this.clientCertificate = builder.clientCertificate;
    this.clientKey = builder.clientKey;
    this.token = builder.token;
    this.tokenFile = builder.tokenFile;
    this.username = builder.username;
    this.password = builder.password;
    this.impersonation = builder.impersonation;
    this.namespace = builder.namespace;
    this.proxy = builder.proxy;
    this.userAgent = builder.userAgent;
    this.compression = builder.compression;
    this.format = builder.format;
    this.timeout = builder.timeout;
    check();
  }

  private void check() {
    if (insecure && certificateAuthority != null) {
      throw new ConfigException(
          "expected either a certificate authority or insecure-skip-tls-verify, not both");
    }
    if ((clientCertificate == null) != (clientKey == null)) {
      throw new ConfigException("expected a client certificate together with its key");
    }
    if ((token != null || tokenFile != null) && username != null) {
      throw new ConfigException("expected either a token or user name and password, not both");
    }
    if ((username == null) != (password == null)) {
      throw new ConfigException("expected a user name together with its password");
    }
    if (!userAgent.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
      throw new ConfigException("expected a user agent of visible ASCII characters");
    }
  }

  /**
   * What kubectl would use: the current context of the files in {@code KUBECONFIG}, or of {@code
   * ~/.kube/config}; where they do not exist or are empty, the cluster in which this program runs.
   *
   * @throws ConfigException if neither says where to go, or what they say cannot be used
   */
  public static RestConfig load() {
    return load(System.getenv(), InCluster.MOUNT);
  }

  static RestConfig load(Map<String, String> environment, Path mount) {
    Kubeconfig kubeconfig = Kubeconfig.load(environment);
    if (!kubeconfig.isEmpty()) {
      return kubeconfig.config();
    }
    if (InCluster.possible(environment)) {
      return InCluster.load(environment, mount);
    }
    throw new ConfigException(
        "no cluster is configured: expected a kubeconfig in "
            + kubeconfig.origin()
            + ", or the environment of a pod");
  }

  /**
   * The cluster in which this program runs, by the service account of its pod.
   *
   * @throws ConfigException if it does not run in a pod, or the mounted files cannot be used
   */
  public static RestConfig inCluster() {
    return InCluster.load(System.getenv(), InCluster.MOUNT);
  }

  /**
   * A builder for a server.
   *
   * @param server URL, or host with or without port: then https if anything about TLS is
   *     configured, else http. A path is put in front of every request's.
   */
  public static Builder builder(String server) {
    return new Builder(server);
  }

  /** A builder with the content of this configuration. */
  public Builder toBuilder() {
    Builder builder = new Builder(server.toString());
    builder.certificateAuthority = certificateAuthority;
    builder.insecure = insecure;
    builder.tlsServerName = tlsServerName;
    builder.clientCertificate = clientCertificate;
    builder.clientKey = clientKey;
    builder.token = token;
    builder.tokenFile = tokenFile;
    builder.username = username;
    builder.password = password;
    builder.impersonation = impersonation;
    builder.namespace = namespace;
    builder.proxy = proxy;
    builder.userAgent = userAgent;
    builder.compression = compression;
    builder.format = format;
    builder.timeout = timeout;
    return builder;
  }

  /** The server, {@code http} or {@code https}, without a slash at its end. */
  public URI server() {
    return server;
  }

  /** Certificates that the server's must lead to; those that Java trusts, if there are none. */
  public Optional<Pem> certificateAuthority() {
    return Optional.ofNullable(certificateAuthority);
  }

  /** Whether any server certificate is accepted. */
  public boolean insecure() {
    return insecure;
  }

  /** The name that the server's certificate must have, if not that in its URL. */
  public Optional<String> tlsServerName() {
    return Optional.ofNullable(tlsServerName);
  }

  /** The certificate chain to log in with. */
  public Optional<Pem> clientCertificate() {
    return Optional.ofNullable(clientCertificate);
  }

  /** The key of {@link #clientCertificate()}. */
  public Optional<Pem> clientKey() {
    return Optional.ofNullable(clientKey);
  }

  /** The bearer token to log in with, while {@link #tokenFile()} gives none. */
  public Optional<String> token() {
    return Optional.ofNullable(token);
  }

  /** A file with the bearer token to log in with, read again each minute. */
  public Optional<Path> tokenFile() {
    return Optional.ofNullable(tokenFile);
  }

  /** The name to log in with. */
  public Optional<String> username() {
    return Optional.ofNullable(username);
  }

  /** The password of {@link #username()}. */
  public Optional<String> password() {
    return Optional.ofNullable(password);
  }

  /** As whom to act, once logged in. */
  public Optional<Impersonation> impersonation() {
    return Optional.ofNullable(impersonation);
  }

  /** The namespace that a person means who names none; {@code default} if nothing says so. */
  public String namespace() {
    return namespace;
  }

  /** The proxy to go through: {@code http}, {@code https} or {@code socks5}. */
  public Optional<URI> proxy() {
    return Optional.ofNullable(proxy);
  }

  /** Value of {@code User-Agent}. */
  public String userAgent() {
    return userAgent;
  }

  /** Whether the server may compress its answers. */
  public boolean compression() {
    return compression;
  }

  /** What is spoken where the server speaks it, else JSON. */
  public WireFormat format() {
    return format;
  }

  /** Limit per call, with all its retries; zero for none. Never for watches and logs. */
  public Duration timeout() {
    return timeout;
  }

  /** Where and how, but no credential. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("RestConfig[").append(server);
    text.append(", namespace ").append(namespace);
    if (certificateAuthority != null) {
      text.append(", certificate authority ").append(certificateAuthority);
    }
    if (insecure) {
      text.append(", insecure");
    }
    if (tlsServerName != null) {
      text.append(", server name ").append(tlsServerName);
    }
    if (clientCertificate != null) {
      text.append(", client certificate ").append(clientCertificate);
    }
    if (tokenFile != null) {
      text.append(", token file ").append(tokenFile);
    } else if (token != null) {
      text.append(", token ***");
    }
    if (username != null) {
      text.append(", user ").append(username).append(", password ***");
    }
    if (impersonation != null) {
      text.append(", as ").append(impersonation.user());
    }
    if (proxy != null) {
      text.append(", proxy ").append(ProxyAddress.redacted(proxy));
    }
    return text.append(']').toString();
  }

  /** Builds {@link RestConfig}. Not thread-safe. */
  public static final class Builder {
    private String server;
    private @Nullable Pem certificateAuthority;
    private boolean insecure;
    private @Nullable String tlsServerName;
    private @Nullable Pem clientCertificate;
    private @Nullable Pem clientKey;
    private @Nullable String token;
    private @Nullable Path tokenFile;
    private @Nullable String username;
    private @Nullable String password;
    private @Nullable Impersonation impersonation;
    private String namespace = "default";
    private @Nullable URI proxy;
    private String userAgent = defaultUserAgent();
    private boolean compression = true;
    private WireFormat format = WireFormat.PROTOBUF;
    private Duration timeout = Duration.ZERO;

    private Builder(String server) {
      this.server = Objects.requireNonNull(server);
    }

    private static String defaultUserAgent() {
      String version = RestConfig.class.getPackage().getImplementationVersion();
      return "kybern/"
          + (version == null ? "unknown" : version)
          + " ("
          + System.getProperty("os.name").toLowerCase(Locale.ROOT).replace(' ', '-')
          + "/"
          + System.getProperty("os.arch")
          + ")";
    }

    /** The server; see {@link RestConfig#builder}. */
    public Builder server(String server) {
      this.server = Objects.requireNonNull(server);
      return this;
    }

    /** Certificates that the server's must lead to; {@code null} for those that Java trusts. */
    public Builder certificateAuthority(@Nullable Pem certificates) {
      this.certificateAuthority = certificates;
      return this;
    }

    /** Whether any server certificate is accepted; whoever answers then can read and change all. */
    public Builder insecure(boolean insecure) {
      this.insecure = insecure;
      return this;
    }

    /** The name that the server's certificate must have; {@code null} for that in its URL. */
    public Builder tlsServerName(@Nullable String name) {
      this.tlsServerName = name;
      return this;
    }

    /** Certificate chain and key to log in with. */
    public Builder clientCertificate(@Nullable Pem certificate, @Nullable Pem key) {
      this.clientCertificate = certificate;
      this.clientKey = key;
      return this;
    }

    /** The bearer token to log in with. */
    public Builder token(@Nullable String token) {
      this.token = token;
      return this;
    }

    /** A file with the bearer token to log in with, read again each minute. */
    public Builder tokenFile(@Nullable Path file) {
      this.tokenFile = file;
      return this;
    }

    /** Name and password to log in with. */
    public Builder basic(@Nullable String username, @Nullable String password) {
      this.username = username;
      this.password = password;
      return this;
    }

    /** As whom to act, once logged in. */
    public Builder impersonation(@Nullable Impersonation impersonation) {
      this.impersonation = impersonation;
      return this;
    }

    /** No credentials at all. */
    public Builder anonymous() {
      return clientCertificate(null, null)
          .token(null)
          .tokenFile(null)
          .basic(null, null)
          .impersonation(null);
    }

    /**
     * The namespace that a person means who names none.
     *
     * @throws ConfigException if it cannot be the name of one
     */
    public Builder namespace(String namespace) {
      if (!namespace.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")) {
        throw new ConfigException(
            "namespace \"" + namespace + "\": expected lower-case letters, digits and hyphens");
      }
      this.namespace = namespace;
      return this;
    }

    /**
     * The proxy to go through, with user and password in it if it wants them.
     *
     * @throws ConfigException if it is no URL with scheme {@code http}, {@code https} or {@code
     *     socks5}
     */
    public Builder proxy(@Nullable String url) {
      this.proxy = url == null ? null : ProxyAddress.parse(url);
      return this;
    }

    /** Value of {@code User-Agent}. */
    public Builder userAgent(String userAgent) {
      this.userAgent = Objects.requireNonNull(userAgent);
      return this;
    }

    /** Whether the server may compress its answers; true by default. */
    public Builder compression(boolean compression) {
      this.compression = compression;
      return this;
    }

    /**
     * What is spoken where the server speaks it, else JSON: by default protobuf, which is for kinds
     * that have a Java type. CBOR is for all kinds and needs a server with the feature gate {@code
     * CBORServingAndStorage}.
     *
     * @throws IllegalArgumentException for YAML
     */
    public Builder format(WireFormat format) {
      if (format == WireFormat.YAML) {
        throw new IllegalArgumentException(
            "servers and clients speak protobuf, CBOR or JSON, not YAML");
      }
      this.format = Objects.requireNonNull(format);
      return this;
    }

    /** Limit per call, with all its retries; zero, the default, for none. */
    public Builder timeout(Duration timeout) {
      if (timeout.isNegative()) {
        throw new IllegalArgumentException("timeout " + timeout + " is negative");
      }
      this.timeout = timeout;
      return this;
    }

    /**
     * The configuration.
     *
     * @throws ConfigException if settings contradict each other or the server is no address
     */
    public RestConfig build() {
      return new RestConfig(this);
    }
  }
}
