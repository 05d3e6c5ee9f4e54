package io.kybern.apiserver.table;

import io.kybern.model.KubernetesObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The cells of one row while they are filled. Confined to one thread. */
final class Cells {
  static final String NONE = "<none>";
  static final String UNKNOWN = "<unknown>";
  static final String UNSET = "<unset>";

  private final List<Object> values;
  private final List<Object> conditions = new ArrayList<>(0);
  private final Instant now;

  Cells(int size, Instant now) {
    this.values = new ArrayList<>(size);
    this.now = now;
  }

  List<Object> values() {
    return values;
  }

  /** Conditions of the row as trees. */
  List<Object> conditions() {
    return conditions;
  }

  void condition(Map<String, Object> condition) {
    conditions.add(condition);
  }

  Instant now() {
    return now;
  }

  Cells add(String text) {
    values.add(text);
    return this;
  }

  Cells add(long number) {
    values.add(number);
    return this;
  }

  Cells add(boolean truth) {
    values.add(truth);
    return this;
  }

  /** The text, or nothing at all. */
  Cells text(@Nullable String text) {
    return add(text == null ? "" : text);
  }

  /** The text, or {@code <none>}. */
  Cells orNone(@Nullable String text) {
    return add(or(text, NONE));
  }

  /** The text, or {@code <unset>}. */
  Cells orUnset(@Nullable String text) {
    return add(or(text, UNSET));
  }

  /** The number, or 0. */
  Cells number(@Nullable Number number) {
    return add(number == null ? 0L : number.longValue());
  }

  /** How long ago the object was created. */
  Cells age(KubernetesObject object) {
    return since(object.metadata().creationTimestamp());
  }

  /** How long ago a time was. */
  Cells since(@Nullable Instant time) {
    return add(Ages.since(time, now));
  }

  /** When the object was created, as a time. */
  Cells created(KubernetesObject object) {
    Instant time = object.metadata().creationTimestamp();
    return add(time == null ? UNKNOWN : time.truncatedTo(ChronoUnit.SECONDS).toString());
  }

  static String or(@Nullable String text, String other) {
    return text == null || text.isEmpty() ? other : text;
  }
}
