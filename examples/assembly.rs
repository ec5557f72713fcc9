//! A whole cluster in one process: what the `cluster` program and the tests start.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use bowline::apimachinery::clock::{Clock, SystemClock};
use bowline::apimachinery::random::{Random, SystemRandom};
use bowline::apiserver::authentication::User;
use bowline::apiserver::proxy::InProcessNodes;
use bowline::apiserver::server::Server;
use bowline::client::Client;
use bowline::controllers::certificate_signing_request::SigningAuthority;
use bowline::controllers::{Config as ControllerConfig, ControllerManager};
use bowline::kubelet_core::api_server::ApiServer;
use bowline::kubelet_core::driver::{ApiPods, ClientApi};
use bowline::kubelet_core::runtimes::hollow::fleet::{HollowFleet, HollowFleetConfig};
use bowline::kubelet_core::server::KubeletServer;
use bowline::proxy_core::{Config as ProxyConfig, Proxy as ServiceProxy, Userspace};
use bowline::scheduler_framework::driver::{Config as SchedulerConfig, Scheduler};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use crate::control_plane::{ControlPlane, Options};
use crate::node::{NodeOptions, ProcessNode};

/// The label that tells how a node runs containers: `hollow` or `process`.
pub const RUNTIME_LABEL: &str = "bowline.dev/runtime";

/// What a cluster is started with.
#[derive(Debug)]
pub struct ClusterOptions {
    pub plane: Options,
    /// Simulated nodes.
    pub hollow_nodes: u32,
    /// One more node, whose containers are processes of this host.
    pub process_node: bool,
    /// Which controllers run, as kube-controller-manager's flag says it; none when absent.
    pub controllers: Option<String>,
    pub scheduler: bool,
    /// Services are reachable on loopback addresses.
    pub service_proxy: bool,
}

impl Default for ClusterOptions {
    fn default() -> Self {
        let plane = Options {
            bind: "127.0.0.1:0".to_owned(),
            // Loopback addresses need no privileges to listen on.
            service_cluster_ip_range: Some("127.96.0.0/16".to_owned()),
            ..Options::default()
        };
        Self {
            plane,
            hollow_nodes: 3,
            process_node: false,
            controllers: Some("*".to_owned()),
            scheduler: true,
            service_proxy: true,
        }
    }
}

/// A cluster whose API server is ready; the rest starts with [`Cluster::run`].
pub struct Cluster {
    plane: ControlPlane,
    options: ClusterOptions,
    nodes: Arc<InProcessNodes>,
    client: Client,
}

impl Cluster {
    /// Starts the API server.
    pub async fn start(options: ClusterOptions) -> Result<Self> {
        let mut in_process = None;
        let plane = ControlPlane::start(&options.plane, |network| {
            let nodes = Arc::new(InProcessNodes::new(Arc::new(network)));
            in_process = Some(nodes.clone());
            nodes
        })
        .await?;
        let nodes = in_process.context("an API server that reaches no nodes")?;
        let client = client(plane.server.server(), "kubernetes-admin");
        Ok(Self { plane, options, nodes, client })
    }

    /// An administrator's client, in memory.
    pub fn client(&self) -> Client {
        self.client.clone()
    }

    /// Where the API server listens.
    pub fn address(&self) -> SocketAddr {
        self.plane.address
    }

    /// The API server's URL.
    pub fn url(&self) -> String {
        self.plane.url()
    }

    /// Writes a kubeconfig of the administrator.
    pub fn write_kubeconfig(&self, path: &Path) -> Result<()> {
        self.plane.write_kubeconfig(path)
    }

    /// The nodes that live in this process, for kubelets to be reached through.
    pub fn in_process_nodes(&self) -> Arc<InProcessNodes> {
        self.nodes.clone()
    }

