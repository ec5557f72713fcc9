//! How a node agent is set up.

use std::path::PathBuf;
use std::sync::Arc;

use crate::node_agent::NodeAgentConfig;
use crate::node_status::NodeConfig;
use crate::sync_loop::SyncLoopConfig;

/// Everything about a node agent that is not a part of it.
#[derive(Clone, Debug)]
pub struct Config {
    /// The node.
    pub node: Arc<NodeConfig>,
    /// How the node shows that it lives.
    pub agent: NodeAgentConfig,
    /// How the loop of its pods runs; the number of sources is counted by the builder.
    pub sync: SyncLoopConfig,
    /// Directory for the pods' volumes and the agent's own files.
    pub root_directory: PathBuf,
    /// Directory for the pods' logs.
    pub pod_logs_directory: PathBuf,
    /// Addresses of the cluster's name servers.
    pub cluster_dns: Vec<String>,
    /// The domain of the cluster's names.
    pub cluster_domain: String,
}

impl Config {
    /// The usual settings for a node, with its files below `root_directory`.
    #[must_use]
    pub fn new(node: NodeConfig, root_directory: impl Into<PathBuf>) -> Self {
        let root_directory = root_directory.into();
        Self {
            node: Arc::new(node),
            agent: NodeAgentConfig::default(),
            sync: SyncLoopConfig::default(),
            pod_logs_directory: root_directory.join("logs").join("pods"),
            root_directory,
            cluster_dns: Vec::new(),
            cluster_domain: "cluster.local".to_owned(),
        }
    }
}
