package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"time"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

// server is the API server whose facts are read. It is never written to.
type server struct {
	url    string
	client *http.Client
}

func newServer(config *rest.Config) (*server, error) {
	config = rest.CopyConfig(config)
	config.Timeout = time.Minute
	client, err := rest.HTTPClientFor(config)
	if err != nil {
		return nil, err
	}
	return &server{url: strings.TrimSuffix(config.Host, "/"), client: client}, nil
}

// serverOf is the running server that the flags describe: a kubeconfig's, or one with a token.
func serverOf(url, tokenFile, caFile, kubeconfig string) (*server, error) {
	if kubeconfig != "" {
		config, err := clientcmd.BuildConfigFromFlags(url, kubeconfig)
		if err != nil {
			return nil, err
		}
		return newServer(config)
	}
	return newServer(&rest.Config{Host: url, BearerTokenFile: tokenFile, TLSClientConfig: rest.TLSClientConfig{CAFile: caFile}})
}

// get answers what a path holds. Anything but 200 is an error.
func (s *server) get(ctx context.Context, path, accept string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+path, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", accept)
	response, err := s.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, fmt.Errorf("GET %s: %w", path, err)
	}
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("GET %s: %s", path, response.Status)
	}
	return body, nil
}

// getStrict reads JSON in which nothing may be unknown. Prose is dropped before anybody sees it.
func (s *server) getStrict(ctx context.Context, path, accept string, into any) error {
	body, err := s.get(ctx, path, accept)
	if err != nil {
		return err
	}
	if err := decodeStrict(body, into); err != nil {
		return fmt.Errorf("GET %s: %w", path, err)
	}
	return nil
}

// getLoose reads some parts of JSON and leaves the rest.
func (s *server) getLoose(ctx context.Context, path string, accept string, into any) error {
	body, err := s.get(ctx, path, accept)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(body, into); err != nil {
		return fmt.Errorf("GET %s: %w", path, err)
	}
	return nil
}

// everythingOn are the flags a server needs to show all of its API, and the words in them that matter.
var everythingOn = map[string][]string{"runtime-config": {"api/all=true"}, "feature-gates": {"AllAlpha=true", "AllBeta=true"}}

var flagLine = regexp.MustCompile(`^([a-z0-9-]+)\b(.*)$`)

// checkFlags refuses a server that would hide a part of the API: the schema would silently lose it.
func (s *server) checkFlags(ctx context.Context) error {
	body, err := s.get(ctx, "/flagz", "text/plain")
	if err != nil {
		return err
	}
	flags := map[string]string{}
	for line := range strings.Lines(string(body)) {
		// What parts name and value is another text in each server, on purpose.
		if m := flagLine.FindStringSubmatch(strings.TrimSpace(line)); m != nil {
			flags[m[1]] = m[2]
		}
	}
	for name, words := range everythingOn {
		for _, word := range words {
			if !strings.Contains(flags[name], word) {
				return fmt.Errorf("the server has to run with --%s=%s, /flagz says %q", name, strings.Join(words, ","), flags[name])
			}
		}
	}
	return nil
}

func decodeStrict(body []byte, into any) error {
	tree, err := treeWithoutProse(body)
	if err != nil {
		return err
	}
	body, err = json.Marshal(tree)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	return decoder.Decode(into)
}

func treeWithoutProse(body []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var tree any
	if err := decoder.Decode(&tree); err != nil {
		return nil, err
	}
	dropProse(tree)
	return tree, nil
}

// dropProse removes all descriptions. A property that happens to be called so is no text but a schema, and stays.
func dropProse(tree any) {
	switch node := tree.(type) {
	case map[string]any:
		if _, prose := node["description"].(string); prose {
			delete(node, "description")
		}
		for _, value := range node {
			dropProse(value)
		}
	case []any:
		for _, value := range node {
			dropProse(value)
		}
	}
}
