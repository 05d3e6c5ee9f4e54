package main

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	autoscalingv1 "k8s.io/api/autoscaling/v1"
	corev1 "k8s.io/api/core/v1"
	eventsv1 "k8s.io/api/events/v1"
	policyv1 "k8s.io/api/policy/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/scheme"
	typedcore "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
	scaleclient "k8s.io/client-go/scale"
	"k8s.io/client-go/tools/events"
	"k8s.io/client-go/tools/pager"
	"k8s.io/client-go/tools/record"
)

func paging(r *run) {
	maps := r.k8s.CoreV1().ConfigMaps(r.ns)
	for n := range 25 {
		name := fmt.Sprintf("m%02d", n)
		must(maps.Create(r, &corev1.ConfigMap{ObjectMeta: labelled(name, map[string]string{"odd": fmt.Sprint(n % 2)})}, metav1.CreateOptions{}))
	}
	options := metav1.ListOptions{Limit: 10, LabelSelector: "odd"}
	version := ""
	for page := 1; ; page++ {
		list := must(maps.List(r, options))
		remaining := "none"
		if list.RemainingItemCount != nil {
			remaining = fmt.Sprint(*list.RemainingItemCount)
		}
		r.say("page %d: %v, same state %t, remaining %s", page, names(list), version == "" || version == list.ResourceVersion, remaining)
		version = list.ResourceVersion
		if list.Continue == "" {
			break
		}
		// Written behind and before the place where the list goes on: not seen by it.
		late := fmt.Sprintf("m%02d-late", page*10+2)
		must(maps.Create(r, &corev1.ConfigMap{ObjectMeta: labelled(late, map[string]string{"odd": "1"})}, metav1.CreateOptions{}))
		options.Continue = list.Continue
	}
	pages := 0
	fetch := func(ctx context.Context, options metav1.ListOptions) (runtime.Object, error) {
		pages++
		return maps.List(ctx, options)
	}
	p := pager.New(fetch)
	p.PageSize = 7
	var all []string
	check(p.EachListItem(r, metav1.ListOptions{LabelSelector: "odd=1"}, func(o runtime.Object) error {
		all = append(all, must(meta.Accessor(o)).GetName())
		return nil
	}))
	r.say("pager: %d pages, %v", pages, all)
	whole, paged, err := p.List(r, metav1.ListOptions{})
	check(err)
	r.say("pager: paged %t, %d objects", paged, len(must(meta.ExtractList(whole))))
	_, err = maps.List(r, metav1.ListOptions{Limit: 2, Continue: "nonsense"})
	r.say("nonsense: %s", outcome(err))
}

func scaling(r *run) {
	must(dynamic.NewForConfigOrDie(r.config).Resource(deployments).Namespace(r.ns).Create(r, deployment(), metav1.CreateOptions{}))
	mapper := restmapper.NewDeferredDiscoveryRESTMapper(memory.NewMemCacheClient(r.k8s.Discovery()))
	scales := must(scaleclient.NewForConfig(r.config, mapper, dynamic.LegacyAPIPathResolverFunc,
		scaleclient.NewDiscoveryScaleKindResolver(r.k8s.Discovery()))).Scales(r.ns)
	resource := schema.GroupResource{Group: "apps", Resource: "deployments"}
	scale := must(scales.Get(r, resource, "web", metav1.GetOptions{}))
	r.say("get %s", plain(scale))
	stale := scale.DeepCopy()
	scale.Spec.Replicas = 3
	r.say("updated %s", plain(must(scales.Update(r, resource, scale, metav1.UpdateOptions{}))))
	stale.Spec.Replicas = 9
	_, err := scales.Update(r, resource, stale, metav1.UpdateOptions{})
	r.say("stale: %s", outcome(err))
	r.say("patched %s", plain(must(scales.Patch(r, deployments, "web", types.MergePatchType, []byte(`{"spec":{"replicas":5}}`), metav1.PatchOptions{}))))
	_, err = scales.Patch(r, deployments, "web", types.MergePatchType, []byte(`{"spec":{"replicas":-1}}`), metav1.PatchOptions{})
	r.say("negative: %s", outcome(err))
	_, err = scales.Get(r, resource, "nothing", metav1.GetOptions{})
	r.say("nothing: %s", outcome(err))
	web := must(r.k8s.AppsV1().Deployments(r.ns).Get(r, "web", metav1.GetOptions{}))
	r.say("replicas %d generation %d", *web.Spec.Replicas, web.Generation)
	typedScale := must(r.k8s.AppsV1().Deployments(r.ns).GetScale(r, "web", metav1.GetOptions{}))
	typedScale.Spec = autoscalingv1.ScaleSpec{Replicas: 6}
	r.say("typed %s", plain(must(r.k8s.AppsV1().Deployments(r.ns).UpdateScale(r, "web", typedScale, metav1.UpdateOptions{}))))
}

