package io.kybern.apiserver.rest;

import io.kybern.api.core.v1.LimitRangeItem;
import io.kybern.model.Quantity;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What limits of containers mean for what they leave out. */
final class LimitDefaults {
  private LimitDefaults() {}

  /** Default limits: those given, then the maximum. */
  static @Nullable Map<String, Quantity> limits(LimitRangeItem item) {
    return completed(item, item.default_(), item.max(), Map.of());
  }

  /** Default requests: those given, then the default limits, then the minimum. */
  static @Nullable Map<String, Quantity> requests(LimitRangeItem item) {
    return completed(item, item.defaultRequest(), item.default_(), item.min());
  }

  private static @Nullable Map<String, Quantity> completed(
      LimitRangeItem item,
      Map<String, Quantity> given,
      Map<String, Quantity> next,
      Map<String, Quantity> last) {
    if (!"Container".equals(item.type())) {
      return null;
    }
    Map<String, Quantity> result = new LinkedHashMap<>(given);
    next.forEach(result::putIfAbsent);
    last.forEach(result::putIfAbsent);
    return result.size() == given.size() ? null : result;
  }
}
