package main

import (
	"net/http"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

const small = "small-0000000007"

func (p *peer) getSmall() string {
	m, err := p.typed.CoreV1().ConfigMaps("default").Get(p.ctx, small, metav1.GetOptions{})
	check(err)
	return m.Name
}

// hold keeps all objects in a map by namespace and name.
func (p *peer) hold() {
	figure := "hold." + p.settings["name"]
	p.getSmall()
	before := live()
	held := map[string]any{}
	m := start()
	managedFields := 0
	switch list := p.listOnce(p.settings["kind"]).(type) {
	case *corev1.PodList:
		for i := range list.Items {
			pod := list.Items[i] // a copy of its own, or one pod would hold all
			if p.settings["as"] == "stripped" {
				pod.ManagedFields = nil
			}
			managedFields += len(pod.ManagedFields)
			held[pod.Namespace+"/"+pod.Name] = &pod
		}
	case *corev1.ConfigMapList:
		for i := range list.Items {
			object := list.Items[i]
			held[object.Namespace+"/"+object.Name] = &object
		}
	default:
		panic("hold: no such kind")
	}
	u := m.stop()
	p.report.add(figure+".wall", "ms", u.wall)
	p.report.add(figure+".cpu", "ms", u.cpu)
	p.report.add(figure+".peak", "MB", float64(largest())/1e6)
	p.report.add(figure+".heap", "B", float64(live()-before)/float64(len(held)))
	p.report.add(figure+".managedFields", "entries", float64(managedFields)/float64(len(held)))
	var digest int64
	for _, object := range held {
		switch o := object.(type) {
		case *corev1.Pod:
			digest += podDigest(o)
		case *corev1.ConfigMap:
			digest += configMapDigest(o)
		}
	}
	p.report.check(figure, len(held), digest)
	runtime.KeepAlive(held)
}

// watch takes changes of pods, none of which may be missing.
func (p *peer) watch() {
	figure := "watch." + p.settings["name"]
	events := p.settings.number("events", 5000)
	rounds := p.settings.number("rounds", 5)
	w, err := p.typed.CoreV1().Pods("").Watch(p.ctx, metav1.ListOptions{ResourceVersion: "200000000"})
	check(err)
	latest, version, digest := map[string]*corev1.Pod{}, int64(0), int64(0)
	round := func() used {
		m := start()
		response, err := http.Get(p.settings["url"] + "/control/fire?count=" + strconv.Itoa(events))
		check(err)
		check(response.Body.Close())
		for got := 0; got < events; got++ {
			pod := (<-w.ResultChan()).Object.(*corev1.Pod)
			next, err := strconv.ParseInt(pod.ResourceVersion, 10, 64)
			check(err)
			if version != 0 && next != version+1 {
				panic("an event is missing")
			}
			version = next
			latest[pod.Namespace+"/"+pod.Name] = pod
			if p.settings["read"] == "true" {
				digest += podDigest(pod)
			}
		}
		return m.stop()
	}
	p.warmUp(func() { round() })
	before := digest
	for i := 0; i < rounds; i++ {
		u := round()
		p.report.add(figure+".rate", "events/s", float64(events)/u.wall*1e3)
		p.report.add(figure+".cpu", "µs/event", u.cpu*1e3/float64(events))
		p.report.add(figure+".allocated", "kB/event", u.allocated*1e3/float64(events))
	}
	p.report.check(figure, events*rounds, digest-before)
}

func (p *peer) get() {
	calls, rounds := p.settings.number("calls", 10000), p.settings.number("rounds", 5)
	call := func() { same(p.getSmall()) }
	p.one("get.one", call, calls, rounds)
	const threads = 64
	per := calls / threads * 3
	nanos := make([]int64, threads*per)
	many := func() used {
		m := start()
		var group sync.WaitGroup
		for i := 0; i < threads; i++ {
			group.Add(1)
			go func() {
				defer group.Done()
				times(call, nanos[i*per:(i+1)*per])
			}()
		}
		group.Wait()
		return m.stop()
	}
	p.warmUp(func() { many() })
	for i := 0; i < rounds; i++ {
		p.calls("get.many", many(), nanos)
	}
	p.report.check("get", 1, 0)
}

func (p *peer) write() {
	calls, rounds := p.settings.number("calls", 3000), p.settings.number("rounds", 5)
	maps := p.typed.CoreV1().ConfigMaps("default")
	p.one("write.create", func() {
		m, err := maps.Create(p.ctx, configMap(""), metav1.CreateOptions{})
		check(err)
		same(m.Name)
	}, calls, rounds)
	p.one("write.update", func() {
		m, err := maps.Update(p.ctx, configMap("123456789"), metav1.UpdateOptions{})
		check(err)
		same(m.Name)
	}, calls, rounds)
	patch := []byte(`{"metadata":{"labels":{"tier":"patched"}}}`)
	p.one("write.patch", func() {
		m, err := maps.Patch(p.ctx, small, types.MergePatchType, patch, metav1.PatchOptions{})
		check(err)
		same(m.Name)
	}, calls, rounds)
	p.report.check("write", 3, 0)
}

func configMap(version string) *corev1.ConfigMap {
	return &corev1.ConfigMap{
		ObjectMeta: metav1.ObjectMeta{
			Name: small, Namespace: "default", ResourceVersion: version,
			Labels: map[string]string{"app": "small", "tier": "test"},
		},
		Data: map[string]string{
			"key-one": "value one", "key-two": "value two", "config.yaml": "a: 1\nb:\n  - x\n",
		},
	}
}

func (p *peer) one(figure string, call func(), calls, rounds int) {
	nanos := make([]int64, calls)
	p.warmUp(func() { times(call, nanos) })
	for i := 0; i < rounds; i++ {
		m := start()
		times(call, nanos)
		p.calls(figure, m.stop(), nanos)
	}
}

// warmUp makes rounds that do not count: so many or so long, whichever is over first.
func (p *peer) warmUp(round func()) {
	until := time.Now().Add(time.Duration(p.settings.number("warmSeconds", 20)) * time.Second)
	for i := p.settings.number("warm", 15); i > 0 && time.Now().Before(until); i-- {
		round()
	}
}

func (p *peer) calls(figure string, u used, nanos []int64) {
	n := float64(len(nanos))
	slices.Sort(nanos)
	p.report.add(figure+".rate", "calls/s", n/u.wall*1e3)
	p.report.add(figure+".cpu", "µs/call", u.cpu*1e3/n)
	p.report.add(figure+".allocated", "kB/call", u.allocated*1e3/n)
	p.report.add(figure+".p50", "µs", float64(nanos[len(nanos)/2])/1e3)
	p.report.add(figure+".p99", "µs", float64(nanos[len(nanos)*99/100])/1e3)
}

func times(call func(), nanos []int64) {
	for i := range nanos {
		before := time.Now()
		call()
		nanos[i] = time.Since(before).Nanoseconds()
	}
}

func same(name string) {
	if name != small {
		panic("the answer is about " + name)
	}
}