func recording(r *run) {
	about := must(r.k8s.CoreV1().ConfigMaps(r.ns).Create(r, &corev1.ConfigMap{ObjectMeta: named("about")}, metav1.CreateOptions{}))
	old := record.NewBroadcaster()
	old.StartRecordingToSink(&typedcore.EventSinkImpl{Interface: r.k8s.CoreV1().Events(r.ns)})
	recorder := old.NewRecorder(scheme.Scheme, corev1.EventSource{Component: "clientgo"})
	list := func() []corev1.Event {
		return must(r.k8s.CoreV1().Events(r.ns).List(r, metav1.ListOptions{FieldSelector: "involvedObject.name=about,source=clientgo"})).Items
	}
	recorder.Event(about, corev1.EventTypeNormal, "Tested", "seen")
	r.until("an event", func() bool { return len(list()) == 1 })
	recorder.Event(about, corev1.EventTypeNormal, "Tested", "seen")
	r.until("its repetition", func() bool { return list()[0].Count == 2 })
	old.Shutdown()
	for _, e := range list() {
		r.say("%s %s %q of %s %s, %d times, by %s", e.Type, e.Reason, e.Message, e.InvolvedObject.Kind, e.InvolvedObject.Name, e.Count, e.Source.Component)
	}

	broadcaster := events.NewBroadcaster(&events.EventSinkImpl{Interface: r.k8s.EventsV1()})
	check(broadcaster.StartRecordingToSinkWithContext(r))
	newer := broadcaster.NewRecorder(scheme.Scheme, "example.com/clientgo")
	newer.Eventf(about, nil, corev1.EventTypeWarning, "Again", "Testing", "seen %d", 2)
	found := func() []eventsv1.Event {
		return must(r.k8s.EventsV1().Events(r.ns).List(r, metav1.ListOptions{FieldSelector: "reason=Again"})).Items
	}
	r.until("an event of the newer kind", func() bool { return len(found()) == 1 })
	broadcaster.Shutdown()
	for _, e := range found() {
		r.say("%s %s %s %q about %s %s, by %s", e.Type, e.Reason, e.Action, e.Note, e.Regarding.Kind, e.Regarding.Name, e.ReportingController)
	}
	r.say("as core: %d", len(must(r.k8s.CoreV1().Events(r.ns).List(r, metav1.ListOptions{FieldSelector: "reason=Again,type=Warning"})).Items))
	wrong := &corev1.Event{ObjectMeta: named("wrong"), InvolvedObject: corev1.ObjectReference{Namespace: "other"}}
	_, err := r.k8s.CoreV1().Events(r.ns).Create(r, wrong, metav1.CreateOptions{})
	r.say("of another namespace: %s", outcome(err))
}

func selecting(r *run) {
	pods := r.k8s.CoreV1().Pods(r.ns)
	all := map[string]map[string]string{"a": {"tier": "front", "env": "dev"}, "b": {"tier": "front", "env": "prod"}, "c": {"tier": "back"}}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		pod := must(pods.Create(r, &corev1.Pod{ObjectMeta: labelled(name, all[name]), Spec: bare()}, metav1.CreateOptions{}))
		if name == "b" {
			pod.Status.Phase = corev1.PodRunning
			must(pods.UpdateStatus(r, pod, metav1.UpdateOptions{}))
			must[any](nil, pods.Bind(r, &corev1.Binding{ObjectMeta: named(name), Target: corev1.ObjectReference{Kind: "Node", Name: "n1"}}, metav1.CreateOptions{}))
		}
	}
	for _, labels := range []string{"tier=front", "tier!=front", "tier in (front,back),env", "!env", "env notin (dev)", "tier==front,env=prod", "a=b=c", "tier in", "-x"} {
		list, err := pods.List(r, metav1.ListOptions{LabelSelector: labels})
		r.say("labels %s: %v %s", labels, names(list), outcome(err))
	}
	for _, fields := range []string{"metadata.name=a", "metadata.name!=a", "status.phase=Running", "status.phase=Pending,metadata.name=c", "spec.nodeName=n1", "spec.nodeName=",
		"spec.restartPolicy=Always", "spec.containers=x", "nonsense", "metadata.namespace=" + r.ns} {
		list, err := pods.List(r, metav1.ListOptions{FieldSelector: fields})
		r.say("fields %s: %v %s", fields, names(list), outcome(err))
	}
	must(r.k8s.CoreV1().Secrets(r.ns).Create(r, &corev1.Secret{ObjectMeta: named("s"), Type: "example.com/x"}, metav1.CreateOptions{}))
	r.say("secrets %v", names(must(r.k8s.CoreV1().Secrets(r.ns).List(r, metav1.ListOptions{FieldSelector: "type=example.com/x"}))))
	_, err := r.k8s.CoreV1().ConfigMaps(r.ns).List(r, metav1.ListOptions{FieldSelector: "data.a=1"})
	r.say("config maps: %s", outcome(err))
	check(pods.DeleteCollection(r, metav1.DeleteOptions{GracePeriodSeconds: new(int64)}, metav1.ListOptions{FieldSelector: "status.phase=Running", LabelSelector: "tier"}))
	r.say("left %v", names(must(pods.List(r, metav1.ListOptions{}))))
}

