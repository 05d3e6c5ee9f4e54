package main

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
)

// object is a pointer to an API type.
type object interface {
	metav1.Object
	runtime.Object
}

// client is what all typed clients have.
type client[T object, L runtime.Object] interface {
	Create(context.Context, T, metav1.CreateOptions) (T, error)
	Update(context.Context, T, metav1.UpdateOptions) (T, error)
	Delete(context.Context, string, metav1.DeleteOptions) error
	Get(context.Context, string, metav1.GetOptions) (T, error)
	List(context.Context, metav1.ListOptions) (L, error)
	Watch(context.Context, metav1.ListOptions) (watch.Interface, error)
	Patch(context.Context, string, types.PatchType, []byte, metav1.PatchOptions, ...string) (T, error)
}

// hasStatus is what the clients of kinds with a status have besides; in client-go the method is there for others too.
type hasStatus[T object] interface {
	UpdateStatus(context.Context, T, metav1.UpdateOptions) (T, error)
}

// hasCollection is what all clients but that of services have besides.
type hasCollection interface {
	DeleteCollection(context.Context, metav1.DeleteOptions, metav1.ListOptions) error
}

// crud goes through the life of one kind. example makes a valid object without a name; status changes its status, if it has one.
func crud[T object, L runtime.Object](r *run, c client[T, L], example func() T, status func(T)) {
	kind := reflect.TypeFor[T]().Elem()
	_, name, _ := strings.Cut(kind.String(), ".")
	say := func(format string, args ...any) { r.say(name+": "+format, args...) }
	ours := metav1.ListOptions{LabelSelector: "test=" + r.ns}
	create := func(suffix string) (T, error) {
		o := example()
		o.SetName(r.ns + "-" + suffix)
		o.SetLabels(map[string]string{"test": r.ns})
		return c.Create(r, o, metav1.CreateOptions{})
	}

	start := must(meta.ListAccessor(must(c.List(r, ours)))).GetResourceVersion()
	events := must(c.Watch(r, metav1.ListOptions{LabelSelector: ours.LabelSelector, ResourceVersion: start}))
	defer events.Stop()

	a := must(create("a"))
	say("created %s", plain(a))
	_, err := create("a")
	say("again: %s", outcome(err))
	stale := a.DeepCopyObject().(T)
	a = must(c.Get(r, a.GetName(), metav1.GetOptions{}))
	if plain(a) != plain(stale) {
		say("get differs: %s", plain(a))
	}
	_, err = c.Get(r, "nothing", metav1.GetOptions{})
	say("get nothing: %s", outcome(err))

	a.SetAnnotations(map[string]string{"changed": "1"})
	a = must(c.Update(r, a, metav1.UpdateOptions{}))
	say("updated %v generation %d", a.GetAnnotations(), a.GetGeneration())
	stale.SetAnnotations(map[string]string{"changed": "2"})
	_, err = c.Update(r, stale, metav1.UpdateOptions{})
	say("stale: %s", outcome(err))

	for _, patch := range []struct {
		kind types.PatchType
		body string
	}{
		{types.JSONPatchType, `[{"op":"add","path":"/metadata/annotations/json","value":"1"},{"op":"remove","path":"/metadata/annotations/changed"}]`},
		{types.MergePatchType, `{"metadata":{"annotations":{"merge":"1","json":null}}}`},
		{types.StrategicMergePatchType, `{"metadata":{"annotations":{"strategic":"1"},"finalizers":["example.com/kept"]}}`},
		{types.StrategicMergePatchType, `{"metadata":{"$deleteFromPrimitiveList/finalizers":["example.com/kept"]}}`},
		{types.JSONPatchType, `[{"op":"test","path":"/metadata/name","value":"other"}]`},
	} {
		patched, err := c.Patch(r, a.GetName(), patch.kind, []byte(patch.body), metav1.PatchOptions{})
		if err != nil {
			say("%s: %s", patch.kind, outcome(err))
			continue
		}
		say("%s: %v %v", patch.kind, patched.GetAnnotations(), patched.GetFinalizers())
	}
	if s, ok := c.(hasStatus[T]); ok && status != nil {
		a = must(c.Get(r, a.GetName(), metav1.GetOptions{}))
		status(a)
		a.SetAnnotations(nil)
		a = must(s.UpdateStatus(r, a, metav1.UpdateOptions{}))
		say("status %s", plain(a))
		stale.SetAnnotations(nil)
		_, err = s.UpdateStatus(r, stale, metav1.UpdateOptions{})
		say("stale status: %s", outcome(err))
	}

	must(create("b"))
	must(create("c"))
	say("list %v", names(must(c.List(r, ours))))
	check(c.Delete(r, a.GetName(), metav1.DeleteOptions{}))
	settle(r, c, a.GetName(), say)
	say("delete again: %s", outcome(c.Delete(r, a.GetName(), metav1.DeleteOptions{})))
	if all, ok := any(c).(hasCollection); ok {
		check(all.DeleteCollection(r, metav1.DeleteOptions{}, ours))
	} else {
		check(c.Delete(r, r.ns+"-b", metav1.DeleteOptions{}))
		check(c.Delete(r, r.ns+"-c", metav1.DeleteOptions{}))
	}
	settle(r, c, r.ns+"-b", say)
	settle(r, c, r.ns+"-c", say)
	say("left %v", names(must(c.List(r, ours))))

	var seen []string
	for gone := 0; gone < 3; {
		event := r.next(events)
		seen = append(seen, fmt.Sprintf("%s %s", event.Type, must(meta.Accessor(event.Object)).GetName()))
		if event.Type == watch.Deleted {
			gone++
		}
	}
	say("watched %s", strings.Join(seen, ", "))
}

// settle waits for nothing: an object that is deleted is gone, or has finalizers that nobody but we will remove.
func settle[T object, L runtime.Object](r *run, c client[T, L], name string, say func(string, ...any)) {
	left, err := c.Get(r, name, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		return
	}
	check(err)
	say("%s deleted: %t, waits for %v", name, left.GetDeletionTimestamp() != nil, left.GetFinalizers())
	_, err = c.Patch(r, name, types.MergePatchType, []byte(`{"metadata":{"finalizers":null}}`), metav1.PatchOptions{})
	check(err)
	_, err = c.Get(r, name, metav1.GetOptions{})
	say("then %s", outcome(err))
}

// next is the next event that is not a bookmark.
func (r *run) next(w watch.Interface) watch.Event {
	for {
		select {
		case event, open := <-w.ResultChan():
			if !open {
				fail("the watch ended")
			}
			if event.Type == watch.Error {
				fail("the watch failed: %w", apierrors.FromObject(event.Object))
			}
			if event.Type != watch.Bookmark {
				return event
			}
		case <-r.Done():
			fail("no event came: %w", r.Err())
		}
	}
}

func names(list runtime.Object) (names []string) {
	check(meta.EachListItem(list, func(o runtime.Object) error {
		names = append(names, must(meta.Accessor(o)).GetName())
		return nil
	}))
	return names
}
