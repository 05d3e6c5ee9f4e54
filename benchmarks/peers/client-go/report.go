package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"time"
)

// report collects the measurements of figures.
type report struct {
	names   []string
	units   map[string]string
	samples map[string][]float64
}

func (r *report) add(figure, unit string, value float64) {
	if r.samples == nil {
		r.units, r.samples = map[string]string{}, map[string][]float64{}
	}
	if r.samples[figure] == nil {
		r.names = append(r.names, figure)
		r.units[figure] = unit
	}
	r.samples[figure] = append(r.samples[figure], value)
}

func (r *report) addUsed(figure string, u used) {
	r.add(figure+".wall", "ms", u.wall)
	r.add(figure+".cpu", "ms", u.cpu)
	r.add(figure+".allocated", "MB", u.allocated)
}

// check says what was read, so that the runner can compare the peers.
func (r *report) check(what string, count int, digest int64) {
	fmt.Printf("{\"check\":%q,\"count\":%d,\"digest\":\"%d\"}\n", what, count, digest)
}

func (r *report) print() {
	for _, name := range r.names {
		var texts []string
		for _, value := range r.samples[name] {
			texts = append(texts, fmt.Sprintf("%.4f", value))
		}
		fmt.Printf("{\"figure\":%q,\"unit\":%q,\"samples\":[%s]}\n", name, r.units[name], strings.Join(texts, ","))
	}
}

// used is what a call took: milliseconds, milliseconds of processor, megabytes.
type used struct{ wall, cpu, allocated float64 }

// meter measures since its start.
type meter struct {
	clock     time.Time
	processor float64
	memory    uint64
}

func start() meter {
	return meter{memory: allocated(), processor: processor(), clock: time.Now()}
}

func (m meter) stop() used {
	wall := time.Since(m.clock)
	cpu := processor() - m.processor
	return used{float64(wall.Nanoseconds()) / 1e6, cpu, float64(allocated()-m.memory) / 1e6}
}

// processor is the milliseconds of processor of the whole process.
func processor() float64 {
	var u syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &u))
	return float64(u.Utime.Sec+u.Stime.Sec)*1e3 + float64(u.Utime.Usec+u.Stime.Usec)/1e3
}

func allocated() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.TotalAlloc
}

// live is the heap in use after full collections.
func live() uint64 {
	for i := 0; i < 3; i++ {
		runtime.GC()
		debug.FreeOSMemory()
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// largest is the most that the heap has taken of the machine so far, garbage included.
func largest() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapSys
}
