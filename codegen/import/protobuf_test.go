package main

import (
	"reflect"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
)

func TestParseWire(t *testing.T) {
	data := []byte{0x08, 0x96, 0x01, 0x12, 0x02, 'h', 'i', 0x19, 1, 2, 3, 4, 5, 6, 7, 8, 0x25, 1, 2, 3, 4}
	got, err := parseWire(data)
	if err != nil || len(got) != 4 {
		t.Fatalf("got %v, %v", got, err)
	}
	for i, wire := range []string{"varint", "bytes", "fixed64", "fixed32"} {
		if got[i].number != i+1 || got[i].wire != wire {
			t.Errorf("field %d: %+v", i+1, got[i])
		}
	}
	if string(got[1].data) != "hi" {
		t.Errorf("data %q", got[1].data)
	}
	for _, broken := range [][]byte{{0x08}, {0x12, 5, 'x'}, {0x19, 1}, {0x0b}, {0xff, 0xff}} {
		if got, err := parseWire(broken); err == nil {
			t.Errorf("%x: no error but %v", broken, got)
		}
	}
}

// liar says one thing in its tags and marshals another.
type liar struct {
	Skipped string `json:"skipped" protobuf:"bytes,1,opt,name=skipped"`
	Hidden  string `json:"hidden"`
}

func (l *liar) Marshal() ([]byte, error) {
	data := []byte{}
	if l.Hidden != "" {
		data = append(data, 0x12, 1, 'x')
	}
	if l.Skipped != "" {
		data = append(data, 0x0a, 1, 'x')
	}
	return data, nil
}

func TestVerifyProtobufFindsLies(t *testing.T) {
	text := &typeRef{shape: scalar, name: "string"}
	skipped := &field{json: "skipped", number: 1, typ: text, index: 0}
	hidden := &field{json: "hidden", typ: text, index: 1}
	m := &message{name: "liar", pkg: &apiPackage{java: "test.v1"}, goType: reflect.TypeFor[liar](), fields: []*field{skipped, hidden}}
	p := &problems{}
	verifyProtobuf(m, p)
	if !skipped.pbzeroSkip || len(p.list) != 1 || !strings.Contains(p.list[0], "hidden") {
		t.Errorf("skip %v, problems %v", skipped.pbzeroSkip, p.list)
	}
	hidden.number = 2
	skipped.number = 3
	p = &problems{}
	verifyProtobuf(m, p)
	if len(p.list) == 0 {
		t.Error("a wrong number was not found")
	}
}

func TestVerifyProtobufBelievesTheTruth(t *testing.T) {
	p := &problems{}
	c := newCollector(nil, p)
	c.enqueue(reflect.TypeFor[corev1.Secret]())
	c.collectAll()
	for _, m := range c.messages {
		verifyProtobuf(m, p)
		verifyJSON(m, p)
	}
	if len(p.list) > 0 {
		t.Error(p.list)
	}
}

func TestFillFillsEverything(t *testing.T) {
	var pod corev1.Pod
	fill(reflect.ValueOf(&pod).Elem(), 4)
	if pod.Name == "" || len(pod.Spec.Containers) != 2 || len(pod.Labels) != 2 || pod.Spec.Containers[1].Resources.Limits == nil {
		t.Errorf("got %+v", pod)
	}
}
