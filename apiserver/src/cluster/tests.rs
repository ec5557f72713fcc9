//! A whole server, asked by users with and without credentials.

mod admission;

use http::{Response, StatusCode};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::*;
use crate::body::Body;
use crate::storage::MemoryStorage;

async fn server() -> ClusterServer {
    let config = Config::new(Arc::new(MemoryStorage::default()));
    let tokens = TokenFile::default()
        .with("joe-token", User::named("joe"))
        .with("admin-token", User::named("root").group("system:masters"));
    let cluster = ClusterConfig { tokens, ..ClusterConfig::default() };
    let server = ClusterServer::new(config, cluster, |b| b).unwrap();
    server.prepare().await;
    server
}

async fn ask(
    server: &ClusterServer,
    method: &str,
    path: &str,
    token: &str,
    body: Value,
) -> (StatusCode, Value) {
    ask_as(server, method, path, token, &[], body).await
}

async fn ask_as(
    server: &ClusterServer,
    method: &str,
    path: &str,
    token: &str,
    headers: &[(&str, &str)],
    body: Value,
) -> (StatusCode, Value) {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    if !token.is_empty() {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let bytes = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
    let request =
        request.header("content-type", "application/json").body(body::full(bytes)).unwrap();
    let response: Response<Body> = server.server().clone().oneshot(request).await.unwrap();
    let status = response.status();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    (status, serde_json::from_slice(&bytes).unwrap_or(Value::String(text)))
}

#[tokio::test]
async fn everybody_gets_what_is_theirs() {
    let server = server().await;
    for (method, path, token, code) in [
        ("GET", "/healthz", "", 200),
        ("GET", "/version", "", 200),
        ("GET", "/api", "", 403),
        ("GET", "/api", "joe-token", 200),
        ("GET", "/apis", "joe-token", 200),
        ("GET", "/openapi/v3", "joe-token", 200),
        ("GET", "/openapi/v3/apis/apps/v1", "joe-token", 200),
        ("GET", "/api/v1/nodes", "", 403),
        ("GET", "/api/v1/nodes", "joe-token", 403),
        ("GET", "/api/v1/nodes", "nobodys-token", 401),
        ("GET", "/api/v1/nodes", "admin-token", 200),
        ("GET", "/no/such/path", "admin-token", 404),
    ] {
        let (status, body) = ask(&server, method, path, token, Value::Null).await;
        assert_eq!(status.as_u16(), code, "{method} {path} as {token:?}: {body}");
    }
}

#[tokio::test]
async fn a_binding_opens_a_door_as_soon_as_it_is_watched() {
    let server = server().await;
    let shutdown = CancellationToken::new();
    let binding = json!({
        "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding",
        "metadata": {"name": "joe"},
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "system:node"},
        "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "joe"}],
    });
    let path = "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings";
    let (status, body) = ask(&server, "POST", path, "joe-token", binding.clone()).await;
    assert_eq!(status, 403, "{body}");
    let (status, body) = ask(&server, "POST", path, "admin-token", binding).await;
    assert_eq!(status, 201, "{body}");
    let running = async {
        while ask(&server, "GET", "/api/v1/nodes", "joe-token", Value::Null).await.0 != 200 {
            tokio::task::yield_now().await;
        }
        shutdown.cancel();
    };
    tokio::join!(server.run(shutdown.clone()), running);
}

#[tokio::test]
async fn questions_about_access_are_answered() {
    let server = server().await;
    let (status, body) = ask(
        &server,
        "POST",
        "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
        "admin-token",
        json!({
            "apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview",
            "spec": {"resourceAttributes": {"verb": "delete", "resource": "nodes"}},
        }),
    )
    .await;
    assert_eq!((status.as_u16(), &body["status"]["allowed"]), (201, &json!(true)), "{body}");
    let review = json!({"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview"});
    let path = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
    let (_, body) = ask(&server, "POST", path, "joe-token", review).await;
    assert_eq!(body["status"]["userInfo"]["username"], "joe", "{body}");
}

#[tokio::test]
async fn discovery_tells_what_is_served() {
    let server = server().await;
    let (_, list) = ask(&server, "GET", "/apis/apps/v1", "joe-token", Value::Null).await;
    let resources = list["resources"].as_array().unwrap();
    let deployments = resources.iter().find(|r| r["name"] == "deployments").unwrap();
    assert_eq!(deployments["shortNames"], json!(["deploy"]));
    assert!(resources.iter().any(|r| r["name"] == "deployments/scale" && r["kind"] == "Scale"));
    let (_, groups) = ask(&server, "GET", "/apis", "joe-token", Value::Null).await;
    assert!(groups["groups"].as_array().unwrap().iter().any(|g| g["name"] == "apps"));
}

const RBAC: &str = "/apis/rbac.authorization.k8s.io/v1";

