package main

import (
	"encoding/json"
	"fmt"
	"strings"
)

// openapiSchema is the part of an OpenAPI schema the server uses. An unknown part is an error.
type openapiSchema struct {
	Ref                  string                    `json:"$ref"`
	Type                 string                    `json:"type"`
	Format               string                    `json:"format"`
	Properties           map[string]*openapiSchema `json:"properties"`
	Required             []string                  `json:"required"`
	Items                *openapiSchema            `json:"items"`
	AdditionalProperties *openapiSchema            `json:"additionalProperties"`
	AllOf                []*openapiSchema          `json:"allOf"`
	OneOf                []*openapiSchema          `json:"oneOf"`
	Default              json.RawMessage           `json:"default"`
	Enum                 []any                     `json:"enum"`
	ListType             string                    `json:"x-kubernetes-list-type"`
	ListMapKeys          []string                  `json:"x-kubernetes-list-map-keys"`
	MapType              string                    `json:"x-kubernetes-map-type"`
	PatchStrategy        string                    `json:"x-kubernetes-patch-strategy"`
	PatchMergeKey        string                    `json:"x-kubernetes-patch-merge-key"`
	Unions               []openapiUnion            `json:"x-kubernetes-unions"`
	Kinds                []openapiKind             `json:"x-kubernetes-group-version-kind"`
}

type openapiUnion struct {
	Discriminator string            `json:"discriminator"`
	Fields        map[string]string `json:"fields-to-discriminateBy"`
}

type openapiKind struct {
	Group, Version, Kind string
}

// target is the name of the schema this one refers to, or nothing.
func (s *openapiSchema) target() string {
	ref := s.Ref
	if ref == "" && len(s.AllOf) == 1 {
		ref = s.AllOf[0].Ref
	}
	return strings.TrimPrefix(ref, "#/components/schemas/")
}

// builtinSchemas are the OpenAPI names of the types that are no messages here.
var builtinSchemas = map[string]string{
	"quantity":            "io.k8s.apimachinery.pkg.api.resource.Quantity",
	"intorstring":         "io.k8s.apimachinery.pkg.util.intstr.IntOrString",
	"time":                "io.k8s.apimachinery.pkg.apis.meta.v1.Time",
	"microtime":           "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime",
	"duration":            "io.k8s.apimachinery.pkg.apis.meta.v1.Duration",
	"fieldsv1":            "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1",
	"rawextension":        "io.k8s.apimachinery.pkg.runtime.RawExtension",
	"json":                "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON",
	"schemaorbool":        "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool",
	"schemaorarray":       "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray",
	"schemaorstringarray": "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrStringArray",
}

// scalarSchemas are type and format of Go's scalars.
var scalarSchemas = map[string][2]string{
	"bool": {"boolean", ""}, "int32": {"integer", "int32"}, "int64": {"integer", "int64"}, "string": {"string", ""},
	"bytes": {"string", "byte"}, "float64": {"number", "double"}, "float32": {"number", "float"},
}

// describes tells whether a schema is the one of a type; if not, the text says how they differ.
func describes(s *openapiSchema, t *typeRef, names map[string]string) string {
	switch t.shape {
	case pointer:
		return describes(s, t.elem, names)
	case list, items:
		if s.Type != "array" || s.Items == nil {
			return fmt.Sprintf("OpenAPI has %q for a list", s.Type)
		}
		if d := s.Items.Default; len(d) > 0 && !isZeroJSON(d) {
			return fmt.Sprintf("default %s of a list's items", d)
		}
		return describes(s.Items, t.elem, names)
	case dict:
		if s.Type != "object" || s.AdditionalProperties == nil {
			return fmt.Sprintf("OpenAPI has %q for a map", s.Type)
		}
		if d := s.AdditionalProperties.Default; len(d) > 0 && !isZeroJSON(d) {
			return fmt.Sprintf("default %s of a map's values", d)
		}
		return describes(s.AdditionalProperties, t.elem, names)
	case structure:
		if s.target() != names[t.name] {
			return fmt.Sprintf("OpenAPI refers to %q", s.target())
		}
	case builtin:
		if s.target() != builtinSchemas[t.name] {
			return fmt.Sprintf("OpenAPI refers to %q", s.target())
		}
	case scalar:
		expected := scalarSchemas[t.name]
		if s.Type != expected[0] || s.Format != expected[1] && expected[1] != "" {
			return fmt.Sprintf("OpenAPI has %s %s", s.Type, s.Format)
		}
	}
	return ""
}

func isZeroJSON(d json.RawMessage) bool {
	switch string(d) {
	case `""`, "0", "false", "{}", "null":
		return true
	}
	return false
}
