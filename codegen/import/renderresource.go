package main

import "strings"

// resourceLines writes a resource: its own line, then one line per side and per method or subresource.
func resourceLines(r *apiResource) []string {
	words := []string{"resource", r.name, "kind=" + r.kind, "singular=" + r.singular}
	add := func(name, value string) {
		if value != "" {
			words = append(words, name+"="+value)
		}
	}
	add("short", strings.Join(r.shortNames, ","))
	add("categories", strings.Join(r.categories, ","))
	if r.namespaced {
		add("scope", "Namespaced")
	} else {
		add("scope", "Cluster")
	}
	add("storage", r.storage)
	if r.deleted {
		add("deleted", "object")
	}
	add("accessor", r.accessor)
	lines := []string{strings.Join(words, " ")}
	if r.server != nil {
		lines = append(lines, "  server "+verbText(r.server))
	}
	if r.client != nil {
		lines = append(lines, "  client "+verbText(r.client))
	}
	for _, m := range r.methods {
		lines = append(lines, "  "+methodLine(m))
	}
	for _, s := range r.subs {
		lines = append(lines, "  sub "+s.name+" kind="+s.kind+" server="+verbText(s.server))
	}
	if r.columns != nil {
		lines = append(lines, "  columns "+strings.Join(r.columns, "|"))
	}
	return lines
}

func verbText(verbs []string) string { return orDash(strings.Join(verbs, ",")) }

func methodLine(m *method) string {
	args := make([]string, len(m.args))
	for i, a := range m.args {
		args[i] = a.name + "=" + a.typ
	}
	words := []string{"method", m.name, orDash(strings.Join(args, ",")), "returns=" + m.returns}
	add := func(name, value string) {
		if value != "" {
			words = append(words, name+"="+value)
		}
	}
	words = append(words, "verb="+orDash(m.verb))
	add("sub", m.sub)
	add("path", m.path)
	add("patch", m.patch)
	return strings.Join(words, " ")
}
