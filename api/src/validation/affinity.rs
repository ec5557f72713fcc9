//! Where a pod may go: affinity, tolerations, spread.
//!
//! *Upstream:* `validateAffinity`, `ValidateTolerations`, `validateTopologySpreadConstraints`.

use std::collections::BTreeSet;

use bowline_apimachinery::meta::LabelSelector;
use bowline_apimachinery::validation::field::{ErrorList, FieldError, Path};
use bowline_apimachinery::validation::names::{
    dns1123_subdomain, label_key, label_value, namespace_name,
};

use super::faults::Faults as _;
use super::pod_options::Lax;
use crate::core::v1::{
    Affinity, NodeSelector, NodeSelectorRequirement, NodeSelectorTerm, PodAffinityTerm, Toleration,
    TopologySpreadConstraint, WeightedPodAffinityTerm,
};

const EFFECTS: [&str; 3] = ["NoExecute", "NoSchedule", "PreferNoSchedule"];
const NODE_POLICIES: [&str; 2] = ["Honor", "Ignore"];
const SPREAD_ACTIONS: [&str; 2] = ["DoNotSchedule", "ScheduleAnyway"];

pub(super) fn affinity(affinity: &Affinity, lax: &Lax, path: &Path<'_>, out: &mut ErrorList) {
    const REQUIRED: &str = "requiredDuringSchedulingIgnoredDuringExecution";
    const PREFERRED: &str = "preferredDuringSchedulingIgnoredDuringExecution";
    if let Some(node) = &affinity.node_affinity {
        let path = path.child("nodeAffinity");
        if let Some(selector) = &node.required_during_scheduling_ignored_during_execution {
            node_selector(selector, !lax.node_values, &path.child(REQUIRED), out);
        }
        let path = path.child(PREFERRED);
        let terms = &node.preferred_during_scheduling_ignored_during_execution;
        for (i, term) in terms.iter().enumerate() {
            let path = path.index(i);
            weight(term.weight, &path, out);
            node_term(&term.preference, false, &path.child("preference"), out);
        }
    }
    let mut pods =
        |name: &str, required: &[PodAffinityTerm], preferred: &[WeightedPodAffinityTerm]| {
            let path = path.child(name);
            let required_path = path.child(REQUIRED);
            for (i, term) in required.iter().enumerate() {
                pod_term(term, lax, &required_path.index(i), out);
            }
            let path = path.child(PREFERRED);
            for (i, term) in preferred.iter().enumerate() {
                let path = path.index(i);
                weight(term.weight, &path, out);
                pod_term(&term.pod_affinity_term, lax, &path.child("podAffinityTerm"), out);
            }
        };
    if let Some(a) = &affinity.pod_affinity {
        pods(
            "podAffinity",
            &a.required_during_scheduling_ignored_during_execution,
            &a.preferred_during_scheduling_ignored_during_execution,
        );
    }
    if let Some(a) = &affinity.pod_anti_affinity {
        pods(
            "podAntiAffinity",
            &a.required_during_scheduling_ignored_during_execution,
            &a.preferred_during_scheduling_ignored_during_execution,
        );
    }
}

fn weight(weight: i32, path: &Path<'_>, out: &mut ErrorList) {
    if !(1..=100).contains(&weight) {
        out.invalid(&path.child("weight"), weight, "must be in the range 1-100");
    }
}

/// `checks_values`: whether values must be values of labels.
pub(super) fn node_selector(
    selector: &NodeSelector,
    checks_values: bool,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    let path = path.child("nodeSelectorTerms");
    if selector.node_selector_terms.is_empty() {
        return out.required(&path, "must have at least one node selector term");
    }
    for (i, term) in selector.node_selector_terms.iter().enumerate() {
        node_term(term, checks_values, &path.index(i), out);
    }
}

fn node_term(term: &NodeSelectorTerm, checks_values: bool, path: &Path<'_>, out: &mut ErrorList) {
    let expressions = path.child("matchExpressions");
    for (i, requirement) in term.match_expressions.iter().enumerate() {
        label_requirement(requirement, checks_values, &expressions.index(i), out);
    }
    let fields = path.child("matchFields");
    for (i, requirement) in term.match_fields.iter().enumerate() {
        field_requirement(requirement, &fields.index(i), out);
    }
}

