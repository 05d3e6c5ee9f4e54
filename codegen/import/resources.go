package main

// apiResource is a resource as its clients and its server see it.
type apiResource struct {
	name       string // plural, as in the path
	kind       string
	singular   string
	shortNames []string
	categories []string
	namespaced bool
	storage    string   // GROUP/VERSION in which the server stores it; empty if it does not
	deleted    bool     // DELETE of one object answers with it in place of a Status
	accessor   string   // of the Go client; empty if there is none
	server     []string // verbs; nil if the server does not serve it
	client     []string // verbs the Go client's interface has
	methods    []*method
	subs       []*subresource
	columns    []string
}

// method is a method of the Go client besides the common verbs.
type method struct {
	name    string
	args    []argument
	returns string
	verb    string // empty if it sends nothing
	sub     string // the subresource, if the path is the usual one
	path    string // the whole path, if it is not
	patch   string // the patch's type, if it is one
}

type argument struct{ name, typ string }

// subresource is a subresource the server serves.
type subresource struct {
	name, kind string
	server     []string
}

func (p *apiPackage) resource(name string) *apiResource {
	for _, r := range p.resources {
		if r.name == name {
			return r
		}
	}
	return nil
}
