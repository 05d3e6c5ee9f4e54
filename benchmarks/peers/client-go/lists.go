package main

import (
	"bytes"
	"io"
	"net/http"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer/json"
	"k8s.io/apimachinery/pkg/runtime/serializer/protobuf"
	"k8s.io/client-go/kubernetes/scheme"
)

func (p *peer) listOnce(kind string) any {
	var list any
	var err error
	all := metav1.ListOptions{}
	switch kind {
	case "EVENTS":
		list, err = p.typed.CoreV1().Events("").List(p.ctx, all)
	case "CONFIGMAPS":
		list, err = p.typed.CoreV1().ConfigMaps("").List(p.ctx, all)
	case "WIDGETS":
		list, err = p.dynamic().Resource(widgets).List(p.ctx, all)
	default:
		list, err = p.typed.CoreV1().Pods("").List(p.ctx, all)
	}
	check(err)
	return list
}

// rounds calls until warm, and then as often as wanted. The first call is a figure of its own if it
// has a name.
func (p *peer) rounds(figure, first string, call func()) {
	warm, rounds := p.settings.number("warm", 15), p.settings.number("rounds", 10)
	warmUntil := time.Now().Add(time.Duration(p.settings.number("warmSeconds", 20)) * time.Second)
	for i, counted := 0, 0; counted < rounds; i++ {
		m := start()
		call()
		u := m.stop()
		switch {
		case i == 0 && first != "":
			p.report.add(first, "ms", u.wall)
		case i > 0 && (i >= warm || time.Now().After(warmUntil)):
			p.report.addUsed(figure, u)
			counted++
		}
	}
}

func (p *peer) list() {
	read := p.settings["read"] == "true"
	figure := "list." + p.settings["name"]
	if read {
		figure = "list-read." + p.settings["name"]
	}
	var list any
	p.rounds(figure, figure+".first", func() {
		list = p.listOnce(p.settings["kind"])
		if read {
			digestOf(list)
		}
	})
	count, digest := digestOf(list)
	p.report.check(figure, count, digest)
}

func (p *peer) body() []byte {
	path := map[string]string{
		"PODS": "/api/v1/pods", "EVENTS": "/api/v1/events", "CONFIGMAPS": "/api/v1/configmaps",
		"WIDGETS": "/apis/example.com/v1/widgets",
	}[p.settings["kind"]]
	request, err := http.NewRequest("GET", p.settings["url"]+path, nil)
	check(err)
	if p.settings["wire"] == "PROTOBUF" {
		request.Header.Set("Accept", "application/vnd.kubernetes.protobuf")
	}
	response, err := http.DefaultClient.Do(request)
	check(err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	check(err)
	return body
}

// serializer is what client-go's own clients decode and encode with.
func (p *peer) serializer() runtime.Serializer {
	switch {
	case p.settings["kind"] == "WIDGETS":
		return unstructured.UnstructuredJSONScheme.(runtime.Serializer)
	case p.settings["wire"] == "PROTOBUF":
		return protobuf.NewSerializer(scheme.Scheme, scheme.Scheme)
	default:
		return json.NewSerializerWithOptions(json.DefaultMetaFactory, scheme.Scheme, scheme.Scheme, json.SerializerOptions{})
	}
}

func (p *peer) unsupported() bool {
	return p.settings["kind"] == "WIDGETS" && p.settings["wire"] == "PROTOBUF"
}

func decodeAll(serializer runtime.Serializer, body []byte) runtime.Object {
	object, _, err := serializer.Decode(body, nil, nil)
	check(err)
	return object
}

func (p *peer) decode() {
	if p.unsupported() {
		return
	}
	figure := "decode." + p.settings["name"]
	body, serializer := p.body(), p.serializer()
	var list runtime.Object
	p.rounds(figure, figure+".first", func() {
		list = nil
		list = decodeAll(serializer, body)
	})
	count, digest := digestOf(list)
	p.report.check(figure, count, digest)
}

func (p *peer) encode() {
	if p.unsupported() {
		return
	}
	figure := "encode." + p.settings["name"]
	serializer := p.serializer()
	list := decodeAll(serializer, p.body())
	var objects []runtime.Object
	switch l := list.(type) {
	case *corev1.PodList:
		for i := range l.Items {
			l.Items[i].APIVersion, l.Items[i].Kind = "v1", "Pod"
			objects = append(objects, &l.Items[i])
		}
	case *unstructured.UnstructuredList:
		for i := range l.Items {
			objects = append(objects, &l.Items[i])
		}
	default:
		panic("encode: no such kind")
	}
	p.rounds(figure, "", func() {
		for _, object := range objects {
			var out bytes.Buffer
			check(serializer.Encode(object, &out))
		}
	})
	digest := sum(len(objects), func(i int) int64 {
		var out bytes.Buffer
		check(serializer.Encode(objects[i], &out))
		switch again := decodeAll(serializer, out.Bytes()).(type) {
		case *corev1.Pod:
			return podDigest(again)
		case *unstructured.Unstructured:
			return widgetDigest(again)
		}
		panic("encode: another kind came back")
	})
	p.report.check(figure, len(objects), digest)
}
