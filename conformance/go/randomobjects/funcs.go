package main

import (
	"encoding/json"
	"strconv"
	"time"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/util/intstr"
	"sigs.k8s.io/randfill"
)

// funcs fill the types whose values follow rules of their own. They replace upstream's where those keep to what a server accepts.
func (r *random) funcs(serializer.CodecFactory) []any {
	schemaDepth := 0
	return []any{
		func(o *metav1.ObjectMeta, c randfill.Continue) { c.FillNoCustom(o) },
		func(o *metav1.ListMeta, c randfill.Continue) { c.FillNoCustom(o) },
		func(o *metav1.LabelSelector, c randfill.Continue) { c.FillNoCustom(o) },
		func(o *metav1.ManagedFieldsEntry, c randfill.Continue) { c.FillNoCustom(o) },
		func(o *metav1.FieldsV1, c randfill.Continue) { o.SetRawBytes(r.fields()) },
		func(o *metav1.Time, c randfill.Continue) { *o = r.time() },
		func(o *metav1.MicroTime, c randfill.Continue) {
			if r.Intn(8) > 0 {
				o.Time = time.Unix(r.second(), 1000*r.Int63n(1_000_000))
			}
		},
		func(o *metav1.Duration, c randfill.Continue) { o.Duration = r.duration() },
		func(o *resource.Quantity, c randfill.Continue) { *o = r.quantity() },
		func(o *intstr.IntOrString, c randfill.Continue) {
			if r.Intn(2) == 0 {
				*o = intstr.FromInt32(int32(r.integer(-1<<31, 1<<31-1, int64(int32(r.Uint32())))))
			} else {
				*o = intstr.FromString(r.text())
			}
		},
		func(o *runtime.RawExtension, c randfill.Continue) {
			o.Raw, o.Object = nil, nil
			if r.Intn(6) > 0 {
				o.Raw = encode(map[string]any{"apiVersion": "example.com/v1", "kind": "Thing", "spec": r.value(3)})
			}
		},
		func(o *[]byte, c randfill.Continue) {
			if r.Intn(3) > 0 {
				*o = make([]byte, r.Intn(20))
				r.Read(*o)
			}
		},
		func(o *apiextensionsv1.JSON, c randfill.Continue) { o.Raw = encode(r.value(2)) },
		func(o *apiextensionsv1.JSONSchemaProps, c randfill.Continue) {
			schemaDepth++
			defer func() { schemaDepth-- }()
			if schemaDepth <= 2 {
				c.FillNoCustom(o)
			}
		},
		func(o *apiextensionsv1.JSONSchemaPropsOrBool, c randfill.Continue) {
			o.Allows = r.Intn(2) == 0
			if r.Intn(2) == 0 {
				o.Allows, o.Schema = true, &apiextensionsv1.JSONSchemaProps{}
				c.Fill(o.Schema)
			}
		},
		func(o *apiextensionsv1.JSONSchemaPropsOrArray, c randfill.Continue) {
			if r.Intn(2) == 0 {
				o.Schema = &apiextensionsv1.JSONSchemaProps{}
				c.Fill(o.Schema)
				return
			}
			o.JSONSchemas = make([]apiextensionsv1.JSONSchemaProps, 1+r.Intn(2))
			for i := range o.JSONSchemas {
				c.Fill(&o.JSONSchemas[i])
			}
		},
		func(o *apiextensionsv1.JSONSchemaPropsOrStringArray, c randfill.Continue) {
			if r.Intn(2) == 0 {
				o.Schema = &apiextensionsv1.JSONSchemaProps{}
				c.Fill(o.Schema)
				return
			}
			o.Property = []string{r.text(), r.text()}
		},
	}
}

// fields is a set of field paths as server-side apply keeps them.
func (r *random) fields() []byte {
	set := map[string]any{}
	for range r.Intn(3) {
		set["f:"+r.text()] = map[string]any{".": map[string]any{}, `k:{"name":"` + strconv.Itoa(r.Intn(9)) + `"}`: map[string]any{}}
	}
	return encode(set)
}

// value is a JSON value.
func (r *random) value(depth int) any {
	kinds := 7
	if depth == 0 {
		kinds = 5
	}
	switch r.Intn(kinds) {
	case 0:
		return nil
	case 1:
		return r.Intn(2) == 0
	case 2:
		return r.integer(-1<<63, 1<<63-1, int64(r.Uint64()))
	case 3:
		return float64(r.Intn(1000)) / 8
	case 4:
		return r.text()
	case 5:
		values := make([]any, r.Intn(3))
		for i := range values {
			values[i] = r.value(depth - 1)
		}
		return values
	default:
		values := map[string]any{}
		for range r.Intn(4) {
			values[r.text()] = r.value(depth - 1)
		}
		return values
	}
}

// encode writes JSON as it comes back from YAML too: keys sorted, no spaces, Go's escapes.
func encode(value any) []byte {
	data, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return data
}

func (r *random) duration() time.Duration {
	units := []time.Duration{0, 1, time.Microsecond, time.Millisecond, time.Second, time.Minute, time.Hour}
	return units[r.Intn(len(units))] * time.Duration(r.Intn(2000)-500)
}

// quantity is a number with a suffix, in the form the parser makes of it.
func (r *random) quantity() resource.Quantity {
	numbers := []string{"0", "1", "-1", "1.5", "0.1", "-0.25", "100", "1024", "1000", "1.000000001", "0.0000000001", "9223372036854775807", "-9223372036854775808",
		"9223372036854775808", "123456789012345678901234567890", strconv.Itoa(r.Intn(100000)), strconv.FormatFloat(r.Float64()*1e6, 'f', r.Intn(9), 64)}
	suffixes := []string{"", "", "", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei", "e3", "e-3", "E6", "e9", "e2"}
	q, err := resource.ParseQuantity(numbers[r.Intn(len(numbers))] + suffixes[r.Intn(len(suffixes))])
	if err != nil {
		panic(err)
	}
	return q
}