fn label_requirement(
    requirement: &NodeSelectorRequirement,
    checks_values: bool,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    let values = path.child("values");
    match requirement.operator.as_str() {
        "In" | "NotIn" => {
            if requirement.values.is_empty() {
                out.required(&values, "must be specified when `operator` is 'In' or 'NotIn'");
            }
        }
        "Exists" | "DoesNotExist" => {
            if !requirement.values.is_empty() {
                let why = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
                out.forbidden(&values, why);
            }
        }
        "Gt" | "Lt" => {
            if requirement.values.len() != 1 {
                let why = "must be specified single value when `operator` is 'Lt' or 'Gt'";
                out.required(&values, why);
            }
        }
        other => {
            out.invalid(&path.child("operator"), other, "not a valid selector operator");
        }
    }
    out.complaints(&path.child("key"), &requirement.key, label_key(&requirement.key));
    if checks_values {
        for (i, value) in requirement.values.iter().enumerate() {
            out.complaints(&values.index(i), value, label_value(value));
        }
    }
}

fn field_requirement(requirement: &NodeSelectorRequirement, path: &Path<'_>, out: &mut ErrorList) {
    let values = path.child("values");
    match requirement.operator.as_str() {
        "In" | "NotIn" => {
            if requirement.values.len() != 1 {
                let why = "must be only one value when `operator` is 'In' or 'NotIn' for node \
                           field selector";
                out.required(&values, why);
            }
        }
        other => {
            out.invalid(&path.child("operator"), other, "not a valid selector operator");
        }
    }
    if requirement.key == "metadata.name" {
        for (i, value) in requirement.values.iter().enumerate() {
            out.complaints(&values.index(i), value, dns1123_subdomain(value));
        }
    } else {
        let why = "not a valid field selector key";
        out.invalid(&path.child("key"), requirement.key.as_str(), why);
    }
}

fn pod_term(term: &PodAffinityTerm, lax: &Lax, path: &Path<'_>, out: &mut ErrorList) {
    if !lax.selectors {
        out.selector(&path.child("labelSelector"), term.label_selector.as_deref());
        out.selector(&path.child("namespaceSelector"), term.namespace_selector.as_deref());
    }
    let namespaces = path.child("namespace");
    for namespace in &term.namespaces {
        out.complaints(&namespaces, namespace, namespace_name(namespace));
    }
    label_keys(term, path, out);
    let topology = path.child("topologyKey");
    if term.topology_key.is_empty() {
        out.required(&topology, "can not be empty");
    }
    out.complaints(&topology, &term.topology_key, label_key(&term.topology_key));
}

/// Labels of the pod itself by which others are chosen.
fn label_keys(term: &PodAffinityTerm, path: &Path<'_>, out: &mut ErrorList) {
    let selector = term.label_selector.as_deref();
    for (field, keys) in [
        ("matchLabelKeys", &term.match_label_keys),
        ("mismatchLabelKeys", &term.mismatch_label_keys),
    ] {
        let path = path.child(field);
        if !keys.is_empty() && selector.is_none() {
            out.forbidden(&path, "must not be specified when labelSelector is not set");
            continue;
        }
        for (i, key) in keys.iter().enumerate() {
            out.complaints(&path.index(i), key, label_key(key));
        }
    }
    in_selector_too(&term.match_label_keys, selector, path, out);
    let path = path.child("matchLabelKeys");
    for (i, key) in term.match_label_keys.iter().enumerate() {
        if term.mismatch_label_keys.contains(key) {
            let why = "exists in both matchLabelKeys and mismatchLabelKeys";
            out.invalid(&path.index(i), key.as_str(), why);
        }
    }
}

/// Tells of keys that the selector has twice: once made of `keys`, once by the client.
fn in_selector_too(
    keys: &[String],
    selector: Option<&LabelSelector>,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    let Some(selector) = selector.filter(|_| !keys.is_empty()) else { return };
    let mut seen: BTreeSet<&String> = selector.match_labels.keys().collect();
    for expression in &selector.match_expressions {
        let again = !seen.insert(&expression.key);
        let place = keys.iter().rposition(|key| *key == expression.key);
        if let Some(i) = place.filter(|_| again) {
            let why = "exists in both matchLabelKeys and labelSelector";
            out.invalid(&path.index(i), expression.key.as_str(), why);
        }
    }
}

/// Whether pods are chosen by what no label can be.
pub(super) fn has_bad_selector(affinity: &Affinity) -> bool {
    let near = affinity.pod_affinity.iter().flat_map(|a| {
        let preferred = &a.preferred_during_scheduling_ignored_during_execution;
        let preferred = preferred.iter().map(|weighted| &weighted.pod_affinity_term);
        a.required_during_scheduling_ignored_during_execution.iter().chain(preferred)
    });
    let far = affinity.pod_anti_affinity.iter().flat_map(|a| {
        let preferred = &a.preferred_during_scheduling_ignored_during_execution;
        let preferred = preferred.iter().map(|weighted| &weighted.pod_affinity_term);
        a.required_during_scheduling_ignored_during_execution.iter().chain(preferred)
    });
    let path = Path::root();
    near.chain(far)
        .flat_map(|term| [&term.label_selector, &term.namespace_selector])
        .filter_map(|selector| selector.as_deref())
        .any(|selector| !selector.validate(&path).is_empty())
}

