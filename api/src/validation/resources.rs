//! Amounts of resources.
//!
//! *Upstream:* `validateResourceRequirements`, `validatePodResources` and beside them.

use std::collections::BTreeMap;

use bowline_apimachinery::quantity::Quantity;
use bowline_apimachinery::validation::field::{ErrorList, FieldError, Path};
use bowline_apimachinery::validation::names::{dns1123_label, qualified_name};

use super::faults::Faults as _;
use super::pod_options::Options;
use crate::core::v1::{
    PodResourceClaim, PodResourcesOptions, PodSpec, ResourceClaim, ResourceList,
    ResourceRequirements, is_extended_resource, is_huge_page_resource, is_native_resource,
    is_supported_pod_level_resource,
};

const COMPUTE: [&str; 3] = ["cpu", "memory", "ephemeral-storage"];
/// What objects are counted by, beside amounts.
const COUNTED: [&str; 9] = [
    "pods",
    "resourcequotas",
    "services",
    "replicationcontrollers",
    "secrets",
    "configmaps",
    "persistentvolumeclaims",
    "services.nodeports",
    "services.loadbalancers",
];
/// What else has a meaning without a domain.
const STANDARD: [&str; 8] = [
    "storage",
    "requests.cpu",
    "requests.memory",
    "requests.storage",
    "requests.ephemeral-storage",
    "limits.cpu",
    "limits.memory",
    "limits.ephemeral-storage",
];
const HUGE: &str = "hugepages-";

/// Whether more may be promised of it than there is.
pub(super) fn may_overcommit(name: &str) -> bool {
    is_native_resource(name) && !is_huge_page_resource(name)
}

/// Whether an amount must be whole.
fn is_counted(name: &str) -> bool {
    COUNTED.contains(&name) || is_extended_resource(name)
}

/// Whether a quota can limit it without more ado.
pub(super) fn is_standard_for_quota(name: &str) -> bool {
    name != "storage" && is_standard(name)
}

/// Whether it has a meaning without a domain.
fn is_standard(name: &str) -> bool {
    COMPUTE.contains(&name)
        || COUNTED.contains(&name)
        || STANDARD.contains(&name)
        || is_huge_page_resource(name)
        || name.strip_prefix("requests.").is_some_and(is_huge_page_resource)
}

/// The name of a resource of any kind.
pub(super) fn name(name: &str, path: &Path<'_>, out: &mut ErrorList) -> bool {
    let complaints = qualified_name(name);
    if !complaints.is_empty() {
        out.complaints(path, name, complaints);
        return false;
    }
    let good = name.contains('/') || is_standard(name);
    if !good {
        out.invalid(path, name, "must be a standard resource type or fully qualified");
    }
    good
}

/// The name of a resource that containers ask for.
pub(super) fn name_for_containers(text: &str, path: &Path<'_>, out: &mut ErrorList) -> bool {
    let mut good = name(text, path, out);
    if !text.contains('/') {
        if !COMPUTE.contains(&text) && !is_huge_page_resource(text) {
            out.invalid(path, text, "must be a standard resource for containers");
            good = false;
        }
    } else if !is_native_resource(text) && !is_extended_resource(text) {
        out.invalid(path, text, "doesn't follow extended resource name standard");
        good = false;
    }
    good
}

/// The name of a resource that pods ask for as a whole.
fn name_for_pods(text: &str, path: &Path<'_>, out: &mut ErrorList) -> bool {
    if !name(text, path, out) {
        return false;
    }
    let good = is_supported_pod_level_resource(text);
    if !good {
        out.unsupported(path, text, &["cpu", HUGE, "memory"]);
    }
    good
}

/// An amount.
pub(super) fn amount(name: &str, amount: &Quantity, path: &Path<'_>, out: &mut ErrorList) {
    not_negative(amount, path, out);
    if is_counted(name) && amount.milli_value() % 1000 != 0 {
        out.invalid(path, amount.to_string(), "must be an integer");
    }
}

