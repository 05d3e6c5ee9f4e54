package io.kybern.client.api;

import io.kybern.api.core.v1.Event;
import io.kybern.client.ListQuery;
import io.kybern.client.Listing;
import io.kybern.client.Resources;
import io.kybern.model.KubernetesObject;
import org.jspecify.annotations.Nullable;

/** Finds the events about an object. */
final class EventSearch {
  private EventSearch() {}

  static Listing<Event> search(Resources<Event> events, KubernetesObject object) {
    String selector = fieldSelector(object.name(), object.namespace(), object.kind(), object.uid());
    return Subject.namespace(events, object).list(ListQuery.fields(selector));
  }

  static String fieldSelector(
      @Nullable String name,
      @Nullable String namespace,
      @Nullable String kind,
      @Nullable String uid) {
    StringBuilder selector = new StringBuilder();
    add(selector, "involvedObject.name", name);
    add(selector, "involvedObject.namespace", namespace);
    add(selector, "involvedObject.kind", kind);
    add(selector, "involvedObject.uid", uid);
    return selector.toString();
  }

  private static void add(StringBuilder selector, String field, @Nullable String value) {
    if (value == null || value.isEmpty()) {
      return;
    }
    selector.append(selector.length() == 0 ? "" : ",").append(field).append('=');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\\' || c == ',' || c == '=') {
        selector.append('\\');
      }
      selector.append(c);
    }
  }
}
