//! Controllers whose pods run for ever.
//!
//! *Upstream:* `pkg/apis/apps/validation`, `ValidateReplicationControllerSpec`.

use bowline_apimachinery::int_or_string::IntOrString;
use bowline_apimachinery::labels::Selector;
use bowline_apimachinery::meta::LabelSelector;
use bowline_apimachinery::validation::field::{ErrorList, Path};
use bowline_apimachinery::validation::names::{dns1123_label, percent};

use super::faults::Faults as _;
use super::{claim, pod};
use crate::apps::v1::{
    DaemonSet, DaemonSetSpec, Deployment, DeploymentSpec, ReplicaSet, StatefulSet, StatefulSetSpec,
};
use crate::core::v1::{PodTemplateSpec, ReplicationController};

const SPEC: Path<'_> = Path::new("spec");

/// A selector that there must be and that must choose something; what it chooses by.
fn selector(
    selector: Option<&LabelSelector>,
    kind: &str,
    path: &Path<'_>,
    out: &mut ErrorList,
) -> Option<Selector> {
    let Some(selector) = selector else {
        out.required(path, "");
        return Some(Selector::nothing());
    };
    out.selector(path, Some(selector));
    let shown = || serde_json::to_value(selector).unwrap_or_default();
    if pod::chooses_all(selector) {
        out.invalid(path, shown(), &format!("empty selector is invalid for {kind}"));
    }
    let parsed = Selector::try_from(selector);
    if parsed.is_err() {
        out.invalid(path, shown(), "invalid label selector");
    }
    parsed.ok()
}

fn lasting(
    of: Option<&LabelSelector>,
    template: &PodTemplateSpec,
    old: Option<&PodTemplateSpec>,
    kind: &str,
    out: &mut ErrorList,
) {
    // What is told of the selector names deployments for replica sets too.
    let named = if kind == "ReplicaSet" { "deployment" } else { kind };
    if let Some(selector) = selector(of, named, &SPEC.child("selector"), out) {
        pod::lasting_template(template, old, &selector, "ReplicaSet", &SPEC.child("template"), out);
    }
}

pub(super) fn new_deployment(deployment: &Deployment, out: &mut ErrorList) {
    self::deployment(deployment, None, out);
}

/// A deployment, and what it was before.
pub(super) fn deployment(deployment: &Deployment, old: Option<&Deployment>, out: &mut ErrorList) {
    let spec = &deployment.spec;
    out.not_negative_if_set(&SPEC.child("replicas"), spec.replicas);
    let old = old.map(|old| &old.spec.template);
    lasting(spec.selector.as_deref(), &spec.template, old, "deployment", out);
    strategy(spec, out);
    out.not_negative(&SPEC.child("minReadySeconds"), spec.min_ready_seconds);
    out.not_negative_if_set(&SPEC.child("revisionHistoryLimit"), spec.revision_history_limit);
    if let Some(seconds) = spec.progress_deadline_seconds {
        let path = SPEC.child("progressDeadlineSeconds");
        out.not_negative(&path, seconds);
        if seconds <= spec.min_ready_seconds {
            out.invalid(&path, seconds, "must be greater than minReadySeconds");
        }
    }
}

fn strategy(spec: &DeploymentSpec, out: &mut ErrorList) {
    let path = SPEC.child("strategy");
    let rolling = path.child("rollingUpdate");
    match (spec.strategy.type_.as_str(), &spec.strategy.rolling_update) {
        ("Recreate", None) => {}
        ("Recreate", Some(_)) => {
            out.forbidden(&rolling, "may not be specified when strategy `type` is 'Recreate'");
        }
        ("RollingUpdate", None) => {
            out.required(&rolling, "this should be defaulted and never be nil");
        }
        ("RollingUpdate", Some(update)) => {
            let nothing = IntOrString::Int(0);
            let unavailable = update.max_unavailable.as_ref().unwrap_or(&nothing);
            let surge = update.max_surge.as_ref().unwrap_or(&nothing);
            let unavailable_path = rolling.child("maxUnavailable");
            count_or_share(unavailable, &unavailable_path, out);
            count_or_share(surge, &rolling.child("maxSurge"), out);
            if is_nothing(unavailable) && is_nothing(surge) {
                out.invalid(
                    &unavailable_path,
                    shown(unavailable),
                    "may not be 0 when `maxSurge` is 0",
                );
            }
            at_most_all(unavailable, &unavailable_path, out);
        }
        (other, _) => out.unsupported(&path, other, &["Recreate", "RollingUpdate"]),
    }
}

fn shown(value: &IntOrString) -> serde_json::Value {
    match value {
        IntOrString::Int(number) => (*number).into(),
        IntOrString::String(text) => text.as_str().into(),
    }
}

