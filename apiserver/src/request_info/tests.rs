//! Paths and what they mean.

use super::*;

fn info(method: Method, uri: &str) -> RequestInfo {
    RequestInfo::parse(&method, &uri.parse().unwrap())
}

/// verb, group, version, namespace, resource, subresource, name
type Want = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
);

#[test]
fn urls_name_resources() {
    let cases: &[(Method, &str, Want)] = &[
        (Method::GET, "/api/v1/namespaces", ("list", "", "v1", "", "namespaces", "", "")),
        (
            Method::GET,
            "/api/v1/namespaces/other",
            ("get", "", "v1", "other", "namespaces", "", "other"),
        ),
        (
            Method::PUT,
            "/api/v1/namespaces/other/finalize",
            ("update", "", "v1", "other", "namespaces", "finalize", "other"),
        ),
        (
            Method::PATCH,
            "/api/v1/namespaces/other/status",
            ("patch", "", "v1", "other", "namespaces", "status", "other"),
        ),
        (Method::GET, "/api/v1/namespaces/other/pods", ("list", "", "v1", "other", "pods", "", "")),
        (
            Method::GET,
            "/api/v1/namespaces/other/pods/foo",
            ("get", "", "v1", "other", "pods", "", "foo"),
        ),
        (
            Method::HEAD,
            "/api/v1/namespaces/other/pods/foo",
            ("get", "", "v1", "other", "pods", "", "foo"),
        ),
        (Method::GET, "/api/v1/pods", ("list", "", "v1", "", "pods", "", "")),
        (Method::GET, "/api/v1/watch/pods", ("watch", "", "v1", "", "pods", "", "")),
        (Method::GET, "/api/v1/pods?watch=true", ("watch", "", "v1", "", "pods", "", "")),
        (Method::GET, "/api/v1/pods?watch=1&x", ("watch", "", "v1", "", "pods", "", "")),
        (Method::GET, "/api/v1/pods?watch=false", ("list", "", "v1", "", "pods", "", "")),
        (
            Method::GET,
            "/api/v1/watch/namespaces/other/pods",
            ("watch", "", "v1", "other", "pods", "", ""),
        ),
        (
            Method::GET,
            "/api/v1/namespaces/other/pods/foo/log",
            ("get", "", "v1", "other", "pods", "log", "foo"),
        ),
        (
            Method::GET,
            "/api/v1/namespaces/other/pods/foo/proxy/a/b",
            ("get", "", "v1", "other", "pods", "proxy", "foo"),
        ),
        (
            Method::POST,
            "/api/v1/namespaces/other/pods/foo/binding",
            ("create", "", "v1", "other", "pods", "binding", "foo"),
        ),
        (
            Method::DELETE,
            "/api/v1/namespaces/other/pods",
            ("deletecollection", "", "v1", "other", "pods", "", ""),
        ),
        (
            Method::DELETE,
            "/api/v1/namespaces/other/pods/foo",
            ("delete", "", "v1", "other", "pods", "", "foo"),
        ),
        (
            Method::POST,
            "/apis/apps/v1/namespaces/n/deployments",
            ("create", "apps", "v1", "n", "deployments", "", ""),
        ),
        (
            Method::GET,
            "/apis/apps/v1/namespaces/n/deployments/d/scale",
            ("get", "apps", "v1", "n", "deployments", "scale", "d"),
        ),
        (
            Method::GET,
            "/apis/rbac.authorization.k8s.io/v1/clusterroles/a%3Ab",
            ("get", "rbac.authorization.k8s.io", "v1", "", "clusterroles", "", "a:b"),
        ),
        (
            Method::GET,
            "/api/v1/namespaces/n/pods?fieldSelector=metadata.name%3Dfoo",
            ("list", "", "v1", "n", "pods", "", "foo"),
        ),
        (
            Method::GET,
            "/api/v1/namespaces/n/pods?fieldSelector=metadata.name!%3Dfoo",
            ("list", "", "v1", "n", "pods", "", ""),
        ),
        (
            Method::GET,
            "/api/v1/namespaces/n/pods?fieldSelector=metadata.name%3Da%2Fb&watch=1",
            ("watch", "", "v1", "n", "pods", "", ""),
        ),
    ];
    for (method, uri, want) in cases {
        let got = info(method.clone(), uri);
        assert!(got.resource_request, "{uri}");
        let have = (
            got.verb.as_str(),
            got.group.as_str(),
            got.version.as_str(),
            got.namespace.as_str(),
            got.resource.as_str(),
            got.subresource.as_str(),
            got.name.as_str(),
        );
        assert_eq!(have, *want, "{method} {uri}");
    }
}

#[test]
fn other_paths_keep_the_method_as_verb() {
    for uri in [
        "/",
        "/api",
        "/apis",
        "/api/v1",
        "/apis/apps",
        "/apis/apps/v1",
        "/healthz",
        "/api/v1/",
        "/metrics",
    ] {
        let got = info(Method::GET, uri);
        assert!(!got.resource_request, "{uri}");
        assert_eq!(got.verb, "get", "{uri}");
        assert_eq!(got.path, uri);
    }
}

#[test]
fn selectors_reach_authorization() {
    let got = info(
        Method::DELETE,
        "/api/v1/namespaces/n/pods?labelSelector=a%3Db%2Cc&fieldSelector=spec.nodeName=x",
    );
    assert_eq!(got.label_selector, "a=b,c");
    assert_eq!(got.field_selector, "spec.nodeName=x");
}

#[test]
fn streams_are_long_running() {
    assert!(info(Method::GET, "/api/v1/pods?watch=1").is_long_running());
    assert!(info(Method::GET, "/api/v1/namespaces/n/pods/p/log").is_long_running());
    assert!(!info(Method::GET, "/api/v1/namespaces/n/pods/p").is_long_running());
}
