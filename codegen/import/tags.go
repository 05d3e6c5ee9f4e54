package main

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// jsonTag is what encoding/json makes of a field.
type jsonTag struct {
	name                string
	inline              bool
	omitempty, omitzero bool
	none                bool
}

func parseJSONTag(f reflect.StructField) (jsonTag, error) {
	text, present := f.Tag.Lookup("json")
	if text == "-" {
		return jsonTag{name: lowerFirst(f.Name), none: true}, nil
	}
	parts := strings.Split(text, ",")
	tag := jsonTag{name: parts[0]}
	inlineOption := false
	for _, option := range parts[1:] {
		switch option {
		case "inline":
			inlineOption = true
		case "omitempty":
			tag.omitempty = true
		case "omitzero":
			tag.omitzero = true
		case "":
		default:
			return tag, fmt.Errorf("json tag %q: unknown option %q", text, option)
		}
	}
	switch {
	case f.Anonymous && tag.name == "":
		if tag.omitempty || tag.omitzero {
			return tag, fmt.Errorf("json tag %q: inlined and omitted", text)
		}
		tag.inline = true
		tag.name = lowerFirst(f.Name)
	case inlineOption:
		return tag, fmt.Errorf("json tag %q: inline on a field encoding/json does not inline", text)
	case !present:
		return tag, fmt.Errorf("no json tag")
	case tag.name == "":
		tag.name = f.Name
	}
	return tag, nil
}

// protobufTag is the field number and wire type in a protobuf tag; number 0 means the field is not in protobuf.
type protobufTag struct {
	number int
	wire   string
}

func parseProtobufTag(f reflect.StructField) (protobufTag, error) {
	text, present := f.Tag.Lookup("protobuf")
	if !present || text == "-" {
		return protobufTag{}, nil
	}
	parts := strings.Split(text, ",")
	if len(parts) < 2 {
		return protobufTag{}, fmt.Errorf("protobuf tag %q: too short", text)
	}
	number, err := strconv.Atoi(parts[1])
	if err != nil || number < 1 {
		return protobufTag{}, fmt.Errorf("protobuf tag %q: bad number", text)
	}
	tag := protobufTag{number: number, wire: parts[0]}
	switch tag.wire {
	case "varint", "bytes", "fixed64", "fixed32", "group":
	default:
		return tag, fmt.Errorf("protobuf tag %q: unknown wire type", text)
	}
	for _, part := range parts[2:] {
		switch key, _, _ := strings.Cut(part, "="); key {
		// Upstream writes opt, rep and req by hand and not always right; verifyProtobuf looks at what is really written.
		case "opt", "rep", "req", "name", "casttype", "castkey", "castvalue", "json":
		default:
			return tag, fmt.Errorf("protobuf tag %q: unknown part %q", text, part)
		}
	}
	return tag, nil
}

// patchTag reads the strategic merge patch facts of a field.
func patchTag(f reflect.StructField) (strategies []string, mergeKey string) {
	if s := f.Tag.Get("patchStrategy"); s != "" {
		strategies = strings.Split(s, ",")
	}
	return strategies, f.Tag.Get("patchMergeKey")
}

// defaultWire is the protobuf wire type a schema type has unless told otherwise.
func defaultWire(t *typeRef) string {
	switch t.shape {
	case pointer, list:
		return defaultWire(t.elem)
	case scalar:
		switch t.name {
		case "bool", "int32", "int64", "uint32", "uint64", "int":
			return "varint"
		case "float64":
			return "fixed64"
		case "float32":
			return "fixed32"
		}
	}
	return "bytes"
}

func lowerFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}

func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
