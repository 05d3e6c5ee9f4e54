package io.kybern.apiserver.rest;

import io.kybern.api.apiextensions.v1.CustomResourceDefinition;
import io.kybern.api.apiextensions.v1.CustomResourceDefinitionVersion;
import io.kybern.apiserver.validation.Checks;
import io.kybern.apiserver.validation.ExtensionChecks;
import io.kybern.apiserver.validation.FieldError;
import io.kybern.model.KubernetesObject;
import java.util.List;

/** Definitions of custom resources: the version that is stored is known from the start. */
final class DefinitionRules extends KindRules {
  DefinitionRules(Flags flags) {
    super(flags);
  }

  @Override
  KubernetesObject prepareCreate(KubernetesObject object, Context context) {
    CustomResourceDefinition definition = (CustomResourceDefinition) object;
    List<String> stored =
        definition.spec().versions().stream()
            .filter(CustomResourceDefinitionVersion::storage)
            .map(CustomResourceDefinitionVersion::name)
            .limit(1)
            .toList();
    return definition.toBuilder().status(status -> status.storedVersions(stored)).build();
  }

  @Override
  void validate(KubernetesObject object, List<FieldError> errors) {
    ExtensionChecks.definition(object, new Checks(errors));
  }
}
