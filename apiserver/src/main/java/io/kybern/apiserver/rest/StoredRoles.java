package io.kybern.apiserver.rest;

import io.kybern.api.rbac.v1.ClusterRole;
import io.kybern.api.rbac.v1.ClusterRoleBinding;
import io.kybern.api.rbac.v1.Role;
import io.kybern.api.rbac.v1.RoleBinding;
import io.kybern.apiserver.access.RoleSource;
import io.kybern.apiserver.storage.Keyspace;
import io.kybern.model.KubernetesObject;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Roles and bindings as the server holds them. Safe for use by any thread. */
final class StoredRoles implements RoleSource {
  static final String GROUP = "rbac.authorization.k8s.io";

  private final Resources resources;

  StoredRoles(Resources resources) {
    this.resources = resources;
  }

  private Resource resource(String plural) {
    return resources.get(GROUP, "v1", plural);
  }

  private <T extends KubernetesObject> @Nullable T get(
      Class<T> type, String plural, String namespace, String name) {
    Resource resource = resource(plural);
    KubernetesObject stored = resource.keyspace().get(resource.key(namespace, name));
    return stored == null ? null : type.cast(resource.view(stored));
  }

  private <T extends KubernetesObject> List<T> all(Class<T> type, String plural, String namespace) {
    Resource resource = resource(plural);
    Iterator<KubernetesObject> stored =
        resource.keyspace().latest().range(Keyspace.startOf(namespace), Keyspace.endOf(namespace));
    List<T> all = new ArrayList<>();
    while (stored.hasNext()) {
      all.add(type.cast(resource.view(stored.next())));
    }
    return all;
  }

  @Override
  public @Nullable ClusterRole clusterRole(String name) {
    return get(ClusterRole.class, "clusterroles", "", name);
  }

  @Override
  public List<ClusterRole> clusterRoles() {
    return all(ClusterRole.class, "clusterroles", "");
  }

  @Override
  public @Nullable Role role(String namespace, String name) {
    return get(Role.class, "roles", namespace, name);
  }

  @Override
  public List<ClusterRoleBinding> clusterRoleBindings() {
    return all(ClusterRoleBinding.class, "clusterrolebindings", "");
  }

  @Override
  public List<RoleBinding> roleBindings(String namespace) {
    return all(RoleBinding.class, "rolebindings", namespace);
  }
}
