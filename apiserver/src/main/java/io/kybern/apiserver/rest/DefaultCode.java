package io.kybern.apiserver.rest;

import io.kybern.api.autoscaling.v2.HorizontalPodAutoscalerBehavior;
import io.kybern.api.core.v1.LimitRangeItem;
import io.kybern.api.core.v1.Pod;
import io.kybern.api.core.v1.PodTemplateSpec;
import io.kybern.api.core.v1.ReplicationController;
import io.kybern.api.core.v1.Secret;
import io.kybern.api.core.v1.ServicePort;
import io.kybern.apiserver.facts.Parts;
import io.kybern.model.Bytes;
import io.kybern.model.Field;
import io.kybern.model.IntOrString;
import io.kybern.model.Message;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Defaults that depend on other fields. */
final class DefaultCode {
  private DefaultCode() {}

  /**
   * The value that the rule called {@code name} gives, {@code null} to leave the field as it is.
   */
  static @Nullable Object value(String name, Message message) {
    return switch (name) {
      case "serviceAccountName" -> copied(message, name, "serviceAccount");
      case "serviceAccount" -> copied(message, name, "serviceAccountName");
      case "pullPolicy" -> pullPolicy(message);
      case "imagePullPolicy" ->
          text(message, "pullPolicy").isEmpty() && !text(message, "reference").isEmpty()
              ? pullPolicy(text(message, "reference"))
              : null;
      case "podSpec" -> PodDefaults.spec((Pod) message);
      case "limitsOfContainers" -> LimitDefaults.limits((LimitRangeItem) message);
      case "requestsOfContainers" -> LimitDefaults.requests((LimitRangeItem) message);
      case "labelsOfTemplate" -> labelsOfTemplate((ReplicationController) message);
      case "scaleUp" -> ScalingDefaults.up((HorizontalPodAutoscalerBehavior) message);
      case "scaleDown" -> ScalingDefaults.down((HorizontalPodAutoscalerBehavior) message);
      case "port" -> targetPort((ServicePort) message);
      case "stringData" -> data((Secret) message);
      case "templateLabels" -> templateLabels(message);
      case "lowerKind" ->
          text(message, "singular").isEmpty()
              ? nonEmpty(text(message, "kind").toLowerCase(Locale.ROOT))
              : null;
      case "listKind" ->
          text(message, "listKind").isEmpty() && !text(message, "kind").isEmpty()
              ? text(message, "kind") + "List"
              : null;
      default -> throw new IllegalArgumentException("no rule is called " + name);
    };
  }

  private static @Nullable Object field(Message message, String name) {
    Field field = message.messageType().field(name);
    return field == null ? null : message.messageType().get(message, field.index());
  }

  private static String text(Message message, String name) {
    return Parts.text(field(message, name));
  }

  private static @Nullable String nonEmpty(String text) {
    return text.isEmpty() ? null : text;
  }

  private static @Nullable Object copied(Message message, String from, String to) {
    return text(message, to).isEmpty() ? nonEmpty(text(message, from)) : null;
  }

  /**
   * {@code Always} for what can change under its name, which is what has the tag latest or none.
   */
  private static @Nullable String pullPolicy(Message container) {
    if (!text(container, "imagePullPolicy").isEmpty()) {
      return null;
    }
    return pullPolicy(text(container, "image"));
  }

  private static String pullPolicy(String image) {
    String name = image.substring(image.lastIndexOf('/') + 1);
    boolean digest = name.indexOf('@') >= 0;
    int colon = name.indexOf(':');
    boolean latest = colon < 0 ? !digest : !digest && name.endsWith(":latest");
    return latest ? "Always" : "IfNotPresent";
  }

  private static @Nullable Map<String, String> labelsOfTemplate(ReplicationController controller) {
    Map<String, String> labels = controller.spec().template().metadata().labels();
    return controller.metadata().labels().isEmpty() && !labels.isEmpty() ? labels : null;
  }

  private static @Nullable IntOrString targetPort(ServicePort port) {
    IntOrString target = port.targetPort();
    boolean missing =
        target == null || target.equals(IntOrString.ZERO) || target.toString().isEmpty();
    return missing ? IntOrString.of(port.port()) : null;
  }

  /** {@code stringData} is for writing only: it goes into {@code data}. */
  private static @Nullable Map<String, Bytes> data(Secret secret) {
    if (secret.stringData().isEmpty()) {
      return null;
    }
    Map<String, Bytes> data = new TreeMap<>(secret.data());
    secret.stringData().forEach((key, value) -> data.put(key, Bytes.ofUtf8(value)));
    return data;
  }

  private static @Nullable Map<String, String> templateLabels(Message spec) {
    return field(spec, "selector") == null
            && field(spec, "template") instanceof PodTemplateSpec template
            && !template.metadata().labels().isEmpty()
        ? template.metadata().labels()
        : null;
  }
}
