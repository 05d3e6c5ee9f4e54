package main

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// serverFacts are what a server says about itself, without any prose.
type serverFacts struct {
	version   string // as "v1.37.1"
	discovery []discoveryGroup
	schemas   map[string]*openapiSchema
	paths     map[string]map[string]operation // by path and HTTP method
	columns   map[string][]string             // by path of the list
	storage   map[string]string               // by path of the list: hash of the version that is stored
	kinds     map[string][]openapiKind        // by schema: what it is registered as in any group, served or not
	openapi   map[string]string               // paths of all OpenAPI v3 documents, by the names the index has for them
}

const (
	jsonType      = "application/json"
	discoveryType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
	tableType     = "application/json;g=meta.k8s.io;v=v1;as=Table"
)

// capture asks a server for everything.
func capture(ctx context.Context, s *server) (*serverFacts, error) {
	facts := &serverFacts{schemas: map[string]*openapiSchema{}, paths: map[string]map[string]operation{}, columns: map[string][]string{}, storage: map[string]string{},
		kinds: map[string][]openapiKind{}, openapi: map[string]string{}}
	var version struct{ GitVersion string }
	if err := s.getLoose(ctx, "/version", jsonType, &version); err != nil {
		return nil, err
	}
	facts.version = version.GitVersion
	for _, path := range []string{"/api", "/apis"} {
		var list discoveryList
		if err := s.getStrict(ctx, path, discoveryType, &list); err != nil {
			return nil, err
		}
		facts.discovery = append(facts.discovery, list.Items...)
	}
	if err := facts.captureOpenAPI(ctx, s); err != nil {
		return nil, err
	}
	if err := facts.captureKinds(ctx, s); err != nil {
		return nil, err
	}
	if err := facts.captureStorage(ctx, s); err != nil {
		return nil, err
	}
	return facts, facts.captureColumns(ctx, s)
}

// captureKinds asks version 2, the one document about all groups: only there options have all their kinds.
func (f *serverFacts) captureKinds(ctx context.Context, s *server) error {
	var document struct {
		Definitions map[string]struct {
			Kinds []openapiKind `json:"x-kubernetes-group-version-kind"`
		}
	}
	if err := s.getLoose(ctx, "/openapi/v2", jsonType, &document); err != nil {
		return err
	}
	for name, definition := range document.Definitions {
		f.kinds[name] = definition.Kinds
	}
	return nil
}

func (f *serverFacts) captureOpenAPI(ctx context.Context, s *server) error {
	var index struct {
		Paths map[string]struct{ ServerRelativeURL string }
	}
	if err := s.getLoose(ctx, "/openapi/v3", jsonType, &index); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(index.Paths)) {
		f.openapi[name] = index.Paths[name].ServerRelativeURL
		var document openapiDocument
		if err := s.getStrict(ctx, index.Paths[name].ServerRelativeURL, jsonType, &document); err != nil {
			return err
		}
		if !isGroupVersion(name) {
			document.Paths = nil // lists of groups and versions, /version, keys of tokens: only their types matter
		}
		if err := f.addDocument(&document); err != nil {
			return fmt.Errorf("OpenAPI of %s: %w", name, err)
		}
	}
	return nil
}

// isGroupVersion tells api/v1 and apis/GROUP/VERSION from the rest.
func isGroupVersion(name string) bool {
	return strings.HasPrefix(name, "api/") || strings.HasPrefix(name, "apis/") && strings.Count(name, "/") == 2
}

func (f *serverFacts) addDocument(document *openapiDocument) error {
	for name, schema := range document.Components.Schemas {
		if known := f.schemas[name]; known != nil && !sameSchema(known, schema) {
			return fmt.Errorf("%s is not what it is in another group", name)
		}
		f.schemas[name] = schema
	}
	for path, item := range document.Paths {
		if f.paths[path] != nil {
			return fmt.Errorf("%s is in another group too", path)
		}
		operations := map[string]operation{}
		for method, raw := range item.operations() {
			read, err := raw.summary(item.Parameters)
			if err != nil {
				return fmt.Errorf("%s %s: %w", method, path, err)
			}
			operations[method] = read
		}
		f.paths[path] = operations
	}
	return nil
}

// sameSchema compares all but the kinds: options are kinds of every group, and each document names only those of its own.
func sameSchema(a, b *openapiSchema) bool {
	left, right := *a, *b
	if len(left.Kinds) > 1 || len(right.Kinds) > 1 {
		left.Kinds, right.Kinds = nil, nil
	}
	return reflect.DeepEqual(left, right)
}

// captureStorage asks for the old lists of resources: the hashes are only there.
func (f *serverFacts) captureStorage(ctx context.Context, s *server) error {
	for _, group := range f.discovery {
		for _, version := range group.Versions {
			var list struct {
				Resources []struct{ Name, StorageVersionHash string }
			}
			path := resourcePath(group.Metadata.Name, version.Version, "")
			if err := s.getLoose(ctx, path, jsonType, &list); err != nil {
				return err
			}
			for _, resource := range list.Resources {
				if resource.StorageVersionHash != "" {
					f.storage[path+resource.Name] = resource.StorageVersionHash
				}
			}
		}
	}
	return nil
}

// captureColumns asks for every list as a table. An empty one has the columns too.
func (f *serverFacts) captureColumns(ctx context.Context, s *server) error {
	for _, group := range f.discovery {
		for _, version := range group.Versions {
			for _, resource := range version.Resources {
				if !slices.Contains(resource.Verbs, "list") {
					continue
				}
				path := resourcePath(group.Metadata.Name, version.Version, resource.Resource)
				var table struct {
					ColumnDefinitions []columnDefinition
				}
				if err := s.getLoose(ctx, path+"?limit=1", tableType, &table); err != nil {
					return err
				}
				if len(table.ColumnDefinitions) == 0 {
					return fmt.Errorf("%s: a table without columns", path)
				}
				columns := make([]string, len(table.ColumnDefinitions))
				for i, c := range table.ColumnDefinitions {
					columns[i] = c.String()
				}
				f.columns[path] = columns
			}
		}
	}
	return nil
}

func resourcePath(group, version, resource string) string {
	if group == "" {
		return "/api/" + version + "/" + resource
	}
	return "/apis/" + group + "/" + version + "/" + resource
}

type columnDefinition struct {
	Name, Type, Format string
	Priority           int
}

func (c columnDefinition) String() string {
	text := c.Name + ":" + c.Type
	if c.Format != "" {
		text += "(" + c.Format + ")"
	}
	if c.Priority > 0 {
		text += ":wide"
	}
	return text
}
