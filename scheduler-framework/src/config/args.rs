//! Arguments of the built-in plugins, as `pluginConfig` has them; each default is upstream's.
//!
//! Upstream: `staging/src/k8s.io/kube-scheduler/config/v1/types_pluginargs.go`,
//! `pkg/scheduler/apis/config/v1/defaults.go`.

use bowline_api::core::v1::{NodeAffinity, TopologySpreadConstraint};
use bowline_apimachinery::time::Duration;
use serde::{Deserialize, Serialize};

/// Arguments of `DefaultPreemption`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct DefaultPreemptionArgs {
    /// How many of the nodes that might do are tried at least, in percent (0 to 100).
    pub min_candidate_nodes_percentage: i32,
    /// How many are tried at least, as a number.
    pub min_candidate_nodes_absolute: i32,
}

impl Default for DefaultPreemptionArgs {
    fn default() -> Self {
        Self { min_candidate_nodes_percentage: 10, min_candidate_nodes_absolute: 100 }
    }
}

/// Arguments of `DynamicResources`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct DynamicResourcesArgs {
    /// How long the search on one node may take; 0 for as long as it takes.
    pub filter_timeout: Duration,
    /// How long to wait for devices to be ready before the pod is bound.
    pub binding_timeout: Duration,
}

impl Default for DynamicResourcesArgs {
    fn default() -> Self {
        Self { filter_timeout: Duration::from_secs(10), binding_timeout: Duration::from_secs(600) }
    }
}

/// Arguments of `InterPodAffinity`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct InterPodAffinityArgs {
    /// What a required affinity of another pod to this one counts as a preference (0 to 100).
    pub hard_pod_affinity_weight: i32,
    /// Whether preferences of pods that run already count only for their own placement.
    pub ignore_preferred_terms_of_existing_pods: bool,
}

impl Default for InterPodAffinityArgs {
    fn default() -> Self {
        Self { hard_pod_affinity_weight: 1, ignore_preferred_terms_of_existing_pods: false }
    }
}

/// Arguments of `NodeAffinity`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct NodeAffinityArgs {
    /// Affinity that every pod has on top of its own.
    pub added_affinity: Option<NodeAffinity>,
}

/// Arguments of `NodeResourcesBalancedAllocation`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct NodeResourcesBalancedAllocationArgs {
    /// The resources that are to be used alike; their weights must be 1.
    pub resources: Vec<ResourceSpec>,
}

impl Default for NodeResourcesBalancedAllocationArgs {
    fn default() -> Self {
        Self { resources: default_resources() }
    }
}

/// Arguments of `NodeResourcesFit`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct NodeResourcesFitArgs {
    /// Extended resources that are not looked at.
    pub ignored_resources: Vec<String>,
    /// Domains whose extended resources are not looked at.
    pub ignored_resource_groups: Vec<String>,
    /// Which nodes are the better ones.
    pub scoring_strategy: ScoringStrategy,
}

/// Which nodes are the better ones by what is free on them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ScoringStrategy {
    /// How one resource is scored.
    #[serde(rename = "type")]
    pub type_: ScoringStrategyType,
    /// The resources that count, with weights of 1 to 100 (0 counts as 1).
    pub resources: Vec<ResourceSpec>,
    /// For [`ScoringStrategyType::RequestedToCapacityRatio`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested_to_capacity_ratio: Option<RequestedToCapacityRatioParam>,
}

impl Default for ScoringStrategy {
    fn default() -> Self {
        Self {
            type_: ScoringStrategyType::default(),
            resources: default_resources(),
            requested_to_capacity_ratio: None,
        }
    }
}

/// How one resource is scored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ScoringStrategyType {
    /// The freer the better: pods are spread.
    #[default]
    LeastAllocated,
    /// The fuller the better: pods are packed.
    MostAllocated,
    /// By a curve over the share in use.
    RequestedToCapacityRatio,
}

/// The curve of [`ScoringStrategyType::RequestedToCapacityRatio`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct RequestedToCapacityRatioParam {
    /// Points, in order of utilization, with straight lines between.
    pub shape: Vec<UtilizationShapePoint>,
}

/// A point of a curve.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct UtilizationShapePoint {
    /// Share in use, in percent (0 to 100).
    pub utilization: i32,
    /// Score (0 to 10).
    pub score: i32,
}

/// A resource with its weight.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ResourceSpec {
    /// Name.
    pub name: String,
    /// Weight; 0 counts as 1.
    pub weight: i64,
}

fn default_resources() -> Vec<ResourceSpec> {
    ["cpu", "memory"].map(|name| ResourceSpec { name: name.into(), weight: 1 }).into()
}

/// Arguments of `PodTopologySpread`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct PodTopologySpreadArgs {
    /// Constraints of pods that have none of their own; without label selectors.
    pub default_constraints: Vec<TopologySpreadConstraint>,
    /// Whether the list above counts, or the scheduler's own.
    pub defaulting_type: PodTopologySpreadDefaulting,
}

/// Where the constraints of pods without any come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum PodTopologySpreadDefaulting {
    /// Spread over nodes and zones, softly.
    #[default]
    System,
    /// As listed.
    List,
}

/// Arguments of `VolumeBinding`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct VolumeBindingArgs {
    /// How long to wait for volumes to be bound, in seconds.
    pub bind_timeout_seconds: i64,
    /// The curve of the storage capacity score, which stands behind a feature gate.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shape: Vec<UtilizationShapePoint>,
}

impl Default for VolumeBindingArgs {
    fn default() -> Self {
        Self { bind_timeout_seconds: 600, shape: Vec::new() }
    }
}