/// Whether nodes are required by values that no label can have.
pub(super) fn has_bad_node_value(affinity: &Affinity) -> bool {
    let selector = affinity
        .node_affinity
        .as_ref()
        .and_then(|node| node.required_during_scheduling_ignored_during_execution.as_ref());
    selector.is_some_and(|selector| {
        let requirements = selector.node_selector_terms.iter().flat_map(|t| &t.match_expressions);
        let mut values = requirements.flat_map(|requirement| &requirement.values);
        values.any(|value| !label_value(value).is_empty())
    })
}

pub(super) fn tolerations(tolerations: &[Toleration], path: &Path<'_>, out: &mut ErrorList) {
    for (i, toleration) in tolerations.iter().enumerate() {
        let path = path.index(i);
        let operator = path.child("operator");
        let kind = toleration.operator.as_str();
        if !toleration.key.is_empty() {
            out.complaints(&path.child("key"), &toleration.key, label_key(&toleration.key));
        } else if kind != "Exists" {
            let why = "operator must be Exists when `key` is empty, which means \"match all values \
                       and all keys\"";
            out.invalid(&operator, kind, why);
        }
        let effect = toleration.effect.as_str();
        if toleration.toleration_seconds.is_some() && effect != "NoExecute" {
            let why = "effect must be 'NoExecute' when `tolerationSeconds` is set";
            out.invalid(&path.child("effect"), effect, why);
        }
        match kind {
            "Equal" | "" => {
                let complaints = label_value(&toleration.value);
                if !complaints.is_empty() {
                    let value = toleration.value.as_str();
                    out.invalid(&operator, value, &complaints.join(";"));
                }
            }
            "Exists" if !toleration.value.is_empty() => {
                let value = toleration.value.as_str();
                out.invalid(&operator, value, "value must be empty when `operator` is 'Exists'");
            }
            "Exists" => {}
            other => out.unsupported(&operator, other, &["Equal", "Exists"]),
        }
        if !effect.is_empty() && !EFFECTS.contains(&effect) {
            out.unsupported(&path.child("effect"), effect, &EFFECTS);
        }
    }
}

pub(super) fn spread(
    constraints: &[TopologySpreadConstraint],
    lax: &Lax,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    for (i, constraint) in constraints.iter().enumerate() {
        let path = path.index(i);
        if constraint.max_skew <= 0 {
            let why = "must be greater than zero";
            out.invalid(&path.child("maxSkew"), constraint.max_skew, why);
        }
        let topology = path.child("topologyKey");
        let key = constraint.topology_key.as_str();
        if key.is_empty() {
            out.required(&topology, "can not be empty");
        }
        let action = constraint.when_unsatisfiable.as_str();
        if !SPREAD_ACTIONS.contains(&action) {
            out.unsupported(&path.child("whenUnsatisfiable"), action, &SPREAD_ACTIONS);
        }
        let twice = constraints[i + 1..].iter().any(|other| {
            other.topology_key == key && other.when_unsatisfiable == constraint.when_unsatisfiable
        });
        if twice {
            let path = path.child("{topologyKey, whenUnsatisfiable}").to_string();
            let mut fault = FieldError::duplicate(&Path::root(), format!("{{{key}, {action}}}"));
            fault.field = path;
            out.push(fault);
        }
        if let Some(domains) = constraint.min_domains {
            let path = path.child("minDomains");
            if domains <= 0 {
                out.invalid(&path, domains, "must be greater than zero");
            }
            if action != "DoNotSchedule" {
                let why = format!(
                    "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not {action}"
                );
                out.invalid(&path, domains, &why);
            }
        }
        for (name, policy) in [
            ("nodeAffinityPolicy", &constraint.node_affinity_policy),
            ("nodeTaintsPolicy", &constraint.node_taints_policy),
        ] {
            let policy = policy.as_ref().map(|policy| policy.as_str());
            if let Some(policy) = policy.filter(|policy| !NODE_POLICIES.contains(policy)) {
                out.unsupported(&path.child(name), policy, &NODE_POLICIES);
            }
        }
        let keys = path.child("matchLabelKeys");
        let selector = constraint.label_selector.as_deref();
        if !constraint.match_label_keys.is_empty() && selector.is_none() {
            out.forbidden(&keys, "must not be specified when labelSelector is not set");
        }
        for (i, key) in constraint.match_label_keys.iter().enumerate() {
            out.complaints(&keys.index(i), key, label_key(key));
        }
        in_selector_too(&constraint.match_label_keys, selector, &keys, out);
        if !lax.spread_selectors {
            out.selector(&path.child("labelSelector"), selector);
        }
    }
}
