package io.kybern.apiserver.rest;

import io.kybern.api.autoscaling.v1.Scale;
import io.kybern.api.meta.v1.ObjectMeta;
import io.kybern.apiserver.ApiResponse;
import io.kybern.apiserver.facts.Parts;
import io.kybern.apiserver.rest.ApiErrors.Target;
import io.kybern.apiserver.rest.Registry.Change;
import io.kybern.apiserver.rest.Registry.Part;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.model.KubernetesObject;
import io.kybern.model.selector.LabelQuery;
import io.kybern.model.wire.Codec;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@code scale} subresource of every kind that has replicas. */
final class Scales {
  private static final Target KIND = new Target("autoscaling", "Scale");

  private final Registry registry;

  Scales(Registry registry) {
    this.registry = registry;
  }

  ApiResponse get(Call call) {
    Output output = call.output();
    KubernetesObject object = Registry.get(call.resource(), call.namespace(), call.name());
    return call.answers().object(200, scale(object), output.plain());
  }

  ApiResponse update(Call call) {
    Output output = call.output();
    WriteOptions options = WriteOptions.of(call.query(), "UpdateOptions");
    Scale asked = call.input().message(Scale.TYPE, options.validation());
    if (!asked.name().equals(call.name())) {
      throw ApiErrors.badRequest(
          "the name of the object ("
              + asked.name()
              + ") does not match the name on the URL ("
              + call.name()
              + ")");
    }
    return write(call, output, old -> scaled(old, asked), options);
  }

  ApiResponse patch(Call call) {
    Output output = call.output();
    Patches patch = Patches.of(call.request(), call.input(), true);
    WriteOptions options = WriteOptions.of(call.query(), "PatchOptions");
    return write(
        call,
        output,
        old -> {
          Object tree = patch.apply(Codec.toTree(scale(old)), Scale.TYPE);
          return scaled(old, call.input().fromTree(Scale.TYPE, tree, patch, options.validation()));
        },
        options);
  }

  private ApiResponse write(Call call, Output output, Change change, WriteOptions options) {
    KubernetesObject written =
        registry
            .update(
                call.resource(),
                call.namespace(),
                call.name(),
                Part.WHOLE,
                false,
                change,
                call.context(),
                options.dryRun())
            .object();
    return call.answers().object(200, scale(call.resource().view(written)), output.plain());
  }

  private static KubernetesObject scaled(KubernetesObject old, Scale asked) {
    int replicas = number(asked.spec().replicas());
    if (replicas < 0) {
      throw ApiErrors.invalid(
          KIND,
          old.name(),
          List.of(
              FieldError.invalid("spec.replicas", replicas, "must be greater than or equal to 0")));
    }
    ObjectMeta metadata =
        old.metadata().toBuilder()
            .uid(asked.uid() == null ? old.uid() : asked.uid())
            .resourceVersion(asked.resourceVersion())
            .build();
    return Parts.with(old, replicas, "spec", "replicas").withMetadata(metadata);
  }

  /** How an object looks as a scale. */
  static Scale scale(KubernetesObject object) {
    LabelQuery selector = WorkloadRules.query(Parts.get(object, "spec", "selector"));
    String text = selector == null ? "" : selector.toString();
    return Scale.builder()
        .metadata(
            metadata ->
                metadata
                    .name(object.name())
                    .namespace(object.namespace().isEmpty() ? null : object.namespace())
                    .uid(object.uid())
                    .resourceVersion(object.resourceVersion())
                    .creationTimestamp(object.metadata().creationTimestamp()))
        .spec(spec -> spec.replicas(number(Parts.get(object, "spec", "replicas"))))
        .status(
            status ->
                status
                    .replicas(number(Parts.get(object, "status", "replicas")))
                    .selector(text.isEmpty() ? null : text))
        .build();
  }

  private static int number(@Nullable Object value) {
    return value instanceof Number number ? number.intValue() : 0;
  }
}
