//! Kinds about the cluster itself: namespaces, nodes, quotas, limits, classes, leases.
//!
//! *Upstream:* `pkg/apis/{core,scheduling,coordination,policy}/validation`.

use std::collections::{BTreeMap, BTreeSet};

use bowline_apimachinery::int_or_string::IntOrString;
use bowline_apimachinery::quantity::Quantity;
use bowline_apimachinery::validation::field::{ErrorList, Path};
use bowline_apimachinery::validation::names::{label_key, label_value, qualified_name};

use super::faults::Faults as _;
use super::{resources, workload};
use crate::coordination::v1::Lease;
use crate::core::v1::{LimitRange, Namespace, Node, ResourceQuota};
use crate::policy::v1::PodDisruptionBudget;
use crate::scheduling::v1::PriorityClass;

const EFFECTS: [&str; 3] = ["NoExecute", "NoSchedule", "PreferNoSchedule"];
const EVICTION_POLICIES: [&str; 2] = ["AlwaysAllow", "IfHealthyBudget"];
const PREEMPTION_POLICIES: [&str; 2] = ["Never", "PreemptLowerPriority"];
/// The highest number a class of a user may have.
const HIGHEST_PRIORITY: i32 = 1_000_000_000;
const SCOPES: [&str; 7] = [
    "BestEffort",
    "CrossNamespacePodAffinity",
    "NotBestEffort",
    "NotTerminating",
    "PriorityClass",
    "Terminating",
    "VolumeAttributesClass",
];

pub(super) fn namespace(namespace: &Namespace, out: &mut ErrorList) {
    let path = Path::new("spec");
    let path = path.child("finalizers");
    for finalizer in &namespace.spec.finalizers {
        out.complaints(&path, finalizer, qualified_name(finalizer));
        if !finalizer.contains('/') && finalizer != "kubernetes" {
            let why = "name is neither a standard finalizer name nor is it fully qualified";
            out.invalid(&path, finalizer.as_str(), why);
        }
    }
}

pub(super) fn node(node: &Node, out: &mut ErrorList) {
    let metadata = Path::new("metadata");
    let path = metadata.child("taints");
    let mut seen = BTreeSet::new();
    for (i, taint) in node.spec.taints.iter().enumerate() {
        let path = path.index(i);
        out.complaints(&path.child("key"), &taint.key, label_key(&taint.key));
        if !taint.value.is_empty() {
            out.complaints(&path.child("value"), &taint.value, label_value(&taint.value));
        }
        let effect = taint.effect.as_str();
        out.one_of(&path.child("effect"), effect, &EFFECTS);
        if !seen.insert((effect, taint.key.as_str())) {
            let shown = serde_json::to_value(taint).unwrap_or_default();
            let mut fault =
                bowline_apimachinery::validation::field::FieldError::duplicate(&path, shown);
            fault.detail = "taints must be unique by key and effect pair".to_owned();
            out.push(fault);
        }
    }
}

