//! Kinds about the cluster itself: namespaces, priorities, leases, budgets.
//!
//! *Upstream:* `pkg/apis/{core,scheduling,coordination,policy}/validation`.

use bowline_apimachinery::int_or_string::IntOrString;
use bowline_apimachinery::validation::field::{ErrorList, Path};
use bowline_apimachinery::validation::names::qualified_name;

use super::faults::Faults as _;
use super::workload;
use crate::coordination::v1::Lease;
use crate::core::v1::Namespace;
use crate::policy::v1::PodDisruptionBudget;
use crate::scheduling::v1::PriorityClass;

const EVICTION_POLICIES: [&str; 2] = ["AlwaysAllow", "IfHealthyBudget"];
const PREEMPTION_POLICIES: [&str; 2] = ["Never", "PreemptLowerPriority"];
/// The highest number a class of a user may have.
const HIGHEST_PRIORITY: i32 = 1_000_000_000;

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
