package io.kybern.apiserver.table;

import io.kybern.api.apps.v1.ControllerRevision;
import io.kybern.api.apps.v1.DaemonSet;
import io.kybern.api.apps.v1.DaemonSetStatus;
import io.kybern.api.apps.v1.Deployment;
import io.kybern.api.apps.v1.ReplicaSet;
import io.kybern.api.apps.v1.StatefulSet;
import io.kybern.api.core.v1.Container;
import io.kybern.api.core.v1.PodTemplate;
import io.kybern.api.core.v1.ReplicationController;
import io.kybern.api.meta.v1.LabelSelector;
import io.kybern.api.meta.v1.OwnerReference;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Rows of what keeps pods running. */
final class WorkloadRows {
  private WorkloadRows() {}

  static void deployment(Deployment object, Cells cells) {
    List<Container> containers = object.spec().template().spec().containers();
    cells
        .add(object.name())
        .add(of(object.status().readyReplicas(), object.spec().replicas()))
        .number(object.status().updatedReplicas())
        .number(object.status().availableReplicas())
        .age(object)
        .add(Texts.names(containers))
        .add(Texts.images(containers))
        .add(Texts.selector(object.spec().selector()));
  }

  static void replicaSet(ReplicaSet object, Cells cells) {
    cells
        .add(object.name())
        .add(desired(object.spec().replicas()))
        .number(object.status().replicas())
        .number(object.status().readyReplicas())
        .age(object);
    wide(object.spec().template().spec().containers(), object.spec().selector(), cells);
  }

  static void replicationController(ReplicationController object, Cells cells) {
    List<Container> containers = object.spec().template().spec().containers();
    cells
        .add(object.name())
        .add(desired(object.spec().replicas()))
        .number(object.status().replicas())
        .number(object.status().readyReplicas())
        .age(object)
        .add(Texts.names(containers))
        .add(Texts.images(containers))
        .add(Texts.labels(object.spec().selector()));
  }

  static void statefulSet(StatefulSet object, Cells cells) {
    List<Container> containers = object.spec().template().spec().containers();
    cells
        .add(object.name())
        .add(of(object.status().readyReplicas(), object.spec().replicas()))
        .age(object)
        .add(Texts.names(containers))
        .add(Texts.images(containers));
  }

  static void daemonSet(DaemonSet object, Cells cells) {
    DaemonSetStatus status = object.status();
    cells
        .add(object.name())
        .number(status.desiredNumberScheduled())
        .number(status.currentNumberScheduled())
        .number(status.numberReady())
        .number(status.updatedNumberScheduled())
        .number(status.numberAvailable())
        .add(Texts.labels(object.spec().template().spec().nodeSelector()))
        .age(object);
    wide(object.spec().template().spec().containers(), object.spec().selector(), cells);
  }

  static void controllerRevision(ControllerRevision object, Cells cells) {
    String controller = Cells.NONE;
    for (OwnerReference owner : object.metadata().ownerReferences()) {
      if (Boolean.TRUE.equals(owner.controller())) {
        int slash = owner.apiVersion().indexOf('/');
        String group = slash < 0 ? "" : "." + owner.apiVersion().substring(0, slash);
        controller = (owner.kind() + group).toLowerCase(Locale.ROOT) + "/" + owner.name();
      }
    }
    cells.add(object.name()).add(controller).add(object.revision()).age(object);
  }

  static void podTemplate(PodTemplate object, Cells cells) {
    List<Container> containers = object.template().spec().containers();
    cells
        .add(object.name())
        .add(Texts.names(containers))
        .add(Texts.images(containers))
        .add(Texts.labels(object.template().metadata().labels()));
  }

  /** The columns that workloads share. */
  static void wide(List<Container> containers, LabelSelector selector, Cells cells) {
    cells
        .add(Texts.names(containers))
        .add(Texts.images(containers))
        .add(Texts.selectorOrNone(selector));
  }

  private static String of(@Nullable Integer ready, @Nullable Integer replicas) {
    return (ready == null ? 0 : ready) + "/" + desired(replicas);
  }

  /** One where nothing is said. */
  private static long desired(@Nullable Integer replicas) {
    return replicas == null ? 1 : replicas;
  }
}
