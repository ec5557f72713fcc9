//! Keeps a node registered, its status told and its lease renewed.

use std::sync::Arc;

use async_trait::async_trait;
use bowline_api::coordination::v1::Lease;
use bowline_api::core::v1::{ConditionStatus, Node, NodeStatus};
use bowline_apimachinery::clock::Clock;
use bowline_apimachinery::random::Random;
use bowline_apimachinery::time::{Duration, MicroTime};
use tokio_util::sync::CancellationToken;

use crate::api_server::{ApiError, NodeApi};
use crate::lease::{new_lease, renewed};
use crate::node_status::{
    NodeConfig, NodeObservation, initial_node, is_report_due, node_status, node_status_patch,
    reconcile_patch,
};

/// How often a node shows that it lives.
#[derive(Clone, Copy, Debug)]
pub struct NodeAgentConfig {
    /// For how long a renewal of the lease holds.
    pub lease_duration: Duration,
    /// How often the lease is renewed.
    pub lease_renew_period: Duration,
    /// How often the node is looked at.
    pub status_update_period: Duration,
    /// How often its status is told although nothing has changed.
    pub status_report_period: Duration,
    /// Whether to create the node if there is none.
    pub register_node: bool,
    /// Whether the first renewals and looks are spread over their period, as many nodes that
    /// start together need it.
    pub spread: bool,
}

impl Default for NodeAgentConfig {
    fn default() -> Self {
        Self {
            lease_duration: Duration::from_secs(40),
            lease_renew_period: Duration::from_secs(10),
            status_update_period: Duration::from_secs(10),
            status_report_period: Duration::from_secs(300),
            register_node: true,
            spread: false,
        }
    }
}

/// Tells how a node is.
#[async_trait]
pub trait NodeObserver: Send + Sync + 'static {
    /// How the node is now.
    async fn observe(&self) -> NodeObservation;
}

/// The keeper of one node.
pub struct NodeAgent {
    config: NodeAgentConfig,
    node: Arc<NodeConfig>,
    api: Arc<dyn NodeApi>,
    observer: Arc<dyn NodeObserver>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    lease: Option<Lease>,
    told: Option<(NodeStatus, MicroTime)>,
    was_ready: bool,
}

/// How often a node is looked at that has not been ready yet.
const STARTING: Duration = Duration::from_millis(100);

/// The first and the longest wait after a failed registration.
const REGISTER_RETRY: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(7));

impl NodeAgent {
    /// A keeper that has not begun.
    #[must_use]
    pub fn new(
        config: NodeAgentConfig,
        node: Arc<NodeConfig>,
        api: Arc<dyn NodeApi>,
        observer: Arc<dyn NodeObserver>,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
    ) -> Self {
        Self {
            config,
            node,
            api,
            observer,
            clock,
            random,
            lease: None,
            told: None,
            was_ready: false,
        }
    }

    /// Registers the node, calls `registered`, and keeps it until `shutdown`.
    pub async fn run(mut self, registered: impl FnOnce(&Node) + Send, shutdown: CancellationToken) {
        let stopped = shutdown.clone();
        tokio::select! {
            () = stopped.cancelled() => {}
            () = self.keep(registered) => {}
        }
    }

    async fn keep(&mut self, registered: impl FnOnce(&Node) + Send) {
        let node = self.register().await;
        registered(&node);
        // A server may have dropped the status that came with the registration: then it is told
        // now, and not a period later.
        self.report(&node.metadata.name).await;
        let mut lease_at = self.clock.now();
        let mut status_at = lease_at.saturating_add(self.status_wait());
        if self.config.spread {
            self.renew(&node).await;
            lease_at = lease_at.saturating_add(self.part_of(self.config.lease_renew_period));
            if self.is_ready() {
                let part = self.part_of(self.config.status_update_period);
                status_at = status_at.saturating_add(part);
            }
        }
        loop {
            let now = self.clock.now();
            if now >= lease_at {
                let renewed = self.renew(&node).await;
                let wait = if renewed { self.config.lease_renew_period } else { retry_soon() };
                lease_at = self.clock.now().saturating_add(wait);
            }
            if now >= status_at {
                self.report(&node.metadata.name).await;
                status_at = self.clock.now().saturating_add(self.status_wait());
            }
            let next = lease_at.min(status_at);
            tokio::time::sleep(next.since(self.clock.now()).to_std()).await;
        }
    }

