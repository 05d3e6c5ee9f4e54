package io.kybern.apiserver.validation;

import io.kybern.api.meta.v1.ObjectMeta;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** What labels and annotations must be like, in objects and in templates. */
public final class MetadataChecks {
  private static final int MAX_ANNOTATION_BYTES = 256 * 1024;

  private MetadataChecks() {}

  /** Adds what is wrong with the labels and annotations below {@code at}. */
  public static void labels(ObjectMeta metadata, String at, Checks checks) {
    checks.labels(at + ".labels", metadata.labels());
    annotations(metadata.annotations(), at + ".annotations", checks);
  }

  private static void annotations(Map<String, String> annotations, String at, Checks checks) {
    long size = 0;
    for (Map.Entry<String, String> entry : annotations.entrySet()) {
      String key = entry.getKey();
      checks.name(at, key, Names.qualified(key.toLowerCase(Locale.ROOT)));
      size += bytes(key) + (long) bytes(entry.getValue());
    }
    if (size > MAX_ANNOTATION_BYTES) {
      checks.add(FieldError.tooLong(at, MAX_ANNOTATION_BYTES));
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
