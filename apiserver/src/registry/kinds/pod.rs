//! Pods: what a new one looks like, what may change, how long they take to end.
//!
//! *Upstream:* `pkg/registry/core/pod/strategy.go`.

use bowline_apimachinery::validation::field::{ErrorList, FieldError, Path};
use serde_json::Value;

use crate::registry::object::ObjectAccess as _;
use crate::registry::store::WriteContext;
use crate::registry::strategy::{Strategy, Traits};

#[derive(Debug)]
pub(crate) struct PodStrategy(pub(crate) Traits);

impl Strategy for PodStrategy {
    fn traits(&self) -> &Traits {
        &self.0
    }

    fn prepare_for_update(&self, cx: &WriteContext<'_>, pod: &mut Value, old: &Value) {
        if cx.subresource == "status" {
            // Kubelets that do not know the class must not wipe it out.
            if pod.text("status.qosClass").is_empty() {
                pod.set("status.qosClass", old.at("status.qosClass").clone());
            }
            return;
        }
        if is_gated(old) && !is_gated(pod) {
            drop_gated(pod);
        }
    }

    fn validate_update(&self, cx: &WriteContext<'_>, pod: &Value, old: &Value) -> ErrorList {
        match cx.subresource {
            "status" => status_faults(pod, old),
            _ => ErrorList::new(),
        }
    }

    fn grace_period(&self, pod: &Value, requested: Option<i64>) -> Option<i64> {
        let ended = matches!(pod.text("status.phase"), "Succeeded" | "Failed");
        if pod.text("spec.nodeName").is_empty() || ended {
            return Some(0);
        }
        let own = pod.at("spec.terminationGracePeriodSeconds").as_i64();
        let period = requested.or(own).unwrap_or(0);
        Some(if period < 0 { 1 } else { period })
    }
}

fn is_gated(pod: &Value) -> bool {
    pod.at("spec.schedulingGates").as_array().is_some_and(|gates| !gates.is_empty())
}

fn drop_gated(pod: &mut Value) {
    if let Some(conditions) = pod.pointer_mut("/status/conditions").and_then(Value::as_array_mut) {
        conditions.retain(|c| c["type"] != "PodScheduled" || c["reason"] != "SchedulingGated");
    }
}

fn status_faults(pod: &Value, old: &Value) -> ErrorList {
    let (new, old) = (pod.text("status.qosClass"), old.text("status.qosClass"));
    if new == old || old.is_empty() {
        return ErrorList::new();
    }
    let path = Path::new("status");
    FieldError::invalid(&path.child("qosClass"), new, "field is immutable").into()
}
