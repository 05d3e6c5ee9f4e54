// Command randomobjects writes random objects of every Kubernetes kind as JSON, YAML, protobuf and CBOR, with Go's own encoders:
// the test data for codecs in other languages. Every object reads back from each of its four files as the same object.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"io.kybern/codegen/import/apis"
)

func main() {
	seed := flag.Int64("seed", 1, "seed of the random numbers; the same seed gives the same files")
	perKind := flag.Int("per-kind", 1, "objects per kind")
	out := flag.String("out", "", "`folder` to write to")
	flag.Parse()
	if err := run(*seed, *perKind, *out); err != nil {
		fmt.Fprintln(os.Stderr, "randomobjects:", err)
		os.Exit(1)
	}
}

func run(seed int64, perKind int, out string) error {
	if out == "" {
		return fmt.Errorf("-out is missing")
	}
	scheme, err := apis.Scheme()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	formats := newFormats(scheme)
	kinds := protobufKinds(scheme)
	for _, gvk := range kinds {
		// Each kind has its own source, so that a new kind leaves the objects of the others as they are.
		random := newRandom(scheme, seed, gvk.String())
		for n := range perKind {
			files, err := generate(scheme, formats, random, gvk)
			if err != nil {
				return fmt.Errorf("%v number %d: %w", gvk, n, err)
			}
			for format, data := range files {
				name := fmt.Sprintf("%s.%s.%s.%d.%s", groupName(gvk), gvk.Version, gvk.Kind, n, format)
				if err := os.WriteFile(filepath.Join(out, name), data, 0o644); err != nil {
					return err
				}
			}
		}
	}
	fmt.Printf("%d kinds, %d objects\n", len(kinds), len(kinds)*perKind)
	return nil
}

func groupName(gvk schema.GroupVersionKind) string {
	if gvk.Group == "" {
		return "core"
	}
	return gvk.Group
}

// protobufKinds lists the external kinds that have a protobuf encoding, without the options and events each group repeats.
func protobufKinds(scheme *runtime.Scheme) (kinds []schema.GroupVersionKind) {
	for gvk, t := range scheme.AllKnownTypes() {
		shared := t.PkgPath() == apis.MetaPackage && apis.SharedKinds[gvk.Kind] == "*"
		if gvk.Version != runtime.APIVersionInternal && !shared && hasProtobuf(t) {
			kinds = append(kinds, gvk)
		}
	}
	sort.Slice(kinds, func(i, j int) bool { return kinds[i].String() < kinds[j].String() })
	return kinds
}
