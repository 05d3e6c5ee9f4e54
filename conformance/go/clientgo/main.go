// Command clientgo runs client-go against an API server and reports what it saw: one line per fact, without what differs from
// run to run (uids, versions, times, the name of the namespace). The reports of two servers that behave alike are equal.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/klog/v2"
)

// scenario is something client-go can do. It reports through its run and ends it when something fails.
type scenario struct {
	name  string
	about string
	play  func(*run)
}

var scenarios = []scenario{
	{"typed", "create, get, list, watch, update, patch, status and delete with the typed clients", typed},
	{"dynamic", "the same with the dynamic client", dynamicClient},
	{"metadata", "the metadata client", metadataClient},
	{"discovery", "groups, resources and the REST mapper", discoveryClient},
	{"informer-watchlist", "a shared informer that begins with a watch of initial events", informerWatchList},
	{"informer-list", "a shared informer that begins with a list", informerList},
	{"watch", "bookmarks and the end of the initial events", watching},
	{"leader", "leader election: two candidates, one lease", leader},
	{"controller", "an informer, a work queue and workers", controller},
	{"paging", "limit, continue and the pager", paging},
	{"scale", "the scale client", scaling},
	{"retry", "writers in each other's way", retrying},
	{"events", "both event recorders", recording},
	{"selectors", "label and field selectors", selecting},
	{"eviction", "eviction with a disruption budget", evicting},
	{"token", "tokens of a service account", tokens},
	{"access", "access reviews", access},
}

// answered are scenarios that only run when they are named: each line "forget" they print asks for the server's history to be
// compacted, and they go on when a line comes in.
var answered = []scenario{
	{"expired", "a list whose pages expire, by hand and with the pager", expired},
}

func main() {
	klog.LogToStderr(false)
	klog.SetOutput(os.Stderr)
	if err := command(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "clientgo:", err)
		os.Exit(1)
	}
}

func command(args []string) error {
	if len(args) == 1 && args[0] == "list" {
		for _, s := range slices.Concat(scenarios, answered) {
			fmt.Printf("%-20s %s\n", s.name, s.about)
		}
		return nil
	}
	if len(args) == 0 || args[0] != "run" {
		return errors.New("usage: clientgo list | clientgo run [--kubeconfig FILE] [NAME...]")
	}
	flags := flag.NewFlagSet("run", flag.ContinueOnError)
	kubeconfig := flags.String("kubeconfig", "", "`file` that says which server; without it, kubectl's rules")
	var names []string
	for rest := args[1:]; ; {
		if err := flags.Parse(rest); err != nil {
			return err
		}
		if flags.NArg() == 0 {
			break
		}
		names = append(names, flags.Arg(0))
		rest = flags.Args()[1:]
	}
	rules := clientcmd.NewDefaultClientConfigLoadingRules()
	rules.ExplicitPath = *kubeconfig
	config, err := clientcmd.NewNonInteractiveDeferredLoadingClientConfig(rules, nil).ClientConfig()
	if err != nil {
		return err
	}
	return play(config, names)
}

func play(config *rest.Config, names []string) error {
	config.QPS = -1
	for _, name := range names {
		if !slices.ContainsFunc(slices.Concat(scenarios, answered), func(s scenario) bool { return s.name == name }) {
			return fmt.Errorf("no scenario %q; see clientgo list", name)
		}
	}
	var failed []error
	for _, s := range slices.Concat(scenarios, answered) {
		if slices.Contains(names, s.name) || len(names) == 0 && !slices.ContainsFunc(answered, func(a scenario) bool { return a.name == s.name }) {
			if err := newRun(config).play(context.Background(), s); err != nil {
				failed = append(failed, fmt.Errorf("%s: %w", s.name, err))
			}
		}
	}
	return errors.Join(failed...)
}
