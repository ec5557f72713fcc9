//! Quotas, budgets and priorities.

use bowline_api::core::v1::ResourceQuota;
use bowline_api::policy::v1::PodDisruptionBudget;
use bowline_api::scheduling::v1::PriorityClass;
use bowline_apimachinery::time::Time;

use super::cell::{Row, age, cells};

pub(super) fn resource_quota(q: &ResourceQuota, now: Time) -> Row {
    let mut requests = Vec::new();
    let mut limits = Vec::new();
    for (name, hard) in &q.status.hard {
        let used = q.status.used.get(name).map_or_else(|| "0".to_owned(), ToString::to_string);
        let text = format!("{name}: {used}/{hard}");
        if name.starts_with("limits") { limits.push(text) } else { requests.push(text) }
    }
    Row::from(cells![
        q.metadata.name,
        requests.join(", "),
        limits.join(", "),
        age(q.metadata.creation_timestamp, now),
    ])
}

pub(super) fn disruption_budget(p: &PodDisruptionBudget, now: Time) -> Row {
    let bound = |v: &Option<bowline_apimachinery::int_or_string::IntOrString>| {
        v.as_ref().map_or_else(|| "N/A".to_owned(), ToString::to_string)
    };
    Row::from(cells![
        p.metadata.name,
        bound(&p.spec.min_available),
        bound(&p.spec.max_unavailable),
        p.status.disruptions_allowed,
        age(p.metadata.creation_timestamp, now),
    ])
}

pub(super) fn priority_class(p: &PriorityClass, now: Time) -> Row {
    Row::from(cells![
        p.metadata.name,
        p.value,
        p.global_default,
        age(p.metadata.creation_timestamp, now),
        p.preemption_policy.as_ref().map_or("", |p| p.as_str()),
    ])
}
