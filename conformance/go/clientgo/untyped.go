package main

import (
	"fmt"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/restmapper"
)

var (
	configMaps  = schema.GroupVersionResource{Version: "v1", Resource: "configmaps"}
	deployments = schema.GroupVersionResource{Group: "apps", Version: "v1", Resource: "deployments"}
)

func deployment() *unstructured.Unstructured {
	return &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "apps/v1", "kind": "Deployment",
		"metadata": map[string]any{"name": "web", "labels": map[string]any{"app": "web"}},
		"spec": map[string]any{
			"selector": map[string]any{"matchLabels": map[string]any{"app": "web"}},
			"template": map[string]any{
				"metadata": map[string]any{"labels": map[string]any{"app": "web"}},
				"spec":     map[string]any{"containers": []any{map[string]any{"name": "web", "image": "nginx:1.29"}}},
			},
		},
	}}
}

func dynamicClient(r *run) {
	all := must(dynamic.NewForConfig(r.config))
	c := all.Resource(deployments).Namespace(r.ns)
	events := must(c.Watch(r, metav1.ListOptions{LabelSelector: "app=web"}))
	defer events.Stop()
	web := must(c.Create(r, deployment(), metav1.CreateOptions{}))
	r.say("created %s", plain(web))
	dry := deployment()
	dry.SetName("dry")
	must(c.Create(r, dry, metav1.CreateOptions{DryRun: []string{metav1.DryRunAll}}))
	_, err := c.Get(r, "dry", metav1.GetOptions{})
	r.say("after a dry run: %s", outcome(err))

	stale := web.DeepCopy()
	check(unstructured.SetNestedField(web.Object, int64(3), "spec", "replicas"))
	web = must(c.Update(r, web, metav1.UpdateOptions{}))
	r.say("updated to generation %d", web.GetGeneration())
	_, err = c.Update(r, stale, metav1.UpdateOptions{})
	r.say("stale: %s", outcome(err))
	check(unstructured.SetNestedField(web.Object, int64(3), "status", "replicas"))
	web = must(c.UpdateStatus(r, web, metav1.UpdateOptions{}))
	r.say("status %v", web.Object["status"])
	web = must(c.Patch(r, "web", types.MergePatchType, []byte(`{"spec":{"replicas":4}}`), metav1.PatchOptions{}))
	r.say("patched to generation %d", web.GetGeneration())
	scale := must(c.Get(r, "web", metav1.GetOptions{}, "scale"))
	r.say("scale %s", plain(scale))
	unknown := deployment()
	unknown.SetName("unknown")
	unknown.Object["nonsense"] = true
	_, err = c.Create(r, unknown, metav1.CreateOptions{FieldValidation: metav1.FieldValidationStrict})
	r.say("unknown field: %s", outcome(err))
	_, err = all.Resource(schema.GroupVersionResource{Group: "example.com", Version: "v1", Resource: "things"}).List(r, metav1.ListOptions{})
	r.say("unknown kind: %s", outcome(err))
	list := must(c.List(r, metav1.ListOptions{}))
	r.say("list %s %s %v", list.GetAPIVersion(), list.GetKind(), names(list))
	check(c.Delete(r, "web", metav1.DeleteOptions{Preconditions: &metav1.Preconditions{UID: uid(web)}}))
	r.say("delete again: %s", outcome(c.Delete(r, "web", metav1.DeleteOptions{})))
	for _, what := range []string{"create", "update", "status", "patch", "delete"} {
		event := r.next(events)
		r.say("watched %s: %s %s generation %d", what, event.Type, event.Object.GetObjectKind().GroupVersionKind(), must(meta.Accessor(event.Object)).GetGeneration())
	}
}

func uid(o metav1.Object) *types.UID {
	id := o.GetUID()
	return &id
}

func metadataClient(r *run) {
	full := must(dynamic.NewForConfig(r.config)).Resource(deployments).Namespace(r.ns)
	c := must(metadata.NewForConfig(r.config)).Resource(deployments).Namespace(r.ns)
	events := must(c.Watch(r, metav1.ListOptions{}))
	defer events.Stop()
	must(full.Create(r, deployment(), metav1.CreateOptions{}))
	r.say("get %s", plain(must(c.Get(r, "web", metav1.GetOptions{}))))
	list := must(c.List(r, metav1.ListOptions{Limit: 1}))
	r.say("list %v %v", list.GroupVersionKind(), names(list))
	web := must(c.Patch(r, "web", types.MergePatchType, []byte(`{"metadata":{"annotations":{"seen":"1"}}}`), metav1.PatchOptions{}))
	r.say("patched %s", plain(web))
	_, err := c.Get(r, "nothing", metav1.GetOptions{})
	r.say("get nothing: %s", outcome(err))
	check(c.DeleteCollection(r, metav1.DeleteOptions{}, metav1.ListOptions{LabelSelector: "app=web"}))
	for range 3 {
		event := r.next(events)
		r.say("watched %s %T %s", event.Type, event.Object, must(meta.Accessor(event.Object)).GetName())
	}
}

func discoveryClient(r *run) {
	client := r.k8s.Discovery()
	version := must(client.ServerVersion())
	r.say("version %s.%s", version.Major, version.Minor)
	groups, lists, err := client.ServerGroupsAndResources()
	check(err)
	for _, group := range groups {
		var versions []string
		for _, v := range group.Versions {
			versions = append(versions, v.Version)
		}
		r.say("group %q prefers %s of %v", group.Name, group.PreferredVersion.Version, versions)
	}
	var lines []string
	for _, list := range lists {
		for _, one := range list.APIResources {
			lines = append(lines, fmt.Sprintf("%s %s %s/%s %s %t %s %v %v %v", list.GroupVersion, one.Name, one.Group, one.Version, one.Kind,
				one.Namespaced, one.SingularName, one.ShortNames, one.Categories, one.Verbs))
		}
	}
	slices.Sort(lines)
	for _, line := range lines {
		r.say("resource %s", line)
	}
	preferred := must(client.ServerPreferredResources())
	r.say("%d lists of preferred resources", len(preferred))

	cached := memory.NewMemCacheClient(client)
	deferred := restmapper.NewDeferredDiscoveryRESTMapper(cached)
	for _, kind := range []string{"Pod", "Deployment.apps", "Event", "Event.events.k8s.io", "Ingress.networking.k8s.io", "HorizontalPodAutoscaler.autoscaling", "Thing.example.com"} {
		mapping, err := deferred.RESTMapping(schema.ParseGroupKind(kind))
		if err != nil {
			r.say("%s: %v", kind, err)
			continue
		}
		r.say("%s: %v %v", kind, mapping.Resource, mapping.Scope.Name())
	}
	short := restmapper.NewShortcutExpander(deferred, discovery.CachedDiscoveryInterface(cached), func(warning string) { r.say("warning %s", warning) })
	// Not ev: two groups have it, and which one is found first changes from run to run.
	for _, name := range strings.Fields("po deploy svc cm sts ds cj hpa ing pdb sc pvc pv ns no sa netpol rs rc crd pc ep") {
		resource, err := short.ResourceFor(schema.GroupVersionResource{Resource: name})
		if err != nil {
			r.say("%s: %v", name, err)
			continue
		}
		r.say("%s: %v", name, resource)
	}
}
