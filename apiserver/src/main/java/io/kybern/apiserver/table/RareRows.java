package io.kybern.apiserver.table;

import io.kybern.model.KubernetesObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Rows of kinds that few people look at, many of them in several versions that are alike. */
final class RareRows {
  private static final int MOST = 3;

  private RareRows() {}

  static void componentStatus(KubernetesObject object, Cells cells) {
    for (View condition : new View(object).list("conditions")) {
      if (condition.text("type").equals("Healthy")) {
        boolean healthy = condition.text("status").equals("True");
        cells
            .add(object.name())
            .add(healthy ? "Healthy" : "Unhealthy")
            .add(condition.text("message"))
            .add(condition.text("error"));
        return;
      }
    }
    cells.add(object.name()).add("Unknown").add("").add("");
  }

  static void lease(KubernetesObject object, Cells cells) {
    cells.add(object.name()).add(text(object, "spec", "holderIdentity")).age(object);
  }

  static void leaseCandidate(KubernetesObject object, Cells cells) {
    cells
        .add(object.name())
        .add(text(object, "spec", "leaseName"))
        .add(text(object, "spec", "binaryVersion"))
        .add(text(object, "spec", "emulationVersion"))
        .age(object);
  }

  static void trustBundle(KubernetesObject object, Cells cells) {
    cells.add(object.name()).orNone(text(object, "spec", "signerName"));
  }

  static void podCertificateRequest(KubernetesObject object, Cells cells) {
    View view = new View(object);
    String state = "Pending";
    for (String type : List.of("Denied", "Failed", "Issued")) {
      state = view.condition(type).equals("True") ? type : state;
    }
    cells
        .add(object.name())
        .add(view.text("spec", "podName"))
        .add(view.text("spec", "serviceAccountName"))
        .add(view.text("spec", "nodeName"))
        .add(view.text("spec", "signerName"))
        .add(state)
        .add(labels(view.at("spec", "unverifiedUserAnnotations")));
  }

  private static String labels(View map) {
    Map<String, String> labels = new TreeMap<>();
    if (map.value() instanceof Map<?, ?> values) {
      values.forEach((key, value) -> labels.put((String) key, (String) value));
    }
    return Texts.labels(labels);
  }

  static void flowSchema(KubernetesObject object, Cells cells) {
    View view = new View(object);
    String method = view.text("spec", "distinguisherMethod", "type");
    String precedence = view.text("spec", "matchingPrecedence");
    cells
        .add(object.name())
        .add(view.text("spec", "priorityLevelConfiguration", "name"))
        .add(precedence.isEmpty() ? 0 : Long.parseLong(precedence))
        .orNone(method)
        .age(object)
        .add(Cells.or(view.condition("Dangling"), "?"));
  }

  static void priorityLevel(KubernetesObject object, Cells cells) {
    View limited = new View(object).at("spec", "limited");
    View queuing = limited.at("limitResponse", "queuing");
    cells.add(object.name()).add(text(object, "spec", "type"));
    for (View cell :
        List.of(
            limited.at("nominalConcurrencyShares"),
            queuing.at("queues"),
            queuing.at("handSize"),
            queuing.at("queueLengthLimit"))) {
      if (cell.value() instanceof Number number) {
        cells.number(number);
      } else {
        cells.add(Cells.NONE);
      }
    }
    cells.age(object);
  }

  static void storageVersion(KubernetesObject object, Cells cells) {
    View status = new View(object).at("status");
    List<String> versions = new ArrayList<>();
    for (View version : status.list("storageVersions")) {
      versions.add(version.text("apiServerID") + "=" + version.text("encodingVersion"));
    }
    cells
        .add(object.name())
        .orUnset(status.text("commonEncodingVersion"))
        .add(Texts.some(versions, versions.size(), MOST, Cells.UNSET))
        .age(object);
  }

