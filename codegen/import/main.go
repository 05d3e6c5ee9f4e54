// Command import writes schema/*.schema: the facts about every Kubernetes API type, by reflection over the Go modules that define
// them and from files captured from a running API server. It fails, and writes nothing, if anything is not understood.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"

	"io.kybern/codegen/import/apis"
)

func main() {
	facts := flag.String("facts", os.Getenv("KYBERN_FACTS"), "`folder` with the facts captured from a running API server")
	out := flag.String("out", "", "`folder` to write the schema files to")
	flag.Parse()
	if err := run(*facts, *out); err != nil {
		fmt.Fprintln(os.Stderr, "import:", err)
		os.Exit(1)
	}
}

func run(facts, out string) error {
	if facts == "" || out == "" {
		return fmt.Errorf("-facts or -out is missing")
	}
	p := &problems{}
	c, err := read(facts, p)
	if err != nil {
		return err
	}
	reportUnused(p)
	if len(p.list) > 0 {
		texts := p.sorted()
		for _, text := range texts {
			fmt.Fprintln(os.Stderr, text)
		}
		return fmt.Errorf("%d problems, nothing written", len(texts))
	}
	return write(c, out)
}

// read collects and compares everything; what does not fit is in the problems.
func read(facts string, p *problems) (*collector, error) {
	scheme, err := apis.Scheme()
	if err != nil {
		return nil, err
	}
	c := newCollector(scheme, p)
	c.collect()
	for _, m := range c.messages {
		verifyProtobuf(m, p)
		verifyJSON(m, p)
		addMarkers(m)
	}
	if err := checkComplete(c, p); err != nil {
		return nil, err
	}
	schemas, err := readOpenAPI(facts)
	if err != nil {
		return nil, err
	}
	addOpenAPI(c, schemas, p)
	if err := collectClients(c, p); err != nil {
		return nil, err
	}
	if err := addDiscovery(c, facts, p); err != nil {
		return nil, err
	}
	if err := addColumns(c, facts, p); err != nil {
		return nil, err
	}
	finishResources(c, p)
	return c, checkPaths(c, facts, p)
}

// write replaces all schema files of the folder.
func write(c *collector, out string) error {
	old, err := filepath.Glob(filepath.Join(out, "*.schema"))
	if err != nil {
		return err
	}
	for _, name := range old {
		if err := os.Remove(name); err != nil {
			return err
		}
	}
	names := make([]string, 0, len(c.packages))
	for name := range c.packages {
		names = append(names, name)
	}
	sort.Strings(names)
	kinds, resources, messages, fields := 0, 0, 0, 0
	for _, name := range names {
		p := c.packages[name]
		kinds += len(p.kinds)
		resources += len(p.resources)
		messages += len(p.messages)
		for _, m := range p.messages {
			fields += len(m.fields)
		}
		if err := os.WriteFile(filepath.Join(out, p.java+".schema"), []byte(render(p)), 0o644); err != nil {
			return err
		}
	}
	fmt.Printf("%d files, %d kinds, %d resources, %d messages, %d fields\n", len(names), kinds, resources, messages, fields)
	return nil
}
