package io.kybern.cli;

import io.kybern.client.ApiResource;
import io.kybern.client.Discovery;
import io.kybern.client.Kubernetes;
import io.kybern.model.Unstructured;
import java.util.ArrayList;
import java.util.List;

/**
 * What is to be done with the objects of manifests: all are read and the server knows the kinds of
 * all of them, before anything is written.
 */
final class Plan {
  /**
   * One object and where it goes.
   *
   * @param manifest where it is written
   * @param wanted resource, namespace and name; the name is {@code null} if the server is to make
   *     one
   * @param object the object, with that namespace
   */
  record Item(Manifest manifest, Wanted wanted, Unstructured object) {

    /** {@code deployment.apps/web}. */
    String label(String name) {
      return wanted.label() + "/" + name;
    }

    /** What is being done, for messages: file, document and field are then known. */
    String doing(String verb) {
      String place = manifest.place().replaceFirst(": $", "");
      return "error when "
          + verb
          + " \""
          + manifest.file()
          + "\""
          + (place.isEmpty() ? "" : " (" + place + ")");
    }
  }

  private final Console console;
  private final Discovery discovery;
  private final String namespace;
  private final boolean fixed;
  private final List<Item> items = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();

  private Plan(Console console, Discovery discovery, String namespace, boolean fixed) {
    this.console = console;
    this.discovery = discovery;
    this.namespace = namespace;
    this.fixed = fixed;
  }

  /**
   * Reads and resolves all manifests.
   *
   * @param named whether each object must have a name
   * @throws Failure if there is anything wrong with any of them, after all that is wrong was
   *     printed
   */
  static List<Item> of(
      Console console,
      ClusterFlags cluster,
      Kubernetes k8s,
      List<String> files,
      Validation validation,
      boolean named) {
    Manifests manifests = Manifests.read(console, files, validation);
    boolean fixed = cluster.namespace() != null;
    Plan plan = new Plan(console, discover(k8s, manifests), k8s.namespace(), fixed);
    plan.errors.addAll(manifests.errors());
    for (Manifest manifest : manifests.objects()) {
      plan.add(manifest, named);
    }
    manifests.warnings().forEach(warning -> console.message("Warning: " + warning));
    return plan.checked();
  }

  /** Does not ask the server about manifests that are wrong anyway. */
  private static Discovery discover(Kubernetes k8s, Manifests manifests) {
    if (manifests.objects().isEmpty()) {
      throw manifests.errors().isEmpty()
          ? new Failure("no objects passed")
          : new Failure(String.join("\nerror: ", manifests.errors()));
    }
    return k8s.discovery();
  }

  private List<Item> checked() {
    if (errors.isEmpty()) {
      return items;
    }
    errors.forEach(error -> console.message("error: " + error));
    throw new Failure("nothing was sent to the server");
  }

  private void add(Manifest manifest, boolean named) {
    Unstructured object = manifest.object();
    ApiResource resource = discovery.find(object.apiVersion(), object.kind()).orElse(null);
    if (resource == null) {
      errors.add(
          manifest.where()
              + ": no matches for kind \""
              + object.kind()
              + "\" in version \""
              + object.apiVersion()
              + "\"; ensure CRDs are installed first");
      return;
    }
    if (manifest.name().isEmpty()) {
      boolean generated =
          object.at("metadata", "generateName") instanceof String prefix && !prefix.isEmpty();
      if (named || !generated) {
        String problem =
            generated ? "generateName cannot be used here" : "resource name may not be empty";
        errors.add(manifest.where() + ": metadata.name: " + problem);
        return;
      }
    }
    String name = manifest.name().isEmpty() ? null : manifest.name();
    if (!resource.namespaced()) {
      items.add(new Item(manifest, new Wanted(resource, null, name), object));
      return;
    }
    String own = manifest.namespace();
    if (fixed && !own.isEmpty() && !own.equals(namespace)) {
      errors.add(
          manifest.where()
              + ": metadata.namespace: the namespace from the provided object \""
              + own
              + "\" does not match the namespace \""
              + namespace
              + "\". You must pass '--namespace="
              + own
              + "' to perform this operation.");
      return;
    }
    String target = own.isEmpty() ? namespace : own;
    items.add(
        new Item(
            manifest,
            new Wanted(resource, target, name),
            own.isEmpty() ? object.with(target, "metadata", "namespace") : object));
  }
}
