package io.kybern.apiserver.rest;

import io.kybern.api.core.v1.Secret;
import io.kybern.apiserver.facts.Parts;
import io.kybern.apiserver.validation.Checks;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.apiserver.validation.Names;
import io.kybern.apiserver.validation.SecretChecks;
import io.kybern.model.Bytes;
import io.kybern.model.KubernetesObject;
import java.util.List;
import java.util.Map;

/**
 * Secrets and config maps: keys that can be file names, and content that may be declared immutable.
 */
final class DataRules extends KindRules {
  private static final int MAX_BYTES = 1024 * 1024;

  DataRules(Flags flags) {
    super(flags);
  }

  @Override
  void validate(KubernetesObject object, List<FieldError> errors) {
    long size = 0;
    for (String part : List.of("data", "binaryData")) {
      if (Parts.get(object, part) instanceof Map<?, ?> map) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          String key = (String) entry.getKey();
          for (String problem : Names.dataKey(key)) {
            errors.add(FieldError.invalid(part + "[" + key + "]", key, problem));
          }
          if (part.equals("data")
              && Parts.get(object, "binaryData") instanceof Map<?, ?> other
              && other.containsKey(key)) {
            errors.add(
                FieldError.invalid(
                    "data[" + key + "]", key, "duplicate of key present in binaryData"));
          }
          size +=
              entry.getValue() instanceof Bytes bytes
                  ? bytes.size()
                  : Parts.text(entry.getValue()).length();
        }
      }
    }
    if (object instanceof Secret secret) {
      SecretChecks.validate(secret, new Checks(errors));
    }
    if (size > MAX_BYTES) {
      errors.add(FieldError.tooLong(object instanceof Secret ? "data" : "[]", MAX_BYTES));
    }
  }

  @Override
  void validateUpdate(KubernetesObject object, KubernetesObject old, List<FieldError> errors) {
    if (old instanceof Secret was && object instanceof Secret now) {
      if (!Parts.text(was.type()).equals(Parts.text(now.type()))) {
        errors.add(FieldError.invalid("type", Parts.text(now.type()), "field is immutable"));
      }
    }
    if (Boolean.TRUE.equals(Parts.get(old, "immutable"))) {
      if (!Boolean.TRUE.equals(Parts.get(object, "immutable"))) {
        errors.add(immutable("immutable"));
      }
      for (String part : List.of("data", "binaryData")) {
        if (!Parts.same(Parts.get(old, part), Parts.get(object, part))) {
          errors.add(immutable(part));
        }
      }
    }
  }

  private static FieldError immutable(String field) {
    return FieldError.forbidden(field, "field is immutable when `immutable` is set");
  }
}
