package io.kybern.benchmarks.official;

import com.google.gson.reflect.TypeToken;
import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.custom.V1Patch;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.models.CoreV1Event;
import io.kubernetes.client.openapi.models.CoreV1EventList;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1ConfigMapList;
import io.kubernetes.client.openapi.models.V1ManagedFieldsEntry;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodList;
import io.kubernetes.client.util.Config;
import io.kubernetes.client.util.PatchUtils;
import io.kubernetes.client.util.Watch;
import io.kubernetes.client.util.generic.dynamic.DynamicKubernetesApi;
import io.kubernetes.client.util.generic.dynamic.DynamicKubernetesListObject;
import io.kubernetes.client.util.generic.dynamic.DynamicKubernetesObject;
import io.kybern.benchmarks.common.Peer;
import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import okhttp3.ConnectionPool;

/**
 * The official client. It leaves out managedFields when it reads, by default. Its pool keeps as
 * many idle connections as there are threads; its default, five, would be what the test with 64
 * threads measures.
 */
public final class OfficialPeer implements Peer {
  private ApiClient client;
  private CoreV1Api api;

  @Override
  public void open(String url, String authority) throws IOException {
    client = Config.fromUrl(url, !authority.isEmpty());
    if (!authority.isEmpty()) {
      try (InputStream certificate = new FileInputStream(authority)) {
        client.setSslCaCert(certificate);
      }
    }
    ConnectionPool pool = new ConnectionPool(128, 5, TimeUnit.MINUTES);
    client.setHttpClient(client.getHttpClient().newBuilder().connectionPool(pool).build());
    client.setReadTimeout(0);
    api = new CoreV1Api(client);
  }

  @Override
  public List<?> list(Kind kind) throws ApiException {
    return switch (kind) {
      case PODS -> api.listPodForAllNamespaces().execute().getItems();
      case EVENTS -> api.listEventForAllNamespaces().execute().getItems();
      case CONFIGMAPS -> api.listConfigMapForAllNamespaces().execute().getItems();
      case WIDGETS ->
          new DynamicKubernetesApi("example.com", "v1", "widgets", client)
              .list()
              .throwsApiException()
              .getObject()
              .getItems();
    };
  }

  @Override
  public List<?> listPodsStripped() throws ApiException {
    return list(Kind.PODS);
  }

  @Override
  public String key(Object object) {
    V1ObjectMeta metadata = ((KubernetesObject) object).getMetadata();
    return metadata.getNamespace() + "/" + metadata.getName();
  }

  @Override
  public String version(Object pod) {
    return ((V1Pod) pod).getMetadata().getResourceVersion();
  }

  @Override
  public long digest(Kind kind, Object object) {
    return OfficialDigest.of(kind, object);
  }

  @Override
  public int managedFields(Object pod) {
    List<V1ManagedFieldsEntry> entries = ((V1Pod) pod).getMetadata().getManagedFields();
    return entries == null ? 0 : entries.size();
  }

  @Override
  public boolean supports(Kind kind, Wire wire) {
    return wire == Wire.JSON;
  }

  @Override
  public List<?> decode(Kind kind, Wire wire, byte[] list) throws IOException {
    codec();
    InputStream in = new ByteArrayInputStream(list);
    return switch (kind) {
      case PODS -> ((V1PodList) JSON.deserialize(in, V1PodList.class)).getItems();
      case EVENTS -> ((CoreV1EventList) JSON.deserialize(in, CoreV1EventList.class)).getItems();
      case CONFIGMAPS -> ((V1ConfigMapList) JSON.deserialize(in, V1ConfigMapList.class)).getItems();
      case WIDGETS ->
          ((DynamicKubernetesListObject) JSON.deserialize(in, DynamicKubernetesListObject.class))
              .getItems();
    };
  }

  @Override
  public byte[] encode(Kind kind, Wire wire, Object object) {
    Object body = object instanceof DynamicKubernetesObject dynamic ? dynamic.getRaw() : object;
    return JSON.serialize(body).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Object decodeOne(Kind kind, Wire wire, byte[] object) throws IOException {
    Class<?> type =
        switch (kind) {
          case PODS -> V1Pod.class;
          case EVENTS -> CoreV1Event.class;
          case CONFIGMAPS -> V1ConfigMap.class;
          case WIDGETS -> DynamicKubernetesObject.class;
        };
    return JSON.deserialize(new ByteArrayInputStream(object), type);
  }

  @Override
  public void watch(Wire wire, Consumer<Object> pods) throws ApiException {
    Watch<V1Pod> watch =
        Watch.createWatch(
            client,
            api.listPodForAllNamespaces().resourceVersion("200000000").watch(true).buildCall(null),
            new TypeToken<Watch.Response<V1Pod>>() {}.getType());
    new Thread(
            () -> {
              for (Watch.Response<V1Pod> event : watch) {
                pods.accept(event.object);
              }
            })
        .start();
  }

  @Override
  public String getSmall(String name) throws ApiException {
    return api.readNamespacedConfigMap(name, "default").execute().getMetadata().getName();
  }

  @Override
  public String create(String name) throws ApiException {
    V1ConfigMap map = configMap(name, null);
    return api.createNamespacedConfigMap("default", map).execute().getMetadata().getName();
  }

  @Override
  public String update(String name) throws ApiException {
    V1ConfigMap map = configMap(name, "123456789");
    return api.replaceNamespacedConfigMap(name, "default", map).execute().getMetadata().getName();
  }

  @Override
  public String patch(String name) throws ApiException {
    V1Patch patch = new V1Patch("{\"metadata\":{\"labels\":{\"tier\":\"patched\"}}}");
    return PatchUtils.patch(
            V1ConfigMap.class,
            () -> api.patchNamespacedConfigMap(name, "default", patch).buildCall(null),
            V1Patch.PATCH_FORMAT_JSON_MERGE_PATCH,
            client)
        .getMetadata()
        .getName();
  }

  private static V1ConfigMap configMap(String name, String version) {
    return new V1ConfigMap()
        .metadata(
            new V1ObjectMeta()
                .name(name)
                .namespace("default")
                .resourceVersion(version)
                .labels(Map.of("app", "small", "tier", "test")))
        .putDataItem("key-one", "value one")
        .putDataItem("key-two", "value two")
        .putDataItem("config.yaml", "a: 1\nb:\n  - x\n");
  }

  /** {@link JSON} works once a client was made, and knows generic objects once that one was. */
  private void codec() {
    if (client == null) {
      client = new ApiClient();
      new DynamicKubernetesApi("example.com", "v1", "widgets", client);
    }
  }
}