    /// Runs everything until told to stop. Whatever ends early takes the others with it.
    pub async fn run(self, shutdown: CancellationToken) -> Result<()> {
        let Self { plane, options, nodes, .. } = self;
        let server = plane.server.server().clone();
        let mut tasks: JoinSet<Result<()>> = JoinSet::new();
        if let Some(selection) = options.controllers {
            let client = client(&server, "system:kube-controller-manager");
            let mut config = ControllerConfig::default();
            config.controllers = selection;
            let (certificate, key) = (plane.authority.certificate_pem(), plane.authority.key_pem());
            config.root_ca = Some(certificate.to_owned());
            config.cluster_signing = Some(SigningAuthority::new(certificate, key));
            let manager =
                ControllerManager::builder(client, config).build().context("controllers")?;
            let stop = shutdown.clone();
            tasks.spawn(async move { Ok(manager.run(stop).await?) });
        }
        if options.scheduler {
            let client = client(&server, "system:kube-scheduler");
            let scheduler = Scheduler::builder(SchedulerConfig::default(), client).build()?;
            let stop = shutdown.clone();
            tasks.spawn(async move {
                scheduler.run(stop).await;
                Ok(())
            });
        }
        if options.hollow_nodes > 0 {
            let client = client(&server, "system:hollow-nodes");
            tasks.spawn(hollow(
                client,
                options.hollow_nodes,
                Some(nodes.clone()),
                shutdown.clone(),
            ));
        }
        if options.process_node {
            let client = client(&server, "system:process-node");
            tasks.spawn(process_node(client, nodes, shutdown.clone()));
        }
        if options.service_proxy {
            let client = client(&server, "system:kube-proxy");
            let proxy =
                ServiceProxy::new(ProxyConfig::default(), client, Arc::new(Userspace::default()));
            let stop = shutdown.clone();
            tasks.spawn(async move {
                proxy.run(stop).await;
                Ok(())
            });
        }
        tasks.spawn(plane.run(shutdown.clone()));
        let mut outcome = Ok(());
        while let Some(ended) = tasks.join_next().await {
            let ended = ended.context("a part panicked").and_then(|e| e);
            if !shutdown.is_cancelled() {
                outcome = ended.and_then(|()| anyhow::bail!("a part of the cluster has ended"));
                shutdown.cancel();
            }
        }
        outcome
    }
}

/// A client of the server in this process, under a name of its own.
fn client(server: &Server, user: &str) -> Client {
    Client::in_process(server.as_user(User::named(user).group("system:masters")))
}

/// Runs simulated nodes; an API server in this process reaches them through `reachable`.
pub async fn hollow(
    client: Client,
    nodes: u32,
    reachable: Option<Arc<InProcessNodes>>,
    shutdown: CancellationToken,
) -> Result<()> {
    let (api, events) = ClientApi::new(client.clone());
    let api: Arc<dyn ApiServer> = api;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let random: Arc<dyn Random> = Arc::new(SystemRandom::new());
    let mut config = HollowFleetConfig::new(nodes);
    config.labels.insert(RUNTIME_LABEL.to_owned(), "hollow".to_owned());
    // Few nodes need not spread their first heartbeats.
    config.agent.spread = nodes > 50;
    let fleet = HollowFleet::new(&config, &api, &clock, &random)?;
    if let Some(reachable) = reachable {
        for (name, handler) in fleet.handlers(&clock) {
            let server = KubeletServer::new(handler, Default::default());
            reachable.insert(name, move || server.connect());
        }
    }
    let pods = ApiPods::new(client, fleet.senders());
    tokio::join!(
        fleet.run(shutdown.clone()),
        pods.run(shutdown.clone()),
        events.run(shutdown.clone())
    );
    Ok(())
}

/// Name of the node that runs host processes.
const PROCESS_NODE: &str = "process-0";

/// Runs a node whose containers are processes of this host, with its files in a scratch folder.
async fn process_node(
    client: Client,
    nodes: Arc<InProcessNodes>,
    shutdown: CancellationToken,
) -> Result<()> {
    let home = tempfile::tempdir().context("a folder for the process node")?;
    let options = NodeOptions {
        name: PROCESS_NODE.to_owned(),
        address: "127.0.0.1".to_owned(),
        port: 0,
        root: home.path().to_owned(),
        manifests: None,
        manifest_url: None,
    };
    let node = ProcessNode::open(client, options).await?;
    let server = node.server();
    nodes.insert(PROCESS_NODE, move || server.connect());
    let ran = node.run(shutdown).await;
    nodes.remove(PROCESS_NODE);
    ran
}
