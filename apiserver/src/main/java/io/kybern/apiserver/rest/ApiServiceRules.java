package io.kybern.apiserver.rest;

import io.kybern.api.apiregistration.v1.APIService;
import io.kybern.model.KubernetesObject;
import java.time.temporal.ChronoUnit;

/** Services of the API: those that the server serves itself are available from the start. */
final class ApiServiceRules extends KindRules {
  ApiServiceRules(Flags flags) {
    super(flags);
  }

  @Override
  KubernetesObject prepareCreate(KubernetesObject object, Context context) {
    APIService service = (APIService) object;
    if (service.spec().hasService()) {
      return service;
    }
    return service.toBuilder()
        .status(
            status ->
                status.condition(
                    condition ->
                        condition
                            .type("Available")
                            .status("True")
                            .reason("Local")
                            .message("Local APIServices are always available")
                            .lastTransitionTime(context.now().truncatedTo(ChronoUnit.SECONDS))))
        .build();
  }
}
