package io.kybern.conformance;

import java.util.Map;

/**
 * Waits until a server's authorizer knows all roles and bindings written so far. A real server sees
 * them by watches, a moment after they were written and in their order: what is written here last
 * is known last.
 */
final class RightsBarrier {
  private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1";
  private static final String RULES =
      ",\"rules\":[{\"apiGroups\":[\"\"],\"resources\":[\"barriers\"],\"verbs\":[\"get\"]}]";

  private final Wire wire;
  private final String namespace;

  RightsBarrier(Wire wire, String namespace) {
    this.wire = wire;
    this.namespace = namespace;
  }

  /** Returns once the server allows what has just been granted, however long that takes. */
  void await() {
    String name = TestServer.newName("barrier");
    String local = RBAC + "/namespaces/" + namespace;
    grant(local, "roles", "rolebindings", "Role", name);
    grant(RBAC, "clusterroles", "clusterrolebindings", "ClusterRole", name + "-all");
    while (!isAllowed(name, namespace) || !isAllowed(name + "-all", "")) {
      Thread.onSpinWait();
    }
    delete(RBAC + "/clusterrolebindings/" + name + "-all");
    delete(RBAC + "/clusterroles/" + name + "-all");
    delete(local + "/rolebindings/" + name);
    delete(local + "/roles/" + name);
  }

  private void grant(String path, String roles, String bindings, String kind, String name) {
    String metadata = "{\"metadata\":{\"name\":\"" + name + "\"}";
    create(path + "/" + roles, metadata + RULES + "}");
    create(
        path + "/" + bindings,
        metadata
            + ",\"subjects\":[{\"kind\":\"User\",\"apiGroup\":\"rbac.authorization.k8s.io\",\"name\":\""
            + name
            + "\"}],\"roleRef\":{\"apiGroup\":\"rbac.authorization.k8s.io\",\"kind\":\""
            + kind
            + "\",\"name\":\""
            + name
            + "\"}}");
  }

  private boolean isAllowed(String user, String where) {
    Wire.Reply reply =
        create(
            "/apis/authorization.k8s.io/v1/subjectaccessreviews",
            "{\"spec\":{\"user\":\""
                + user
                + "\",\"resourceAttributes\":{\"verb\":\"get\",\"resource\":\"barriers\",\"namespace\":\""
                + where
                + "\"}}}");
    return Boolean.TRUE.equals(((Map<?, ?>) reply.json().get("status")).get("allowed"));
  }

  private Wire.Reply create(String path, String json) {
    Wire.Reply reply = wire.send("POST", path, json);
    if (reply.code() != 201) {
      throw new IllegalStateException(path + ": " + reply);
    }
    return reply;
  }

  private void delete(String path) {
    wire.send("DELETE", path, null);
  }
}
