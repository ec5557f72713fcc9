//! Keeps a back end in step with an API server: the only file here that knows the client.

use std::sync::Arc;
use std::time::Duration;

use bowline_api::core::v1::{Node, Service};
use bowline_api::discovery::v1::EndpointSlice;
use bowline_client::Client;
use bowline_client::cache::Informer;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use crate::backend::Backend;
use crate::rule_set::{Place, RuleSet};

/// The label that tells a node's zone.
const ZONE: &str = "topology.kubernetes.io/zone";

/// How a proxy runs.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Config {
    /// Name of the node the proxy stands on; empty for none, which no endpoint is local to.
    pub node: String,
    /// The shortest time between two changes of the rules (1 s, as kube-proxy's).
    pub min_sync_period: Duration,
    /// How long to wait before rules that failed are tried again.
    pub retry: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            node: String::new(),
            min_sync_period: Duration::from_secs(1),
            retry: Duration::from_secs(10),
        }
    }
}

/// A service proxy.
pub struct Proxy {
    config: Config,
    client: Client,
    backend: Arc<dyn Backend>,
}

impl Proxy {
    /// A proxy that makes `backend` follow the Services that `client` sees.
    #[must_use]
    pub fn new(config: Config, client: Client, backend: Arc<dyn Backend>) -> Self {
        Self { config, client, backend }
    }

    /// Follows Services, EndpointSlices and its node until told to stop; the rules stay behind.
    pub async fn run(self, shutdown: CancellationToken) {
        let services = Informer::new(self.client.all::<Service>());
        let slices = Informer::new(self.client.all::<EndpointSlice>());
        let node = Informer::new(self.client.cluster::<Node>())
            .fields(format!("metadata.name={}", self.config.node));
        let (service_store, slice_store) = (services.store(), slices.store());
        let node_store = node.store();
        let changed = Arc::new(Notify::new());
        let signal = || {
            let changed = changed.clone();
            move || changed.notify_one()
        };
        let (on_service, on_slice, on_node) = (signal(), signal(), signal());
        services.on_delta(move |_| on_service());
        slices.on_delta(move |_| on_slice());
        node.on_delta(move |_| on_node());
        let mut informers = JoinSet::new();
        informers.spawn(services.run(shutdown.clone()));
        informers.spawn(slices.run(shutdown.clone()));
        informers.spawn(node.run(shutdown.clone()));
        let synced = async {
            let _ = tokio::join!(service_store.synced(), slice_store.synced());
        };
        tokio::select! {
            () = shutdown.cancelled() => return,
            () = synced => {}
        }
        let mut held: Option<RuleSet> = None;
        let mut told = String::new();
        loop {
            let zone = node_store.get_by("", &self.config.node);
            let zone = zone.and_then(|n| n.metadata.labels.get(ZONE).cloned()).unwrap_or_default();
            let place = Place { node: self.config.node.clone(), zone };
            let services = service_store.list();
            let slices = slice_store.list();
            let wanted =
                RuleSet::new(services.iter().map(|s| &**s), slices.iter().map(|s| &**s), &place);
            let mut retry = None;
            if held.as_ref() != Some(&wanted) {
                match self.backend.apply(&wanted).await {
                    Ok(()) => {
                        info!(ports = wanted.rules.len(), "service rules hold");
                        held = Some(wanted);
                        told.clear();
                    }
                    Err(error) => {
                        // A port that is taken, or not allowed, tends to stay so: said once.
                        let problem = error.to_string();
                        if problem != told {
                            warn!(%error, "service rules hold in part");
                            told = problem;
                        }
                        held = None;
                        retry = Some(self.config.retry);
                    }
                }
            }
            let again = async {
                match retry {
                    Some(wait) => tokio::time::sleep(wait).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                () = shutdown.cancelled() => break,
                () = changed.notified() => {}
                () = again => {}
            }
            tokio::select! {
                () = shutdown.cancelled() => break,
                () = tokio::time::sleep(self.config.min_sync_period) => {}
            }
        }
        informers.shutdown().await;
    }
}
