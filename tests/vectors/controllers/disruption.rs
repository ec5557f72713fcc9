//! Pod disruption budgets: what may be disrupted.

use std::collections::HashMap;
use std::sync::Arc;

use bowline::api::core::v1::Pod;
use bowline::api::policy::v1::PodDisruptionBudget;
use bowline::apimachinery::time::Time;
use bowline::controllers::pod_disruption_budget::{Observed, plan};
use serde_json::{Value, json};

use super::number;
use crate::harness::{Outcome, same_result, text};

pub(super) fn budget(input: &Value, want: &Value) -> Outcome {
    let now: Time = text(input, "now").parse().expect("a moment");
    let budget: PodDisruptionBudget = serde_json::from_value(json!({
        "metadata": {"name": "b"}, "spec": input["pdbSpec"], "status": input["status"],
    }))
    .map_err(|error| error.to_string())?;
    let list = |field: &str| input[field].as_array().cloned().unwrap_or_default();
    let selected = list("pods").into_iter().filter(|told| told["selected"] == true);
    let pods: Vec<Arc<Pod>> = selected.map(|told| Arc::new(pod(&told, now))).collect();
    let scales: HashMap<String, i32> = list("replicaSets")
        .iter()
        .map(|told| (text(told, "name").to_owned(), number(&told["replicas"])))
        .collect();
    let got = plan(&Observed { budget: Arc::new(budget), pods, scales }, now).map(|plan| {
        let status = plan.status;
        let condition = &status.conditions[0];
        json!({
            "currentHealthy": status.current_healthy,
            "desiredHealthy": status.desired_healthy,
            "expectedPods": status.expected_pods,
            "disruptionsAllowed": status.disruptions_allowed,
            "disruptedPods": status.disrupted_pods.keys().collect::<Vec<_>>(),
            "disruptionAllowedCondition":
                format!("{}:{}", condition.status.as_str(), condition.reason),
        })
    });
    same_result(got, want)
}

fn pod(told: &Value, now: Time) -> Pod {
    let status = if told["ready"] == true { "True" } else { "False" };
    let owners: Vec<Value> = told["owner"]
        .as_str()
        .filter(|owner| !owner.is_empty())
        .map(|owner| {
            json!({
                "apiVersion": "apps/v1", "kind": "ReplicaSet", "name": owner, "uid": owner,
                "controller": true,
            })
        })
        .into_iter()
        .collect();
    let deleted = (told["deleting"] == true).then_some(now);
    serde_json::from_value(json!({
        "metadata": {
            "name": told["name"], "ownerReferences": owners, "deletionTimestamp": deleted,
        },
        "status": {
            "phase": told["phase"], "conditions": [{"type": "Ready", "status": status}],
        },
    }))
    .expect("a pod")
}
