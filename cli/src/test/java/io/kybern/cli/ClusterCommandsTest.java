package io.kybern.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.api.apps.v1.Deployment;
import io.kybern.api.core.v1.ConfigMap;
import io.kybern.client.Kubernetes;
import io.kybern.client.Patch;
import io.kybern.client.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands against a server of their own, checked by what the server holds and what they print. */
class ClusterCommandsTest {
  private static final String SHOP = Path.of("../examples/shop").toAbsolutePath().toString();

  @TempDir Path directory;
  private TestServer server;
  private Kubernetes k8s;

  @BeforeEach
  void start() {
    server = TestServer.start(directory);
    k8s = server.client();
  }

  @AfterEach
  void stop() {
    k8s.close();
    server.close();
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private static String configMap(String name, String data) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: " + name + "\ndata: " + data + "\n";
  }

  private Resources<ConfigMap> configMaps() {
    return k8s.resources(ConfigMap.RESOURCE).namespace("default");
  }

  private Resources<Deployment> deployments() {
    return k8s.resources(Deployment.RESOURCE).namespace("shop");
  }

  @Test
  void applyCreatesThenLeavesThenConfigures() throws IOException {
    Cli.Result created = server.succeed("apply", "-f", SHOP);
    assertEquals(20, created.lines().size(), created.out());
    assertTrue(created.lines().stream().allMatch(l -> l.endsWith(" created")), created.out());
    assertEquals("namespace/shop created", created.lines().get(0));
    assertTrue(created.lines().contains("deployment.apps/web created"));
    assertEquals(3, deployments().get("web").spec().replicas());

    Cli.Result again = server.succeed("apply", "-f", SHOP);
    assertTrue(again.lines().stream().allMatch(l -> l.endsWith(" unchanged")), again.out());

    String web = Files.readString(Path.of(SHOP, "50-web.yaml"));
    file("web.yaml", web.replace("replicas: 3", "replicas: 4"));
    Cli.Result changed = server.succeed("apply", "-f", "web.yaml");
    assertEquals(
        List.of(
            "deployment.apps/web configured",
            "service/web unchanged",
            "ingress.networking.k8s.io/web unchanged"),
        changed.lines());
    assertEquals(4, deployments().get("web").spec().replicas());
    assertEquals("", created.err() + again.err() + changed.err());
  }

  @Test
  void applyTakesOutWhatWasTakenOutAndKeepsWhatOthersPutIn() throws IOException {
    file("cm.yaml", configMap("c", "{a: '1', b: '2'}"));
    server.succeed("apply", "-f", "cm.yaml");
    configMaps().patch("c", Patch.merge(Map.of("data", Map.of("mine", "3"))));
    file("cm.yaml", configMap("c", "{a: '4'}"));
    assertEquals("configmap/c configured\n", server.succeed("apply", "-f", "cm.yaml").out());
    assertEquals(Map.of("a", "4", "mine", "3"), configMaps().get("c").data());
  }

  @Test
  void applyOfAnObjectThatWasOnlyCreatedWarnsAndMerges() throws IOException {
    file("cm.yaml", configMap("c", "{a: '1'}"));
    server.succeed("create", "-f", "cm.yaml");
    Cli.Result result = server.succeed("apply", "-f", "cm.yaml");
    assertEquals("configmap/c configured\n", result.out());
    assertTrue(
        result.err().startsWith("Warning: resource configmaps/c is missing the "), result.err());
    assertEquals("configmap/c unchanged\n", server.succeed("apply", "-f", "cm.yaml").out());
  }

  @Test
  void dryRunsChangeNothing() throws IOException {
    file("cm.yaml", configMap("c", "{a: '1'}"));
    assertEquals(
        "configmap/c created (dry run)\n",
        server.succeed("apply", "--dry-run=client", "-f", "cm.yaml").out());
    assertEquals(
        "configmap/c created (server dry run)\n",
        server.succeed("create", "--dry-run=server", "-f", "cm.yaml").out());
    assertEquals(Optional.empty(), configMaps().find("c"));
    server.succeed("create", "-f", "cm.yaml");
    assertEquals(
        "configmap \"c\" deleted from default namespace (server dry run)\n",
        server.succeed("delete", "cm", "c", "--dry-run=server").out());
    assertTrue(configMaps().find("c").isPresent());
  }

  @Test
  void nothingIsWrittenWhenAnyManifestIsWrong() throws IOException {
    file("good.yaml", configMap("good", "{a: '1'}"));
    file(
        "bad.yaml",
        configMap("c", "{a: '1'}")
            + "---\n"
            + "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec: {replica: 3}\n"
            + "---\n"
            + "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: e}\nspec: {replicas: many}\n"
            + "---\n"
            + "apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w}\n"
            + "---\n"
            + "apiVersion: v1\nkind: ConfigMap\nmetadata: {}\n"
            + "---\n"
            + "apiVersion: v1\nmetadata: {name: x}\n");
    Cli.Result result = server.fail("apply", "-f", "good.yaml", "-f", "bad.yaml");
    assertEquals("", result.out());
    List<String> errors = result.err().lines().toList();
    assertEquals(6, errors.size(), result.err());
    assertEquals(
        "error: bad.yaml: document 2 (line 7): Deployment \"d\": unknown field \"spec.replica\"",
        errors.get(0));
    assertTrue(
        errors
            .get(1)
            .startsWith(
                "error: bad.yaml: document 3 (line 12): Deployment \"e\":"
                    + " Deployment.spec.replicas: "),
        errors.get(1));
    assertEquals(
        "error: bad.yaml: document 6 (line 25): object \"x\": kind must be given as a string",
        errors.get(2));
    assertEquals(
        "error: bad.yaml: document 4 (line 17): Widget \"w\": no matches for kind \"Widget\" in"
            + " version \"example.com/v1\"; ensure CRDs are installed first",
        errors.get(3));
    assertEquals(
        "error: bad.yaml: document 5 (line 21): ConfigMap: metadata.name: resource name may not be"
            + " empty",
        errors.get(4));
    assertEquals("error: nothing was sent to the server", errors.get(5));
    assertEquals(Optional.empty(), configMaps().find("good"));
  }

