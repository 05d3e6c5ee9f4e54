package io.kybern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.client.Kubernetes;
import io.kybern.client.Patch;
import io.kybern.model.wire.Codec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading a server that holds the shop. */
class GetTest {
  @TempDir static Path directory;
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start(directory);
    Path shop = Path.of("../examples/shop").toAbsolutePath();
    Cli.Result result = server.run("apply", "-f", shop.toString());
    assertEquals(0, result.code(), result.toString());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Cli.Result get(String... arguments) {
    return server.run(
        Stream.concat(Stream.of("get", "-n", "shop"), Arrays.stream(arguments))
            .toArray(String[]::new));
  }

  private static List<String> words(String line) {
    return List.of(line.split(" +"));
  }

  @Test
  void tablesHaveTheServersColumns() {
    List<String> lines = get("deployments").lines();
    assertEquals(List.of("NAME", "READY", "UP-TO-DATE", "AVAILABLE", "AGE"), words(lines.get(0)));
    assertEquals(3, lines.size());
    assertEquals("api", words(lines.get(1)).get(0));
    assertEquals("web", words(lines.get(2)).get(0));
    assertEquals(lines.get(0).indexOf("READY"), lines.get(1).indexOf(words(lines.get(1)).get(1)));
    List<String> wide = words(get("deploy", "-o", "wide").lines().get(0));
    assertEquals(List.of("CONTAINERS", "IMAGES", "SELECTOR"), wide.subList(5, 8));
    assertEquals(2, get("deploy", "--no-headers").lines().size());
  }

  @Test
  void typesHaveManyNames() {
    String expected = "deployment.apps/web\n";
    for (String type :
        List.of(
            "deploy",
            "deployment",
            "deployments",
            "Deployment",
            "deployments.apps",
            "deployment.v1.apps",
            "deployments.v1.apps")) {
      assertEquals(expected, get(type, "web", "-o", "name").out(), type);
      assertEquals(expected, get(type + "/web", "-o", "name").out(), type);
    }
    Cli.Result unknown = get("deploys", "web");
    assertEquals(1, unknown.code());
    assertEquals("error: the server doesn't have a resource type \"deploys\"\n", unknown.err());
  }

  @Test
  void severalTypesArePrefixedAndSetApart() {
    Cli.Result result = get("deploy,svc", "web");
    assertEquals(5, result.lines().size(), result.out());
    assertTrue(result.lines().get(1).startsWith("deployment.apps/web "), result.out());
    assertEquals("", result.lines().get(2));
    assertTrue(result.lines().get(4).startsWith("service/web "), result.out());
    List<String> names = get("all", "-o", "name").lines();
    assertTrue(
        names.containsAll(
            List.of(
                "deployment.apps/web",
                "service/db",
                "statefulset.apps/db",
                "job.batch/migrate",
                "cronjob.batch/nightly-report")),
        names.toString());
    assertTrue(names.stream().noneMatch(n -> n.startsWith("configmap/")), names.toString());
    assertEquals(
        List.of("service/web", "configmap/api-config"),
        get("svc/web", "cm/api-config", "-o", "name").lines());
  }

  @Test
  void selectors() {
    assertEquals(
        List.of("service/web"),
        get("svc", "-l", "app.kubernetes.io/name in (web,other)", "-o", "name").lines());
    assertEquals(
        "service/db\n", get("svc", "--field-selector=metadata.name=db", "-o", "name").out());
    Cli.Result invalid = get("svc", "-l", "a in b");
    assertEquals(1, invalid.code());
    assertTrue(invalid.err().startsWith("Error from server (BadRequest): "), invalid.err());
    Cli.Result both = get("svc", "web", "-l", "a=b");
    assertEquals("error: name cannot be provided when a selector is specified\n", both.err());
  }

  @Test
  void allNamespacesShowTheirNamespace() {
    List<String> lines = server.run("get", "cm", "-A").lines();
    assertEquals("NAMESPACE", words(lines.get(0)).get(0));
    assertTrue(lines.stream().anyMatch(l -> l.matches("shop +web-config .*")), lines.toString());
    assertEquals("NAME", words(server.run("get", "ns", "-A").lines().get(0)).get(0));
    assertEquals(1, server.run("get", "cm", "web-config", "-A").code());
  }

  @Test
  void nothingFoundIsSaidAndIsNoError() {
    Cli.Result named = get("pods");
    assertEquals(0, named.code());
    assertEquals("", named.out());
    assertEquals("No resources found in shop namespace.\n", named.err());
    assertEquals("No resources found\n", server.run("get", "pods", "-A").err());
    assertEquals("No resources found\n", server.run("get", "pv").err());
  }