pub(super) fn not_negative(amount: &Quantity, path: &Path<'_>, out: &mut ErrorList) {
    if amount.sign().is_lt() {
        out.invalid(path, amount.to_string(), "must be greater than or equal to 0");
    }
}

/// An amount that must be more than nothing.
pub(super) fn positive(amount: &Quantity, path: &Path<'_>, out: &mut ErrorList) -> bool {
    let good = amount.sign().is_gt();
    if !good {
        out.invalid(path, amount.to_string(), "must be greater than zero");
    }
    good
}

/// An amount that is no less than nothing, in older words.
pub(super) fn basic(amount: &Quantity, path: &Path<'_>, out: &mut ErrorList) -> bool {
    let good = amount.value() >= 0;
    if !good {
        out.invalid(path, amount.value(), "must be a valid resource quantity");
    }
    good
}

/// Which claims of devices there are to refer to.
#[derive(Clone, Copy)]
pub(super) enum Claims<'a> {
    /// Those of the pod.
    Of(&'a [PodResourceClaim]),
    /// It is not about claims.
    Unasked,
}

/// What a container asks for, or a pod's overhead when there are only limits.
pub(super) fn container(
    resources: &ResourceRequirements,
    claims: Claims<'_>,
    options: &Options<'_>,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    requirements(resources, name_for_containers, options, path, out);
    if let Claims::Of(known) = claims {
        claim_names(&resources.claims, known, &path.child("claims"), out);
    }
}

fn requirements(
    resources: &ResourceRequirements,
    name_rule: fn(&str, &Path<'_>, &mut ErrorList) -> bool,
    options: &Options<'_>,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    let limits_path = path.child("limits");
    let requests_path = path.child("requests");
    let mut huge = false;
    let mut compute = false;
    let mut one = |name: &str, quantity: &Quantity, path: &Path<'_>, out: &mut ErrorList| {
        name_rule(name, path, out);
        amount(name, quantity, path, out);
        compute |= matches!(name, "cpu" | "memory");
        if is_huge_page_resource(name) {
            huge = true;
            if !options.lax.huge_pages && !is_whole_pages(name, quantity) {
                let why = format!("{quantity} is not positive integer multiple of {name}");
                out.invalid(path, quantity.to_string(), &why);
            }
        }
    };
    for (name, quantity) in &resources.limits {
        one(name, quantity, &limits_path.key(name), out);
    }
    for (name, quantity) in &resources.requests {
        one(name, quantity, &requests_path.key(name), out);
        match resources.limits.get(name) {
            Some(limit) if !may_overcommit(name) && quantity != limit => {
                let why = format!("must be equal to {name} limit of {limit}");
                out.invalid(&requests_path, quantity.to_string(), &why);
            }
            Some(limit) if quantity > limit => {
                let why = format!("must be less than or equal to {name} limit of {limit}");
                out.invalid(&requests_path, quantity.to_string(), &why);
            }
            None if !may_overcommit(name) => {
                out.required(&limits_path, "Limit must be set for non overcommitable resources");
            }
            _ => {}
        }
    }
    if huge && !compute {
        out.forbidden(path, "HugePages require cpu or memory");
    }
}

/// Whether an amount is so many pages of the size that the name tells.
fn is_whole_pages(name: &str, amount: &Quantity) -> bool {
    let size = name.strip_prefix(HUGE).and_then(|size| Quantity::parse(size).ok());
    size.is_some_and(|size| {
        size.sign().is_gt()
            && size.milli_value() % 1000 == 0
            && size.value() != 0
            && amount.value() % size.value() == 0
    })
}

/// Whether any container of a pod asks for a part of a huge page.
pub(super) fn has_broken_huge_pages(spec: &PodSpec) -> bool {
    let containers = spec.containers.iter().chain(&spec.init_containers);
    let mut amounts =
        containers.flat_map(|c| c.resources.limits.iter().chain(&c.resources.requests));
    amounts.any(|(name, amount)| is_huge_page_resource(name) && !is_whole_pages(name, amount))
}

