//! Amounts of resources.
//!
//! *Upstream:* `ValidateContainerResourceRequirements` and beside it.

use std::collections::BTreeMap;

use bowline_apimachinery::quantity::Quantity;
use bowline_apimachinery::validation::field::{ErrorList, Path};
use bowline_apimachinery::validation::names::qualified_name;

use super::faults::Faults as _;
use crate::core::v1::ResourceRequirements;

const COMPUTE: [&str; 3] = ["cpu", "memory", "ephemeral-storage"];
/// What objects are counted by, beside amounts.
const COUNTED: [&str; 10] = [
    "pods",
    "resourcequotas",
    "services",
    "replicationcontrollers",
    "secrets",
    "configmaps",
    "persistentvolumeclaims",
    "services.nodeports",
    "services.loadbalancers",
    "storage",
];

/// Whether Kubernetes itself gives a meaning to the name.
fn is_native(name: &str) -> bool {
    !name.contains('/') || name.contains("kubernetes.io/")
}

fn is_huge_pages(name: &str) -> bool {
    name.starts_with("hugepages-")
}

/// Whether more may be promised of it than there is.
fn may_overcommit(name: &str) -> bool {
    is_native(name) && !is_huge_pages(name)
}

/// Whether an amount must be whole.
fn is_counted(name: &str) -> bool {
    (COUNTED.contains(&name) && name != "storage") || !is_native(name)
}

/// The name of a resource of any kind.
pub(super) fn name(name: &str, path: &Path<'_>, out: &mut ErrorList) {
    out.complaints(path, name, qualified_name(name));
    let standard = || {
        let bare = name.strip_prefix("requests.").or_else(|| name.strip_prefix("limits."));
        let bare = bare.unwrap_or(name);
        COMPUTE.contains(&bare) || COUNTED.contains(&bare) || is_huge_pages(bare)
    };
    if !name.contains('/') && !standard() {
        out.invalid(path, name, "must be a standard resource type or fully qualified");
    }
}

/// The name of a resource that containers ask for.
pub(super) fn name_for_containers(text: &str, path: &Path<'_>, out: &mut ErrorList) {
    name(text, path, out);
    if !text.contains('/') {
        if !COMPUTE.contains(&text) && !is_huge_pages(text) {
            out.invalid(path, text, "must be a standard resource for containers");
        }
    } else if !is_native(text) && text.starts_with("requests.") {
        out.invalid(path, text, "doesn't follow extended resource name standard");
    }
}

/// An amount.
pub(super) fn amount(name: &str, amount: &Quantity, path: &Path<'_>, out: &mut ErrorList) {
    if amount.sign().is_lt() {
        out.invalid(path, amount.to_string(), "must be greater than or equal to 0");
    }
    if is_counted(name) && amount.milli_value() % 1000 != 0 {
        out.invalid(path, amount.to_string(), "must be an integer");
    }
}

/// An amount that must be more than nothing.
pub(super) fn positive(amount: &Quantity, path: &Path<'_>, out: &mut ErrorList) {
    if !amount.sign().is_gt() {
        out.invalid(path, amount.to_string(), "must be greater than zero");
    }
}

/// What a container asks for, or a pod's overhead when there are only limits.
pub(super) fn container(resources: &ResourceRequirements, path: &Path<'_>, out: &mut ErrorList) {
    let limits_path = path.child("limits");
    let requests_path = path.child("requests");
    let mut huge = false;
    let mut compute = false;
    let mut seen = |name: &str| {
        huge |= is_huge_pages(name);
        compute |= matches!(name, "cpu" | "memory");
    };
    for (name, quantity) in &resources.limits {
        let path = limits_path.key(name);
        name_for_containers(name, &path, out);
        amount(name, quantity, &path, out);
        seen(name);
    }
    for (name, quantity) in &resources.requests {
        let path = requests_path.key(name);
        name_for_containers(name, &path, out);
        amount(name, quantity, &path, out);
        seen(name);
        match resources.limits.get(name) {
            Some(limit) if !may_overcommit(name) && quantity != limit => {
                let why = format!("must be equal to {name} limit of {limit}");
                out.invalid(&requests_path, quantity.to_string(), &why);
            }
            Some(limit) if quantity > limit => {
                let why = format!("must be less than or equal to {name} limit of {limit}");
                out.invalid(&requests_path, quantity.to_string(), &why);
            }
            Some(_) => {}
            None if !may_overcommit(name) => {
                out.required(&limits_path, "Limit must be set for non overcommitable resources");
            }
            None => {}
        }
    }
    if huge && !compute {
        out.forbidden(path, "HugePages require cpu or memory");
    }
}

/// Amounts of a map, with names of any kind.
pub(super) fn amounts(amounts: &BTreeMap<String, Quantity>, path: &Path<'_>, out: &mut ErrorList) {
    for (key, quantity) in amounts {
        let path = path.key(key);
        name(key, &path, out);
        amount(key, quantity, &path, out);
    }
}
