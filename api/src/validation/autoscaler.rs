//! Horizontal pod autoscalers.
//!
//! *Upstream:* `pkg/apis/autoscaling/validation`.

use bowline_apimachinery::validation::field::{ErrorList, FieldError, Path};
use bowline_apimachinery::validation::names::{dns1123_label, path_segment_name};

use super::faults::Faults as _;
use super::resources;
use crate::autoscaling::v2::{
    CrossVersionObjectReference, HPAScalingRules, HorizontalPodAutoscaler, MetricIdentifier,
    MetricSpec, MetricTarget,
};

const METRICS: [&str; 5] = ["ContainerResource", "External", "Object", "Pods", "Resource"];
const TARGETS: [&str; 3] = ["AverageValue", "Utilization", "Value"];
const SELECT_POLICIES: [&str; 3] = ["Disabled", "Max", "Min"];
const POLICIES: [&str; 2] = ["Percent", "Pods"];
/// The longest window of stabilization, in seconds.
const MAX_WINDOW: i32 = 3600;
/// The longest period of a policy, in seconds.
const MAX_PERIOD: i32 = 1800;

pub(super) fn autoscaler(autoscaler: &HorizontalPodAutoscaler, out: &mut ErrorList) {
    let path = Path::new("spec");
    let spec = &autoscaler.spec;
    if let Some(min) = spec.min_replicas.filter(|min| *min < 1) {
        let why = "must be greater than or equal to 1";
        out.invalid(&path.child("minReplicas"), min, why);
    }
    let max = path.child("maxReplicas");
    if spec.max_replicas == 0 {
        out.required(&max, "");
    } else if spec.max_replicas < 1 {
        out.invalid(&max, spec.max_replicas, "must be greater than 0");
    }
    if let Some(min) = spec.min_replicas
        && spec.max_replicas < min
    {
        let why = "must be greater than or equal to `minReplicas`";
        out.invalid(&max, spec.max_replicas, why);
    }
    let target = &spec.scale_target_ref;
    let target_path = path.child("scaleTargetRef");
    reference(target, &target_path, out);
    if !target.api_version.contains('/') && target.kind != "ReplicationController" {
        let why = "apiVersion must specify API group";
        out.invalid(&target_path.child("apiVersion"), target.api_version.as_str(), why);
    }
    let metrics = path.child("metrics");
    for (i, metric) in spec.metrics.iter().enumerate() {
        self::metric(metric, &metrics.index(i), out);
    }
    if let Some(behavior) = &spec.behavior {
        let path = path.child("behavior");
        for (name, rules) in [("scaleUp", &behavior.scale_up), ("scaleDown", &behavior.scale_down)]
        {
            if let Some(rules) = rules {
                scaling_rules(rules, &path.child(name), out);
            }
        }
    }
}

fn reference(reference: &CrossVersionObjectReference, path: &Path<'_>, out: &mut ErrorList) {
    for (field, text) in [("kind", &reference.kind), ("name", &reference.name)] {
        let path = path.child(field);
        if out.needed(&path, text) {
            out.complaints(&path, text, path_segment_name(text));
        }
    }
    let version = reference.api_version.as_str();
    if version.is_empty() {
        return;
    }
    let path = path.child("apiVersion");
    if version.matches('/').count() > 1 {
        let why = format!("unexpected GroupVersion string: {version}");
        out.invalid(&path, version, &why);
    }
}

fn metric(metric: &MetricSpec, path: &Path<'_>, out: &mut ErrorList) {
    let kind = metric.type_.as_str();
    let kind_path = path.child("type");
    if kind.is_empty() {
        out.required(&kind_path, "must specify a metric source type");
    }
    if !METRICS.contains(&kind) {
        // Upstream says it for the list of kinds, and again for lack of a source.
        out.unsupported(&kind_path, kind, &METRICS);
        out.unsupported(&kind_path, kind, &METRICS);
    }
    let present = [
        ("Object", "object", metric.object.is_some()),
        ("Pods", "pods", metric.pods.is_some()),
        ("Resource", "resource", metric.resource.is_some()),
        ("External", "external", metric.external.is_some()),
        ("ContainerResource", "containerResource", metric.container_resource.is_some()),
    ];
    for (of, field, present) in present {
        if of == kind && !present {
            let why = "must populate information for the given metric source";
            out.required(&path.child(field), why);
        }
        if of != kind && present && METRICS.contains(&kind) {
            let why = "must populate the given metric source only";
            out.forbidden(&path.child(field), why);
        }
    }
    source(metric, path, out);
}

