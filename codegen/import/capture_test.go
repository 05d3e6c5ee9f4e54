package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"k8s.io/client-go/rest"
)

// answers is a small API server: what each path says to which Accept header.
type answers map[string]string

func (a answers) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	accept := r.Header.Get("Accept")
	for _, as := range []string{"Table", "APIGroupDiscoveryList"} {
		if strings.Contains(accept, "as="+as) {
			accept = as
		}
	}
	if body, ok := a[r.URL.Path+" "+accept]; ok {
		fmt.Fprint(w, body)
	} else {
		http.NotFound(w, r)
	}
}

func smallServer() answers {
	const discovered = `{"apiVersion":"apidiscovery.k8s.io/v2","kind":"APIGroupDiscoveryList","metadata":{},"items":[%s]}`
	return answers{
		"/version application/json": `{"gitVersion":"v1.2.3","goVersion":"unknown parts are fine here"}`,
		"/api APIGroupDiscoveryList": fmt.Sprintf(discovered, `{"metadata":{"creationTimestamp":null},"versions":[{"version":"v1","freshness":"Current","resources":[
			{"resource":"things","responseKind":{"group":"","version":"","kind":"Thing"},"scope":"Cluster","singularResource":"thing","verbs":["get","list"]},
			{"resource":"reviews","responseKind":{"group":"","version":"","kind":"Review"},"scope":"Cluster","singularResource":"review","verbs":["create"]}]}]}`),
		"/apis APIGroupDiscoveryList":  fmt.Sprintf(discovered, ""),
		"/openapi/v2 application/json": `{"definitions":{"a.Options":{"x-kubernetes-group-version-kind":[{"group":"","version":"v1","kind":"Options"}]}}}`,
		"/openapi/v3 application/json": `{"paths":{"api":{"serverRelativeURL":"/nowhere"},"api/v1":{"serverRelativeURL":"/openapi/v3/api/v1?hash=1"}}}`,
		"/nowhere application/json":    `{"paths":{"/api/":{"get":{"operationId":"getVersions"}}}}`,
		"/openapi/v3/api/v1 application/json": `{"openapi":"3.0.0","info":{},"components":{"schemas":{"a.Thing":{"type":"object","description":"prose",
			"properties":{"description":{"type":"string","description":"prose"}}}}},
			"paths":{"/api/v1/things":{"parameters":[{"name":"limit","in":"query","schema":{"type":"integer"}}],"get":{"description":"prose","operationId":"listThing",
			"x-kubernetes-action":"list","parameters":[{"name":"continue","in":"query","schema":{"type":"string"}}],
			"responses":{"200":{"description":"OK","content":{"application/json":{"schema":{"$ref":"#/components/schemas/a.ThingList"}}}}}}}}}`,
		"/api/v1/ application/json": `{"resources":[{"name":"things","storageVersionHash":"abc="},{"name":"things/status"}]}`,
		"/api/v1/things Table":      `{"columnDefinitions":[{"name":"Name","type":"string","format":"name","priority":0,"description":"prose"},{"name":"Old Age","type":"string","priority":1}]}`,
	}
}

func captureFrom(t *testing.T, a answers) (*serverFacts, error) {
	t.Helper()
	running := httptest.NewServer(a)
	defer running.Close()
	s, err := newServer(&rest.Config{Host: running.URL})
	if err != nil {
		t.Fatal(err)
	}
	return capture(context.Background(), s)
}

func TestCapture(t *testing.T) {
	facts, err := captureFrom(t, smallServer())
	if err != nil {
		t.Fatal(err)
	}
	if facts.version != "v1.2.3" || len(facts.discovery) != 1 || len(facts.discovery[0].Versions[0].Resources) != 2 {
		t.Errorf("got %+v", facts)
	}
	if got := facts.columns; !reflect.DeepEqual(got, map[string][]string{"/api/v1/things": {"Name:string(name)", "Old Age:string:wide"}}) {
		t.Errorf("columns %v", got)
	}
	if got := facts.kinds["a.Options"]; !reflect.DeepEqual(got, []openapiKind{{Version: "v1", Kind: "Options"}}) {
		t.Errorf("kinds %v", got)
	}
	if got := facts.storage; !reflect.DeepEqual(got, map[string]string{"/api/v1/things": "abc="}) {
		t.Errorf("storage %v", got)
	}
	list := facts.paths["/api/v1/things"]["get"]
	if !reflect.DeepEqual(list.Query, []string{"continue", "limit"}) || list.Action != "list" || list.Responses["200"]["application/json"] != "a.ThingList" {
		t.Errorf("operation %+v", list)
	}
	if s := facts.schemas["a.Thing"]; s == nil || s.Properties["description"] == nil || s.Properties["description"].Type != "string" {
		t.Errorf("schema %+v", s)
	}
}

