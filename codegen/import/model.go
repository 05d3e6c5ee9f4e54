package main

import "reflect"

// apiPackage is one Go API package and becomes one schema file.
type apiPackage struct {
	goPath, openapi, java string
	group, version        string
	kinds                 []*kind
	resources             []*apiResource
	messages              []*message
}

// kind is a type that travels with apiVersion and kind of its own.
type kind struct {
	name       string
	goType     reflect.Type
	apiVersion string   // only if it is not the package's own group-version
	registered []string // every GROUP/VERSION it is registered in, if there are several
	list, item string
	lifecycle  []string
}

// message is one struct type.
type message struct {
	name     string
	pkg      *apiPackage
	goType   reflect.Type
	typemeta bool
	fields   []*field

	structType string // the server's OpenAPI: atomic or granular
	served     bool   // the server's OpenAPI has it
}

func (m *message) field(json string) *field {
	for _, f := range m.fields {
		if f.json == json {
			return f
		}
	}
	return nil
}

func (m *message) qualified() string { return m.pkg.java + "." + m.name }

// field is one field of a message, with what Go says and what the server's OpenAPI adds.
type field struct {
	json, goName string
	goType       reflect.Type
	index        int
	number       int // 0: not in protobuf
	wire         string
	typ          *typeRef
	inline       bool
	omitempty    bool
	omitzero     bool
	nojson       bool
	patch        []string // from Go's struct tags
	mergeKey     string
	facts        openapiFacts
	merged       bool // facts are those of OpenAPI
	deprecated   bool
	gate         string
	pbzeroSkip   bool
}

// openapiFacts is what only the server's OpenAPI knows about a field.
type openapiFacts struct {
	required     bool
	list         string
	keys         []string
	mapType      string
	structType   string
	defaultValue string
	enum         []string
	format       string
	union        string
}