func evicting(r *run) {
	pods := r.k8s.CoreV1().Pods(r.ns)
	for _, name := range []string{"a", "b", "other"} {
		pod := &corev1.Pod{ObjectMeta: labelled(name, app), Spec: bare()}
		if name == "other" {
			pod.Labels = nil
		}
		pod = must(pods.Create(r, pod, metav1.CreateOptions{}))
		pod.Status.Phase = corev1.PodRunning
		pod.Status.Conditions = []corev1.PodCondition{{Type: corev1.PodReady, Status: corev1.ConditionTrue}}
		must(pods.UpdateStatus(r, pod, metav1.UpdateOptions{}))
	}
	budgets := r.k8s.PolicyV1().PodDisruptionBudgets(r.ns)
	budget := must(budgets.Create(r, &policyv1.PodDisruptionBudget{ObjectMeta: named("web"), Spec: policyv1.PodDisruptionBudgetSpec{Selector: selector()}}, metav1.CreateOptions{}))
	evict := func(name string) string {
		return outcome(pods.EvictV1(r, &policyv1.Eviction{ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: r.ns}}))
	}
	r.say("before the controller has seen the budget: %s", evict("a"))
	budget.Status = policyv1.PodDisruptionBudgetStatus{ObservedGeneration: budget.Generation, DisruptionsAllowed: 1, CurrentHealthy: 2, DesiredHealthy: 1, ExpectedPods: 2}
	must(budgets.UpdateStatus(r, budget, metav1.UpdateOptions{}))
	r.say("allowed: %s", evict("a"))
	status := must(budgets.Get(r, "web", metav1.GetOptions{})).Status
	disrupted := []string{}
	for name := range status.DisruptedPods {
		disrupted = append(disrupted, name)
	}
	slices.Sort(disrupted)
	r.say("budget: %d allowed, disrupted %v", status.DisruptionsAllowed, disrupted)
	r.say("not allowed: %s", evict("b"))
	r.say("without a budget: %s", evict("other"))
	r.say("nothing: %s", evict("nothing"))
	r.say("left %v", names(must(pods.List(r, metav1.ListOptions{}))))
}

func tokens(r *run) {
	accounts := r.k8s.CoreV1().ServiceAccounts(r.ns)
	must(accounts.Create(r, &corev1.ServiceAccount{ObjectMeta: named("robot")}, metav1.CreateOptions{}))
	ask := func(name string, seconds int64, audiences ...string) (*authenticationv1.TokenRequest, error) {
		return accounts.CreateToken(r, name, &authenticationv1.TokenRequest{Spec: authenticationv1.TokenRequestSpec{ExpirationSeconds: &seconds, Audiences: audiences}}, metav1.CreateOptions{})
	}
	token := must(ask("robot", 3600))
	r.say("token for %v, %d seconds, expires in an hour: %t", token.Spec.Audiences, *token.Spec.ExpirationSeconds,
		time.Until(token.Status.ExpirationTimestamp.Time) > 55*time.Minute && time.Until(token.Status.ExpirationTimestamp.Time) < 65*time.Minute)
	r.say("parts %d", len(strings.Split(token.Status.Token, ".")))
	_, err := ask("robot", 5)
	r.say("too short: %s", outcome(err))
	_, err = ask("nobody", 3600)
	r.say("nobody: %s", outcome(err))

	config := rest.AnonymousClientConfig(r.config)
	config.BearerToken = token.Status.Token
	robot := kubernetes.NewForConfigOrDie(config)
	self := must(robot.AuthenticationV1().SelfSubjectReviews().Create(r, &authenticationv1.SelfSubjectReview{}, metav1.CreateOptions{}))
	r.say("I am %s %v", self.Status.UserInfo.Username, self.Status.UserInfo.Groups)
	_, err = robot.CoreV1().ConfigMaps(r.ns).List(r, metav1.ListOptions{})
	r.say("without a role: %s", outcome(err))
	review := func(token string, audiences ...string) authenticationv1.TokenReviewStatus {
		return must(r.k8s.AuthenticationV1().TokenReviews().Create(r,
			&authenticationv1.TokenReview{Spec: authenticationv1.TokenReviewSpec{Token: token, Audiences: audiences}}, metav1.CreateOptions{})).Status
	}
	status := review(token.Status.Token)
	r.say("review %t %s %v", status.Authenticated, status.User.Username, status.User.Groups)
	r.say("nonsense %t", review("nonsense").Authenticated)
	own := must(ask("robot", 3600, "vault"))
	r.say("of another audience: %t, %t %v", review(own.Status.Token).Authenticated, review(own.Status.Token, "vault").Authenticated, review(own.Status.Token, "vault").Audiences)
}