  static void storageMigration(KubernetesObject object, Cells cells) {
    View view = new View(object);
    String group = view.text("spec", "resource", "group");
    String resource = view.text("spec", "resource", "resource");
    String status = "";
    for (String type : List.of("Running", "Succeeded", "Failed")) {
      status = view.condition(type).equals("True") ? type : status;
    }
    cells.add(object.name()).add(group.isEmpty() ? resource : resource + "." + group).add(status);
  }

  static void ipAddress(KubernetesObject object, Cells cells) {
    View parent = new View(object).at("spec", "parentRef");
    String group = parent.text("group");
    String namespace = parent.text("namespace");
    String reference =
        parent.text("resource")
            + (group.isEmpty() ? "" : "." + group)
            + (namespace.isEmpty() ? "" : "/" + namespace)
            + "/"
            + parent.text("name");
    cells.add(object.name()).add(parent.present() ? reference : Cells.NONE);
  }

  static void serviceCidr(KubernetesObject object, Cells cells) {
    cells
        .add(object.name())
        .add(Texts.join(new View(object).list("spec", "cidrs"), View::text))
        .age(object);
  }

  static void runtimeClass(KubernetesObject object, Cells cells) {
    cells.add(object.name()).add(text(object, "handler")).age(object);
  }

  static void attributesClass(KubernetesObject object, Cells cells) {
    cells.add(object.name()).add(text(object, "driverName")).age(object);
  }

  static void resourceClaim(KubernetesObject object, Cells cells) {
    View status = new View(object).at("status");
    boolean deleted = object.metadata().deletionTimestamp() != null;
    List<String> states = new ArrayList<>();
    if (deleted) {
      states.add("deleted");
    }
    if (status.at("allocation").present()) {
      states.add("allocated");
      if (!status.list("reservedFor").isEmpty()) {
        states.add("reserved");
      }
    } else if (!deleted) {
      states.add("pending");
    }
    cells.add(object.name()).add(String.join(",", states)).age(object);
  }

  static void resourceSlice(KubernetesObject object, Cells cells) {
    cells
        .add(object.name())
        .add(text(object, "spec", "nodeName"))
        .add(text(object, "spec", "driver"))
        .add(text(object, "spec", "pool", "name"))
        .age(object);
  }

  static void taintRule(KubernetesObject object, Cells cells) {
    View taint = new View(object).at("spec", "taint");
    cells
        .add(object.name())
        .add(taint.text("key"))
        .add(taint.text("value"))
        .add(taint.text("effect"))
        .since(taint.time("timeAdded"))
        .age(object);
  }

  /** Of the answer only the number of pools is shown. */
  static void poolStatusRequest(KubernetesObject object, Cells cells) {
    View view = new View(object);
    String pools = view.text("status", "poolCount");
    cells.add(object.name()).add(view.text("spec", "driver"));
    for (int i = 0; i < 5; i++) {
      cells.add(Cells.NONE);
    }
    cells.add(pools.isEmpty() ? 0 : Long.parseLong(pools)).add(Cells.NONE).add(Cells.NONE);
  }

  /** Groups of pods; policy and status are not shown. */
  static void podGroup(KubernetesObject object, Cells cells) {
    cells
        .add(object.name())
        .add(Cells.NONE)
        .orNone(text(object, "spec", "workloadRef", "workloadName"))
        .add(Cells.NONE)
        .age(object);
  }

  /** Groups of groups of pods; the policy is not shown. */
  static void compositePodGroup(KubernetesObject object, Cells cells) {
    cells
        .add(object.name())
        .add(Cells.NONE)
        .orNone(text(object, "spec", "workloadRef", "workloadName"))
        .age(object);
  }

  /** Of target and status nothing is shown. */
  static void evictionRequest(KubernetesObject object, Cells cells) {
    cells
        .add(object.name())
        .add(Cells.NONE)
        .add(Cells.NONE)
        .add(Cells.NONE)
        .orNone(text(object, "spec", "requester"))
        .orNone(text(object, "spec", "intent"))
        .age(object);
  }

  private static String text(KubernetesObject object, String... path) {
    return new View(object).text(path);
  }
}
