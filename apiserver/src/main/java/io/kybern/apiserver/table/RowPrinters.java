package io.kybern.apiserver.table;

import io.kybern.api.apiextensions.v1.CustomResourceDefinition;
import io.kybern.api.apiregistration.v1.APIService;
import io.kybern.api.apps.v1.ControllerRevision;
import io.kybern.api.apps.v1.DaemonSet;
import io.kybern.api.apps.v1.Deployment;
import io.kybern.api.apps.v1.ReplicaSet;
import io.kybern.api.apps.v1.StatefulSet;
import io.kybern.api.batch.v1.CronJob;
import io.kybern.api.batch.v1.Job;
import io.kybern.api.certificates.v1.CertificateSigningRequest;
import io.kybern.api.core.v1.ConfigMap;
import io.kybern.api.core.v1.Endpoints;
import io.kybern.api.core.v1.Event;
import io.kybern.api.core.v1.Namespace;
import io.kybern.api.core.v1.Node;
import io.kybern.api.core.v1.PersistentVolume;
import io.kybern.api.core.v1.PersistentVolumeClaim;
import io.kybern.api.core.v1.Pod;
import io.kybern.api.core.v1.PodTemplate;
import io.kybern.api.core.v1.ReplicationController;
import io.kybern.api.core.v1.ResourceQuota;
import io.kybern.api.core.v1.Secret;
import io.kybern.api.core.v1.Service;
import io.kybern.api.discovery.v1.EndpointSlice;
import io.kybern.api.networking.v1.Ingress;
import io.kybern.api.networking.v1.IngressClass;
import io.kybern.api.networking.v1.NetworkPolicy;
import io.kybern.api.policy.v1.PodDisruptionBudget;
import io.kybern.api.rbac.v1.ClusterRoleBinding;
import io.kybern.api.rbac.v1.RoleBinding;
import io.kybern.api.scheduling.v1.PriorityClass;
import io.kybern.api.storage.v1.CSIDriver;
import io.kybern.api.storage.v1.CSINode;
import io.kybern.api.storage.v1.StorageClass;
import io.kybern.api.storage.v1.VolumeAttachment;
import org.jspecify.annotations.Nullable;

/** Which printer is whose. */
final class RowPrinters {
  private RowPrinters() {}

  /**
   * The printer of a resource in all its versions, {@code null} if its table shows nothing but name
   * and time.
   */
  static @Nullable RowPrinter find(String group, String plural) {
    return switch (group) {
      case "" -> core(plural);
      case "apps" -> apps(plural);
      case "storage.k8s.io" -> storage(plural);
      case "networking.k8s.io" -> networking(plural);
      case "admissionregistration.k8s.io" -> admission(plural);
      case "resource.k8s.io" -> devices(plural);
      default -> other(plural + "." + group);
    };
  }

  private static @Nullable RowPrinter core(String plural) {
    return switch (plural) {
      case "componentstatuses" -> RareRows::componentStatus;
      case "configmaps" -> (o, cells) -> BasicRows.configMap((ConfigMap) o, cells);
      case "endpoints" -> (o, cells) -> NetworkRows.endpoints((Endpoints) o, cells);
      case "events" -> (o, cells) -> EventRows.core((Event) o, cells);
      case "namespaces" -> (o, cells) -> BasicRows.namespace((Namespace) o, cells);
      case "nodes" -> (o, cells) -> NodeRows.print((Node) o, cells);
      case "persistentvolumeclaims" ->
          (o, cells) -> VolumeRows.claim((PersistentVolumeClaim) o, cells);
      case "persistentvolumes" -> (o, cells) -> VolumeRows.volume((PersistentVolume) o, cells);
      case "pods" -> (o, cells) -> PodRows.print((Pod) o, cells);
      case "podtemplates" -> (o, cells) -> WorkloadRows.podTemplate((PodTemplate) o, cells);
      case "replicationcontrollers" ->
          (o, cells) -> WorkloadRows.replicationController((ReplicationController) o, cells);
      case "resourcequotas" -> (o, cells) -> BasicRows.quota((ResourceQuota) o, cells);
      case "secrets" -> (o, cells) -> BasicRows.secret((Secret) o, cells);
      case "services" -> (o, cells) -> NetworkRows.service((Service) o, cells);
      default -> null;
    };
  }

  private static @Nullable RowPrinter apps(String plural) {
    return switch (plural) {
      case "controllerrevisions" ->
          (o, cells) -> WorkloadRows.controllerRevision((ControllerRevision) o, cells);
      case "daemonsets" -> (o, cells) -> WorkloadRows.daemonSet((DaemonSet) o, cells);
      case "deployments" -> (o, cells) -> WorkloadRows.deployment((Deployment) o, cells);
      case "replicasets" -> (o, cells) -> WorkloadRows.replicaSet((ReplicaSet) o, cells);
      case "statefulsets" -> (o, cells) -> WorkloadRows.statefulSet((StatefulSet) o, cells);
      default -> null;
    };
  }

