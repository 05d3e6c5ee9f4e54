package io.kybern.apiserver;

import io.kybern.apiserver.ApiRequest.User;
import io.kybern.apiserver.http.Authenticator;
import io.kybern.apiserver.http.Certificates;
import io.kybern.apiserver.http.Endpoint;
import io.kybern.apiserver.http.Kubeconfig;
import io.kybern.apiserver.rest.ApiHandler;
import io.kybern.apiserver.rest.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes API server inside this JVM: all built-in resources, in memory, empty but for the
 * initial namespaces. There may be many at once; they share nothing.
 *
 * <pre>{@code
 * try (ApiServer server = ApiServer.start()) {
 *   server.writeKubeconfig(Path.of("kubeconfig"));
 *   ...
 * }
 * }</pre>
 *
 * <p>A server costs no sockets, certificates or threads until somebody asks for its {@linkplain
 * #url address} or its {@linkplain #kubeconfig configuration}: {@link #handle} answers without
 * them. The address then stays the same until the server is closed.
 *
 * <p>Who may do what, roles and bindings say, as in every cluster: those that kube-apiserver starts
 * with are there. The administrator may do everything; others are let in by {@link #token(String,
 * String...)} or as service accounts. Safe for use by any thread.
 */
public final class ApiServer implements AutoCloseable {
  private static final String AUTHENTICATED = "system:authenticated";

  private final Builder options;
  private final ApiHandler handler;

  /** Whose tokens {@link #token(String, String...)} gave out. */
  private final ConcurrentHashMap<String, User> users = new ConcurrentHashMap<>();

  /** Guards the fields below. Held while a port is opened, never while a request is served. */
  private final ReentrantLock lock = new ReentrantLock();

  private @Nullable Endpoint endpoint;
  private @Nullable Certificates certificates;
  private @Nullable String token;
  private @Nullable String writtenKubeconfig;
  private boolean closed;

  private ApiServer(Builder options) {
    this.options = options;
    this.handler =
        new ApiHandler(
            new Settings(
                options.clock,
                options.historyLimit,
                options.bookmarkInterval,
                options.namespaceDelay,
                options.releasesDeleted,
                options.cbor),
            this::owner,
            this::openAddress);
  }

  /** Where the server is reached; empty while it has no port. */
  private String openAddress() {
    lock.lock();
    try {
      return endpoint == null ? "" : endpoint.url().toString();
    } finally {
      lock.unlock();
    }
  }

  /** A running server with default options. */
  public static ApiServer start() {
    return builder().start();
  }

  /** Options for a server. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Answers a request without any socket. Never waits: a watch is answered at once with a body that
   * goes on. Problems of any kind are answers too.
   */
  public ApiResponse handle(ApiRequest request) {
    return handler.handle(request);
  }

  /**
   * Where clients reach the server, such as {@code https://127.0.0.1:41733}. Opens the port if that
   * has not happened yet.
   *
   * @throws UncheckedIOException if the port cannot be opened
   * @throws IllegalStateException if the server is closed
   */
  public URI url() {
    return endpoint().url();
  }

  /**
   * The configuration by which kubectl and every client library finds this server and is let in as
   * its administrator. Holds a secret token. Opens the port if that has not happened yet.
   */
  public String kubeconfig() {
    URI url = url();
    return Kubeconfig.text(url, certificates(), token());
  }

  /**
   * Writes the {@linkplain #kubeconfig configuration} to a file that only its owner can read. The
   * file appears with all of its content or not at all.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  public void writeKubeconfig(Path file) {
    try {
      Kubeconfig.write(file, kubeconfig());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** The certificate of the authority that signed the server's own, as PEM. */
  public String caCertificatePem() {
    return certificates().authorityPem();
  }

  /** The administrator's certificate, as PEM, for clients that come with one. */
  public String clientCertificatePem() {
    return certificates().adminCertificatePem();
  }

  /** The administrator's private key in PKCS #8, as PEM. */
  public String clientKeyPem() {
    return certificates().adminKeyPem();
  }

