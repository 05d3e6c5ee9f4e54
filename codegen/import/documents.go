package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// documents are what a server says about its API as a whole, word for word but without prose: what tests compare other servers with.
type documents struct {
	openapi2   any
	openapi3   map[string]any // by the name the index has for each
	discovery  map[string]any // by path: lists of versions, groups and resources
	aggregated map[string]any // by path: the same in one document
}

func captureDocuments(ctx context.Context, s *server, facts *serverFacts) (*documents, error) {
	d := &documents{openapi3: map[string]any{}, discovery: map[string]any{}, aggregated: map[string]any{}}
	var err error
	if d.openapi2, err = s.getTree(ctx, "/openapi/v2", jsonType); err != nil {
		return nil, err
	}
	for name, path := range facts.openapi {
		if d.openapi3[name], err = s.getTree(ctx, path, jsonType); err != nil {
			return nil, err
		}
	}
	plain := []string{"/api", "/apis"}
	for _, group := range facts.discovery {
		name := group.Metadata.Name
		if name != "" {
			plain = append(plain, "/apis/"+name)
		}
		for _, version := range group.Versions {
			plain = append(plain, strings.TrimSuffix(resourcePath(name, version.Version, ""), "/"))
		}
	}
	for _, path := range plain {
		if d.discovery[path], err = s.getTree(ctx, path, jsonType); err != nil {
			return nil, err
		}
	}
	for _, path := range plain[:2] {
		if d.aggregated[path], err = s.getTree(ctx, path, discoveryType); err != nil {
			return nil, err
		}
	}
	// The address the server believes to be reached at is that of this machine.
	delete(d.discovery["/api"].(map[string]any), "serverAddressByClientCIDRs")
	return d, nil
}

func (s *server) getTree(ctx context.Context, path, accept string) (any, error) {
	body, err := s.get(ctx, path, accept)
	if err != nil {
		return nil, err
	}
	tree, err := treeWithoutProse(body)
	if err != nil {
		return nil, fmt.Errorf("GET %s: %w", path, err)
	}
	return tree, nil
}

// write makes the files, compressed. One that holds the same already is left alone, whatever its compression.
func (d *documents) write(folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for name, tree := range map[string]any{"openapi-v2": d.openapi2, "openapi-v3": d.openapi3,
		"discovery": d.discovery, "aggregated-discovery": d.aggregated} {
		content, err := json.Marshal(tree)
		if err != nil {
			return err
		}
		if err := writeCompressed(filepath.Join(folder, name+".json.gz"), content); err != nil {
			return err
		}
	}
	return nil
}

func writeCompressed(file string, content []byte) error {
	before, err := readCompressed(file)
	if err == nil && bytes.Equal(before, content) || err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	var compressed bytes.Buffer
	writer, err := gzip.NewWriterLevel(&compressed, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := writer.Write(content); err != nil {
		return err
	}
	if err := writer.Close(); err != nil {
		return err
	}
	return os.WriteFile(file, compressed.Bytes(), 0o644)
}

func readCompressed(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	reader, err := gzip.NewReader(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return io.ReadAll(reader)
}
