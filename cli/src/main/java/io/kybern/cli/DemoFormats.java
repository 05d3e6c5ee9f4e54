package io.kybern.cli;

import io.kybern.client.ApiResource;
import io.kybern.client.Kubernetes;
import io.kybern.model.KubernetesList;
import io.kybern.model.wire.Codec;
import io.kybern.model.wire.WireFormat;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Lists the objects of the demo in each format that servers speak, and compares. */
final class DemoFormats {
  private final Codec codec = Codec.eager();
  private final Kubernetes k8s;
  private final String namespace;
  private final Collection<ApiResource> resources;
  private final Map<WireFormat, Long> sizes = new EnumMap<>(WireFormat.class);
  private int objects;

  DemoFormats(Kubernetes k8s, String namespace, Collection<ApiResource> resources) {
    this.k8s = k8s;
    this.namespace = namespace;
    this.resources = resources;
  }

  /** Lists all resources in all formats; tells how large the answers were. */
  String compare() {
    resources.forEach(this::compare);
    Demo.check(objects > 0, "objects in the lists");
    return "Listed "
        + objects
        + " objects as JSON "
        + size(WireFormat.JSON)
        + ", YAML "
        + size(WireFormat.YAML)
        + ", protobuf "
        + size(WireFormat.PROTOBUF)
        + ": all the same";
  }

  private String size(WireFormat format) {
    return String.format(Locale.ROOT, "%.1f KB", sizes.getOrDefault(format, 0L) / 1000.0);
  }

  /** The lists show the same state: the second and third are asked for the version of the first. */
  private void compare(ApiResource resource) {
    String path =
        resource.dynamicType().rootPath()
            + "/namespaces/"
            + namespace
            + "/"
            + resource.plural()
            + "?labelSelector="
            + URLEncoder.encode(Shop.SELECTOR, StandardCharsets.UTF_8);
    Object first = read(path, WireFormat.JSON);
    if (!(first instanceof KubernetesList<?> list)) {
      throw new Failure("expected a list of " + resource.plural());
    }
    objects += list.items().size();
    String same =
        path + "&resourceVersionMatch=Exact&resourceVersion=" + list.metadata().resourceVersion();
    byte[] expected = Codec.write(first, WireFormat.JSON);
    for (WireFormat format : new WireFormat[] {WireFormat.YAML, WireFormat.PROTOBUF}) {
      Demo.check(
          Arrays.equals(expected, Codec.write(read(same, format), WireFormat.JSON)),
          resource.plural() + " to be the same in " + format.name().toLowerCase(Locale.ROOT));
    }
  }

  private Object read(String path, WireFormat format) {
    byte[] answer = k8s.raw().get(path, format.mediaType());
    sizes.merge(format, (long) answer.length, Long::sum);
    return codec.readAny(format, answer);
  }
}
