package io.kybern.apiserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kybern.apiserver.Api.Reply;
import io.kybern.apiserver.ApiRequest.User;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may do what: roles, bindings, impersonation, and questions about them. */
class AccessTest {
  private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1/";
  private static final String REVIEWS = "/apis/authorization.k8s.io/v1/";
  private static final User JANE = user("jane", "devs");

  private final Api api = new Api();

  @AfterEach
  void close() {
    api.close();
  }

  private static User user(String name, String group) {
    return new User(name, "", List.of(group, "system:authenticated"));
  }

  private Reply as(User user, String method, String target, String json) {
    ApiRequest request = ApiRequest.of(method, target);
    return api.send(
        (json.isEmpty() ? request : request.withBody(Api.JSON, json.replace('\'', '"'))).as(user));
  }

  /** A role for the whole cluster and, if {@code subject} is not empty, a binding to it. */
  private void grant(String name, String rules, String subject) {
    api.post(RBAC + "clusterroles", "{'metadata':{'name':'" + name + "'},'rules':[" + rules + "]}")
        .expect(201);
    if (!subject.isEmpty()) {
      api.post(RBAC + "clusterrolebindings", binding(name, "ClusterRole", name, subject))
          .expect(201);
    }
  }

  private static String binding(String name, String kind, String role, String subject) {
    return "{'metadata':{'name':'"
        + name
        + "'},'roleRef':{'apiGroup':'rbac.authorization.k8s.io','kind':'"
        + kind
        + "','name':'"
        + role
        + "'},'subjects':["
        + subject
        + "]}";
  }

  private static String subject(String kind, String name) {
    return "{'kind':'" + kind + "','name':'" + name + "'}";
  }

  private static String rule(String verbs, String groups, String resources) {
    return "{'verbs':["
        + list(verbs)
        + "],'apiGroups':["
        + list(groups)
        + "],'resources':["
        + list(resources)
        + "]}";
  }

  private static String list(String values) {
    return "'" + values.replace(",", "','") + "'";
  }

  @Test
  void whoHasNoRolesMayDoNothingButLookAround() {
    as(JANE, "GET", Api.PODS, "")
        .expect(
            403,
            "Forbidden",
            "pods is forbidden: User \"jane\" cannot list resource \"pods\" in API group \"\" in the"
                + " namespace \"default\"");
    as(JANE, "GET", "/version", "").expect(200);
    as(JANE, "GET", "/api/v1", "").expect(200);
    as(JANE, "GET", "/nowhere", "").expect(403);
    as(User.ANONYMOUS, "GET", "/livez", "").expect(200);
    as(User.ANONYMOUS, "GET", "/api/v1", "").expect(403);
  }

  @Test
  void rolesOfTheClusterAndOfANamespace() {
    grant("reader", rule("get,list", ",apps", "pods,*/status"), subject("Group", "devs"));
    as(JANE, "GET", "/api/v1/pods", "").expect(200);
    as(JANE, "GET", Api.PODS + "?watch=1", "").expect(403);
    as(JANE, "GET", Api.DEPLOYMENTS + "/d/status", "").expect(404);
    as(JANE, "GET", Api.DEPLOYMENTS + "/d", "").expect(403);
    as(user("joe", "ops"), "GET", Api.PODS, "").expect(403);

    String roles = RBAC + "namespaces/default/roles";
    api.post(
            roles,
            "{'metadata':{'name':'one'},'rules':[{'verbs':['get','list'],'apiGroups':[''],"
                + "'resources':['configmaps'],'resourceNames':['mine']}]}")
        .expect(201);
    api.post(
            RBAC + "namespaces/default/rolebindings",
            binding("one", "Role", "one", subject("User", "jane")))
        .expect(201);
    as(JANE, "GET", Api.CONFIG_MAPS + "/mine", "").expect(404);
    as(JANE, "GET", Api.CONFIG_MAPS + "/yours", "").expect(403);
    as(JANE, "GET", Api.CONFIG_MAPS, "").expect(403);
    as(JANE, "GET", Api.CONFIG_MAPS + "?fieldSelector=metadata.name%3Dmine", "").expect(200);
    as(JANE, "GET", "/api/v1/namespaces/kube-system/configmaps/mine", "").expect(403);
    api.delete(roles + "/one").expect(200);
    String message = as(JANE, "GET", Api.CONFIG_MAPS + "/mine", "").expect(403).message();
    assertTrue(message.endsWith(": rbac: RBAC: role.rbac.authorization.k8s.io \"one\" not found"));
  }

