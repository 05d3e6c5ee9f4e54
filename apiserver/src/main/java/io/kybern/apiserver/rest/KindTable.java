package io.kybern.apiserver.rest;

import io.kybern.api.core.v1.Endpoints;
import io.kybern.api.core.v1.LimitRange;
import io.kybern.api.core.v1.PodTemplate;
import io.kybern.api.core.v1.ResourceQuota;
import io.kybern.api.discovery.v1.EndpointSlice;
import io.kybern.api.networking.v1.Ingress;
import io.kybern.api.networking.v1.NetworkPolicy;
import io.kybern.api.policy.v1.PodDisruptionBudget;
import io.kybern.apiserver.rest.KindRules.Dependents;
import io.kybern.apiserver.rest.KindRules.Flags;
import io.kybern.apiserver.rest.KindRules.Generation;
import io.kybern.apiserver.validation.EndpointChecks;
import io.kybern.apiserver.validation.ExtensionChecks;
import io.kybern.apiserver.validation.LimitChecks;
import io.kybern.apiserver.validation.Names.Rule;
import io.kybern.apiserver.validation.NetworkChecks;
import io.kybern.apiserver.validation.PodChecks;
import io.kybern.apiserver.validation.PolicyChecks;
import io.kybern.apiserver.validation.ScalerChecks;
import io.kybern.apiserver.validation.StorageChecks;

/** Which rules a kind has. What is not listed has those of {@link Flags#DEFAULT}. */
final class KindTable {
  private static final Flags DEFAULT = Flags.DEFAULT;
  private static final Flags SPEC = DEFAULT.generation(Generation.SPEC);
  private static final Flags EVENTS =
      DEFAULT.names(Rule.PATH_SEGMENT).creatableByUpdate().dependents(Dependents.IGNORED);
  private static final Flags CONTENT = DEFAULT.generation(Generation.CONTENT);

  private KindTable() {}

  static KindRules rules(String group, String plural) {
    return switch (group) {
      case "" -> core(plural);
      case "apps" ->
          switch (plural) {
            case "controllerrevisions" -> plain(DEFAULT);
            case "daemonsets" -> new DaemonSetRules(SPEC);
            case "statefulsets" -> new WorkloadRules(SPEC.names(Rule.LABEL));
            default -> new WorkloadRules(SPEC);
          };
      case "apiextensions.k8s.io" -> new DefinitionRules(SPEC.conditional());
      case "apiregistration.k8s.io" ->
          new ApiServiceRules(DEFAULT.names(Rule.PATH_SEGMENT).conditional());
      case "batch" ->
          plural.equals("jobs")
              ? new JobRules(SPEC.dependents(Dependents.ORPHANED))
              : new CronJobRules(SPEC);
      case "rbac.authorization.k8s.io" ->
          new RoleRules(DEFAULT.names(Rule.PATH_SEGMENT).creatableByUpdate());
      case "certificates.k8s.io" ->
          plural.equals("certificatesigningrequests")
              ? new SigningRequestRules(DEFAULT.names(Rule.PATH_SEGMENT))
              : plain(DEFAULT.names(Rule.PATH_SEGMENT).conditional());
      default -> checked(plural, flags(group, plural));
    };
  }

  private static KindRules checked(String plural, Flags flags) {
    return switch (plural) {
      case "storageclasses" ->
          new CheckedRules(flags, StorageChecks::storageClass, StorageChecks::storageClassUpdate);
      case "csidrivers" -> new CheckedRules(flags, StorageChecks::driver);
      case "horizontalpodautoscalers" -> new CheckedRules(flags, ScalerChecks::scaler);
      case "poddisruptionbudgets" ->
          new CheckedRules(
              flags, (object, checks) -> PolicyChecks.budget((PodDisruptionBudget) object, checks));
      case "ingresses" ->
          new CheckedRules(
              flags, (object, checks) -> NetworkChecks.ingress((Ingress) object, checks));
      case "networkpolicies" ->
          new CheckedRules(
              flags, (object, checks) -> NetworkChecks.policy((NetworkPolicy) object, checks));
      case "ingressclasses" ->
          new CheckedRules(flags, NetworkChecks::ingressClass, NetworkChecks::ingressClassUpdate);
      case "endpointslices" ->
          new CheckedRules(
              flags,
              (object, checks) -> EndpointChecks.slice((EndpointSlice) object, checks),
              EndpointChecks::sliceUpdate);
      case "priorityclasses" ->
          new CheckedRules(flags, PolicyChecks::priorityClass, PolicyChecks::priorityClassUpdate);
      case "leases" -> new CheckedRules(flags, PolicyChecks::lease);
      case "runtimeclasses" ->
          new CheckedRules(
              flags, ExtensionChecks::runtimeClass, ExtensionChecks::runtimeClassUpdate);
      case "validatingwebhookconfigurations", "mutatingwebhookconfigurations" ->
          new CheckedRules(flags, ExtensionChecks::webhooks);
      case "flowschemas" -> new CheckedRules(flags, ExtensionChecks::flowSchema);
      default -> plain(flags);
    };
  }

