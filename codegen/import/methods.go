package main

import (
	"context"
	"fmt"
	"reflect"
	"regexp"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/rest"

	"io.kybern/codegen/import/apis"
)

const metaPath = apis.MetaPackage

// someObject stands in where a method takes any object.
var someObject = &corev1.Pod{TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Pod"}}

func (r *clientReader) reportUnusedNames() {
	for name := range argumentNames {
		if !r.namesUsed[name] {
			r.problems.addf("%s: argument names of a method that is not there", name)
		}
	}
}

// readMethod reads a method that is none of the common verbs: a subresource's or one written by hand.
func (r *clientReader) readMethod(where, base string, read *apiResource, client reflect.Value, goMethod reflect.Method) {
	key := where + "." + goMethod.Name
	m := &method{name: goMethod.Name}
	names := argumentNames[key]
	r.namesUsed[key] = true
	texts := 0
	callNames := []string{}
	for i := range goMethod.Type.NumIn() {
		t := goMethod.Type.In(i)
		if t == reflect.TypeFor[context.Context]() {
			continue
		}
		name, typ, err := r.argumentOf(t)
		if err != nil {
			r.problems.addf("%s: argument %d: %v", key, i, err)
			return
		}
		if t.Kind() == reflect.String {
			texts++
		}
		if len(callNames) < len(names) {
			name = names[len(callNames)]
		}
		callNames = append(callNames, name)
		if typ != "" {
			m.args = append(m.args, argument{name, typ})
		}
	}
	if texts > 1 && names == nil || names != nil && len(names) != len(callNames) {
		r.problems.addf("%s: the names of its arguments are not known", key)
		return
	}
	m.returns = r.resultOf(key, goMethod.Type)
	what, err := r.call(client, goMethod.Name, callNames)
	if err != nil || what.method == "" && !methodsSendingNothing.has(key) {
		r.problems.addf("%s: sent %+v (%v)", key, what, err)
		return
	}
	if what.method != "" {
		if err := m.describe(what, base); err != nil {
			r.problems.addf("%s: %v", key, err)
		}
	}
	if read.kind == "" && len(m.args) > 0 {
		_, read.kind = cutLast(m.args[0].typ, ".")
	}
	read.methods = append(read.methods, m)
}

var subPattern = regexp.MustCompile(`^/\{name\}/([a-z]+)$`)

// describe derives verb, subresource or path from what was sent.
func (m *method) describe(what sent, base string) error {
	rest, ownPath := strings.CutPrefix(what.path, base)
	sub := subPattern.FindStringSubmatch(rest)
	switch {
	case ownPath && sub != nil:
		m.sub = sub[1]
	case ownPath && (rest == "" || rest == "/{name}"):
	default:
		m.path = what.path
	}
	switch what.method {
	case "POST":
		m.verb = "create"
	case "PUT":
		m.verb = "update"
	case "GET":
		m.verb = "get"
		if rest == "" && m.path == "" {
			m.verb = "list"
		}
	case "PATCH":
		m.verb = "patch"
		switch what.contentType {
		case applyContent:
			m.verb = "apply"
		case "application/strategic-merge-patch+json":
			m.patch = "strategic"
		default:
			return fmt.Errorf("patch of type %s", what.contentType)
		}
	default:
		return fmt.Errorf("sent %s", what.method)
	}
	return nil
}

// argumentOf names an argument and its type; an empty type means Java has no use for it.
func (r *clientReader) argumentOf(t reflect.Type) (name, typ string, err error) {
	switch t {
	case reflect.TypeFor[string]():
		return "name", "string", nil
	case reflect.TypeFor[*string]():
		return "text", "*string", nil
	case reflect.TypeFor[map[string]string]():
		return "values", "map[string]string", nil
	case reflect.TypeFor[[]byte]():
		return "data", "bytes", nil
	case reflect.TypeFor[runtime.Object]():
		return "object", "object", nil
	case reflect.TypeFor[*runtime.Scheme]():
		return "scheme", "", nil
	}
	java, simple, ok := r.javaType(t)
	switch {
	case !ok:
		return "", "", fmt.Errorf("unknown type %v", t)
	case strings.HasSuffix(simple, "Options"):
		return "options", java, nil
	}
	return lowerFirst(simple), java, nil
}

// javaType names a message or the apply configuration of one.
func (r *clientReader) javaType(t reflect.Type) (qualified, simple string, ok bool) {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if m := r.messages[t]; m != nil {
		return m.qualified(), m.name, true
	}
	simple, isApply := strings.CutSuffix(t.Name(), "ApplyConfiguration")
	parts := strings.Split(t.PkgPath(), "/")
	if !isApply || len(parts) < 3 || parts[len(parts)-3] != "applyconfigurations" {
		return "", "", false
	}
	qualified = strings.Join(parts[len(parts)-2:], ".") + "." + simple
	for _, m := range r.messages {
		if m.qualified() == qualified {
			return qualified, simple, true
		}
	}
	return "", "", false
}

// resultOf names what a method returns: a message, nothing, a response still to be read, a field selector.
func (r *clientReader) resultOf(key string, t reflect.Type) string {
	switch first := t.Out(0); first {
	case reflect.TypeFor[error]():
		return "-"
	case reflect.TypeFor[*rest.Request](), reflect.TypeFor[rest.ResponseWrapper]():
		return "stream"
	case reflect.TypeFor[fields.Selector]():
		return "fieldselector"
	default:
		java, _, ok := r.javaType(first)
		if !ok {
			r.problems.addf("%s: unknown result %v", key, first)
		}
		return java
	}
}

// cutLast splits at the last separator.
func cutLast(s, separator string) (before, after string) {
	i := strings.LastIndex(s, separator)
	return s[:max(i, 0)], s[i+1:]
}
