// Command cborvectors prints what Go's CBOR serializer makes of values of every sort in fields of every sort, for tests of codecs in
// other languages. Lines are "CONTEXT HEX JSON", JSON being "-" where Go refuses, and "encode HEX HEX" for objects written again.
package main

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"strings"

	"io.kybern/codegen/import/apis"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer/cbor"
)

func h(s string) []byte {
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		panic(s)
	}
	return b
}

func str(s string) []byte {
	if len(s) < 24 {
		return append([]byte{0x40 | byte(len(s))}, s...)
	}
	return append([]byte{0x58, byte(len(s))}, s...)
}

type kv struct {
	k string
	v []byte
}

func m(kvs ...kv) []byte {
	out := []byte{0xa0 | byte(len(kvs))}
	for _, e := range kvs {
		out = append(out, str(e.k)...)
		out = append(out, e.v...)
	}
	return out
}

func arr(vs ...[]byte) []byte {
	out := []byte{0x80 | byte(len(vs))}
	for _, v := range vs {
		out = append(out, v...)
	}
	return out
}

func main() {
	scheme, err := apis.Scheme()
	if err != nil {
		panic(err)
	}
	cb := cbor.NewSerializer(scheme, scheme)
	obj := func(api, kind, field string, wrap func(v []byte) []byte) func([]byte) []byte {
		return func(v []byte) []byte {
			return append([]byte{0xd9, 0xd9, 0xf7}, m(kv{"kind", str(kind)}, kv{"apiVersion", str(api)}, kv{field, wrap(v)})...)
		}
	}
	id := func(v []byte) []byte { return v }
	in := func(k string, f func([]byte) []byte) func([]byte) []byte {
		return func(v []byte) []byte { return m(kv{k, f(v)}) }
	}
	inArr := func(f func([]byte) []byte) func([]byte) []byte {
		return func(v []byte) []byte { return arr(f(v)) }
	}
	contexts := []struct {
		name string
		make func([]byte) []byte
	}{
		{"any", obj("example.com/v1", "Widget", "x", id)},
		{"string", obj("v1", "Pod", "spec", in("nodeName", id))},
		{"strings", obj("v1", "Pod", "metadata", in("finalizers", inArr(id)))},
		{"labels", obj("v1", "Pod", "metadata", in("labels", in("k", id)))},
		{"map", obj("v1", "Pod", "metadata", in("labels", id))},
		{"list", obj("v1", "Pod", "spec", in("containers", id))},
		{"message", obj("v1", "Pod", "spec", id)},
		{"time", obj("v1", "Pod", "metadata", in("creationTimestamp", id))},
		{"timeptr", obj("v1", "Pod", "metadata", in("deletionTimestamp", id))},
		{"microtime", obj("coordination.k8s.io/v1", "Lease", "spec", in("renewTime", id))},
		{"int64", obj("v1", "Pod", "metadata", in("generation", id))},
		{"int64ptr", obj("v1", "Pod", "spec", in("terminationGracePeriodSeconds", id))},
		{"int32", obj("v1", "Pod", "spec", in("containers", inArr(in("ports", inArr(in("hostPort", id))))))},
		{"bool", obj("v1", "Pod", "spec", in("hostNetwork", id))},
		{"boolptr", obj("v1", "Pod", "spec", in("enableServiceLinks", id))},
		{"bytes", obj("v1", "Secret", "data", in("k", id))},
		{"bytefield", obj("v1", "ConfigMap", "binaryData", in("k", id))},
		{"csrbytes", obj("certificates.k8s.io/v1", "CertificateSigningRequest", "spec", in("request", id))},
		{"quantity", obj("v1", "PersistentVolume", "spec", in("capacity", in("storage", id)))},
		{"intorstring", obj("policy/v1", "PodDisruptionBudget", "spec", in("minAvailable", id))},
		{"intorstringvalue", obj("v1", "Service", "spec", in("ports", inArr(in("targetPort", id))))},
		{"raw", obj("apps/v1", "ControllerRevision", "data", id)},
		{"double", obj("apiextensions.k8s.io/v1", "CustomResourceDefinition", "spec", in("versions", inArr(in("schema", in("openAPIV3Schema", in("maximum", id))))))},
		{"json", obj("apiextensions.k8s.io/v1", "CustomResourceDefinition", "spec", in("versions", inArr(in("schema", in("openAPIV3Schema", in("default", id))))))},
		{"top", func(v []byte) []byte { return v }},
	}
	values := []string{
		"00", "01", "17", "1817", "1818", "18ff", "190100", "1a7fffffff", "1a80000000", "1affffffff", "1b7fffffffffffffff", "1b8000000000000000", "1bffffffffffffffff",
		"20", "37", "3818", "3a7fffffff", "3a80000000", "3b7fffffffffffffff", "3b8000000000000000", "3bffffffffffffffff",
		"40", "4161", "43666f6f", "4141", "4441414141", "44612b2f3d", "4441413d3d", "4541410a3d3d", "41ff", "43e282ac", "4120", "5801 61", "5f ff", "5f 4161 4162 ff", "5f 6161 ff", "5f 5f 4161 ff ff",
		"60", "6161", "63666f6f", "6441414141", "61ff", "63e282ac", "63eda080", "62c080", "7f ff", "7f 6161 6162 ff", "7f 61e2 6282ac ff", "7f 4161 ff", "7801 61", "780161",
		"80", "8101", "8161 61", "9fff", "9f01ff", "9f0102ff", "83010203", "8118ff", "81190100", "8120", "81f6", "81f7", "8180", "9801 01", "9b00000000000000 0101", "9bffffffffffffffff", "9b7fffffffffffffff",
		"a0", "a14161 01", "a16161 01", "a24161014161 02", "a2416101616102", "bfff", "bf416101ff", "bf4161ff", "a10102", "a12002", "a1 1bffffffffffffffff 01", "a18001", "a1a001", "a1f401", "a1f93c00 01", "a1 c1 01 02", "a1 d9d9f7 4161 4162", "a1 d6 4161 4162", "a1 c0 6161 01", "a14161f6", "a14161f7", "a14161a0", "a1 5f 4161 ff 4162", "a1 7f 6161 ff 4162", "a14161 4162", "a1 41ff 4162", "a1 61ff 4162", "bf 4161 4162 ff", "d6 a1 4161 4162", "d6 a1 4161 6162", "a14161 80", "a14161 f5", "ba00000001 4161 4162", "bb0000000000000001 4161 4162", "ba00200001",
		"a0", "a1 446e616d65 4161", "81 a1 446e616d65 4161", "a1 446b696e64 4161",
		"c0 74 323031332d30332d32315432303a30343a30305a", "c0 54 323031332d30332d32315432303a30343a30305a", "c0 6161", "c0 01", "c0 f6", "c1 00", "c1 1a514b67b0", "c1 fb41d452d9ec200000", "c1 20", "c1 6161", "c1 f6", "c1 1b7fffffffffffffff", "c1 1b000000e8d4a51000", "c1 f93e00", "c1 f97e00", "c1 3b0000000fffffffff", "c1 c1 00", "d6 c1 00", "c0 c0 6161",
		"74 323031332d30332d32315432303a30343a30305a", "54 323031332d30332d32315432303a30343a30305a", "58 1b 323031332d30332d32315432303a30343a30302e3132333435365a", "78 1b 323031332d30332d32315432303a30343a30302e3132333435365a", "58 19 323031332d30332d32315432303a30343a30302b30313a3030", "c0 78 19 323031332d30332d32315432303a30343a30302b30313a3030", "c0 78 19 323031332d30332d32315432303a30343a30302b30303a3030", "c0 76 323031332d30332d32315432303a30343a30302e355a", "c0 78 18 323031332d30332d32315432303a30343a30302e3530305a", "c0 78 1b 323031332d30332d32315432303a30343a30302e3030303030305a", "d6 54 323031332d30332d32315432303a30343a30305a",
		"c2 4101", "c3 4101", "c2 01", "d6 4161", "d6 43010203", "d6 6161", "d6 40", "d5 43fffefd", "d6 43fffefd", "d7 43fffefd", "d5 42fffe", "d6 d7 4161", "d6 81 4161", "d6 5f 4161 4162 ff", "d6 01", "d9d9f7 01", "d9d9f7 4161", "d9d9f7 d9d9f7 4161", "d8 64 4161", "d8 64 01", "d8 64 a0", "d8 64 80", "d8 64", "d6", "c4 82 01 02", "d8 20 6161", "d6 d8 64 4161", "d9d9f7 d6 4161",
		"e0", "f0", "f3", "f4", "f5", "f6", "f7", "f800", "f814", "f816", "f820", "f8ff", "f818", "f8", "fc", "fd", "fe", "ff",
		"f90000", "f98000", "f93c00", "f93e00", "f90001", "f97bff", "f97c00", "f97e00", "f9fc00", "fa3f800000", "fa7f800000", "fa7fc00000", "fa00000001", "fb3ff0000000000000", "fb3ff199999999999a", "fb7ff0000000000000", "fb7ff8000000000000", "fb43e0000000000000", "fb444b1ae4d6e2ef50", "fb7e37e43c8800759c", "fbc024000000000000", "fb4415af1d78b58c40",
		"1c", "1f", "3f", "5c", "7c", "9c", "bc", "dc", "df", "", "18", "19 00", "42 61", "82 01", "a1 4161", "a1",
		"42 3130", "43 313025", "43 314769", "62 3130", "44 20 31 30 20", "44 31 65 33 6d", "48 3130 3030 3030 3030",
		"a2 4161 a1 4162 a1 4163 01 4164 82 01 02", "a1 4161 a1 4162 1bffffffffffffffff", "a1 4161 c24101", "a1 4161 f7", "a1 4161 f97e00", "a2 41 62 01 4161 02", "a1 446b696e64 80",
	}
	// deep
	values = append(values, strings.Repeat("81", 50)+"01", strings.Repeat("a14161", 50)+"01", strings.Repeat("d864", 90)+"01")
	var valid [][]byte
	for _, v := range values {
		valid = append(valid, h(v))
	}
	// random well-formed-ish values
	r := rand.New(rand.NewSource(20261121))
	for range 150 {
		valid = append(valid, random(r, 3))
	}
	lines := 0
	nulls := map[string]bool{"bytes": true, "bytefield": true, "intorstringvalue": true}
	for _, c := range contexts {
		for _, v := range valid {
			if nulls[c.name] && len(v) == 1 && v[0] == 0xf6 {
				continue
			}
			data := c.make(v)
			result := "-"
			if c.name == "any" || c.name == "top" {
				u := &unstructured.Unstructured{}
				if o, _, err := cb.Decode(data, nil, u); err == nil {
					js, err := json.Marshal(o.(*unstructured.Unstructured).Object)
					if err != nil {
						panic(err)
					}
					result = string(js)
					if c.name == "any" {
						var out bytes.Buffer
						if err := cb.Encode(o, &out); err != nil {
							panic(err)
						}
						fmt.Printf("encode %s %s\n", hex.EncodeToString(data), hex.EncodeToString(out.Bytes()))
					}
				}
			} else if o, _, err := cb.Decode(data, nil, nil); err == nil {
				u, err := toJSON(o)
				if err != nil {
					fmt.Fprintln(os.Stderr, c.name, hex.EncodeToString(v), err)
					continue
				}
				result = u
			}
			fmt.Printf("%s %s %s\n", c.name, hex.EncodeToString(data), result)
			lines++
		}
	}
	fmt.Fprintln(os.Stderr, lines, "lines")
}

