//! What the arguments of the built-in plugins must not say.
//!
//! Upstream: `pkg/scheduler/apis/config/validation/validation_pluginargs.go`.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use bowline_apimachinery::validation::field::{ErrorList, FieldError, Path};
use bowline_apimachinery::validation::names::{label_key, qualified_name};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::args::{
    DefaultPreemptionArgs, DynamicResourcesArgs, InterPodAffinityArgs, NodeAffinityArgs,
    NodeResourcesBalancedAllocationArgs, NodeResourcesFitArgs, PodTopologySpreadArgs,
    PodTopologySpreadDefaulting, ResourceSpec, ScoringStrategyType, UtilizationShapePoint,
    VolumeBindingArgs,
};
use super::read::decode;

/// Checks the arguments of a plugin, if it is a built-in one.
pub(super) fn validate_args(plugin: &str, args: &Value, path: &Path<'_>, errors: &mut ErrorList) {
    match plugin {
        "DefaultPreemption" => check(plugin, args, path, errors, preemption),
        "DynamicResources" => check(plugin, args, path, errors, dynamic_resources),
        "InterPodAffinity" => check(plugin, args, path, errors, inter_pod_affinity),
        "NodeAffinity" => check(plugin, args, path, errors, node_affinity),
        "NodeResourcesBalancedAllocation" => check(plugin, args, path, errors, balanced),
        "NodeResourcesFit" => check(plugin, args, path, errors, fit),
        "PodTopologySpread" => check(plugin, args, path, errors, spread),
        "VolumeBinding" => check(plugin, args, path, errors, volume_binding),
        _ => {}
    }
}

