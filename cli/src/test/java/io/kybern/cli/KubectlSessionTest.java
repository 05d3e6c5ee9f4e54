package io.kybern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.apps.v1.Deployment;
import io.kybern.api.core.v1.ConfigMap;
import io.kybern.client.Kubernetes;
import io.kybern.client.Patch;
import io.kybern.client.Resources;
import io.kybern.model.wire.Codec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A session of the real kubectl with the embedded server, over HTTPS: a whole application from its
 * creation to its end. What kubectl prints is checked, and what the server holds then.
 */
class KubectlSessionTest {
  private static final Path SHOP = Path.of("../examples/shop").toAbsolutePath().normalize();

  @TempDir Path directory;

  @Test
  void session() throws Exception {
    if (Kubectl.isMissing("its session with the server was not tested")) {
      return;
    }
    try (TestServer server = TestServer.start(directory);
        Kubernetes k8s = server.client()) {
      new Session(new Kubectl(server, directory), k8s, directory).run();
    }
  }

  private record Session(Kubectl kubectl, Kubernetes k8s, Path directory) {

    void run() throws Exception {
      theServerTellsAboutItself();
      filesAreCreated();
      filesAreAppliedTwice();
      changesAreAppliedAndShownBefore();
      badFilesAreRefused();
      tablesAreThoseOfKubernetes();
      objectsArePrintedAsTheyAre();
      selectorsSelect();
      changesAreWatched();
      objectsAreLabelledAnnotatedAndScaled();
      objectsArePatchedInThreeLanguages();
      theApiIsExplained();
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

    private static void assertLine(String expected, String text) {
      Pattern pattern = Pattern.compile(expected);
      assertTrue(
          text.lines().anyMatch(line -> pattern.matcher(line).matches()),
          () -> "no line " + expected + " in\n" + text);
    }

    private void theServerTellsAboutItself() throws Exception {
      String version = kubectl.succeed("version");
      assertLine("Server Version: v1\\.37\\..*", version);
      String resources = kubectl.succeed("api-resources");
      assertLine("deployments +deploy +apps/v1 +true +Deployment", resources);
      assertLine("namespaces +ns +v1 +false +Namespace", resources);
      assertLine("cronjobs +cj +batch/v1 +true +CronJob", resources);
      String versions = kubectl.succeed("api-versions");
      assertTrue(
          versions.lines().toList().containsAll(List.of("v1", "apps/v1", "batch/v1", "policy/v1")),
          versions);
      assertEquals("ok", kubectl.succeed("get", "--raw", "/readyz"));
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
      assertLine("-  replicas: 3", diff.out());
      assertLine("\\+  replicas: 4", diff.out());
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

    private void tablesAreThoseOfKubernetes() throws Exception {
      String deployments = kubectl.succeed("get", "deployments", "-n", "shop");
      assertTrue(
          deployments.startsWith("NAME   READY   UP-TO-DATE   AVAILABLE   AGE\n"), deployments);
      assertLine("web +0/3 +0 +0 +\\d+s", deployments);
      String wide = kubectl.succeed("get", "deploy/web", "-n", "shop", "-o", "wide");
      assertLine("NAME .* AGE +CONTAINERS +IMAGES +SELECTOR", wide);
      assertLine(
          "web .* nginx,metrics +nginx:1.29,nginx/nginx-prometheus-exporter:1.4"
              + " +app.kubernetes.io/name=web",
          wide);
      String services = kubectl.succeed("get", "svc", "-n", "shop");
      assertLine("NAME +TYPE +CLUSTER-IP +EXTERNAL-IP +PORT\\(S\\) +AGE", services);
      assertLine("web +ClusterIP +\\S+ +<none> +80/TCP,9113/TCP +\\d+s", services);
      assertLine("db +ClusterIP +None +<none> +5432/TCP +\\d+s", services);
      assertLine("shop +Active +\\d+s", kubectl.succeed("get", "namespaces"));
      assertLine("shop +api-config +4 +\\d+s", kubectl.succeed("get", "configmaps", "-A"));
      assertLine(
          "db-credentials +Opaque +2 +\\d+s", kubectl.succeed("get", "secrets", "-n", "shop"));
      assertLine("migrate +\\S+ +0/1 .*", kubectl.succeed("get", "jobs", "-n", "shop"));
      String all = kubectl.succeed("get", "all", "-n", "shop");
      assertLine("deployment.apps/api .*", all);
      assertLine("statefulset.apps/db .*", all);
      assertLine("job.batch/migrate .*", all);
      assertFalse(all.contains("configmap/"), all);
    }

    private void objectsArePrintedAsTheyAre() throws Exception {
      String yaml = kubectl.succeed("get", "deploy", "web", "-n", "shop", "-o", "yaml");
      String json = kubectl.succeed("get", "deploy", "web", "-n", "shop", "-o", "json");
      Object tree = Codec.jsonToTree(json.getBytes(StandardCharsets.UTF_8));
      assertEquals(tree, Codec.yamlToTree(yaml.getBytes(StandardCharsets.UTF_8)));
      assertEquals(3L, ((Map<?, ?>) ((Map<?, ?>) tree).get("spec")).get("replicas"));
      assertEquals(
          "api=2 web=3 ",
          kubectl.succeed(
              "get",
              "deploy",
              "-n",
              "shop",
              "-o",
              "jsonpath={range .items[*]}{.metadata.name}={.spec.replicas} {end}"));
      assertEquals(
          "deployment.apps/api\ndeployment.apps/web\n",
          kubectl.succeed("get", "deploy", "-n", "shop", "-o", "name"));
    }

    private void selectorsSelect() throws Exception {
      assertEquals(
          "service/web\n",
          kubectl.succeed(
              "get", "svc", "-n", "shop", "-l", "app.kubernetes.io/name in (web)", "-o", "name"));
      assertEquals(
          "service/db\n",
          kubectl.succeed(
              "get", "svc", "-n", "shop", "--field-selector", "metadata.name=db", "-o", "name"));
      String none = kubectl.run("get", "svc", "-n", "shop", "-l", "nothing=has-it").err();
      assertEquals("No resources found in shop namespace.\n", none);
    }

    private void changesAreWatched() throws Exception {
      try (Kubectl.Watching watch =
          kubectl.new Watching("get", "deploy", "-n", "shop", "-w", "--output-watch-events")) {
        assertTrue(watch.line().startsWith("EVENT "));
        assertTrue(watch.line().matches("ADDED +api +0/2 .*"));
        assertTrue(watch.line().matches("ADDED +web +0/3 .*"));
        deployments().scale("web", 6);
        String changed = watch.line();
        assertTrue(changed.matches("MODIFIED +web +0/6 .*"), changed);
        deployments().scale("web", 3);
        assertTrue(watch.line().matches("MODIFIED +web +0/3 .*"));
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

    private void theApiIsExplained() throws Exception {
      String explained = kubectl.succeed("explain", "deployment.spec.replicas");
      assertLine("GROUP: +apps", explained);
      assertLine("FIELD: replicas <integer>", explained);
      assertLine(" +nodeName\t<string>", kubectl.succeed("explain", "pod.spec"));
      String described = kubectl.succeed("describe", "deploy", "web", "-n", "shop");
      assertLine("Replicas: +2 desired .*", described);
      kubectl.succeed("rollout", "history", "deploy/web", "-n", "shop");
    }

    private void objectsAreDeletedAndWaitedFor() throws IOException, InterruptedException {
      assertEquals(
          List.of("job.batch \"migrate\" deleted", "cronjob.batch \"nightly-report\" deleted"),
          lines("delete", "-f", SHOP + "/60-jobs.yaml"));
      assertEquals(
          "service \"web\" deleted\n",
          kubectl.succeed("delete", "svc", "-n", "shop", "-l", "app.kubernetes.io/name=web"));
      configMaps()
          .patch(
              "web-config",
              Patch.merge(Map.of("metadata", Map.of("finalizers", List.of("example.com/wait")))));
      assertEquals(
          "configmap \"web-config\" deleted\n",
          kubectl.succeed("delete", "cm", "web-config", "-n", "shop", "--wait=false"));
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
