package main

import (
	"os"
	"path/filepath"
	"testing"
)

// TestSchemaIsCurrent needs the captured facts: KYBERN_FACTS names their folder.
func TestSchemaIsCurrent(t *testing.T) {
	facts := os.Getenv("KYBERN_FACTS")
	if facts == "" {
		t.Skip("KYBERN_FACTS is not set")
	}
	out := t.TempDir()
	if err := run(facts, out); err != nil {
		t.Fatal(err)
	}
	written, err := filepath.Glob(filepath.Join(out, "*.schema"))
	if err != nil {
		t.Fatal(err)
	}
	kept, err := filepath.Glob("../../schema/*.schema")
	if err != nil || len(kept) != len(written) {
		t.Errorf("%d files, schema/ has %d (%v)", len(written), len(kept), err)
	}
	for _, file := range written {
		now, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		before, err := os.ReadFile(filepath.Join("../../schema", filepath.Base(file)))
		if err != nil || string(now) != string(before) {
			t.Errorf("%s is not current (%v)", filepath.Base(file), err)
		}
	}
}