/// Which claims of its pod a container uses.
fn claim_names(
    claims: &[ResourceClaim],
    known: &[PodResourceClaim],
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    for (i, claim) in claims.iter().enumerate() {
        let path = path.index(i);
        let name = claim.name.as_str();
        if name.is_empty() {
            out.required(&path, "");
            continue;
        }
        let before = || claims[..i].iter().filter(|other| other.name == name);
        if before().any(|other| other.request.is_empty()) {
            out.duplicate(&path, name);
        } else {
            if !claim.request.is_empty() {
                let complaints = dns1123_label(&claim.request);
                out.complaints(&path.child("request"), &claim.request, complaints);
                if before().any(|other| other.request == claim.request) {
                    out.duplicate(&path, format!("{name}/{}", claim.request));
                }
            } else {
                before().for_each(|_| out.duplicate(&path, name));
            }
        }
        if !known.iter().any(|known| known.name == name) {
            let mut names: Vec<&str> = known.iter().map(|known| known.name.as_str()).collect();
            names.retain(|name| !name.is_empty());
            names.sort_unstable();
            names.dedup();
            let mut fault = FieldError::not_found(&path, name);
            fault.detail = match names.as_slice() {
                [] => "must be one of the names in pod.spec.resourceClaims which is empty".into(),
                names => format!(
                    "must be one of the names in pod.spec.resourceClaims: {}",
                    names.join(", ")
                ),
            };
            out.push(fault);
        }
    }
}

/// What a pod asks for as a whole, beside what its containers do.
pub(super) fn pod(spec: &PodSpec, options: &Options<'_>, path: &Path<'_>, out: &mut ErrorList) {
    let Some(whole) = spec.resources.as_deref() else { return };
    let path = path.child("resources");
    if !whole.claims.is_empty() {
        let why = "claims cannot be set for Resources at pod-level";
        out.forbidden(&path.child("claims"), why);
    }
    requirements(whole, name_for_pods, options, &path, out);
    if whole.requests.is_empty() && whole.limits.is_empty() {
        return;
    }
    let sums = PodResourcesOptions { exclude_overhead: true, skip_pod_level: true };
    let requests = path.child("requests");
    let none = Quantity::from(0);
    for (name, sum) in spec.resource_requests(sums) {
        let asked = whole.requests.get(&name).unwrap_or(&none);
        if is_supported_pod_level_resource(&name) && sum > *asked {
            let why =
                format!("must be greater than or equal to aggregate container requests of {sum}");
            out.invalid(&requests.key(&name), asked.to_string(), &why);
        }
    }
    let containers = path.child("containers");
    for (i, container) in spec.containers.iter().enumerate() {
        let path = containers.index(i);
        for (name, limit) in &container.resources.limits {
            if let Some(most) = whole.limits.get(name).filter(|most| limit > *most) {
                let why = format!("must be less than or equal to pod limits of {most}");
                let path = path.key(name);
                out.invalid(&path.child("limits"), limit.to_string(), &why);
            }
        }
    }
}

/// Amounts of a map, with names that a quota can have.
pub(super) fn quota_amounts(amounts: &ResourceList, path: &Path<'_>, out: &mut ErrorList) {
    for (key, quantity) in amounts {
        let path = path.key(key);
        name(key, &path, out);
        if !key.contains('/') && !is_standard_for_quota(key) {
            out.invalid(&path, key.as_str(), "must be a standard resource for quota");
        }
        amount(key, quantity, &path, out);
    }
}

/// A pod's overhead.
pub(super) fn overhead(
    overhead: &BTreeMap<String, Quantity>,
    options: &Options<'_>,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    if overhead.is_empty() {
        return;
    }
    let resources =
        ResourceRequirements { limits: overhead.clone(), ..ResourceRequirements::default() };
    container(&resources, Claims::Unasked, options, path, out);
}