/// Judges the first source that is there: upstream looks no further.
fn source(metric: &MetricSpec, path: &Path<'_>, out: &mut ErrorList) {
    if let Some(object) = &metric.object {
        let path = path.child("object");
        reference(&object.described_object, &path.child("describedObject"), out);
        identifier(&object.metric, &path.child("metric"), out);
        target(&object.target, &path.child("target"), out);
        value_or_average(&object.target, &path, out);
    } else if let Some(external) = &metric.external {
        let path = path.child("external");
        identifier(&external.metric, &path.child("metric"), out);
        target(&external.target, &path.child("target"), out);
        value_or_average(&external.target, &path, out);
        if external.target.value.is_some() && external.target.average_value.is_some() {
            let path = path.child("target");
            let why = "may not set both a target value for metric and a per-pod target";
            out.forbidden(&path.child("value"), why);
        }
    } else if let Some(pods) = &metric.pods {
        let path = path.child("pods");
        identifier(&pods.metric, &path.child("metric"), out);
        target(&pods.target, &path.child("target"), out);
        if pods.target.average_value.as_ref().is_none_or(|value| !value.sign().is_gt()) {
            let path = path.child("target");
            let why = "must specify a positive target averageValue";
            out.required(&path.child("averageValue"), why);
        }
    } else if let Some(resource) = &metric.resource {
        utilization(&resource.name, &resource.target, &path.child("resource"), out);
    } else if let Some(resource) = &metric.container_resource {
        let path = path.child("containerResource");
        let container = path.child("container");
        if out.needed(&container, &resource.container) {
            out.complaints(&container, &resource.container, dns1123_label(&resource.container));
        }
        if !resource.name.is_empty() {
            resources::name_for_containers(&resource.name, &path.child("name"), out);
        }
        utilization(&resource.name, &resource.target, &path, out);
    }
}

fn value_or_average(target: &MetricTarget, path: &Path<'_>, out: &mut ErrorList) {
    if target.value.is_none() && target.average_value.is_none() {
        let path = path.child("target");
        let why = "must set either a target value for metric or a per-pod target";
        out.required(&path.child("averageValue"), why);
    }
}

fn utilization(name: &str, of: &MetricTarget, path: &Path<'_>, out: &mut ErrorList) {
    if name.is_empty() {
        out.required(&path.child("name"), "must specify a resource name");
    }
    let target_path = path.child("target");
    target(of, &target_path, out);
    match (of.average_utilization, &of.average_value) {
        (None, None) => {
            let why = "must set either a target raw value or a target utilization";
            out.required(&target_path.child("averageUtilization"), why);
        }
        (Some(_), Some(_)) => {
            let why = "may not set both a target raw value and a target utilization";
            out.forbidden(&target_path.child("averageValue"), why);
        }
        _ => {}
    }
}

fn identifier(identifier: &MetricIdentifier, path: &Path<'_>, out: &mut ErrorList) {
    let name = path.child("name");
    if identifier.name.is_empty() {
        out.required(&name, "must specify a metric name");
    } else {
        out.complaints(&name, &identifier.name, path_segment_name(&identifier.name));
    }
}

fn target(target: &MetricTarget, path: &Path<'_>, out: &mut ErrorList) {
    let kind = target.type_.as_str();
    let kind_path = path.child("type");
    if kind.is_empty() {
        out.required(&kind_path, "must specify a metric target type");
    }
    if !TARGETS.contains(&kind) {
        let why = "must be either Utilization, Value, or AverageValue";
        out.invalid(&kind_path, kind, why);
    }
    for (name, value) in [("value", &target.value), ("averageValue", &target.average_value)] {
        if let Some(value) = value.as_ref().filter(|value| !value.sign().is_gt()) {
            out.invalid(&path.child(name), value.to_string(), "must be positive");
        }
    }
    if let Some(percent) = target.average_utilization.filter(|percent| *percent < 1) {
        out.invalid(&path.child("averageUtilization"), percent, "must be greater than 0");
    }
}

fn scaling_rules(rules: &HPAScalingRules, path: &Path<'_>, out: &mut ErrorList) {
    if let Some(window) = rules.stabilization_window_seconds {
        let path = path.child("stabilizationWindowSeconds");
        if window < 0 {
            out.invalid(&path, window, "must be greater than or equal to zero");
        }
        if window > MAX_WINDOW {
            let why = format!("must be less than or equal to {MAX_WINDOW}");
            out.invalid(&path, window, &why);
        }
    }
    if let Some(policy) = rules.select_policy.as_ref().map(|policy| policy.as_str())
        && !SELECT_POLICIES.contains(&policy)
    {
        out.unsupported(&path.child("selectPolicy"), policy, &SELECT_POLICIES);
    }
    if let Some(tolerance) = rules.tolerance.as_ref().filter(|amount| amount.sign().is_lt()) {
        let why = "must be greater than or equal to zero";
        out.invalid(&path.child("tolerance"), tolerance.to_string(), why);
    }
    let policies = path.child("policies");
    if rules.policies.is_empty() {
        out.required(&policies, "must specify at least one Policy");
    }
    for (i, policy) in rules.policies.iter().enumerate() {
        let path = policies.index(i);
        let kind = policy.type_.as_str();
        if !POLICIES.contains(&kind) {
            out.push(FieldError::not_supported(&path.child("type"), kind, POLICIES));
        }
        if policy.value <= 0 {
            out.invalid(&path.child("value"), policy.value, "must be greater than zero");
        }
        let period = path.child("periodSeconds");
        if policy.period_seconds <= 0 {
            out.invalid(&period, policy.period_seconds, "must be greater than zero");
        }
        if policy.period_seconds > MAX_PERIOD {
            let why = format!("must be less than or equal to {MAX_PERIOD}");
            out.invalid(&period, policy.period_seconds, &why);
        }
    }
}
