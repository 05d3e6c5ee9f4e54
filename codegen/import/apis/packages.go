package apis

import (
	"reflect"
	"regexp"

	autoscalingv1 "k8s.io/api/autoscaling/v1"
	corev1 "k8s.io/api/core/v1"
	resourcev1alpha3 "k8s.io/api/resource/v1alpha3"
	schedulingv1alpha3 "k8s.io/api/scheduling/v1alpha3"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// MetaPackage is the Go package of the types all groups share.
const MetaPackage = "k8s.io/apimachinery/pkg/apis/meta/v1"

var packagePattern = regexp.MustCompile(
	`^k8s\.io/(?:api|apimachinery/pkg/apis|apiextensions-apiserver/pkg/apis|kube-aggregator/pkg/apis|metrics/pkg/apis)/([a-z]+)/(v\d+(?:(?:alpha|beta)\d+)?)$`)

// JavaPackage turns a Go API package path into the part of the Java package below io.kybern.api; false if it is no API package.
func JavaPackage(goPath string) (string, bool) {
	m := packagePattern.FindStringSubmatch(goPath)
	if m == nil {
		return "", false
	}
	return m[1] + "." + m[2], true
}

// SharedKinds are the meta/v1 types that a scheme registers under every group-version or under none of their own.
// The value is the apiVersion they carry on the wire; "*" stands for the apiVersion of the group they are used in.
var SharedKinds = map[string]string{
	"APIGroup":        "v1",
	"APIGroupList":    "v1",
	"APIResourceList": "v1",
	"APIVersions":     "v1",
	"Status":          "v1",
	"CreateOptions":   "*",
	"DeleteOptions":   "*",
	"GetOptions":      "*",
	"ListOptions":     "*",
	"PatchOptions":    "*",
	"UpdateOptions":   "*",
	"WatchEvent":      "*",
}

// Unregistered are messages no kind reaches, but which are used all the same: in annotations, in queries, by clients.
var Unregistered = []reflect.Type{
	reflect.TypeFor[autoscalingv1.HorizontalPodAutoscalerCondition](),
	reflect.TypeFor[autoscalingv1.MetricSpec](),
	reflect.TypeFor[autoscalingv1.MetricStatus](),
	reflect.TypeFor[corev1.AvoidPods](),
	reflect.TypeFor[corev1.Preconditions](),
	reflect.TypeFor[metav1.ApplyOptions](),
	reflect.TypeFor[metav1.GroupKind](),
	reflect.TypeFor[metav1.List](),
	reflect.TypeFor[metav1.RootPaths](),
	reflect.TypeFor[resourcev1alpha3.DeviceSelector](),
	reflect.TypeFor[schedulingv1alpha3.WorkloadCompositePodGroupDisruptionMode](),
	reflect.TypeFor[schedulingv1alpha3.WorkloadCompositePodGroupSchedulingConstraints](),
	reflect.TypeFor[schedulingv1alpha3.WorkloadCompositePodGroupSchedulingPolicy](),
}
