//! Objects and changes that the API server refuses: code, reason and causes.

use std::sync::Arc;

use bowline::apimachinery::clock::ManualClock;
use bowline::apimachinery::random::SeededRandom;
use bowline::apiserver::authentication::User;
use bowline::apiserver::registry::catalog::ServedResource;
use bowline::apiserver::storage::MemoryStorage;
use bowline::apiserver::{Config, Server, body};
use http::{Method, Request};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt as _;

use crate::defaults::types;
use crate::harness::{Miss, Outcome, text, topic};

/// The uid of every recorded object.
const RECORDED_UID: &str = "11111111-1111-1111-1111-111111111111";

#[test]
fn api_validation() {
    let api = Api::new();
    topic("api-validation", |kind, input, want| match kind {
        "create" | "decode" => {
            let uri = format!("{}?dryRun=All", api.collection(input)?);
            compare(&api.send(Method::POST, &uri, input), want)
        }
        _ => Err(Miss::NotImplemented),
    });
}

/// Creates the old object, then puts the new one in its place.
pub(crate) fn refused_change(api: &Api, input: &Value, want: &Value) -> Outcome {
    let (mut old, new) = (input["old"].clone(), &input["new"]);
    let collection = api.collection(&old)?;
    let metadata = old["metadata"].as_object_mut().expect("an object has metadata");
    metadata.remove("resourceVersion");
    if old["kind"] == "Job" && old["spec"]["manualSelector"] != true {
        forget_generated_selector(&mut old["spec"]);
    }
    let (code, made) = api.send(Method::POST, &collection, &old);
    if code == 409 {
        // What an earlier case left could not be deleted at once.
        return refused_change(&Api::new(), input, want);
    }
    if code != 201 {
        return Err(Miss::Differs(format!("the old object is not made: {made}")));
    }
    let new = new.to_string().replace(RECORDED_UID, text(&made["metadata"], "uid"));
    let mut new: Value = serde_json::from_str(&new).expect("JSON");
    for field in ["resourceVersion", "uid", "creationTimestamp"] {
        new["metadata"][field] = made["metadata"][field].clone();
    }
    let uri = format!("{collection}/{}", text(&made["metadata"], "name"));
    let outcome = compare(&api.send(Method::PUT, &uri, &new), want);
    api.send(Method::DELETE, &uri, &json!({"gracePeriodSeconds": 0}));
    outcome
}

/// The server makes these for the uid that it gives.
fn forget_generated_selector(spec: &mut Value) {
    spec.as_object_mut().expect("an object").remove("selector");
    if let Some(labels) = spec["template"]["metadata"]["labels"].as_object_mut() {
        labels.retain(|key, _| !key.contains("controller-uid") && !key.contains("job-name"));
    }
}

/// A server in memory, and a user who may do everything.
pub(crate) struct Api {
    server: Server,
    runtime: Runtime,
}

impl Api {
    pub(crate) fn new() -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        let clock = ManualClock::new("2023-11-14T22:13:20.000000Z".parse().expect("a moment"));
        let config = Config::new(Arc::new(MemoryStorage::default()))
            .clock(Arc::new(clock))
            .random(Arc::new(SeededRandom::new(1)));
        let server = runtime.block_on(Server::builder(config).start()).expect("a server");
        Self { server, runtime }
    }

    fn resource(&self, object: &Value) -> Result<Arc<ServedResource>, String> {
        let (group, version, kind) = types(object);
        let served = self.server.registry().catalog().served();
        let found = served.of_kind(group, version, kind).cloned();
        found.ok_or_else(|| format!("{kind} in {group}/{version} is not served"))
    }

    fn collection(&self, object: &Value) -> Result<String, String> {
        let resource = self.resource(object)?;
        let root = match resource.group.as_str() {
            "" => format!("/api/{}", resource.version),
            group => format!("/apis/{group}/{}", resource.version),
        };
        let namespace = if resource.namespaced { "/namespaces/default" } else { "" };
        Ok(format!("{root}{namespace}/{}", resource.plural))
    }

    fn send(&self, method: Method, uri: &str, object: &Value) -> (u16, Value) {
        let request = Request::builder().method(method).uri(uri);
        let request = request.body(body::full(object.to_string())).expect("a request");
        let user = User::named("admin").group("system:masters").group("system:authenticated");
        self.runtime.block_on(async {
            let answer = self.server.as_user(user).oneshot(request).await.expect("an answer");
            let code = answer.status().as_u16();
            let content = answer.into_body().collect().await.expect("a body").to_bytes();
            (code, serde_json::from_slice(&content).expect("a body of JSON"))
        })
    }
}

fn compare((code, answer): &(u16, Value), want: &Value) -> Outcome {
    // What cannot even be decoded was recorded without its answer.
    if want["code"].is_null() && *code == 400 {
        return Ok(());
    }
    let (found, wanted) = (causes(&answer["details"]["causes"]), causes(&want["causes"]));
    if want["code"] == *code && answer["reason"] == want["reason"] && found == wanted {
        return Ok(());
    }
    let lacking: Vec<_> = wanted.iter().filter(|cause| !found.contains(cause)).collect();
    let surplus: Vec<_> = found.iter().filter(|cause| !wanted.contains(cause)).collect();
    let (message, want) = (&answer["message"], &want["code"]);
    let told = format!("{code} {message}, want {want}; lacks {lacking:?}, surplus {surplus:?}");
    Err(Miss::Differs(told))
}

/// Field and reason of each cause, sorted.
fn causes(list: &Value) -> Vec<(String, String)> {
    let part = |cause: &Value, name: &str| cause[name].as_str().unwrap_or_default().to_owned();
    let list = list.as_array().into_iter().flatten();
    let mut causes: Vec<_> = list.map(|it| (part(it, "field"), part(it, "reason"))).collect();
    causes.sort();
    causes
}
