package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"regexp"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	clientscheme "k8s.io/client-go/kubernetes/scheme"
)

// recorder is an HTTP transport that answers every request with 404 and keeps the last one.
type recorder struct {
	last *http.Request
}

func (r *recorder) RoundTrip(request *http.Request) (*http.Response, error) {
	r.last = request
	return &http.Response{StatusCode: http.StatusNotFound, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("")), Request: request}, nil
}

// placeholder is the value of an argument by which it is found again in the path.
func placeholder(name string) string { return "arg-" + name }

var placeholderPattern = regexp.MustCompile(`arg-([a-z]+)`)

// sent is what a method sent: nothing if method is empty.
type sent struct {
	method, path, contentType string
	watch                     bool
}

// call calls a method of a client with made-up arguments and tells what it sent. The names are those of its arguments without contexts.
func (r *recorder) call(client reflect.Value, name string, names []string) (sent, error) {
	m := client.MethodByName(name)
	in := make([]reflect.Value, 0, m.Type().NumIn())
	next := 0
	for i := range m.Type().NumIn() {
		t := m.Type().In(i)
		if m.Type().IsVariadic() && i == m.Type().NumIn()-1 {
			break
		}
		if t == reflect.TypeFor[context.Context]() {
			in = append(in, reflect.ValueOf(context.Background()))
			continue
		}
		argumentName := ""
		if next < len(names) {
			argumentName = names[next]
		}
		next++
		value, err := madeUp(t, argumentName)
		if err != nil {
			return sent{}, fmt.Errorf("argument %d: %w", i, err)
		}
		in = append(in, value)
	}
	r.last = nil
	out := m.Call(in)
	if raw, ok := out[0].Interface().(interface {
		DoRaw(context.Context) ([]byte, error)
	}); ok {
		_, _ = raw.DoRaw(context.Background())
	}
	if r.last == nil {
		if err, ok := out[len(out)-1].Interface().(error); ok {
			return sent{}, err
		}
		return sent{}, nil
	}
	path := placeholderPattern.ReplaceAllString(r.last.URL.Path, "{$1}")
	return sent{method: r.last.Method, path: path, contentType: r.last.Header.Get("Content-Type"),
		watch: r.last.URL.Query().Get("watch") == "true"}, nil
}

// madeUp is an argument that a client accepts: names are placeholders, objects have names.
func madeUp(t reflect.Type, name string) (reflect.Value, error) {
	switch t {
	case reflect.TypeFor[string]():
		return reflect.ValueOf(placeholder(name)), nil
	case reflect.TypeFor[*string](), reflect.TypeFor[map[string]string]():
		return reflect.Zero(t), nil
	case reflect.TypeFor[[]byte]():
		return reflect.ValueOf([]byte("{}")), nil
	case reflect.TypeFor[types.PatchType]():
		return reflect.ValueOf(types.MergePatchType), nil
	case reflect.TypeFor[*runtime.Scheme]():
		return reflect.ValueOf(clientscheme.Scheme), nil
	case reflect.TypeFor[runtime.Object]():
		return madeUp(reflect.TypeOf(someObject), name)
	case reflect.TypeFor[metav1.ApplyOptions]():
		return reflect.ValueOf(metav1.ApplyOptions{FieldManager: "import"}), nil
	}
	if t.Kind() == reflect.Struct && t.PkgPath() == metaPath {
		return reflect.Zero(t), nil
	}
	if t.Kind() != reflect.Pointer || t.Elem().Kind() != reflect.Struct {
		return reflect.Value{}, fmt.Errorf("unknown type %v", t)
	}
	object := reflect.New(t.Elem())
	for setter, value := range map[string]string{"Name": placeholder("name"), "Namespace": placeholder("namespace")} {
		if with := object.MethodByName("With" + setter); with.IsValid() {
			with.Call([]reflect.Value{reflect.ValueOf(value)})
		} else if set := object.MethodByName("Set" + setter); set.IsValid() {
			set.Call([]reflect.Value{reflect.ValueOf(value)})
		} else if f := object.Elem().FieldByName(setter); f.IsValid() && f.Kind() == reflect.String {
			f.SetString(value)
		}
	}
	return object, nil
}
