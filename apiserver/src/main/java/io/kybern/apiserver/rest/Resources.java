package io.kybern.apiserver.rest;

import io.kybern.apiserver.access.Rbac;
import io.kybern.apiserver.facts.ApiFacts;
import io.kybern.apiserver.facts.ServedResource;
import io.kybern.apiserver.storage.RevisionStore;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** All resources of a server, made when first asked for. Safe for use by any thread. */
final class Resources {
  private final ApiFacts facts;
  private final RevisionStore store;
  private final ConcurrentHashMap<String, Resource> known = new ConcurrentHashMap<>();
  private final Rbac rbac = new Rbac(new StoredRoles(this));

  Resources(ApiFacts facts, RevisionStore store) {
    this.facts = facts;
    this.store = store;
  }

  ApiFacts facts() {
    return facts;
  }

  RevisionStore store() {
    return store;
  }

  /** Who may do what, by the roles and bindings among them. */
  Rbac rbac() {
    return rbac;
  }

  Optional<Resource> find(String group, String version, String plural) {
    String key = group + "/" + version + "/" + plural;
    Resource resource = known.get(key);
    if (resource != null) {
      return Optional.of(resource);
    }
    return facts
        .find(group, version, plural)
        .map(served -> known.computeIfAbsent(key, k -> resource(served)));
  }

  /** A resource that every server has. */
  Resource get(String group, String version, String plural) {
    return find(group, version, plural)
        .orElseThrow(() -> new IllegalStateException(group + "/" + version + " has no " + plural));
  }

  private Resource resource(ServedResource served) {
    return new Resource(
        served,
        store.keyspace(Resource.storageName(served.group(), served.plural())),
        KindTable.rules(served.group(), served.plural()));
  }
}
