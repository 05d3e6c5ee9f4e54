package io.kybern.apiserver.rest;

import io.kybern.apiserver.rest.KindRules.Flags;
import io.kybern.apiserver.rest.KindRules.Generation;
import io.kybern.apiserver.rest.Names.Rule;

/** Which rules a kind has. What is not listed has those of {@link Flags#DEFAULT}. */
final class KindTable {
  private static final Flags DEFAULT = Flags.DEFAULT;
  private static final Flags SPEC = DEFAULT.generation(Generation.SPEC);
  private static final Flags CONTENT = DEFAULT.generation(Generation.CONTENT);

  private KindTable() {}

  static KindRules rules(String group, String plural) {
    return switch (group) {
      case "" -> core(plural);
      case "apps" ->
          plural.equals("controllerrevisions") ? plain(DEFAULT) : new WorkloadRules(SPEC);
      case "batch" -> plural.equals("jobs") ? new JobRules(SPEC) : plain(SPEC);
      case "rbac.authorization.k8s.io" ->
          new RoleRules(DEFAULT.names(Rule.PATH_SEGMENT).creatableByUpdate());
      case "certificates.k8s.io" ->
          plural.equals("certificatesigningrequests")
              ? new SigningRequestRules(DEFAULT.names(Rule.PATH_SEGMENT))
              : plain(DEFAULT.names(Rule.PATH_SEGMENT).conditional());
      default -> plain(flags(group, plural));
    };
  }

  private static KindRules plain(Flags flags) {
    return new KindRules(flags);
  }

  private static KindRules core(String plural) {
    return switch (plural) {
      case "pods" -> new PodRules(SPEC);
      case "services" -> new ServiceRules(DEFAULT.names(Rule.LABEL_1035).creatableByUpdate());
      case "namespaces" -> new NamespaceRules(DEFAULT.names(Rule.LABEL));
      case "replicationcontrollers" -> new WorkloadRules(SPEC);
      case "secrets", "configmaps" -> new DataRules(DEFAULT);
      case "persistentvolumes", "persistentvolumeclaims" -> new VolumeRules(DEFAULT);
      case "nodes" -> plain(DEFAULT.keepingStatus());
      case "events" -> plain(DEFAULT.names(Rule.PATH_SEGMENT).creatableByUpdate());
      case "endpoints", "limitranges" -> plain(DEFAULT.creatableByUpdate());
      case "podtemplates" -> plain(CONTENT);
      case "resourcequotas", "serviceaccounts" -> plain(DEFAULT);
      default -> plain(DEFAULT);
    };
  }

  private static Flags flags(String group, String plural) {
    return switch (group) {
      case "admissionregistration.k8s.io" -> CONTENT.conditional();
      case "apiextensions.k8s.io", "flowcontrol.apiserver.k8s.io", "policy" -> SPEC.conditional();
      case "apiregistration.k8s.io" -> DEFAULT.names(Rule.PATH_SEGMENT).conditional();
      case "coordination.k8s.io" -> DEFAULT.creatableByUpdate().conditional();
      case "discovery.k8s.io" -> CONTENT;
      case "events.k8s.io" -> DEFAULT.names(Rule.PATH_SEGMENT).creatableByUpdate();
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
      case "scheduling.k8s.io" -> plural.equals("priorityclasses") ? CONTENT : DEFAULT;
      case "storage.k8s.io" ->
          switch (plural) {
            case "csidrivers" -> SPEC.conditional();
            case "storageclasses", "volumeattributesclasses" -> DEFAULT;
            default -> DEFAULT.conditional();
          };
      case "storagemigration.k8s.io" -> SPEC.conditional();
      default -> DEFAULT;
    };
  }
}
