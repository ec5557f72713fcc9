//! Horizontal pod autoscalers.

use super::fill;
use crate::autoscaling::v1;
use crate::autoscaling::v2::{
    HPAScalingPolicy, HPAScalingPolicyType, HPAScalingRules, HorizontalPodAutoscaler,
    MetricSourceType, MetricSpec, MetricTarget, MetricTargetType, ResourceMetricSource,
    ScalingPolicySelect,
};
use crate::walk::{Rules, rules};

pub(super) fn rules() -> Rules {
    rules! {
        v1::HorizontalPodAutoscaler => autoscaler_v1;
        HorizontalPodAutoscaler => autoscaler;
    }
}

/// The share of the requested CPU that pods use on average, in percent.
const CPU_UTILIZATION: i32 = 80;

fn autoscaler_v1(autoscaler: &mut v1::HorizontalPodAutoscaler) {
    let spec = &mut autoscaler.spec;
    spec.min_replicas.get_or_insert(1);
    let metrics = autoscaler.metadata.annotations.get("autoscaling.alpha.kubernetes.io/metrics");
    if metrics.is_none_or(|list| matches!(list.trim(), "" | "null" | "[]")) {
        spec.target_cpu_utilization_percentage.get_or_insert(CPU_UTILIZATION);
    }
}

fn autoscaler(autoscaler: &mut HorizontalPodAutoscaler) {
    let spec = &mut autoscaler.spec;
    spec.min_replicas.get_or_insert(1);
    if spec.metrics.is_empty() {
        let target = MetricTarget {
            type_: MetricTargetType::Utilization,
            average_utilization: Some(CPU_UTILIZATION),
            ..MetricTarget::default()
        };
        let resource = ResourceMetricSource { name: "cpu".to_owned(), target };
        spec.metrics.push(MetricSpec {
            type_: MetricSourceType::Resource,
            resource: Some(Box::new(resource)),
            ..MetricSpec::default()
        });
    }
    if let Some(behavior) = &mut spec.behavior {
        let up = behavior.scale_up.get_or_insert_default();
        up.stabilization_window_seconds.get_or_insert(0);
        scaling_rules(up, &[(HPAScalingPolicyType::Pods, 4), (HPAScalingPolicyType::Percent, 100)]);
        let down = behavior.scale_down.get_or_insert_default();
        scaling_rules(down, &[(HPAScalingPolicyType::Percent, 100)]);
    }
}

fn scaling_rules(rules: &mut HPAScalingRules, policies: &[(HPAScalingPolicyType, i32)]) {
    rules.select_policy.get_or_insert(ScalingPolicySelect::Max);
    let policies = policies.iter().map(|(type_, value)| HPAScalingPolicy {
        type_: type_.clone(),
        value: *value,
        period_seconds: 15,
    });
    fill(&mut rules.policies, policies.collect());
}
