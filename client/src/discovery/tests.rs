//! What servers say of themselves, in both forms.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bowline_apimachinery::schema::{GroupKind, GroupResource, GroupVersionKind};
use bowline_apiserver::authentication::User;
use bowline_apiserver::cluster::{ClusterConfig, ClusterServer};
use bowline_apiserver::storage::MemoryStorage;
use futures::FutureExt;
use futures::future::ready;
use http::header::ACCEPT;
use http::{Request, Response};
use serde_json::json;
use tower::ServiceExt;

use super::*;
use crate::Client;
use crate::transport::{Body, body};

/// A client of a whole server, which may be made to forget the aggregated form.
fn client(aggregated: bool) -> Client {
    let config = bowline_apiserver::Config::new(Arc::new(MemoryStorage::default()));
    let cluster = ClusterServer::new(config, ClusterConfig::default(), |builder| builder).unwrap();
    let server = cluster.server().as_user(User::named("a").group("system:masters"));
    Client::in_process(tower::service_fn(move |mut request: Request<Body>| {
        if !aggregated {
            request.headers_mut().insert(ACCEPT, "application/json".parse().unwrap());
        }
        server.clone().oneshot(request).boxed()
    }))
}

#[tokio::test]
async fn both_forms_say_the_same() {
    let mut aggregated = client(true).discover().await.unwrap();
    let mut plain = client(false).discover().await.unwrap();
    for discovery in [&mut aggregated, &mut plain] {
        for version in discovery.groups.iter_mut().flat_map(|group| &mut group.versions) {
            version.resources.sort_by(|a, b| a.resource.cmp(&b.resource));
            for served in &mut version.resources {
                served.subresources.sort();
                served.verbs.sort();
            }
        }
    }
    assert!(aggregated.resources().count() > 50);
    assert_eq!(aggregated, plain);
}

#[tokio::test]
async fn words_and_kinds_find_their_resource() {
    let mapper = RestMapper::new(client(true));
    for (word, want) in [
        ("pods", "/api/v1/pods"),
        ("po", "/api/v1/pods"),
        ("Pod", "/api/v1/pods"),
        ("deploy", "/apis/apps/v1/deployments"),
        ("deployments.apps", "/apis/apps/v1/deployments"),
        ("deployment.v1.apps", "/apis/apps/v1/deployments"),
        ("events", "/api/v1/events"),
        ("events.events.k8s.io", "/apis/events.k8s.io/v1/events"),
        ("pods.v1", "/api/v1/pods"),
    ] {
        assert_eq!(mapper.word(word).await.unwrap().path(""), want, "{word}");
    }
    let missing = mapper.word("unicorns").await.unwrap_err();
    assert_eq!(missing.to_string(), "the server has no resource for \"unicorns\"");
    let kind = GroupVersionKind::from_static("apps", "v1", "ReplicaSet");
    assert!(mapper.kind(&kind).await.unwrap().namespaced);
    let node = mapper.group_kind(&GroupKind::new("", "Node")).await.unwrap();
    assert_eq!((node.plural.as_ref(), node.namespaced), ("nodes", false));
    let jobs = mapper.resource(&GroupResource::new("batch", "jobs")).await.unwrap();
    assert_eq!(jobs.kind, "Job");
    let discovery = mapper.discovery().await.unwrap();
    let pods = discovery.by_word("pods").unwrap();
    assert!(pods.can("watch") && pods.subresources.iter().any(|sub| sub == "log"));
    assert!(discovery.by_category("all").any(|served| served.resource.plural == "services"));
}

#[tokio::test]
async fn a_group_that_is_down_does_not_hide_the_others() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let client = Client::in_process(tower::service_fn(move |request: Request<Body>| {
        count.fetch_add(1, Ordering::Relaxed);
        let version = |group: &str| json!({"groupVersion": format!("{group}/v1"), "version": "v1"});
        let group = |name: &str| json!({"name": name, "versions": [version(name)], "preferredVersion": version(name)});
        let (code, answer) = match request.uri().path() {
            "/apis" => (200, json!({"groups": [group("up.io"), group("down.io")]})),
            "/apis/up.io/v1" => {
                let thing = json!({"name": "things", "kind": "Thing", "namespaced": true,
                    "singularName": "thing", "verbs": ["get"]});
                let status = json!({"name": "things/status", "kind": "Thing", "verbs": ["get"],
                    "singularName": "", "namespaced": true});
                (200, json!({"groupVersion": "up.io/v1", "resources": [thing, status]}))
            }
            "/apis/down.io/v1" => (503, json!({})),
            _ => (404, json!({})),
        };
        let answer = Response::builder()
            .status(code)
            .header("content-type", "application/json")
            .body(body::full(answer.to_string()));
        ready(Ok::<_, Infallible>(answer.unwrap()))
    }));
    let mapper = RestMapper::new(client);
    let thing = mapper.word("thing").await.unwrap();
    assert_eq!(thing.path("n"), "/apis/up.io/v1/namespaces/n/things");
    let discovery = mapper.discovery().await.unwrap();
    assert_eq!(discovery.stale().collect::<Vec<_>>(), [("down.io", "v1")]);
    assert_eq!(discovery.by_word("things").unwrap().subresources, ["status"]);
    let before = asked.load(Ordering::Relaxed);
    mapper.word("things").await.unwrap();
    assert_eq!(asked.load(Ordering::Relaxed), before, "known");
    assert!(mapper.word("others").await.is_err());
    assert!(asked.load(Ordering::Relaxed) > before, "looked for once more");
}
