package io.kybern.model.wire;

import io.kybern.model.Bytes;
import io.kybern.model.Field;
import io.kybern.model.FieldKind;
import io.kybern.model.IntOrString;
import io.kybern.model.Quantity;
import io.kybern.model.RawJson;
import java.time.Duration;
import java.util.List;

/** What Go has where nothing was set. */
final class ZeroValues {
  static final RawJson NO_JSON = RawJson.wrap(new byte[0]);

  private ZeroValues() {}

  /**
   * Whether an absent {@code field} is its zero value in Go: what is neither a pointer nor a slice
   * nor a map is always there.
   */
  static boolean standForAbsent(Field field) {
    return field.shape() == Field.Shape.SINGLE
        && !field.pointer()
        && field.kind() != FieldKind.BYTES
        && field.kind() != FieldKind.STRING_ITEMS;
  }

  /** The zero value of one value of {@code field}. */
  static Object of(Field field) {
    return switch (field.kind()) {
      case BOOL -> false;
      case INT32 -> 0;
      case INT64 -> 0L;
      case DOUBLE -> 0d;
      case STRING -> "";
      case BYTES -> Bytes.EMPTY;
      case MESSAGE -> field.messageType().empty();
      case QUANTITY -> Quantity.ZERO;
      case INT_OR_STRING -> IntOrString.ZERO;
      case TIME, MICRO_TIME -> Field.ZERO_TIME;
      case DURATION -> Duration.ZERO;
      case RAW -> NO_JSON;
      case STRING_ITEMS -> List.of();
    };
  }
}
