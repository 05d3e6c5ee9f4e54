package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
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
		mergeMessage(c, m, s, names, p)
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

func mergeMessage(c *collector, m *message, s *openapiSchema, names map[string]string, p *problems) {
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
		found[f.json] = true
	}
	mergeFields(c, m, s, names, p)
	for name := range s.Properties {
		if !found[name] {
			p.addf("%s.%s: only in OpenAPI", where, name)
		}
	}
	for _, name := range s.Required {
		if !found[name] {
			p.addf("%s: requires %s, which it does not have", where, name)
		}
	}
	mergeUnions(m, s, p)
}

// mergeFields adds the facts of a message's own fields. Those of an inlined one are in the schema of the message it stands in, and
// have to be the same wherever it does.
func mergeFields(c *collector, m *message, s *openapiSchema, names map[string]string, p *problems) {
	for _, f := range m.fields {
		where := m.qualified() + "." + f.json
		if f.nojson {
			continue
		}
		if f.inline {
			mergeFields(c, c.messages[f.goType], s, names, p)
			continue
		}
		property := s.Properties[f.json]
		if property == nil {
			p.addf("%s: not in OpenAPI", where)
			continue
		}
		facts := factsOf(where, f, property, names, p)
		facts.required = slices.Contains(s.Required, f.json)
		facts.union = f.facts.union
		if f.merged && !reflect.DeepEqual(facts, f.facts) {
			p.addf("%s: not the same wherever it is inlined: %+v, %+v", where, f.facts, facts)
		}
		f.facts, f.merged = facts, true
	}
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

// addRegistrations notes in which groups the kinds are registered that have no group of their own.
func addRegistrations(c *collector, kinds map[string][]openapiKind, p *problems) {
	meta := c.packageByJava("meta.v1")
	for _, k := range meta.kinds {
		registered := kinds[metaV1+k.name]
		if k.apiVersion != "*" {
			continue
		}
		for _, r := range registered {
			if r.Kind != k.name {
				p.addf("meta.v1.%s: registered as %v", k.name, r)
			}
			k.registered = append(k.registered, orDash(r.Group)+"/"+r.Version)
		}
		slices.Sort(k.registered)
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

// factsOf reads what OpenAPI says about a field.
func factsOf(where string, f *field, s *openapiSchema, names map[string]string, p *problems) openapiFacts {
	if difference := describes(s, f.typ, names); difference != "" {
		p.addf("%s: Go has %s, %s", where, f.typ, difference)
	}
	facts := openapiFacts{list: s.ListType, keys: s.ListMapKeys}
	if f.typ.shape == scalar && scalarSchemas[f.typ.name][1] == "" {
		facts.format = s.Format
	}
	if s.ListType != "" && s.Type != "array" && f.typ.String() != "bytes" {
		p.addf("%s: list type of a %s", where, f.typ)
	}
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
	for _, values := range []*openapiSchema{s, s.Items, s.AdditionalProperties} {
		if values != nil {
			for _, value := range values.Enum {
				facts.enum = append(facts.enum, fmt.Sprint(value))
			}
		}
	}
	defaultFact(where, f, s, &facts, p)
	return facts
}

// defaultFact keeps a default unless it is the one every field of that type and presence has.
func defaultFact(where string, f *field, s *openapiSchema, facts *openapiFacts, p *problems) {
	var text string
	if len(s.Default) > 0 {
		var compact bytes.Buffer
		if err := json.Compact(&compact, s.Default); err != nil {
			p.addf("%s: default: %v", where, err)
		}
		text = compact.String()
	}
	switch usual := f.usualDefault(); {
	case text == usual:
	case text == "":
		p.addf("%s: no default, %s expected", where, usual)
	default:
		facts.defaultValue = text
	}
	if strings.ContainsAny(facts.defaultValue, " \n") {
		p.addf("%s: default with a space: %s", where, facts.defaultValue)
	}
}

var zeroDefaults = map[string]string{"bool": "false", "string": `""`, "int32": "0", "int64": "0", "float32": "0", "float64": "0"}

// usualDefault is what OpenAPI says of every field that Go always writes: its zero value.
func (f *field) usualDefault() string {
	switch f.typ.shape {
	case structure:
		return "{}"
	case scalar:
		if !f.omitempty {
			return zeroDefaults[f.typ.name]
		}
	}
	return ""
}