  @Test
  void absentNamesAreErrorsAfterTheOthers() {
    Cli.Result result = get("cm", "web-config", "nope");
    assertEquals(1, result.code());
    assertEquals(2, result.lines().size());
    assertEquals("Error from server (NotFound): configmaps \"nope\" not found\n", result.err());
    Cli.Result ignored = get("cm", "nope", "--ignore-not-found");
    assertEquals(0, ignored.code());
    assertEquals("", ignored.out() + ignored.err());
  }

  @Test
  void yamlAndJsonAreTheObjectsThemselves() {
    String yaml = get("deploy/web", "-o", "yaml").out();
    assertTrue(yaml.startsWith("apiVersion: apps/v1\nkind: Deployment\nmetadata:\n"), yaml);
    Map<?, ?> fromYaml = (Map<?, ?>) Codec.yamlToTree(yaml.getBytes(StandardCharsets.UTF_8));
    Cli.Result json = get("deploy", "web", "-o", "json");
    assertTrue(json.out().startsWith("{\n    \"apiVersion\": \"apps/v1\",\n"), json.out());
    assertEquals(fromYaml, Codec.jsonToTree(json.bytes()));
    Map<?, ?> list = (Map<?, ?>) Codec.jsonToTree(get("deploy", "-o", "json").bytes());
    assertEquals("List", list.get("kind"));
    assertEquals(2, ((List<?>) list.get("items")).size());
    assertTrue(((List<?>) list.get("items")).contains(fromYaml));
    assertEquals(
        "{\n    \"apiVersion\": \"v1\",\n    \"items\": [],\n    \"kind\": \"List\",\n"
            + "    \"metadata\": {\n        \"resourceVersion\": \"\"\n    }\n}\n",
        get("pods", "-o", "json").out());
  }

  @Test
  void labelsAsColumn() {
    List<String> lines = get("svc/web", "--show-labels").lines();
    assertTrue(lines.get(0).endsWith(" LABELS"), lines.get(0));
    assertTrue(lines.get(1).endsWith(" app.kubernetes.io/name=web,app.kubernetes.io/part-of=shop"));
  }

  @Test
  void wrongOutputFormatsAreListed() {
    Cli.Result result = get("pods", "-o", "xml");
    assertEquals(1, result.code());
    assertEquals(
        "error: unable to match a printer suitable for the output format \"xml\", allowed formats"
            + " are: json,name,wide,yaml\n",
        result.err());
  }

  /** A watch prints to a terminal that another thread reads, until it is interrupted. */
  @Test
  void watchesPrintChangesUntilInterrupted() throws Exception {
    LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    String kubeconfig = server.kubeconfig().toString();
    Console console =
        new Console(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(new Lines(lines), false, StandardCharsets.UTF_8),
            System.err,
            directory,
            false);
    Thread command =
        new Thread(
            () -> {
              String ended = "threw";
              try {
                ended =
                    "exit code "
                        + Kybern.run(
                            console, "watch", "cm", "-n", "shop", "--kubeconfig", kubeconfig);
              } finally {
                lines.add(ended);
              }
            });
    command.start();
    assertEquals(List.of("EVENT", "NAME", "DATA", "AGE"), words(lines.take()));
    assertTrue(lines.take().startsWith("ADDED   api-config "));
    assertTrue(lines.take().startsWith("ADDED   web-config "));
    try (Kubernetes k8s = server.client()) {
      var configMaps = k8s.resources(ConfigMap.RESOURCE).namespace("shop");
      configMaps.create(ConfigMap.builder().metadata(m -> m.name("watched")).build());
      assertTrue(lines.take().startsWith("ADDED   watched "));
      configMaps.patch("watched", Patch.merge(Map.of("data", Map.of("a", "b"))));
      assertTrue(lines.take().startsWith("MODIFIED   watched "));
      configMaps.delete("watched");
      assertTrue(lines.take().startsWith("DELETED    watched "));
    }
    command.interrupt();
    command.join();
    assertEquals("exit code " + Kybern.INTERRUPTED, lines.take());
  }

  @Test
  void watchesAreOfOneType() {
    assertEquals("error: you may only specify a single resource type\n", get("cm,svc", "-w").err());
    assertEquals(
        "Error from server (NotFound): configmaps \"nope\" not found\n",
        get("cm", "nope", "-w").err());
  }

  /** Hands over whole lines. */
  private static final class Lines extends OutputStream {
    private final LinkedBlockingQueue<String> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    Lines(LinkedBlockingQueue<String> lines) {
      this.lines = lines;
    }

    @Override
    public void write(int b) throws IOException {
      if (b == '\n') {
        lines.add(line.toString(StandardCharsets.UTF_8));
        line.reset();
      } else {
        line.write(b);
      }
    }
  }
}