fn check<T: DeserializeOwned + Default>(
    plugin: &str,
    args: &Value,
    path: &Path<'_>,
    errors: &mut ErrorList,
    faults: fn(&T, &Path<'_>, &mut ErrorList),
) {
    if let Some(args) = decode_args::<T>(plugin, args, path, errors) {
        faults(&args, path, errors);
    }
}

/// The arguments of a built-in plugin; its defaults where nothing is said.
pub(super) fn decode_args<T: DeserializeOwned + Default>(
    plugin: &str,
    args: &Value,
    path: &Path<'_>,
    errors: &mut ErrorList,
) -> Option<T> {
    let mut args = args.clone();
    match &mut args {
        Value::Null => return Some(T::default()),
        Value::Object(fields) => {
            fields.remove("apiVersion");
            if let Some(kind) = fields.remove("kind")
                && kind != format!("{plugin}Args")
            {
                let detail = format!("args for plugin {plugin} must be of kind {plugin}Args");
                errors.push(FieldError::invalid(&path.child("kind"), kind, detail));
                return None;
            }
        }
        _ => {}
    }
    decode(path, args, errors)
}

fn in_range(path: &Path<'_>, value: i64, range: RangeInclusive<i64>, errors: &mut ErrorList) {
    if !range.contains(&value) {
        let detail = match (range.start(), *range.end()) {
            (start, i64::MAX) => format!("not in valid range [{start}, inf)"),
            (start, end) => format!("not in valid range [{start}, {end}]"),
        };
        errors.push(FieldError::invalid(path, value, detail));
    }
}

fn preemption(args: &DefaultPreemptionArgs, path: &Path<'_>, errors: &mut ErrorList) {
    let share = i64::from(args.min_candidate_nodes_percentage);
    let number = i64::from(args.min_candidate_nodes_absolute);
    in_range(&path.child("minCandidateNodesPercentage"), share, 0..=100, errors);
    in_range(&path.child("minCandidateNodesAbsolute"), number, 0..=i64::MAX, errors);
    if (share, number) == (0, 0) {
        let detail = "cannot be zero at the same time as minCandidateNodesAbsolute";
        errors.push(FieldError::invalid(&path.child("minCandidateNodesPercentage"), share, detail));
    }
}

fn dynamic_resources(args: &DynamicResourcesArgs, path: &Path<'_>, errors: &mut ErrorList) {
    let timeouts =
        [("filterTimeout", args.filter_timeout), ("bindingTimeout", args.binding_timeout)];
    for (name, timeout) in timeouts {
        if timeout.as_nanos() < 0 {
            let value = timeout.to_string();
            errors.push(FieldError::invalid(&path.child(name), value, "must be zero or greater"));
        }
    }
}

fn inter_pod_affinity(args: &InterPodAffinityArgs, path: &Path<'_>, errors: &mut ErrorList) {
    let weight = i64::from(args.hard_pod_affinity_weight);
    in_range(&path.child("hardPodAffinityWeight"), weight, 0..=100, errors);
}

fn node_affinity(args: &NodeAffinityArgs, path: &Path<'_>, errors: &mut ErrorList) {
    let Some(affinity) = &args.added_affinity else { return };
    let path = path.child("addedAffinity");
    if let Some(required) = &affinity.required_during_scheduling_ignored_during_execution
        && let Err(error) = required.check()
    {
        let path = path.child("requiredDuringSchedulingIgnoredDuringExecution");
        errors.push(FieldError::invalid(&path, Value::Null, error.to_string()));
    }
    let list = path.child("preferredDuringSchedulingIgnoredDuringExecution");
    let preferred = &affinity.preferred_during_scheduling_ignored_during_execution;
    for (index, term) in preferred.iter().enumerate() {
        if let Err(error) = term.preference.check() {
            errors.push(FieldError::invalid(&list.index(index), Value::Null, error.to_string()));
        }
    }
}

fn balanced(args: &NodeResourcesBalancedAllocationArgs, path: &Path<'_>, errors: &mut ErrorList) {
    let list = path.child("resources");
    let mut names = BTreeSet::new();
    for (index, resource) in args.resources.iter().enumerate() {
        let path = list.index(index);
        // Nothing said counts as 1.
        if !(0..=1).contains(&resource.weight) {
            let detail = "resource weight not in valid range, should be 1";
            errors.push(FieldError::invalid(&path.child("weight"), resource.weight, detail));
        }
        if !names.insert(&resource.name) {
            errors.push(FieldError::duplicate(&path.child("name"), resource.name.as_str()));
        }
    }
}

fn fit(args: &NodeResourcesFitArgs, path: &Path<'_>, errors: &mut ErrorList) {
    let list = path.child("ignoredResources");
    for (index, name) in args.ignored_resources.iter().enumerate() {
        for fault in qualified_name(name) {
            errors.push(FieldError::invalid(&list.index(index), name.as_str(), fault));
        }
    }
    let list = path.child("ignoredResourceGroups");
    for (index, name) in args.ignored_resource_groups.iter().enumerate() {
        let path = list.index(index);
        if name.contains('/') {
            let detail = "resource group name can't contain '/'";
            errors.push(FieldError::invalid(&path, name.as_str(), detail));
        }
        for fault in label_key(name) {
            errors.push(FieldError::invalid(&path, name.as_str(), fault));
        }
    }
    let strategy = &args.scoring_strategy;
    let path = path.child("scoringStrategy");
    resources(&path.child("resources"), &strategy.resources, errors);
    if strategy.type_ == ScoringStrategyType::RequestedToCapacityRatio {
        let path = path.child("requestedToCapacityRatio");
        match &strategy.requested_to_capacity_ratio {
            Some(param) => shape(&path.child("shape"), &param.shape, errors),
            None => errors.push(FieldError::required(&path.child("shape"), "")),
        }
    }
}

fn resources(path: &Path<'_>, resources: &[ResourceSpec], errors: &mut ErrorList) {
    for (index, resource) in resources.iter().enumerate() {
        // Nothing said counts as 1.
        if !(0..=100).contains(&resource.weight) {
            let path = path.index(index);
            let detail =
                format!("resource weight of {} not in valid range [1, 100]", resource.name);
            errors.push(FieldError::invalid(&path.child("weight"), resource.weight, detail));
        }
    }
}

fn shape(path: &Path<'_>, shape: &[UtilizationShapePoint], errors: &mut ErrorList) {
    if shape.is_empty() {
        errors.push(FieldError::required(path, "at least one point must be specified"));
    }
    for (index, point) in shape.iter().enumerate() {
        let path = path.index(index);
        let (utilization, score) = (i64::from(point.utilization), i64::from(point.score));
        in_range(&path.child("utilization"), utilization, 0..=100, errors);
        in_range(&path.child("score"), score, 0..=10, errors);
        if index > 0 && point.utilization <= shape[index - 1].utilization {
            let detail = "utilization values must be sorted in increasing order";
            errors.push(FieldError::invalid(&path.child("utilization"), utilization, detail));
        }
    }
}

fn spread(args: &PodTopologySpreadArgs, path: &Path<'_>, errors: &mut ErrorList) {
    let list = path.child("defaultConstraints");
    if args.defaulting_type == PodTopologySpreadDefaulting::System
        && !args.default_constraints.is_empty()
    {
        let detail = "when .defaultingType is System, constraints must be empty";
        errors.push(FieldError::invalid(&path.child("defaultingType"), "System", detail));
        return;
    }
    let mut seen = BTreeSet::new();
    for (index, constraint) in args.default_constraints.iter().enumerate() {
        let path = list.index(index);
        if constraint.max_skew <= 0 {
            let detail = "not in valid range (0, inf)";
            errors.push(FieldError::invalid(&path.child("maxSkew"), constraint.max_skew, detail));
        }
        let key = constraint.topology_key.as_str();
        if key.is_empty() {
            errors.push(FieldError::required(&path.child("topologyKey"), "can not be empty"));
        }
        for fault in label_key(key).into_iter().filter(|_| !key.is_empty()) {
            errors.push(FieldError::invalid(&path.child("topologyKey"), key, fault));
        }
        let action = constraint.when_unsatisfiable.as_str();
        let supported = ["DoNotSchedule", "ScheduleAnyway"];
        if !supported.contains(&action) {
            let path = path.child("whenUnsatisfiable");
            errors.push(FieldError::not_supported(&path, action, supported));
        }
        if constraint.label_selector.is_some() {
            let detail = "constraint must not define a selector, as they deduced for each pod";
            errors.push(FieldError::forbidden(&path.child("labelSelector"), detail));
        }
        if !seen.insert((key, action)) {
            let value = format!("{{{key}, {action}}}");
            errors.push(FieldError::duplicate(
                &path.child("{topologyKey, whenUnsatisfiable}"),
                value,
            ));
        }
    }
}

fn volume_binding(args: &VolumeBindingArgs, path: &Path<'_>, errors: &mut ErrorList) {
    if args.bind_timeout_seconds < 0 {
        let path = path.child("bindTimeoutSeconds");
        let value = args.bind_timeout_seconds;
        errors.push(FieldError::invalid(
            &path,
            value,
            "invalid BindTimeoutSeconds, should not be a negative value",
        ));
    }
    // The curve stands behind a feature gate.
    if !args.shape.is_empty() {
        let detail = "unexpected field `shape`, feature gate StorageCapacityScoring is disabled";
        errors.push(FieldError::invalid(&path.child("shape"), Value::Null, detail));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn faults() {
        let rows = [
            (
                "DefaultPreemption",
                json!({"minCandidateNodesPercentage": 101}),
                "args.minCandidateNodesPercentage: Invalid value: 101: not in valid range [0, 100]",
            ),
            (
                "DefaultPreemption",
                json!({"minCandidateNodesPercentage": 0, "minCandidateNodesAbsolute": 0}),
                "cannot be zero at the same time",
            ),
            (
                "DefaultPreemption",
                json!({"kind": "InterPodAffinityArgs"}),
                "args.kind: Invalid value",
            ),
            (
                "DefaultPreemption",
                json!({"what": 1}),
                "args: Invalid value: null: unknown field `what`",
            ),
            (
                "InterPodAffinity",
                json!({"hardPodAffinityWeight": -1}),
                "not in valid range [0, 100]",
            ),
            (
                "NodeAffinity",
                json!({"addedAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [{"matchExpressions": [{"key": "a", "operator": "In"}]}]}}}),
                "args.addedAffinity.required",
            ),
            (
                "NodeResourcesBalancedAllocation",
                json!({"resources": [{"name": "cpu", "weight": 2}]}),
                "args.resources[0].weight: Invalid value: 2",
            ),
            (
                "NodeResourcesBalancedAllocation",
                json!({"resources": [{"name": "cpu"}, {"name": "cpu"}]}),
                "args.resources[1].name: Duplicate value",
            ),
            ("NodeResourcesFit", json!({"ignoredResourceGroups": ["a/b"]}), "can't contain '/'"),
            (
                "NodeResourcesFit",
                json!({"scoringStrategy": {"resources": [{"name": "cpu", "weight": 101}]}}),
                "args.scoringStrategy.resources[0].weight: Invalid value: 101",
            ),
            (
                "NodeResourcesFit",
                json!({"scoringStrategy": {"type": "RequestedToCapacityRatio"}}),
                "shape: Required value",
            ),
            (
                "NodeResourcesFit",
                json!({"scoringStrategy": {"type": "RequestedToCapacityRatio", "requestedToCapacityRatio": {"shape": [{"utilization": 5, "score": 11}, {"utilization": 5}]}}}),
                "shape[0].score: Invalid value: 11",
            ),
            (
                "PodTopologySpread",
                json!({"defaultConstraints": [{"maxSkew": 1, "topologyKey": "a", "whenUnsatisfiable": "DoNotSchedule"}]}),
                "constraints must be empty",
            ),
            (
                "PodTopologySpread",
                json!({"defaultingType": "List", "defaultConstraints": [{"topologyKey": "a", "whenUnsatisfiable": "Never"}]}),
                "args.defaultConstraints[0].whenUnsatisfiable: Unsupported value",
            ),
            (
                "VolumeBinding",
                json!({"bindTimeoutSeconds": -1}),
                "args.bindTimeoutSeconds: Invalid value",
            ),
            (
                "DynamicResources",
                json!({"filterTimeout": "-1s"}),
                "args.filterTimeout: Invalid value",
            ),
        ];
        for (plugin, args, want) in rows {
            let mut errors = ErrorList::new();
            validate_args(plugin, &args, &Path::new("args"), &mut errors);
            assert!(errors.to_string().contains(want), "{plugin} {args}: {errors}");
        }
    }

    #[test]
    fn what_may_be_said() {
        let rows = [
            (
                "DefaultPreemption",
                json!({"apiVersion": "kubescheduler.config.k8s.io/v1", "kind": "DefaultPreemptionArgs"}),
            ),
            (
                "PodTopologySpread",
                json!({"defaultingType": "List", "defaultConstraints": [{"maxSkew": 1, "topologyKey": "a", "whenUnsatisfiable": "DoNotSchedule"}]}),
            ),
            ("NodeResourcesFit", Value::Null),
            ("Mine", json!("anything")),
        ];
        for (plugin, args) in rows {
            let mut errors = ErrorList::new();
            validate_args(plugin, &args, &Path::new("args"), &mut errors);
            assert!(errors.is_empty(), "{plugin} {args}: {errors}");
        }
    }
}
