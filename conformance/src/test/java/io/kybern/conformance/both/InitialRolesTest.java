package io.kybern.conformance.both;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kybern.api.rbac.v1.ClusterRole;
import io.kybern.api.rbac.v1.PolicyRule;
import io.kybern.api.rbac.v1.RoleRef;
import io.kybern.api.rbac.v1.Subject;
import io.kybern.client.Kubernetes;
import io.kybern.conformance.TestServer;
import io.kybern.model.KubernetesObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The embedded server starts with the roles and bindings of the real one. They are in a file, which
 * this test writes with
 *
 * <pre>mvn test -pl conformance -Dtest=InitialRolesTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dkybern.write=true</pre>
 */
class InitialRolesTest {
  private static final Path FILE =
      Path.of("../apiserver/src/main/resources/io/kybern/apiserver/rest/roles.txt");
  private static final String HEAD =
      """
      # What kube-apiserver grants before the first request: roles and bindings of Kubernetes 1.37 with
      # all APIs on. Written by InitialRolesTest of the conformance suites, which fails on drift.
      #   ClusterRole NAME, Role NAMESPACE NAME; below: `label KEY` (true), `select KEY` (grants what
      #     roles with that label do), `rule VERBS GROUPS RESOURCES [NAMES]` (`-` is the core group),
      #     `url VERBS PATHS`
      #   ClusterRoleBinding NAME KIND ROLE, RoleBinding NAMESPACE NAME KIND ROLE; below: subjects,
      #     `KIND [NAMESPACE] NAME`

      """;
  private static final String KEYS = "rbac.authorization.k8s.io/";
  private static final Comparator<KubernetesObject> ORDER =
      Comparator.comparing((KubernetesObject o) -> o.namespace())
          .thenComparing(KubernetesObject::name);

  @Test
  void bothStartWithTheSame() throws IOException {
    String real = HEAD + text(TestServer.real().client());
    if (Boolean.getBoolean("kybern.write")) {
      Files.writeString(FILE, real);
      return;
    }
    assertEquals(real, Files.readString(FILE));
    assertEquals(real, HEAD + text(TestServer.embedded().client()));
  }

  private static String text(Kubernetes client) {
    StringBuilder out = new StringBuilder();
    var rbac = client.rbacV1();
    for (ClusterRole role : initial(rbac.clusterRoles().list())) {
      head(out, role, null);
      role.aggregationRule()
          .clusterRoleSelectors()
          .forEach(
              selector ->
                  selector
                      .matchLabels()
                      .forEach((key, value) -> line(out, "select " + key(key, value))));
      rules(out, role.rules());
    }
    for (var binding : initial(rbac.clusterRoleBindings().list())) {
      head(out, binding, binding.roleRef());
      subjects(out, binding.subjects());
    }
    for (var role : initial(rbac.roles().list())) {
      head(out, role, null);
      rules(out, role.rules());
    }
    for (var binding : initial(rbac.roleBindings().list())) {
      head(out, binding, binding.roleRef());
      subjects(out, binding.subjects());
    }
    return out.toString();
  }

  /** Those that the server made, in order. */
  private static <T extends KubernetesObject> List<T> initial(Iterable<T> all) {
    List<T> initial = new ArrayList<>();
    for (T object : all) {
      if (object.labels().containsKey("kubernetes.io/bootstrapping")) {
        initial.add(object);
      }
    }
    initial.sort(ORDER);
    return initial;
  }

  private static void head(StringBuilder out, KubernetesObject object, @Nullable RoleRef ref) {
    out.append(object.kind()).append(' ');
    out.append(object.namespace().isEmpty() ? "" : object.namespace() + " ").append(object.name());
    if (ref != null) {
      assertEquals("rbac.authorization.k8s.io", ref.apiGroup());
      out.append(' ').append(ref.kind()).append(' ').append(ref.name());
    }
    out.append('\n');
    assertEquals(
        Map.of("rbac.authorization.kubernetes.io/autoupdate", "true"), object.annotations());
    Map<String, String> labels = new TreeMap<>(object.labels());
    assertEquals("rbac-defaults", labels.remove("kubernetes.io/bootstrapping"));
    labels.forEach((key, value) -> line(out, "label " + key(key, value)));
  }

  private static String key(String key, String value) {
    assertEquals("true", value);
    assertEquals(KEYS, key.substring(0, KEYS.length()));
    return key.substring(KEYS.length());
  }

  private static void rules(StringBuilder out, List<PolicyRule> rules) {
    for (PolicyRule rule : rules) {
      String verbs = String.join(",", rule.verbs()) + " ";
      if (rule.nonResourceURLs().isEmpty()) {
        List<String> groups = rule.apiGroups().stream().map(g -> g.isEmpty() ? "-" : g).toList();
        String names = String.join(",", rule.resourceNames());
        line(
            out,
            "rule "
                + verbs
                + String.join(",", groups)
                + " "
                + String.join(",", rule.resources())
                + (names.isEmpty() ? "" : " " + names));
      } else {
        line(out, "url " + verbs + String.join(",", rule.nonResourceURLs()));
      }
    }
  }

  private static void subjects(StringBuilder out, List<Subject> subjects) {
    for (Subject subject : subjects) {
      String namespace = subject.namespace() == null ? "" : subject.namespace() + " ";
      line(out, subject.kind() + " " + namespace + subject.name());
    }
  }

  private static void line(StringBuilder out, String text) {
    out.append("  ").append(text).append('\n');
  }
}
