package io.kybern.apiserver.rest;

import io.kybern.api.meta.v1.ObjectMeta;
import io.kybern.api.rbac.v1.AggregationRule;
import io.kybern.api.rbac.v1.ClusterRole;
import io.kybern.api.rbac.v1.ClusterRoleBinding;
import io.kybern.api.rbac.v1.PolicyRule;
import io.kybern.api.rbac.v1.Role;
import io.kybern.api.rbac.v1.RoleBinding;
import io.kybern.api.rbac.v1.RoleRef;
import io.kybern.api.rbac.v1.Subject;
import io.kybern.model.KubernetesObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The roles and bindings that every server has before the first request, as {@code roles.txt} lists
 * them. Made when somebody first asks for objects of their kind, and as if they had been there from
 * the start: they come from before the first revision. Stateless.
 */
final class InitialRoles {
  private static final String FILE = "roles.txt";
  private static final String KEYS = StoredRoles.GROUP + "/";
  private static final Map<String, String> LABELS =
      Map.of("kubernetes.io/bootstrapping", "rbac-defaults");
  private static final Map<String, String> ANNOTATIONS =
      Map.of("rbac.authorization.kubernetes.io/autoupdate", "true");

  private InitialRoles() {}

  /**
   * The objects that a keyspace holds from the start.
   *
   * @param keyspace name of the keyspace, such as {@code roles.rbac.authorization.k8s.io}
   * @param start when the server was started
   */
  static List<KubernetesObject> of(String keyspace, Instant start) {
    String kind =
        switch (keyspace) {
          case "clusterroles." + StoredRoles.GROUP -> "ClusterRole";
          case "clusterrolebindings." + StoredRoles.GROUP -> "ClusterRoleBinding";
          case "roles." + StoredRoles.GROUP -> "Role";
          case "rolebindings." + StoredRoles.GROUP -> "RoleBinding";
          default -> "";
        };
    return kind.isEmpty() ? List.of() : objects(kind, start);
  }

  private static List<KubernetesObject> objects(String kind, Instant start) {
    List<KubernetesObject> objects = new ArrayList<>();
    List<String[]> block = new ArrayList<>();
    for (String line : text().split("\n")) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (!line.startsWith(" ")) {
        finish(kind, block, start, objects);
      }
      block.add(line.trim().split(" "));
    }
    finish(kind, block, start, objects);
    return objects;
  }

  private static void finish(
      String kind, List<String[]> block, Instant start, List<KubernetesObject> objects) {
    if (!block.isEmpty() && block.get(0)[0].equals(kind)) {
      objects.add(object(block, start));
    }
    block.clear();
  }

  private static KubernetesObject object(List<String[]> block, Instant start) {
    String[] head = block.get(0);
    List<String[]> lines = block.subList(1, block.size());
    return switch (head[0]) {
      case "ClusterRole" ->
          ClusterRole.builder()
              .metadata(metadata("", head[1], lines, start))
              .rules(rules(lines))
              .aggregationRule(aggregation(lines))
              .build();
      case "Role" ->
          Role.builder()
              .metadata(metadata(head[1], head[2], lines, start))
              .rules(rules(lines))
              .build();
      case "ClusterRoleBinding" ->
          ClusterRoleBinding.builder()
              .metadata(metadata("", head[1], List.of(), start))
              .roleRef(ref(head[2], head[3]))
              .subjects(subjects(lines))
              .build();
      case "RoleBinding" ->
          RoleBinding.builder()
              .metadata(metadata(head[1], head[2], List.of(), start))
              .roleRef(ref(head[3], head[4]))
              .subjects(subjects(lines))
              .build();
      default -> throw new IllegalStateException(FILE + ": " + String.join(" ", head));
    };
  }

  private static ObjectMeta metadata(
      String namespace, String name, List<String[]> lines, Instant start) {
    Map<String, String> labels = new TreeMap<>(LABELS);
    for (String[] line : lines) {
      if (line[0].equals("label")) {
        labels.put(KEYS + line[1], "true");
      }
    }
    return ObjectMeta.builder()
        .name(name)
        .namespace(namespace.isEmpty() ? null : namespace)
        .uid(Registry.uid())
        .creationTimestamp(start.truncatedTo(ChronoUnit.SECONDS))
        .labels(labels)
        .annotations(ANNOTATIONS)
        .build();
  }

  private static List<PolicyRule> rules(List<String[]> lines) {
    List<PolicyRule> rules = new ArrayList<>();
    for (String[] line : lines) {
      if (line[0].equals("rule")) {
        PolicyRule.Builder rule =
            PolicyRule.builder()
                .verbs(line[1].split(","))
                .apiGroups(groups(line[2]))
                .resources(line[3].split(","));
        rules.add((line.length > 4 ? rule.resourceNames(line[4].split(",")) : rule).build());
      } else if (line[0].equals("url")) {
        rules.add(
            PolicyRule.builder()
                .verbs(line[1].split(","))
                .nonResourceURLs(line[2].split(","))
                .build());
      }
    }
    return rules;
  }

  private static List<String> groups(String text) {
    List<String> groups = new ArrayList<>();
    for (String group : text.split(",")) {
      groups.add(group.equals("-") ? "" : group);
    }
    return groups;
  }

  private static AggregationRule aggregation(List<String[]> lines) {
    AggregationRule.Builder rule = AggregationRule.builder();
    for (String[] line : lines) {
      if (line[0].equals("select")) {
        rule.clusterRoleSelector(selector -> selector.matchLabel(KEYS + line[1], "true"));
      }
    }
    return rule.build();
  }

  private static RoleRef ref(String kind, String name) {
    return RoleRef.builder().apiGroup(StoredRoles.GROUP).kind(kind).name(name).build();
  }

  private static List<Subject> subjects(List<String[]> lines) {
    List<Subject> subjects = new ArrayList<>();
    for (String[] line : lines) {
      boolean account = line.length > 2;
      subjects.add(
          Subject.builder()
              .kind(line[0])
              .apiGroup(account ? null : StoredRoles.GROUP)
              .namespace(account ? line[1] : null)
              .name(line[line.length - 1])
              .build());
    }
    return subjects;
  }

  private static String text() {
    try (InputStream in = Objects.requireNonNull(InitialRoles.class.getResourceAsStream(FILE))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + FILE, e);
    }
  }
}
