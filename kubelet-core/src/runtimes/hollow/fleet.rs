//! Many played nodes in one process: a loop for each, and their pods from wherever they come.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use bowline_api::core::v1::{ResourceList, Taint};
use bowline_apimachinery::clock::Clock;
use bowline_apimachinery::random::Random;
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::{HollowConfig, HollowRuntime, Ipv4Cidr, PodCidr};
use crate::api_server::ApiServer;
use crate::handler::NodeHandler;
use crate::node_agent::{NodeAgent, NodeAgentConfig, NodeObserver};
use crate::node_context::{NodeContext, NodeFacts};
use crate::node_status::{NodeConfig, NodeObservation};
use crate::pod_manager::PodManager;
use crate::probe::{Prober, SteadyProber};
use crate::source::PodUpdate;
use crate::sync_loop::{SyncLoop, SyncLoopConfig};

/// The length of the network of a node's pods.
const POD_NETWORK_PREFIX: u8 = 24;

/// What the nodes of a fleet are.
#[derive(Clone, Debug)]
pub struct HollowFleetConfig {
    /// How many.
    pub nodes: u32,
    /// Node number `i` is called `<prefix><i>`.
    pub name_prefix: String,
    /// The number of the first.
    pub first: u32,
    /// Everything each of them has; the usual if empty.
    pub capacity: ResourceList,
    /// Labels of all of them.
    pub labels: BTreeMap<String, String>,
    /// Label keys, each with values that are dealt out to the nodes in turn, as zones are.
    pub dealt_labels: BTreeMap<String, Vec<String>>,
    /// Taints of all of them.
    pub taints: Vec<Taint>,
    /// The network that is cut into those of the nodes' pods, 256 addresses each.
    pub pod_network: Ipv4Cidr,
    /// The network of the nodes' own addresses.
    pub node_network: Ipv4Cidr,
    /// How containers behave.
    pub containers: HollowConfig,
    /// How the nodes show that they live.
    pub agent: NodeAgentConfig,
    /// How the loops of the nodes run.
    pub sync: SyncLoopConfig,
}

impl HollowFleetConfig {
    /// So many usual nodes, called `hollow-0` and on.
    #[must_use]
    pub fn new(nodes: u32) -> Self {
        let network = |text: &str| text.parse().expect("a network written out here");
        Self {
            nodes,
            name_prefix: "hollow-".to_owned(),
            first: 0,
            capacity: ResourceList::new(),
            labels: BTreeMap::new(),
            dealt_labels: BTreeMap::new(),
            taints: Vec::new(),
            pod_network: network("10.128.0.0/9"),
            node_network: network("172.16.0.0/12"),
            containers: HollowConfig::default(),
            agent: NodeAgentConfig { spread: true, ..NodeAgentConfig::default() },
            sync: SyncLoopConfig::default(),
        }
    }
}

/// A network is too small for the fleet.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("network {network} is too small for {nodes} nodes")]
pub struct FleetTooLarge {
    network: String,
    nodes: u32,
}

/// Played nodes, ready to run.
pub struct HollowFleet {
    nodes: Vec<FleetNode>,
    senders: HashMap<String, UnboundedSender<PodUpdate>>,
}

struct FleetNode {
    agent: NodeAgent,
    sync_loop: SyncLoop,
    updates: UnboundedReceiver<PodUpdate>,
    manager: Arc<PodManager>,
    runtime: Arc<HollowRuntime>,
    name: String,
}

