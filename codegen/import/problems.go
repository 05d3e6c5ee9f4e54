package main

import (
	"fmt"
	"slices"
)

// problems collects everything that is not understood or does not agree, so that one run shows all of it.
type problems struct {
	list []string
}

func (p *problems) addf(format string, args ...any) {
	p.list = append(p.list, fmt.Sprintf(format, args...))
}

// accept drops the problems a reviewed table has.
func (p *problems) accept(table *reviewed) {
	p.list = slices.DeleteFunc(p.list, table.has)
}

func (p *problems) sorted() []string {
	slices.Sort(p.list)
	p.list = slices.Compact(p.list)
	return p.list
}
