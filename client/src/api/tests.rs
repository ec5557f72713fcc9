//! What the verbs put on the wire and what they make of the answers.

use std::convert::Infallible;
use std::sync::Arc;

use bowline_api::autoscaling::v1::Scale;
use bowline_api::core::v1::{Node, Pod};
use bowline_apimachinery::codec::MediaType;
use bowline_apimachinery::dynamic::DynamicObject;
use bowline_apimachinery::meta::{ObjectMeta, Status};
use bowline_apimachinery::resource::{ApiResource, Object, Resource};
use futures::StreamExt;
use http::{Request, Response};
use http_body_util::BodyExt;
use parking_lot::Mutex;
use serde_json::json;

use super::*;
use crate::transport::Body;
use crate::{Client, Error, WatchEvent};

/// A server that gives one answer and remembers what it was asked.
#[derive(Clone)]
struct Scripted {
    client: Client,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Scripted {
    fn answering(code: u16, content_type: &'static str, answer: impl Into<Vec<u8>>) -> Self {
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (answer, log) = (answer.into(), asked.clone());
        let service = tower::service_fn(move |request: Request<Body>| {
            let (answer, log) = (answer.clone(), log.clone());
            async move {
                let line = format!("{} {}", request.method(), request.uri());
                let (parts, body) = request.into_parts();
                let header = |name| match parts.headers.get(name) {
                    Some(value) => String::from_utf8_lossy(value.as_bytes()).into_owned(),
                    None => "-".to_owned(),
                };
                let line = format!("{line} {} {}", header("accept"), header("content-type"));
                let bytes = body.collect().await.unwrap().to_bytes();
                log.lock().push(format!("{line} {}", String::from_utf8_lossy(&bytes)));
                Ok::<_, Infallible>(
                    Response::builder()
                        .status(code)
                        .header("content-type", content_type)
                        .body(crate::transport::body::full(answer))
                        .unwrap(),
                )
            }
        });
        Self { client: Client::in_process(service), asked }
    }

    fn json(value: serde_json::Value) -> Self {
        Self::answering(200, "application/json", value.to_string())
    }

    #[track_caller]
    fn asked(&self, want: &str) {
        assert_eq!(self.asked.lock().pop().unwrap(), want);
    }
}

fn pod(name: &str) -> Pod {
    Pod { metadata: ObjectMeta::named(name).in_namespace("ns"), ..Pod::default() }
}

#[tokio::test]
async fn verbs_ask_as_kubernetes_expects() {
    let server = Scripted::json(json!({"kind": "Pod", "metadata": {"name": "a"}, "items": []}));
    let pods = server.client.namespaced::<Pod>("ns");
    let base = "/api/v1/namespaces/ns/pods";
    let none = "application/json -";

    assert_eq!(pods.get("a b").await.unwrap().name(), "a");
    server.asked(&format!("GET {base}/a%20b {none} "));
    pods.list(&ListParams::default().labels("a=b").limit(5)).await.unwrap();
    server.asked(&format!("GET {base}?labelSelector=a%3Db&limit=5 {none} "));
    pods.clone().field_manager("me").dry_run().create(&pod("a")).await.unwrap();
    let sent = r#"{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a","namespace":"ns"}"#;
    let asked = server.asked.lock().pop().unwrap();
    let want =
        format!("POST {base}?dryRun=All&fieldManager=me application/json application/json {sent}");
    assert!(asked.starts_with(&want), "{asked}");
    pods.patch_status("a", &Patch::Merge(json!({"status": null}))).await.unwrap();
    server.asked(&format!(
        "PATCH {base}/a/status application/json application/merge-patch+json {{\"status\":null}}"
    ));
    let apply = Patch::Apply { object: json!({"x": 1}).into(), manager: "m".into(), force: true };
    pods.patch("a", &apply).await.unwrap();
    server.asked(&format!(
        "PATCH {base}/a?fieldManager=m&force=true application/json application/apply-patch+yaml {{\"x\":1}}"
    ));
    pods.delete("a", &DeleteParams::background().if_uid("u")).await.unwrap();
    let options = concat!(
        r#"{"kind":"DeleteOptions","apiVersion":"v1","preconditions":{"uid":"u"},"#,
        r#""propagationPolicy":"Background"}"#
    );
    server.asked(&format!("DELETE {base}/a application/json application/json {options}"));
    pods.bind(&pod("a"), "n1").await.unwrap();
    let asked = server.asked.lock().pop().unwrap();
    assert!(asked.starts_with(&format!("POST {base}/a/binding ")), "{asked}");
    assert!(asked.contains(r#""target":{"kind":"Node","name":"n1"}"#), "{asked}");
    server.client.cluster::<Node>().get("n").await.unwrap();
    server.asked("GET /api/v1/nodes/n application/json - ");
}

#[tokio::test]
async fn a_handle_of_all_namespaces_writes_where_the_object_says() {
    let server = Scripted::json(json!({"kind": "Pod"}));
    let all = server.client.all::<Pod>();
    all.update(&pod("a")).await.unwrap();
    let asked = server.asked.lock().pop().unwrap();
    assert!(asked.starts_with("PUT /api/v1/namespaces/ns/pods/a "), "{asked}");
    assert!(matches!(all.get("a").await, Err(Error::NamespaceRequired { .. })));
    let nowhere = Pod { metadata: ObjectMeta::named("a"), ..Pod::default() };
    assert!(matches!(all.create(&nowhere).await, Err(Error::NamespaceRequired { .. })));
    assert!(matches!(
        server.client.namespaced::<Pod>("ns").get("").await,
        Err(Error::NameRequired { .. })
    ));
}

#[tokio::test]
async fn failures_are_statuses_and_absence_can_be_none() {
    let status = Status::not_found("", "pods", "a");
    let text = serde_json::to_string(&status).unwrap();
    let text = text.replacen('{', r#"{"kind":"Status","apiVersion":"v1","#, 1);
    let server = Scripted::answering(404, "application/json", text);
    let pods = server.client.namespaced::<Pod>("ns");
    let error = pods.get("a").await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.to_string(), r#"pods "a" not found"#);
    assert!(pods.get_opt("a").await.unwrap().is_none());
    assert!(pods.delete_if_present("a", &DeleteParams::default()).await.unwrap().is_none());
}

#[tokio::test]
async fn built_in_kinds_speak_protobuf_where_the_client_does() {
    let bytes = pod("a").encode(MediaType::Protobuf).unwrap();
    let server = Scripted::answering(200, "application/vnd.kubernetes.protobuf", bytes);
    let client = server.client.clone().with_encoding(MediaType::Protobuf);
    assert_eq!(client.namespaced::<Pod>("ns").update(&pod("a")).await.unwrap().name(), "a");
    let asked = server.asked.lock().pop().unwrap();
    let types = "application/vnd.kubernetes.protobuf,application/json \
                 application/vnd.kubernetes.protobuf k8s";
    assert!(asked.contains(types), "{asked}");
}

#[tokio::test]
async fn one_bad_item_does_not_hide_the_others() {
    let list = json!({"metadata": {"resourceVersion": "7"}, "items": [
        {"metadata": {"name": "good"}}, {"metadata": {"name": ["bad"]}}]});
    let server = Scripted::json(list);
    let pods = server.client.namespaced::<Pod>("ns");
    let decoded = pods.list_each(&ListParams::default()).await.unwrap();
    assert_eq!(decoded.list.metadata.resource_version, "7");
    assert_eq!(decoded.list.items[0].name(), "good");
    assert_eq!(decoded.faults.len(), 1);
    assert!(matches!(pods.list(&ListParams::default()).await, Err(Error::Decode { .. })));
}

#[tokio::test]
async fn dynamic_objects_learn_their_kind_from_the_resource() {
    let server = Scripted::json(json!({"items": [{"metadata": {"name": "x"}}]}));
    let resource = ApiResource {
        group: "example.com".into(),
        version: "v1".into(),
        kind: "Widget".into(),
        plural: "widgets".into(),
        namespaced: true,
    };
    let list = server.client.dynamic(&resource, None).list(&ListParams::default()).await.unwrap();
    let DynamicObject { types, .. } = &list.items[0];
    assert_eq!((types.api_version.as_str(), types.kind.as_str()), ("example.com/v1", "Widget"));
    server.asked("GET /apis/example.com/v1/widgets application/json - ");
}

#[tokio::test]
async fn a_watch_goes_on_after_an_object_it_cannot_read() {
    let events = [
        json!({"type": "ADDED", "object": {"metadata": {"name": "a"}}}),
        json!({"type": "MODIFIED", "object": {"metadata": {"name": "b", "namespace": "ns",
            "resourceVersion": "9"}, "spec": {"containers": 5}}}),
        json!({"type": "BOOKMARK", "object": {"metadata": {"resourceVersion": "12",
            "annotations": {"k8s.io/initial-events-end": "true"}}}}),
        json!({"type": "ERROR", "object": {"kind": "Status", "code": 410}}),
    ];
    let text: String = events.iter().map(|e| format!("{e}\n")).collect();
    let server = Scripted::answering(200, "application/json", text);
    let params = WatchParams::default().initial_events();
    let watch = server.client.all::<Pod>().watch(&params, "5").await.unwrap();
    server.asked(
        "GET /api/v1/pods?watch=true&allowWatchBookmarks=true&resourceVersion=5\
         &sendInitialEvents=true&resourceVersionMatch=NotOlderThan application/json - ",
    );
    let events: Vec<_> = watch.map(Result::unwrap).collect().await;
    assert!(matches!(&events[0], WatchEvent::Added(pod) if pod.name() == "a"));
    assert!(matches!(&events[1], WatchEvent::Undecodable(bad)
        if bad.key.to_string() == "ns/b" && bad.resource_version == "9" && !bad.deleted));
    assert!(matches!(&events[2], WatchEvent::Bookmark(mark)
        if mark.resource_version == "12" && mark.initial_events_end));
    assert!(matches!(&events[3], WatchEvent::Error(status) if status.code == 410));
    assert_eq!(events.len(), 4);
}

#[tokio::test]
async fn a_closed_fence_stops_writes_and_nothing_else() {
    let server = Scripted::json(json!({"kind": "Pod"}));
    let client = server.client.clone().with_fence(crate::Fence::closed());
    let pods = client.namespaced::<Pod>("ns");
    pods.get("a").await.unwrap();
    assert!(matches!(pods.update(&pod("a")).await, Err(Error::LeadershipExpired { .. })));
    assert_eq!(server.asked.lock().len(), 1);
}

#[tokio::test]
async fn scale_is_read_and_its_own_kind_is_not_confused() {
    let scale = json!({"kind": "Scale", "apiVersion": "autoscaling/v1", "spec": {"replicas": 3}});
    let server = Scripted::json(scale);
    let pods = server.client.namespaced::<Pod>("ns");
    assert_eq!(pods.get_scale("a").await.unwrap().spec.replicas, 3);
    let success = json!({"kind": "Status", "apiVersion": "v1", "status": "Success"});
    let server = Scripted::json(success);
    let pods = server.client.namespaced::<Pod>("ns");
    assert_eq!(pods.update_scale("a", &Scale::default()).await.unwrap(), Scale::default());
    let deleted = pods.delete("a", &DeleteParams::default()).await.unwrap();
    assert!(matches!(deleted, Deleted::Status(status) if status.status == "Success"));
    assert_eq!(Pod::api_resource(), *pods.resource());
}
