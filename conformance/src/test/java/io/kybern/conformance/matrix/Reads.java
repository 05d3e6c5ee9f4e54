package io.kybern.conformance.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kybern.api.meta.v1.PartialObjectMetadata;
import io.kybern.client.ListQuery;
import io.kybern.client.Resources;
import io.kybern.client.WatchEvent;
import io.kybern.model.KubernetesObject;
import io.kybern.model.Message;
import io.kybern.model.ResourceType;
import io.kybern.model.Unstructured;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One object read in every way there is: the same comes back. */
final class Reads {
  private Reads() {}

  /**
   * Reads an object in all formats.
   *
   * @param typed formats for the kind's Java type and for metadata
   * @param dynamic formats for trees
   */
  static <T extends KubernetesObject> void compare(
      Kind kind,
      ResourceType<T> type,
      String name,
      List<WireFormat> typed,
      List<WireFormat> dynamic) {
    while (true) {
      Map<String, Object> expected = kind.trees().get(name).content();
      try {
        compareWith(expected, kind, type, name, typed, dynamic);
        return;
      } catch (AssertionError e) {
        if (!kind.busy() || kind.trees().get(name).content().equals(expected)) {
          throw e;
        }
        // The server has written to the object in the meantime.
      }
    }
  }

  static <T extends KubernetesObject> void compareWith(
      Map<String, Object> expected,
      Kind kind,
      ResourceType<T> type,
      String name,
      List<WireFormat> typed,
      List<WireFormat> dynamic) {
    for (WireFormat format : dynamic) {
      Resources<Unstructured> view = kind.in(kind.resource().dynamicType(), format);
      assertSame(expected, view.get(name).content(), "dynamic, " + format);
      assertSame(expected, listed(view, name).content(), "listed, dynamic, " + format);
      assertSame(expected, watched(view, name).content(), "watched, dynamic, " + format);
    }
    for (WireFormat format : typed) {
      Resources<T> view = kind.in(type, format);
      assertSame(expected, tree(view.get(name)), "typed, " + format);
      assertSame(expected, tree(listed(view, name)), "listed, typed, " + format);
      assertSame(expected, tree(watched(view, name)), "watched, typed, " + format);
    }
    if (Fixture.excepted("metadata", kind.resource())) {
      return;
    }
    for (WireFormat format : typed) {
      Resources<PartialObjectMetadata> view =
          kind.in(kind.resource().dynamicType().metadataOnly(), format);
      Object metadata = expected.get("metadata");
      assertSame(metadata, tree(view.get(name)).get("metadata"), "metadata, " + format);
      assertSame(metadata, tree(listed(view, name)).get("metadata"), "listed, " + format);
      assertSame(metadata, tree(watched(view, name)).get("metadata"), "watched, " + format);
    }
  }

  private static void assertSame(@Nullable Object expected, @Nullable Object actual, String where) {
    assertEquals(List.of(), Differences.between(expected, actual), where);
  }

  private static Map<String, Object> tree(KubernetesObject object) {
    return Codec.toTree((Message) object);
  }

  private static ListQuery one(String name) {
    return ListQuery.fields("metadata.name=" + name);
  }

  /** Items of lists need not say what they are. */
  private static <T extends KubernetesObject> T listed(Resources<T> view, String name) {
    return view.list(one(name)).toList().get(0);
  }

  private static <T extends KubernetesObject> T watched(Resources<T> view, String name) {
    try (var watch = view.watch(one(name).initialEvents())) {
      WatchEvent<T> event = watch.iterator().next();
      assertEquals(WatchEvent.Type.ADDED, event.type());
      return event.object();
    }
  }
}
