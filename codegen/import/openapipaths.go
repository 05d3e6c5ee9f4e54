package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// openapiDocument is the document of one group-version. An unknown part is an error.
type openapiDocument struct {
	OpenAPI    string                  `json:"openapi"`
	Info       json.RawMessage         `json:"info"`
	Paths      map[string]*openapiPath `json:"paths"`
	Components struct {
		Schemas         map[string]*openapiSchema `json:"schemas"`
		SecuritySchemes json.RawMessage           `json:"securitySchemes"`
	} `json:"components"`
}

type openapiPath struct {
	Get        *openapiOperation  `json:"get"`
	Put        *openapiOperation  `json:"put"`
	Post       *openapiOperation  `json:"post"`
	Delete     *openapiOperation  `json:"delete"`
	Options    *openapiOperation  `json:"options"`
	Head       *openapiOperation  `json:"head"`
	Patch      *openapiOperation  `json:"patch"`
	Parameters []openapiParameter `json:"parameters"`
}

func (p *openapiPath) operations() map[string]*openapiOperation {
	all := map[string]*openapiOperation{
		"get": p.Get, "put": p.Put, "post": p.Post, "delete": p.Delete, "options": p.Options, "head": p.Head, "patch": p.Patch,
	}
	for method, o := range all {
		if o == nil {
			delete(all, method)
		}
	}
	return all
}

type openapiParameter struct {
	Name     string `json:"name"`
	In       string `json:"in"`
	Required bool   `json:"required"`
	Schema   struct {
		Type        string `json:"type"`
		UniqueItems bool   `json:"uniqueItems"`
	} `json:"schema"`
}

type openapiOperation struct {
	Tags        []string           `json:"tags"`
	OperationID string             `json:"operationId"`
	Parameters  []openapiParameter `json:"parameters"`
	RequestBody struct {
		Content  map[string]openapiMedia `json:"content"`
		Required bool                    `json:"required"`
	} `json:"requestBody"`
	Responses map[string]struct {
		Content map[string]openapiMedia `json:"content"`
	} `json:"responses"`
	Action     string      `json:"x-kubernetes-action"`
	Kind       openapiKind `json:"x-kubernetes-group-version-kind"`
	Deprecated bool        `json:"deprecated"`
}

type openapiMedia struct {
	Schema *openapiSchema `json:"schema"`
}

// operation is what matters of one operation: types by media type, and for answers by status code.
type operation struct {
	ID        string
	Action    string
	Kind      openapiKind
	Query     []string
	Consumes  map[string]string
	Responses map[string]map[string]string
}

func (o *openapiOperation) summary(shared []openapiParameter) (operation, error) {
	read := operation{ID: o.OperationID, Action: o.Action, Kind: o.Kind, Consumes: targets(o.RequestBody.Content), Responses: map[string]map[string]string{}}
	for _, p := range slices.Concat(shared, o.Parameters) {
		switch p.In {
		case "query":
			read.Query = append(read.Query, p.Name)
		case "path":
		default:
			return read, fmt.Errorf("parameter %s in %q", p.Name, p.In)
		}
	}
	slices.Sort(read.Query)
	for code, response := range o.Responses {
		read.Responses[code] = targets(response.Content)
	}
	return read, nil
}

// targets are the names of the schemas by media type; empty for plain text.
func targets(content map[string]openapiMedia) map[string]string {
	names := map[string]string{}
	for media, c := range content {
		if c.Schema != nil {
			names[media] = strings.TrimPrefix(c.Schema.target(), "#/components/schemas/")
		}
	}
	return names
}
