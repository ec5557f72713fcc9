//! Decisions over the roles that every cluster starts with.

use super::*;
use crate::authorization::bootstrap;

fn seeded() -> RbacAuthorizer {
    let rbac = RbacAuthorizer::default();
    for object in bootstrap::objects() {
        rbac.apply(object);
    }
    rbac
}

fn user(name: &str, groups: &[&str]) -> User {
    User {
        name: name.to_owned(),
        groups: groups.iter().map(|g| (*g).to_owned()).collect(),
        ..User::default()
    }
}

fn on(user: User, verb: &str, group: &str, resource: &str, namespace: &str) -> Attributes {
    let (resource, subresource) = resource.split_once('/').unwrap_or((resource, ""));
    Attributes {
        user: user.into(),
        verb: verb.to_owned(),
        group: group.to_owned(),
        resource: resource.to_owned(),
        subresource: subresource.to_owned(),
        namespace: namespace.to_owned(),
        resource_request: true,
        ..Attributes::default()
    }
}

#[tokio::test]
async fn bootstrap_roles_decide_as_upstream() {
    let rbac = seeded();
    let binding = RoleBinding {
        metadata: bowline_apimachinery::meta::ObjectMeta::named("ed").in_namespace("team"),
        role_ref: RoleRef {
            api_group: "rbac.authorization.k8s.io".into(),
            kind: "ClusterRole".into(),
            name: "system:aggregate-to-edit".into(),
        },
        subjects: vec![Subject { kind: "User".into(), name: "jane".into(), ..Subject::default() }],
    };
    rbac.apply(RbacObject::RoleBinding(Box::new(binding)));
    let masters = || user("root", &["system:masters"]);
    let scheduler = || user("system:kube-scheduler", &[]);
    let account = || user("system:serviceaccount:kube-system:job-controller", &[]);
    let cases = [
        ("masters may all", on(masters(), "delete", "apps", "deployments", "x"), true),
        ("the scheduler binds", on(scheduler(), "create", "", "pods/binding", "x"), true),
        ("the scheduler reads no secrets", on(scheduler(), "get", "", "secrets", "x"), false),
        ("an account has its role", on(account(), "update", "batch", "jobs/status", "x"), true),
        (
            "a binding holds in its namespace",
            on(user("jane", &[]), "create", "", "pods", "team"),
            true,
        ),
        ("and in no other", on(user("jane", &[]), "create", "", "pods", "other"), false),
        (
            "exec is a create on pods/exec",
            on(user("jane", &[]), "create", "", "pods/exec", "team"),
            true,
        ),
        ("nobody may nothing", on(user("joe", &[]), "list", "", "pods", "team"), false),
    ];
    for (name, request, allowed) in cases {
        let decision = rbac.authorize(&request).await.unwrap();
        assert_eq!(decision.is_allowed(), allowed, "{name}: {decision:?}");
    }
}

#[tokio::test]
async fn everybody_authenticated_reads_discovery() {
    let rbac = seeded();
    let mut request = Attributes {
        user: user("joe", &["system:authenticated"]).into(),
        verb: "get".into(),
        path: "/apis/apps/v1".into(),
        ..Attributes::default()
    };
    assert!(rbac.authorize(&request).await.unwrap().is_allowed());
    request.user = User::anonymous().into();
    assert_eq!(rbac.authorize(&request).await.unwrap(), Decision::no_opinion());
    request.path = "/healthz".into();
    assert!(rbac.authorize(&request).await.unwrap().is_allowed());
}

#[test]
fn escalation_lists_what_is_missing() {
    let rule = |groups: &[&str], resources: &[&str], verbs: &[&str]| PolicyRule {
        api_groups: groups.iter().map(|s| (*s).to_owned()).collect(),
        resources: resources.iter().map(|s| (*s).to_owned()).collect(),
        verbs: verbs.iter().map(|s| (*s).to_owned()).collect(),
        ..PolicyRule::default()
    };
    let held = [rule(&[""], &["pods"], &["get", "list"])];
    assert!(rules::missing(&held, &[rule(&[""], &["pods"], &["get"])]).is_empty());
    let lacking = rules::missing(&held, &[rule(&["", "apps"], &["pods"], &["get"])]);
    assert_eq!(lacking, [rule(&["apps"], &["pods"], &["get"])]);
    assert!(rules::missing(&[rule(&["*"], &["*"], &["*"])], &lacking).is_empty());
}