  @Test
  void unknownFieldsPassIfAsked() throws IOException {
    file(
        "d.yaml",
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: b}\nnovelty: 1\n");
    Cli.Result warned = server.succeed("create", "--validate=warn", "-f", "d.yaml");
    assertTrue(
        warned.err().startsWith("Warning: d.yaml: ConfigMap \"c\": unknown field \"novelty\"\n"),
        warned.err());
    Cli.Result ignored = server.succeed("apply", "--validate=ignore", "-f", "d.yaml");
    assertFalse(ignored.err().contains("novelty"), ignored.err());
  }

  @Test
  void oneRefusalDoesNotKeepTheOthersFromTheServer() throws IOException {
    file("mixed.yaml", configMap("Bad_Name", "{}") + "---\n" + configMap("fine", "{a: '1'}"));
    Cli.Result result = server.fail("apply", "-f", "mixed.yaml");
    assertEquals("configmap/fine created\n", result.out());
    assertTrue(
        result
            .err()
            .startsWith(
                "Error from server (Invalid): error when applying \"mixed.yaml\" (document 1 (line"
                    + " 1)): "),
        result.err());
    assertTrue(result.err().contains("metadata.name"), result.err());
  }

  @Test
  void namespacesOfFlagAndObjectMustAgree() throws IOException {
    file("cm.yaml", configMap("c", "{}").replace("name: c", "name: c\n  namespace: other"));
    Cli.Result result = server.fail("apply", "-n", "default", "-f", "cm.yaml");
    assertTrue(result.err().contains("does not match the namespace \"default\""), result.err());
    Cli.Result missing = server.fail("create", "-f", "cm.yaml");
    assertTrue(
        missing.err().startsWith("Error from server (NotFound): error when creating \"cm.yaml\": "),
        missing.err());
  }

  @Test
  void createRefusesWhatIsThereAndGeneratesNames() throws IOException {
    file("cm.yaml", configMap("c", "{a: '1'}"));
    assertEquals("configmap/c created\n", server.succeed("create", "-f", "cm.yaml").out());
    Cli.Result again = server.fail("create", "-f", "cm.yaml");
    assertEquals(
        "Error from server (AlreadyExists): error when creating \"cm.yaml\": configmaps \"c\""
            + " already exists\n",
        again.err());
    String generated = configMap("x", "{}").replace("name: x", "generateName: gen-");
    String out = server.runWithInput(generated, "create", "-f", "-").out();
    assertTrue(out.matches("configmap/gen-[a-z0-9]{5} created\n"), out);
    Cli.Result applied = server.runWithInput(generated, "apply", "-f", "-");
    assertEquals(1, applied.code());
    assertTrue(applied.err().contains("generateName cannot be used"), applied.err());
  }

  @Test
  void serverSideApplyPassesTheServersAnswerOn() throws IOException {
    file("cm.yaml", configMap("c", "{a: '1'}"));
    Cli.Result result = server.run("apply", "--server-side", "-f", "cm.yaml");
    if (result.code() == 0) {
      assertEquals("configmap/c serverside-applied\n", result.out());
      assertEquals(Map.of("a", "1"), configMaps().get("c").data());
    } else {
      assertTrue(result.err().startsWith("Error from server"), result.err());
      assertTrue(result.err().contains("error when applying \"cm.yaml\": "), result.err());
      assertEquals(Optional.empty(), configMaps().find("c"));
    }
  }

  @Test
  void versionsOfProgramAndServer() {
    List<String> lines = server.succeed("version").lines();
    assertTrue(lines.get(0).startsWith("Client Version: "), lines.get(0));
    assertEquals("Server Version: " + k8s.version().gitVersion(), lines.get(1));
    assertTrue(server.succeed("version", "-o", "json").out().contains("\"gitVersion\": \""));
    assertEquals(1, server.succeed("version", "--client").lines().size());
  }

  @Test
  void apiResourcesByGroupAndVerb() {
    Cli.Result all = server.succeed("api-resources");
    assertEquals(
        List.of("NAME", "SHORTNAMES", "APIVERSION", "NAMESPACED", "KIND"),
        List.of(all.lines().get(0).split(" +")));
    assertTrue(
        all.lines().stream()
            .anyMatch(line -> line.matches("deployments +deploy +apps/v1 +true +Deployment")));
    assertTrue(server.succeed("api-resources", "-o", "name").lines().contains("deployments.apps"));
    List<String> global =
        server
            .succeed("api-resources", "--namespaced=false", "--api-group=", "--no-headers")
            .lines();
    assertTrue(global.stream().anyMatch(l -> l.startsWith("namespaces ")), global.toString());
    assertFalse(global.stream().anyMatch(l -> l.startsWith("pods ")), global.toString());
    assertFalse(
        server
            .succeed("api-resources", "--verbs", "list,watch", "-o", "name")
            .lines()
            .contains("bindings"));
  }
}
