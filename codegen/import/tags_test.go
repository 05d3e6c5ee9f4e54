package main

import (
	"reflect"
	"testing"
)

func tagged(tag string) reflect.StructField {
	return reflect.StructField{Name: "CABundle", Type: reflect.TypeFor[string](), Tag: reflect.StructTag(tag)}
}

func TestParseJSONTag(t *testing.T) {
	for tag, want := range map[string]jsonTag{
		`json:"caBundle"`:                    {name: "caBundle"},
		`json:"caBundle,omitempty"`:          {name: "caBundle", omitempty: true},
		`json:"caBundle,omitempty,omitzero"`: {name: "caBundle", omitempty: true, omitzero: true},
		`json:",omitempty"`:                  {name: "CABundle", omitempty: true},
		`json:"-"`:                           {name: "cABundle", none: true},
	} {
		if got, err := parseJSONTag(tagged(tag)); err != nil || got != want {
			t.Errorf("%s: got %+v, %v", tag, got, err)
		}
	}
	embedded := tagged(`json:",inline"`)
	embedded.Anonymous = true
	if got, err := parseJSONTag(embedded); err != nil || !got.inline {
		t.Errorf("embedded: got %+v, %v", got, err)
	}
	for _, tag := range []string{`json:",inline"`, `json:"a,string"`, ``} {
		if got, err := parseJSONTag(tagged(tag)); err == nil {
			t.Errorf("%s: no error but %+v", tag, got)
		}
	}
}

func TestParseProtobufTag(t *testing.T) {
	for tag, want := range map[string]protobufTag{
		``:                                      {},
		`protobuf:"-"`:                          {},
		`protobuf:"bytes,12,opt,name=caBundle"`: {number: 12, wire: "bytes"},
		`protobuf:"varint,1,rep,casttype=X"`:    {number: 1, wire: "varint"},
	} {
		if got, err := parseProtobufTag(tagged(tag)); err != nil || got != want {
			t.Errorf("%s: got %+v, %v", tag, got, err)
		}
	}
	for _, tag := range []string{`protobuf:"bytes"`, `protobuf:"bytes,0,opt"`, `protobuf:"text,1,opt"`, `protobuf:"bytes,1,packed"`} {
		if got, err := parseProtobufTag(tagged(tag)); err == nil {
			t.Errorf("%s: no error but %+v", tag, got)
		}
	}
}

func TestPatchTag(t *testing.T) {
	strategies, key := patchTag(tagged(`patchStrategy:"merge,retainKeys" patchMergeKey:"name"`))
	if !reflect.DeepEqual(strategies, []string{"merge", "retainKeys"}) || key != "name" {
		t.Errorf("got %v %s", strategies, key)
	}
}
