package io.kybern.benchmarks.common;

import java.util.List;
import java.util.function.Consumer;

/**
 * One client under measurement. Every method does what the client's users would write, with its
 * default settings; where a default would only measure a limit (connections per host), the peer
 * raises it and says so. Objects are those of the client's own model.
 */
public interface Peer {
  /** What a kind is listed and decoded as. */
  enum Kind {
    PODS("/api/v1/pods"),
    EVENTS("/api/v1/events"),
    CONFIGMAPS("/api/v1/configmaps"),
    /** A custom resource: the client's generic type. */
    WIDGETS("/apis/example.com/v1/widgets");

    private final String path;

    Kind(String path) {
      this.path = path;
    }

    /** Where the list is served. */
    public String path() {
      return path;
    }
  }

  /** A format on the wire. */
  enum Wire {
    JSON,
    PROTOBUF
  }

  /**
   * Connects. Requests that follow are part of what is measured, this is too at a cold start.
   *
   * @param authority file with the certificate authority of the server; empty for plain HTTP
   */
  void open(String url, String authority) throws Exception;

  /** All objects of a kind in all namespaces, as the client lists them by default. */
  List<?> list(Kind kind) throws Exception;

  /** All pods without {@code managedFields}, in the cheapest way the client has. */
  List<?> listPodsStripped() throws Exception;

  /** {@code namespace/name}. */
  String key(Object object);

  /** Version, which every event of a watch has another one of. */
  String version(Object pod);

  /**
   * Reads fields from all over an object and adds them up. All peers must come to the same number
   * for the same object, so that none skips work unnoticed; after it, nothing of a pod is left
   * undecoded.
   */
  long digest(Kind kind, Object object);

  /** How many entries of {@code managedFields} the client kept of a pod. */
  int managedFields(Object pod);

  /** Whether the client can decode and encode this. */
  boolean supports(Kind kind, Wire wire);

  /** A list's bytes to objects in which everything is decoded. */
  List<?> decode(Kind kind, Wire wire, byte[] list) throws Exception;

  /** A list's bytes to objects as the client lists them: it may leave parts for later. */
  default List<?> decodeAsListed(Kind kind, Wire wire, byte[] list) throws Exception {
    return decode(kind, wire, list);
  }

  /** One object as the client sends it. */
  byte[] encode(Kind kind, Wire wire, Object object) throws Exception;

  /** Decodes one object that {@link #encode} wrote. */
  Object decodeOne(Kind kind, Wire wire, byte[] object) throws Exception;

  /**
   * Watches pods from now on. When it returns, the server has accepted the watch. Events come one
   * at a time.
   *
   * @param wire the format to ask for; peers that do not support it throw
   */
  void watch(Wire wire, Consumer<Object> pods) throws Exception;

  /** Gets a ConfigMap of {@code default}; its name. */
  String getSmall(String name) throws Exception;

  /** Creates a small ConfigMap; the name in the answer. */
  String create(String name) throws Exception;

  /** Updates the ConfigMap that {@link #getSmall} gets; the name in the answer. */
  String update(String name) throws Exception;

  /** Patches one label of the ConfigMap with a merge patch; the name in the answer. */
  String patch(String name) throws Exception;
}
