// One measurement of client-go in this process, as the Java driver does it for the other clients:
// MODE name=value… Figures are lines of JSON; ../../README.md says what each measures and how.
package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

var widgets = schema.GroupVersionResource{Group: "example.com", Version: "v1", Resource: "widgets"}

// settings are the name=value arguments.
type settings map[string]string

func (s settings) number(name string, otherwise int) int {
	if text, ok := s[name]; ok {
		number, err := strconv.Atoi(text)
		check(err)
		return number
	}
	return otherwise
}

// peer is client-go with its defaults, but for the limit of five requests in a second.
type peer struct {
	settings settings
	typed    *kubernetes.Clientset
	config   *rest.Config
	report   *report
	ctx      context.Context
}

func (p *peer) dynamic() dynamic.Interface {
	client, err := dynamic.NewForConfig(p.config)
	check(err)
	return client
}

func main() {
	s := settings{}
	for _, arg := range os.Args[2:] {
		name, value, _ := strings.Cut(arg, "=")
		s[name] = value
	}
	config := &rest.Config{Host: s["url"], QPS: -1}
	config.TLSClientConfig.CAFile = s["authority"]
	if s["wire"] == "JSON" {
		config.ContentType = "application/json"
		config.AcceptContentTypes = "application/json"
	}
	typed, err := kubernetes.NewForConfig(config)
	check(err)
	p := &peer{s, typed, config, &report{}, context.Background()}
	switch os.Args[1] {
	case "cold":
		p.cold()
		return
	case "list":
		p.list()
	case "decode":
		p.decode()
	case "encode":
		p.encode()
	case "hold":
		p.hold()
	case "watch":
		p.watch()
	case "get":
		p.get()
	case "write":
		p.write()
	default:
		panic("no mode " + os.Args[1])
	}
	p.report.print()
}

func (p *peer) cold() {
	name := p.getSmall()
	var used syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &used))
	fmt.Println(name, used.Utime.Sec*1000+used.Utime.Usec/1000+used.Stime.Sec*1000+used.Stime.Usec/1000)
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
