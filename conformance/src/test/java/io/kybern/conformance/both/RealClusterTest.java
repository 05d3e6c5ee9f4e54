package io.kybern.conformance.both;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.apps.v1.Deployment;
import io.kybern.api.authentication.v1.SelfSubjectReview;
import io.kybern.api.core.v1.Pod;
import io.kybern.client.Kubernetes;
import io.kybern.client.ListQuery;
import io.kybern.client.Watch;
import io.kybern.client.config.RestConfig;
import io.kybern.error.ForbiddenException;
import io.kybern.testing.RealCluster;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real control plane as tests use it. */
class RealClusterTest {
  @TempDir Path folder;

  private static String userOf(RestConfig config) {
    try (Kubernetes k8s = Kubernetes.connect(config)) {
      var user =
          k8s.authenticationV1()
              .selfSubjectReviews()
              .create(SelfSubjectReview.builder().build())
              .status()
              .userInfo();
      return user.username() + user.groups();
    }
  }

  @Test
  void usersComeByTokenAndByCertificate() {
    try (RealCluster cluster = RealCluster.builder().user("ann", "dev", "ops").auditLog().start()) {
      assertEquals("ann[dev, ops, system:authenticated]", userOf(cluster.config("ann")));
      assertEquals("bob[system:authenticated]", userOf(cluster.certificateConfig("bob")));
      assertTrue(userOf(cluster.config()).contains("system:masters"));
      assertThrows(IllegalArgumentException.class, () -> cluster.config("nobody"));
      try (Kubernetes ann = Kubernetes.connect(cluster.config("ann"))) {
        assertThrows(ForbiddenException.class, () -> ann.coreV1().secrets("default").get("a"));
      }
      List<String> events = Files.readAllLines(cluster.auditLog());
      assertTrue(
          events.stream()
              .anyMatch(line -> line.contains("\"username\":\"ann\"") && line.contains("403")));
      assertFalse(cluster.toString().contains("token"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aFlagThatIsWrongFailsWithTheLog() {
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () -> RealCluster.builder().apiServerFlag("--no-such-flag").start());
    assertTrue(e.getMessage().contains("no-such-flag"), e.getMessage());
    e =
        assertThrows(
            IllegalStateException.class, () -> RealCluster.builder().version("1.2.3").start());
    assertTrue(e.getMessage().contains("1.2.3"), e.getMessage());
  }

  @Test
  void controllersRunPodsOnSimulatedNodes() throws Exception {
    try (RealCluster cluster =
            RealCluster.builder().controllerManager().scheduler().nodes(2).start();
        Kubernetes k8s = cluster.client()) {
      k8s.appsV1()
          .deployments("default")
          .create(
              Deployment.builder()
                  .metadata(m -> m.name("web"))
                  .spec(
                      s ->
                          s.replicas(2)
                              .selector(l -> l.matchLabel("app", "web"))
                              .template(
                                  t ->
                                      t.metadata(m -> m.label("app", "web"))
                                          .spec(
                                              p ->
                                                  p.container(
                                                      c -> c.name("web").image("nginx:1.29")))))
                  .build());
      try (Watch<Deployment> watch = k8s.appsV1().deployments("default").watch()) {
        for (var event : watch) {
          if (Integer.valueOf(2).equals(event.object().status().readyReplicas())) {
            break;
          }
        }
      }
      Pod pod =
          k8s.coreV1().pods("default").list(ListQuery.labels("app=web")).stream()
              .findFirst()
              .orElseThrow();
      assertEquals("Running", pod.status().phase());
      Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), cluster.kubeconfig());
      String kubectl = cluster.program("kubectl").toString();
      assertEquals(
          "hello", run(kubeconfig, kubectl, "exec", pod.name(), "--", "/bin/echo", "hello"));
      assertTrue(run(kubeconfig, kubectl, "logs", pod.name()).contains("started"));
      run(kubeconfig, kubectl, "create", "job", "once", "--image=busybox:1.37");
      run(kubeconfig, kubectl, "wait", "--for=condition=complete", "job/once", "--timeout=-1s");
      run(kubeconfig, kubectl, "delete", "deployment", "web", "--cascade=foreground");
      assertEquals("", run(kubeconfig, kubectl, "get", "pods", "-l", "app=web", "-o", "name"));
    }
  }

  private static String run(Path kubeconfig, String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("KUBECONFIG", kubeconfig.toString());
    Process process = builder.start();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertEquals(0, process.waitFor(), String.join(" ", command) + "\n" + printed);
    return printed;
  }

  /** Starts a cluster, says what it started, and is killed. */
  static final class Crasher {
    private Crasher() {}

    public static void main(String[] arguments) throws IOException {
      RealCluster.builder().auditLog().start();
      ProcessHandle.current().children().forEach(child -> System.out.println(child.pid()));
      RealCluster another = RealCluster.start();
      System.out.println("folder " + another.auditLog().getParent());
      ProcessHandle.current().children().forEach(child -> System.out.println(child.pid()));
      System.out.println("ready");
      System.in.read();
    }
  }

  @Test
  void nothingIsLeftWhenTheJvmIsKilled() throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Crasher.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<Long> pids = new ArrayList<>();
    Path workplace = folder;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(jvm.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); !"ready".equals(line); line = lines.readLine()) {
        if (line.startsWith("folder ")) {
          workplace = Path.of(line.substring("folder ".length()));
        } else {
          pids.add(Long.parseLong(line));
        }
      }
      assertTrue(Files.isDirectory(workplace));
      List<ProcessHandle> started =
          pids.stream().map(ProcessHandle::of).flatMap(Optional::stream).distinct().toList();
      assertTrue(started.size() >= 6, "etcd, kube-apiserver and a keeper, twice: " + started);
      jvm.destroyForcibly().waitFor();
      for (ProcessHandle one : started) {
        one.onExit().join();
      }
      assertFalse(Files.exists(workplace));
    }
  }
}