  private static @Nullable RowPrinter storage(String plural) {
    return switch (plural) {
      case "csidrivers" -> (o, cells) -> VolumeRows.csiDriver((CSIDriver) o, cells);
      case "csinodes" -> (o, cells) -> VolumeRows.csiNode((CSINode) o, cells);
      case "storageclasses" -> (o, cells) -> VolumeRows.storageClass((StorageClass) o, cells);
      case "volumeattachments" ->
          (o, cells) -> VolumeRows.volumeAttachment((VolumeAttachment) o, cells);
      case "volumeattributesclasses" -> RareRows::attributesClass;
      default -> null;
    };
  }

  private static @Nullable RowPrinter networking(String plural) {
    return switch (plural) {
      case "ingressclasses" -> (o, cells) -> NetworkRows.ingressClass((IngressClass) o, cells);
      case "ingresses" -> (o, cells) -> NetworkRows.ingress((Ingress) o, cells);
      case "ipaddresses" -> RareRows::ipAddress;
      case "networkpolicies" -> (o, cells) -> NetworkRows.networkPolicy((NetworkPolicy) o, cells);
      case "servicecidrs" -> RareRows::serviceCidr;
      default -> null;
    };
  }

  private static @Nullable RowPrinter admission(String plural) {
    return switch (plural) {
      case "mutatingadmissionpolicies" -> ExtensionRows::mutatingPolicy;
      case "validatingadmissionpolicies" -> ExtensionRows::validatingPolicy;
      case "mutatingadmissionpolicybindings", "validatingadmissionpolicybindings" ->
          ExtensionRows::policyBinding;
      case "mutatingwebhookconfigurations", "validatingwebhookconfigurations" ->
          ExtensionRows::webhooks;
      default -> null;
    };
  }

  private static @Nullable RowPrinter devices(String plural) {
    return switch (plural) {
      case "devicetaintrules" -> RareRows::taintRule;
      case "resourceclaims" -> RareRows::resourceClaim;
      case "resourcepoolstatusrequests" -> RareRows::poolStatusRequest;
      case "resourceslices" -> RareRows::resourceSlice;
      default -> null;
    };
  }

  private static @Nullable RowPrinter other(String name) {
    return switch (name) {
      case "apiservices.apiregistration.k8s.io" ->
          (o, cells) -> ExtensionRows.apiService((APIService) o, cells);
      case "certificatesigningrequests.certificates.k8s.io" ->
          (o, cells) -> AccessRows.signingRequest((CertificateSigningRequest) o, cells);
      case "clusterrolebindings.rbac.authorization.k8s.io" ->
          (o, cells) -> AccessRows.clusterRoleBinding((ClusterRoleBinding) o, cells);
      case "clustertrustbundles.certificates.k8s.io" -> RareRows::trustBundle;
      case "compositepodgroups.scheduling.k8s.io" -> RareRows::compositePodGroup;
      case "cronjobs.batch" -> (o, cells) -> JobRows.cronJob((CronJob) o, cells);
      case "customresourcedefinitions.apiextensions.k8s.io" ->
          (o, cells) -> ExtensionRows.definition((CustomResourceDefinition) o, cells);
      case "endpointslices.discovery.k8s.io" ->
          (o, cells) -> NetworkRows.endpointSlice((EndpointSlice) o, cells);
      case "events.events.k8s.io" ->
          (o, cells) -> EventRows.events((io.kybern.api.events.v1.Event) o, cells);
      case "evictionrequests.lifecycle.k8s.io" -> RareRows::evictionRequest;
      case "flowschemas.flowcontrol.apiserver.k8s.io" -> RareRows::flowSchema;
      case "horizontalpodautoscalers.autoscaling" -> AutoscalingRows::print;
      case "jobs.batch" -> (o, cells) -> JobRows.job((Job) o, cells);
      case "leasecandidates.coordination.k8s.io" -> RareRows::leaseCandidate;
      case "leases.coordination.k8s.io" -> RareRows::lease;
      case "podcertificaterequests.certificates.k8s.io" -> RareRows::podCertificateRequest;
      case "poddisruptionbudgets.policy" ->
          (o, cells) -> BasicRows.disruptionBudget((PodDisruptionBudget) o, cells);
      case "podgroups.scheduling.k8s.io" -> RareRows::podGroup;
      case "priorityclasses.scheduling.k8s.io" ->
          (o, cells) -> BasicRows.priorityClass((PriorityClass) o, cells);
      case "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io" -> RareRows::priorityLevel;
      case "rolebindings.rbac.authorization.k8s.io" ->
          (o, cells) -> AccessRows.roleBinding((RoleBinding) o, cells);
      case "runtimeclasses.node.k8s.io" -> RareRows::runtimeClass;
      case "storageversionmigrations.storagemigration.k8s.io" -> RareRows::storageMigration;
      case "storageversions.internal.apiserver.k8s.io" -> RareRows::storageVersion;
      default -> null;
    };
  }
}
