//! Which pods a quota is about.
//!
//! Upstream: `pkg/quota/v1/evaluator/core/pods.go`.

use bowline_api::core::v1::{
    Pod, PodAffinityTerm, PodQOSClass, ResourceQuotaScope, ResourceQuotaSpec,
    ScopeSelectorOperator, ScopedResourceSelectorRequirement,
};

/// Whether all scopes of a quota hold for a pod.
#[must_use]
pub fn hold(spec: &ResourceQuotaSpec, pod: &Pod) -> bool {
    let plain = spec.scopes.iter().all(|scope| holds(scope, pod));
    let selected = spec.scope_selector.iter().flat_map(|selector| &selector.match_expressions);
    plain && selected.into_iter().all(|requirement| meets(requirement, pod))
}

fn holds(scope: &ResourceQuotaScope, pod: &Pod) -> bool {
    match scope {
        ResourceQuotaScope::Terminating => is_terminating(pod),
        ResourceQuotaScope::NotTerminating => !is_terminating(pod),
        ResourceQuotaScope::BestEffort => pod.spec.qos_class() == PodQOSClass::BestEffort,
        ResourceQuotaScope::NotBestEffort => pod.spec.qos_class() != PodQOSClass::BestEffort,
        ResourceQuotaScope::PriorityClass => !pod.spec.priority_class_name.is_empty(),
        ResourceQuotaScope::CrossNamespacePodAffinity => reaches_out(pod),
        _ => false,
    }
}

fn meets(requirement: &ScopedResourceSelectorRequirement, pod: &Pod) -> bool {
    if requirement.scope_name != ResourceQuotaScope::PriorityClass {
        let holds = holds(&requirement.scope_name, pod);
        return match requirement.operator {
            ScopeSelectorOperator::DoesNotExist => !holds,
            _ => holds,
        };
    }
    let class = &pod.spec.priority_class_name;
    match requirement.operator {
        ScopeSelectorOperator::In => !class.is_empty() && requirement.values.contains(class),
        ScopeSelectorOperator::NotIn => !requirement.values.contains(class),
        ScopeSelectorOperator::Exists => !class.is_empty(),
        ScopeSelectorOperator::DoesNotExist => class.is_empty(),
        _ => false,
    }
}

/// Whether the pod will end by itself some day.
fn is_terminating(pod: &Pod) -> bool {
    pod.spec.active_deadline_seconds.is_some_and(|seconds| seconds >= 0)
}

/// Whether the pod's place depends on pods of other namespaces.
fn reaches_out(pod: &Pod) -> bool {
    let Some(affinity) = &pod.spec.affinity else { return false };
    let mut terms: Vec<&PodAffinityTerm> = Vec::new();
    if let Some(pods) = &affinity.pod_affinity {
        terms.extend(&pods.required_during_scheduling_ignored_during_execution);
        let preferred = &pods.preferred_during_scheduling_ignored_during_execution;
        terms.extend(preferred.iter().map(|weighted| &weighted.pod_affinity_term));
    }
    if let Some(pods) = &affinity.pod_anti_affinity {
        terms.extend(&pods.required_during_scheduling_ignored_during_execution);
        let preferred = &pods.preferred_during_scheduling_ignored_during_execution;
        terms.extend(preferred.iter().map(|weighted| &weighted.pod_affinity_term));
    }
    terms.iter().any(|term| !term.namespaces.is_empty() || term.namespace_selector.is_some())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn scopes_choose_pods() {
        let plain = json!({});
        let ending = json!({"activeDeadlineSeconds": 5});
        let high = json!({"priorityClassName": "high"});
        let asks = json!({"containers": [{"name": "c", "resources": {"requests": {"cpu": "1"}}}]});
        let far = json!({"affinity": {"podAffinity": {
            "requiredDuringSchedulingIgnoredDuringExecution": [
                {"topologyKey": "z", "namespaces": ["other"]}]}}});
        let scope = |name: &str| json!({"scopes": [name]});
        let priority = |operator: &str, values: Value| {
            json!({"scopeSelector": {"matchExpressions": [
                {"scopeName": "PriorityClass", "operator": operator, "values": values}]}})
        };
        for (spec, pod, want) in [
            (json!({}), &plain, true),
            (scope("Terminating"), &ending, true),
            (scope("Terminating"), &plain, false),
            (scope("NotTerminating"), &plain, true),
            (scope("BestEffort"), &plain, true),
            (scope("BestEffort"), &asks, false),
            (scope("NotBestEffort"), &asks, true),
            (scope("CrossNamespacePodAffinity"), &far, true),
            (scope("CrossNamespacePodAffinity"), &plain, false),
            (priority("In", json!(["high"])), &high, true),
            (priority("In", json!(["low"])), &high, false),
            (priority("NotIn", json!(["low"])), &plain, true),
            (priority("Exists", json!([])), &plain, false),
            (priority("DoesNotExist", json!([])), &plain, true),
        ] {
            let quota: ResourceQuotaSpec = serde_json::from_value(spec.clone()).unwrap();
            let pod: Pod = serde_json::from_value(json!({ "spec": pod })).unwrap();
            assert_eq!(hold(&quota, &pod), want, "{spec}");
        }
    }
}
