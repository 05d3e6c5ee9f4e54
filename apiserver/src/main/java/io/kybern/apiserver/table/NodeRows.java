package io.kybern.apiserver.table;

import io.kybern.api.core.v1.Node;
import io.kybern.api.core.v1.NodeAddress;
import io.kybern.api.core.v1.NodeCondition;
import java.util.Set;
import java.util.TreeSet;

/** Rows of nodes. */
final class NodeRows {
  private static final String ROLE_PREFIX = "node-role.kubernetes.io/";
  private static final String ROLE = "kubernetes.io/role";

  private NodeRows() {}

  static void print(Node node, Cells cells) {
    String status = "Unknown";
    for (NodeCondition condition : node.status().conditions()) {
      if (condition.type().equals("Ready")) {
        status = condition.status().equals("True") ? "Ready" : "NotReady";
      }
    }
    if (Boolean.TRUE.equals(node.spec().unschedulable())) {
      status += ",SchedulingDisabled";
    }
    Set<String> roles = new TreeSet<>();
    node.labels()
        .forEach(
            (key, value) -> {
              if (key.startsWith(ROLE_PREFIX) && key.length() > ROLE_PREFIX.length()) {
                roles.add(key.substring(ROLE_PREFIX.length()));
              } else if (key.equals(ROLE) && !value.isEmpty()) {
                roles.add(value);
              }
            });
    cells
        .add(node.name())
        .add(status)
        .orNone(String.join(",", roles))
        .age(node)
        .add(node.status().nodeInfo().kubeletVersion())
        .add(address(node, "InternalIP"))
        .add(address(node, "ExternalIP"))
        .add(Cells.or(node.status().nodeInfo().osImage(), Cells.UNKNOWN))
        .add(Cells.or(node.status().nodeInfo().kernelVersion(), Cells.UNKNOWN))
        .add(Cells.or(node.status().nodeInfo().containerRuntimeVersion(), Cells.UNKNOWN));
  }

  private static String address(Node node, String type) {
    for (NodeAddress address : node.status().addresses()) {
      if (address.type().equals(type)) {
        return address.address();
      }
    }
    return Cells.NONE;
  }
}
