package main

import (
	"reflect"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

func TestResolve(t *testing.T) {
	for want, typ := range map[string]reflect.Type{
		"*int32":                     reflect.TypeFor[*int32](),
		"string":                     reflect.TypeFor[corev1.PodPhase](),
		"bytes":                      reflect.TypeFor[[]byte](),
		"map[string]bytes":           reflect.TypeFor[map[string][]byte](),
		"map[string]quantity":        reflect.TypeFor[corev1.ResourceList](),
		"[]core.v1.Container":        reflect.TypeFor[[]corev1.Container](),
		"*apps.v1.DeploymentSpec":    reflect.TypeFor[*appsv1.DeploymentSpec](),
		"map[string]items([]string)": reflect.TypeFor[map[string]authenticationv1.ExtraValue](),
		"*time":                      reflect.TypeFor[*metav1.Time](),
		"fieldsv1":                   reflect.TypeFor[metav1.FieldsV1](),
		"[]rawextension":             reflect.TypeFor[[]runtime.RawExtension](),
		"object":                     reflect.TypeFor[runtime.Object](),
		"[]any":                      reflect.TypeFor[[]any](),
		"*schemaorbool":              reflect.TypeFor[*apiextensionsv1.JSONSchemaPropsOrBool](),
	} {
		if got, err := resolve(typ); err != nil || got.String() != want {
			t.Errorf("%v: got %v, %v, not %s", typ, got, err, want)
		}
	}
	for _, typ := range []reflect.Type{
		reflect.TypeFor[int8](), reflect.TypeFor[chan int](), reflect.TypeFor[map[int]string](), reflect.TypeFor[error](),
		reflect.TypeFor[runtime.Unknown](), reflect.TypeFor[[]runtime.Scheme](),
	} {
		if got, err := resolve(typ); err == nil {
			t.Errorf("%v: no error but %v", typ, got)
		}
	}
}

func TestIsValue(t *testing.T) {
	for typ, want := range map[reflect.Type]bool{
		reflect.TypeFor[string](): true, reflect.TypeFor[metav1.Time](): true, reflect.TypeFor[corev1.PodSpec](): true,
		reflect.TypeFor[*string](): false, reflect.TypeFor[[]byte](): false, reflect.TypeFor[metav1.Verbs](): false,
		reflect.TypeFor[map[string]string](): false,
	} {
		if got, err := resolve(typ); err != nil || got.isValue() != want {
			t.Errorf("%v: %v", typ, err)
		}
	}
}
