//! Objects that Kubernetes was recorded refusing: same code, same reason, same causes.

use std::sync::Arc;

use bowline_apiserver::registry::catalog::ServedResource;
use serde_json::Value;

use crate::client::{Answer, Api};

const CREATES: &str = include_str!("../data/api-validation.jsonl");
const UPDATES: &str = include_str!("../data/api-validation-update.jsonl");
const ACCEPTED: &str = include_str!("../data/api-accepted.jsonl");

/// The uid of every recorded object.
const RECORDED_UID: &str = "11111111-1111-1111-1111-111111111111";

/// Field and reason of each cause, sorted.
fn causes(list: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = list.as_array().into_iter().flatten();
    let mut causes: Vec<_> = list.map(|c| (text(&c["field"]), text(&c["reason"]))).collect();
    causes.sort();
    causes
}

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

fn compare(answer: &Answer, want: &Value) -> Result<(), String> {
    let found = answer.json();
    let (found_causes, wanted) = (causes(&found["details"]["causes"]), causes(&want["causes"]));
    // What cannot even be decoded was recorded without its answer.
    if want["code"].is_null() && answer.code == 400 {
        return Ok(());
    }
    // What was accepted was recorded as it was stored.
    if want["updated"].is_object() && answer.code == 200 {
        return Ok(());
    }
    let same = answer.code == want["code"].as_u64().unwrap_or(0) as u16
        && found["reason"] == want["reason"]
        && found_causes == wanted;
    if same {
        return Ok(());
    }
    let lacking: Vec<_> = wanted.iter().filter(|cause| !found_causes.contains(cause)).collect();
    let surplus: Vec<_> = found_causes.iter().filter(|cause| !wanted.contains(cause)).collect();
    if lacking.is_empty() && surplus.is_empty() {
        return Err(format!("{} {found_causes:?} not {} {wanted:?}", answer.text, want["code"]));
    }
    Err(format!("{} lacks {lacking:?} has too much {surplus:?}", answer.code))
}

#[tokio::test(start_paused = true)]
async fn new_objects_are_refused_as_recorded() {
    let api = Api::new().await;
    let mut differences = Vec::new();
    let mut count = 0;
    for line in CREATES.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let object = &case["in"];
        let Some(resource) = resource(&api, object) else { continue };
        let uri = format!("{}?dryRun=All", collection(&resource));
        let answer = api.post(&uri, object).await;
        count += 1;
        if let Err(difference) = compare(&answer, &case["out"]) {
            differences.push(format!("{} {}: {difference}", case["id"], object["kind"]));
        }
    }
    let shown = differences[..differences.len().min(1000)].join("\n");
    assert!(differences.is_empty(), "{} of {count} differ:\n{shown}", differences.len());
}

#[tokio::test(start_paused = true)]
async fn changes_are_refused_as_recorded() {
    let mut differences = Vec::new();
    let mut count = 0;
    for line in UPDATES.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let (old, new) = (&case["in"]["old"], &case["in"]["new"]);
        let api = Api::new().await;
        let Some(resource) = resource(&api, old) else { continue };
        let uri = collection(&resource);
        let mut before = old.clone();
        before["metadata"].as_object_mut().unwrap().remove("resourceVersion");
        if old["kind"] == "Job" && old["spec"]["manualSelector"] != true {
            // The server makes these for the uid that it gives.
            before["spec"].as_object_mut().unwrap().remove("selector");
            let labels = before["spec"]["template"]["metadata"]["labels"].as_object_mut();
            if let Some(labels) = labels {
                labels
                    .retain(|key, _| !key.contains("controller-uid") && !key.contains("job-name"));
            }
        }
        let made = api.post(&uri, &before).await;
        if made.code != 201 {
            differences.push(format!("{} {}: not made: {}", case["id"], old["kind"], made.text));
            continue;
        }
        let made = made.json();
        let uid = made["metadata"]["uid"].as_str().unwrap();
        let new = new.to_string().replace(RECORDED_UID, uid);
        let mut new: Value = serde_json::from_str(&new).unwrap();
        for field in ["resourceVersion", "uid", "creationTimestamp"] {
            new["metadata"][field] = made["metadata"][field].clone();
        }
        let name = made["metadata"]["name"].as_str().unwrap();
        let answer = api.put(&format!("{uri}/{name}"), &new).await;
        count += 1;
        if let Err(difference) = compare(&answer, &case["out"]) {
            differences.push(format!("{} {}: {difference}", case["id"], old["kind"]));
        }
    }
    let shown = differences[..differences.len().min(1000)].join("\n");
    assert!(differences.is_empty(), "{} of {count} differ:\n{shown}", differences.len());
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
