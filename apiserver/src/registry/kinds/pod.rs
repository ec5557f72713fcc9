//! Pods: what a new one looks like, what may change, how long they take to end.
//!
//! *Upstream:* `pkg/registry/core/pod/strategy.go`, `ValidatePodUpdate` of
//! `pkg/apis/core/validation`.

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
            "" => spec_faults(pod, old),
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

/// Only images, a deadline, more tolerations and a corrected grace period may change; while gates
/// hold a pod back, its place may be narrowed too.
fn spec_faults(pod: &Value, old: &Value) -> ErrorList {
    let mut faults = ErrorList::new();
    let path = Path::new("spec");
    let (new_spec, old_spec) = (pod.at("spec"), old.at("spec"));
    faults.extend(gate_faults(new_spec, old_spec, &path));
    faults.extend(toleration_faults(new_spec, old_spec, &path));
    faults.extend(deadline_faults(new_spec, old_spec, &path));
    let mut munged = new_spec.clone();
    for list in ["containers", "initContainers"] {
        let (Some(new), Some(old)) = (
            munged.get_mut(list).and_then(Value::as_array_mut),
            old_spec.get(list).and_then(Value::as_array),
        ) else {
            continue;
        };
        for (new, old) in new.iter_mut().zip(old) {
            if let (Some(new), Some(image)) = (new.as_object_mut(), old.get("image")) {
                new.insert("image".into(), image.clone());
            }
        }
    }
    let mut kept = vec!["activeDeadlineSeconds", "tolerations", "schedulingGates"];
    let period = |spec: &Value| spec.at("terminationGracePeriodSeconds").as_i64();
    if period(old_spec).is_some_and(|p| p < 0) && period(new_spec) == Some(1) {
        kept.push("terminationGracePeriodSeconds");
    }
    if is_gated(old) {
        kept.extend(["nodeSelector", "affinity"]);
    }
    for field in kept {
        match old_spec.get(field) {
            Some(value) => munged.set(field, value.clone()),
            None => drop(munged.remove(field)),
        }
    }
    if munged != *old_spec {
        faults.push(FieldError::forbidden(
            &path,
            "pod updates may not change fields other than `spec.containers[*].image`,\
             `spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only \
             additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to \
             be set to 1 if it was previously negative)",
        ));
    }
    faults
}

fn gate_faults(new: &Value, old: &Value, path: &Path<'_>) -> ErrorList {
    let gates = |spec: &Value| spec.at("schedulingGates").as_array().cloned().unwrap_or_default();
    let (new, old) = (gates(new), gates(old));
    let mut faults = ErrorList::new();
    for gate in new.iter().filter(|gate| !old.contains(gate)) {
        let list = path.child("schedulingGates");
        let name = gate.text("name");
        faults.push(FieldError::forbidden(
            &list,
            format!("only deletion is allowed, but found new scheduling gate '{name}'"),
        ));
    }
    faults
}

fn toleration_faults(new: &Value, old: &Value, path: &Path<'_>) -> ErrorList {
    let list = |spec: &Value| spec.at("tolerations").as_array().cloned().unwrap_or_default();
    let without_seconds = |toleration: &Value| {
        let mut toleration = toleration.clone();
        toleration.remove("tolerationSeconds");
        toleration
    };
    let new: Vec<_> = list(new).iter().map(without_seconds).collect();
    let kept = list(old).iter().all(|toleration| new.contains(&without_seconds(toleration)));
    if kept {
        return ErrorList::new();
    }
    let list = path.child("tolerations");
    let why = "existing toleration can not be modified except its tolerationSeconds";
    FieldError::forbidden(&list, why).into()
}

fn deadline_faults(new: &Value, old: &Value, path: &Path<'_>) -> ErrorList {
    let deadline = |spec: &Value| spec.at("activeDeadlineSeconds").as_i64();
    let path = path.child("activeDeadlineSeconds");
    match (deadline(new), deadline(old)) {
        (Some(new), _) if !(1..=i64::from(i32::MAX)).contains(&new) => {
            let why = format!("must be between 1 and {}, inclusive", i32::MAX);
            FieldError::invalid(&path, new, why).into()
        }
        (Some(new), Some(old)) if new > old => {
            let why = format!("must be less than or equal to previous value {old}");
            FieldError::invalid(&path, new, why).into()
        }
        (None, Some(_)) => FieldError::invalid(
            &path,
            Value::Null,
            "must not update from a positive integer to nil value",
        )
        .into(),
        _ => ErrorList::new(),
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
