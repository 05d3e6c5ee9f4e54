package main

import (
	"reflect"
	"sort"
	"strings"

	"k8s.io/apimachinery/pkg/runtime"

	"io.kybern/codegen/import/apis"
)

// collector walks from the registered types to everything they can reach.
type collector struct {
	scheme   *runtime.Scheme
	problems *problems
	packages map[string]*apiPackage
	messages map[reflect.Type]*message
	queue    []reflect.Type

	itemTypes map[string]bool // named slices that are messages in protobuf, by Go's path and name
}

func newCollector(scheme *runtime.Scheme, p *problems) *collector {
	return &collector{scheme: scheme, problems: p, packages: map[string]*apiPackage{}, messages: map[reflect.Type]*message{},
		itemTypes: map[string]bool{}}
}

func (c *collector) collect() {
	c.collectKinds()
	for _, t := range apis.Unregistered {
		c.enqueue(t)
	}
	c.collectAll()
	for _, p := range c.packages {
		sort.Slice(p.kinds, func(i, j int) bool { return p.kinds[i].name < p.kinds[j].name })
		sort.Slice(p.messages, func(i, j int) bool { return p.messages[i].name < p.messages[j].name })
	}
}

// collectAll reads every type in the queue, and those they lead to.
func (c *collector) collectAll() {
	for len(c.queue) > 0 {
		t := c.queue[0]
		c.queue = c.queue[1:]
		c.readMessage(c.messages[t])
	}
}

// packageOf finds or makes the package of a type; nil, and a problem, if it is no API package.
func (c *collector) packageOf(t reflect.Type) *apiPackage {
	if p, ok := c.packages[t.PkgPath()]; ok {
		return p
	}
	java, ok := apis.JavaPackage(t.PkgPath())
	if !ok {
		c.problems.addf("type %v: package %q is no known API package", t, t.PkgPath())
		return nil
	}
	p := &apiPackage{goPath: t.PkgPath(), java: java}
	c.packages[t.PkgPath()] = p
	return p
}

func (c *collector) enqueue(t reflect.Type) {
	if c.messages[t] != nil {
		return
	}
	p := c.packageOf(t)
	if p == nil {
		return
	}
	m := &message{name: t.Name(), pkg: p, goType: t}
	c.messages[t] = m
	p.messages = append(p.messages, m)
	c.queue = append(c.queue, t)
	c.readOpenAPIName(m)
}

// readOpenAPIName asks the type for its name in OpenAPI; all types of a package share the prefix.
func (c *collector) readOpenAPIName(m *message) {
	named, ok := reflect.New(m.goType).Elem().Interface().(interface{ OpenAPIModelName() string })
	if !ok {
		return
	}
	prefix, found := strings.CutSuffix(named.OpenAPIModelName(), "."+m.name)
	switch {
	case !found:
		c.problems.addf("%s: OpenAPI calls it %s", m.qualified(), named.OpenAPIModelName())
	case m.pkg.openapi == "":
		m.pkg.openapi = prefix
	case m.pkg.openapi != prefix:
		c.problems.addf("%s: OpenAPI prefix %s, package has %s", m.qualified(), prefix, m.pkg.openapi)
	}
}

func (c *collector) readMessage(m *message) {
	for i := range m.goType.NumField() {
		f := m.goType.Field(i)
		if f.Anonymous && f.Name == "TypeMeta" && f.Type.PkgPath() == apis.MetaPackage {
			m.typemeta = true
			if tag, _ := parseJSONTag(f); !tag.inline || f.Tag.Get("protobuf") != "" {
				c.problems.addf("%s: TypeMeta with tag %q", m.qualified(), f.Tag)
			}
			continue
		}
		if !f.IsExported() {
			c.problems.addf("%s: unexported field %s", m.qualified(), f.Name)
			continue
		}
		if read := c.readField(m, f, i); read != nil {
			m.fields = append(m.fields, read)
		}
	}
	sort.Slice(m.fields, func(i, j int) bool { return less(m.fields[i], m.fields[j]) })
	seen := map[string]bool{}
	numbers := map[int]bool{}
	for _, f := range m.fields {
		if seen[f.json] || f.number != 0 && numbers[f.number] {
			c.problems.addf("%s.%s: name or number used twice", m.qualified(), f.json)
		}
		seen[f.json] = true
		numbers[f.number] = true
	}
}

// less orders by protobuf number; what is only in JSON comes last, by name.
func less(a, b *field) bool {
	if (a.number == 0) != (b.number == 0) {
		return a.number != 0
	}
	if a.number != b.number {
		return a.number < b.number
	}
	return a.json < b.json
}

func (c *collector) readField(m *message, f reflect.StructField, index int) *field {
	where := m.qualified() + "." + f.Name
	tag, err := parseJSONTag(f)
	if err != nil {
		c.problems.addf("%s: %v", where, err)
		return nil
	}
	pb, err := parseProtobufTag(f)
	if err != nil {
		c.problems.addf("%s: %v", where, err)
		return nil
	}
	typ, err := resolve(f.Type)
	if err != nil {
		c.problems.addf("%s: %v", where, err)
		return nil
	}
	if leaf := typ.leaf(); leaf.shape == structure {
		c.enqueue(leaf.target)
	}
	if t := typ.itemsType(); t != nil {
		c.itemTypes[t.PkgPath()+"."+t.Name()] = true
	}
	if tag.inline && typ.shape != structure {
		c.problems.addf("%s: inlined %s", where, typ)
	}
	read := &field{json: tag.name, goName: f.Name, goType: f.Type, index: index, number: pb.number, typ: typ,
		inline: tag.inline, omitempty: tag.omitempty, omitzero: tag.omitzero, nojson: tag.none}
	read.patch, read.mergeKey = patchTag(f)
	return read
}
