package main

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"reflect"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer/cbor"
	"k8s.io/apimachinery/pkg/runtime/serializer/json"
	"k8s.io/apimachinery/pkg/runtime/serializer/protobuf"
	"sigs.k8s.io/yaml"
)

func hasProtobuf(t reflect.Type) bool {
	return reflect.PointerTo(t).Implements(reflect.TypeFor[interface{ Marshal() ([]byte, error) }]())
}

// formats are the four encodings, without defaulting and without conversion.
type formats struct {
	json, yaml, protobuf, cbor runtime.Serializer
}

func newFormats(scheme *runtime.Scheme) *formats {
	return &formats{
		json:     json.NewSerializerWithOptions(json.DefaultMetaFactory, scheme, scheme, json.SerializerOptions{}),
		yaml:     json.NewSerializerWithOptions(json.DefaultMetaFactory, scheme, scheme, json.SerializerOptions{Yaml: true}),
		protobuf: protobuf.NewSerializer(scheme, scheme),
		cbor:     cbor.NewSerializer(scheme, scheme),
	}
}

// encode writes an object in all formats; the keys are the file extensions.
func (f *formats) encode(object runtime.Object) (map[string][]byte, error) {
	var js, pb, cb bytes.Buffer
	if err := f.json.Encode(object, &js); err != nil {
		return nil, err
	}
	if err := f.protobuf.Encode(object, &pb); err != nil {
		return nil, err
	}
	if err := f.cbor.Encode(object, &cb); err != nil {
		return nil, err
	}
	// As kubectl prints it: the plain marshaller, not the serializer.
	ym, err := yaml.Marshal(object)
	if err != nil {
		return nil, err
	}
	return map[string][]byte{"json": js.Bytes(), "yaml": ym, "pb": pb.Bytes(), "cbor": cb.Bytes()}, nil
}

func (f *formats) decode(format string, data []byte, gvk schema.GroupVersionKind) (runtime.Object, error) {
	decoder := map[string]runtime.Serializer{"json": f.json, "yaml": f.yaml, "pb": f.protobuf, "cbor": f.cbor}[format]
	object, _, err := decoder.Decode(data, nil, nil)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", format, err)
	}
	object.GetObjectKind().SetGroupVersionKind(gvk)
	return object, nil
}

var errUnstable = errors.New("the formats do not agree on the object")

// settle passes an object through the formats until each of them gives back the same object.
// What one format cannot express (an empty list in protobuf, a null pointer target in JSON) is gone afterwards.
func (f *formats) settle(object runtime.Object, gvk schema.GroupVersionKind) (map[string][]byte, error) {
	files, err := f.encode(object)
	if err != nil {
		return nil, err
	}
	for range 4 {
		stable := true
		for _, format := range []string{"pb", "cbor", "json", "yaml"} {
			object, err := f.decode(format, files[format], gvk)
			if err != nil {
				return nil, err
			}
			again, err := f.encode(object)
			if err != nil {
				return nil, err
			}
			if !maps.EqualFunc(files, again, bytes.Equal) {
				files, stable = again, false
			}
		}
		if stable {
			return files, nil
		}
	}
	return nil, errUnstable
}

// generate makes one random object; an object the formats can never agree on is thrown away and made anew.
func generate(scheme *runtime.Scheme, f *formats, r *random, gvk schema.GroupVersionKind) (map[string][]byte, error) {
	var last error
	for range 20 {
		object, err := scheme.New(gvk)
		if err != nil {
			return nil, err
		}
		r.fill(object)
		object.GetObjectKind().SetGroupVersionKind(gvk)
		files, err := f.settle(object, gvk)
		if err == nil {
			return files, nil
		}
		last = err
	}
	return nil, last
}
