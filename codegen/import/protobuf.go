package main

import (
	"bytes"
	"fmt"
	"reflect"
	"slices"
)

// wireNames are protobuf's wire types by number.
var wireNames = map[int]string{0: "varint", 1: "fixed64", 2: "bytes", 3: "group", 5: "fixed32"}

// wireField is one field found in an encoded message.
type wireField struct {
	number int
	wire   string
	data   []byte // of a bytes field
}

// parseWire splits an encoded message into its fields.
func parseWire(data []byte) (fields []wireField, err error) {
	varint := func() (v uint64) {
		for shift := 0; ; shift += 7 {
			if len(data) == 0 || shift > 63 {
				err = fmt.Errorf("broken varint")
				return 0
			}
			b := data[0]
			data = data[1:]
			v |= uint64(b&0x7f) << shift
			if b < 0x80 {
				return v
			}
		}
	}
	take := func(n uint64) []byte {
		if n > uint64(len(data)) {
			err = fmt.Errorf("field longer than its message")
			return nil
		}
		taken := data[:n]
		data = data[n:]
		return taken
	}
	for len(data) > 0 && err == nil {
		tag := varint()
		f := wireField{number: int(tag >> 3), wire: wireNames[int(tag&7)]}
		switch f.wire {
		case "varint":
			varint()
		case "fixed64":
			take(8)
		case "fixed32":
			take(4)
		case "bytes":
			f.data = take(varint())
		default:
			return nil, fmt.Errorf("field %d: wire type %d", f.number, tag&7)
		}
		fields = append(fields, f)
	}
	return fields, err
}

func marshal(v reflect.Value) ([]wireField, error) {
	data, err := v.Addr().Interface().(marshaler).Marshal()
	if err != nil {
		return nil, err
	}
	return parseWire(data)
}

func count(fields []wireField, number int) (n int) {
	for _, f := range fields {
		if f.number == number {
			n++
		}
	}
	return n
}

// verifyProtobuf compares what the fields say with what Marshal writes: for a zero object, for each field set alone, for all of them.
func verifyProtobuf(m *message, p *problems) {
	report := func(f *field, format string, args ...any) {
		where := m.qualified()
		if f != nil {
			where += "." + f.json
		}
		p.addf("%s: protobuf: %s", where, fmt.Sprintf(format, args...))
	}
	if !reflect.PointerTo(m.goType).Implements(marshalerType) {
		for _, f := range m.fields {
			if f.number != 0 {
				report(f, "number %d in a type without Marshal", f.number)
			}
		}
		return
	}
	zero, err := marshal(reflect.New(m.goType).Elem())
	if err != nil {
		report(nil, "zero object: %v", err)
		return
	}
	known := map[int]bool{}
	all := reflect.New(m.goType).Elem()
	for _, f := range m.fields {
		if f.number == 0 {
			verifyAbsent(m, f, zero, report)
			continue
		}
		known[f.number] = true
		if present := count(zero, f.number) > 0; present != f.typ.isValue() {
			if present {
				report(f, "a %s is written in a zero object", f.typ)
			}
			f.pbzeroSkip = !present
		}
		verifyField(m, f, report)
		fill(all.Field(f.index), 3)
	}
	full, err := marshal(all)
	if err != nil {
		report(nil, "full object: %v", err)
		return
	}
	for _, f := range full {
		if !known[f.number] {
			report(nil, "unknown field %d is written", f.number)
		}
	}
	if !slices.IsSortedFunc(full, func(a, b wireField) int { return a.number - b.number }) {
		report(nil, "fields are not written in ascending order")
	}
}

type reporter func(f *field, format string, args ...any)

// verifyAbsent checks that a field without a number is really not written.
func verifyAbsent(m *message, f *field, zero []wireField, report reporter) {
	object := reflect.New(m.goType).Elem()
	fill(object.Field(f.index), 3)
	written, err := marshal(object)
	if err != nil || len(written) != len(zero) {
		report(f, "has no number but is written (%v)", err)
	}
}

// verifyField checks the number and wire type, and how many times a list or map is written.
func verifyField(m *message, f *field, report reporter) {
	object := reflect.New(m.goType).Elem()
	fill(object.Field(f.index), 3)
	written, err := marshal(object)
	if err != nil {
		report(f, "%v", err)
		return
	}
	expected := 1
	if f.typ.shape == list || f.typ.shape == dict {
		expected = object.Field(f.index).Len()
	}
	if n := count(written, f.number); n != expected {
		report(f, "written %d times, not %d", n, expected)
	}
	var previous []byte
	for _, w := range written {
		if w.number != f.number {
			continue
		}
		if w.wire != defaultWire(f.typ) {
			f.wire = w.wire
		}
		switch f.typ.shape {
		case dict:
			entry, err := parseWire(w.data)
			if err != nil || len(entry) != 2 || entry[0].number != 1 || entry[1].number != 2 || entry[1].wire != defaultWire(f.typ.elem) {
				report(f, "odd map entry %v %v", entry, err)
			} else if bytes.Compare(previous, entry[0].data) > 0 {
				report(f, "map keys are not sorted")
			} else {
				previous = entry[0].data
			}
		case items:
			entries, err := parseWire(w.data)
			if err != nil || len(entries) != 2 || entries[0].number != 1 || entries[1].number != 1 {
				report(f, "odd items %v %v", entries, err)
			}
		}
	}
}
