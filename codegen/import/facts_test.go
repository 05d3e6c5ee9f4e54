package main

import (
	"encoding/json"
	"testing"
)

func TestIsDeprecated(t *testing.T) {
	for text, want := range map[string]bool{
		"Deprecated: use another.":              true,
		"The old one. Deprecated: gone soon.":   true,
		"The old one.\n\nDeprecated: gone soon": true,
		"DEPRECATED - see elsewhere":            true,
		"Tells if something is deprecated.":     false,
		"The DeprecatedThing":                   false,
		"":                                      false,
	} {
		if isDeprecated(text) != want {
			t.Errorf("%q: not %v", text, want)
		}
	}
}

func TestGateOf(t *testing.T) {
	for text, want := range map[string]string{
		"This requires the Alpha feature gate.":                 "Alpha",
		"Beta; requires enabling the A1b and C2d feature gates": "A1b,C2d",
		"It depends on the Alpha feature gate.":                 "Alpha",
		"Done. The Alpha feature gate must be enabled to use":   "Alpha",
		"Used only when the Alpha feature gate is enabled":      "Alpha",
		"When the Alpha feature gate is enabled, it differs":    "",
		"requires a feature gate":                               "",
	} {
		if got := gateOf(text); got != want {
			t.Errorf("%q: got %q, not %q", text, got, want)
		}
	}
}

func TestDescribes(t *testing.T) {
	names := map[string]string{"core.v1.Pod": "io.k8s.api.core.v1.Pod"}
	pod := &typeRef{shape: structure, name: "core.v1.Pod"}
	integer := &typeRef{shape: scalar, name: "int32"}
	for text, typ := range map[string]*typeRef{
		`{"type":"integer","format":"int32"}`:                                                             {shape: pointer, elem: integer},
		`{"type":"array","items":{"type":"integer","format":"int32","default":0}}`:                        {shape: list, elem: integer},
		`{"type":"object","additionalProperties":{"$ref":"#/components/schemas/io.k8s.api.core.v1.Pod"}}`: {shape: dict, elem: pod},
		`{"allOf":[{"$ref":"#/components/schemas/io.k8s.api.core.v1.Pod"}],"default":{}}`:                 pod,
		`{"$ref":"#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.Time"}`:                       {shape: builtin, name: "time"},
		`{"type":"string","format":"byte"}`:                                                               {shape: scalar, name: "bytes"},
		`{"type":"array","items":{"type":"string"}}`:                                                      {shape: items, elem: &typeRef{shape: scalar, name: "string"}},
		`{"type":"string","format":"special"}`:                                                            {shape: scalar, name: "string"},
	} {
		if difference := describes(parseSchema(t, text), typ, names); difference != "" {
			t.Errorf("%s of %s: %s", text, typ, difference)
		}
	}
	for text, typ := range map[string]*typeRef{
		`{"type":"integer","format":"int64"}`: integer,
		`{"type":"string"}`:                   integer,
		`{"type":"array","items":{"type":"integer","format":"int32","default":1}}`: {shape: list, elem: integer},
		`{"type":"object"}`: {shape: dict, elem: integer},
		`{"$ref":"#/components/schemas/io.k8s.api.core.v1.Node"}`:                        pod,
		`{"$ref":"#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime"}`: {shape: builtin, name: "time"},
	} {
		if describes(parseSchema(t, text), typ, names) == "" {
			t.Errorf("%s of %s: no difference", text, typ)
		}
	}
}

func parseSchema(t *testing.T, text string) *openapiSchema {
	t.Helper()
	var s openapiSchema
	if err := json.Unmarshal([]byte(text), &s); err != nil {
		t.Fatal(err)
	}
	return &s
}

func TestReviewed(t *testing.T) {
	table := newReviewed("table", map[string]string{"known": "reason", "unused": "reason"})
	p := &problems{list: []string{"new", "known", "new"}}
	p.accept(table)
	if got := p.sorted(); len(got) != 1 || got[0] != "new" {
		t.Errorf("got %v", got)
	}
	table.reportUnused(p)
	if len(p.list) != 2 {
		t.Errorf("got %v", p.list)
	}
}
