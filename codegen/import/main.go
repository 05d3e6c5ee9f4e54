// Command import writes schema/*.schema: the facts about every Kubernetes API type, by reflection over the Go modules that define
// them and from what an API server says about itself. It fails, and writes nothing, if anything is not understood.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"sort"
	"strings"
	"syscall"

	"io.kybern/codegen/import/apis"
)

func main() {
	out := flag.String("out", "../../schema", "`folder` to write the schema files to")
	url := flag.String("server", "", "`URL` of a running API server with every group and gate on (default: one is started)")
	tokenFile := flag.String("token-file", "", "`file` with the bearer token for -server")
	caFile := flag.String("ca-file", "", "`file` with the certificate authority of -server")
	kubeconfig := flag.String("kubeconfig", "", "`file` that says where a running API server is")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	importInto := func(s *server) error { return run(ctx, s, *out) }
	var err error
	switch {
	case flag.NArg() > 0:
		err = fmt.Errorf("unknown argument %q", flag.Arg(0))
	case *url == "" && *kubeconfig == "" && (*tokenFile != "" || *caFile != ""):
		err = errors.New("-token-file and -ca-file belong to -server")
	case *url == "" && *kubeconfig == "":
		err = withCluster(ctx, importInto)
	default:
		var s *server
		if s, err = serverOf(*url, *tokenFile, *caFile, *kubeconfig); err == nil {
			err = importInto(s)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "import:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, s *server, out string) error {
	if err := s.checkFlags(ctx); err != nil {
		return err
	}
	facts, err := capture(ctx, s)
	if err != nil {
		return err
	}
	if types := typesVersion(); facts.version != types {
		return fmt.Errorf("the server is %s, the Go types are those of %s", facts.version, types)
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
	whole, err := captureDocuments(ctx, s, facts)
	if err != nil {
		return err
	}
	if err := write(c, out); err != nil {
		return err
	}
	return whole.write(filepath.Join(out, "documents"))
}

// typesVersion is the Kubernetes version the linked modules belong to: their v0.37.1 is v1.37.1.
func typesVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, module := range info.Deps {
			if module.Path == "k8s.io/api" {
				return "v1." + strings.TrimPrefix(module.Version, "v0.")
			}
		}
	}
	return "an unknown version"
}

// read collects and compares everything; what does not fit is in the problems.
func read(facts *serverFacts, p *problems) (*collector, error) {
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
	addOpenAPI(c, facts.schemas, p)
	addRegistrations(c, facts.kinds, p)
	if err := collectClients(c, p); err != nil {
		return nil, err
	}
	addDiscovery(c, facts.discovery, p)
	addColumns(c, facts.columns, p)
	addStorage(c, facts, p)
	finishResources(c, p)
	checkPaths(c, facts.paths, p)
	return c, nil
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
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
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
