package main

import "testing"

func TestLocate(t *testing.T) {
	core := &apiPackage{java: "core.v1", version: "v1"}
	apps := &apiPackage{java: "apps.v1", group: "apps", version: "v1"}
	c := &pathChecker{collector: &collector{packages: map[string]*apiPackage{"core": core, "apps": apps}}, problems: &problems{}}
	for path, want := range map[string]*place{
		"/api/v1/":                           nil,
		"/api/v1/namespaces/{name}":          {pkg: core, resource: "namespaces"},
		"/api/v1/namespaces/{name}/finalize": {pkg: core, resource: "namespaces", sub: "finalize"},
		"/api/v1/namespaces/{namespace}/pods/{name}/proxy/{path}":        {pkg: core, resource: "pods", sub: "proxy", namespaced: true},
		"/apis/apps/v1/watch/namespaces/{namespace}/deployments/{name}":  {pkg: apps, resource: "deployments", namespaced: true, watch: true},
		"/apis/apps/v1/namespaces/{namespace}/deployments/{name}/status": {pkg: apps, resource: "deployments", sub: "status", namespaced: true},
	} {
		got, err := c.locate(path)
		if err != nil || (got == nil) != (want == nil) || got != nil && *got != *want {
			t.Errorf("%s: got %+v, %v", path, got, err)
		}
	}
	for _, path := range []string{"/apis/batch/v1/jobs", "/api/v1/pods/{other}", "/api/v1/pods/{name}/proxy/{path}/more", "/api/v1/pods/{name}/a/b"} {
		if got, err := c.locate(path); err == nil {
			t.Errorf("%s: no error but %+v", path, got)
		}
	}
}

func TestVerbOf(t *testing.T) {
	for in, want := range map[[2]string]string{
		{"get", "list"}: "list", {"get", "watchlist"}: "watch", {"post", "post"}: "create", {"put", "put"}: "update",
		{"delete", "deletecollection"}: "deletecollection", {"post", "connect"}: "create", {"head", "connect"}: "",
	} {
		if got, err := verbOf(in[0], in[1]); err != nil || got != want {
			t.Errorf("%v: got %q, %v", in, got, err)
		}
	}
	if _, err := verbOf("get", "proxy"); err == nil {
		t.Error("an unknown action was understood")
	}
}

func TestDescribeMethod(t *testing.T) {
	const base = "/api/v1/namespaces/{namespace}/pods"
	for want, what := range map[*method]sent{
		{verb: "get", sub: "scale"}:                      {method: "GET", path: base + "/{name}/scale"},
		{verb: "list"}:                                   {method: "GET", path: base},
		{verb: "create"}:                                 {method: "POST", path: base},
		{verb: "apply", sub: "scale"}:                    {method: "PATCH", path: base + "/{name}/scale", contentType: applyContent},
		{verb: "patch", patch: "strategic"}:              {method: "PATCH", path: base + "/{name}", contentType: "application/strategic-merge-patch+json"},
		{verb: "create", path: "/apis/other/{name}/sub"}: {method: "POST", path: "/apis/other/{name}/sub"},
	} {
		var got method
		if err := got.describe(what, base); err != nil || got.verb != want.verb || got.sub != want.sub || got.path != want.path || got.patch != want.patch {
			t.Errorf("%+v: got %+v, %v", what, got, err)
		}
	}
	if err := new(method).describe(sent{method: "PATCH", path: base, contentType: "text/plain"}, base); err == nil {
		t.Error("an unknown patch was understood")
	}
}
