package io.kybern.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.codegen.SchemaPackage.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientGeneratorTest {
  private static final Pattern METHOD =
      Pattern.compile("^    public (?!static)\\S.* ([a-zA-Z0-9]+)\\(", Pattern.MULTILINE);

  @TempDir Path folder;

  private static List<SchemaPackage> schema() throws IOException {
    return SchemaReader.readAll(Path.of("../../schema"));
  }

  /** The methods of one nested class, without those that every class has. */
  private static Set<String> methods(String source, String name) {
    int start = source.indexOf("  public static final class " + name + " {");
    assertTrue(start >= 0, name);
    int end = source.indexOf("\n  }\n", start);
    Matcher matcher = METHOD.matcher(source.substring(start, end));
    Set<String> methods = new TreeSet<>();
    while (matcher.find()) {
      methods.add(matcher.group(1));
    }
    methods.removeAll(Set.of("generic", "namespace", "toString"));
    return methods;
  }

  private static Set<String> expected(Resource resource) {
    Set<String> methods = new TreeSet<>();
    for (String verb : resource.clientVerbs()) {
      switch (verb) {
        case "updateStatus", "applyStatus" -> methods.add("status");
        case "get" -> methods.addAll(Set.of("get", "find"));
        default -> methods.add(verb);
      }
    }
    for (SchemaPackage.Method method : resource.methods()) {
      String name = Names.lowerFirst(method.name());
      if (!name.endsWith("WithContext")) {
        methods.add(name.equals("getScale") ? "scale" : name);
      }
    }
    return methods;
  }

  @Test
  void everyResourceHasExactlyItsVerbs() throws IOException {
    List<SchemaPackage> schema = schema();
    Map<String, String> sources = new ClientGenerator(schema).generate();
    int groups = 0;
    int resources = 0;
    for (SchemaPackage one : schema) {
      Set<String> accessors = new HashSet<>();
      for (Resource resource : one.resources()) {
        if (resource.clientVerbs() == null) {
          continue;
        }
        String source =
            sources.get("io/kybern/client/api/" + ClientGenerator.groupClass(one) + ".java");
        String accessor = resource.required("accessor");
        assertTrue(accessors.add(accessor));
        assertEquals(
            expected(resource), methods(source, accessor), one.file() + " " + resource.plural());
        assertTrue(
            source.contains(
                "  public " + accessor + " " + ClientGenerator.accessor(accessor) + "()"));
        assertEquals(
            resource.namespaced(),
            source.contains(
                "  public " + accessor + " " + ClientGenerator.accessor(accessor) + "(String"));
        resources++;
      }
      groups += accessors.isEmpty() ? 0 : 1;
    }
    assertEquals(groups, sources.size() - 1);
    // client-go has 55 and 162; apiextensions, apiregistration and metrics come on top.
    assertTrue(groups >= 61 && resources >= 171, groups + " " + resources);
  }

  @Test
  void irregularResources() throws IOException {
    Map<String, String> sources = new ClientGenerator(schema()).generate();
    String core = sources.get("io/kybern/client/api/CoreV1.java");
    assertFalse(methods(core, "Namespaces").contains("deleteCollection"));
    assertFalse(methods(core, "Services").contains("deleteCollection"));
    assertFalse(methods(core, "Endpoints").contains("status"));
    assertFalse(methods(core, "ReplicationControllers").contains("applyScale"));
    assertTrue(
        methods(core, "Pods")
            .containsAll(
                Set.of(
                    "bind",
                    "evict",
                    "evictV1",
                    "evictV1beta1",
                    "getLogs",
                    "proxyGet",
                    "updateEphemeralContainers",
                    "updateResize")));
    String authorization = sources.get("io/kybern/client/api/AuthorizationV1.java");
    assertEquals(Set.of("create"), methods(authorization, "SelfSubjectAccessReviews"));
    assertEquals(
        Set.of("evict"), methods(sources.get("io/kybern/client/api/PolicyV1.java"), "Evictions"));
    assertTrue(
        sources
            .get("io/kybern/client/Clientset.java")
            .contains("InternalV1alpha1 internalV1alpha1()"));
  }

  @ParameterizedTest
  @CsvSource({
    "Pods, pods",
    "CSIDrivers, csiDrivers",
    "IPAddresses, ipAddresses",
    "APIServices, apiServices",
    "ServiceCIDRs, serviceCIDRs",
    "StorageClasses, storageClasses"
  })
  void accessorsReadLikeJava(String name, String expected) {
    assertEquals(expected, ClientGenerator.accessor(name));
  }

  private SchemaException generateWith(String client, String... methods) throws IOException {
    Files.writeString(
        folder.resolve("x.v1.schema"),
        "schema 1\ngo x\nopenapi x\njava x.v1\ngroup x\nversion v1\n\n"
            + "kind Thing\n\n"
            + "resource things kind=Thing singular=thing scope=Namespaced accessor=Things\n"
            + "  client "
            + client
            + "\n"
            + String.join("", Arrays.stream(methods).map(m -> "  method " + m + "\n").toList())
            + "\nmessage Thing typemeta\n  spec 1 string\n");
    List<SchemaPackage> schema = SchemaReader.readAll(folder);
    return assertThrows(SchemaException.class, () -> new ClientGenerator(schema).generate());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Frob name=string returns=x.v1.Thing verb=frob sub=frob",
        "Frob name=string,options=meta.v1.PatchOptions returns=x.v1.Thing verb=get sub=frob",
        "Frob name=string,a=x.v1.Thing,b=x.v1.Thing returns=- verb=create sub=frob",
        "Frob thing=x.v1.Gone returns=- verb=create sub=frob",
        "Frob thing=x.v1.Thing returns=- verb=create sub=frob",
        "Frob thing=x.v1.Thing returns=stream verb=create path=/api/v1/frob",
        "Frob a=x.v1.Thing returns=- verb=create path=/api/v1/namespaces/{namespace}/no/{name}/x",
        "Frob - returns=- verb=get",
        "Frob name=string returns=x.v1.Thing verb=get sub=frob more=1",
        "Frob name=string verb=get sub=frob",
      })
  void aMethodOfUnknownShapeIsNamed(String method) throws IOException {
    SchemaException e = generateWith("get", method);
    assertTrue(
        e.getMessage().startsWith("x.v1.schema: method Frob of resource things"), e.getMessage());
  }

  @Test
  void unknownVerbsAreNamed() throws IOException {
    assertTrue(generateWith("get,frob").getMessage().contains("things has an unknown verb frob"));
    assertTrue(generateWith("get,updateStatus").getMessage().contains("half of the status verbs"));
  }
}
