// Command edits writes JSON of random objects in which one value was changed, and what Go makes of it: the rows of
// model/src/test/resources/io/kybern/model/go-edits.tsv.gz. It reads objects that randomobjects wrote.
package main

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	stdjson "encoding/json"
	"flag"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"sort"
	"strconv"

	"k8s.io/apimachinery/pkg/runtime/serializer/json"
	"k8s.io/apimachinery/pkg/runtime/serializer/protobuf"

	"io.kybern/codegen/import/apis"
)

// most is the length of an object worth a row; longer ones make the file big and say nothing more.
const most = 2000

func main() {
	seed := flag.Int64("seed", 1, "seed of the edits; the same seed and objects give the same file")
	rows := flag.Int("rows", 630, "rows to write")
	in := flag.String("in", "", "`folder` that randomobjects wrote")
	out := flag.String("out", "", "`file` to write, gzipped")
	flag.Parse()
	if err := run(*seed, *rows, *in, *out); err != nil {
		fmt.Fprintln(os.Stderr, "edits:", err)
		os.Exit(1)
	}
}

func run(seed int64, rows int, in, out string) error {
	files, err := filepath.Glob(filepath.Join(in, "*.json"))
	if err != nil {
		return err
	}
	sort.Strings(files)
	var objects [][]byte
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if data = bytes.TrimSpace(data); len(data) < most && len(values(data)) > 0 {
			objects = append(objects, data)
		}
	}
	if len(objects) == 0 {
		return fmt.Errorf("no objects in %q", in)
	}
	scheme, err := apis.Scheme()
	if err != nil {
		return err
	}
	decoder := json.NewSerializerWithOptions(json.DefaultMetaFactory, scheme, scheme, json.SerializerOptions{})
	encoder := protobuf.NewSerializer(scheme, scheme)
	random := rand.New(rand.NewSource(seed))

	var packed bytes.Buffer
	zipper := gzip.NewWriter(&packed)
	w := bufio.NewWriter(zipper)
	fmt.Fprintf(w, "# JSON with one value changed; then Go's JSON and base64 of Go's protobuf of what its decoder made of it, or ! if it refused (seed %d)\n", seed)
	for range rows {
		edited := edit(random, objects[random.Intn(len(objects))])
		object, gvk, err := decoder.Decode(edited, nil, nil)
		if err != nil {
			fmt.Fprintf(w, "%s\t!\n", edited)
			continue
		}
		object.GetObjectKind().SetGroupVersionKind(*gvk)
		var js, pb bytes.Buffer
		if err := decoder.Encode(object, &js); err != nil {
			return fmt.Errorf("%s: %w", edited, err)
		}
		if err := encoder.Encode(object, &pb); err != nil {
			return fmt.Errorf("%s: %w", edited, err)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\n", edited, bytes.TrimSpace(js.Bytes()), base64.StdEncoding.EncodeToString(pb.Bytes()))
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if err := zipper.Close(); err != nil {
		return err
	}
	return os.WriteFile(out, packed.Bytes(), 0o644)
}

// value is where one JSON value stands in a text.
type value struct{ start, end int }

// edit puts something else in the place of one value; what says the kind stays.
func edit(random *rand.Rand, object []byte) []byte {
	all := values(object)
	at := all[random.Intn(len(all))]
	edited := append([]byte{}, object[:at.start]...)
	edited = append(edited, replacements[random.Intn(len(replacements))]...)
	return append(edited, object[at.end:]...)
}

// replacements hold no fields: an unknown one is dropped by Go and kept in Java, on purpose.
var replacements = []string{
	"null", "true", "false", "0", "1", "-1", "1.5", "1e300", "-0", "1e2", strconv.Itoa(1<<31 - 1), strconv.Itoa(1 << 31), strconv.Itoa(-1 << 31),
	strconv.Itoa(1<<63 - 1), "9223372036854775808", "-9223372036854775808", "18446744073709551616", `""`, `"1"`, `"1Gi"`, `"1h"`, `"10%"`, `"aGk="`, `"aGk"`, `"\u0000"`,
	`"2020-01-01T00:00:00Z"`, `"2020-01-01T00:00:00.5+01:00"`, `"0001-01-01T00:00:00Z"`, `"null"`, "[]", "{}", "[null]", "[[]]", `[1]`, `["a"]`,
}

// values finds all values of a text that is valid JSON, but for kind and apiVersion of the object.
func values(text []byte) (all []value) {
	decoder := stdjson.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var read func(path string)
	read = func(path string) {
		start := int(decoder.InputOffset())
		for start < len(text) && (text[start] == ':' || text[start] == ',' || text[start] == ' ') {
			start++
		}
		token, err := decoder.Token()
		if err != nil {
			panic(fmt.Sprintf("%s: %v", text, err))
		}
		switch token {
		case stdjson.Delim('{'):
			for decoder.More() {
				key, err := decoder.Token()
				if err != nil {
					panic(err)
				}
				read(path + "/" + key.(string))
			}
		case stdjson.Delim('['):
			for decoder.More() {
				read(path + "/-")
			}
		}
		if token == stdjson.Delim('{') || token == stdjson.Delim('[') {
			if _, err := decoder.Token(); err != nil {
				panic(err)
			}
		}
		if path != "" && path != "/kind" && path != "/apiVersion" {
			all = append(all, value{start, int(decoder.InputOffset())})
		}
	}
	read("")
	return all
}
