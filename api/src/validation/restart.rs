//! When containers are started again.
//!
//! *Upstream:* `validateContainerRestartPolicy`, `validateResizePolicy`.

use bowline_apimachinery::validation::field::{ErrorList, Path};

use super::faults::Faults as _;
use crate::core::v1::{Container, ContainerResizePolicy, ContainerRestartRule};

const POLICIES: [&str; 3] = ["Always", "Never", "OnFailure"];
const ACTIONS: [&str; 2] = ["Restart", "RestartAllContainers"];
const OPERATORS: [&str; 2] = ["In", "NotIn"];
const MAX_RULES: usize = 20;
const MAX_CODES: usize = 255;

pub(super) fn policy(container: &Container, path: &Path<'_>, out: &mut ErrorList) {
    let rules = &container.restart_policy_rules;
    let policy_path = path.child("restartPolicy");
    match container.restart_policy.as_ref().map(|policy| policy.as_str()) {
        None if !rules.is_empty() => {
            out.required(&policy_path, "must specify restartPolicy when restart rules are used");
        }
        Some(policy) if !POLICIES.contains(&policy) => {
            out.unsupported(&policy_path, policy, &POLICIES);
        }
        _ => {}
    }
    let path = path.child("restartPolicyRules");
    out.not_more(&path, rules.len(), MAX_RULES);
    for (i, rule) in rules.iter().enumerate() {
        self::rule(rule, &path.index(i), out);
    }
}

fn rule(rule: &ContainerRestartRule, path: &Path<'_>, out: &mut ErrorList) {
    out.one_of(&path.child("action"), rule.action.as_str(), &ACTIONS);
    let path = path.child("exitCodes");
    let Some(codes) = &rule.exit_codes else {
        return out.required(&path, "must be specified");
    };
    out.one_of(&path.child("operator"), codes.operator.as_str(), &OPERATORS);
    let values = path.child("values");
    if codes.values.is_empty() {
        out.invalid(&values, codes.values.clone(), "at least one value is required");
    }
    out.not_more(&values, codes.values.len(), MAX_CODES);
    for (i, value) in codes.values.iter().enumerate() {
        if codes.values[..i].contains(value) {
            out.duplicate(&values.index(i), *value);
        }
    }
}

/// What happens to a container whose resources change.
pub(super) fn resize(
    policies: &[ContainerResizePolicy],
    pod_restart_policy: &str,
    path: &Path<'_>,
    out: &mut ErrorList,
) {
    for (i, policy) in policies.iter().enumerate() {
        let name = policy.resource_name.as_str();
        if policies[..i].iter().any(|other| other.resource_name == name) {
            out.duplicate(&path.index(i), name);
        }
        // Upstream leaves out the index here.
        out.one_of(path, name, &["cpu", "memory"]);
        let restart = policy.restart_policy.as_str();
        out.one_of(path, restart, &["NotRequired", "RestartContainer"]);
        if pod_restart_policy == "Never" && restart != "NotRequired" {
            let why = "must be 'NotRequired' when `restartPolicy` is 'Never'";
            out.invalid(path, restart, why);
        }
    }
}
