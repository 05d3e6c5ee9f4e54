package main

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	apiextensionsclient "k8s.io/apiextensions-apiserver/pkg/client/clientset/clientset"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	aggregatorclient "k8s.io/kube-aggregator/pkg/client/clientset_generated/clientset"
	metricsclient "k8s.io/metrics/pkg/client/clientset/versioned"
)

// commonVerb is a verb most clients have, and what it has to send: the suffix follows the resource's path.
type commonVerb struct {
	method, verb string // Go's name, the schema's name
	http, suffix string
	apply, watch bool
}

var commonVerbs = []commonVerb{
	{method: "Create", verb: "create", http: "POST"},
	{method: "Update", verb: "update", http: "PUT", suffix: "/{name}"},
	{method: "UpdateStatus", verb: "updateStatus", http: "PUT", suffix: "/{name}/status"},
	{method: "Delete", verb: "delete", http: "DELETE", suffix: "/{name}"},
	{method: "DeleteCollection", verb: "deleteCollection", http: "DELETE"},
	{method: "Get", verb: "get", http: "GET", suffix: "/{name}"},
	{method: "List", verb: "list", http: "GET"},
	{method: "Watch", verb: "watch", http: "GET", watch: true},
	{method: "Patch", verb: "patch", http: "PATCH", suffix: "/{name}"},
	{method: "Apply", verb: "apply", http: "PATCH", suffix: "/{name}", apply: true},
	{method: "ApplyStatus", verb: "applyStatus", http: "PATCH", suffix: "/{name}/status", apply: true},
}

const applyContent = "application/apply-patch+yaml"

// collectClients reads the four clientsets.
func collectClients(c *collector, p *problems) error {
	r := &recorder{}
	config := &rest.Config{Host: "http://localhost", Transport: r, QPS: -1}
	clients := map[reflect.Type]any{}
	var err error
	add := func(t reflect.Type, client any, e error) {
		clients[t] = client
		if e != nil {
			err = e
		}
	}
	core, e := kubernetes.NewForConfig(config)
	add(reflect.TypeFor[kubernetes.Interface](), core, e)
	extensions, e := apiextensionsclient.NewForConfig(config)
	add(reflect.TypeFor[apiextensionsclient.Interface](), extensions, e)
	aggregator, e := aggregatorclient.NewForConfig(config)
	add(reflect.TypeFor[aggregatorclient.Interface](), aggregator, e)
	metrics, e := metricsclient.NewForConfig(config)
	add(reflect.TypeFor[metricsclient.Interface](), metrics, e)
	if err != nil {
		return err
	}
	reader := &clientReader{collector: c, recorder: r, problems: p, namesUsed: map[string]bool{}}
	for t, client := range clients {
		for i := range t.NumMethod() {
			if m := t.Method(i); m.Name != "Discovery" {
				reader.readGroup(reflect.ValueOf(client).MethodByName(m.Name).Call(nil)[0], m.Type.Out(0))
			}
		}
	}
	reader.reportUnusedNames()
	return nil
}

// clientReader turns the interfaces of typed clients into resources.
type clientReader struct {
	*collector
	*recorder
	problems  *problems
	namesUsed map[string]bool
}

// readGroup reads the client of one group-version.
func (r *clientReader) readGroup(group reflect.Value, t reflect.Type) {
	parts := strings.Split(t.PkgPath(), "/")
	java := strings.Join(parts[len(parts)-2:], ".")
	if clientsLeftOut.has(java) {
		return
	}
	p := r.packageByJava(java)
	if p == nil {
		r.problems.addf("%v: a client without types", t)
		return
	}
	for i := range t.NumMethod() {
		getter := t.Method(i)
		if getter.Name == "RESTClient" {
			continue
		}
		var in []reflect.Value
		namespaced := getter.Type.NumIn() == 1 && getter.Type.In(0).Kind() == reflect.String
		if namespaced {
			in = append(in, reflect.ValueOf(placeholder("namespace")))
		} else if getter.Type.NumIn() != 0 {
			r.problems.addf("%s.%s: unknown arguments", java, getter.Name)
			continue
		}
		client := group.MethodByName(getter.Name).Call(in)[0]
		read := &apiResource{accessor: getter.Name, namespaced: namespaced}
		r.readClient(p, read, client, getter.Type.Out(0))
		p.resources = append(p.resources, read)
	}
}

func (c *collector) packageByJava(java string) *apiPackage {
	for _, p := range c.packages {
		if p.java == java {
			return p
		}
	}
	return nil
}

// readClient reads the client of one resource.
func (r *clientReader) readClient(p *apiPackage, read *apiResource, client reflect.Value, t reflect.Type) {
	where := p.java + "." + read.accessor
	base := r.basePath(p, read, client, t)
	read.client = []string{}
	for _, verb := range commonVerbs {
		m, ok := t.MethodByName(verb.method)
		if !ok {
			continue
		}
		read.client = append(read.client, verb.verb)
		what, err := r.call(client, verb.method, []string{"name"})
		if err != nil || what.method != verb.http || what.path != base+verb.suffix || what.watch != verb.watch ||
			verb.http == "PATCH" && (what.contentType == applyContent) != verb.apply {
			r.problems.addf("%s.%s: sent %+v (%v), not %s %s%s", where, verb.method, what, err, verb.http, base, verb.suffix)
		}
		r.readKind(where, read, verb, m.Type)
	}
	for i := range t.NumMethod() {
		m := t.Method(i)
		if !slices.ContainsFunc(commonVerbs, func(v commonVerb) bool { return v.method == m.Name }) {
			r.readMethod(where, base, read, client, m)
		}
	}
}

// basePath is where the resource is. The plural is what the first verb sends; without verbs it is the accessor in lower case.
func (r *clientReader) basePath(p *apiPackage, read *apiResource, client reflect.Value, t reflect.Type) string {
	parent := fmt.Sprintf("/apis/%s/%s/", p.group, p.version)
	if p.group == "" {
		parent = fmt.Sprintf("/api/%s/", p.version)
	}
	if read.namespaced {
		parent += "namespaces/{namespace}/"
	}
	read.name = strings.ToLower(read.accessor)
	for _, verb := range commonVerbs {
		if _, ok := t.MethodByName(verb.method); !ok {
			continue
		}
		what, err := r.call(client, verb.method, []string{"name"})
		name := strings.TrimSuffix(strings.TrimPrefix(what.path, parent), verb.suffix)
		if err != nil || name == "" || strings.Contains(name, "/") {
			r.problems.addf("%s.%s: %s sent %+v (%v)", p.java, read.accessor, verb.method, what, err)
			break
		}
		read.name = name
		break
	}
	return parent + read.name
}

// readKind takes the resource's kind from the types of its verbs, which have to agree.
func (r *clientReader) readKind(where string, read *apiResource, verb commonVerb, t reflect.Type) {
	switch verb.method {
	case "Delete", "DeleteCollection", "Watch":
		return
	case "List":
		if list := t.Out(0).Elem().Name(); list != read.kind+"List" {
			r.problems.addf("%s: lists %s of %s", where, list, read.kind)
		}
		return
	}
	name := t.Out(0).Elem().Name()
	if read.kind != "" && read.kind != name {
		r.problems.addf("%s: kinds %s and %s", where, read.kind, name)
	}
	read.kind = name
}
