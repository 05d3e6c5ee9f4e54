package main

import (
	"hash/fnv"
	"math"
	"math/rand"
	"reflect"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/api/apitesting/fuzzer"
	metafuzzer "k8s.io/apimachinery/pkg/apis/meta/fuzzer"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"sigs.k8s.io/randfill"
)

// random makes the objects of one kind.
type random struct {
	*rand.Rand
	filler *randfill.Filler
}

func newRandom(scheme *runtime.Scheme, seed int64, kind string) *random {
	hash := fnv.New64a()
	hash.Write([]byte(kind))
	source := rand.NewSource(seed ^ int64(hash.Sum64()))
	r := &random{Rand: rand.New(source)}
	funcs := fuzzer.MergeFuzzerFuncs(metafuzzer.Funcs, r.funcs)
	r.filler = fuzzer.FuzzerFor(funcs, source, serializer.NewCodecFactory(scheme)).NumElements(0, 2).NilChance(.4)
	return r
}

func (r *random) fill(object runtime.Object) {
	r.filler.Fill(object)
	r.season(reflect.ValueOf(object).Elem())
}

// untouched are types with values of their own rules, filled by funcs.
func untouched(t reflect.Type) bool {
	switch t.Name() {
	case "Quantity", "IntOrString", "Time", "MicroTime", "Duration", "RawExtension", "FieldsV1", "TypeMeta", "JSON":
		return true
	}
	return false
}

// season goes through a filled object and puts what is rare otherwise into its scalars: zero, empty, extremes, awkward text.
func (r *random) season(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if r.Intn(3) > 0 {
			v.SetString(r.text())
		}
	case reflect.Int32:
		v.SetInt(int64(int32(r.integer(math.MinInt32, math.MaxInt32, v.Int()))))
	case reflect.Int64:
		v.SetInt(r.integer(math.MinInt64, math.MaxInt64, v.Int()))
	case reflect.Float64:
		v.SetFloat(r.float())
	case reflect.Pointer:
		if !v.IsNil() {
			r.season(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			r.season(v.Index(i))
		}
	case reflect.Map:
		r.seasonMap(v)
	case reflect.Struct:
		if untouched(v.Type()) {
			return
		}
		for i := range v.NumField() {
			r.season(v.Field(i))
		}
	}
}

// seasonMap gives a map new keys. Go's own order of a map is random, so the old keys are sorted first.
func (r *random) seasonMap(v reflect.Value) {
	if v.IsNil() {
		return
	}
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int { return strings.Compare(a.String(), b.String()) })
	seasoned := reflect.MakeMap(v.Type())
	for _, old := range keys {
		value := reflect.New(v.Type().Elem()).Elem()
		value.Set(v.MapIndex(old))
		r.season(value)
		key := reflect.New(v.Type().Key()).Elem()
		key.SetString(r.text())
		seasoned.SetMapIndex(key, value)
	}
	v.Set(seasoned)
}

func (r *random) integer(least, most, other int64) int64 {
	switch r.Intn(8) {
	case 0:
		return 0
	case 1:
		return []int64{least, most, -1, 1}[r.Intn(4)]
	case 2, 3:
		return r.Int63n(1000)
	default:
		return other
	}
}

func (r *random) float() float64 {
	switch r.Intn(5) {
	case 0:
		return 0
	case 1:
		return float64(r.Intn(2000) - 1000)
	case 2:
		return []float64{math.MaxFloat64, math.SmallestNonzeroFloat64, -1e21, 1e-7, 1e20}[r.Intn(5)]
	default:
		return r.NormFloat64() * math.Pow10(r.Intn(40)-20)
	}
}

func (r *random) time() metav1.Time {
	if r.Intn(8) == 0 {
		return metav1.Time{}
	}
	return metav1.Unix(r.second(), 0)
}

// second is one between the years 1 and 9999, mostly near today.
func (r *random) second() int64 {
	switch r.Intn(6) {
	case 0:
		return -62135596799 + r.Int63n(62135596799+253402300799)
	case 1:
		return 0
	default:
		return r.Int63n(4102444800)
	}
}
