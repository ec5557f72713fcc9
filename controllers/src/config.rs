//! How the built-in controllers are configured.

use crate::certificate_signing_request::SigningAuthority;
use crate::horizontal_pod_autoscaler::Pace;
use crate::node_ipam::PodRanges;
use crate::node_lifecycle::{EvictionRates, Grace};

/// What `kube-controller-manager` takes as flags, with its defaults.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Config {
    /// Which controllers run: `*` for all that are on by default, `foo` for one, `-foo` to leave
    /// one out; by name or former name, separated by commas.
    pub controllers: String,
    /// How many deployments are worked on at once.
    pub concurrent_deployment_syncs: usize,
    /// How many replica sets are worked on at once.
    pub concurrent_replicaset_syncs: usize,
    /// How many replication controllers are worked on at once.
    pub concurrent_rc_syncs: usize,
    /// How many jobs are worked on at once.
    pub concurrent_job_syncs: usize,
    /// How many daemon sets are worked on at once.
    pub concurrent_daemonset_syncs: usize,
    /// How many cron jobs are worked on at once.
    pub concurrent_cron_job_syncs: usize,
    /// How many stateful sets are worked on at once.
    pub concurrent_statefulset_syncs: usize,
    /// How many autoscalers are worked on at once.
    pub concurrent_horizontal_pod_autoscaler_syncs: usize,
    /// How many quotas are counted at once.
    pub concurrent_resource_quota_syncs: usize,
    /// How many pods are worked on at once for their ephemeral volumes.
    pub concurrent_ephemeral_volume_syncs: usize,
    /// How autoscalers are worked on.
    pub horizontal_pod_autoscaler: Pace,
    /// How many Services are worked on at once.
    pub concurrent_service_endpoint_syncs: usize,
    /// How many Services are worked on at once for their Endpoints.
    pub concurrent_endpoint_syncs: usize,
    /// How many Endpoints are mirrored at once.
    pub mirroring_concurrent_service_endpoint_syncs: usize,
    /// How many requests for certificates are worked on at once.
    pub concurrent_certificate_syncs: usize,
    /// Who signs certificates that are requested and approved; nobody if not set.
    pub cluster_signing: Option<SigningAuthority>,
    /// Where nodes get the ranges for their pods from; none are given if it is empty.
    pub pod_ranges: PodRanges,
    /// How many Secrets are filled with tokens at once.
    pub concurrent_serviceaccount_token_syncs: usize,
    /// How many endpoints a slice holds.
    pub max_endpoints_per_slice: usize,
    /// How many pods that have ended are kept; 0 for no limit.
    pub terminated_pod_gc_threshold: usize,
    /// How long a node may be silent.
    pub node_grace: Grace,
    /// How fast pods are driven from nodes that are not ready.
    pub node_eviction_rates: EvictionRates,
    /// The certificate, in PEM, by which pods know the API server; published in every namespace.
    pub root_ca: Option<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            controllers: "*".to_owned(),
            concurrent_deployment_syncs: 5,
            concurrent_replicaset_syncs: 5,
            concurrent_rc_syncs: 5,
            concurrent_job_syncs: 5,
            concurrent_daemonset_syncs: 2,
            concurrent_cron_job_syncs: 5,
            concurrent_statefulset_syncs: 5,
            concurrent_horizontal_pod_autoscaler_syncs: 5,
            concurrent_resource_quota_syncs: 5,
            concurrent_ephemeral_volume_syncs: 5,
            horizontal_pod_autoscaler: Pace::default(),
            concurrent_service_endpoint_syncs: 5,
            concurrent_endpoint_syncs: 5,
            mirroring_concurrent_service_endpoint_syncs: 5,
            concurrent_certificate_syncs: 5,
            cluster_signing: None,
            pod_ranges: PodRanges::default(),
            concurrent_serviceaccount_token_syncs: 5,
            max_endpoints_per_slice: crate::endpoint_slice::plan::MAX_ENDPOINTS,
            terminated_pod_gc_threshold: 12_500,
            node_grace: Grace::default(),
            node_eviction_rates: EvictionRates::default(),
            root_ca: None,
        }
    }
}
