package io.kybern.benchmarks.fabric8;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.kybern.benchmarks.common.Digest;
import io.kybern.benchmarks.common.Peer.Kind;
import java.util.List;
import java.util.Map;

/** The fields that every peer reads, read from fabric8's types. */
final class Fabric8Digest {
  private Fabric8Digest() {}

  static long of(Kind kind, Object object) {
    Digest digest = new Digest();
    switch (kind) {
      case PODS -> pod(digest, (Pod) object);
      case EVENTS -> event(digest, (Event) object);
      case CONFIGMAPS -> {
        ConfigMap map = (ConfigMap) object;
        metadata(digest, map.getMetadata());
        digest.add(map.getData());
      }
      case WIDGETS -> widget(digest, (GenericKubernetesResource) object);
    }
    return digest.value();
  }

  private static void metadata(Digest digest, ObjectMeta metadata) {
    digest.add(metadata.getName()).add(metadata.getNamespace()).add(metadata.getUid());
    digest.add(metadata.getLabels()).add(metadata.getAnnotations());
  }

  private static void pod(Digest digest, Pod pod) {
    metadata(digest, pod.getMetadata());
    digest.add(pod.getMetadata().getOwnerReferences().get(0).getName());
    digest.add(pod.getSpec().getNodeName()).add(pod.getSpec().getServiceAccountName());
    for (Volume volume : pod.getSpec().getVolumes()) {
      digest.add(volume.getName());
    }
    for (Toleration toleration : pod.getSpec().getTolerations()) {
      digest.add(toleration.getKey()).add(toleration.getTolerationSeconds());
    }
    for (Container container : pod.getSpec().getContainers()) {
      digest.add(container.getName()).add(container.getImage());
      for (EnvVar variable : container.getEnv()) {
        digest.add(variable.getName()).add(variable.getValue());
      }
      for (ContainerPort port : container.getPorts()) {
        digest.add(port.getName()).add(port.getContainerPort());
      }
      for (VolumeMount mount : container.getVolumeMounts()) {
        digest.add(mount.getMountPath()).add(mount.getReadOnly());
      }
    }
    digest.add(pod.getStatus().getPhase()).add(pod.getStatus().getPodIP());
    digest.add(pod.getStatus().getQosClass());
    for (PodCondition condition : pod.getStatus().getConditions()) {
      digest.add(condition.getType()).add(condition.getStatus());
    }
    for (ContainerStatus status : pod.getStatus().getContainerStatuses()) {
      digest.add(status.getContainerID()).add(status.getReady()).add(status.getRestartCount());
    }
  }

  private static void event(Digest digest, Event event) {
    metadata(digest, event.getMetadata());
    digest.add(event.getInvolvedObject().getUid()).add(event.getReason()).add(event.getMessage());
    digest.add(event.getSource().getHost()).add(event.getCount()).add(event.getType());
  }

  private static void widget(Digest digest, GenericKubernetesResource widget) {
    digest.add(widget.getMetadata().getName()).add(widget.getMetadata().getUid());
    Map<?, ?> spec = (Map<?, ?>) widget.getAdditionalProperties().get("spec");
    digest.add((String) ((Map<?, ?>) spec.get("template")).get("image"));
    for (Object item : (List<?>) spec.get("backends")) {
      Map<?, ?> backend = (Map<?, ?>) item;
      Map<?, ?> endpoint = (Map<?, ?>) backend.get("endpoint");
      digest.add((String) backend.get("name")).add((Number) backend.get("weight"));
      digest.add((Boolean) backend.get("enabled")).add((String) endpoint.get("host"));
      digest.add((Number) endpoint.get("port"));
      for (Object tag : (List<?>) backend.get("tags")) {
        digest.add((String) tag);
      }
    }
  }
}
