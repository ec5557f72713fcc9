//! Stateful sets: one round over pods in all states.

use std::sync::Arc;

use bowline::api::apps::v1::StatefulSet;
use bowline::api::core::v1::{Pod, PodPhase};
use bowline::apimachinery::time::Time;
use bowline::controllers::stateful_set::identity::{new_pod, revision};
use bowline::controllers::stateful_set::revisions::Revision;
use bowline::controllers::stateful_set::{Action, Observed, plan};
use serde_json::{Value, json};

use super::number;
use crate::harness::{Outcome, same, text};

const NOW: i64 = 1_000_000;

pub(super) fn stateful_set(input: &Value, want: &Value) -> Outcome {
    let current = text(input, "currentRevision");
    let set = json!({
        "metadata": {"name": "db", "namespace": "d", "uid": "db"},
        "spec": input["spec"],
        "status": {"currentRevision": current, "updateRevision": "new"},
    });
    let set: StatefulSet = serde_json::from_value(set).map_err(|error| error.to_string())?;
    let pods = input["pods"].as_array().into_iter().flatten().map(|told| pod(&set, told));
    let pods: Vec<_> = pods.map(Arc::new).collect();
    let revision_named =
        |name: &str| Revision { name: name.to_owned(), template: set.spec.template.clone() };
    let observed = Observed {
        current: revision_named(current),
        update: revision_named("new"),
        set: Arc::new(set.clone()),
        pods,
    };
    let plan = plan(&observed, Time::from_unix_seconds(NOW));
    let mut actions: Vec<Value> = plan.actions.iter().filter_map(told).collect();
    if set.spec.pod_management_policy.as_str() == "Parallel" {
        let key = |action: &Value| (action["op"].to_string(), action["pod"].to_string());
        actions.sort_by_key(key);
    }
    let status = plan.status;
    let got = json!({
        "actions": actions,
        "status": {
            "replicas": status.replicas,
            "readyReplicas": status.ready_replicas,
            "availableReplicas": status.available_replicas,
            "currentReplicas": status.current_replicas,
            "updatedReplicas": status.updated_replicas,
            "currentRevision": status.current_revision,
            "updateRevision": status.update_revision,
        },
    });
    same(&got, want)
}

fn told(action: &Action) -> Option<Value> {
    match action {
        Action::Create { pod, .. } => {
            Some(json!({"op": "create", "pod": pod.metadata.name, "revision": revision(pod)}))
        }
        Action::Delete(pod) => Some(json!({"op": "delete", "pod": pod.metadata.name})),
        Action::Repair(_) => None,
    }
}

fn pod(set: &StatefulSet, told: &Value) -> Pod {
    let revision = text(told, "revision");
    let mut pod = new_pod(set, &set.spec.template, revision, number(&told["ordinal"]));
    pod.metadata.uid = pod.metadata.name.clone();
    let state = text(told, "state");
    pod.status.phase = match state {
        "pending" => PodPhase::Pending,
        "failed" => PodPhase::Failed,
        "succeeded" => PodPhase::Succeeded,
        _ => PodPhase::Running,
    };
    let ready_for = match state {
        "ready" | "terminating" => Some(3600),
        "justready" => Some(5),
        _ => None,
    };
    if let Some(seconds) = ready_for {
        let since = Time::from_unix_seconds(NOW - seconds).to_string();
        let ready = json!([{"type": "Ready", "status": "True", "lastTransitionTime": since}]);
        pod.status.conditions = serde_json::from_value(ready).expect("a condition");
    }
    if state == "terminating" {
        pod.metadata.deletion_timestamp = Some(Time::from_unix_seconds(NOW));
    }
    pod
}
