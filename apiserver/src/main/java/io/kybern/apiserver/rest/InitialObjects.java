package io.kybern.apiserver.rest;

import io.kybern.api.Kinds;
import io.kybern.api.meta.v1.ObjectMeta;
import io.kybern.model.KubernetesObject;
import io.kybern.model.MessageType;
import io.kybern.model.wire.Codec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The objects that kube-apiserver makes for itself and that a server here has from the start: the
 * API's own service with its address, priority classes, flow control, namespaces. A file {@code
 * initial/NAME.json} lists those of most keyspaces; it is read when somebody first asks for objects
 * of that kind. Stateless.
 */
final class InitialObjects {
  private static final Set<String> FILES =
      Set.of(
          "flowschemas.flowcontrol.apiserver.k8s.io",
          "ipaddresses.networking.k8s.io",
          "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io",
          "priorityclasses.scheduling.k8s.io",
          "servicecidrs.networking.k8s.io",
          "services");

  private InitialObjects() {}

  /**
   * The objects that a keyspace holds from the start.
   *
   * @param keyspace name of the keyspace, such as {@code services}
   * @param start when the server was started
   */
  static List<KubernetesObject> of(String keyspace, Instant start) {
    Instant second = start.truncatedTo(ChronoUnit.SECONDS);
    if (keyspace.equals("namespaces")) {
      return InitialNamespaces.of(second);
    }
    if (!FILES.contains(keyspace)) {
      return InitialRoles.of(keyspace, start);
    }
    String text = read("initial/" + keyspace + ".json").replace("$START", second.toString());
    List<KubernetesObject> objects = new ArrayList<>();
    for (Object tree :
        (List<?>) Objects.requireNonNull(Codec.jsonToTree(text.getBytes(StandardCharsets.UTF_8)))) {
      objects.add(object((Map<?, ?>) tree, second));
    }
    return objects;
  }

  private static KubernetesObject object(Map<?, ?> tree, Instant start) {
    MessageType<?> type =
        Objects.requireNonNull(
            Kinds.find(String.valueOf(tree.get("apiVersion")), String.valueOf(tree.get("kind"))));
    KubernetesObject object = (KubernetesObject) Codec.fromTree(type, tree);
    ObjectMeta metadata =
        object.metadata().toBuilder().uid(Registry.uid()).creationTimestamp(start).build();
    return object.withMetadata(metadata);
  }

  private static String read(String file) {
    try (InputStream in = InitialObjects.class.getResourceAsStream(file)) {
      return new String(Objects.requireNonNull(in, file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
