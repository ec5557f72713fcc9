//! Watches nodes, their leases and their pods, and writes what the rules say.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use bowline_api::coordination::v1::Lease;
use bowline_api::core::v1::{Node, Pod};
use bowline_apimachinery::resource::NamespacedName;
use bowline_apimachinery::time::{MicroTime, Time};
use bowline_client::api::{DeleteParams, Patch};
use bowline_client::cache::{Index, Store};
use bowline_client::{Client, Error};
use bowline_controller_runtime::{Action, Manager, ReconcileError, Request};
use parking_lot::Mutex;
use serde_json::json;
use tracing::info;

use super::eviction::may_stay;
use super::health::{Grace, Heard, ready, taints, unknown_conditions};

/// The namespace of node leases.
const LEASES: &str = "kube-node-lease";

/// Adds the controller to a manager.
pub fn add(manager: &mut Manager, grace: Grace) {
    let caches = manager.caches();
    let pods = caches.store::<Pod>();
    let lifecycle = Arc::new(Lifecycle {
        client: manager.client().clone(),
        leases: caches.store::<Lease>(),
        by_node: pods.index_by(|pod: &Pod| vec![pod.spec.node_name.clone()]),
        grace,
        known: Mutex::default(),
    });
    let controller = manager
        .controller::<Node>("node-lifecycle-controller")
        .watches::<Lease>(|lease| {
            let ours = lease.metadata.namespace == LEASES;
            ours.then(|| NamespacedName::new("", &lease.metadata.name)).into_iter().collect()
        })
        .watches::<Pod>(|pod| {
            let node = &pod.spec.node_name;
            (!node.is_empty()).then(|| NamespacedName::new("", node)).into_iter().collect()
        })
        .concurrency(8)
        .reconcile(move |request: Request<Node>| {
            let lifecycle = lifecycle.clone();
            async move { lifecycle.reconcile(&request).await }
        });
    manager.add(controller);
}

struct Lifecycle {
    client: Client,
    leases: Store<Lease>,
    by_node: Index<Pod, String>,
    grace: Grace,
    known: Mutex<HashMap<String, Known>>,
}

/// What was seen of a node.
struct Known {
    heard: Heard,
    /// When its `NoExecute` taints were first seen.
    tainted: Option<MicroTime>,
}

impl Lifecycle {
    async fn reconcile(&self, request: &Request<Node>) -> Result<Action, ReconcileError> {
        let Some(node) = request.present() else {
            self.known.lock().remove(&request.key.name);
            return Ok(Action::Done);
        };
        let now = self.client.clock().now();
        let remaining = self.observe(node, now);
        let mut node = (**node).clone();
        if remaining.is_zero() {
            self.declare_unknown(&mut node, now.into()).await?;
        }
        if let Some(taints) = taints(&node, now.into()) {
            let patch = Patch::Merge(json!({
                "metadata": {"resourceVersion": node.metadata.resource_version},
                "spec": {"taints": taints},
            }));
            self.client.cluster::<Node>().patch(&node.metadata.name, &patch).await?;
            // The change comes back through the cache, and with it another look.
            return Ok(Action::RequeueAfter(remaining.max(Duration::from_secs(1))));
        }
        let next_eviction = self.evict(&node, now).await?;
        let next = next_eviction.map_or(remaining, |e| e.min(remaining));
        let next = if next.is_zero() { next_eviction.unwrap_or(self.grace.running) } else { next };
        Ok(Action::RequeueAfter(next.max(Duration::from_millis(100))))
    }

    /// Notes the node's signs of life and tells how long it may still be silent.
    fn observe(&self, node: &Node, now: MicroTime) -> Duration {
        let name = &node.metadata.name;
        let lease = self.leases.get_by(LEASES, name);
        let renewed = lease.and_then(|l| l.spec.renew_time);
        let mut known = self.known.lock();
        let heard = Heard::observe(known.get(name).map(|k| &k.heard), node, renewed, now);
        let remaining = heard.remaining(node, self.grace, now);
        let evicting = node.spec.taints.iter().any(|t| t.effect.as_str() == "NoExecute");
        let before = known.get(name).and_then(|k| k.tainted);
        let tainted = evicting.then(|| before.unwrap_or(now));
        known.insert(name.clone(), Known { heard, tainted });
        remaining
    }

    /// Marks a silent node and the pods on it.
    async fn declare_unknown(&self, node: &mut Node, now: Time) -> Result<(), Error> {
        let was_ready = ready(node).is_some_and(|c| c.status.as_str() == "True");
        let Some(conditions) = unknown_conditions(node, now) else { return Ok(()) };
        info!(node = node.metadata.name, "the node has fallen silent");
        node.status.conditions = conditions;
        *node = self.client.cluster::<Node>().update_status(node).await?;
        if !was_ready {
            return Ok(());
        }
        for pod in self.by_node.get(&node.metadata.name) {
            let ready = pod.status.conditions.iter().find(|c| c.type_ == "Ready");
            if ready.is_some_and(|c| c.status.as_str() == "True") {
                let condition = json!({
                    "type": "Ready", "status": "False", "reason": "NodeNotReady",
                    "message": "Node is not ready", "lastTransitionTime": now,
                });
                let patch = Patch::Strategic(json!({"status": {"conditions": [condition]}}));
                let api = self.client.namespaced::<Pod>(&pod.metadata.namespace);
                match api.patch_status(&pod.metadata.name, &patch).await {
                    Err(error) if error.is_not_found() => {}
                    outcome => drop(outcome?),
                }
            }
        }
        Ok(())
    }

    /// Deletes pods whose time on the node is up; tells when the next one's will be.
    async fn evict(&self, node: &Node, now: MicroTime) -> Result<Option<Duration>, Error> {
        let since = self.known.lock().get(&node.metadata.name).and_then(|k| k.tainted);
        let Some(since) = since else { return Ok(None) };
        let mut next: Option<Duration> = None;
        for pod in self.by_node.get(&node.metadata.name) {
            if pod.metadata.is_terminating() {
                continue;
            }
            match may_stay(&pod, &node.spec.taints, since, now) {
                None => {}
                Some(left) if !left.is_zero() => {
                    next = Some(next.map_or(left, |n| n.min(left)));
                }
                Some(_) => {
                    let params = DeleteParams::default().if_uid(&pod.metadata.uid);
                    let api = self.client.namespaced::<Pod>(&pod.metadata.namespace);
                    api.delete_if_present(&pod.metadata.name, &params).await?;
                }
            }
        }
        Ok(next)
    }
}
