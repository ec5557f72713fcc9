//! A pod's first status, and fields that stand for others.

use bowline_apimachinery::meta::{LabelSelector, LabelSelectorOperator, LabelSelectorRequirement};
use bowline_apimachinery::time::Time;
use std::collections::BTreeMap;

use crate::core::v1::{
    AppArmorProfile, AppArmorProfileType, ConditionStatus, Pod, PodAffinityTerm, PodCondition,
    PodPhase, SecurityContext,
};

/// Prepares a pod whose status has been reset.
///
/// *Upstream:* `pkg/registry/core/pod/strategy.go`.
pub(super) fn prepare(pod: &mut Pod, now: Time) {
    pod.status.phase = PodPhase::Pending;
    pod.status.qos_class = pod.spec.qos_class();
    if !pod.spec.scheduling_gates.is_empty() {
        pod.status.conditions.push(PodCondition {
            type_: "PodScheduled".into(),
            status: ConditionStatus::False,
            reason: "SchedulingGated".into(),
            message: "Scheduling is blocked due to non-empty scheduling gates".into(),
            last_transition_time: Some(now),
            ..PodCondition::default()
        });
    }
    spell_out_label_keys(pod);
    if pod.spec.os.as_ref().is_none_or(|os| os.name.as_str() != "windows") {
        agree_on_app_armor(pod);
    }
}

/// Turns keys that terms match by into requirements with the pod's own values.
fn spell_out_label_keys(pod: &mut Pod) {
    use LabelSelectorOperator::{In, NotIn};
    let labels = &pod.metadata.labels;
    let affinity = pod.spec.affinity.as_mut();
    for terms in affinity.into_iter().flat_map(|affinity| {
        let attract = affinity.pod_affinity.as_deref_mut().map(|it| {
            (
                &mut it.required_during_scheduling_ignored_during_execution,
                &mut it.preferred_during_scheduling_ignored_during_execution,
            )
        });
        let repel = affinity.pod_anti_affinity.as_deref_mut().map(|it| {
            (
                &mut it.required_during_scheduling_ignored_during_execution,
                &mut it.preferred_during_scheduling_ignored_during_execution,
            )
        });
        attract.into_iter().chain(repel)
    }) {
        let (required, preferred) = terms;
        let preferred = preferred.iter_mut().map(|weighted| &mut weighted.pod_affinity_term);
        for term in required.iter_mut().chain(preferred) {
            let PodAffinityTerm { label_selector, match_label_keys, mismatch_label_keys, .. } =
                term;
            if let Some(selector) = label_selector {
                require(selector, match_label_keys, &In, labels);
                require(selector, mismatch_label_keys, &NotIn, labels);
            }
        }
    }
    for constraint in &mut pod.spec.topology_spread_constraints {
        if let Some(selector) = &mut constraint.label_selector {
            require(selector, &constraint.match_label_keys, &In, labels);
        }
    }
}

fn require(
    selector: &mut LabelSelector,
    keys: &[String],
    operator: &LabelSelectorOperator,
    labels: &BTreeMap<String, String>,
) {
    let known = keys.iter().filter_map(|key| Some((key, labels.get(key)?)));
    selector.match_expressions.extend(known.map(|(key, value)| LabelSelectorRequirement {
        key: key.clone(),
        operator: operator.clone(),
        values: vec![value.clone()],
    }));
}

/// Prefix of the annotations that once held AppArmor profiles, before a container's name.
const APP_ARMOR: &str = "container.apparmor.security.beta.kubernetes.io/";

/// Brings the annotations, which older kubelets read, and the fields together.
fn agree_on_app_armor(pod: &mut Pod) {
    let whole = pod
        .spec
        .security_context
        .as_deref()
        .and_then(|it| it.app_armor_profile.as_deref())
        .cloned();
    let spec = &mut pod.spec;
    let containers = spec.init_containers.iter_mut().chain(&mut spec.containers);
    let containers = containers.map(|it| (&it.name, &mut it.security_context));
    let ephemeral = spec.ephemeral_containers.iter_mut();
    let ephemeral = ephemeral.map(|it| (&it.name, &mut it.security_context));
    for (name, security) in containers.chain(ephemeral) {
        agree(name, security, whole.as_ref(), &mut pod.metadata.annotations);
    }
}

fn agree(
    container: &str,
    security: &mut Option<Box<SecurityContext>>,
    whole: Option<&AppArmorProfile>,
    annotations: &mut BTreeMap<String, String>,
) {
    let key = format!("{APP_ARMOR}{container}");
    let own = security.as_deref().and_then(|it| it.app_armor_profile.as_deref());
    match (annotations.get(&key), own) {
        (None, own) => {
            if let Some(text) = own.or(whole).and_then(to_annotation) {
                annotations.insert(key, text);
            }
        }
        (Some(text), None) => {
            if let Some(profile) = from_annotation(text).filter(|p| Some(p) != whole) {
                security.get_or_insert_default().app_armor_profile = Some(Box::new(profile));
            }
        }
        (Some(_), Some(_)) => {}
    }
}

fn to_annotation(profile: &AppArmorProfile) -> Option<String> {
    match profile.type_ {
        AppArmorProfileType::Unconfined => Some("unconfined".into()),
        AppArmorProfileType::RuntimeDefault => Some("runtime/default".into()),
        AppArmorProfileType::Localhost => {
            profile.localhost_profile.as_ref().map(|name| format!("localhost/{name}"))
        }
        _ => None,
    }
}

/// The profile that an annotation names; `None` for one that would not be valid.
fn from_annotation(text: &str) -> Option<AppArmorProfile> {
    let plain = |type_| AppArmorProfile { type_, localhost_profile: None };
    match text {
        "unconfined" => Some(plain(AppArmorProfileType::Unconfined)),
        "runtime/default" => Some(plain(AppArmorProfileType::RuntimeDefault)),
        _ => {
            let name = text.strip_prefix("localhost/")?;
            let valid = !name.is_empty() && name.trim() == name && name.len() <= 4095;
            valid.then(|| AppArmorProfile {
                type_: AppArmorProfileType::Localhost,
                localhost_profile: Some(name.to_owned()),
            })
        }
    }
}
