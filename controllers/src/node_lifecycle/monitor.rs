//! Watches nodes and their leases, and writes what the rules say.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use bowline_api::coordination::v1::Lease;
use bowline_api::core::v1::{ConditionStatus, Node, Pod, PodCondition, pod_condition};
use bowline_apimachinery::resource::NamespacedName;
use bowline_apimachinery::time::{MicroTime, Time};
use bowline_client::api::Patch;
use bowline_client::cache::{Index, Store};
use bowline_client::events::{EventType, Recorder, object_reference};
use bowline_client::{Client, Error};
use bowline_controller_runtime::{Action, Observed, ReconcileError, Request};
use parking_lot::Mutex;
use serde_json::json;
use tracing::info;

use super::health::{Grace, Heard, ready, unknown_conditions};
use super::taints::{Eviction, eviction_key, is_evicting, taints};
use super::zones::{Census, EvictionRates, Limiter, all_are_down, zone_of};
use crate::setup::Setup;

/// The source of events, as upstream.
const COMPONENT: &str = "node-controller";
/// The namespace of node leases.
const LEASES: &str = "kube-node-lease";
/// How often nodes that are not well are looked at.
const PERIOD: Duration = Duration::from_secs(5);
/// When to look again after somebody else has changed the node meanwhile.
const SOON: Duration = Duration::from_millis(100);

/// Adds the controller.
pub fn add(setup: &mut Setup<'_>) {
    let pods = setup.store::<Pod>();
    let monitor = Arc::new(Monitor {
        client: setup.client(),
        nodes: setup.store::<Node>(),
        leases: setup.store::<Lease>(),
        by_node: pods.index_by(|pod: &Pod| vec![pod.spec.node_name.clone()]),
        recorder: setup.recorder(COMPONENT),
        grace: setup.config.node_grace,
        rates: setup.config.node_eviction_rates,
        known: Mutex::default(),
    });
    let controller = setup
        .controller::<Node>("node-lifecycle-controller")
        .watches::<Lease>(|lease| {
            let ours = lease.metadata.namespace == LEASES;
            ours.then(|| NamespacedName::new("", &lease.metadata.name)).into_iter().collect()
        })
        .concurrency(8)
        .reconcile(move |request: Request<Node>| {
            let monitor = monitor.clone();
            async move { monitor.reconcile(&request).await }
        });
    setup.add(controller);
}

struct Monitor {
    client: Client,
    nodes: Store<Node>,
    leases: Store<Lease>,
    by_node: Index<Pod, String>,
    recorder: Recorder,
    grace: Grace,
    rates: EvictionRates,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    /// When each node was last heard of.
    heard: HashMap<String, Heard>,
    limiter: Limiter,
}

impl Monitor {
    async fn reconcile(&self, request: &Request<Node>) -> Result<Action, ReconcileError> {
        let Some(node) = request.present() else {
            self.known.lock().heard.remove(&request.key.name);
            if let Observed::Gone(Some(last)) = &request.object {
                self.tell_of_controller(last, "RemovingNode", "Removing Node", "from");
            }
            return Ok(Action::Done);
        };
        let now = self.client.clock().now();
        let remaining = self.observe(node, now);
        let mut node = (**node).clone();
        if remaining.is_zero() {
            match self.declare_unknown(&mut node, now.into()).await {
                Err(error) if error.is_conflict() => return Ok(Action::RequeueAfter(SOON)),
                outcome => outcome?,
            }
        }
        let eviction = self.eviction(&node, now);
        if let Some(taints) = taints(&node, eviction, now.into()) {
            let patch = Patch::Merge(json!({
                "metadata": {"resourceVersion": node.metadata.resource_version},
                "spec": {"taints": taints},
            }));
            match self.client.cluster::<Node>().patch(&node.metadata.name, &patch).await {
                Err(error) if error.is_conflict() => return Ok(Action::RequeueAfter(SOON)),
                Err(error) if error.is_not_found() => return Ok(Action::Done),
                outcome => drop(outcome?),
            }
        }
        self.mark_pods(&node, now.into()).await?;
        Ok(Action::RequeueAfter(match eviction_key(&node) {
            Some(_) => PERIOD,
            None if remaining.is_zero() => PERIOD,
            None => remaining,
        }))
    }

