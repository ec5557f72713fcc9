//! Rolling updates of deployments: limits, steps, shares.

use std::collections::BTreeMap;
use std::sync::Arc;

use bowline::api::apps::v1::{Deployment, ReplicaSet};
use bowline::apimachinery::int_or_string::IntOrString;
use bowline::apimachinery::time::Time;
use bowline::controllers::deployment::fenceposts;
use bowline::controllers::deployment::replica_sets::{active, size};
use bowline::controllers::deployment::rolling::{Resize, scale_new, scale_old};
use bowline::controllers::deployment::scale::scale;
use serde_json::{Value, json};

use crate::harness::{Outcome, same, same_result};

pub(super) fn fenceposts(input: &Value, want: &Value) -> Outcome {
    let replicas = input["replicas"].as_i64().unwrap_or_default() as i32;
    let surge = limit(&input["maxSurge"]);
    let unavailable = limit(&input["maxUnavailable"]);
    let got = fenceposts::resolve(surge.as_ref(), unavailable.as_ref(), replicas)
        .map(|posts| json!({"surge": posts.surge, "unavailable": posts.unavailable}));
    same_result(got, want)
}

pub(super) fn rollout(input: &Value, want: &Value) -> Outcome {
    let deployment = deployment(input);
    let mut new = replica_set(&input["new"]);
    let mut old: Vec<_> = list(&input["old"]).iter().map(replica_set).collect();
    let mut steps = Vec::new();
    for available in list(&input["availableAfterStep"]) {
        let all: Vec<_> = old.iter().chain([&new]).cloned().collect();
        let grown: Vec<Resize> = scale_new(&deployment, &new, &all).into_iter().collect();
        let mut scaled = if grown.is_empty() { "" } else { "new" };
        resize(&mut new, &mut old, grown);
        if scaled.is_empty() {
            let shrunk = scale_old(&deployment, &new, &active(&old));
            scaled = if shrunk.is_empty() { "" } else { "old" };
            resize(&mut new, &mut old, shrunk);
        }
        steps.push(json!({"scaled": scaled, "sizes": sizes(&new, &old)}));
        for set in old.iter_mut().chain([&mut new]) {
            let count = available[&set.metadata.name].as_i64().unwrap_or_default() as i32;
            Arc::make_mut(set).status.available_replicas = count;
        }
    }
    same(&json!({ "steps": steps }), want)
}

pub(super) fn proportional(input: &Value, want: &Value) -> Outcome {
    let deployment = deployment(input);
    let mut new = replica_set(&input["new"]);
    let mut old: Vec<_> = list(&input["old"]).iter().map(replica_set).collect();
    let resizes = scale(&deployment, Some(&new), &old);
    resize(&mut new, &mut old, resizes);
    same(&json!({"sizes": sizes(&new, &old)}), want)
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

fn limit(value: &Value) -> Option<IntOrString> {
    serde_json::from_value(value.clone()).ok()
}

fn deployment(input: &Value) -> Deployment {
    let mut deployment = Deployment::default();
    deployment.spec.replicas = input["replicas"].as_i64().map(|n| n as i32);
    deployment.spec.strategy.type_ = "RollingUpdate".into();
    let rolling = deployment.spec.strategy.rolling_update.get_or_insert_default();
    rolling.max_surge = limit(&input["maxSurge"]);
    rolling.max_unavailable = limit(&input["maxUnavailable"]);
    deployment
}

fn replica_set(input: &Value) -> Arc<ReplicaSet> {
    let mut set = ReplicaSet::default();
    set.metadata.name = input["name"].as_str().unwrap_or_default().to_owned();
    set.metadata.uid = set.metadata.name.clone();
    let hour = input["createdHour"].as_i64().unwrap_or_default();
    set.metadata.creation_timestamp = Some(Time::from_unix_seconds(hour * 3600));
    set.metadata.annotations = serde_json::from_value::<BTreeMap<_, _>>(
        input.get("annotations").cloned().unwrap_or_else(|| json!({})),
    )
    .expect("annotations are texts");
    set.spec.replicas = input["replicas"].as_i64().map(|n| n as i32);
    set.status.available_replicas = input["available"].as_i64().unwrap_or_default() as i32;
    Arc::new(set)
}

fn resize(new: &mut Arc<ReplicaSet>, old: &mut [Arc<ReplicaSet>], sizes: Vec<Resize>) {
    for (set, target) in sizes {
        for present in old.iter_mut().chain([&mut *new]) {
            if present.metadata.uid == set.metadata.uid {
                Arc::make_mut(present).spec.replicas = Some(target);
            }
        }
    }
}

fn sizes(new: &ReplicaSet, old: &[Arc<ReplicaSet>]) -> Value {
    let pair = |set: &ReplicaSet| (set.metadata.name.clone(), json!(size(set)));
    Value::Object(old.iter().map(|set| pair(set)).chain([pair(new)]).collect())
}
