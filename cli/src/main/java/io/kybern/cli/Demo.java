package io.kybern.cli;

import io.kybern.api.apps.v1.Deployment;
import io.kybern.api.core.v1.ConfigMap;
import io.kybern.api.core.v1.Container;
import io.kybern.client.ApiResource;
import io.kybern.client.Discovery;
import io.kybern.client.Kubernetes;
import io.kybern.client.ListQuery;
import io.kybern.client.Patch;
import io.kybern.client.Resources;
import io.kybern.client.WatchEvent;
import io.kybern.client.Write;
import io.kybern.error.ConflictException;
import io.kybern.error.InvalidException;
import io.kybern.model.Unstructured;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Runs the application through its life on a server: applies, watches, scales, patches, labels,
 * lists and deletes it. Every step reads back what the server has, and fails if that is not what it
 * should be.
 */
final class Demo {
  private static final String MANAGER = "kybern-demo";
  private static final String IMAGE = "nginx:1.29";
  private static final String NEW_IMAGE = "nginx:1.29.1";

  private final Console console;
  private final Story story;
  private final Kubernetes k8s;
  private final DemoNamespace namespace;
  private final Resources<Deployment> deployments;
  private final Resources<ConfigMap> configMaps;

  /** The objects, the namespace first. */
  private final List<Plan.Item> items = new ArrayList<>();

  Demo(Console console, Story story, Kubernetes k8s, DemoNamespace namespace) {
    this.console = console;
    this.story = story;
    this.k8s = k8s;
    this.namespace = namespace;
    this.deployments = k8s.resources(Deployment.RESOURCE).namespace(namespace.name());
    this.configMaps = k8s.resources(ConfigMap.RESOURCE).namespace(namespace.name());
  }

  /**
   * Runs all steps.
   *
   * @throws Failure if one does not come out as it should
   */
  void run() {
    story.step("read the manifests", this::read);
    story.step("create the namespace", () -> namespace.create(items.get(0).object()));
    try (DemoWatches watches = watches()) {
      story.step("apply", () -> apply(watches));
      show("deployments");
      story.step("apply again", this::applyAgain);
      story.step("scale", () -> scale(watches));
      story.step("patch with JSON operations", this::jsonPatch);
      story.step("patch by merging", this::mergePatch);
      story.step("patch strategically", this::strategicPatch);
      story.step("be refused an update of an old version", this::staleUpdate);
      story.step("label", this::label);
      DemoFormats formats = new DemoFormats(k8s, namespace.name(), kinds());
      story.step("list in every format", formats::compare);
      show("services,ingresses,cronjobs");
      story.step("delete", () -> new DemoDeletion(k8s, ownItems(), watches).delete());
    }
    story.step("delete the namespace", namespace::delete);
  }

  /** The objects, the namespace first; none before they were read. */
  List<Plan.Item> items() {
    return items;
  }

  static void check(boolean holds, String expected) {
    if (!holds) {
      throw new Failure("expected " + expected);
    }
  }

  private String read() {
    Discovery discovery = k8s.discovery();
    Set<ApiResource> kinds = new LinkedHashSet<>();
    for (Manifest manifest : Shop.manifests(namespace.name())) {
      String kind = manifest.object().kind();
      ApiResource resource =
          discovery
              .find(manifest.object().apiVersion(), kind)
              .orElseThrow(() -> new Failure("the server has no " + kind));
      kinds.add(resource);
      items.add(
          new Plan.Item(
              manifest,
              new Wanted(resource, namespace.name(), manifest.name()),
              manifest.object()));
    }
    return "Read "
        + items.size()
        + " objects of "
        + kinds.size()
        + " kinds from "
        + Shop.files()
        + " manifests";
  }

  /** All objects but the namespace. */
  private List<Plan.Item> ownItems() {
    return items.subList(1, items.size());
  }

  /** What the server serves the objects as. */
  private Set<ApiResource> kinds() {
    Set<ApiResource> kinds = new LinkedHashSet<>();
    ownItems().forEach(item -> kinds.add(item.wanted().resource()));
    return kinds;
  }

  private DemoWatches watches() {
    return new DemoWatches(k8s, namespace.name(), kinds());
  }

  private ClientSideApply applier() {
    Write write = Write.as(MANAGER).validation(Write.Validation.STRICT);
    return new ClientSideApply(console, k8s, write, true);
  }

  private String apply(DemoWatches watches) {
    for (Plan.Item item : ownItems()) {
      applier().apply(item);
    }
    for (Plan.Item item : items) {
      Unstructured present = item.wanted().on(k8s).get(item.manifest().name());
      String missing = Subset.missing(item.object().content(), present.content());
      check(missing == null, item.manifest().label() + " to have " + missing + " as applied");
    }
    watches.awaitAll(
        "all " + ownItems().size() + " objects", events -> events.size() >= ownItems().size());
    return "Applied "
        + ownItems().size()
        + " objects, read each of them back; "
        + watches.size()
        + " watches saw them come";
  }

  private String applyAgain() {
    for (Plan.Item item : items) {
      Unstructured before = item.wanted().on(k8s).get(item.manifest().name());
      String what = applier().apply(item).what();
      check(what.equals("unchanged"), item.manifest().label() + " to be unchanged, not " + what);
      Unstructured after = item.wanted().on(k8s).get(item.manifest().name());
      check(
          Objects.equals(before.at("metadata", "generation"), after.at("metadata", "generation")),
          item.manifest().label() + " to stay as it is");
    }
    return "Applied all of it again: nothing to change";
  }

