package main

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// addStorage finds out in which version the server stores each resource. It only shows a hash of group, version and kind: that of
// the one group-version which gives the same.
func addStorage(c *collector, facts *serverFacts, p *problems) {
	registered := facts.kinds[metaV1+"DeleteOptions"] // is in every group-version, served or not
	for _, pkg := range c.packages {
		for _, r := range pkg.resources {
			hash := facts.storage[resourcePath(pkg.group, pkg.version, r.name)]
			if r.server == nil || hash == "" {
				continue
			}
			for _, version := range registered {
				if storageHash(version.Group, version.Version, r.kind) == hash {
					r.storage = orDash(version.Group) + "/" + version.Version
				}
			}
			if r.storage == "" {
				p.addf("%s/%s: no known version has the storage hash %s", pkg.java, r.name, hash)
			}
		}
	}
}

func storageHash(group, version, kind string) string {
	digest := sha256.Sum256([]byte(strings.Join([]string{group, version, kind}, "/")))
	return base64.StdEncoding.EncodeToString(digest[:8])
}
