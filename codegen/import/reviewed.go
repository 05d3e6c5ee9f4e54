package main

// reviewed is a small table of things looked at by a person, each with the reason. An entry nobody asks for is a problem:
// it is no longer needed.
type reviewed struct {
	what    string
	reasons map[string]string
	used    map[string]bool
}

func newReviewed(what string, reasons map[string]string) *reviewed {
	return &reviewed{what: what, reasons: reasons, used: map[string]bool{}}
}

func (r *reviewed) has(key string) bool {
	_, ok := r.reasons[key]
	if ok {
		r.used[key] = true
	}
	return ok
}

func (r *reviewed) reportUnused(p *problems) {
	for key := range r.reasons {
		if !r.used[key] {
			p.addf("%s: the entry %q is no longer needed", r.what, key)
		}
	}
}

var (
	// acceptedProblems are disagreements between Go and the server that are real and have to be lived with, by their exact text.
	acceptedProblems = newReviewed("acceptedProblems", map[string]string{})

	clientsLeftOut = newReviewed("clientsLeftOut", map[string]string{
		"apiextensions.v1beta1": "no server since 1.22 serves it, and client-go has no part in it",
	})

	schemasWithoutMessage = newReviewed("schemasWithoutMessage", map[string]string{
		"io.k8s.apimachinery.pkg.apis.meta.v1.Patch": "stands for the body of any patch",
		"io.k8s.apimachinery.pkg.version.Info":       "of /version; no object of the API",
	})

	messagesLeftOut = newReviewed("messagesLeftOut", map[string]string{
		"meta.v1.GroupVersion": "written as one text in JSON; nothing sends it",
		"meta.v1.Patch":        "empty; stands for the body of any patch",
		"meta.v1.Timestamp":    "what Time and MicroTime look like in protobuf; no field has this type",
		"meta.v1.TypeMeta":     "embedded; protobuf carries it in the envelope",
	})

	packagesLeftOut = newReviewed("packagesLeftOut", map[string]string{})

	methodsSendingNothing = newReviewed("methodsSendingNothing", map[string]string{
		"core.v1.Events.GetFieldSelector": "makes a field selector",
	})
)

// argumentNames are those of methods with more than one text: reflection does not know names.
var argumentNames = map[string][]string{
	"core.v1.Pods.ProxyGet":           {"scheme", "name", "port", "path", "params"},
	"core.v1.Services.ProxyGet":       {"scheme", "name", "port", "path", "params"},
	"core.v1.Events.GetFieldSelector": {"name", "namespace", "kind", "uid"},
}

// subresourceOptions are the messages whose fields are the query parameters of a subresource that is no connection.
var subresourceOptions = map[string]string{
	"core.v1/pods/log": "core.v1.PodLogOptions",
}

func reportUnused(p *problems) {
	for _, table := range []*reviewed{clientsLeftOut, schemasWithoutMessage, messagesLeftOut, packagesLeftOut, methodsSendingNothing} {
		table.reportUnused(p)
	}
	p.accept(acceptedProblems)
	acceptedProblems.reportUnused(p)
}
