package main

import (
	"fmt"
	"reflect"
	"sort"
	"strings"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"io.kybern/codegen/import/apis"
)

// collectKinds takes every external kind of the scheme as a root.
func (c *collector) collectKinds() {
	all := c.scheme.AllKnownTypes()
	gvks := make([]schema.GroupVersionKind, 0, len(all))
	for gvk := range all {
		if gvk.Version != runtime.APIVersionInternal {
			gvks = append(gvks, gvk)
		}
	}
	sort.Slice(gvks, func(i, j int) bool { return gvks[i].String() < gvks[j].String() })
	for _, gvk := range gvks {
		c.collectKind(gvk, all[gvk])
	}
	for _, p := range c.packages {
		linkLists(p)
	}
}

func (c *collector) collectKind(gvk schema.GroupVersionKind, t reflect.Type) {
	p := c.packageOf(t)
	if p == nil {
		return
	}
	c.enqueue(t)
	if gvk.Kind != t.Name() {
		c.problems.addf("%v: registered for the type %v", gvk, t)
		return
	}
	k := &kind{name: gvk.Kind, goType: t}
	if apiVersion, ok := apis.SharedKinds[gvk.Kind]; ok && t.PkgPath() == apis.MetaPackage {
		for _, known := range p.kinds {
			if known.name == gvk.Kind {
				return
			}
		}
		k.apiVersion = apiVersion
		p.kinds = append(p.kinds, k)
		return
	}
	if p.version == "" {
		p.group, p.version = gvk.Group, gvk.Version
	}
	if p.group != gvk.Group || p.version != gvk.Version {
		c.problems.addf("%v: its package %s belongs to %s/%s", gvk, p.java, p.group, p.version)
		return
	}
	k.lifecycle = lifecycle(reflect.New(t).Interface())
	p.kinds = append(p.kinds, k)
}

// linkLists finds out which kind is the list of which: by the type of its items, not by its name.
func linkLists(p *apiPackage) {
	byType := map[reflect.Type]*kind{}
	for _, k := range p.kinds {
		byType[k.goType] = k
	}
	for _, k := range p.kinds {
		f, ok := k.goType.FieldByName("Items")
		if !ok || f.Type.Kind() != reflect.Slice {
			continue
		}
		if item := byType[f.Type.Elem()]; item != nil && item != k {
			k.item = item.name
			item.list = k.name
		}
	}
}

// lifecycle reads since when and until when a kind exists.
func lifecycle(object any) (facts []string) {
	add := func(name string, major, minor int) {
		facts = append(facts, fmt.Sprintf("%s=%d.%d", name, major, minor))
	}
	if o, ok := object.(interface{ APILifecycleIntroduced() (int, int) }); ok {
		major, minor := o.APILifecycleIntroduced()
		add("introduced", major, minor)
	}
	if o, ok := object.(interface{ APILifecycleDeprecated() (int, int) }); ok {
		major, minor := o.APILifecycleDeprecated()
		add("deprecated", major, minor)
	}
	if o, ok := object.(interface{ APILifecycleRemoved() (int, int) }); ok {
		major, minor := o.APILifecycleRemoved()
		add("removed", major, minor)
	}
	if o, ok := object.(interface {
		APILifecycleReplacement() schema.GroupVersionKind
	}); ok {
		gvk := o.APILifecycleReplacement()
		facts = append(facts, "replacement="+strings.Join([]string{gvk.GroupVersion().String(), gvk.Kind}, "/"))
	}
	return facts
}