pub(super) fn quota(quota: &ResourceQuota, out: &mut ErrorList) {
    let path = Path::new("spec");
    resources::amounts(&quota.spec.hard, &path.child("hard"), out);
    let scopes = path.child("scopes");
    for scope in quota.spec.scopes.iter().map(|scope| scope.as_str()) {
        if !SCOPES.contains(&scope) {
            out.invalid(&scopes, scope, "unsupported scope");
        }
    }
    let both = |a: &str, b: &str| {
        let has = |name: &str| quota.spec.scopes.iter().any(|scope| scope.as_str() == name);
        has(a) && has(b)
    };
    if both("BestEffort", "NotBestEffort") || both("Terminating", "NotTerminating") {
        let shown: Vec<&str> = quota.spec.scopes.iter().map(|scope| scope.as_str()).collect();
        out.invalid(&scopes, shown, "conflicting scopes");
    }
    let Some(selector) = &quota.spec.scope_selector else { return };
    let path = path.child("scopeSelector");
    // Upstream leaves out the index here.
    let path = path.child("matchExpressions");
    for requirement in &selector.match_expressions {
        let scope = requirement.scope_name.as_str();
        if !SCOPES.contains(&scope) {
            out.invalid(&path.child("scopeName"), scope, "unsupported scope");
        }
        let operator = requirement.operator.as_str();
        let plain = !matches!(scope, "PriorityClass" | "VolumeAttributesClass");
        let operator_path = path.child("operator");
        if SCOPES.contains(&scope) && plain && operator != "Exists" {
            let why = "must be 'Exist' when scope is any of ResourceQuotaScopeTerminating, \
                       ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, \
                       ResourceQuotaScopeNotBestEffort or \
                       ResourceQuotaScopeCrossNamespacePodAffinity";
            out.invalid(&operator_path, operator, why);
        }
        let values = path.child("values");
        match operator {
            "In" | "NotIn" if requirement.values.is_empty() => {
                let why = "must be at least one value when `operator` is 'In' or 'NotIn' for scope \
                           selector";
                out.required(&values, why);
            }
            "In" | "NotIn" => {}
            "Exists" | "DoesNotExist" => {
                if !requirement.values.is_empty() {
                    let why = "must be no value when `operator` is 'Exist' or 'DoesNotExist' for \
                               scope selector";
                    out.invalid(&values, requirement.values.clone(), why);
                }
            }
            other => out.invalid(&operator_path, other, "not a valid selector operator"),
        }
    }
}

pub(super) fn limit_range(range: &LimitRange, out: &mut ErrorList) {
    let path = Path::new("spec");
    let path = path.child("limits");
    let mut seen = BTreeSet::new();
    for (i, item) in range.spec.limits.iter().enumerate() {
        let path = path.index(i);
        let kind = item.type_.as_str();
        let kind_path = path.child("type");
        let complaints = qualified_name(kind);
        if complaints.is_empty()
            && !kind.contains('/')
            && !["Container", "PersistentVolumeClaim", "Pod"].contains(&kind)
        {
            out.invalid(&kind_path, kind, "must be a standard limit type or fully qualified");
        }
        out.complaints(&kind_path, kind, complaints);
        if !seen.insert(kind) {
            out.duplicate(&kind_path, kind);
        }
        let maps: [(&str, &BTreeMap<String, Quantity>); 5] = [
            ("max", &item.max),
            ("min", &item.min),
            ("default", &item.default),
            ("defaultRequest", &item.default_request),
            ("maxLimitRequestRatio", &item.max_limit_request_ratio),
        ];
        for (name, amounts) in maps {
            let path = path.child(name);
            for key in amounts.keys() {
                let path = path.key(key);
                match kind {
                    "Container" | "Pod" => resources::name_for_containers(key, &path, out),
                    _ => resources::name(key, &path, out),
                }
            }
        }
        if kind == "Pod" {
            for (name, amounts) in
                [("default", &item.default), ("defaultRequest", &item.default_request)]
            {
                if !amounts.is_empty() {
                    let why = "may not be specified when `type` is 'Pod'";
                    out.forbidden(&path.child(name), why);
                }
            }
        }
        if kind == "PersistentVolumeClaim"
            && !item.min.contains_key("storage")
            && !item.max.contains_key("storage")
        {
            let why =
                "either minimum or maximum storage value is required, but neither was provided";
            out.required(&path, why);
        }
        bounds(item, &path, out);
    }
}

