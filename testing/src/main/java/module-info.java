/**
 * Servers for tests: the embedded one and a real control plane behind one interface, and a JUnit
 * extension.
 */
module io.kybern.testing {
  requires transitive io.kybern.client;
  requires transitive io.kybern.apiserver;
  requires okhttp3;
  requires okhttp3.tls;
  requires static org.jspecify;
  requires static transitive org.junit.jupiter.api;

  exports io.kybern.testing;
}
