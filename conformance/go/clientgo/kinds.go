package main

import (
	appsv1 "k8s.io/api/apps/v1"
	autoscalingv2 "k8s.io/api/autoscaling/v2"
	batchv1 "k8s.io/api/batch/v1"
	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	networkingv1 "k8s.io/api/networking/v1"
	nodev1 "k8s.io/api/node/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	schedulingv1 "k8s.io/api/scheduling/v1"
	storagev1 "k8s.io/api/storage/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
)

var app = map[string]string{"app": "web"}

func selector() *metav1.LabelSelector { return &metav1.LabelSelector{MatchLabels: app} }

func podSpec() corev1.PodSpec {
	return corev1.PodSpec{Containers: []corev1.Container{{Name: "web", Image: "nginx:1.29"}}}
}

func podTemplate() corev1.PodTemplateSpec {
	return corev1.PodTemplateSpec{ObjectMeta: metav1.ObjectMeta{Labels: app}, Spec: podSpec()}
}

func condition() metav1.Condition {
	return metav1.Condition{Type: "Tested", Status: metav1.ConditionTrue, Reason: "Tested", LastTransitionTime: metav1.Unix(1700000000, 0)}
}

// typed takes 33 kinds of 12 groups through their lives.
func typed(r *run) {
	core := r.k8s.CoreV1()
	crud(r, core.ConfigMaps(r.ns), func() *corev1.ConfigMap { return &corev1.ConfigMap{Data: map[string]string{"a": "1"}} }, nil)
	crud(r, core.Secrets(r.ns), func() *corev1.Secret { return &corev1.Secret{StringData: map[string]string{"a": "1"}} }, nil)
	crud(r, core.Pods(r.ns), func() *corev1.Pod { return &corev1.Pod{Spec: bare()} },
		func(o *corev1.Pod) { o.Status.Phase = corev1.PodRunning })
	crud(r, core.Services(r.ns), func() *corev1.Service {
		return &corev1.Service{Spec: corev1.ServiceSpec{ClusterIP: "None", Selector: app, Ports: []corev1.ServicePort{{Name: "http", Port: 80}}}}
	}, func(o *corev1.Service) { o.Status.Conditions = []metav1.Condition{condition()} })
	crud(r, core.ServiceAccounts(r.ns), func() *corev1.ServiceAccount { return &corev1.ServiceAccount{} }, nil)
	crud(r, core.PersistentVolumeClaims(r.ns), func() *corev1.PersistentVolumeClaim {
		return &corev1.PersistentVolumeClaim{Spec: corev1.PersistentVolumeClaimSpec{
			AccessModes: []corev1.PersistentVolumeAccessMode{corev1.ReadWriteOnce},
			Resources:   corev1.VolumeResourceRequirements{Requests: corev1.ResourceList{"storage": resource.MustParse("1Gi")}},
		}}
	}, func(o *corev1.PersistentVolumeClaim) { o.Status.Phase = corev1.ClaimBound })
	crud(r, core.PersistentVolumes(), func() *corev1.PersistentVolume {
		return &corev1.PersistentVolume{Spec: corev1.PersistentVolumeSpec{
			AccessModes:            []corev1.PersistentVolumeAccessMode{corev1.ReadWriteOnce},
			Capacity:               corev1.ResourceList{"storage": resource.MustParse("1Gi")},
			PersistentVolumeSource: corev1.PersistentVolumeSource{CSI: &corev1.CSIPersistentVolumeSource{Driver: "example.com", VolumeHandle: "1"}},
		}}
	}, func(o *corev1.PersistentVolume) { o.Status.Reason = "Tested" })
	crud(r, core.Nodes(), func() *corev1.Node { return &corev1.Node{} },
		func(o *corev1.Node) { o.Status.NodeInfo.KubeletVersion = "v1.37.1" })
	crud(r, core.LimitRanges(r.ns), func() *corev1.LimitRange {
		return &corev1.LimitRange{Spec: corev1.LimitRangeSpec{Limits: []corev1.LimitRangeItem{{
			Type: corev1.LimitTypePersistentVolumeClaim, Max: corev1.ResourceList{"storage": resource.MustParse("5Gi")}}}}}
	}, nil)
	crud(r, core.ResourceQuotas(r.ns), func() *corev1.ResourceQuota {
		return &corev1.ResourceQuota{Spec: corev1.ResourceQuotaSpec{Hard: corev1.ResourceList{"count/jobs.batch": resource.MustParse("500")}}}
	}, func(o *corev1.ResourceQuota) { o.Status.Hard = o.Spec.Hard })
	crud(r, core.ReplicationControllers(r.ns), func() *corev1.ReplicationController {
		template := podTemplate()
		return &corev1.ReplicationController{Spec: corev1.ReplicationControllerSpec{Selector: app, Template: &template}}
	}, func(o *corev1.ReplicationController) { o.Status.Replicas = 2 })
	crud(r, core.PodTemplates(r.ns), func() *corev1.PodTemplate { return &corev1.PodTemplate{Template: podTemplate()} }, nil)

	apps := r.k8s.AppsV1()
	crud(r, apps.Deployments(r.ns), func() *appsv1.Deployment {
		return &appsv1.Deployment{Spec: appsv1.DeploymentSpec{Selector: selector(), Template: podTemplate()}}
	}, func(o *appsv1.Deployment) { o.Status.Replicas = 2 })
	crud(r, apps.StatefulSets(r.ns), func() *appsv1.StatefulSet {
		return &appsv1.StatefulSet{Spec: appsv1.StatefulSetSpec{Selector: selector(), Template: podTemplate(), ServiceName: "web"}}
	}, func(o *appsv1.StatefulSet) { o.Status.Replicas = 2 })
	crud(r, apps.DaemonSets(r.ns), func() *appsv1.DaemonSet {
		return &appsv1.DaemonSet{Spec: appsv1.DaemonSetSpec{Selector: selector(), Template: podTemplate()}}
	}, func(o *appsv1.DaemonSet) { o.Status.NumberReady = 2 })
	crud(r, apps.ReplicaSets(r.ns), func() *appsv1.ReplicaSet {
		return &appsv1.ReplicaSet{Spec: appsv1.ReplicaSetSpec{Selector: selector(), Template: podTemplate()}}
	}, func(o *appsv1.ReplicaSet) { o.Status.Replicas = 2 })
	crud(r, apps.ControllerRevisions(r.ns), func() *appsv1.ControllerRevision {
		return &appsv1.ControllerRevision{Revision: 1, Data: runtime.RawExtension{Raw: []byte(`{"a":1}`)}}
	}, nil)

	job := func() batchv1.JobSpec {
		spec := batchv1.JobSpec{Template: corev1.PodTemplateSpec{Spec: podSpec()}}
		spec.Template.Spec.RestartPolicy = corev1.RestartPolicyNever
		return spec
	}
	crud(r, r.k8s.BatchV1().CronJobs(r.ns), func() *batchv1.CronJob {
		return &batchv1.CronJob{Spec: batchv1.CronJobSpec{Schedule: "0 0 * * *", JobTemplate: batchv1.JobTemplateSpec{Spec: job()}}}
	}, func(o *batchv1.CronJob) { o.Status.Active = []corev1.ObjectReference{{Name: "one"}} })
	crud(r, r.k8s.AutoscalingV2().HorizontalPodAutoscalers(r.ns), func() *autoscalingv2.HorizontalPodAutoscaler {
		return &autoscalingv2.HorizontalPodAutoscaler{Spec: autoscalingv2.HorizontalPodAutoscalerSpec{
			MaxReplicas: 5, ScaleTargetRef: autoscalingv2.CrossVersionObjectReference{APIVersion: "apps/v1", Kind: "Deployment", Name: "web"}}}
	}, func(o *autoscalingv2.HorizontalPodAutoscaler) { o.Status.DesiredReplicas = 2 })
	crud(r, r.k8s.CoordinationV1().Leases(r.ns), func() *coordinationv1.Lease { return &coordinationv1.Lease{} }, nil)
	crud(r, r.k8s.DiscoveryV1().EndpointSlices(r.ns), func() *discoveryv1.EndpointSlice {
		return &discoveryv1.EndpointSlice{AddressType: discoveryv1.AddressTypeIPv4, Endpoints: []discoveryv1.Endpoint{{Addresses: []string{"10.0.0.1"}}}}
	}, nil)
	policies(r)
	clusterWide(r)
}