func TestCaptureRefusesWhatItDoesNotUnderstand(t *testing.T) {
	for name, change := range map[string][3]string{
		"an unknown part of a schema":     {"/openapi/v3/api/v1 application/json", `"type":"object"`, `"type":"object","nullable":true`},
		"an unknown part of discovery":    {"/api APIGroupDiscoveryList", `"scope"`, `"colour":"red","scope"`},
		"a parameter in an unknown place": {"/openapi/v3/api/v1 application/json", `"in":"query"`, `"in":"cookie"`},
		"a table without columns":         {"/api/v1/things Table", "columnDefinitions", "rows"},
		"a missing document":              {"/openapi/v3 application/json", "/openapi/v3/api/v1", "/openapi/v3/api/v2"},
	} {
		changed := smallServer()
		before := changed[change[0]]
		changed[change[0]] = strings.Replace(before, change[1], change[2], 1)
		if changed[change[0]] == before {
			t.Fatalf("%s: nothing to change", name)
		}
		if _, err := captureFrom(t, changed); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestDocuments(t *testing.T) {
	a := smallServer()
	for path, body := range map[string]string{
		"/openapi/v2": `{"definitions":{"a":{"description":"prose","properties":{"description":{"type":"string"}}}}}`,
		"/api":        `{"versions":["v1"],"serverAddressByClientCIDRs":["of this machine"]}`,
		"/apis":       `{"groups":[]}`,
		"/api/v1":     `{"resources":[]}`,
	} {
		a[path+" application/json"] = body
	}
	running := httptest.NewServer(a)
	defer running.Close()
	s, err := newServer(&rest.Config{Host: running.URL})
	if err != nil {
		t.Fatal(err)
	}
	facts, err := capture(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	d, err := captureDocuments(context.Background(), s, facts)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for range 2 {
		if err := d.write(folder); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]string{
		"openapi-v2": `{"definitions":{"a":{"properties":{"description":{"type":"string"}}}}}`,
		"discovery":  `{"/api":{"versions":["v1"]},"/api/v1":{"resources":[]},"/apis":{"groups":[]}}`,
	} {
		if got, err := readCompressed(filepath.Join(folder, name+".json.gz")); err != nil || string(got) != want {
			t.Errorf("%s: %s (%v)", name, got, err)
		}
	}
}

func TestStorageHash(t *testing.T) {
	if got := storageHash("", "v1", "Pod"); got != "xPOwRZ+Yhw8=" {
		t.Errorf("got %s", got)
	}
}

func TestCheckFlags(t *testing.T) {
	for flags, good := range map[string]bool{
		"some text\nfeature-gates: :AllAlpha=true,:AllBeta=true\nruntime-config: api/all=true\n": true,
		"feature-gates=:AllAlpha=true,:AllBeta=true\nruntime-config=api/all=true":                true,
		"feature-gates / :AllAlpha=true,:AllBeta=true\nruntime-config / api/all=true":            true,
		"feature-gates: :AllAlpha=true,:AllBeta=true\nruntime-config: \n":                        false,
		"feature-gates: :AllBeta=true\nruntime-config: api/all=true\n":                           false,
		"": false,
	} {
		running := httptest.NewServer(answers{"/flagz text/plain": flags})
		s, err := newServer(&rest.Config{Host: running.URL})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.checkFlags(context.Background()); (err == nil) != good {
			t.Errorf("%q: %v", flags, err)
		}
		running.Close()
	}
}

func TestTypesVersion(t *testing.T) {
	if got := typesVersion(); !strings.HasPrefix(got, "v1.") {
		t.Errorf("got %q", got)
	}
}