  private static KindRules plain(Flags flags) {
    return new KindRules(flags);
  }

  private static KindRules core(String plural) {
    return switch (plural) {
      case "pods" -> new PodRules(SPEC);
      case "services" -> new ServiceRules(DEFAULT.names(Rule.LABEL).creatableByUpdate());
      case "namespaces" -> new NamespaceRules(DEFAULT.names(Rule.LABEL));
      case "replicationcontrollers" -> new WorkloadRules(SPEC.dependents(Dependents.ORPHANED));
      case "secrets", "configmaps" -> new DataRules(DEFAULT);
      case "persistentvolumes" -> new VolumeRules(DEFAULT.protectedBy(Finalizers.VOLUME));
      case "persistentvolumeclaims" -> new VolumeRules(DEFAULT.protectedBy(Finalizers.CLAIM));
      case "nodes" -> new NodeRules(DEFAULT.keepingStatus());
      case "events" -> new CheckedRules(EVENTS, ExtensionChecks::event);
      case "endpoints" ->
          new CheckedRules(
              DEFAULT.creatableByUpdate(),
              (object, checks) -> EndpointChecks.endpoints((Endpoints) object, checks));
      case "limitranges" ->
          new CheckedRules(
              DEFAULT.creatableByUpdate(),
              (object, checks) -> LimitChecks.limits((LimitRange) object, checks));
      case "resourcequotas" ->
          new CheckedRules(
              DEFAULT, (object, checks) -> LimitChecks.quota((ResourceQuota) object, checks));
      case "podtemplates" ->
          new CheckedRules(
              CONTENT,
              (object, checks) ->
                  PodChecks.template(((PodTemplate) object).template(), "template", checks));
      case "serviceaccounts" -> plain(DEFAULT);
      default -> plain(DEFAULT);
    };
  }

  private static Flags flags(String group, String plural) {
    return switch (group) {
      case "admissionregistration.k8s.io" -> CONTENT.conditional();
      case "autoscaling" -> SPEC;
      case "flowcontrol.apiserver.k8s.io", "policy" -> SPEC.conditional();
      case "coordination.k8s.io" -> DEFAULT.creatableByUpdate().conditional();
      case "discovery.k8s.io" -> CONTENT;
      case "events.k8s.io" -> EVENTS;
      case "internal.apiserver.k8s.io" -> DEFAULT.conditional();
      case "networking.k8s.io" ->
          switch (plural) {
            case "ingresses", "networkpolicies", "ingressclasses" -> SPEC;
            case "ipaddresses" -> DEFAULT.names(Rule.PATH_SEGMENT);
            default -> DEFAULT;
          };
      case "node.k8s.io" -> DEFAULT.conditional();
      case "resource.k8s.io" ->
          switch (plural) {
            case "deviceclasses", "resourceslices", "devicetaintrules" -> SPEC;
            default -> DEFAULT;
          };
      case "scheduling.k8s.io" ->
          switch (plural) {
            case "priorityclasses" -> CONTENT;
            case "podgroups" -> DEFAULT.protectedBy(Finalizers.POD_GROUP);
            default -> DEFAULT;
          };
      case "storage.k8s.io" ->
          switch (plural) {
            case "storageclasses" -> DEFAULT;
            case "volumeattributesclasses" -> DEFAULT.protectedBy(Finalizers.ATTRIBUTES);
            default -> DEFAULT.conditional();
          };
      case "lifecycle.k8s.io" -> SPEC;
      case "storagemigration.k8s.io" -> DEFAULT.conditional();
      default -> DEFAULT;
    };
  }
}
