package io.kybern.conformance.kubectl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.apps.v1.Deployment;
import io.kybern.api.core.v1.ConfigMap;
import io.kybern.client.Kubernetes;
import io.kybern.client.Patch;
import io.kybern.client.Resources;
import io.kybern.conformance.TestServer;
import io.kybern.testing.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A session of the real kubectl with a server, over HTTPS: a whole application from its creation to
 * its end. What kubectl prints is checked, and what the server holds then. Run with every kubectl
 * there is.
 */
class SessionTest {
  private static final Path SHOP = Path.of("../examples/shop").toAbsolutePath().normalize();

  @TempDir Path directory;

  @TestFactory
  Stream<DynamicTest> session() {
    return Kubectl.installed().stream()
        .map(program -> DynamicTest.dynamicTest(program.toString(), () -> session(program)));
  }

  private void session(Path program) throws Exception {
    TestCluster server = TestServer.withControllers().cluster();
    Path home = Files.createTempDirectory(directory, "home");
    Path kubeconfig = Files.writeString(home.resolve("kubeconfig"), server.kubeconfig());
    try (Kubernetes k8s = server.client()) {
      new Session(new Kubectl(program, kubeconfig, home), k8s, home).run();
    }
  }

  private record Session(Kubectl kubectl, Kubernetes k8s, Path directory) {

    void run() throws Exception {
      ReadingSteps reading = new ReadingSteps(kubectl);
      reading.theServerTellsAboutItself();
      filesAreCreated();
      filesAreAppliedTwice();
      changesAreAppliedAndShownBefore();
      badFilesAreRefused();
      reading.tablesAreThoseOfKubernetes();
      reading.objectsArePrintedAsTheyAre();
      reading.selectorsSelect();
      changesAreWatched();
      objectsAreLabelledAnnotatedAndScaled();
      objectsArePatchedInThreeLanguages();
      reading.theApiIsExplained();
      objectsAreDeletedAndWaitedFor();
    }

    private Resources<Deployment> deployments() {
      return k8s.resources(Deployment.RESOURCE).namespace("shop");
    }

    private Resources<ConfigMap> configMaps() {
      return k8s.resources(ConfigMap.RESOURCE).namespace("shop");
    }

    private List<String> lines(String... arguments) throws IOException, InterruptedException {
      return kubectl.succeed(arguments).lines().toList();
    }

    private void filesAreCreated() throws Exception {
      assertEquals(
          "namespace/shop created\n",
          kubectl.succeed("create", "--save-config", "-f", SHOP + "/00-namespace.yaml"));
      assertEquals(
          List.of(
              "configmap/api-config created",
              "configmap/web-config created",
              "secret/db-credentials created"),
          lines("create", "--save-config", "-f", SHOP + "/10-config.yaml"));
      assertEquals("info", configMaps().get("api-config").data().get("LOG_LEVEL"));
      String again = kubectl.fail("create", "-f", SHOP + "/00-namespace.yaml");
      assertTrue(
          again.startsWith("Error from server (AlreadyExists): error when creating "), again);
    }

    private void filesAreAppliedTwice() throws Exception {
      List<String> first = lines("apply", "-f", SHOP.toString());
      assertEquals(20, first.size(), first.toString());
      assertEquals(
          16, first.stream().filter(line -> line.endsWith(" created")).count(), first.toString());
      assertEquals(
          4, first.stream().filter(line -> line.endsWith(" unchanged")).count(), first.toString());
      assertEquals(3, deployments().get("web").spec().replicas());

      List<String> second = lines("apply", "-f", SHOP.toString());
      // Selectors of disruption budgets are replaced, not merged: kubectl always sends them.
      assertEquals(
          List.of("poddisruptionbudget.policy/api configured"),
          second.stream().filter(line -> !line.endsWith(" unchanged")).toList());
      assertEquals(20, second.size());
    }

    private void changesAreAppliedAndShownBefore() throws Exception {
      String web = Files.readString(SHOP.resolve("50-web.yaml"));
      Path changed = directory.resolve("web.yaml");
      Files.writeString(
          changed, web.replace("replicas: 3", "replicas: 4").replace("nginx:1.29", "nginx:1.29.1"));
      Kubectl.Result diff = kubectl.run("diff", "-f", changed.toString());
      assertEquals(1, diff.code(), diff.toString());
      ReadingSteps.assertLine("-  replicas: 3", diff.out());
      ReadingSteps.assertLine("\\+  replicas: 4", diff.out());
      assertEquals(3, deployments().get("web").spec().replicas());
      assertEquals(
          List.of(
              "deployment.apps/web configured",
              "service/web unchanged",
              "ingress.networking.k8s.io/web unchanged"),
          lines("apply", "-f", changed.toString()));
      assertEquals(4, deployments().get("web").spec().replicas());
      assertEquals(List.of("nginx:1.29.1", "nginx/nginx-prometheus-exporter:1.4"), images());
      kubectl.succeed("diff", "-f", changed.toString());
      kubectl.succeed("apply", "-f", SHOP + "/50-web.yaml");
      assertEquals(3, deployments().get("web").spec().replicas());
    }

    /** Lines without the namespace that newer versions of kubectl add. */
    private static List<String> placeless(List<String> lines) {
      return lines.stream().map(line -> line.replace(" from shop namespace", "")).toList();
    }

    private List<String> images() {
      return deployments().get("web").spec().template().spec().containers().stream()
          .map(container -> String.valueOf(container.image()))
          .toList();
    }

