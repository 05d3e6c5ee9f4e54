package io.kybern.benchmarks.kybern;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.api.core.v1.Container;
import io.kybern.api.core.v1.ContainerPort;
import io.kybern.api.core.v1.ContainerStatus;
import io.kybern.api.core.v1.EnvVar;
import io.kybern.api.core.v1.Event;
import io.kybern.api.core.v1.Pod;
import io.kybern.api.core.v1.PodCondition;
import io.kybern.api.core.v1.Toleration;
import io.kybern.api.core.v1.Volume;
import io.kybern.api.core.v1.VolumeMount;
import io.kybern.api.meta.v1.ObjectMeta;
import io.kybern.benchmarks.common.Digest;
import io.kybern.benchmarks.common.Peer.Kind;
import io.kybern.model.Unstructured;
import java.util.List;
import java.util.Map;

/** The fields that every peer reads, read from Kybern's types. */
final class KybernDigest {
  private KybernDigest() {}

  static long of(Kind kind, Object object) {
    Digest digest = new Digest();
    switch (kind) {
      case PODS -> pod(digest, (Pod) object);
      case EVENTS -> event(digest, (Event) object);
      case CONFIGMAPS -> {
        ConfigMap map = (ConfigMap) object;
        metadata(digest, map.metadata());
        digest.add(map.data());
      }
      case WIDGETS -> widget(digest, (Unstructured) object);
    }
    return digest.value();
  }

  private static void metadata(Digest digest, ObjectMeta metadata) {
    digest.add(metadata.name()).add(metadata.namespace()).add(metadata.uid());
    digest.add(metadata.labels()).add(metadata.annotations());
  }

  private static void pod(Digest digest, Pod pod) {
    metadata(digest, pod.metadata());
    digest.add(pod.metadata().ownerReferences().get(0).name());
    digest.add(pod.spec().nodeName()).add(pod.spec().serviceAccountName());
    for (Volume volume : pod.spec().volumes()) {
      digest.add(volume.name());
    }
    for (Toleration toleration : pod.spec().tolerations()) {
      digest.add(toleration.key()).add(toleration.tolerationSeconds());
    }
    for (Container container : pod.spec().containers()) {
      digest.add(container.name()).add(container.image());
      for (EnvVar variable : container.env()) {
        digest.add(variable.name()).add(variable.value());
      }
      for (ContainerPort port : container.ports()) {
        digest.add(port.name()).add(port.containerPort());
      }
      for (VolumeMount mount : container.volumeMounts()) {
        digest.add(mount.mountPath()).add(mount.readOnly());
      }
    }
    digest.add(pod.status().phase()).add(pod.status().podIP()).add(pod.status().qosClass());
    for (PodCondition condition : pod.status().conditions()) {
      digest.add(condition.type()).add(condition.status());
    }
    for (ContainerStatus status : pod.status().containerStatuses()) {
      digest.add(status.containerID()).add(status.ready()).add(status.restartCount());
    }
  }

  private static void event(Digest digest, Event event) {
    metadata(digest, event.metadata());
    digest.add(event.involvedObject().uid()).add(event.reason()).add(event.message());
    digest.add(event.source().host()).add(event.count()).add(event.type());
  }

  private static void widget(Digest digest, Unstructured widget) {
    digest.add((String) widget.at("metadata", "name")).add((String) widget.at("metadata", "uid"));
    digest.add((String) widget.at("spec", "template", "image"));
    for (Object item : (List<?>) widget.at("spec", "backends")) {
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
