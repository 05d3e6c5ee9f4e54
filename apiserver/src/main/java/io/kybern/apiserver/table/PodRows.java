package io.kybern.apiserver.table;

import io.kybern.api.core.v1.Container;
import io.kybern.api.core.v1.ContainerState;
import io.kybern.api.core.v1.ContainerStateTerminated;
import io.kybern.api.core.v1.ContainerStatus;
import io.kybern.api.core.v1.Pod;
import io.kybern.api.core.v1.PodCondition;
import io.kybern.api.core.v1.PodReadinessGate;
import io.kybern.api.core.v1.PodStatus;
import io.kybern.apiserver.facts.Tree;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rows of pods. The status is the one word that explains best why a pod is not simply running: what
 * its first unfinished init container waits for, else what its containers say, else its phase.
 */
final class PodRows {
  private final PodStatus status;
  private final Pod pod;
  private final Set<String> sidecars = new HashSet<>();

  private int total;
  private int ready;
  private int restarts;
  private @Nullable Instant lastRestart;
  private String word;

  private PodRows(Pod pod) {
    this.pod = pod;
    this.status = pod.status();
    this.word = Cells.or(status.reason(), Cells.or(status.phase(), ""));
    this.total = pod.spec().containers().size();
    for (Container container : pod.spec().initContainers()) {
      if ("Always".equals(container.restartPolicy())) {
        sidecars.add(container.name());
        total++;
      }
    }
  }

  static void print(Pod pod, Cells cells) {
    new PodRows(pod).print(cells);
  }

  private void print(Cells cells) {
    for (PodCondition condition : status.conditions()) {
      if (condition.type().equals("PodScheduled") && "SchedulingGated".equals(condition.reason())) {
        word = "SchedulingGated";
      }
    }
    boolean initializing = readInitContainers();
    if (!initializing || isTrue("Initialized")) {
      readContainers();
    }
    if (pod.metadata().deletionTimestamp() != null) {
      boolean over = "Succeeded".equals(status.phase()) || "Failed".equals(status.phase());
      if ("NodeLost".equals(status.reason())) {
        word = "Unknown";
      } else if (!over) {
        word = "Terminating";
      }
    }
    boolean dated = restarts != 0 && lastRestart != null;
    cells
        .add(pod.name())
        .add(ready + "/" + total)
        .add(word)
        .add(
            dated
                ? restarts + " (" + Ages.since(lastRestart, cells.now()) + " ago)"
                : Integer.toString(restarts))
        .age(pod)
        .orNone(status.podIPs().isEmpty() ? status.podIP() : status.podIPs().get(0).ip())
        .orNone(pod.spec().nodeName())
        .orNone(status.nominatedNodeName())
        .add(readinessGates());
    switch (Cells.or(status.phase(), "")) {
      case "Succeeded" -> complete(cells, "Succeeded", "The pod has completed successfully.");
      case "Failed" -> complete(cells, "Failed", "The pod failed.");
      default -> {
        // not complete
      }
    }
  }

  /** Whether an init container is still at work or has failed, which then is the status. */
  private boolean readInitContainers() {
    int sidecarRestarts = 0;
    Instant lastSidecarRestart = null;
    boolean initializing = false;
    List<ContainerStatus> containers = status.initContainerStatuses();
    for (int i = 0; i < containers.size() && !initializing; i++) {
      ContainerStatus container = containers.get(i);
      boolean sidecar = sidecars.contains(container.name());
      Instant finished = container.lastState().terminated().finishedAt();
      restarts += container.restartCount();
      lastRestart = later(lastRestart, finished);
      if (sidecar) {
        sidecarRestarts += container.restartCount();
        lastSidecarRestart = later(lastSidecarRestart, finished);
      }
      ContainerState state = container.state();
      if (state.hasTerminated() && state.terminated().exitCode() == 0) {
        continue;
      }
      if (sidecar && Boolean.TRUE.equals(container.started())) {
        ready += container.ready() ? 1 : 0;
        continue;
      }
      String waiting = Cells.or(state.waiting().reason(), "");
      if (state.hasTerminated()) {
        word = "Init:" + ended(state.terminated());
      } else if (!waiting.isEmpty() && !waiting.equals("PodInitializing")) {
        word = "Init:" + waiting;
      } else {
        word = "Init:" + i + "/" + pod.spec().initContainers().size();
      }
      initializing = true;
    }
    if (!initializing || isTrue("Initialized")) {
      // Init containers are history then; only those that run on still count.
      restarts = sidecarRestarts;
      lastRestart = lastSidecarRestart;
    }
    return initializing;
  }

  private void readContainers() {
    boolean running = false;
    List<ContainerStatus> containers = status.containerStatuses();
    for (int i = containers.size() - 1; i >= 0; i--) {
      ContainerStatus container = containers.get(i);
      restarts += container.restartCount();
      lastRestart = later(lastRestart, container.lastState().terminated().finishedAt());
      ContainerState state = container.state();
      String waiting = Cells.or(state.waiting().reason(), "");
      if (!waiting.isEmpty()) {
        word = waiting;
      } else if (state.hasTerminated()) {
        word = ended(state.terminated());
      } else if (container.ready() && state.hasRunning()) {
        running = true;
        ready++;
      }
    }
    if (word.equals("Completed") && running) {
      word = isTrue("Ready") ? "Running" : "NotReady";
    }
  }

  private static String ended(ContainerStateTerminated terminated) {
    Integer signal = terminated.signal();
    String ended =
        signal != null && signal != 0 ? "Signal:" + signal : "ExitCode:" + terminated.exitCode();
    return Cells.or(terminated.reason(), ended);
  }

  private boolean isTrue(String type) {
    for (PodCondition condition : status.conditions()) {
      if (condition.type().equals(type)) {
        return condition.status().equals("True");
      }
    }
    return false;
  }

  private String readinessGates() {
    List<PodReadinessGate> gates = pod.spec().readinessGates();
    if (gates.isEmpty()) {
      return Cells.NONE;
    }
    int passed = 0;
    for (PodReadinessGate gate : gates) {
      passed += isTrue(gate.conditionType()) ? 1 : 0;
    }
    return passed + "/" + gates.size();
  }

  private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
    return a == null || (b != null && b.isAfter(a)) ? b : a;
  }

  private static void complete(Cells cells, String reason, String message) {
    cells.condition(
        Tree.of("type", "Completed", "status", "True", "reason", reason, "message", message));
  }
}
