package main

import (
	"fmt"
	"slices"
	"sort"
	"strings"
)

// The server's aggregated discovery.
type discoveryList struct {
	APIVersion string           `json:"apiVersion"`
	Kind       string           `json:"kind"`
	Metadata   struct{}         `json:"metadata"`
	Items      []discoveryGroup `json:"items"`
}

type discoveryGroup struct {
	Metadata struct {
		Name              string  `json:"name"`
		CreationTimestamp *string `json:"creationTimestamp"`
	} `json:"metadata"`
	Versions []discoveryVersion `json:"versions"`
}

type discoveryVersion struct {
	Version   string              `json:"version"`
	Freshness string              `json:"freshness"`
	Resources []discoveryResource `json:"resources"`
}

type discoveryResource struct {
	Resource         string                 `json:"resource"`
	ResponseKind     openapiKind            `json:"responseKind"`
	Scope            string                 `json:"scope"`
	SingularResource string                 `json:"singularResource"`
	ShortNames       []string               `json:"shortNames"`
	Categories       []string               `json:"categories"`
	Verbs            []string               `json:"verbs"`
	Subresources     []discoverySubresource `json:"subresources"`
}

type discoverySubresource struct {
	Subresource  string      `json:"subresource"`
	ResponseKind openapiKind `json:"responseKind"`
	Verbs        []string    `json:"verbs"`
}

// addDiscovery puts what the server serves into the resources and compares it with the clients.
func addDiscovery(c *collector, groups []discoveryGroup, p *problems) {
	for _, g := range groups {
		for _, v := range g.Versions {
			pkg := c.packageByGroup(g.Metadata.Name, v.Version)
			if pkg == nil {
				p.addf("discovery: %s/%s is no known group-version", g.Metadata.Name, v.Version)
				continue
			}
			for _, r := range v.Resources {
				addResource(c, pkg, r, p)
			}
		}
	}
}

func (c *collector) packageByGroup(group, version string) *apiPackage {
	for _, p := range c.packages {
		if p.group == group && p.version == version {
			return p
		}
	}
	return nil
}

func (p *apiPackage) kind(name string) *kind {
	for _, k := range p.kinds {
		if k.name == name {
			return k
		}
	}
	return nil
}

func addResource(c *collector, pkg *apiPackage, d discoveryResource, p *problems) {
	where := pkg.java + "/" + d.Resource
	namespaced := d.Scope == "Namespaced"
	if !namespaced && d.Scope != "Cluster" {
		p.addf("%s: scope %q", where, d.Scope)
	}
	r := pkg.resource(d.Resource)
	if r == nil {
		r = &apiResource{name: d.Resource, kind: d.ResponseKind.Kind, namespaced: namespaced}
		pkg.resources = append(pkg.resources, r)
	}
	if r.namespaced != namespaced {
		p.addf("%s: scope %s, not so in the client", where, d.Scope)
	}
	if qualified := c.qualify(pkg, d.ResponseKind); qualified != pkg.java+"."+r.kind {
		p.addf("%s: kind %v, the client has %s", where, d.ResponseKind, r.kind)
	}
	r.singular, r.shortNames, r.categories = d.SingularResource, d.ShortNames, d.Categories
	r.server = slices.Sorted(slices.Values(d.Verbs))
	for _, s := range d.Subresources {
		qualified := c.qualify(pkg, s.ResponseKind)
		if qualified == "" {
			p.addf("%s/%s: unknown kind %v", where, s.Subresource, s.ResponseKind)
		}
		r.subs = append(r.subs, &subresource{name: s.Subresource, kind: qualified, server: slices.Sorted(slices.Values(s.Verbs))})
	}
	sort.Slice(r.subs, func(i, j int) bool { return r.subs[i].name < r.subs[j].name })
}

// qualify finds a kind; without group and version it is one of the package's own.
func (c *collector) qualify(own *apiPackage, k openapiKind) string {
	pkg := own
	if own == nil || k.Group != "" || k.Version != "" {
		pkg = c.packageByGroup(k.Group, k.Version)
	}
	if pkg == nil || pkg.kind(k.Kind) == nil {
		return ""
	}
	return pkg.java + "." + k.Kind
}

// addColumns puts the columns the server prints into the resources.
func addColumns(c *collector, columns map[string][]string, p *problems) {
	for _, pkg := range c.packages {
		for _, r := range pkg.resources {
			if r.server != nil {
				r.columns = columns[resourcePath(pkg.group, pkg.version, r.name)]
			}
			for _, column := range r.columns {
				if strings.ContainsAny(column, "|\n") {
					p.addf("%s/%s: column %q", pkg.java, r.name, column)
				}
			}
		}
	}
}

// finishResources fills in what only a server could have told, and compares the server's verbs with the client's.
func finishResources(c *collector, p *problems) {
	for _, pkg := range c.packages {
		sort.Slice(pkg.resources, func(i, j int) bool { return pkg.resources[i].name < pkg.resources[j].name })
		for _, r := range pkg.resources {
			where := pkg.java + "/" + r.name
			if pkg.kind(r.kind) == nil {
				p.addf("%s: kind %s is not registered", where, r.kind)
			}
			if r.singular == "" {
				r.singular = strings.ToLower(r.kind)
			}
			if r.singular != strings.ToLower(r.kind) {
				p.addf("%s: singular %s of %s", where, r.singular, r.kind)
			}
			if r.server == nil {
				continue
			}
			for _, m := range r.methods {
				if m.sub != "" && !slices.ContainsFunc(r.subs, func(s *subresource) bool { return s.name == m.sub }) {
					p.addf("%s: method %s of a subresource %s the server does not serve", where, m.name, m.sub)
				}
			}
			if hasStatus := slices.ContainsFunc(r.subs, func(s *subresource) bool { return s.name == "status" }); hasStatus != slices.Contains(r.client, "updateStatus") && r.accessor != "" {
				p.addf("%s: %s", where, fmt.Sprintf("status served: %v, status in the client: %v", hasStatus, !hasStatus))
			}
		}
	}
}
