package main

import (
	"fmt"
	"slices"
	"strings"
)

// place is what a path leads to: a resource or one of its subresources.
type place struct {
	pkg           *apiPackage
	resource, sub string
	namespaced    bool
	watch         bool
}

// pathChecker compares the server's paths with what its discovery says, and their types and parameters with Go's.
type pathChecker struct {
	*collector
	problems *problems
	verbs    map[string]map[string]bool // by resource or resource/sub
}

func checkPaths(c *collector, paths map[string]map[string]operation, p *problems) {
	check := &pathChecker{collector: c, problems: p, verbs: map[string]map[string]bool{}}
	for path, operations := range paths {
		for httpMethod, o := range operations {
			check.operation(path, httpMethod, o)
		}
	}
	check.compareVerbs()
}

// locate splits a path; nil if it is the list of a group-version's resources.
func (c *pathChecker) locate(path string) (*place, error) {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	group, at := "", 1
	if parts[0] == "apis" {
		group, at = parts[1], 2
	}
	pkg := c.packageByGroup(group, parts[at])
	if pkg == nil {
		return nil, fmt.Errorf("no known group-version")
	}
	rest := parts[at+1:]
	found := &place{pkg: pkg}
	if len(rest) > 0 && rest[0] == "watch" {
		found.watch, rest = true, rest[1:]
	}
	if len(rest) > 1 && rest[0] == "namespaces" && rest[1] == "{namespace}" {
		found.namespaced, rest = true, rest[2:]
	}
	if len(rest) == 0 {
		return nil, nil
	}
	found.resource = rest[0]
	if len(rest) > 2 {
		found.sub = rest[2]
	}
	if len(rest) > 1 && rest[1] != "{name}" || len(rest) > 3 && rest[3] != "{path}" || len(rest) > 4 {
		return nil, fmt.Errorf("unknown form")
	}
	return found, nil
}

func (c *pathChecker) operation(path, httpMethod string, o operation) {
	where := httpMethod + " " + path
	at, err := c.locate(path)
	if err != nil {
		c.problems.addf("%s: %v", where, err)
		return
	}
	if at == nil {
		return
	}
	r := at.pkg.resource(at.resource)
	if r == nil || at.namespaced && !r.namespaced {
		c.problems.addf("%s: discovery has no such resource or scope", where)
		return
	}
	verb, err := verbOf(httpMethod, o.Action)
	if err != nil {
		c.problems.addf("%s: %v", where, err)
		return
	}
	if verb == "" {
		return
	}
	key := at.pkg.java + "/" + at.resource
	kind := at.pkg.java + "." + r.kind
	if at.sub != "" {
		key += "/" + at.sub
		kind = ""
		for _, s := range r.subs {
			if s.name == at.sub {
				kind = s.kind
			}
		}
	}
	if c.verbs[key] == nil {
		c.verbs[key] = map[string]bool{}
	}
	c.verbs[key][verb] = true
	if found := c.qualify(nil, o.Kind); found != kind {
		c.problems.addf("%s: is about %s, discovery says %s", where, found, kind)
	}
	c.checkTypes(where, kind, verb, o)
	if verb == "delete" && at.sub == "" {
		r.deleted = o.Responses["200"][jsonType] != metaV1+"Status"
	}
	c.checkQuery(where, key, kind, o)
}

func verbOf(httpMethod, action string) (string, error) {
	byMethod := map[string]string{"get": "get", "post": "create", "put": "update", "patch": "patch", "delete": "delete"}
	switch action {
	case "get", "patch", "delete", "deletecollection", "list", "watch":
		return action, nil
	case "watchlist":
		return "watch", nil
	case "post", "put":
		return byMethod[action], nil
	case "connect":
		return byMethod[httpMethod], nil // nothing for head and options, which no verb of discovery stands for
	}
	return "", fmt.Errorf("unknown action %q", action)
}

// metaV1 is the prefix of the names the types all groups share have in OpenAPI.
const metaV1 = "io.k8s.apimachinery.pkg.apis.meta.v1."

// checkTypes compares the types of bodies and answers with the kind.
func (c *pathChecker) checkTypes(where, kind, verb string, o operation) {
	if o.Action == "connect" {
		return
	}
	java, name := cutLast(kind, ".")
	own := c.packageByJava(java).openapi + "." + name
	list := own + "List"
	expected := map[string][2][]string{ // bodies, answers
		"create": {{own}, {own}}, "update": {{own}, {own}}, "patch": {{metaV1 + "Patch"}, {own}}, "get": {{""}, {own, ""}},
		"list": {{""}, {list}}, "watch": {{""}, {metaV1 + "WatchEvent"}},
		"delete": {{metaV1 + "DeleteOptions"}, {metaV1 + "Status", own}}, "deletecollection": {{metaV1 + "DeleteOptions"}, {metaV1 + "Status"}},
	}[verb]
	bodies := map[string]bool{}
	for _, body := range o.Consumes {
		bodies[body] = true
	}
	for body := range bodies {
		if !slices.Contains(expected[0], body) {
			c.problems.addf("%s: takes %s", where, body)
		}
	}
	for code, answers := range o.Responses {
		for media, answer := range answers {
			if !slices.Contains(expected[1], answer) {
				c.problems.addf("%s: %s %s answers %s", where, code, media, answer)
			}
		}
	}
}

// optionTypes are the Go types whose fields are an action's query parameters.
var optionTypes = map[string][]string{
	"get": {"GetOptions"}, "list": {"ListOptions"}, "watch": {"ListOptions"}, "watchlist": {"ListOptions"}, "post": {"CreateOptions"},
	"put": {"UpdateOptions"}, "patch": {"PatchOptions"}, "delete": {"DeleteOptions"}, "deletecollection": {"DeleteOptions", "ListOptions"},
}

// checkQuery looks for every parameter among the fields of the options; those of a connection are the subresource's kind.
func (c *pathChecker) checkQuery(where, key, kind string, o operation) {
	var options []string
	for _, name := range optionTypes[o.Action] {
		options = append(options, "meta.v1."+name)
	}
	if o.Action == "connect" {
		options = append(options, kind)
	}
	if name, ok := subresourceOptions[key]; ok {
		options = append(options, name)
	}
	known := map[string]bool{"pretty": true} // how to print; no option of Go's
	for _, m := range c.messages {
		if slices.Contains(options, m.qualified()) {
			for _, f := range m.fields {
				known[f.json] = true
			}
		}
	}
	for _, name := range o.Query {
		if !known[name] {
			c.problems.addf("%s: query parameter %s is not in %v", where, name, options)
		}
	}
}

// compareVerbs compares the verbs the paths have with those of discovery.
func (c *pathChecker) compareVerbs() {
	compare := func(key string, verbs []string) {
		found := c.verbs[key]
		delete(c.verbs, key)
		for _, verb := range verbs {
			if !found[verb] {
				c.problems.addf("%s: discovery has %s, OpenAPI has no such path", key, verb)
			}
			delete(found, verb)
		}
		for verb := range found {
			c.problems.addf("%s: OpenAPI has %s, discovery does not", key, verb)
		}
	}
	for _, p := range c.packages {
		for _, r := range p.resources {
			compare(p.java+"/"+r.name, r.server)
			for _, s := range r.subs {
				compare(p.java+"/"+r.name+"/"+s.name, s.server)
			}
		}
	}
	for key := range c.verbs {
		c.problems.addf("%s: OpenAPI has it, discovery does not", key)
	}
}