    /// Notes the node's signs of life and tells how long it may still be silent.
    fn observe(&self, node: &Node, now: MicroTime) -> Duration {
        let name = &node.metadata.name;
        let lease = self.leases.get_by(LEASES, name);
        let renewed = lease.and_then(|lease| lease.spec.renew_time);
        let mut known = self.known.lock();
        let before = known.heard.get(name);
        if before.is_none() {
            self.tell_of_controller(node, "RegisteredNode", "Registered Node", "in");
        }
        let heard = Heard::observe(before, node, renewed, now);
        let remaining = heard.remaining(node, self.grace, now);
        known.heard.insert(name.clone(), heard);
        remaining
    }

    /// Marks a silent node.
    async fn declare_unknown(&self, node: &mut Node, now: Time) -> Result<(), Error> {
        let was_ready = ready(node).is_some_and(|c| c.status == ConditionStatus::True);
        let Some(conditions) = unknown_conditions(node, now) else { return Ok(()) };
        info!(node = node.metadata.name, "the node has fallen silent");
        node.status.conditions = conditions;
        *node = self.client.cluster::<Node>().update_status(node).await?;
        if was_ready {
            let name = &node.metadata.name;
            let message = format!("Node {name} status is now: NodeNotReady");
            self.tell(node, "NodeNotReady", message);
        }
        Ok(())
    }

    /// Whether pods may be driven from a node: not from too many at once, and from none when all
    /// are down.
    fn eviction(&self, node: &Node, now: MicroTime) -> Eviction {
        if eviction_key(node).is_none() {
            return Eviction::Granted;
        }
        let mut known = self.known.lock();
        let mut zones: BTreeMap<String, Census> = BTreeMap::new();
        for other in self.nodes.list() {
            // The node itself may be newer than what the cache has.
            let other = if other.metadata.name == node.metadata.name { node } else { &*other };
            let heard = known.heard.get(&other.metadata.name);
            let silent =
                heard.is_some_and(|heard| heard.remaining(other, self.grace, now).is_zero());
            let is_ready = ready(other).is_some_and(|c| c.status == ConditionStatus::True);
            zones.entry(zone_of(other)).or_default().count(is_ready && !silent);
        }
        if all_are_down(&zones, &self.rates) {
            return Eviction::Suspended;
        }
        if is_evicting(node) {
            return Eviction::Withheld;
        }
        let zone = zone_of(node);
        let census = zones.get(&zone).copied().unwrap_or_default();
        match known.limiter.admits(&zone, census, &self.rates, now) {
            true => Eviction::Granted,
            false => Eviction::Withheld,
        }
    }

    /// Nobody knows about the pods of a node that is silent, so they take no traffic.
    async fn mark_pods(&self, node: &Node, now: Time) -> Result<(), Error> {
        if ready(node).is_none_or(|c| c.status != ConditionStatus::Unknown) {
            return Ok(());
        }
        for pod in self.by_node.get(&node.metadata.name) {
            let Some(condition) = pod.status.condition(pod_condition::READY) else { continue };
            if condition.status != ConditionStatus::True {
                continue;
            }
            let condition = PodCondition {
                status: ConditionStatus::False,
                last_transition_time: Some(now),
                ..condition.clone()
            };
            let patch = Patch::Strategic(json!({
                "metadata": {"uid": pod.metadata.uid},
                "status": {"conditions": [condition]},
            }));
            let pods = self.client.namespaced::<Pod>(&pod.metadata.namespace);
            match pods.patch_status(&pod.metadata.name, &patch).await {
                Err(error) if error.is_not_found() || error.is_conflict() => {}
                outcome => {
                    outcome?;
                    let about = object_reference(&*pod);
                    let message = "Node is not ready";
                    self.recorder.event(about, EventType::Warning, "NodeNotReady", message);
                }
            }
        }
        Ok(())
    }

    fn tell(&self, node: &Node, reason: &str, message: String) {
        self.recorder.event(object_reference(node), EventType::Normal, reason, message);
    }

    fn tell_of_controller(&self, node: &Node, reason: &str, what: &str, preposition: &str) {
        let name = &node.metadata.name;
        let message = format!("Node {name} event: {what} {name} {preposition} Controller");
        self.tell(node, reason, message);
    }
}
