//! Objects that Kubernetes was recorded accepting. (What it refuses is compared by the recorded
//! topics `api-validation` and `api-validation-update`.)

use std::sync::Arc;

use bowline_apiserver::registry::catalog::ServedResource;
use serde_json::Value;

use crate::client::Api;

const ACCEPTED: &str = include_str!("../data/api-accepted.jsonl");

fn resource(api: &Api, object: &Value) -> Option<Arc<ServedResource>> {
    let api_version = object["apiVersion"].as_str()?;
    let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
    let served = api.server.registry().catalog().served();
    served.of_kind(group, version, object["kind"].as_str()?).cloned()
}

fn collection(resource: &ServedResource) -> String {
    let root = match resource.group.as_str() {
        "" => format!("/api/{}", resource.version),
        group => format!("/apis/{group}/{}", resource.version),
    };
    match resource.namespaced {
        true => format!("{root}/namespaces/default/{}", resource.plural),
        false => format!("{root}/{}", resource.plural),
    }
}

/// No rule is too strict for what Kubernetes was recorded accepting.
#[tokio::test(start_paused = true)]
async fn good_objects_are_accepted() {
    let api = Api::new().await;
    let mut refused = Vec::new();
    for line in ACCEPTED.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let object = &case["in"];
        let Some(resource) = resource(&api, object) else { continue };
        let uri = format!("{}?dryRun=All", collection(&resource));
        let answer = api.post(&uri, object).await;
        if answer.code != 201 {
            refused.push(format!("{} {}: {}", case["id"], object["kind"], answer.text));
        }
    }
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}