    private void badFilesAreRefused() throws Exception {
      Path bad = directory.resolve("bad.yaml");
      String web = Files.readString(SHOP.resolve("50-web.yaml"));
      Files.writeString(bad, web.replace("replicas: 3", "replica: 3"));
      String unknown = kubectl.fail("apply", "-f", bad.toString());
      assertTrue(unknown.contains("unknown field \"spec.replica\""), unknown);
      Files.writeString(bad, web.replace("name: web\n", "name: We_b\n"));
      String invalid = kubectl.fail("create", "-f", bad.toString());
      assertTrue(invalid.contains("\"We_b\" is invalid: metadata.name: Invalid value"), invalid);
      assertEquals(
          "error: the server doesn't have a resource type \"bananas\"\n",
          kubectl.fail("get", "bananas"));
      assertEquals(
          "Error from server (NotFound): deployments.apps \"absent\" not found\n",
          kubectl.fail("get", "deploy", "absent", "-n", "shop"));
    }

    private void changesAreWatched() throws Exception {
      try (Kubectl.Watching watch =
          kubectl.new Watching("get", "deploy", "-n", "shop", "-w", "--output-watch-events")) {
        assertTrue(watch.line().startsWith("EVENT "));
        watch.await("ADDED +api +0/2 .*");
        watch.await("ADDED +web +0/3 .*");
        deployments().scale("web", 6);
        watch.await("MODIFIED +web +0/6 .*");
        deployments().scale("web", 3);
        watch.await("MODIFIED +web +0/3 .*");
      }
    }

    private void objectsAreLabelledAnnotatedAndScaled() throws Exception {
      assertEquals(
          "deployment.apps/web labeled\n",
          kubectl.succeed("label", "deploy", "web", "-n", "shop", "tier=front"));
      assertEquals("front", deployments().get("web").labels().get("tier"));
      String labelled = kubectl.fail("label", "deploy", "web", "-n", "shop", "tier=back");
      assertTrue(labelled.contains("--overwrite"), labelled);
      assertEquals(
          "deployment.apps/web unlabeled\n",
          kubectl.succeed("label", "deploy", "web", "-n", "shop", "tier-"));
      assertFalse(deployments().get("web").labels().containsKey("tier"));
      assertEquals(
          "configmap/web-config annotated\n",
          kubectl.succeed("annotate", "cm", "web-config", "-n", "shop", "note=read me"));
      assertEquals("read me", configMaps().get("web-config").annotations().get("note"));
      assertEquals(
          "deployment.apps/web scaled\n",
          kubectl.succeed(
              "scale", "deploy/web", "-n", "shop", "--current-replicas=3", "--replicas=5"));
      assertEquals(5, deployments().get("web").spec().replicas());
    }

    private void objectsArePatchedInThreeLanguages() throws Exception {
      String container =
          "{\"spec\":{\"template\":{\"spec\":{\"containers\":["
              + "{\"name\":\"metrics\",\"image\":\"m:2\"}]}}}}";
      assertEquals(
          "deployment.apps/web patched\n",
          kubectl.succeed("patch", "deploy", "web", "-n", "shop", "-p", container));
      assertEquals(List.of("nginx:1.29", "m:2"), images());
      assertEquals(
          "configmap/api-config patched\n",
          kubectl.succeed(
              "patch",
              "cm",
              "api-config",
              "-n",
              "shop",
              "--type=merge",
              "-p",
              "{\"data\":{\"CURRENCY\":\"USD\",\"FEATURES\":null}}"));
      assertEquals(3, configMaps().get("api-config").data().size());
      assertEquals(
          "deployment.apps/web patched\n",
          kubectl.succeed(
              "patch",
              "deploy",
              "web",
              "-n",
              "shop",
              "--type=json",
              "-p",
              "[{\"op\":\"test\",\"path\":\"/spec/replicas\",\"value\":5},"
                  + "{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":2}]"));
      assertEquals(2, deployments().get("web").spec().replicas());
      assertEquals(
          "deployment.apps/web patched (no change)\n",
          kubectl.succeed(
              "patch", "deploy", "web", "-n", "shop", "-p", "{\"spec\":{\"replicas\":2}}"));
      kubectl.fail(
          "patch",
          "deploy",
          "web",
          "-n",
          "shop",
          "--type=json",
          "-p",
          "[{\"op\":\"test\",\"path\":\"/spec/replicas\",\"value\":9}]");
    }

    private void objectsAreDeletedAndWaitedFor() throws IOException, InterruptedException {
      assertEquals(
          List.of("job.batch \"migrate\" deleted", "cronjob.batch \"nightly-report\" deleted"),
          placeless(lines("delete", "-f", SHOP + "/60-jobs.yaml")));
      assertEquals(
          List.of("service \"web\" deleted"),
          placeless(lines("delete", "svc", "-n", "shop", "-l", "app.kubernetes.io/name=web")));
      configMaps()
          .patch(
              "web-config",
              Patch.merge(Map.of("metadata", Map.of("finalizers", List.of("example.com/wait")))));
      assertEquals(
          List.of("configmap \"web-config\" deleted"),
          placeless(lines("delete", "cm", "web-config", "-n", "shop", "--wait=false")));
      assertTrue(configMaps().find("web-config").isPresent());
      Process wait =
          kubectl.start(
              ProcessBuilder.Redirect.INHERIT,
              "wait",
              "--for=delete",
              "cm/web-config",
              "-n",
              "shop",
              "--timeout=5m");
      Patch unblock = Patch.json("[{\"op\":\"remove\",\"path\":\"/metadata/finalizers\"}]");
      configMaps().patch("web-config", unblock);
      assertEquals(0, wait.waitFor());
      assertTrue(configMaps().find("web-config").isEmpty());
      kubectl.succeed("delete", "--ignore-not-found", "-f", SHOP.toString());
      assertTrue(k8s.coreV1().namespaces().find("shop").isEmpty());
      assertTrue(configMaps().list().toList().isEmpty());
    }
  }
}
