package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
)

// verifyJSON compares what the fields say with what encoding/json writes for a zero object and for a full one.
func verifyJSON(m *message, p *problems) {
	if _, own := reflect.New(m.goType).Interface().(json.Marshaler); own {
		p.addf("%s: has its own JSON encoding but is no builtin", m.qualified())
		return
	}
	object := reflect.New(m.goType).Elem()
	compareJSON(m, object, expectedJSON(m.goType, false), "zero", p)
	for _, f := range m.fields {
		if !f.nojson {
			fill(object.Field(f.index), 2)
		}
	}
	compareJSON(m, object, expectedJSON(m.goType, true), "full", p)
}

func compareJSON(m *message, object reflect.Value, expected []string, which string, p *problems) {
	data, err := json.Marshal(object.Addr().Interface())
	if err != nil {
		p.addf("%s: %s object as JSON: %v", m.qualified(), which, err)
		return
	}
	var written map[string]json.RawMessage
	if err := json.Unmarshal(data, &written); err != nil {
		p.addf("%s: %s object as JSON: %v", m.qualified(), which, err)
		return
	}
	if found := slices.Sorted(maps.Keys(written)); fmt.Sprint(found) != fmt.Sprint(expected) {
		p.addf("%s: %s object as JSON has %v, not %v", m.qualified(), which, found, expected)
	}
}

// expectedJSON lists the names a zero or full object of a type has by its tags.
func expectedJSON(t reflect.Type, full bool) []string {
	names := map[string]bool{}
	var walk func(t reflect.Type)
	walk = func(t reflect.Type) {
		for i := range t.NumField() {
			f := t.Field(i)
			tag, err := parseJSONTag(f)
			switch {
			case err != nil || tag.none:
			case tag.inline && f.Name != "TypeMeta":
				walk(f.Type)
			case tag.inline:
			case full || !tag.omitzero && !(tag.omitempty && f.Type.Kind() != reflect.Struct):
				names[tag.name] = true
			}
		}
	}
	walk(t)
	return slices.Sorted(maps.Keys(names))
}
