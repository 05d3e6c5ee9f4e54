/** A Kubernetes API server inside the JVM. */
module io.kybern.apiserver {
  requires io.kybern.merge;
  requires io.kybern.model;
  requires org.eclipse.jetty.alpn.java.server;
  requires org.eclipse.jetty.alpn.server;
  requires org.eclipse.jetty.http2.server;
  requires org.eclipse.jetty.server;
  requires static org.jspecify;

  exports io.kybern.apiserver;
}
