package io.kybern.conformance.kubectl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kybern.conformance.TestServer;
import io.kybern.testing.TestCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The same lines given to kubectl and to {@code kybern}: output and exit code are the same. */
class ComparisonTest {
  private static final Path SHOP = Path.of("../examples/shop").toAbsolutePath().normalize();

  private static final List<String> LINES =
      List.of(
          "api-resources",
          "api-resources -o wide",
          "api-resources --api-group=apps -o name",
          "api-resources --namespaced=false --no-headers",
          "get ns",
          "get ns -A",
          "get all",
          "get all -n shop",
          "get deploy,svc,cm,ingress,cj -A -o wide",
          "get cm,sa -n shop --no-headers",
          "get deploy/web svc/api -n shop",
          "get deployments.v1.apps web -n shop --show-labels",
          "get svc -n shop -l app.kubernetes.io/name=web -o name",
          "get svc -n shop --field-selector metadata.name=db",
          "get deploy/web -n shop -o yaml",
          "get deploy/web -n shop -o json",
          "get deploy,svc -n shop -o json",
          "get roles,rolebindings -n shop -o yaml",
          "get secret,pvc,pdb,hpa,netpol,job,sts -n shop",
          "get pods",
          "get pods -A",
          "get pods -o json",
          "get pods -o name",
          "get pv",
          "get ns shop absent",
          "get ns absent -o yaml",
          "get ns absent --ignore-not-found",
          "get bananas",
          "get pods x -A",
          "get pods x -l a=b",
          "get pods/a/b",
          "get pods/a b",
          "delete pods",
          "delete cm absent -n shop",
          "create -f " + SHOP + "/00-namespace.yaml",
          "apply -f " + SHOP + "/10-config.yaml",
          "apply -f " + SHOP + "/50-web.yaml --dry-run=server -o name",
          "apply -f absent.yaml",
          "delete -f " + SHOP + "/60-jobs.yaml --dry-run=server");

  @TempDir Path directory;

  @TestFactory
  Stream<DynamicTest> kybernPrintsWhatKubectlPrints() throws Exception {
    TestCluster server = TestServer.shared().cluster();
    Path kubeconfig = Files.writeString(directory.resolve("kubeconfig"), server.kubeconfig());
    Kybern kybern = new Kybern(kubeconfig, directory);
    Kybern.Result applied = kybern.run("apply", "-f", SHOP.toString());
    assertEquals(0, applied.code(), applied.toString());
    Map<String, Kybern.Result> ours = new LinkedHashMap<>();
    for (String line : LINES) {
      ours.put(line, kybern.run(line.split(" ")));
    }
    return Kubectl.installed().stream()
        .map(
            program ->
                DynamicTest.dynamicTest(
                    program.toString(),
                    () -> compare(new Kubectl(program, kubeconfig, directory), ours)));
  }

  private static void compare(Kubectl kubectl, Map<String, Kybern.Result> printed)
      throws Exception {
    List<String> different = new ArrayList<>();
    for (String line : LINES) {
      Kubectl.Result theirs = kubectl.run(line.split(" "));
      Kybern.Result ours = Objects.requireNonNull(printed.get(line));
      String expected = ageless(theirs.code() + "\n" + theirs.out() + theirs.err());
      String found = ageless(ours.code() + "\n" + ours.out() + ours.err());
      if (!expected.equals(found)) {
        different.add("== " + line + "\n-- kubectl " + expected + "-- kybern " + found);
      }
    }
    assertEquals("", String.join("\n", different));
  }

  /** Text in which no age can differ because a second has passed. */
  private static String ageless(String text) {
    return text.replaceAll("\\b\\d+m?s\\b", "AGE")
        .replaceAll(" +", " ")
        // Older versions of kubectl do not say it.
        .replaceAll(" from \\S+ namespace", "")
        .replace("kubectl", "kybern");
  }
}
