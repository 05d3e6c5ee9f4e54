package io.kybern.apiserver.facts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything the schema says that matters to a server. Loading reads one small index; the resources
 * of a group-version and the messages of a package are read when they are first asked for and kept.
 * Safe for use by any thread.
 */
public final class ApiFacts {
  /** The minor version of the Kubernetes that the facts are of. */
  public static final int MINOR = 37;

  private final FactsIndex index;
  private final Map<GroupVersion, FactsIndex.Entry> served;
  private final Map<String, FactsIndex.Entry> byOpenApiName;
  private final List<GroupVersion> groupVersions;

  // Memories of what was read; a race reads the same text twice.
  private final Map<GroupVersion, List<ServedResource>> resources = new ConcurrentHashMap<>();
  private final Map<String, PackageFacts> packages = new ConcurrentHashMap<>();
  private final Map<String, Map<String, MessageFacts>> messages = new ConcurrentHashMap<>();

  private ApiFacts(FactsIndex index) {
    this.index = index;
    served = new LinkedHashMap<>();
    byOpenApiName = new HashMap<>();
    List<GroupVersion> order = new ArrayList<>();
    for (FactsIndex.Entry entry : index.entries()) {
      byOpenApiName.put(entry.openApiName(), entry);
      if (!entry.body().isEmpty()) {
        served.put(entry.groupVersion(), entry);
        order.add(entry.groupVersion());
      }
    }
    order.sort(ServedOrder.INSTANCE);
    groupVersions = List.copyOf(order);
  }

  /** The facts of this build; always the same object. */
  public static ApiFacts load() {
    return Holder.FACTS;
  }

  private static final class Holder {
    private static final ApiFacts FACTS = new ApiFacts(FactsIndex.parse(read("index")));
  }

  private static String read(String file) {
    try (InputStream in = ApiFacts.class.getResourceAsStream("schema/".concat(file))) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its schema file ".concat(file));
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A digest of all facts: it changes when any of them does. */
  public String hash() {
    return index.hash();
  }

  /**
   * All group-versions that have resources to serve: groups in the order in which discovery lists
   * them, the core group first, and of each group the preferred version first.
   */
  public List<GroupVersion> groupVersions() {
    return groupVersions;
  }

  /** Whether a path is that of a group that is served, or below it. */
  public boolean isBelowGroup(String path) {
    String[] parts = path.split("/");
    return parts.length > 1 && parts[1].equals("api")
        || parts.length > 2
            && parts[1].equals("apis")
            && groupVersions.stream().anyMatch(version -> version.group().equals(parts[2]));
  }

  /** Whether there are resources to serve of this group and version. */
  public boolean serves(String group, String version) {
    return served.containsKey(new GroupVersion(group, version));
  }

  /** The resources to serve of a group and version by name, none if it is unknown. */
  public List<ServedResource> resources(String group, String version) {
    return resources(new GroupVersion(group, version));
  }

  private List<ServedResource> resources(GroupVersion groupVersion) {
    List<ServedResource> known = resources.get(groupVersion);
    if (known != null) {
      return known;
    }
    FactsIndex.Entry entry = served.get(groupVersion);
    List<ServedResource> read = entry == null ? List.of() : index.resources(entry);
    if (entry != null) {
      resources.put(groupVersion, read);
    }
    return read;
  }

  /** All resources to serve. */
  public List<ServedResource> resources() {
    List<ServedResource> all = new ArrayList<>();
    for (GroupVersion groupVersion : groupVersions) {
      all.addAll(resources(groupVersion));
    }
    return List.copyOf(all);
  }

  /** One resource to serve. */
  public Optional<ServedResource> find(String group, String version, String plural) {
    for (ServedResource resource : resources(group, version)) {
      if (resource.plural().equals(plural)) {
        return Optional.of(resource);
      }
    }
    return Optional.empty();
  }

  /** The packages of the schema that a server serves resources of. */
  public PackageFacts packageOf(GroupVersion groupVersion) {
    FactsIndex.Entry entry = served.get(groupVersion);
    if (entry == null) {
      throw new IllegalArgumentException("nothing is served of ".concat(groupVersion.apiVersion()));
    }
    return packageOf(entry);
  }

  /**
   * A package by the schema's name for it, such as {@code meta.v1}.
   *
   * @throws IllegalStateException if the schema has none of that name
   */
  public PackageFacts packageOf(String name) {
    return packageOf(index.entry(name));
  }

  private PackageFacts packageOf(FactsIndex.Entry entry) {
    PackageFacts known = packages.get(entry.name());
    if (known == null) {
      known = PackageReader.read(entry, read(entry.name().concat(".schema")));
      packages.put(entry.name(), known);
    }
    return known;
  }

  /** Names of all packages, sorted. */
  public List<String> packageNames() {
    List<String> names = new ArrayList<>();
    for (FactsIndex.Entry entry : index.entries()) {
      names.add(entry.name());
    }
    return List.copyOf(names);
  }

  /**
   * A message by its name in OpenAPI, which is also that of its {@code MessageType}, such as {@code
   * io.k8s.api.core.v1.PodSpec}.
   */
  public Optional<MessageFacts> message(String openApiName) {
    int dot = openApiName.lastIndexOf('.');
    FactsIndex.Entry entry = dot < 0 ? null : byOpenApiName.get(openApiName.substring(0, dot));
    return entry == null
        ? Optional.empty()
        : Optional.ofNullable(message(entry, openApiName.substring(dot + 1)));
  }

  /**
   * A message by the schema's name for it, such as {@code core.v1.PodSpec}.
   *
   * @throws IllegalStateException if the schema has none of that name
   */
  public MessageFacts messageNamed(String name) {
    int dot = name.lastIndexOf('.');
    MessageFacts found = message(index.entry(name.substring(0, dot)), name.substring(dot + 1));
    if (found == null) {
      throw new IllegalStateException("the schema has no message ".concat(name));
    }
    return found;
  }

  /** The name in OpenAPI of a message by the schema's name for it. */
  public String openApiName(String name) {
    int dot = name.lastIndexOf('.');
    return index.entry(name.substring(0, dot)).openApiName().concat(name.substring(dot));
  }

  private @Nullable MessageFacts message(FactsIndex.Entry entry, String simpleName) {
    Map<String, MessageFacts> known = messages.get(entry.name());
    if (known == null) {
      known = new HashMap<>();
      for (MessageFacts message : packageOf(entry).messages()) {
        known.put(message.name().substring(entry.name().length() + 1), message);
      }
      messages.put(entry.name(), known);
    }
    return known.get(simpleName);
  }
}