impl HollowFleet {
    /// Makes the nodes of a fleet.
    ///
    /// # Errors
    /// When a network has not enough addresses.
    pub fn new(
        config: &HollowFleetConfig,
        api: &Arc<dyn ApiServer>,
        clock: &Arc<dyn Clock>,
        random: &Arc<dyn Random>,
    ) -> Result<Self, FleetTooLarge> {
        let containers = Arc::new(config.containers.clone());
        let observer: Arc<dyn NodeObserver> = Arc::new(AlwaysWell);
        // All nodes have the same.
        let allocatable = match config.capacity.is_empty() {
            true => NodeConfig::new("", "").capacity,
            false => config.capacity.clone(),
        };
        let allocatable = Arc::new(allocatable);
        let prober: Arc<dyn Prober> = Arc::new(SteadyProber);
        let mut fleet = Self { nodes: Vec::new(), senders: HashMap::new() };
        for index in config.first..config.first.saturating_add(config.nodes) {
            let (node, pods) = node_config(config, index)?;
            let node = Arc::new(node);
            let runtime =
                Arc::new(HollowRuntime::new(containers.clone(), clock.clone(), PodCidr::new(pods)));
            let context = NodeContext {
                facts: Arc::new(NodeFacts {
                    name: node.name.clone(),
                    host_ips: node.host_ips(),
                    runtime_name: "hollow".to_owned(),
                    allocatable: allocatable.clone(),
                    ..NodeFacts::default()
                }),
                runtime: runtime.clone(),
                volumes: None,
                objects: api.clone(),
                events: api.clone(),
                prober: prober.clone(),
                clock: clock.clone(),
            };
            let (sender, updates) = mpsc::unbounded_channel();
            let manager = Arc::new(PodManager::default());
            fleet.senders.insert(node.name.clone(), sender);
            fleet.nodes.push(FleetNode {
                name: node.name.clone(),
                sync_loop: SyncLoop::new(context, api.clone(), config.sync, manager.clone()),
                agent: NodeAgent::new(
                    config.agent,
                    node,
                    api.clone(),
                    observer.clone(),
                    clock.clone(),
                    random.clone(),
                ),
                updates,
                manager,
                runtime,
            });
        }
        Ok(fleet)
    }

    /// Where to send the pods of each node.
    #[must_use]
    pub fn senders(&self) -> HashMap<String, UnboundedSender<PodUpdate>> {
        self.senders.clone()
    }

    /// Answers for the HTTP server of each node, by the node's name.
    #[must_use]
    pub fn handlers(&self, clock: &Arc<dyn Clock>) -> HashMap<String, Arc<NodeHandler>> {
        let handler = |node: &FleetNode| {
            let (manager, runtime) = (node.manager.clone(), node.runtime.clone());
            let logs = PathBuf::new();
            Arc::new(NodeHandler::new(&node.name, manager, runtime, logs, clock.clone()))
        };
        self.nodes.iter().map(|node| (node.name.clone(), handler(node))).collect()
    }

    /// Runs all nodes until `shutdown`.
    pub async fn run(self, shutdown: CancellationToken) {
        let mut tasks = JoinSet::new();
        for node in self.nodes {
            let FleetNode { agent, sync_loop, updates, .. } = node;
            tasks.spawn(agent.run(|_| {}, shutdown.clone()));
            tasks.spawn(sync_loop.run(updates, None, shutdown.clone()));
        }
        while tasks.join_next().await.is_some() {}
    }
}

fn node_config(
    config: &HollowFleetConfig,
    index: u32,
) -> Result<(NodeConfig, Ipv4Cidr), FleetTooLarge> {
    let too_large = |network: Ipv4Cidr| FleetTooLarge {
        network: network.to_string(),
        nodes: config.first.saturating_add(config.nodes),
    };
    let pods = config.pod_network.subnet(index, POD_NETWORK_PREFIX);
    let pods = pods.ok_or_else(|| too_large(config.pod_network))?;
    // The network's own address is nobody's.
    let address = config.node_network.subnet(index.saturating_add(1), 32);
    let address = address.ok_or_else(|| too_large(config.node_network))?;
    let name = format!("{}{index}", config.name_prefix);
    let mut node = NodeConfig::new(name, address.address().to_string());
    node.pod_cidr = pods.to_string();
    node.labels.clone_from(&config.labels);
    for (key, values) in &config.dealt_labels {
        if let Some(value) = values.get(index as usize % values.len().max(1)) {
            node.labels.insert(key.clone(), value.clone());
        }
    }
    node.taints.clone_from(&config.taints);
    if !config.capacity.is_empty() {
        node.capacity.clone_from(&config.capacity);
    }
    Ok((node, pods))
}

/// A played node is always well.
struct AlwaysWell;

#[async_trait]
impl NodeObserver for AlwaysWell {
    async fn observe(&self) -> NodeObservation {
        NodeObservation {
            runtime_version: format!("hollow://{}", env!("CARGO_PKG_VERSION")),
            ..NodeObservation::default()
        }
    }
}
