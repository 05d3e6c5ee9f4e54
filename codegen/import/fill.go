package main

import (
	"fmt"
	"reflect"
	"time"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// fill sets a value, and what is in it down to a depth, to something that is not zero. Lists and maps get two entries.
func fill(v reflect.Value, depth int) {
	switch p := v.Addr().Interface().(type) {
	case *resource.Quantity:
		*p = resource.MustParse("1")
		return
	case *intstr.IntOrString:
		*p = intstr.FromInt32(1)
		return
	case *metav1.Time:
		*p = metav1.Unix(1, 0)
		return
	case *metav1.MicroTime:
		*p = metav1.NewMicroTime(time.Unix(1, 0))
		return
	case *metav1.Duration:
		p.Duration = time.Second
		return
	case *metav1.FieldsV1:
		p.SetRawBytes([]byte("{}"))
		return
	case *runtime.RawExtension:
		p.Raw = []byte("{}")
		return
	case *apiextensionsv1.JSON:
		p.Raw = []byte("1")
		return
	case *apiextensionsv1.JSONSchemaPropsOrBool:
		p.Allows = true
		return
	case *apiextensionsv1.JSONSchemaPropsOrArray:
		p.JSONSchemas = []apiextensionsv1.JSONSchemaProps{{}}
		return
	case *apiextensionsv1.JSONSchemaPropsOrStringArray:
		p.Property = []string{"x"}
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(1)
	case reflect.Uint8, reflect.Uint32, reflect.Uint64:
		v.SetUint(1)
	case reflect.Float32, reflect.Float64:
		v.SetFloat(1)
	case reflect.String:
		v.SetString("x")
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), depth)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), depth)
		fill(v.Index(1), depth)
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for _, key := range []string{"b", "a"} {
			value := reflect.New(v.Type().Elem()).Elem()
			fill(value, depth)
			v.SetMapIndex(reflect.ValueOf(key).Convert(v.Type().Key()), value)
		}
	case reflect.Interface:
		v.Set(reflect.ValueOf("x"))
	case reflect.Struct:
		if depth == 0 {
			return
		}
		for i := range v.NumField() {
			fill(v.Field(i), depth-1)
		}
	default:
		panic(fmt.Sprintf("fill: unknown kind of %v", v.Type()))
	}
}
