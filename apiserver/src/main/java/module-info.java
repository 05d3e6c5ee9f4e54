/** A Kubernetes API server inside the JVM. */
@SuppressWarnings("requires-automatic")
module io.kybern.apiserver {
  requires io.kybern.merge;
  requires io.kybern.model;
  requires org.apache.httpcomponents.core5.httpcore5;
  requires org.apache.httpcomponents.core5.httpcore5.h2;
  requires static org.jspecify;

  exports io.kybern.apiserver;
}
