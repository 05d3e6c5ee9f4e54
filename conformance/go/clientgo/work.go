package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/client-go/tools/leaderelection/resourcelock"
	"k8s.io/client-go/util/retry"
	"k8s.io/client-go/util/workqueue"
)

// leader lets two candidates compete; the first gives the lease up, the second takes it. The lease outlasts any pause of the machine.
func leader(r *run) {
	news := make(chan string, 100)
	candidate := func(name string) context.CancelFunc {
		ctx, cancel := context.WithCancel(r)
		elector := must(leaderelection.NewLeaderElector(leaderelection.LeaderElectionConfig{
			Lock: &resourcelock.LeaseLock{LeaseMeta: metav1.ObjectMeta{Name: "lead", Namespace: r.ns}, Client: r.k8s.CoordinationV1(),
				LockConfig: resourcelock.ResourceLockConfig{Identity: name}},
			LeaseDuration: 2 * time.Minute, RenewDeadline: time.Minute, RetryPeriod: 100 * time.Millisecond, ReleaseOnCancel: true,
			Callbacks: leaderelection.LeaderCallbacks{
				OnStartedLeading: func(context.Context) { news <- name + " leads" },
				OnStoppedLeading: func() { news <- name + " stopped" },
			},
		}))
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			elector.Run(ctx)
		}()
		return func() { cancel(); <-ended }
	}
	lease := func() string {
		spec := must(r.k8s.CoordinationV1().Leases(r.ns).Get(r, "lead", metav1.GetOptions{})).Spec
		return fmt.Sprintf("held by %q, %d seconds, %d transitions", *spec.HolderIdentity, *spec.LeaseDurationSeconds, *spec.LeaseTransitions)
	}
	stopFirst := candidate("first")
	r.say("%s", r.receive(news))
	r.say("lease %s", lease())
	version := must(r.k8s.CoordinationV1().Leases(r.ns).Get(r, "lead", metav1.GetOptions{})).ResourceVersion
	r.until("a renewal", func() bool {
		return must(r.k8s.CoordinationV1().Leases(r.ns).Get(r, "lead", metav1.GetOptions{})).ResourceVersion != version
	})
	stopSecond := candidate("second")
	stopFirst()
	r.say("%s", r.receive(news))
	r.say("%s", r.receive(news))
	r.say("lease %s", lease())
	stopSecond()
	r.say("%s", r.receive(news))
	r.say("lease %s", lease())
}

// controller copies each config map into a secret that it owns. Each key fails once, so that the queue's retries are used.
func controller(r *run) {
	factory := informers.NewSharedInformerFactoryWithOptions(r.k8s, 0, informers.WithNamespace(r.ns))
	queue := workqueue.NewTypedRateLimitingQueue(workqueue.NewTypedItemExponentialFailureRateLimiter[string](time.Millisecond, time.Second))
	maps := factory.Core().V1().ConfigMaps()
	add := func(o any) {
		if key, err := cache.DeletionHandlingMetaNamespaceKeyFunc(o); err == nil {
			queue.Add(key)
		}
	}
	must(maps.Informer().AddEventHandler(cache.ResourceEventHandlerFuncs{AddFunc: add, UpdateFunc: func(_, o any) { add(o) }, DeleteFunc: add}))
	stop := make(chan struct{})
	factory.Start(stop)
	if !cache.WaitForCacheSync(r.Done(), maps.Informer().HasSynced) {
		fail("the informer never had all objects")
	}
	var failed sync.Map
	copyOne := func(key string) error {
		if _, before := failed.LoadOrStore(key, true); !before {
			return errors.New("the first attempt fails")
		}
		_, name, err := cache.SplitMetaNamespaceKey(key)
		if err != nil {
			return err
		}
		original, err := maps.Lister().ConfigMaps(r.ns).Get(name)
		if apierrors.IsNotFound(err) {
			if err := r.k8s.CoreV1().Secrets(r.ns).Delete(r, name, metav1.DeleteOptions{}); !apierrors.IsNotFound(err) {
				return err
			}
			return nil
		}
		if err != nil {
			return err
		}
		return copyMap(r, r.k8s, original)
	}
	var workers sync.WaitGroup
	for range 3 {
		workers.Go(func() {
			for {
				key, ended := queue.Get()
				if ended {
					return
				}
				if err := copyOne(key); err != nil {
					queue.AddRateLimited(key)
				} else {
					queue.Forget(key)
				}
				queue.Done(key)
			}
		})
	}
	defer workers.Wait()
	defer queue.ShutDown()
	defer close(stop)

	client := r.k8s.CoreV1().ConfigMaps(r.ns)
	for n := range 10 {
		must(client.Create(r, &corev1.ConfigMap{ObjectMeta: named(fmt.Sprint("m", n)), Data: map[string]string{"n": "1"}}, metav1.CreateOptions{}))
	}
	secrets := func() map[string]string {
		found := map[string]string{}
		for _, one := range must(r.k8s.CoreV1().Secrets(r.ns).List(r, metav1.ListOptions{LabelSelector: "copied=yes"})).Items {
			found[one.Name] = fmt.Sprintf("%s of %s %s", one.Data["n"], one.OwnerReferences[0].Kind, one.OwnerReferences[0].Name)
		}
		return found
	}
	r.until("ten secrets", func() bool { return len(secrets()) == 10 })
	r.say("secrets %v", secrets())
	check(client.Delete(r, "m3", metav1.DeleteOptions{}))
	one := must(client.Get(r, "m4", metav1.GetOptions{}))
	one.Data["n"] = "2"
	must(client.Update(r, one, metav1.UpdateOptions{}))
	r.until("the changes", func() bool { found := secrets(); return found["m3"] == "" && found["m4"] == "2 of ConfigMap m4" })
	r.say("secrets %v", secrets())
}