    /// Whether the API has it that the node is ready.
    fn is_ready(&self) -> bool {
        let told = self.told.iter().flat_map(|(status, _)| &status.conditions);
        told.filter(|c| c.type_ == "Ready").any(|c| c.status == ConditionStatus::True)
    }

    /// How long until the node is looked at again: soon, as long as it has never been ready.
    fn status_wait(&mut self) -> Duration {
        self.was_ready |= self.is_ready();
        match self.was_ready {
            true => self.config.status_update_period,
            false => STARTING.min(self.config.status_update_period),
        }
    }

    /// A random part of a span.
    fn part_of(&self, span: Duration) -> Duration {
        let nanos = u64::try_from(span.as_nanos()).unwrap_or(0);
        Duration::from_nanos(i64::try_from(self.random.below(nanos)).unwrap_or(0))
    }

    /// Tries until the node is there.
    async fn register(&mut self) -> Node {
        let mut wait = REGISTER_RETRY.0;
        loop {
            match self.try_register().await {
                Ok(node) => return node,
                Err(error) => {
                    tracing::warn!(node = self.node.name, %error, "node not registered yet");
                }
            }
            tokio::time::sleep(wait.to_std()).await;
            wait = Duration::from_nanos(wait.as_nanos() * 2).min(REGISTER_RETRY.1);
        }
    }

    async fn try_register(&mut self) -> Result<Node, ApiError> {
        let name = self.node.name.as_str();
        let observed = self.observer.observe().await;
        let now = self.clock.now();
        if self.config.register_node {
            let wanted = initial_node(&self.node, &observed, now);
            match self.api.create_node(&wanted).await {
                Ok(node) => {
                    self.told = Some((node.status.clone(), now));
                    return Ok(node);
                }
                Err(ApiError::AlreadyExists(_)) => {}
                Err(error) => return Err(error),
            }
        }
        let mut node = self.api.node(name).await?;
        if let Some(patch) = reconcile_patch(&self.node, &node) {
            node = self.api.patch_node(name, &patch).await?;
        }
        let status = node_status(&self.node, &observed, &node.status, now);
        let patch = node_status_patch(&node.status, &status);
        let node = self.api.patch_node_status(name, &patch).await?;
        self.told = Some((node.status.clone(), now));
        Ok(node)
    }

    async fn report(&mut self, name: &str) {
        let observed = self.observer.observe().await;
        let now = self.clock.now();
        let base = self.told.as_ref().map(|(status, _)| status.clone()).unwrap_or_default();
        let status = node_status(&self.node, &observed, &base, now);
        let told = self.told.as_ref().map(|(status, at)| (status, *at));
        if !is_report_due(told, &status, self.config.status_report_period, now) {
            return;
        }
        match self.api.patch_node_status(name, &node_status_patch(&base, &status)).await {
            Ok(node) => self.told = Some((node.status, now)),
            Err(error) => {
                tracing::warn!(node = name, %error, "node status not told");
                // What the API has is not known any more: everything is told anew.
                self.told = None;
            }
        }
    }

    /// Renews the lease; tells whether that worked.
    async fn renew(&mut self, node: &Node) -> bool {
        let seconds = i32::try_from(self.config.lease_duration.as_secs()).unwrap_or(i32::MAX);
        let now = self.clock.now();
        let result = match &self.lease {
            Some(lease) => self.api.update_lease(&renewed(lease, node, seconds, now)).await,
            None => match self.api.lease(&node.metadata.name).await {
                Ok(lease) => self.api.update_lease(&renewed(&lease, node, seconds, now)).await,
                Err(ApiError::NotFound(_)) => {
                    self.api.create_lease(&new_lease(node, seconds, now)).await
                }
                Err(error) => Err(error),
            },
        };
        match result {
            Ok(lease) => {
                self.lease = Some(lease);
                true
            }
            Err(error) => {
                tracing::warn!(node = node.metadata.name, %error, "lease not renewed");
                self.lease = None;
                false
            }
        }
    }
}

/// The wait after a failed renewal.
fn retry_soon() -> Duration {
    Duration::from_millis(500)
}

#[cfg(test)]
mod tests;