fn bounds(item: &crate::core::v1::LimitRangeItem, path: &Path<'_>, out: &mut ErrorList) {
    let mut above = |name: &str,
                     low: &BTreeMap<String, Quantity>,
                     high: &BTreeMap<String, Quantity>,
                     words: (&str, &str)| {
        let path = path.child(name);
        for (key, low) in low {
            if let Some(high) = high.get(key).filter(|high| low > *high) {
                let why =
                    format!("{} value {low} is greater than {} value {high}", words.0, words.1);
                out.invalid(&path.key(key), low.to_string(), &why);
            }
        }
    };
    above("min", &item.min, &item.max, ("min", "max"));
    above("defaultRequest", &item.min, &item.default_request, ("min", "default request"));
    above("defaultRequest", &item.default_request, &item.max, ("default request", "max"));
    above(
        "defaultRequest",
        &item.default_request,
        &item.default,
        ("default request", "default limit"),
    );
    above("default", &item.min, &item.default, ("min", "default"));
    above("default", &item.default, &item.max, ("default", "max"));
    let ratio = path.child("maxLimitRequestRatio");
    let one = Quantity::from(1);
    for (key, amount) in &item.max_limit_request_ratio {
        if *amount < one {
            let why = format!("ratio {amount} is less than 1");
            out.invalid(&ratio.key(key), amount.to_string(), &why);
        }
        if let (Some(min), Some(max)) = (item.min.get(key), item.max.get(key))
            && min.as_f64() > 0.0
            && amount.as_f64() > max.as_f64() / min.as_f64()
        {
            let why =
                format!("ratio {amount} is greater than max/min = {}", max.as_f64() / min.as_f64());
            out.invalid(&ratio.key(key), amount.to_string(), &why);
        }
    }
}

pub(super) fn priority_class(class: &PriorityClass, out: &mut ErrorList) {
    let metadata = Path::new("metadata");
    let name = class.metadata.name.as_str();
    if let Some(rest) = name.strip_prefix("system-") {
        let known = [("cluster-critical", 2_000_000_000), ("node-critical", 2_000_001_000)];
        if !known.contains(&(rest, class.value)) {
            let why = "priority class names with 'system-' prefix are reserved for system use only";
            out.forbidden(&metadata.child("name"), why);
        }
    } else if class.value > HIGHEST_PRIORITY {
        let why = format!("maximum allowed value of a user defined priority is {HIGHEST_PRIORITY}");
        out.forbidden(&Path::new("value"), &why);
    }
    if let Some(policy) = &class.preemption_policy {
        out.one_of(&Path::new("preemptionPolicy"), policy.as_str(), &PREEMPTION_POLICIES);
    }
}

pub(super) fn lease(lease: &Lease, out: &mut ErrorList) {
    let path = Path::new("spec");
    if let Some(seconds) = lease.spec.lease_duration_seconds.filter(|seconds| *seconds <= 0) {
        out.invalid(&path.child("leaseDurationSeconds"), seconds, "must be greater than 0");
    }
    if let Some(count) = lease.spec.lease_transitions.filter(|count| *count < 0) {
        let why = "must be greater than or equal to 0";
        out.invalid(&path.child("leaseTransitions"), count, why);
    }
}

pub(super) fn disruption_budget(budget: &PodDisruptionBudget, out: &mut ErrorList) {
    let path = Path::new("spec");
    let spec = &budget.spec;
    if spec.min_available.is_some() && spec.max_unavailable.is_some() {
        let why = "minAvailable and maxUnavailable cannot be both set";
        out.invalid(&path, serde_json::to_value(spec).unwrap_or_default(), why);
    }
    let mut check = |name: &str, value: &Option<IntOrString>| {
        if let Some(value) = value {
            let path = path.child(name);
            workload::count_or_share(value, &path, out);
            workload::at_most_all(value, &path, out);
        }
    };
    check("minAvailable", &spec.min_available);
    check("maxUnavailable", &spec.max_unavailable);
    out.selector(&path.child("selector"), spec.selector.as_deref());
    if let Some(policy) = &spec.unhealthy_pod_eviction_policy
        && !EVICTION_POLICIES.contains(&policy.as_str())
    {
        let path = path.child("unhealthyPodEvictionPolicy");
        out.unsupported(&path, policy.as_str(), &EVICTION_POLICIES);
    }
}
