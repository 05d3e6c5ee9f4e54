package main

import (
	"bytes"
	"maps"
	"testing"
	"unicode/utf8"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"io.kybern/codegen/import/apis"
)

// TestEveryKind makes an object of each kind; generate itself makes sure that the four files hold the same object.
func TestEveryKind(t *testing.T) {
	scheme, err := apis.Scheme()
	if err != nil {
		t.Fatal(err)
	}
	f := newFormats(scheme)
	kinds := protobufKinds(scheme)
	if len(kinds) < 300 {
		t.Errorf("only %d kinds", len(kinds))
	}
	for _, gvk := range kinds {
		if _, err := generate(scheme, f, newRandom(scheme, 42, gvk.String()), gvk); err != nil {
			t.Errorf("%v: %v", gvk, err)
		}
	}
}

func TestSameSeedSameObject(t *testing.T) {
	scheme, err := apis.Scheme()
	if err != nil {
		t.Fatal(err)
	}
	f := newFormats(scheme)
	gvk := schema.GroupVersionKind{Version: "v1", Kind: "Pod"}
	object := func(seed int64) map[string][]byte {
		files, err := generate(scheme, f, newRandom(scheme, seed, gvk.String()), gvk)
		if err != nil {
			t.Fatal(err)
		}
		return files
	}
	if !maps.EqualFunc(object(1), object(1), bytes.Equal) {
		t.Error("one seed gave two objects")
	}
	if maps.EqualFunc(object(1), object(2), bytes.Equal) {
		t.Error("two seeds gave one object")
	}
}

func TestTextIsValid(t *testing.T) {
	r := newRandomForTest(t)
	lengths := map[bool]int{}
	for range 10_000 {
		text := r.text()
		if !utf8.ValidString(text) {
			t.Fatalf("%q", text)
		}
		lengths[text == ""]++
	}
	if lengths[true] == 0 || lengths[false] == 0 {
		t.Error("texts are never empty, or always")
	}
}

func newRandomForTest(t *testing.T) *random {
	t.Helper()
	scheme, err := apis.Scheme()
	if err != nil {
		t.Fatal(err)
	}
	return newRandom(scheme, 1, "test")
}
