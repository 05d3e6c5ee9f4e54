package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// addOpenAPI puts what the server's OpenAPI knows into the messages and reports every disagreement with Go.
func addOpenAPI(c *collector, schemas map[string]*openapiSchema, p *problems) {
	names := map[string]string{}
	used := map[string]bool{}
	for _, m := range c.messages {
		names[m.qualified()] = m.pkg.openapi + "." + m.name
	}
	for _, m := range c.messages {
		s, ok := schemas[names[m.qualified()]]
		if !ok {
			continue
		}
		used[names[m.qualified()]] = true
		m.served = true
		mergeMessage(m, s, names, p)
	}
	for _, name := range builtinSchemas {
		used[name] = true
	}
	for name := range schemas {
		if !used[name] && !schemasWithoutMessage.has(name) {
			p.addf("%s: in OpenAPI, but no Go type was found", name)
		}
	}
	reportUnserved(c, schemas, names, p)
}

// reportUnserved finds a type that a served type uses but OpenAPI does not have.
func reportUnserved(c *collector, schemas map[string]*openapiSchema, names map[string]string, p *problems) {
	for _, m := range c.messages {
		for _, f := range m.fields {
			leaf := f.typ.leaf()
			if m.served && leaf.shape == structure && !f.inline && schemas[names[leaf.name]] == nil {
				p.addf("%s.%s: OpenAPI lacks %s", m.qualified(), f.json, leaf.name)
			}
		}
	}
}

func mergeMessage(m *message, s *openapiSchema, names map[string]string, p *problems) {
	where := m.qualified()
	if s.Type != "object" {
		p.addf("%s: OpenAPI type %q", where, s.Type)
	}
	mergeKinds(m, s, p)
	m.structType = s.MapType
	found := map[string]bool{}
	if m.typemeta {
		for _, name := range []string{"apiVersion", "kind"} {
			found[name] = true
			if s.Properties[name] == nil {
				p.addf("%s: OpenAPI lacks %s", where, name)
			}
		}
	}
	for _, f := range m.fields {
		if f.nojson {
			continue
		}
		if f.inline {
			for name := range inlined(f) {
				found[name] = true
			}
			continue
		}
		property := s.Properties[f.json]
		if property == nil {
			p.addf("%s.%s: not in OpenAPI", where, f.json)
			continue
		}
		found[f.json] = true
		mergeField(where+"."+f.json, f, property, names, p)
	}
	for name := range s.Properties {
		if !found[name] {
			p.addf("%s.%s: only in OpenAPI", where, name)
		}
	}
	mergeRequired(m, s, found, p)
	mergeUnions(m, s, p)
}

// mergeKinds checks that the server and the scheme register a type as the same kind.
func mergeKinds(m *message, s *openapiSchema, p *problems) {
	k := m.pkg.kind(m.name)
	if k != nil && k.apiVersion == "*" {
		return // registered in every group
	}
	registered := k != nil && k.apiVersion == ""
	own := openapiKind{Group: m.pkg.group, Version: m.pkg.version, Kind: m.name}
	if k != nil && k.apiVersion == "v1" {
		own, registered = openapiKind{Version: "v1", Kind: m.name}, true
	}
	if slices.Contains(s.Kinds, own) != registered || len(s.Kinds) > 1 {
		p.addf("%s: registered as kind %v, OpenAPI has %v", m.qualified(), registered, s.Kinds)
	}
}

// inlined are the JSON names an inlined field brings along.
func inlined(f *field) map[string]bool {
	names := map[string]bool{}
	for _, name := range expectedJSON(f.goType, true) {
		names[name] = true
	}
	return names
}

func mergeRequired(m *message, s *openapiSchema, found map[string]bool, p *problems) {
	for _, name := range s.Required {
		if !found[name] {
			p.addf("%s: requires %s, which it does not have", m.qualified(), name)
		}
	}
	for _, f := range m.fields {
		f.facts.required = slices.Contains(s.Required, f.json) && !f.inline
	}
}

// mergeUnions marks the members. Only one union per message is understood.
func mergeUnions(m *message, s *openapiSchema, p *problems) {
	if len(s.Unions) > 1 {
		p.addf("%s: more than one union", m.qualified())
		return
	}
	for _, u := range s.Unions {
		for _, name := range slices.Sorted(maps.Keys(u.Fields)) {
			f := m.field(name)
			if f == nil || u.Fields[name] != f.goName {
				p.addf("%s.%s: union member for the value %q", m.qualified(), name, u.Fields[name])
				continue
			}
			f.facts.union = orDash(u.Discriminator)
		}
	}
}

func mergeField(where string, f *field, s *openapiSchema, names map[string]string, p *problems) {
	if difference := describes(s, f.typ, names); difference != "" {
		p.addf("%s: Go has %s, %s", where, f.typ, difference)
	}
	facts := &f.facts
	if f.typ.shape == scalar && scalarSchemas[f.typ.name][1] == "" {
		facts.format = s.Format
	}
	if s.ListType != "" && s.Type != "array" && f.typ.String() != "bytes" {
		p.addf("%s: list type of a %s", where, f.typ)
	}
	facts.list, facts.keys = s.ListType, s.ListMapKeys
	switch {
	case f.typ.shape == dict:
		facts.mapType = s.MapType
	case s.MapType != "" && (f.typ.shape == structure || f.typ.shape == pointer):
		facts.structType = s.MapType
	case s.MapType != "":
		p.addf("%s: map type of a %s", where, f.typ)
	}
	if strings.Join(f.patch, ",") != s.PatchStrategy || f.mergeKey != s.PatchMergeKey {
		p.addf("%s: patch strategy: Go has %q by %q, OpenAPI %q by %q", where, strings.Join(f.patch, ","), f.mergeKey, s.PatchStrategy, s.PatchMergeKey)
	}
	for _, value := range s.Enum {
		facts.enum = append(facts.enum, fmt.Sprint(value))
	}
	if s.Items != nil && len(s.Items.Enum) > 0 {
		for _, value := range s.Items.Enum {
			facts.enum = append(facts.enum, fmt.Sprint(value))
		}
	}
	if len(s.Default) > 0 && !(f.typ.shape != pointer && isZeroJSON(s.Default)) {
		var compact bytes.Buffer
		if err := json.Compact(&compact, s.Default); err != nil {
			p.addf("%s: default: %v", where, err)
		}
		facts.defaultValue = compact.String()
	}
	if strings.ContainsAny(facts.defaultValue, " \n") {
		p.addf("%s: default with a space: %s", where, facts.defaultValue)
	}
}