  /** A bearer token by which its holder is the administrator. Stays the same until the end. */
  public String token() {
    lock.lock();
    try {
      String known = token;
      if (known == null) {
        known = newToken();
        token = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  /**
   * A new bearer token for a user, made up by this call: there is no list of users. Valid until the
   * server is closed. What the user may do is up to the roles bound to the name or to a group;
   * without any that is next to nothing.
   *
   * <pre>{@code
   * String token = server.token("jane", "developers");
   * }</pre>
   *
   * @param user name of the user
   * @param groups groups the user is in, besides {@code system:authenticated}
   * @throws IllegalArgumentException if {@code user} is empty
   */
  public String token(String user, String... groups) {
    if (user.isEmpty()) {
      throw new IllegalArgumentException("a user must have a name");
    }
    List<String> all = new ArrayList<>(List.of(groups));
    if (!all.contains(AUTHENTICATED)) {
      all.add(AUTHENTICATED);
    }
    String made = newToken();
    users.put(made, new User(user, "", all));
    return made;
  }

  private static String newToken() {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  /** Who a token of the administrator or of one of the users belongs to. */
  private Optional<User> owner(String asked) {
    return MessageDigest.isEqual(
            token().getBytes(StandardCharsets.UTF_8), asked.getBytes(StandardCharsets.UTF_8))
        ? Optional.of(User.ADMIN)
        : Optional.ofNullable(users.get(asked));
  }

  /**
   * Forgets the history of all objects. Lists and watches that go back to an older revision are
   * told so with code 410, as if the server had compacted its log. For tests of clients.
   */
  public void compactHistory() {
    handler.store().compact(handler.store().revision());
  }

  private Certificates certificates() {
    lock.lock();
    try {
      Certificates known = certificates;
      if (known == null) {
        known = Certificates.create(options.bindAddress, User.ADMIN.name());
        certificates = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  private Endpoint endpoint() {
    lock.lock();
    try {
      Endpoint open = endpoint;
      if (open == null) {
        if (closed) {
          throw new IllegalStateException("the server is closed");
        }
        open =
            Endpoint.open(
                options.bindAddress,
                options.port,
                certificatesSoon(),
                own -> new Authenticator(own, asked -> owner(asked).or(() -> handler.owner(asked))),
                handler::handle);
        endpoint = open;
      }
      return open;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The certificates, made by a thread of their own while the caller does other things: in a fresh
   * JVM they take half of the time until a server can be reached. Call, and use what is returned,
   * under the lock.
   */
  private Supplier<Certificates> certificatesSoon() {
    Certificates known = certificates;
    if (known != null) {
      return () -> known;
    }
    FutureTask<Certificates> making =
        new FutureTask<>(() -> Certificates.create(options.bindAddress, User.ADMIN.name()));
    Thread thread = new Thread(making, "kybern-apiserver-certificates");
    thread.setDaemon(true);
    thread.start();
    return () -> {
      try {
        Certificates made = making.get();
        thread.join();
        certificates = made;
        return made;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while starting the server", e);
      } catch (ExecutionException e) {
        throw new IllegalStateException("cannot make certificates", e.getCause());
      }
    };
  }

  private void writeConfiguredKubeconfig() {
    Path file = options.kubeconfig;
    if (file != null) {
      String text = kubeconfig();
      writeKubeconfig(file);
      lock.lock();
      try {
        writtenKubeconfig = text;
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Ends all watches, closes the port and stops all threads. Removes the kubeconfig that {@link
   * Builder#kubeconfig} asked for, unless somebody changed it. Idempotent.
   */
  @Override
  public void close() {
    Endpoint open;
    String written;
    lock.lock();
    try {
      closed = true;
      open = endpoint;
      endpoint = null;
      written = writtenKubeconfig;
      writtenKubeconfig = null;
    } finally {
      lock.unlock();
    }
    handler.close();
    if (open != null) {
      open.close();
    }
    if (written != null) {
      removeKubeconfig(written);
    }
  }

  private void removeKubeconfig(String written) {
    Path file = Objects.requireNonNull(options.kubeconfig);
    try {
      if (Files.isRegularFile(file) && Files.readString(file).equals(written)) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + file, e);
    }
  }

  @Override
  public String toString() {
    lock.lock();
    try {
      return "ApiServer["
          + (closed ? "closed" : endpoint == null ? "in memory" : endpoint.url())
          + "]";
    } finally {
      lock.unlock();
    }
  }

  /** Options for a server. Not thread-safe. */
  public static final class Builder {
    private static final int DEFAULT_HISTORY = 16_384;

    private InetAddress bindAddress = InetAddress.getLoopbackAddress();
    private int port;
    private @Nullable Path kubeconfig;
    private InstantSource clock = InstantSource.system();
    private int historyLimit = DEFAULT_HISTORY;
    private Duration bookmarkInterval = Duration.ofMinutes(1);
    private Duration namespaceDelay = Duration.ZERO;
    private boolean releasesDeleted = true;
    private boolean cbor;

    private Builder() {}

    private Builder(Builder other) {
      this.bindAddress = other.bindAddress;
      this.port = other.port;
      this.kubeconfig = other.kubeconfig;
      this.clock = other.clock;
      this.historyLimit = other.historyLimit;
      this.bookmarkInterval = other.bookmarkInterval;
      this.namespaceDelay = other.namespaceDelay;
      this.releasesDeleted = other.releasesDeleted;
      this.cbor = other.cbor;
    }

    /**
     * The port to listen on; 0, the default, for any free one.
     *
     * @throws IllegalArgumentException if it is not between 0 and 65535
     */
    public Builder port(int port) {
      if (port < 0 || port > 65535) {
        throw new IllegalArgumentException("port must be between 0 and 65535, not " + port);
      }
      this.port = port;
      return this;
    }

    /** The address to listen on; loopback by default. The server's certificate names it. */
    public Builder bindAddress(InetAddress address) {
      this.bindAddress = Objects.requireNonNull(address);
      return this;
    }

    /**
     * Where to write the configuration for clients at the start; the file is removed at the end.
     * Nowhere by default. Opens the port at the start.
     */
    public Builder kubeconfig(Path file) {
      this.kubeconfig = Objects.requireNonNull(file);
      return this;
    }

    /**
     * What time it is: for timestamps and ages. The system's clock by default. Time-outs of watches
     * do not follow it.
     */
    public Builder clock(InstantSource clock) {
      this.clock = Objects.requireNonNull(clock);
      return this;
    }

    /**
     * How many changes the server remembers at least, for watches that go back, paged lists and
     * slow readers; 16,384 by default. Who needs an older one is told with code 410. A remembered
     * change of an object holds its earlier state.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder historyLimit(int changes) {
      if (changes < 1) {
        throw new IllegalArgumentException("history limit must be at least 1, not " + changes);
      }
      this.historyLimit = changes;
      return this;
    }

    /**
     * How often a watch that takes bookmarks gets one; a minute by default.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public Builder bookmarkInterval(Duration interval) {
      if (interval.isZero() || interval.isNegative()) {
        throw new IllegalArgumentException("bookmark interval must be positive, not " + interval);
      }
      this.bookmarkInterval = interval;
      return this;
    }

    /**
     * How long after its deletion a namespace is emptied. Zero, the default, does it within the
     * request, which is what tests want. People who delete a namespace and, in the same command,
     * what is in it would rather still find the latter: a second is enough for them.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Builder namespaceDeletionDelay(Duration delay) {
      if (delay.isNegative()) {
        throw new IllegalArgumentException("delay must not be negative, but is " + delay);
      }
      this.namespaceDelay = delay;
      return this;
    }

    /**
     * Whether objects that are deleted go as they do in a cluster; true by default. kube-apiserver
     * itself only marks an object that has finalizers: controllers take away those that Kubernetes
     * knows, which is {@code orphan} once no object names the deleted one as its owner, and those
     * that protect claims, volumes, attribute classes and pod groups once nothing uses these. This
     * server does so within the request that deletes the object or ends its use; the answer shows
     * the object as marked, as kube-apiserver's does. With {@code false} such objects stay until
     * somebody removes their finalizers, as with a kube-apiserver on its own.
     */
    public Builder releasesDeleted(boolean releases) {
      this.releasesDeleted = releases;
      return this;
    }

    /**
     * Whether the server speaks CBOR, as kube-apiserver does with its feature gate {@code
     * CBORServingAndStorage}. Like that it is off by default: who accepts only CBOR gets code 406,
     * who sends it 415.
     */
    public Builder cbor(boolean cbor) {
      this.cbor = cbor;
      return this;
    }

    /**
     * A running server with these options.
     *
     * @throws UncheckedIOException if a kubeconfig was asked for and the port cannot be opened or
     *     the file not be written
     */
    public ApiServer start() {
      ApiServer server = new ApiServer(new Builder(this));
      try {
        server.writeConfiguredKubeconfig();
        return server;
      } catch (RuntimeException e) {
        server.close();
        throw e;
      }
    }
  }
}
