package main

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
	clientfeatures "k8s.io/client-go/features"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
)

func informerWatchList(r *run) { informer(r, true) }

func informerList(r *run) { informer(r, false) }

// recorder writes down how an informer asks for configmaps. Thread-safe.
type recorder struct {
	next http.RoundTripper

	mutex sync.Mutex
	// requests is guarded by mutex.
	requests []string
}

func (t *recorder) RoundTrip(request *http.Request) (*http.Response, error) {
	query := request.URL.Query()
	what := "list"
	if query.Get("watch") == "true" || query.Get("watch") == "1" {
		what = "watch"
		if query.Get("sendInitialEvents") == "true" {
			what = "watch with initial events, " + query.Get("resourceVersionMatch")
		}
	}
	t.mutex.Lock()
	t.requests = append(t.requests, what)
	t.mutex.Unlock()
	return t.next.RoundTrip(request)
}

// informer lets one run for changes in a known order. With watch-list, objects come as events of a watch, else as a list.
func informer(r *run, watchList bool) {
	gates := clientfeatures.FeatureGates().(interface {
		Set(clientfeatures.Feature, bool) error
	})
	defer func(before bool) { check(gates.Set(clientfeatures.WatchListClient, before)) }(clientfeatures.FeatureGates().Enabled(clientfeatures.WatchListClient))
	check(gates.Set(clientfeatures.WatchListClient, watchList))

	maps := r.k8s.CoreV1().ConfigMaps(r.ns)
	for _, name := range []string{"c", "a", "b"} {
		must(maps.Create(r, &corev1.ConfigMap{ObjectMeta: labelled(name, map[string]string{"tier": "front"})}, metav1.CreateOptions{}))
	}
	asked := &recorder{}
	config := rest.CopyConfig(r.config)
	config.Wrap(func(next http.RoundTripper) http.RoundTripper {
		asked.next = next
		return asked
	})
	factory := informers.NewSharedInformerFactoryWithOptions(kubernetes.NewForConfigOrDie(config), time.Hour, informers.WithNamespace(r.ns),
		informers.WithTransform(func(o any) (any, error) {
			o.(*corev1.ConfigMap).ManagedFields = nil
			return o, nil
		}))
	shared := factory.Core().V1().ConfigMaps().Informer()
	check(shared.AddIndexers(cache.Indexers{"tier": func(o any) ([]string, error) { return []string{o.(*corev1.ConfigMap).Labels["tier"]}, nil }}))

	seen := make(chan string, 1000)
	registration := must(shared.AddEventHandler(cache.ResourceEventHandlerDetailedFuncs{
		AddFunc: func(o any, initial bool) {
			seen <- fmt.Sprintf("add %s initial %t", o.(*corev1.ConfigMap).Name, initial)
		},
		UpdateFunc: func(before, after any) {
			seen <- fmt.Sprintf("update %s %v to %v", after.(*corev1.ConfigMap).Name, before.(*corev1.ConfigMap).Data, after.(*corev1.ConfigMap).Data)
		},
		DeleteFunc: func(o any) { seen <- fmt.Sprintf("delete %s", o.(*corev1.ConfigMap).Name) },
	}))
	again := make(chan string, 10000)
	must(shared.AddEventHandlerWithResyncPeriod(cache.ResourceEventHandlerFuncs{UpdateFunc: func(before, after any) {
		if before.(*corev1.ConfigMap).ResourceVersion == after.(*corev1.ConfigMap).ResourceVersion {
			select {
			case again <- after.(*corev1.ConfigMap).Name:
			default: // nobody reads any more
			}
		}
	}}, time.Second))
	stop := make(chan struct{})
	defer factory.Shutdown()
	defer close(stop)
	factory.Start(stop)
	if !cache.WaitForCacheSync(r.Done(), shared.HasSynced, registration.HasSynced) {
		fail("the informer never had all objects")
	}
	asked.mutex.Lock()
	r.say("asked %s", asked.requests[0])
	r.say("asked for a list: %t", slices.Contains(asked.requests, "list"))
	asked.mutex.Unlock()
	var first []string
	for range 3 {
		first = append(first, r.receive(seen))
	}
	slices.Sort(first)
	r.say("initial %s", strings.Join(first, ", "))
	r.say("last version known: %t", shared.LastSyncResourceVersion() != "")

	must(maps.Create(r, &corev1.ConfigMap{ObjectMeta: labelled("d", map[string]string{"tier": "back"})}, metav1.CreateOptions{}))
	r.say("%s", r.receive(seen))
	for n := range 3 {
		must(maps.Patch(r, "a", types.MergePatchType, fmt.Appendf(nil, `{"data":{"n":"%d"}}`, n), metav1.PatchOptions{}))
	}
	for range 3 {
		r.say("%s", r.receive(seen))
	}
	check(maps.Delete(r, "b", metav1.DeleteOptions{}))
	r.say("%s", r.receive(seen))

	lister := factory.Core().V1().ConfigMaps().Lister().ConfigMaps(r.ns)
	var listed []string
	for _, one := range must(lister.List(labels.SelectorFromSet(labels.Set{"tier": "front"}))) {
		listed = append(listed, one.Name)
	}
	slices.Sort(listed)
	r.say("lister %v", listed)
	_, err := lister.Get("b")
	r.say("lister get: %v", err)
	keys := must(shared.GetIndexer().IndexKeys("tier", "front"))
	slices.Sort(keys)
	values := shared.GetIndexer().ListIndexFuncValues("tier")
	slices.Sort(values)
	r.say("index %v of %v", keys, values)
	missing := map[string]bool{"a": true, "c": true, "d": true}
	for len(missing) > 0 {
		delete(missing, r.receive(again))
	}
	r.say("resync saw all")
}

