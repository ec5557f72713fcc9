//! A whole node agent, put together from its parts.

use std::sync::Arc;

use async_trait::async_trait;
use bowline_apimachinery::clock::{Clock, SystemClock};
use bowline_apimachinery::random::{Random, SystemRandom};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::api_server::ApiServer;
use crate::config::Config;
use crate::handler::NodeHandler;
use crate::node_agent::{NodeAgent, NodeObserver};
use crate::node_context::{NodeContext, NodeFacts};
use crate::node_status::NodeObservation;
use crate::pod_manager::PodManager;
use crate::probe::{NodeProber, Prober, SteadyProber};
use crate::runtime::{Preparation, Runtime, RuntimeError};
use crate::source::PodSource;
use crate::sync_loop::{Command, SyncLoop};
use crate::volumes::VolumeManager;

/// How many requests from outside wait for the loop of a node.
const COMMANDS: usize = 16;

/// Puts a node agent together.
pub struct KubeletBuilder {
    config: Config,
    runtime: Arc<dyn Runtime>,
    api: Arc<dyn ApiServer>,
    sources: Vec<Box<dyn PodSource>>,
    volumes: Option<Arc<dyn VolumeManager>>,
    prober: Option<Arc<dyn Prober>>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
}

impl KubeletBuilder {
    /// Adds a source of pods.
    #[must_use]
    pub fn source(mut self, source: Box<dyn PodSource>) -> Self {
        self.sources.push(source);
        self
    }

    /// Sets who makes volumes. A runtime that needs no preparation needs none.
    #[must_use]
    pub fn volumes(mut self, volumes: Arc<dyn VolumeManager>) -> Self {
        self.volumes = Some(volumes);
        self
    }

    /// Sets who runs probes; by default they run over the node's network, or all succeed with a
    /// runtime that only plays.
    #[must_use]
    pub fn prober(mut self, prober: Arc<dyn Prober>) -> Self {
        self.prober = Some(prober);
        self
    }

    /// Sets the clock; the host's by default.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Sets the source of randomness; the host's by default.
    #[must_use]
    pub fn random(mut self, random: Arc<dyn Random>) -> Self {
        self.random = random;
        self
    }

    /// The node agent, ready to run.
    #[must_use]
    pub fn build(self) -> Kubelet {
        Kubelet { parts: self, manager: Arc::new(PodManager::default()) }
    }
}

/// A node agent.
pub struct Kubelet {
    parts: KubeletBuilder,
    manager: Arc<PodManager>,
}

impl Kubelet {
    /// Begins to put a node agent together.
    #[must_use]
    pub fn builder(
        config: Config,
        runtime: Arc<dyn Runtime>,
        api: Arc<dyn ApiServer>,
    ) -> KubeletBuilder {
        KubeletBuilder {
            config,
            runtime,
            api,
            sources: Vec::new(),
            volumes: None,
            prober: None,
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom::new()),
        }
    }

    /// The node's pods.
    #[must_use]
    pub fn pods(&self) -> Arc<PodManager> {
        self.manager.clone()
    }

    /// Answers for the node's HTTP server.
    #[must_use]
    pub fn handler(&self) -> Arc<NodeHandler> {
        Arc::new(NodeHandler::new(
            &self.parts.config.node.name,
            self.manager.clone(),
            self.parts.runtime.clone(),
            self.parts.config.pod_logs_directory.clone(),
            self.parts.clock.clone(),
        ))
    }

    /// Runs until `shutdown`; containers are left running.
    ///
    /// # Errors
    /// When the runtime does not say what it is.
    pub async fn run(self, shutdown: CancellationToken) -> Result<(), RuntimeError> {
        let Self { parts, manager } = self;
        let KubeletBuilder { config, runtime, api, sources, volumes, prober, clock, random } =
            parts;
        let version = runtime.version().await?;
        let prober = prober.unwrap_or_else(|| match runtime.preparation() {
            Preparation::Full => Arc::new(NodeProber::new(runtime.clone())),
            Preparation::None => Arc::new(SteadyProber),
        });
        let facts = Arc::new(NodeFacts {
            name: config.node.name.clone(),
            host_ips: config.node.host_ips(),
            runtime_name: version.name.clone(),
            allocatable: Arc::new(config.node.allocatable().clone()),
            pod_logs: config.pod_logs_directory.clone(),
            cluster_dns: config.cluster_dns.clone(),
            cluster_domain: config.cluster_domain.clone(),
        });
        let context = NodeContext {
            facts,
            runtime: runtime.clone(),
            volumes,
            objects: api.clone(),
            events: api.clone(),
            prober,
            clock: clock.clone(),
        };
        let (update, updates) = mpsc::unbounded_channel();
        let (_command, commands) = mpsc::channel::<Command>(COMMANDS);
        let mut sync = config.sync;
        sync.sources = sources.len();
        let sync_loop = SyncLoop::new(context, api.clone(), sync, manager);
        let observer = Arc::new(RuntimeObserver {
            runtime,
            runtime_version: format!("{}://{}", version.name, version.version),
        });
        let agent = NodeAgent::new(config.agent, config.node, api, observer, clock, random);

        let mut tasks = JoinSet::new();
        for source in sources {
            tasks.spawn(source.run(update.clone(), shutdown.clone()));
        }
        drop(update);
        tasks.spawn(agent.run(|_| {}, shutdown.clone()));
        tasks.spawn(sync_loop.run(updates, Some(commands), shutdown));
        while tasks.join_next().await.is_some() {}
        Ok(())
    }
}

/// Asks the runtime how the node is.
struct RuntimeObserver {
    runtime: Arc<dyn Runtime>,
    runtime_version: String,
}

#[async_trait]
impl NodeObserver for RuntimeObserver {
    async fn observe(&self) -> NodeObservation {
        let not_ready = match self.runtime.status().await {
            Ok(status) => status.runtime_not_ready.or(status.network_not_ready),
            Err(error) => Some(error.to_string()),
        };
        NodeObservation {
            not_ready,
            runtime_version: self.runtime_version.clone(),
            ..NodeObservation::default()
        }
    }
}
