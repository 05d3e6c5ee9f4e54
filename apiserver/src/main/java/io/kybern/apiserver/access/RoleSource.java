package io.kybern.apiserver.access;

import io.kybern.api.rbac.v1.ClusterRole;
import io.kybern.api.rbac.v1.ClusterRoleBinding;
import io.kybern.api.rbac.v1.Role;
import io.kybern.api.rbac.v1.RoleBinding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where roles and bindings come from: their newest state, in the order of their names. */
public interface RoleSource {
  /** The role of that name for the whole cluster, or {@code null}. */
  @Nullable ClusterRole clusterRole(String name);

  /** All roles for the whole cluster. */
  List<ClusterRole> clusterRoles();

  /** The role of that name in a namespace, or {@code null}. */
  @Nullable Role role(String namespace, String name);

  /** All bindings for the whole cluster. */
  List<ClusterRoleBinding> clusterRoleBindings();

  /** All bindings in a namespace. */
  List<RoleBinding> roleBindings(String namespace);
}
