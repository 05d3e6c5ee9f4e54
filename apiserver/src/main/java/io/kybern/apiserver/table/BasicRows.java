package io.kybern.apiserver.table;

import io.kybern.api.core.v1.ConfigMap;
import io.kybern.api.core.v1.Namespace;
import io.kybern.api.core.v1.ResourceQuota;
import io.kybern.api.core.v1.Secret;
import io.kybern.api.policy.v1.PodDisruptionBudget;
import io.kybern.api.scheduling.v1.PriorityClass;
import io.kybern.model.IntOrString;
import io.kybern.model.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Rows of small kinds that every cluster has. */
final class BasicRows {
  private BasicRows() {}

  static void configMap(ConfigMap object, Cells cells) {
    cells.add(object.name()).add(object.data().size() + object.binaryData().size()).age(object);
  }

  static void secret(Secret object, Cells cells) {
    cells
        .add(object.name())
        .add(Cells.or(object.type(), "Opaque"))
        .add(object.data().size())
        .age(object);
  }

  static void namespace(Namespace object, Cells cells) {
    cells.add(object.name()).text(object.status().phase()).age(object);
  }

  static void quota(ResourceQuota object, Cells cells) {
    Map<String, Quantity> used = object.status().used();
    List<String> requests = new ArrayList<>();
    List<String> limits = new ArrayList<>();
    new TreeMap<>(object.status().hard())
        .forEach(
            (name, hard) ->
                (name.startsWith("limits.") ? limits : requests)
                    .add(name + ": " + used.getOrDefault(name, Quantity.ZERO) + "/" + hard));
    cells
        .add(object.name())
        .add(String.join(", ", requests))
        .add(String.join(", ", limits))
        .age(object);
  }

  static void disruptionBudget(PodDisruptionBudget object, Cells cells) {
    cells
        .add(object.name())
        .add(amount(object.spec().minAvailable()))
        .add(amount(object.spec().maxUnavailable()))
        .number(object.status().disruptionsAllowed())
        .age(object);
  }

  private static String amount(@Nullable IntOrString amount) {
    return amount == null ? "N/A" : amount.toString();
  }

  static void priorityClass(PriorityClass object, Cells cells) {
    cells
        .add(object.name())
        .add(object.value())
        .add(Boolean.TRUE.equals(object.globalDefault()))
        .age(object)
        .text(object.preemptionPolicy());
  }
}
