package io.kybern.benchmarks.kybern;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.api.core.v1.Event;
import io.kybern.api.core.v1.Pod;
import io.kybern.benchmarks.common.Peer;
import io.kybern.client.Kubernetes;
import io.kybern.client.ListQuery;
import io.kybern.client.Patch;
import io.kybern.client.Resources;
import io.kybern.client.Watch;
import io.kybern.client.WatchEvent;
import io.kybern.client.config.Pem;
import io.kybern.client.config.RestConfig;
import io.kybern.model.KubernetesObject;
import io.kybern.model.ObjectType;
import io.kybern.model.ResourceType;
import io.kybern.model.Unstructured;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.ListStream;
import io.kybern.model.wire.WireFormat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Kybern, as it comes: protobuf, pages of 500, objects decoded when they are read. */
public final class KybernPeer implements Peer {
  private Kubernetes k8s;

  @Override
  public void open(String url, String authority) {
    RestConfig.Builder config = RestConfig.builder(url);
    if (!authority.isEmpty()) {
      config.certificateAuthority(Pem.file(Path.of(authority)));
    }
    k8s = Kubernetes.connect(config.build());
  }

  @Override
  public List<?> list(Kind kind) {
    return switch (kind) {
      case PODS -> k8s.coreV1().pods().list().toList();
      case EVENTS -> k8s.coreV1().events().list().toList();
      case CONFIGMAPS -> k8s.coreV1().configMaps().list().toList();
      case WIDGETS -> k8s.resources(Lazy.WIDGETS).list().toList();
    };
  }

  @Override
  public List<?> listPodsStripped() {
    return k8s.resources(Pod.RESOURCE).withoutManagedFields().list().toList();
  }

  @Override
  public String key(Object object) {
    KubernetesObject kubernetesObject = (KubernetesObject) object;
    return kubernetesObject.namespace() + "/" + kubernetesObject.name();
  }

  @Override
  public String version(Object pod) {
    return ((Pod) pod).metadata().resourceVersion();
  }

  @Override
  public long digest(Kind kind, Object object) {
    return KybernDigest.of(kind, object);
  }

  @Override
  public int managedFields(Object pod) {
    return ((Pod) pod).metadata().managedFields().size();
  }

  @Override
  public boolean supports(Kind kind, Wire wire) {
    return kind != Kind.WIDGETS || wire == Wire.JSON;
  }

  @Override
  public List<?> decode(Kind kind, Wire wire, byte[] list) throws IOException {
    return decode(Lazy.EAGER, kind, wire, list);
  }

  @Override
  public List<?> decodeAsListed(Kind kind, Wire wire, byte[] list) throws IOException {
    return decode(Lazy.AS_LISTED, kind, wire, list);
  }

  private static List<?> decode(Codec codec, Kind kind, Wire wire, byte[] list) throws IOException {
    List<Object> objects = new ArrayList<>();
    try (ListStream<?> stream =
        codec.readList(type(kind), format(wire), new ByteArrayInputStream(list))) {
      for (Object object = stream.next(); object != null; object = stream.next()) {
        objects.add(object);
      }
    }
    return objects;
  }

  @Override
  public byte[] encode(Kind kind, Wire wire, Object object) {
    return Codec.write(object, format(wire));
  }

  @Override
  public Object decodeOne(Kind kind, Wire wire, byte[] object) {
    return Lazy.EAGER.read(type(kind), format(wire), object);
  }

  @Override
  public void watch(Wire wire, Consumer<Object> pods) {
    Resources<Pod> resources = k8s.resources(Pod.RESOURCE).format(format(wire));
    Watch<Pod> watch = resources.watch(ListQuery.all().resourceVersion("200000000"));
    new Thread(
            () -> {
              for (WatchEvent<Pod> event : watch) {
                pods.accept(event.object());
              }
            })
        .start();
  }

  @Override
  public String getSmall(String name) {
    return k8s.coreV1().configMaps("default").get(name).name();
  }

  @Override
  public String create(String name) {
    return k8s.coreV1().configMaps("default").create(configMap(name, "")).name();
  }

  @Override
  public String update(String name) {
    return k8s.coreV1().configMaps("default").update(configMap(name, "123456789")).name();
  }

  @Override
  public String patch(String name) {
    Patch patch = Patch.merge("{\"metadata\":{\"labels\":{\"tier\":\"patched\"}}}");
    return k8s.coreV1().configMaps("default").patch(name, patch).name();
  }

  private static ConfigMap configMap(String name, String version) {
    return ConfigMap.builder()
        .metadata(
            m -> {
              m.name(name).namespace("default").labels(Map.of("app", "small", "tier", "test"));
              if (!version.isEmpty()) {
                m.resourceVersion(version);
              }
            })
        .data("key-one", "value one")
        .data("key-two", "value two")
        .data("config.yaml", "a: 1\nb:\n  - x\n")
        .build();
  }

  private static WireFormat format(Wire wire) {
    return wire == Wire.JSON ? WireFormat.JSON : WireFormat.PROTOBUF;
  }

  private static ObjectType<?> type(Kind kind) {
    return switch (kind) {
      case PODS -> Pod.TYPE;
      case EVENTS -> Event.TYPE;
      case CONFIGMAPS -> ConfigMap.TYPE;
      case WIDGETS -> Lazy.WIDGETS.objectType();
    };
  }

  /** What a cold start does not need. */
  private static final class Lazy {
    static final ResourceType<Unstructured> WIDGETS =
        ResourceType.dynamic("example.com/v1", "Widget");
    static final Codec EAGER = Codec.eager();
    static final Codec AS_LISTED = Codec.lazy();
  }
}