func toJSON(o runtime.Object) (string, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	if err := e.Encode(o); err != nil {
		return "", err
	}
	return strings.TrimSpace(b.String()), nil
}

func random(r *rand.Rand, depth int) []byte {
	n := r.Intn(14)
	if depth == 0 && n < 4 {
		n += 5
	}
	switch n {
	case 0, 1:
		out := []byte{0xa0 | byte(0)}
		k := r.Intn(3)
		out[0] |= byte(k)
		for i := range k {
			out = append(out, str(string(rune('a'+i)))...)
			out = append(out, random(r, depth-1)...)
		}
		return out
	case 2, 3:
		k := r.Intn(3)
		out := []byte{0x80 | byte(k)}
		for range k {
			out = append(out, random(r, depth-1)...)
		}
		return out
	case 4:
		return append([]byte{[]byte{0xd5, 0xd6, 0xd7, 0xd9, 0xd8}[r.Intn(3)]}, random(r, max(0, depth-1))...)
	case 5:
		return []byte{[]byte{0xf4, 0xf5, 0xf6}[r.Intn(3)]}
	case 6:
		return []byte{0x1b, byte(r.Intn(256)), 1, 2, 3, 4, 5, 6, 7}
	case 7:
		return []byte{0x39, byte(r.Intn(256)), byte(r.Intn(256))}
	case 8:
		return []byte{0xfb, byte(r.Intn(256)), byte(r.Intn(256)), 2, 3, 4, 5, 6, 7}
	case 9:
		return []byte{0xf9, byte(r.Intn(256)), byte(r.Intn(256))}
	case 10:
		return []byte{0xfa, byte(r.Intn(256)), byte(r.Intn(256)), 0, 0}
	case 11:
		return str("text" + string(rune(r.Intn(2000))))
	case 12:
		s := str("text" + string(rune(r.Intn(2000))))
		s[0] |= 0x20
		return s
	default:
		return []byte{byte(r.Intn(256)), byte(r.Intn(256))}
	}
}