func (r *run) receive(from <-chan string) string {
	select {
	case text := <-from:
		return text
	case <-r.Done():
		fail("no event came: %w", r.Err())
		return ""
	}
}

// watching looks at what an informer hides: initial events, the bookmark after them, selection, and a watch from a known version.
func watching(r *run) {
	maps := r.k8s.CoreV1().ConfigMaps(r.ns)
	for _, name := range []string{"b", "a"} {
		must(maps.Create(r, &corev1.ConfigMap{ObjectMeta: labelled(name, map[string]string{"in": "yes"})}, metav1.CreateOptions{}))
	}
	yes := true
	events := must(maps.Watch(r, metav1.ListOptions{LabelSelector: "in=yes", SendInitialEvents: &yes, AllowWatchBookmarks: true,
		ResourceVersionMatch: metav1.ResourceVersionMatchNotOlderThan}))
	defer events.Stop()
	for done := false; !done; {
		event := <-events.ResultChan()
		o, ok := event.Object.(*corev1.ConfigMap)
		if !ok {
			fail("%s with %T", event.Type, event.Object)
		}
		r.say("%s %s %v", event.Type, o.Name, o.Annotations)
		done = event.Type == watch.Bookmark
	}
	for _, change := range []string{`{"metadata":{"labels":{"in":"no"}}}`, `{"data":{"a":"1"}}`, `{"metadata":{"labels":{"in":"yes"}}}`} {
		must(maps.Patch(r, "a", types.MergePatchType, []byte(change), metav1.PatchOptions{}))
	}
	for range 2 {
		event := r.next(events)
		r.say("%s %s %v", event.Type, event.Object.(*corev1.ConfigMap).Name, event.Object.(*corev1.ConfigMap).Labels)
	}
	_, err := maps.Watch(r, metav1.ListOptions{SendInitialEvents: &yes})
	r.say("initial events without a match: %s", outcome(err))
	_, err = maps.Watch(r, metav1.ListOptions{ResourceVersion: "abc"})
	r.say("not a version: %s", outcome(err))
	one := int64(1)
	short := must(maps.Watch(r, metav1.ListOptions{TimeoutSeconds: &one, FieldSelector: "metadata.name=nothing"}))
	_, open := <-short.ResultChan()
	r.say("a watch of a second is still open: %t", open)
}