  private String scale(DemoWatches watches) {
    int before = Objects.requireNonNullElse(deployments.get("web").spec().replicas(), 1);
    int wanted = before + 2;
    deployments.scale("web", wanted);
    check(Objects.equals(deployments.get("web").spec().replicas(), wanted), wanted + " replicas");
    watches.await(
        "web with " + wanted + " replicas",
        event ->
            event.type() == WatchEvent.Type.MODIFIED
                && event.object().kind().equals("Deployment")
                && event.object().name().equals("web")
                && Long.valueOf(wanted).equals(event.object().at("spec", "replicas")));
    return "Scaled deployment web from " + before + " to " + wanted + " replicas; a watch saw it";
  }

  private String jsonPatch() {
    String path = "/spec/template/spec/containers/0/image";
    Patch patch =
        Patch.json(
            List.of(
                Map.of("op", "test", "path", path, "value", IMAGE),
                Map.of("op", "replace", "path", path, "value", NEW_IMAGE)));
    deployments.patch("web", patch);
    check(NEW_IMAGE.equals(container("nginx").image()), "image " + NEW_IMAGE);
    try {
      deployments.patch("web", patch);
      throw new Failure("expected the second patch to be refused: its test does not hold any more");
    } catch (InvalidException e) {
      check(NEW_IMAGE.equals(container("nginx").image()), "a refused patch to change nothing");
    }
    return "JSON patch: image " + IMAGE + " became " + NEW_IMAGE + "; once more was refused";
  }

  private Container container(String name) {
    return deployments.get("web").spec().template().spec().containers().stream()
        .filter(container -> container.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new Failure("expected a container " + name));
  }

  private String mergePatch() {
    Map<String, Object> data = new HashMap<>();
    data.put("CURRENCY", "USD");
    data.put("FEATURES", null);
    int before = configMaps.get("api-config").data().size();
    configMaps.patch("api-config", Patch.merge(Map.of("data", data)));
    Map<String, String> after = configMaps.get("api-config").data();
    check("USD".equals(after.get("CURRENCY")), "CURRENCY to be USD");
    check(!after.containsKey("FEATURES"), "FEATURES to be gone");
    check(after.size() == before - 1, "the other data to stay");
    return "Merge patch: CURRENCY became USD, FEATURES went, the rest stayed";
  }

  private String strategicPatch() {
    Map<String, Object> nginx =
        Map.of("name", "nginx", "env", List.of(Map.of("name", "LOG_LEVEL", "value", "debug")));
    Map<String, Object> template = Map.of("spec", Map.of("containers", List.of(nginx)));
    deployments.patch("web", Patch.strategic(Map.of("spec", Map.of("template", template))));
    Container changed = container("nginx");
    check(changed.env().stream().anyMatch(e -> e.name().equals("LOG_LEVEL")), "LOG_LEVEL in nginx");
    check(NEW_IMAGE.equals(changed.image()), "the image to stay");
    check(!container("metrics").ports().isEmpty(), "the other container to stay");
    return "Strategic patch: container nginx got LOG_LEVEL, container metrics stayed";
  }

  private String staleUpdate() {
    Deployment old = deployments.get("web");
    deployments.patch(
        "web", Patch.merge(Map.of("metadata", Map.of("annotations", Map.of("seen", "yes")))));
    try {
      deployments.update(old.toBuilder().spec(s -> s.replicas(1)).build());
    } catch (ConflictException e) {
      Deployment now = deployments.get("web");
      check(!Objects.equals(now.spec().replicas(), 1), "a refused update to change nothing");
      check("yes".equals(now.annotations().get("seen")), "the newer version to stay");
      return "An update of an old version was refused: conflict";
    }
    throw new Failure("expected an update of an old version to be refused");
  }

  private String label() {
    for (String name : List.of("web", "api")) {
      deployments.patch(
          name, Patch.merge(Map.of("metadata", Map.of("labels", Map.of("tier", "stateless")))));
    }
    check(
        names(ListQuery.labels("tier in (stateless,none),app.kubernetes.io/name"))
            .equals(Set.of("api", "web")),
        "the label to select api and web");
    check(names(ListQuery.labels("!tier")).isEmpty(), "no deployment without the label");
    check(
        names(ListQuery.labels("tier=stateless").withFields("metadata.name=web"))
            .equals(Set.of("web")),
        "label and name to select web");
    return "Labelled 2 deployments; selectors of labels and fields find them";
  }

  private Set<String> names(ListQuery query) {
    Set<String> names = new HashSet<>();
    deployments.list(query).forEach(deployment -> names.add(deployment.name()));
    return names;
  }

  /** Prints tables as the server makes them. */
  private void show(String types) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Console aside =
        new Console(
            console.in(),
            new PrintStream(bytes, false, StandardCharsets.UTF_8),
            console.err(),
            console.directory(),
            false);
    TablePrinter.Style style = new TablePrinter.Style(true, false, false, false, null, false);
    new Getter(aside, k8s, ListQuery.labels(Shop.SELECTOR), false)
        .get(
            Wanted.parse(k8s.discovery(), List.of(types), namespace.name()),
            OutputFormat.TABLE,
            style,
            false);
    aside.flush();
    story.say("");
    bytes.toString(StandardCharsets.UTF_8).lines().forEach(story::detail);
    story.say("");
  }
}
