package main

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	"io.kybern/codegen/import/apis"
)

// apiModules are the package patterns in which every API package has to be read.
var apiModules = []string{
	"k8s.io/api/...",
	apis.MetaPackage,
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1",
	"k8s.io/kube-aggregator/pkg/apis/apiregistration/...",
	"k8s.io/metrics/pkg/apis/metrics/...",
}

var protoMessage = regexp.MustCompile(`^message (\w+) `)

// checkComplete asks the go command for all API packages and compares them, and the messages their .proto files declare, with what
// was reached. Reflection alone cannot see a type nobody registers.
func checkComplete(c *collector, p *problems) error {
	list := exec.Command("go", append([]string{"list", "-find", "-f", "{{.ImportPath}} {{.Dir}}"}, apiModules...)...)
	list.Stderr = os.Stderr
	output, err := list.Output()
	if err != nil {
		return fmt.Errorf("go list: %w (run it in codegen/import)", err)
	}
	for line := range strings.Lines(string(output)) {
		goPath, folder, _ := strings.Cut(strings.TrimSpace(line), " ")
		if _, ok := apis.JavaPackage(goPath); !ok {
			continue
		}
		pkg := c.packages[goPath]
		if pkg == nil {
			if !packagesLeftOut.has(goPath) {
				p.addf("%s: an API package that was not read", goPath)
			}
			continue
		}
		if err := checkMessages(c, pkg, filepath.Join(folder, "generated.proto"), p); err != nil {
			return err
		}
	}
	return nil
}

func checkMessages(c *collector, pkg *apiPackage, protoFile string, p *problems) error {
	file, err := os.Open(protoFile)
	if errors.Is(err, fs.ErrNotExist) {
		p.addf("%s: no generated.proto", pkg.goPath)
		return nil
	}
	if err != nil {
		return err
	}
	defer file.Close()
	known := map[string]bool{}
	for _, m := range pkg.messages {
		known[m.name] = true
	}
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		m := protoMessage.FindStringSubmatch(lines.Text())
		if m == nil || known[m[1]] || builtins[pkg.goPath+"."+m[1]] != "" && m[1] != "Timestamp" || c.itemTypes[pkg.goPath+"."+m[1]] {
			continue
		}
		if !messagesLeftOut.has(pkg.java + "." + m[1]) {
			p.addf("%s.%s: a protobuf message nothing refers to", pkg.java, m[1])
		}
	}
	return lines.Err()
}