/// A number or a share such as `25%`.
pub(super) fn count_or_share(value: &IntOrString, path: &Path<'_>, out: &mut ErrorList) {
    match value {
        IntOrString::Int(number) => out.not_negative(path, *number),
        IntOrString::String(text) => {
            if !percent(text).is_empty() {
                out.invalid(path, text.as_str(), "must be an integer or percentage (e.g '5%%')");
            }
        }
    }
}

/// A share of no more than the whole.
pub(super) fn at_most_all(value: &IntOrString, path: &Path<'_>, out: &mut ErrorList) {
    if let IntOrString::String(text) = value
        && percent(text).is_empty()
        && share(text) > 100
    {
        out.invalid(path, text.as_str(), "must not be greater than 100%");
    }
}

fn share(text: &str) -> i64 {
    text.trim_end_matches('%').parse().unwrap_or(0)
}

fn is_nothing(value: &IntOrString) -> bool {
    match value {
        IntOrString::Int(number) => *number == 0,
        IntOrString::String(text) => share(text) == 0,
    }
}

pub(super) fn new_replica_set(set: &ReplicaSet, out: &mut ErrorList) {
    replica_set(set, None, out);
}

/// A set, and what it was before.
pub(super) fn replica_set(set: &ReplicaSet, old: Option<&ReplicaSet>, out: &mut ErrorList) {
    out.not_negative_if_set(&SPEC.child("replicas"), set.spec.replicas);
    out.not_negative(&SPEC.child("minReadySeconds"), set.spec.min_ready_seconds);
    let old = old.map(|old| &old.spec.template);
    lasting(set.spec.selector.as_deref(), &set.spec.template, old, "ReplicaSet", out);
}

pub(super) fn new_replication_controller(of: &ReplicationController, out: &mut ErrorList) {
    replication_controller(of, None, out);
}

/// A controller, and what it was before.
pub(super) fn replication_controller(
    controller: &ReplicationController,
    old: Option<&ReplicationController>,
    out: &mut ErrorList,
) {
    let spec = &controller.spec;
    out.not_negative(&SPEC.child("minReadySeconds"), spec.min_ready_seconds);
    if spec.selector.is_empty() {
        out.required(&SPEC.child("selector"), "");
    }
    match spec.replicas {
        None => out.required(&SPEC.child("replicas"), ""),
        Some(replicas) => out.not_negative(&SPEC.child("replicas"), replicas),
    }
    match &spec.template {
        None => out.required(&SPEC.child("template"), ""),
        Some(template) => {
            let selector = Selector::from_set(&spec.selector);
            let path = SPEC.child("template");
            let old = old.and_then(|old| old.spec.template.as_deref());
            let kind = "ReplicationController";
            pod::lasting_template(template, old, &selector, kind, &path, out);
        }
    }
}

pub(super) fn new_daemon_set(set: &DaemonSet, out: &mut ErrorList) {
    daemon_set(set, None, out);
}

/// A set, and what it was before.
pub(super) fn daemon_set(set: &DaemonSet, old: Option<&DaemonSet>, out: &mut ErrorList) {
    let spec = &set.spec;
    let selector_path = SPEC.child("selector");
    let template_path = SPEC.child("template");
    out.selector(&selector_path, spec.selector.as_deref());
    let chooses = match spec.selector.as_deref() {
        None => Some(Selector::nothing()),
        Some(selector) => Selector::try_from(selector).ok(),
    };
    if chooses.is_some_and(|selector| !selector.matches(&spec.template.metadata.labels)) {
        pod::unmatched(&spec.template, &template_path, out);
    }
    if let Some(selector) = spec.selector.as_deref().filter(|s| pod::chooses_all(s)) {
        let shown = serde_json::to_value(selector).unwrap_or_default();
        out.invalid(&selector_path, shown, "empty selector is invalid for daemonset");
    }
    pod::template(&spec.template, old.map(|old| &old.spec.template), &template_path, out);
    pod::lasts(&spec.template, "DaemonSet", &template_path, out);
    out.not_negative(&SPEC.child("minReadySeconds"), spec.min_ready_seconds);
    daemon_strategy(spec, out);
    out.not_negative_if_set(&SPEC.child("revisionHistoryLimit"), spec.revision_history_limit);
}