// bare is a pod whose account's token is not mounted: the name of that volume is random.
func bare() corev1.PodSpec {
	spec := podSpec()
	spec.AutomountServiceAccountToken = new(bool)
	return spec
}

func policies(r *run) {
	crud(r, r.k8s.NetworkingV1().Ingresses(r.ns), func() *networkingv1.Ingress {
		return &networkingv1.Ingress{Spec: networkingv1.IngressSpec{DefaultBackend: &networkingv1.IngressBackend{
			Service: &networkingv1.IngressServiceBackend{Name: "web", Port: networkingv1.ServiceBackendPort{Number: 80}}}}}
	}, func(o *networkingv1.Ingress) {
		o.Status.LoadBalancer.Ingress = []networkingv1.IngressLoadBalancerIngress{{IP: "10.0.0.1"}}
	})
	crud(r, r.k8s.NetworkingV1().NetworkPolicies(r.ns), func() *networkingv1.NetworkPolicy {
		return &networkingv1.NetworkPolicy{Spec: networkingv1.NetworkPolicySpec{PodSelector: *selector()}}
	}, nil)
	crud(r, r.k8s.PolicyV1().PodDisruptionBudgets(r.ns), func() *policyv1.PodDisruptionBudget {
		one := intstr.FromInt32(1)
		return &policyv1.PodDisruptionBudget{Spec: policyv1.PodDisruptionBudgetSpec{Selector: selector(), MinAvailable: &one}}
	}, func(o *policyv1.PodDisruptionBudget) { o.Status.CurrentHealthy = 2 })
	rules := []rbacv1.PolicyRule{{APIGroups: []string{""}, Resources: []string{"pods"}, Verbs: []string{"get"}}}
	crud(r, r.k8s.RbacV1().Roles(r.ns), func() *rbacv1.Role { return &rbacv1.Role{Rules: rules} }, nil)
	crud(r, r.k8s.RbacV1().RoleBindings(r.ns), func() *rbacv1.RoleBinding {
		return &rbacv1.RoleBinding{RoleRef: rbacv1.RoleRef{Kind: "Role", Name: "web"}, Subjects: []rbacv1.Subject{{Kind: "User", Name: "ann"}}}
	}, nil)
	crud(r, r.k8s.RbacV1().ClusterRoles(), func() *rbacv1.ClusterRole { return &rbacv1.ClusterRole{Rules: rules} }, nil)
	crud(r, r.k8s.RbacV1().ClusterRoleBindings(), func() *rbacv1.ClusterRoleBinding {
		return &rbacv1.ClusterRoleBinding{RoleRef: rbacv1.RoleRef{Kind: "ClusterRole", Name: "view"}}
	}, nil)
}

func clusterWide(r *run) {
	crud(r, r.k8s.NetworkingV1().IngressClasses(), func() *networkingv1.IngressClass {
		return &networkingv1.IngressClass{Spec: networkingv1.IngressClassSpec{Controller: "example.com/ingress"}}
	}, nil)
	crud(r, r.k8s.StorageV1().StorageClasses(), func() *storagev1.StorageClass { return &storagev1.StorageClass{Provisioner: "example.com"} }, nil)
	crud(r, r.k8s.StorageV1().CSIDrivers(), func() *storagev1.CSIDriver { return &storagev1.CSIDriver{} }, nil)
	crud(r, r.k8s.SchedulingV1().PriorityClasses(), func() *schedulingv1.PriorityClass { return &schedulingv1.PriorityClass{Value: 5} }, nil)
	crud(r, r.k8s.NodeV1().RuntimeClasses(), func() *nodev1.RuntimeClass { return &nodev1.RuntimeClass{Handler: "runc"} }, nil)
}
