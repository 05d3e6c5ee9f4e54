package io.kybern.benchmarks.fabric8;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ConfigMapList;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventList;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.kybern.benchmarks.common.Peer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * fabric8 with its default transport. It may have as many requests under way as there are threads;
 * its default, five per host, would be what the test with 64 threads measures.
 */
public final class Fabric8Peer implements Peer {
  private KubernetesClient client;
  private KubernetesSerialization serialization;

  @Override
  public void open(String url, String authority) {
    ConfigBuilder config =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(url)
            .withNamespace("default")
            .withMaxConcurrentRequests(256)
            .withMaxConcurrentRequestsPerHost(256);
    if (!authority.isEmpty()) {
      config.withCaCertFile(authority);
    }
    client = new KubernetesClientBuilder().withConfig(config.build()).build();
  }

  @Override
  public List<?> list(Kind kind) {
    return switch (kind) {
      case PODS -> client.pods().inAnyNamespace().list().getItems();
      case EVENTS -> client.v1().events().inAnyNamespace().list().getItems();
      case CONFIGMAPS -> client.configMaps().inAnyNamespace().list().getItems();
      case WIDGETS ->
          client.genericKubernetesResources(Widgets.CONTEXT).inAnyNamespace().list().getItems();
    };
  }

  @Override
  public List<?> listPodsStripped() {
    List<Pod> pods = client.pods().inAnyNamespace().list().getItems();
    for (Pod pod : pods) {
      pod.getMetadata().setManagedFields(null);
    }
    return pods;
  }

  @Override
  public String key(Object object) {
    HasMetadata resource = (HasMetadata) object;
    return resource.getMetadata().getNamespace() + "/" + resource.getMetadata().getName();
  }

  @Override
  public String version(Object pod) {
    return ((Pod) pod).getMetadata().getResourceVersion();
  }

  @Override
  public long digest(Kind kind, Object object) {
    return Fabric8Digest.of(kind, object);
  }

  @Override
  public int managedFields(Object pod) {
    List<ManagedFieldsEntry> entries = ((Pod) pod).getMetadata().getManagedFields();
    return entries == null ? 0 : entries.size();
  }

  @Override
  public boolean supports(Kind kind, Wire wire) {
    return wire == Wire.JSON;
  }

  @Override
  public List<?> decode(Kind kind, Wire wire, byte[] list) {
    Class<? extends KubernetesResourceList<?>> type =
        switch (kind) {
          case PODS -> PodList.class;
          case EVENTS -> EventList.class;
          case CONFIGMAPS -> ConfigMapList.class;
          case WIDGETS -> GenericKubernetesResourceList.class;
        };
    return serialization().unmarshal(new ByteArrayInputStream(list), type).getItems();
  }

  @Override
  public byte[] encode(Kind kind, Wire wire, Object object) {
    return serialization().asJson(object).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Object decodeOne(Kind kind, Wire wire, byte[] object) {
    Class<?> type =
        switch (kind) {
          case PODS -> Pod.class;
          case EVENTS -> Event.class;
          case CONFIGMAPS -> ConfigMap.class;
          case WIDGETS -> GenericKubernetesResource.class;
        };
    return serialization().unmarshal(new ByteArrayInputStream(object), type);
  }

  @Override
  public void watch(Wire wire, Consumer<Object> pods) {
    ListOptions from = new ListOptionsBuilder().withResourceVersion("200000000").build();
    client
        .pods()
        .inAnyNamespace()
        .watch(
            from,
            new Watcher<Pod>() {
              @Override
              public void eventReceived(Action action, Pod pod) {
                pods.accept(pod);
              }

              @Override
              public void onClose(WatcherException cause) {
                throw new IllegalStateException(cause);
              }
            });
  }

  @Override
  public String getSmall(String name) {
    return client.configMaps().inNamespace("default").withName(name).get().getMetadata().getName();
  }

  @Override
  public String create(String name) {
    return client
        .configMaps()
        .inNamespace("default")
        .resource(configMap(name, null))
        .create()
        .getMetadata()
        .getName();
  }

  @Override
  public String update(String name) {
    return client
        .configMaps()
        .inNamespace("default")
        .resource(configMap(name, "123456789"))
        .update()
        .getMetadata()
        .getName();
  }

  @Override
  public String patch(String name) {
    return client
        .configMaps()
        .inNamespace("default")
        .withName(name)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"labels\":{\"tier\":\"patched\"}}}")
        .getMetadata()
        .getName();
  }

  private static ConfigMap configMap(String name, String version) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("default")
        .withResourceVersion(version)
        .withLabels(Map.of("app", "small", "tier", "test"))
        .endMetadata()
        .addToData("key-one", "value one")
        .addToData("key-two", "value two")
        .addToData("config.yaml", "a: 1\nb:\n  - x\n")
        .build();
  }

  private KubernetesSerialization serialization() {
    if (serialization == null) {
      serialization = new KubernetesSerialization();
    }
    return serialization;
  }

  /** What a cold start does not need. */
  private static final class Widgets {
    static final ResourceDefinitionContext CONTEXT =
        new ResourceDefinitionContext.Builder()
            .withGroup("example.com")
            .withVersion("v1")
            .withKind("Widget")
            .withPlural("widgets")
            .withNamespaced(true)
            .build();
  }
}