  @Test
  void aggregatedRolesGrantWhatTheySelect() {
    api.post(
            RBAC + "namespaces/default/rolebindings",
            binding("v", "ClusterRole", "view", subject("User", "jane")))
        .expect(201);
    as(JANE, "GET", Api.PODS, "").expect(200);
    as(JANE, "GET", "/api/v1/namespaces/default/secrets", "").expect(403);
    api.post(
            RBAC + "clusterroles",
            "{'metadata':{'name':'more','labels':{"
                + "'rbac.authorization.k8s.io/aggregate-to-view':'true'}},'rules':["
                + rule("list", "", "secrets")
                + "]}")
        .expect(201);
    as(JANE, "GET", "/api/v1/namespaces/default/secrets", "").expect(200);
  }

  @Test
  void serviceAccountsAreSubjects() {
    User robot =
        new User("system:serviceaccount:default:robot", "", List.of("system:authenticated"));
    api.post(
            RBAC + "namespaces/default/rolebindings",
            binding("v", "ClusterRole", "view", "{'kind':'ServiceAccount','name':'robot'}"))
        .expect(201);
    as(robot, "GET", Api.PODS, "").expect(200);
  }

  @Test
  void nobodyGrantsWhatTheyDoNotHave() {
    grant("admin2", rule("*", "rbac.authorization.k8s.io", "clusterroles,rolebindings"), "");
    grant(
        "rights",
        rule("create,update", "rbac.authorization.k8s.io", "clusterroles,rolebindings")
            + ","
            + rule("get,list", "", "pods"),
        subject("User", "jane"));
    as(
            JANE,
            "POST",
            RBAC + "clusterroles",
            "{'metadata':{'name':'a'},'rules':["
                + rule("get,watch", ",apps", "pods")
                + ",{'verbs':['get'],'nonResourceURLs':['/metrics','/version']}]}")
        .expect(
            403,
            "Forbidden",
            "clusterroles.rbac.authorization.k8s.io \"a\" is forbidden: user \"jane\""
                + " (groups=[\"devs\" \"system:authenticated\"]) is attempting to grant RBAC"
                + " permissions not currently held:\n"
                + "{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"watch\"]}\n"
                + "{APIGroups:[\"apps\"], Resources:[\"pods\"], Verbs:[\"get\" \"watch\"]}\n"
                + "{NonResourceURLs:[\"/metrics\"], Verbs:[\"get\"]}");
    as(
            JANE,
            "POST",
            RBAC + "clusterroles",
            "{'metadata':{'name':'b'},'rules':[" + rule("get", "", "pods") + "]}")
        .expect(201);
    as(
            JANE,
            "POST",
            RBAC + "clusterroles",
            "{'metadata':{'name':'c'},'aggregationRule':{'clusterRoleSelectors':[{}]}}")
        .expect(403);
    String bindings = RBAC + "namespaces/default/rolebindings";
    as(JANE, "POST", bindings, binding("x", "ClusterRole", "cluster-admin", "")).expect(403);
    as(JANE, "POST", bindings, binding("x", "ClusterRole", "nobody", "")).expect(404);
    as(JANE, "POST", bindings, binding("x", "ClusterRole", "b", "")).expect(201);

    grant("may-bind", rule("bind", "*", "clusterroles"), subject("User", "jane"));
    as(JANE, "POST", bindings, binding("y", "ClusterRole", "cluster-admin", "")).expect(201);
    grant("may-escalate", rule("escalate", "*", "clusterroles"), subject("User", "jane"));
    as(
            JANE,
            "POST",
            RBAC + "clusterroles",
            "{'metadata':{'name':'a'},'rules':[" + rule("*", "*", "*") + "]}")
        .expect(201);
  }