func copyMap(ctx context.Context, k8s kubernetes.Interface, original *corev1.ConfigMap) error {
	copied := &corev1.Secret{ObjectMeta: labelled(original.Name, map[string]string{"copied": "yes"}), StringData: original.Data}
	copied.OwnerReferences = []metav1.OwnerReference{*metav1.NewControllerRef(original, corev1.SchemeGroupVersion.WithKind("ConfigMap"))}
	_, err := k8s.CoreV1().Secrets(original.Namespace).Create(ctx, copied, metav1.CreateOptions{})
	if apierrors.IsAlreadyExists(err) {
		_, err = k8s.CoreV1().Secrets(original.Namespace).Update(ctx, copied, metav1.UpdateOptions{})
	}
	return err
}

// retrying lets four writers count in one object.
func retrying(r *run) {
	maps := r.k8s.CoreV1().ConfigMaps(r.ns)
	must(maps.Create(r, &corev1.ConfigMap{ObjectMeta: named("count"), Data: map[string]string{"n": "0"}}, metav1.CreateOptions{}))
	patient := wait.Backoff{Steps: 10_000, Duration: time.Millisecond, Factor: 1, Jitter: 1}
	failures := make(chan error, 4)
	for range 4 {
		go func() {
			var err error
			for range 5 {
				err = errors.Join(err, retry.RetryOnConflict(patient, func() error {
					one, err := maps.Get(r, "count", metav1.GetOptions{})
					if err != nil {
						return err
					}
					var n int
					if _, err := fmt.Sscan(one.Data["n"], &n); err != nil {
						return err
					}
					one.Data["n"] = fmt.Sprint(n + 1)
					_, err = maps.Update(r, one, metav1.UpdateOptions{})
					return err
				}))
			}
			failures <- err
		}()
	}
	for range 4 {
		check(<-failures)
	}
	r.say("counted to %s", must(maps.Get(r, "count", metav1.GetOptions{})).Data["n"])
	stale := must(maps.Get(r, "count", metav1.GetOptions{}))
	must(maps.Update(r, func() *corev1.ConfigMap { c := stale.DeepCopy(); c.Data["n"] = "100"; return c }(), metav1.UpdateOptions{}))
	tries := 0
	err := retry.RetryOnConflict(retry.DefaultRetry, func() error {
		tries++
		_, err := maps.Update(r, stale, metav1.UpdateOptions{})
		return err
	})
	r.say("a writer that never learns: %d tries, %s", tries, outcome(err))
}