func access(r *run) {
	may := func(k8s kubernetes.Interface, verb, group, resource, sub, namespace string) string {
		review := must(k8s.AuthorizationV1().SelfSubjectAccessReviews().Create(r, &authorizationv1.SelfSubjectAccessReview{
			Spec: authorizationv1.SelfSubjectAccessReviewSpec{ResourceAttributes: &authorizationv1.ResourceAttributes{
				Namespace: namespace, Verb: verb, Group: group, Resource: resource, Subresource: sub}}}, metav1.CreateOptions{}))
		return fmt.Sprintf("%t %t", review.Status.Allowed, review.Status.Denied)
	}
	r.say("admin: %s", may(r.k8s, "delete", "", "nodes", "", ""))
	config := rest.CopyConfig(r.config)
	config.Impersonate = rest.ImpersonationConfig{UserName: "ann-" + r.ns, Groups: []string{"dev"}}
	ann := kubernetes.NewForConfigOrDie(config)
	ask := func() {
		for _, q := range [][4]string{{"get", "", "pods", ""}, {"create", "", "pods", "eviction"}, {"update", "apps", "deployments", "scale"}, {"list", "", "secrets", ""}} {
			r.say("ann %v: %s here, %s elsewhere", q, may(ann, q[0], q[1], q[2], q[3], r.ns), may(ann, q[0], q[1], q[2], q[3], "default"))
		}
		_, err := ann.CoreV1().Pods(r.ns).List(r, metav1.ListOptions{})
		r.say("ann lists pods: %s", outcome(err))
	}
	ask()
	roles := r.k8s.RbacV1()
	must(roles.Roles(r.ns).Create(r, &rbacv1.Role{ObjectMeta: named("work"), Rules: []rbacv1.PolicyRule{
		{APIGroups: []string{""}, Resources: []string{"pods", "pods/eviction"}, Verbs: []string{"get", "list", "create"}},
		{APIGroups: []string{"apps"}, Resources: []string{"*/scale"}, Verbs: []string{"*"}},
	}}, metav1.CreateOptions{}))
	must(roles.RoleBindings(r.ns).Create(r, &rbacv1.RoleBinding{ObjectMeta: named("work"), RoleRef: rbacv1.RoleRef{Kind: "Role", Name: "work"},
		Subjects: []rbacv1.Subject{{Kind: "User", Name: "ann-" + r.ns}}}, metav1.CreateOptions{}))
	r.until("the role", func() bool { return may(ann, "get", "", "pods", "", r.ns) == "true false" })
	ask()
	rules := must(ann.AuthorizationV1().SelfSubjectRulesReviews().Create(r, &authorizationv1.SelfSubjectRulesReview{Spec: authorizationv1.SelfSubjectRulesReviewSpec{Namespace: r.ns}}, metav1.CreateOptions{}))
	granted := []string{} // in the order of the server's own cache, which is none
	for _, rule := range rules.Status.ResourceRules {
		granted = append(granted, fmt.Sprint(rule.Verbs, rule.APIGroups, rule.Resources, rule.ResourceNames))
	}
	slices.Sort(granted)
	for _, rule := range granted {
		r.say("rule %s", rule)
	}
	about := must(r.k8s.AuthorizationV1().SubjectAccessReviews().Create(r, &authorizationv1.SubjectAccessReview{Spec: authorizationv1.SubjectAccessReviewSpec{
		User: "ann-" + r.ns, NonResourceAttributes: &authorizationv1.NonResourceAttributes{Path: "/metrics", Verb: "get"}}}, metav1.CreateOptions{}))
	r.say("ann reads metrics: %t", about.Status.Allowed)
}