  @Test
  void impersonation() {
    User robot = user("robot", "machines");
    ApiRequest request =
        ApiRequest.get(Api.PODS)
            .withHeader("Impersonate-User", "jane")
            .withHeader("Impersonate-Group", "devs");
    assertEquals(
        "pods is forbidden: User \"robot\" cannot impersonate-on:user-info:list resource \"pods\" in"
            + " API group \"\" in the namespace \"default\"",
        api.send(request.as(robot)).expect(403).message());
    grant("older", rule("impersonate", "", "users"), subject("User", "robot"));
    api.send(request.as(robot)).expect(403);
    grant("groups", rule("impersonate", "", "groups"), subject("User", "robot"));
    assertEquals(
        "pods is forbidden: User \"jane\" cannot list resource \"pods\" in API group \"\" in the"
            + " namespace \"default\"",
        api.send(request.as(robot)).expect(403).message());
    grant("list", rule("list", "", "pods"), subject("Group", "devs"));
    api.send(request.as(robot)).expect(200);

    User newer = user("newer", "machines");
    grant("on", rule("impersonate-on:user-info:list", "", "pods"), subject("User", "newer"));
    api.send(request.as(newer)).expect(403);
    grant(
        "as",
        rule("impersonate:user-info", "authentication.k8s.io", "users,groups"),
        subject("User", "newer"));
    api.send(request.as(newer)).expect(200);
    api.send(request.withHeader("Impersonate-Group", "system:masters").as(newer)).expect(403);
    api.send(ApiRequest.get(Api.PODS).withHeader("Impersonate-Group", "g")).expect(400);
  }

  @Test
  void questions() {
    grant("list", rule("list", "", "pods"), subject("User", "jane"));
    String ask = "{'spec':{'resourceAttributes':{'verb':'VERB','resource':'pods'}}}";
    Reply yes = as(JANE, "POST", REVIEWS + "selfsubjectaccessreviews", ask.replace("VERB", "list"));
    assertEquals(true, yes.expect(201).at("status", "allowed"));
    assertEquals(
        "RBAC: allowed by ClusterRoleBinding \"list\" of ClusterRole \"list\" to User \"jane\"",
        yes.at("status", "reason"));
    Reply no = as(JANE, "POST", REVIEWS + "selfsubjectaccessreviews", ask.replace("VERB", "get"));
    assertEquals(false, no.expect(201).at("status", "allowed"));
    assertNull(no.at("status", "reason"));
    assertEquals(
        true,
        api.post(
                REVIEWS + "subjectaccessreviews",
                "{'spec':{'user':'jane','resourceAttributes':{'verb':'list','resource':'pods'}}}")
            .expect(201)
            .at("status", "allowed"));
    api.post(
            REVIEWS + "namespaces/default/localsubjectaccessreviews",
            "{'spec':{'user':'jane','resourceAttributes':{'namespace':'other'}}}")
        .expect(422);
    api.post(REVIEWS + "selfsubjectaccessreviews", "{'spec':{}}").expect(422);
    Reply rules =
        as(JANE, "POST", REVIEWS + "selfsubjectrulesreviews", "{'spec':{'namespace':'default'}}");
    assertTrue(rules.expect(201).text().contains("{\"verbs\":[\"list\"],\"apiGroups\":[\"\"]"));
    assertEquals(
        List.of("*"),
        api.post(REVIEWS + "selfsubjectrulesreviews", "{'spec':{'namespace':'default'}}")
            .expect(201)
            .at("status", "resourceRules", "0", "verbs"));
  }

  @Test
  void initialRolesAreObjectsLikeAnyOther() {
    assertEquals(76, api.get(RBAC + "clusterroles").expect(200).items().size());
    assertEquals(7, api.get(RBAC + "rolebindings").expect(200).items().size());
    Reply role = api.get(RBAC + "clusterroles/system:basic-user").expect(200);
    assertEquals("create", role.at("rules", "0", "verbs", "0"));
    assertEquals("rbac-defaults", role.at("metadata", "labels", "kubernetes.io/bootstrapping"));
    try (Api.Watch watch =
        api.watch(RBAC + "clusterroles?watch=1&resourceVersion=" + role.version())) {
      api.delete(RBAC + "clusterroles/edit").expect(200);
      assertEquals("DELETED", watch.events().get(0).at("type"));
    }
  }

  @Test
  void tokensOfUsers() {
    String jane = api.server.token("jane", "devs");
    Reply review =
        api.post("/apis/authentication.k8s.io/v1/tokenreviews", "{'spec':{'token':'" + jane + "'}}")
            .expect(201);
    assertEquals("jane", review.at("status", "user", "username"));
    assertEquals(List.of("devs", "system:authenticated"), review.at("status", "user", "groups"));
  }
}
