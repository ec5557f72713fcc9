//! `KubeSchedulerConfiguration` v1: what it says, its defaults and its faults.
//!
//! [`KubeSchedulerConfiguration::from_text`] reads it; [`profiles`] turns it into the plugins
//! that run, point by point.

mod args;
mod expand;
mod plugins;
mod read;
mod types;
mod validation;
mod validation_args;

pub use args::{
    DefaultPreemptionArgs, DynamicResourcesArgs, InterPodAffinityArgs, NodeAffinityArgs,
    NodeResourcesBalancedAllocationArgs, NodeResourcesFitArgs, PodTopologySpreadArgs,
    PodTopologySpreadDefaulting, RequestedToCapacityRatioParam, ResourceSpec, ScoringStrategy,
    ScoringStrategyType, UtilizationShapePoint, VolumeBindingArgs,
};
pub use expand::{ProfileError, profiles};
pub use plugins::{PluginRef, PluginSet, Plugins, default_multi_point};
pub use read::ConfigError;
pub use types::{
    ClientConnectionConfiguration, Extender, ExtenderManagedResource, ExtenderTlsConfig,
    KubeSchedulerConfiguration, KubeSchedulerProfile, LeaderElectionConfiguration, PluginConfig,
};