/// Gives joe the rules, and lets the authorizer know.
async fn grant(server: &ClusterServer, name: &str, rules: Value) {
    let role = json!({
        "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole",
        "metadata": {"name": name}, "rules": rules,
    });
    let binding = json!({
        "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding",
        "metadata": {"name": name},
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": name},
        "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "joe"}],
    });
    for (resource, object) in [("clusterroles", role), ("clusterrolebindings", binding)] {
        let path = format!("{RBAC}/{resource}");
        let (status, body) = ask(server, "POST", &path, "admin-token", object).await;
        assert_eq!(status, 201, "{body}");
    }
    server.prepare().await;
}

#[tokio::test]
async fn nobody_grants_what_they_do_not_hold() {
    let server = server().await;
    let rules = json!([
        {"apiGroups": ["rbac.authorization.k8s.io"], "resources": ["roles", "rolebindings"], "verbs": ["create", "update"]},
        {"apiGroups": [""], "resources": ["pods"], "verbs": ["get", "list"]},
    ]);
    grant(&server, "role-maker", rules).await;
    let role = |resource: &str| {
        json!({
            "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role",
            "metadata": {"name": resource},
            "rules": [{"apiGroups": [""], "resources": [resource], "verbs": ["list", "get"]}],
        })
    };
    let roles = format!("{RBAC}/namespaces/default/roles");
    let (status, body) = ask(&server, "POST", &roles, "joe-token", role("secrets")).await;
    assert_eq!(
        (status.as_u16(), body["message"].as_str().unwrap()),
        (
            403,
            "roles.rbac.authorization.k8s.io \"secrets\" is forbidden: user \"joe\" \
             (groups=[\"system:authenticated\"]) is attempting to grant RBAC permissions not \
             currently held:\n{APIGroups:[\"\"], Resources:[\"secrets\"], Verbs:[\"list\" \"get\"]}"
        )
    );
    let (status, body) = ask(&server, "POST", &roles, "joe-token", role("pods")).await;
    assert_eq!(status, 201, "{body}");
    let binding = |role: &str| {
        json!({
            "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding",
            "metadata": {"name": role},
            "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": role},
            "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "ann"}],
        })
    };
    let bindings = format!("{RBAC}/namespaces/default/rolebindings");
    let (status, _) = ask(&server, "POST", &bindings, "joe-token", binding("system:node")).await;
    assert_eq!(status, 403);
    let (status, _) = ask(&server, "POST", &bindings, "joe-token", binding("nothing")).await;
    assert_eq!(status, 404, "a role that is not there cannot be judged");
    let bind = json!([{
        "apiGroups": ["rbac.authorization.k8s.io"], "resources": ["clusterroles"],
        "resourceNames": ["system:node"], "verbs": ["bind"],
    }]);
    grant(&server, "viewers", bind).await;
    let (status, body) = ask(&server, "POST", &bindings, "joe-token", binding("system:node")).await;
    assert_eq!(status, 201, "{body}");
    let escalate = json!([{
        "apiGroups": ["rbac.authorization.k8s.io"], "resources": ["roles"], "verbs": ["escalate"],
    }]);
    grant(&server, "climbers", escalate).await;
    let (status, body) = ask(&server, "POST", &roles, "joe-token", role("secrets")).await;
    assert_eq!(status, 201, "{body}");
}

#[tokio::test]
async fn users_act_as_others_where_they_may() {
    let server = server().await;
    let review = json!({"apiVersion": "authentication.k8s.io/v1", "kind": "SelfSubjectReview"});
    let path = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
    let bob = [
        ("impersonate-user", "bob"),
        ("impersonate-group", "dev"),
        ("impersonate-group", "ops"),
        ("impersonate-uid", "7"),
        ("impersonate-extra-scopes", "a"),
    ];
    let (status, body) = ask_as(&server, "POST", path, "joe-token", &bob, review.clone()).await;
    assert_eq!(
        (status.as_u16(), body["message"].as_str().unwrap()),
        (
            403,
            "users \"bob\" is forbidden: User \"joe\" cannot impersonate resource \"users\" in API \
             group \"\" at the cluster scope"
        )
    );
    let (_, body) = ask_as(&server, "POST", path, "admin-token", &bob, review.clone()).await;
    assert_eq!(
        body["status"]["userInfo"],
        json!({
            "username": "bob", "uid": "7", "groups": ["dev", "ops", "system:authenticated"],
            "extra": {"scopes": ["a"]},
        }),
        "{body}"
    );
    let only_bob = json!([{
        "apiGroups": [""], "resources": ["users"], "resourceNames": ["bob"], "verbs": ["impersonate"],
    }]);
    grant(&server, "bobs", only_bob).await;
    let (status, _) = ask_as(&server, "POST", path, "joe-token", &bob, review.clone()).await;
    assert_eq!(status, 403, "the groups, the uid and the rest are asked for too");
    let (_, body) = ask_as(&server, "POST", path, "joe-token", &bob[..1], review.clone()).await;
    assert_eq!(body["status"]["userInfo"]["username"], "bob", "{body}");
    let headless = [("impersonate-group", "dev")];
    let (status, _) = ask_as(&server, "POST", path, "admin-token", &headless, review).await;
    assert_eq!(status, 500, "upstream takes a group without a user for an error of its own");
}
