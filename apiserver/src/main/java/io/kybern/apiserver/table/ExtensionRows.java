package io.kybern.apiserver.table;

import io.kybern.api.apiextensions.v1.CustomResourceDefinition;
import io.kybern.api.apiextensions.v1.CustomResourceDefinitionCondition;
import io.kybern.api.apiextensions.v1.CustomResourceDefinitionVersion;
import io.kybern.api.apiregistration.v1.APIService;
import io.kybern.api.apiregistration.v1.APIServiceCondition;
import io.kybern.api.apiregistration.v1.ServiceReference;
import io.kybern.api.meta.v1.LabelSelector;
import io.kybern.model.KubernetesObject;
import java.util.Set;
import java.util.TreeSet;

/** Rows of what extends a server. */
final class ExtensionRows {
  private ExtensionRows() {}

  static void definition(CustomResourceDefinition object, Cells cells) {
    Set<String> versions = new TreeSet<>();
    for (CustomResourceDefinitionVersion version : object.spec().versions()) {
      if (version.served()) {
        versions.add(version.storage() ? version.name() + "(storage)" : version.name());
      }
    }
    boolean established = false;
    for (CustomResourceDefinitionCondition condition : object.status().conditions()) {
      established |= condition.type().equals("Established") && condition.status().equals("True");
    }
    cells
        .add(object.name())
        .add(object.spec().scope())
        .add(String.join(",", versions))
        .created(object)
        .add(object.spec().group())
        .add(object.spec().names().kind())
        .add(String.join(",", object.spec().names().shortNames()))
        .add(established);
  }

  static void apiService(APIService object, Cells cells) {
    String available = "Unknown";
    for (APIServiceCondition condition : object.status().conditions()) {
      if (condition.type().equals("Available")) {
        String reason = Cells.or(condition.reason(), "");
        boolean explained = !condition.status().equals("True") && !reason.isEmpty();
        available = explained ? condition.status() + " (" + reason + ")" : condition.status();
      }
    }
    ServiceReference service = object.spec().service();
    String reference =
        Cells.or(service.namespace(), "").concat("/").concat(Cells.or(service.name(), ""));
    cells
        .add(object.name())
        .add(object.spec().hasService() ? reference : "Local")
        .add(available)
        .age(object);
  }

  /** Both kinds of webhook configurations. */
  static void webhooks(KubernetesObject object, Cells cells) {
    cells.add(object.name()).add(new View(object).list("webhooks").size()).age(object);
  }

  static void validatingPolicy(KubernetesObject object, Cells cells) {
    policy(object, "validations", cells);
  }

  static void mutatingPolicy(KubernetesObject object, Cells cells) {
    policy(object, "mutations", cells);
  }

  private static void policy(KubernetesObject object, String rules, Cells cells) {
    View spec = new View(object).at("spec");
    View kind = spec.at("paramKind");
    cells
        .add(object.name())
        .add(spec.list(rules).size())
        .add(kind.present() ? kind.text("apiVersion") + "/" + kind.text("kind") : Cells.UNSET)
        .age(object);
  }

  /** Bindings of both kinds of policies. */
  static void policyBinding(KubernetesObject object, Cells cells) {
    View spec = new View(object).at("spec");
    View reference = spec.at("paramRef");
    String name = reference.text("name");
    String namespace = reference.text("namespace");
    if (name.isEmpty() && reference.at("selector").value() instanceof LabelSelector selector) {
      name = Texts.selector(selector);
    }
    cells
        .add(object.name())
        .add(spec.text("policyName"))
        .orUnset(name.isEmpty() || namespace.isEmpty() ? name : namespace + "/" + name)
        .age(object);
  }
}
