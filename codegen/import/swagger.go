package main

import (
	"reflect"
	"regexp"
	"strings"
)

var (
	deprecatedPattern = regexp.MustCompile(`(?:^|[.!?:)]\s+|\n\s*)(?:Deprecated|DEPRECATED)\b`)
	gatePattern       = regexp.MustCompile(`\b(?:[Rr]equir(?:es?|ing)(?: that)?(?: enabling)?|depends on|gated by|only (?:available |populated )?(?:when|if))` +
		`(?: the)?((?: [A-Z]\w+(?:,| and| or)?)+) feature[- ]gates?\b`)
	mustPattern = regexp.MustCompile(`(?:^|[.\n]\s*)The( [A-Z]\w+) feature[- ]gate must be enabled\b`)
)

// addMarkers reads two facts from the texts a type carries: which fields are deprecated, which need a feature gate.
// Only those facts are kept, never the texts.
func addMarkers(m *message) {
	documented, ok := reflect.New(m.goType).Interface().(interface{ SwaggerDoc() map[string]string })
	if !ok {
		return
	}
	texts := documented.SwaggerDoc()
	for _, f := range m.fields {
		f.deprecated = isDeprecated(texts[f.json])
		f.gate = gateOf(texts[f.json])
	}
}

func isDeprecated(text string) bool { return deprecatedPattern.MatchString(text) }

// gateOf finds the names of the feature gates a text says its field requires.
func gateOf(text string) string {
	m := gatePattern.FindStringSubmatch(text)
	if m == nil {
		m = mustPattern.FindStringSubmatch(text)
	}
	if m == nil {
		return ""
	}
	words := strings.FieldsFunc(m[1], func(r rune) bool { return r == ' ' || r == ',' })
	gates := words[:0]
	for _, word := range words {
		if word != "and" && word != "or" {
			gates = append(gates, word)
		}
	}
	return strings.Join(gates, ",")
}
