//! The configuration as it is written; each default is upstream's.
//!
//! Upstream: `staging/src/k8s.io/kube-scheduler/config/v1/types.go`,
//! `staging/src/k8s.io/component-base/config/v1alpha1/types.go`.

use bowline_apimachinery::time::Duration;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::plugins::Plugins;
use crate::pod_info::DEFAULT_SCHEDULER_NAME;

/// A scheduler's configuration file.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KubeSchedulerConfiguration {
    /// How many nodes may be examined at once; greater than 0. Kept for compatibility: nodes are
    /// examined in order, as upstream does with 1.
    pub parallelism: i32,
    /// Which of several schedulers works.
    pub leader_election: LeaderElectionConfiguration,
    /// How to speak to the API server.
    pub client_connection: ClientConnectionConfiguration,
    /// Whether profiles of the process are served.
    pub enable_profiling: bool,
    /// Whether those of locks are, too.
    pub enable_contention_profiling: bool,
    /// How many nodes that fit are enough, in percent; 0 to adapt.
    pub percentage_of_nodes_to_score: Option<i32>,
    /// The first wait after a failed attempt, in seconds; greater than 0.
    pub pod_initial_backoff_seconds: i64,
    /// The longest, in seconds; 0 for no backoff.
    pub pod_max_backoff_seconds: i64,
    /// What schedules which pods; at least one.
    pub profiles: Vec<KubeSchedulerProfile>,
    /// Schedulers that are asked over HTTP.
    pub extenders: Vec<Extender>,
    /// Whether caches are filled only when this scheduler leads.
    pub delay_cache_until_active: bool,
}

impl Default for KubeSchedulerConfiguration {
    fn default() -> Self {
        Self {
            parallelism: 16,
            leader_election: LeaderElectionConfiguration::default(),
            client_connection: ClientConnectionConfiguration::default(),
            enable_profiling: true,
            enable_contention_profiling: true,
            percentage_of_nodes_to_score: None,
            pod_initial_backoff_seconds: 1,
            pod_max_backoff_seconds: 10,
            profiles: vec![KubeSchedulerProfile::default()],
            extenders: Vec::new(),
            delay_cache_until_active: false,
        }
    }
}

/// The plugins that schedule the pods of one scheduler name.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KubeSchedulerProfile {
    /// The `spec.schedulerName` of the pods.
    pub scheduler_name: String,
    /// How many nodes that fit are enough, in percent; none to use the scheduler's.
    pub percentage_of_nodes_to_score: Option<i32>,
    /// What is enabled and disabled besides the defaults.
    pub plugins: Plugins,
    /// Arguments of plugins, at most one entry each.
    pub plugin_config: Vec<PluginConfig>,
}

impl Default for KubeSchedulerProfile {
    fn default() -> Self {
        Self {
            scheduler_name: DEFAULT_SCHEDULER_NAME.to_owned(),
            percentage_of_nodes_to_score: None,
            plugins: Plugins::default(),
            plugin_config: Vec::new(),
        }
    }
}

/// Arguments of a plugin.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct PluginConfig {
    /// The plugin.
    pub name: String,
    /// An object; null for the defaults. For built-in plugins it may have `apiVersion` and
    /// `kind`.
    pub args: Value,
}

/// Which of several processes works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct LeaderElectionConfiguration {
    /// Whether there is an election at all.
    pub leader_elect: bool,
    /// How long others wait after the last renewal they saw.
    pub lease_duration: Duration,
    /// How long a leader tries to renew before it gives up.
    pub renew_deadline: Duration,
    /// How long between two attempts.
    pub retry_period: Duration,
    /// What is locked: `leases`.
    pub resource_lock: String,
    /// Name of the lease.
    pub resource_name: String,
    /// Namespace of the lease.
    pub resource_namespace: String,
}

impl Default for LeaderElectionConfiguration {
    fn default() -> Self {
        Self {
            leader_elect: true,
            lease_duration: Duration::from_secs(15),
            renew_deadline: Duration::from_secs(10),
            retry_period: Duration::from_secs(2),
            resource_lock: "leases".to_owned(),
            resource_name: "kube-scheduler".to_owned(),
            resource_namespace: "kube-system".to_owned(),
        }
    }
}

/// How to speak to the API server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ClientConnectionConfiguration {
    /// A kubeconfig file; empty for the one of the cluster.
    pub kubeconfig: String,
    /// The media types to ask for, with commas between.
    pub accept_content_types: String,
    /// The media type to send.
    pub content_type: String,
    /// Requests a second.
    pub qps: f32,
    /// Requests at once.
    pub burst: i32,
}

impl Default for ClientConnectionConfiguration {
    fn default() -> Self {
        Self {
            kubeconfig: String::new(),
            accept_content_types: String::new(),
            content_type: "application/vnd.kubernetes.protobuf".to_owned(),
            qps: 50.0,
            burst: 100,
        }
    }
}

/// A scheduler that is asked over HTTP.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Extender {
    /// Where.
    pub url_prefix: String,
    /// What is appended to ask which nodes fit; empty if it is not asked.
    pub filter_verb: String,
    /// What is appended to ask about preemption.
    pub preempt_verb: String,
    /// What is appended to ask for scores.
    pub prioritize_verb: String,
    /// Weight of its scores; greater than 0 if it gives any.
    pub weight: i64,
    /// What is appended to have it bind pods.
    pub bind_verb: String,
    /// Whether to speak TLS.
    #[serde(rename = "enableHTTPS")]
    pub enable_https: bool,
    /// How.
    pub tls_config: Option<ExtenderTlsConfig>,
    /// How long an answer may take; 0 for 5 seconds.
    pub http_timeout: Duration,
    /// Whether names of nodes are enough for it.
    pub node_cache_capable: bool,
    /// The resources that it cares for; pods without them do not concern it. All pods if empty.
    pub managed_resources: Vec<ExtenderManagedResource>,
    /// Whether scheduling goes on without it when it fails.
    pub ignorable: bool,
}

/// A resource that an extender cares for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ExtenderManagedResource {
    /// Name.
    pub name: String,
    /// Whether the scheduler itself leaves it alone.
    pub ignored_by_scheduler: bool,
}

/// How to speak TLS to an extender.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct ExtenderTlsConfig {
    /// Whether its certificate is not checked.
    pub insecure: bool,
    /// The name that its certificate has.
    pub server_name: String,
    /// A file with our certificate.
    pub cert_file: String,
    /// A file with its key.
    pub key_file: String,
    /// A file with the certificates to trust.
    pub ca_file: String,
    /// Our certificate, in base64; goes before the file.
    pub cert_data: String,
    /// Its key.
    pub key_data: String,
    /// The certificates to trust.
    pub ca_data: String,
}