fn daemon_strategy(spec: &DaemonSetSpec, out: &mut ErrorList) {
    let path = SPEC.child("updateStrategy");
    let rolling = path.child("rollingUpdate");
    match (spec.update_strategy.type_.as_str(), &spec.update_strategy.rolling_update) {
        ("OnDelete", _) => {}
        ("RollingUpdate", None) => out.required(&rolling, ""),
        ("RollingUpdate", Some(update)) => {
            let nothing = IntOrString::Int(0);
            let unavailable = update.max_unavailable.as_ref().unwrap_or(&nothing);
            let surge = update.max_surge.as_ref().unwrap_or(&nothing);
            for (name, value) in [("maxUnavailable", unavailable), ("maxSurge", surge)] {
                let path = rolling.child(name);
                count_or_share(value, &path, out);
                at_most_all(value, &path, out);
            }
            match (is_nothing(unavailable), is_nothing(surge)) {
                (false, false) => {
                    let why = "may not be set when maxUnavailable is non-zero";
                    out.invalid(&rolling.child("maxSurge"), shown(surge), why);
                }
                (true, true) => {
                    let why = "cannot be 0 when maxSurge is 0";
                    out.required(&rolling.child("maxUnavailable"), why);
                }
                _ => {}
            }
        }
        (other, _) => {
            out.unsupported(&path.child("type"), other, &["OnDelete", "RollingUpdate"]);
        }
    }
}

/// A new set; what it says of claims and its service cannot change, so it is judged once.
pub(super) fn new_stateful_set(set: &StatefulSet, out: &mut ErrorList) {
    stateful_set(set, None, out);
    let spec = &set.spec;
    if !spec.service_name.is_empty() {
        let complaints = dns1123_label(&spec.service_name);
        out.complaints(&SPEC.child("serviceName"), &spec.service_name, complaints);
    }
    let templates = SPEC.child("volumeClaimTemplates");
    for (i, template) in spec.volume_claim_templates.iter().enumerate() {
        let path = templates.index(i);
        claim::spec(&template.spec, &claim::Options::default(), &path.child("spec"), out);
    }
}

/// A set, and what it was before.
pub(super) fn stateful_set(set: &StatefulSet, old: Option<&StatefulSet>, out: &mut ErrorList) {
    let spec = &set.spec;
    let policy = spec.pod_management_policy.as_str();
    let path = SPEC.child("podManagementPolicy");
    match policy {
        "" => out.required(&path, ""),
        "OrderedReady" | "Parallel" => {}
        _ => out.invalid(&path, policy, "must be 'OrderedReady' or 'Parallel'"),
    }
    stateful_strategy(spec, out);
    if let Some(policy) = &spec.persistent_volume_claim_retention_policy {
        let path = SPEC.child("persistentVolumeClaimRetentionPolicy");
        for (name, value) in
            [("whenDeleted", &policy.when_deleted), ("whenScaled", &policy.when_scaled)]
        {
            let known = ["Delete", "Retain"];
            if !known.contains(&value.as_str()) {
                out.unsupported(&path.child(name), value.as_str(), &known);
            }
        }
    }
    out.not_negative_if_set(&SPEC.child("replicas"), spec.replicas);
    out.not_negative(&SPEC.child("minReadySeconds"), spec.min_ready_seconds);
    if let Some(ordinals) = &spec.ordinals {
        let path = SPEC.child("ordinals");
        out.not_negative(&path.child("start"), ordinals.start);
    }
    out.not_negative_if_set(&SPEC.child("revisionHistoryLimit"), spec.revision_history_limit);
    let selector = spec.selector.as_deref();
    if let Some(selector) = self::selector(selector, "statefulset", &SPEC.child("selector"), out) {
        let mut template = spec.template.clone();
        // Pods find a volume for each claim.
        for claim in &spec.volume_claim_templates {
            let source = crate::core::v1::PersistentVolumeClaimVolumeSource {
                claim_name: claim.metadata.name.clone(),
                ..Default::default()
            };
            template.spec.volumes.retain(|volume| volume.name != claim.metadata.name);
            template.spec.volumes.push(crate::core::v1::Volume {
                name: claim.metadata.name.clone(),
                persistent_volume_claim: Some(source),
                ..Default::default()
            });
        }
        let path = SPEC.child("template");
        pod::labels_and_annotations(&template, &path, out);
        let old = old.map(|old| &old.spec.template);
        pod::lasting_template(&template, old, &selector, "StatefulSet", &path, out);
    }
}

fn stateful_strategy(spec: &StatefulSetSpec, out: &mut ErrorList) {
    let path = SPEC.child("updateStrategy");
    let rolling = path.child("rollingUpdate");
    match (spec.update_strategy.type_.as_str(), &spec.update_strategy.rolling_update) {
        ("", _) => out.required(&path, ""),
        ("OnDelete", Some(_)) => {
            let why = "only allowed for updateStrategy 'RollingUpdate'";
            out.invalid(&rolling, "", why);
        }
        ("OnDelete", None) => {}
        ("RollingUpdate", update) => {
            if let Some(update) = update {
                out.not_negative_if_set(&rolling.child("partition"), update.partition);
            }
        }
        (other, _) => out.invalid(&path, other, "must be 'RollingUpdate' or 'OnDelete'"),
    }
}
