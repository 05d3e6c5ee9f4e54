package main

import (
	"strings"
	"testing"
)

func TestFieldWords(t *testing.T) {
	text := &typeRef{shape: scalar, name: "string"}
	for want, f := range map[string]*field{
		"name 1 string":                      {json: "name", goName: "Name", number: 1, typ: text},
		"uid 5 string go=UID omitempty":      {json: "uid", goName: "UID", number: 5, typ: text, omitempty: true},
		"x - string nojson pbzero=skip":      {json: "x", goName: "X", typ: text, nojson: true, pbzeroSkip: true},
		`p 2 string wire=varint default="A"`: {json: "p", goName: "P", number: 2, typ: text, wire: "varint", facts: openapiFacts{defaultValue: `"A"`}},
		"c 3 []string required list=map keys=a,b patch=merge,retainKeys mergekey=a union=- deprecated gate=G": {json: "c", goName: "C", number: 3,
			typ: &typeRef{shape: list, elem: text}, patch: []string{"merge", "retainKeys"}, mergeKey: "a", deprecated: true, gate: "G",
			facts: openapiFacts{required: true, list: "map", keys: []string{"a", "b"}, union: "-"}},
	} {
		if got := strings.Join(fieldWords(f), " "); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func TestEnumText(t *testing.T) {
	if got, want := enumText([]string{"", "A", "b c", "d,e"}), `"",A,"b\u0020c","d\u002ce"`; got != want {
		t.Errorf("got %s, not %s", got, want)
	}
}

func TestResourceLines(t *testing.T) {
	r := &apiResource{name: "things", kind: "Thing", singular: "thing", shortNames: []string{"th", "t"}, namespaced: true, accessor: "Things",
		server: []string{"get"}, client: []string{}, columns: []string{"Name:string(name)", "Created At:date"},
		methods: []*method{{name: "Bind", args: []argument{{"name", "string"}, {"scale", "autoscaling.v1.Scale"}}, returns: "-", verb: "create", sub: "binding"},
			{name: "Selector", returns: "fieldselector"}},
		subs: []*subresource{{name: "scale", kind: "autoscaling.v1.Scale", server: []string{"get", "update"}}}}
	want := `resource things kind=Thing singular=thing short=th,t scope=Namespaced accessor=Things
  server get
  client -
  method Bind name=string,scale=autoscaling.v1.Scale returns=- verb=create sub=binding
  method Selector - returns=fieldselector verb=-
  sub scale kind=autoscaling.v1.Scale server=get,update
  columns Name:string(name)|Created At:date`
	if got := strings.Join(resourceLines(r), "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestFieldOrder(t *testing.T) {
	one, nine, a, b := &field{number: 1, json: "z"}, &field{number: 9, json: "y"}, &field{json: "a"}, &field{json: "b"}
	for _, pair := range [][2]*field{{one, nine}, {nine, a}, {a, b}} {
		if !less(pair[0], pair[1]) || less(pair[1], pair[0]) {
			t.Errorf("%+v and %+v", pair[0], pair[1])
		}
	}
}
