package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/tools/pager"
)

var input = bufio.NewReader(os.Stdin)

// forget asks whoever runs this program to let the server forget its history, and waits until that is done.
func (r *run) forget() {
	fmt.Println("forget")
	_, err := input.ReadString('\n')
	check(err)
}

// expired pages through a list whose first state the server forgets after the first page.
func expired(r *run) {
	maps := r.k8s.CoreV1().ConfigMaps(r.ns)
	create := func(name string) {
		must(maps.Create(r, &corev1.ConfigMap{ObjectMeta: named(name)}, metav1.CreateOptions{}))
	}
	for n := range 8 {
		create(fmt.Sprintf("m%d", n))
	}
	first := must(maps.List(r, metav1.ListOptions{Limit: 3}))
	r.say("first %v", names(first))
	create("m0-late")
	create("m5-late")
	r.forget()
	_, err := maps.List(r, metav1.ListOptions{Limit: 3, Continue: first.Continue})
	r.say("expired %t: %s", apierrors.IsResourceExpired(err), outcome(err))
	var status apierrors.APIStatus
	if !errors.As(err, &status) {
		fail("the token did not expire: %v", err)
	}
	// Such a token goes on where the old one would have, but in the newest state.
	next := metav1.ListOptions{Limit: 3, Continue: status.Status().ListMeta.Continue}
	for version := ""; ; {
		page := must(maps.List(r, next))
		r.say("inconsistent %v, newer %t, same state %t", names(page), page.ResourceVersion != first.ResourceVersion,
			version == "" || version == page.ResourceVersion)
		if page.Continue == "" {
			break
		}
		next.Continue, version = page.Continue, page.ResourceVersion
	}
	// With version 0 a server without a watch cache would page, and one with a cache would not.
	r.expiredPager("full", true)
	r.expiredPager("strict", false)
}

// expiredPager lets client-go's pager meet an expired token after its first page.
func (r *run) expiredPager(name string, full bool) {
	maps := r.k8s.CoreV1().ConfigMaps(r.ns)
	requests := 0
	fetch := func(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
		requests++
		if requests == 2 {
			must(maps.Create(r, &corev1.ConfigMap{ObjectMeta: named("m1-" + name + "x")}, metav1.CreateOptions{}))
			r.forget()
		}
		list, err := maps.List(ctx, options)
		r.say("pager %s asks: limit %d, continue %t, version %q %s: %d objects, %s", name, options.Limit, options.Continue != "",
			options.ResourceVersion, options.ResourceVersionMatch, len(list.Items), outcome(err))
		return list, err
	}
	p := pager.New(fetch)
	p.PageSize = 4
	p.FullListIfExpired = full
	list, paged, err := p.List(r, metav1.ListOptions{})
	if err != nil {
		r.say("pager %s: paged %t, %s", name, paged, outcome(err))
		return
	}
	r.say("pager %s: paged %t, %d objects, goes on %t", name, paged, len(must(meta.ExtractList(list))),
		must(meta.ListAccessor(list)).GetContinue() != "")
}
