//! What the objects of a namespace may ask for together.
//!
//! *Upstream:* `ValidateResourceQuota`, `validateResourceQuotaScopes`.

use bowline_apimachinery::validation::field::{ErrorList, Path};

use super::faults::Faults as _;
use super::resources;
use crate::core::v1::{ResourceQuota, ResourceQuotaSpec, ScopedResourceSelectorRequirement};

const SCOPES: [&str; 7] = [
    "BestEffort",
    "CrossNamespacePodAffinity",
    "NotBestEffort",
    "NotTerminating",
    "PriorityClass",
    "Terminating",
    "VolumeAttributesClass",
];
/// What pods ask for.
const OF_PODS: [&str; 7] =
    ["cpu", "limits.cpu", "limits.memory", "memory", "pods", "requests.cpu", "requests.memory"];
const SPEC: Path<'_> = Path::new("spec");

pub(super) fn quota(quota: &ResourceQuota, out: &mut ErrorList) {
    resources::quota_amounts(&quota.spec.hard, &SPEC.child("hard"), out);
    scopes(&quota.spec, &SPEC.child("scopes"), out);
    selector(&quota.spec, &SPEC.child("scopeSelector"), out);
}

pub(super) fn update(new: &ResourceQuota, old: &ResourceQuota, out: &mut ErrorList) {
    quota(new, out);
    let scopes = |quota: &ResourceQuota| {
        let mut names: Vec<String> =
            quota.spec.scopes.iter().map(|scope| scope.as_str().to_owned()).collect();
        names.sort_unstable();
        names.dedup();
        names
    };
    out.immutable(&SPEC.child("scopes"), &scopes(new), &scopes(old));
}

/// Whether a scope says something of a resource.
fn applies(scope: &str, resource: &str) -> bool {
    match scope {
        "BestEffort" => resource == "pods",
        "VolumeAttributesClass" => {
            matches!(resource, "persistentvolumeclaims" | "requests.storage")
        }
        _ => OF_PODS.contains(&resource),
    }
}

fn conflict(names: &[&str]) -> bool {
    let both = |a: &str, b: &str| names.contains(&a) && names.contains(&b);
    both("BestEffort", "NotBestEffort") || both("Terminating", "NotTerminating")
}

/// Says of each resource to which a scope does not apply that it does not.
fn apply(
    scope: &str,
    spec: &ResourceQuotaSpec,
    path: &Path<'_>,
    shown: &[&str],
    out: &mut ErrorList,
) {
    for resource in spec.hard.keys() {
        let counted = resources::is_standard_for_quota(resource);
        if counted && !applies(scope, resource) {
            out.invalid(path, shown.to_vec(), "unsupported scope applied to resource");
        }
    }
}

fn scopes(spec: &ResourceQuotaSpec, path: &Path<'_>, out: &mut ErrorList) {
    let names: Vec<&str> = spec.scopes.iter().map(|scope| scope.as_str()).collect();
    for scope in &names {
        if !SCOPES.contains(scope) {
            out.invalid(path, names.clone(), "unsupported scope");
        }
        apply(scope, spec, path, &names, out);
    }
    if conflict(&names) {
        out.invalid(path, names, "conflicting scopes");
    }
}

fn selector(spec: &ResourceQuotaSpec, path: &Path<'_>, out: &mut ErrorList) {
    let Some(selector) = &spec.scope_selector else { return };
    // Upstream leaves out the index here.
    let path = path.child("matchExpressions");
    let names: Vec<&str> =
        selector.match_expressions.iter().map(|r| r.scope_name.as_str()).collect();
    for requirement in &selector.match_expressions {
        self::requirement(requirement, &path, out);
        apply(requirement.scope_name.as_str(), spec, &path, &names, out);
    }
    if conflict(&names) {
        out.invalid(&path, names, "conflicting scopes");
    }
}

fn requirement(
    requirement: &ScopedResourceSelectorRequirement,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
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
