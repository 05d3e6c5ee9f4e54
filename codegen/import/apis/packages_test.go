package apis

import (
	"strings"
	"testing"
)

func TestJavaPackage(t *testing.T) {
	for goPath, want := range map[string]string{
		"k8s.io/api/core/v1":                    "core.v1",
		"k8s.io/api/apiserverinternal/v1alpha1": "apiserverinternal.v1alpha1",
		MetaPackage:                             "meta.v1",
		"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1": "apiextensions.v1",
		"k8s.io/kube-aggregator/pkg/apis/apiregistration/v1beta1":  "apiregistration.v1beta1",
		"k8s.io/metrics/pkg/apis/metrics/v1beta1":                  "metrics.v1beta1",
	} {
		if got, ok := JavaPackage(goPath); !ok || got != want {
			t.Errorf("%s: got %s, %v", goPath, got, ok)
		}
	}
	for _, goPath := range []string{"k8s.io/api/core", "k8s.io/apimachinery/pkg/runtime", "k8s.io/api/core/v1/deep", "example.com/api/core/v1"} {
		if got, ok := JavaPackage(goPath); ok {
			t.Errorf("%s: got %s", goPath, got)
		}
	}
}

func TestScheme(t *testing.T) {
	scheme, err := Scheme()
	if err != nil {
		t.Fatal(err)
	}
	for _, group := range []string{"", "apps", "apiextensions.k8s.io", "apiregistration.k8s.io", "metrics.k8s.io", "admission.k8s.io", "meta.k8s.io"} {
		if len(scheme.PrioritizedVersionsForGroup(group)) == 0 {
			t.Errorf("group %q is missing: %s", group, strings.TrimSpace(scheme.Name()))
		}
	}
}
