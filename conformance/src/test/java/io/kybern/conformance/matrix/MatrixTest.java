package io.kybern.conformance.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.kybern.client.ApiResource;
import io.kybern.client.Resources;
import io.kybern.conformance.TestServer;
import io.kybern.model.KubernetesObject;
import io.kybern.model.Message;
import io.kybern.model.MessageType;
import io.kybern.model.ResourceType;
import io.kybern.model.Unstructured;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Every resource that the server has, through every kind of client, in every format. */
class MatrixTest {
  /** Formats in which kinds with a Java type are spoken about. */
  private static final List<WireFormat> TYPED =
      List.of(WireFormat.PROTOBUF, WireFormat.JSON, WireFormat.CBOR);

  /** Formats in which trees are spoken about. */
  private static final List<WireFormat> DYNAMIC = List.of(WireFormat.JSON, WireFormat.CBOR);

  private final TestServer server = TestServer.shared();

  @Test
  void everyResourceHasItsFixture() {
    Set<String> without = new TreeSet<>();
    int found = 0;
    for (ApiResource resource : server.client().discovery().resources()) {
      if (!Fixture.exists(resource)) {
        without.add(Fixture.path(resource));
      }
      found++;
    }
    assertEquals(Fixture.exceptions("object").keySet(), without);
    assertEquals(100, found, "resources of Kubernetes 1.37");
  }

  @TestFactory
  @Execution(ExecutionMode.CONCURRENT)
  Stream<DynamicNode> resources() {
    return server.client().discovery().resources().stream()
        .filter(resource -> !Fixture.excepted("object", resource))
        .map(this::tests);
  }

  private DynamicNode tests(ApiResource resource) {
    List<DynamicNode> tests = new ArrayList<>();
    String path = Fixture.path(resource);
    if (!resource.supports("get")) {
      tests.add(dynamicTest(path + " answers", () -> answers(resource)));
      return dynamicContainer(path, tests);
    }
    for (WireFormat format : TYPED) {
      tests.add(
          dynamicTest(path + " typed, " + format, () -> typed(resource, resource.type(), format)));
    }
    for (WireFormat format : DYNAMIC) {
      tests.add(dynamicTest(path + " dynamic, " + format, () -> dynamic(resource, format)));
    }
    for (WireFormat format : TYPED) {
      tests.add(dynamicTest(path + " metadata, " + format, () -> metadata(resource, format)));
    }
    tests.add(dynamicTest(path + " reads equal", () -> readsEqual(resource, resource.type())));
    for (WireFormat format : TYPED) {
      tests.add(
          dynamicTest(
              path + " subresources, typed, " + format,
              () -> typedSubresources(resource, resource.type(), format)));
    }
    for (WireFormat format : DYNAMIC) {
      tests.add(
          dynamicTest(
              path + " subresources, dynamic, " + format,
              () -> subresources(resource, resource.dynamicType(), tree -> tree, format)));
    }
    return dynamicContainer(path, tests);
  }

  @SuppressWarnings("unchecked")
  private static <T extends KubernetesObject> T as(ResourceType<T> type, Unstructured tree) {
    return (T) tree.as((MessageType<? extends Message>) (MessageType<?>) type.objectType());
  }

  private <T extends KubernetesObject> void typed(
      ApiResource resource, ResourceType<T> type, WireFormat format) {
    assertTrue(type.objectType() instanceof MessageType, type + " has a Java type");
    try (Kind kind = new Kind(server, resource)) {
      new Life<>(kind, kind.in(type, format), tree -> as(type, tree)).live();
    }
  }

  private void dynamic(ApiResource resource, WireFormat format) {
    try (Kind kind = new Kind(server, resource)) {
      new Life<>(kind, kind.in(resource.dynamicType(), format), tree -> tree).live();
    }
  }

  private void metadata(ApiResource resource, WireFormat format) {
    try (Kind kind = new Kind(server, resource)) {
      new Life<>(kind, kind.in(resource.dynamicType().metadataOnly(), format), null).live();
    }
  }

  private <T extends KubernetesObject> void readsEqual(ApiResource resource, ResourceType<T> type) {
    try (Kind kind = new Kind(server, resource)) {
      String name = kind.make().name();
      Reads.compare(kind, type, name, TYPED, DYNAMIC);
      kind.trees().delete(name, Kind.plainly());
      kind.letGo(name);
    }
  }

  private <T extends KubernetesObject> void typedSubresources(
      ApiResource resource, ResourceType<T> type, WireFormat format) {
    subresources(resource, type, tree -> as(type, tree), format);
  }

  private <T extends KubernetesObject> void subresources(
      ApiResource resource,
      ResourceType<T> type,
      Function<Unstructured, T> convert,
      WireFormat format) {
    try (Kind kind = new Kind(server, resource)) {
      Resources<T> view = kind.in(type, format);
      String name = kind.make().name();
      if (kind.has("status")) {
        new StatusPart<>(kind, name, view, convert).check();
      }
      if (kind.has("scale")) {
        ScalePart.check(kind, name, view);
      }
      kind.trees().delete(name, Kind.plainly());
      kind.letGo(name);
      assertTrue(kind.trees().find(name).isEmpty());
      for (ApiResource.Sub sub : resource.subresources()) {
        OtherParts.check(kind, sub.name(), format);
      }
    }
  }

  /** Every subresource that a server has is tried, or there is a reason why not. */
  @Test
  void everySubresourceIsTried() {
    Set<String> untried = new TreeSet<>();
    for (ApiResource resource : server.client().discovery().resources()) {
      for (ApiResource.Sub sub : resource.subresources()) {
        String path = Fixture.path(resource) + "/" + sub.name();
        if (!Set.of("status", "scale").contains(sub.name()) && !OtherParts.TRIED.contains(path)) {
          untried.add(path);
        }
      }
    }
    assertEquals(Fixture.exceptions("subresource").keySet(), untried);
  }

  /** What can only be asked is asked in every format, with equal answers. */
  private void answers(ApiResource resource) {
    try (Kind kind = new Kind(server, resource)) {
      Object expected = null;
      for (WireFormat format : DYNAMIC) {
        Unstructured question = kind.next();
        Unstructured answer = kind.in(resource.dynamicType(), format).create(question);
        expected = expected == null ? comparable(answer.content()) : expected;
        assertEquals(List.of(), Differences.between(expected, comparable(answer.content())));
      }
      for (WireFormat format : TYPED) {
        Object answer = comparable(answer(kind, resource.type(), format, kind.next()));
        assertEquals(List.of(), Differences.between(expected, answer), format.toString());
      }
    }
  }

  private static <T extends KubernetesObject> Map<String, Object> answer(
      Kind kind, ResourceType<T> type, WireFormat format, Unstructured question) {
    Resources<T> view = kind.in(type, format);
    return Codec.toTree((Message) view.create(as(type, question)));
  }

  /** Rules are said in any order; names of pods and times differ from call to call. */
  private static @Nullable Object comparable(@Nullable Object tree) {
    if (tree instanceof Map<?, ?> map) {
      Map<Object, Object> sorted = new TreeMap<>();
      map.forEach(
          (key, value) -> {
            if (!key.equals("metadata")) {
              sorted.put(key, comparable(value));
            }
          });
      return sorted;
    }
    if (tree instanceof List<?> list) {
      return list.stream()
          .map(MatrixTest::comparable)
          .sorted(Comparator.comparing(String::valueOf))
          .toList();
    }
    return tree;
  }
}
