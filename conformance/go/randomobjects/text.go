package main

import (
	"strings"
	"unicode/utf8"
)

// awkward holds texts that look like something else to a parser, or need escapes.
var awkward = []string{
	"", " ", "null", "~", "true", "no", "y", "1", "0x1F", "0o7", "1_000", "1e3", ".inf", ".nan", "2001-01-01", "12:30:45", "-", "- a", "? a", ": ", "a: b",
	"#", "a #b", "[", "]", "{", "}", "{}", "[]", "&a", "*a", "!a", "!!str", "|", ">", "%", "@", "`", "'", "''", "\"", "\\", "\\n", "=", "<<", "---", "...",
	"\n", "a\n", "\na", "a\nb", "a\n\nb\n", "a\n\n", " a", "a ", " a\n  b", "\t", "a\tb", "\r", "a\r\nb", "\x00", "\x01\x1f", "\u0085", "\u00a0",
	"\u2028\u2029", "\ufeff", "\ufffd", "\ue000", "<&>", "e\u0301", "\u200d", "😀", "\U0010ffff", "\U00010000", "日本語", "עברית", "/", "//", "a/b",
	strings.Repeat("long ", 40), strings.Repeat("x", 130),
}

// text is any valid Unicode.
func (r *random) text() string {
	switch r.Intn(6) {
	case 0:
		return awkward[r.Intn(len(awkward))]
	case 1:
		return awkward[r.Intn(len(awkward))] + awkward[r.Intn(len(awkward))]
	case 2, 3:
		return r.runes(0x20, 0x7e)
	case 4:
		return r.runes(0, 0xffff)
	default:
		return r.runes(0, utf8.MaxRune)
	}
}

// runes is a short text of the characters of a range.
func (r *random) runes(first, last rune) string {
	b := strings.Builder{}
	for range r.Intn(12) {
		if c := first + r.Int31n(last-first+1); writable(c) {
			b.WriteRune(c)
		}
	}
	return b.String()
}

// writable leaves out halves of surrogate pairs, which are no characters, and the few that Go's YAML library refuses to write.
func writable(c rune) bool {
	switch {
	case !utf8.ValidRune(c), c == 0xfffe, c == 0xffff, c >= 0x7f && c <= 0x9f && c != 0x85:
		return false
	}
	return true
}
