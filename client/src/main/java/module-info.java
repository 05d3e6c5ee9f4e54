/** The Kubernetes client: configuration, transport, the generic client and the named ones. */
module io.kybern.client {
  requires transitive io.kybern.model;
  requires static transitive org.jspecify;
  requires okhttp3;

  exports io.kybern.client;
  exports io.kybern.client.api;
  exports io.kybern.client.config;
}
