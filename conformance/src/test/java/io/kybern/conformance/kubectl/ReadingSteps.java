package io.kybern.conformance.kubectl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.model.wire.Codec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The parts of a session that change nothing: what kubectl shows of the shop. */
record ReadingSteps(Kubectl kubectl) {
  static void assertLine(String expected, String text) {
    Pattern pattern = Pattern.compile(expected);
    assertTrue(
        text.lines().anyMatch(line -> pattern.matcher(line).matches()),
        () -> "no line " + expected + " in\n" + text);
  }

  void theServerTellsAboutItself() throws Exception {
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

  void tablesAreThoseOfKubernetes() throws Exception {
    String deployments = kubectl.succeed("get", "deployments", "-n", "shop");
    assertTrue(
        deployments.startsWith("NAME   READY   UP-TO-DATE   AVAILABLE   AGE\n"), deployments);
    assertLine("web +0/3 +\\d +0 +\\d+s", deployments);
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
    assertLine("db-credentials +Opaque +2 +\\d+s", kubectl.succeed("get", "secrets", "-n", "shop"));
    assertLine("migrate +\\S+ +0/1 .*", kubectl.succeed("get", "jobs", "-n", "shop"));
    String all = kubectl.succeed("get", "all", "-n", "shop");
    assertLine("deployment.apps/api .*", all);
    assertLine("statefulset.apps/db .*", all);
    assertLine("job.batch/migrate .*", all);
    assertFalse(all.contains("configmap/"), all);
  }

  void objectsArePrintedAsTheyAre() throws Exception {
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

  void selectorsSelect() throws Exception {
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

  void theApiIsExplained() throws Exception {
    String explained = kubectl.succeed("explain", "deployment.spec.replicas");
    assertLine("GROUP: +apps", explained);
    assertLine("FIELD: replicas <integer>", explained);
    assertLine(" +nodeName\t<string>", kubectl.succeed("explain", "pod.spec"));
    String described = kubectl.succeed("describe", "deploy", "web", "-n", "shop");
    assertLine("Replicas: +2 desired .*", described);
    kubectl.succeed("rollout", "history", "deploy/web", "-n", "shop");
  }
}
