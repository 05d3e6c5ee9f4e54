package io.kybern.benchmarks.official;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.kubernetes.client.openapi.models.CoreV1Event;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1ContainerPort;
import io.kubernetes.client.openapi.models.V1ContainerStatus;
import io.kubernetes.client.openapi.models.V1EnvVar;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodCondition;
import io.kubernetes.client.openapi.models.V1Toleration;
import io.kubernetes.client.openapi.models.V1Volume;
import io.kubernetes.client.openapi.models.V1VolumeMount;
import io.kubernetes.client.util.generic.dynamic.DynamicKubernetesObject;
import io.kybern.benchmarks.common.Digest;
import io.kybern.benchmarks.common.Peer.Kind;

/** The fields that every peer reads, read from the official client's types. */
final class OfficialDigest {
  private OfficialDigest() {}

  static long of(Kind kind, Object object) {
    Digest digest = new Digest();
    switch (kind) {
      case PODS -> pod(digest, (V1Pod) object);
      case EVENTS -> event(digest, (CoreV1Event) object);
      case CONFIGMAPS -> {
        V1ConfigMap map = (V1ConfigMap) object;
        metadata(digest, map.getMetadata());
        digest.add(map.getData());
      }
      case WIDGETS -> widget(digest, (DynamicKubernetesObject) object);
    }
    return digest.value();
  }

  private static void metadata(Digest digest, V1ObjectMeta metadata) {
    digest.add(metadata.getName()).add(metadata.getNamespace()).add(metadata.getUid());
    digest.add(metadata.getLabels()).add(metadata.getAnnotations());
  }

  private static void pod(Digest digest, V1Pod pod) {
    metadata(digest, pod.getMetadata());
    digest.add(pod.getMetadata().getOwnerReferences().get(0).getName());
    digest.add(pod.getSpec().getNodeName()).add(pod.getSpec().getServiceAccountName());
    for (V1Volume volume : pod.getSpec().getVolumes()) {
      digest.add(volume.getName());
    }
    for (V1Toleration toleration : pod.getSpec().getTolerations()) {
      digest.add(toleration.getKey()).add(toleration.getTolerationSeconds());
    }
    for (V1Container container : pod.getSpec().getContainers()) {
      digest.add(container.getName()).add(container.getImage());
      for (V1EnvVar variable : container.getEnv()) {
        digest.add(variable.getName()).add(variable.getValue());
      }
      for (V1ContainerPort port : container.getPorts()) {
        digest.add(port.getName()).add(port.getContainerPort());
      }
      for (V1VolumeMount mount : container.getVolumeMounts()) {
        digest.add(mount.getMountPath()).add(mount.getReadOnly());
      }
    }
    digest.add(pod.getStatus().getPhase()).add(pod.getStatus().getPodIP());
    digest.add(pod.getStatus().getQosClass());
    for (V1PodCondition condition : pod.getStatus().getConditions()) {
      digest.add(condition.getType()).add(condition.getStatus());
    }
    for (V1ContainerStatus status : pod.getStatus().getContainerStatuses()) {
      digest.add(status.getContainerID()).add(status.getReady()).add(status.getRestartCount());
    }
  }

  private static void event(Digest digest, CoreV1Event event) {
    metadata(digest, event.getMetadata());
    digest.add(event.getInvolvedObject().getUid()).add(event.getReason()).add(event.getMessage());
    digest.add(event.getSource().getHost()).add(event.getCount()).add(event.getType());
  }

  private static void widget(Digest digest, DynamicKubernetesObject widget) {
    digest.add(widget.getMetadata().getName()).add(widget.getMetadata().getUid());
    JsonObject spec = widget.getRaw().getAsJsonObject("spec");
    digest.add(spec.getAsJsonObject("template").get("image").getAsString());
    for (JsonElement item : spec.getAsJsonArray("backends")) {
      JsonObject backend = item.getAsJsonObject();
      JsonObject endpoint = backend.getAsJsonObject("endpoint");
      digest.add(backend.get("name").getAsString()).add(backend.get("weight").getAsLong());
      digest.add(backend.get("enabled").getAsBoolean()).add(endpoint.get("host").getAsString());
      digest.add(endpoint.get("port").getAsLong());
      for (JsonElement tag : backend.getAsJsonArray("tags")) {
        digest.add(tag.getAsString());
      }
    }
  }
}
