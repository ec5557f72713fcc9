//! Roles and bindings.
//!
//! *Upstream:* `pkg/apis/rbac/validation`.

use bowline_apimachinery::validation::field::{ErrorList, Path};
use bowline_apimachinery::validation::names::{dns1123_subdomain, path_segment_name};

use super::faults::Faults as _;
use crate::rbac::v1::{
    ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding, RoleRef, Subject,
};

const GROUP: &str = "rbac.authorization.k8s.io";
const SUBJECTS: [&str; 3] = ["Group", "ServiceAccount", "User"];

pub(super) fn role(role: &Role, out: &mut ErrorList) {
    rules(&role.rules, true, out);
}

pub(super) fn cluster_role(role: &ClusterRole, out: &mut ErrorList) {
    rules(&role.rules, false, out);
    if let Some(rule) = &role.aggregation_rule {
        let path = Path::new("aggregationRule");
        let path = path.child("clusterRoleSelectors");
        if rule.cluster_role_selectors.is_empty() {
            let why = "at least one clusterRoleSelector required if aggregationRule is non-nil";
            out.required(&path, why);
        }
        for (i, selector) in rule.cluster_role_selectors.iter().enumerate() {
            let path = path.index(i);
            out.selector(&path, Some(selector));
            if bowline_apimachinery::labels::Selector::try_from(selector).is_err() {
                let shown = serde_json::to_value(selector).unwrap_or_default();
                out.invalid(&path, shown, "invalid label selector.");
            }
        }
    }
}

fn rules(rules: &[PolicyRule], namespaced: bool, out: &mut ErrorList) {
    let path = Path::new("rules");
    for (i, rule) in rules.iter().enumerate() {
        let path = path.index(i);
        if rule.verbs.is_empty() {
            out.required(&path.child("verbs"), "verbs must contain at least one value");
        }
        if !rule.non_resource_urls.is_empty() {
            let urls = path.child("nonResourceURLs");
            let shown = rule.non_resource_urls.clone();
            if namespaced {
                let why = "namespaced rules cannot apply to non-resource URLs";
                out.invalid(&urls, shown.clone(), why);
            }
            let resources = [&rule.api_groups, &rule.resources, &rule.resource_names];
            if resources.iter().any(|list| !list.is_empty()) {
                let why = "rules cannot apply to both regular resources and non-resource URLs";
                out.invalid(&urls, shown, why);
            }
            continue;
        }
        if rule.api_groups.is_empty() {
            out.required(
                &path.child("apiGroups"),
                "resource rules must supply at least one api group",
            );
        }
        if rule.resources.is_empty() {
            out.required(
                &path.child("resources"),
                "resource rules must supply at least one resource",
            );
        }
    }
}

pub(super) fn role_binding(binding: &RoleBinding, out: &mut ErrorList) {
    reference(&binding.role_ref, &["Role", "ClusterRole"], out);
    subjects(&binding.subjects, true, out);
}

pub(super) fn cluster_role_binding(binding: &ClusterRoleBinding, out: &mut ErrorList) {
    reference(&binding.role_ref, &["ClusterRole"], out);
    subjects(&binding.subjects, false, out);
}

fn reference(reference: &RoleRef, kinds: &[&str], out: &mut ErrorList) {
    let path = Path::new("roleRef");
    if reference.api_group != GROUP {
        out.unsupported(&path.child("apiGroup"), &reference.api_group, &[GROUP]);
    }
    if !kinds.contains(&reference.kind.as_str()) {
        out.unsupported(&path.child("kind"), &reference.kind, kinds);
    }
    let name = path.child("name");
    if out.needed(&name, &reference.name) {
        out.complaints(&name, &reference.name, path_segment_name(&reference.name));
    }
}

fn subjects(subjects: &[Subject], namespaced: bool, out: &mut ErrorList) {
    let path = Path::new("subjects");
    for (i, subject) in subjects.iter().enumerate() {
        let path = path.index(i);
        let name = path.child("name");
        out.needed(&name, &subject.name);
        let group = subject.api_group.as_str();
        let group_path = path.child("apiGroup");
        match subject.kind.as_str() {
            "ServiceAccount" => {
                if !subject.name.is_empty() {
                    out.complaints(&name, &subject.name, dns1123_subdomain(&subject.name));
                }
                if !group.is_empty() {
                    out.unsupported(&group_path, group, &[""]);
                }
                if !namespaced && subject.namespace.is_empty() {
                    out.required(&path.child("namespace"), "");
                }
            }
            "User" | "Group" => {
                if group != GROUP {
                    out.unsupported(&group_path, group, &[GROUP]);
                }
            }
            other => out.unsupported(&path.child("kind"), other, &SUBJECTS),
        }
    }
}

/// A binding is for ever to its role.
pub(super) fn same_role(new: &RoleRef, old: &RoleRef, out: &mut ErrorList) {
    if new != old {
        let shown = serde_json::to_value(new).unwrap_or_default();
        out.invalid(&Path::new("roleRef"), shown, "cannot change roleRef");
    }
}
