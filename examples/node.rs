//! One node whose containers are processes of this host: what the `kubelet` and `cluster` programs
//! start.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Result;
use bowline::apimachinery::clock::{Clock, SystemClock};
use bowline::client::Client;
use bowline::kubelet_core::driver::{self, EventWriter};
use bowline::kubelet_core::node_status::NodeConfig;
use bowline::kubelet_core::runtimes::process::{ProcessConfig, ProcessRuntime};
use bowline::kubelet_core::server::KubeletServer;
use bowline::kubelet_core::source::file::FileSource;
use bowline::kubelet_core::source::http::HttpSource;
use bowline::kubelet_core::{Config as KubeletConfig, Kubelet};
use tokio_util::sync::CancellationToken;

use crate::assembly::RUNTIME_LABEL;

/// What a node is started with.
#[derive(Clone, Debug)]
pub struct NodeOptions {
    pub name: String,
    /// Address of the node and, as they share the host's network, of its pods.
    pub address: String,
    /// Where its server listens; 0 for a node that is reached in memory.
    pub port: u16,
    /// Folder of everything it keeps: with the same folder it finds its containers again.
    pub root: PathBuf,
    /// File or folder of static pods.
    pub manifests: Option<PathBuf>,
    /// URL of static pods.
    pub manifest_url: Option<String>,
}

/// A node that has found what an earlier one left, ready to run.
pub struct ProcessNode {
    kubelet: Kubelet,
    events: EventWriter,
    runtime: Arc<ProcessRuntime>,
    server: Arc<KubeletServer>,
}

impl ProcessNode {
    /// Opens the node's folder.
    pub async fn open(client: Client, options: NodeOptions) -> Result<Self> {
        let process = ProcessConfig {
            root: options.root.join("runtime"),
            pod_ip: options.address.clone(),
            rotation: Default::default(),
        };
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let runtime = Arc::new(ProcessRuntime::open(process, clock).await?);
        let mut node = NodeConfig::new(&options.name, &options.address);
        node.labels.insert(RUNTIME_LABEL.to_owned(), "process".to_owned());
        node.kubelet_port = options.port;
        let config = KubeletConfig::new(node, options.root.join("kubelet"));
        let (mut builder, events) = driver::kubelet(client, config, runtime.clone());
        if let Some(path) = options.manifests {
            builder = builder.source(Box::new(FileSource::new(path, &options.name)));
        }
        if let Some(url) = options.manifest_url {
            builder = builder.source(Box::new(HttpSource::new(&url, Vec::new(), &options.name)?));
        }
        let kubelet = builder.build();
        let server = Arc::new(KubeletServer::new(kubelet.handler(), Default::default()));
        Ok(Self { kubelet, events, runtime, server })
    }

    /// Answers for logs, commands and the rest.
    pub fn server(&self) -> Arc<KubeletServer> {
        self.server.clone()
    }

    /// Runs until told to stop; containers run on.
    pub async fn run(self, shutdown: CancellationToken) -> Result<()> {
        let Self { kubelet, events, runtime, server } = self;
        let (ran, ()) = tokio::join!(kubelet.run(shutdown.clone()), events.run(shutdown));
        server.shutdown().await;
        runtime.close().await;
        Ok(ran?)
    }
}
