package main

import (
	"fmt"
	"reflect"

	"io.kybern/codegen/import/apis"
)

type shape int

const (
	scalar  shape = iota // bool, numbers, string, bytes
	builtin              // a type with an encoding of its own
	structure
	pointer
	list
	dict
	items // a named slice that is a message in protobuf
)

// typeRef is a field's type in the schema's own notation.
type typeRef struct {
	shape  shape
	name   string
	elem   *typeRef
	target reflect.Type // of a structure or items
}

func (t *typeRef) String() string {
	switch t.shape {
	case pointer:
		return "*" + t.elem.String()
	case list:
		return "[]" + t.elem.String()
	case dict:
		return "map[string]" + t.elem.String()
	case items:
		return "items([]" + t.elem.String() + ")"
	default:
		return t.name
	}
}

// isValue tells that Go cannot leave the field out: protobuf always writes it.
func (t *typeRef) isValue() bool {
	switch t.shape {
	case pointer, list, dict, items:
		return false
	default:
		return t.name != "bytes"
	}
}

var builtins = map[string]string{
	"k8s.io/apimachinery/pkg/api/resource.Quantity":   "quantity",
	"k8s.io/apimachinery/pkg/util/intstr.IntOrString": "intorstring",
	apis.MetaPackage + ".Time":                        "time",
	apis.MetaPackage + ".MicroTime":                   "microtime",
	apis.MetaPackage + ".Duration":                    "duration",
	apis.MetaPackage + ".Timestamp":                   "timestamp",
	apis.MetaPackage + ".FieldsV1":                    "fieldsv1",
	"k8s.io/apimachinery/pkg/runtime.RawExtension":    "rawextension",
	"k8s.io/apimachinery/pkg/runtime.Object":          "object",
	apiextensions + ".JSON":                           "json",
	apiextensions + ".JSONSchemaPropsOrBool":          "schemaorbool",
	apiextensions + ".JSONSchemaPropsOrArray":         "schemaorarray",
	apiextensions + ".JSONSchemaPropsOrStringArray":   "schemaorstringarray",
}

const apiextensions = "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"

var scalars = map[reflect.Kind]string{
	reflect.Bool: "bool", reflect.Int32: "int32", reflect.Int64: "int64", reflect.Uint32: "uint32", reflect.Uint64: "uint64",
	reflect.Int: "int", reflect.Float32: "float32", reflect.Float64: "float64", reflect.String: "string",
}

type marshaler interface{ Marshal() ([]byte, error) }

var marshalerType = reflect.TypeFor[marshaler]()

// resolve turns a Go type into the schema's notation.
func resolve(t reflect.Type) (*typeRef, error) {
	if name, ok := builtins[t.PkgPath()+"."+t.Name()]; ok && t.Name() != "" {
		return &typeRef{shape: builtin, name: name}, nil
	}
	marshals := t.Name() != "" && reflect.PointerTo(t).Implements(marshalerType)
	switch t.Kind() {
	case reflect.Pointer:
		return resolveElem(pointer, t)
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 && t.Elem().PkgPath() == "" {
			if marshals {
				return nil, fmt.Errorf("type %v: bytes with a protobuf encoding of its own", t)
			}
			return &typeRef{shape: scalar, name: "bytes"}, nil
		}
		if marshals {
			read, err := resolveElem(items, t)
			if err == nil {
				read.target = t
			}
			return read, err
		}
		return resolveElem(list, t)
	case reflect.Map:
		if t.Key().Kind() != reflect.String || marshals {
			return nil, fmt.Errorf("type %v: unknown kind of map", t)
		}
		return resolveElem(dict, t)
	case reflect.Interface:
		if t.NumMethod() == 0 {
			return &typeRef{shape: builtin, name: "any"}, nil
		}
		return nil, fmt.Errorf("type %v: unknown interface", t)
	case reflect.Struct:
		java, ok := apis.JavaPackage(t.PkgPath())
		if !ok {
			return nil, fmt.Errorf("type %v: package %q is no known API package", t, t.PkgPath())
		}
		return &typeRef{shape: structure, name: java + "." + t.Name(), target: t}, nil
	default:
		name, ok := scalars[t.Kind()]
		if !ok || marshals {
			return nil, fmt.Errorf("type %v: unknown kind %v", t, t.Kind())
		}
		return &typeRef{shape: scalar, name: name}, nil
	}
}

func resolveElem(s shape, t reflect.Type) (*typeRef, error) {
	elem, err := resolve(t.Elem())
	if err != nil {
		return nil, err
	}
	return &typeRef{shape: s, elem: elem}, nil
}

// itemsType is the named slice in a type, if there is one.
func (t *typeRef) itemsType() reflect.Type {
	for ; t != nil; t = t.elem {
		if t.shape == items {
			return t.target
		}
	}
	return nil
}

// leaf is the type at the end of all pointers, lists and maps.
func (t *typeRef) leaf() *typeRef {
	for t.elem != nil {
		t = t.elem
	}
	return t
}
