package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/rand"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

// patience is how long something may take that surely happens. It only ends runs that hang.
const patience = 3 * time.Minute

// run is one scenario on one server, in a namespace of its own. A failure ends it: fail panics with a failure, play returns it.
type run struct {
	context.Context
	config *rest.Config
	k8s    kubernetes.Interface
	ns     string

	mutex sync.Mutex
	// lines are said but not printed yet; guarded by mutex.
	lines []string
}

type failure struct{ error }

var moment = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z`)

func newRun(config *rest.Config) *run {
	return &run{config: rest.CopyConfig(config), ns: "clientgo-" + rand.String(8)}
}

func (r *run) play(ctx context.Context, s scenario) (err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	r.Context = ctx
	defer func() {
		switch p := recover().(type) {
		case nil:
		case failure:
			err = p.error
		default:
			panic(p)
		}
		fmt.Println("==", s.name)
		for _, line := range r.lines {
			fmt.Println(line)
		}
	}()
	r.k8s = kubernetes.NewForConfigOrDie(r.config)
	must(r.k8s.CoreV1().Namespaces().Create(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: r.ns}}, metav1.CreateOptions{}))
	defer func() {
		if gone := r.k8s.CoreV1().Namespaces().Delete(context.WithoutCancel(ctx), r.ns, metav1.DeleteOptions{}); err == nil {
			err = gone
		}
	}()
	// A controller makes this account where one runs; pods cannot be created without it.
	account := &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: "default"}}
	if _, err := r.k8s.CoreV1().ServiceAccounts(r.ns).Create(ctx, account, metav1.CreateOptions{}); !apierrors.IsAlreadyExists(err) {
		check(err)
	}
	s.play(r)
	return nil
}

// say adds a line to the report.
func (r *run) say(format string, args ...any) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	line := moment.ReplaceAllString(strings.ReplaceAll(fmt.Sprintf(format, args...), r.ns, "NS"), "TIME")
	r.lines = append(r.lines, "   "+strings.ReplaceAll(line, "\n", "\\n"))
}

// until waits for something that will happen.
func (r *run) until(what string, done func() bool) {
	err := wait.PollUntilContextCancel(r, 20*time.Millisecond, true, func(context.Context) (bool, error) { return done(), nil })
	if err != nil {
		fail("waited in vain for %s: %w", what, err)
	}
}

func fail(format string, args ...any) {
	panic(failure{fmt.Errorf(format, args...)})
}

func check(err error) {
	if err != nil {
		panic(failure{err})
	}
}

func must[T any](value T, err error) T {
	check(err)
	return value
}

// outcome is what an error says: code, reason, message and causes.
func outcome(err error) string {
	if err == nil {
		return "ok"
	}
	var status apierrors.APIStatus
	if !errors.As(err, &status) {
		return "error without status: " + err.Error()
	}
	s := status.Status()
	text := fmt.Sprintf("%d %s: %s", s.Code, s.Reason, s.Message)
	if s.Details != nil {
		for _, cause := range s.Details.Causes {
			text += fmt.Sprintf(" [%s %s: %s]", cause.Type, cause.Field, cause.Message)
		}
	}
	return text
}

// plain is an object as JSON without what every run has anew.
func plain(object any) string {
	var tree map[string]any
	check(json.Unmarshal(must(json.Marshal(object)), &tree))
	if metadata, ok := tree["metadata"].(map[string]any); ok {
		for _, name := range []string{"uid", "resourceVersion", "creationTimestamp", "managedFields"} {
			delete(metadata, name)
		}
	}
	return string(must(json.Marshal(tree)))
}

func named(name string) metav1.ObjectMeta {
	return metav1.ObjectMeta{Name: name}
}

func labelled(name string, labels map[string]string) metav1.ObjectMeta {
	return metav1.ObjectMeta{Name: name, Labels: labels}
}
