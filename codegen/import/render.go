package main

import (
	"strconv"
	"strings"
)

// render writes a package as the text of its schema file.
func render(p *apiPackage) string {
	b := &strings.Builder{}
	line := func(words ...string) {
		b.WriteString(strings.Join(words, " "))
		b.WriteByte('\n')
	}
	line("schema 1")
	line("go", p.goPath)
	line("openapi", p.openapi)
	line("java", p.java)
	line("group", orDash(p.group))
	line("version", p.version)
	if len(p.kinds) > 0 {
		b.WriteByte('\n')
	}
	for _, k := range p.kinds {
		line(kindWords(k)...)
	}
	for _, r := range p.resources {
		b.WriteByte('\n')
		for _, text := range resourceLines(r) {
			line(text)
		}
	}
	for _, m := range p.messages {
		b.WriteByte('\n')
		words := []string{"message", m.name}
		if m.typemeta {
			words = append(words, "typemeta")
		}
		if m.structType != "" {
			words = append(words, "struct="+m.structType)
		}
		line(words...)
		for _, f := range m.fields {
			b.WriteString("  ")
			line(fieldWords(f)...)
		}
	}
	return b.String()
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

func kindWords(k *kind) []string {
	words := []string{"kind", k.name}
	if k.apiVersion != "" {
		words = append(words, "apiVersion="+k.apiVersion)
	}
	if len(k.registered) > 0 {
		words = append(words, "groups="+strings.Join(k.registered, ","))
	}
	if k.list != "" {
		words = append(words, "list="+k.list)
	}
	if k.item != "" {
		words = append(words, "item="+k.item)
	}
	return append(words, k.lifecycle...)
}

func fieldWords(f *field) []string {
	number := "-"
	if f.number != 0 {
		number = strconv.Itoa(f.number)
	}
	words := []string{f.json, number, f.typ.String()}
	flag := func(on bool, word string) {
		if on {
			words = append(words, word)
		}
	}
	value := func(name, v string) {
		flag(v != "", name+"="+v)
	}
	if upperFirst(f.json) != f.goName {
		value("go", f.goName)
	}
	flag(f.inline, "inline")
	flag(f.omitempty, "omitempty")
	flag(f.omitzero, "omitzero")
	value("wire", f.wire)
	flag(f.nojson, "nojson")
	flag(f.facts.required, "required")
	value("list", f.facts.list)
	value("keys", strings.Join(f.facts.keys, ","))
	value("map", f.facts.mapType)
	value("struct", f.facts.structType)
	value("patch", strings.Join(f.patch, ","))
	value("mergekey", f.mergeKey)
	value("default", f.facts.defaultValue)
	value("enum", enumText(f.facts.enum))
	value("format", f.facts.format)
	value("union", f.facts.union)
	flag(f.deprecated, "deprecated")
	value("gate", f.gate)
	flag(f.pbzeroSkip, "pbzero=skip")
	return words
}

// enumText joins values with commas. What is empty or has a space, comma or quote becomes a JSON string without spaces and commas.
func enumText(values []string) string {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = v
		if v == "" || strings.ContainsAny(v, " ,\"\n") {
			words[i] = strings.NewReplacer(" ", `\u0020`, ",", `\u002c`).Replace(strconv.Quote(v))
		}
	}
	return strings.Join(words, ",")
}
