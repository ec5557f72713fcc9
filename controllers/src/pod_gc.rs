//! Deletes pods that nobody will ever end: their node is gone, they never had one, or there are
//! too many that have ended.
//!
//! Upstream: `pkg/controller/podgc/gc_controller.go`.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use bowline_api::core::v1::{ConditionStatus, Node, Pod, PodCondition, PodPhase, pod_condition};
use bowline_apimachinery::time::Time;
use bowline_client::api::{DeleteParams, Patch};
use bowline_client::{Client, Error};
use serde_json::json;
use tokio::time::{MissedTickBehavior, interval};
use tracing::{info, warn};

use crate::setup::{Setup, now};

/// How often pods are looked through.
const EVERY: Duration = Duration::from_secs(20);
/// How long a node has to be gone.
const QUARANTINE: i64 = 40;
/// The taint by which an operator says that a node is dead for good.
const OUT_OF_SERVICE: &str = "node.kubernetes.io/out-of-service";

/// Why a pod is collected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It has ended, and too many like it are kept.
    Terminated,
    /// It is being deleted, and its node is out of service.
    OutOfService,
    /// Its node does not exist.
    NodeGone,
    /// It is being deleted and was never on a node.
    Unscheduled,
}

impl Why {
    /// What the pod's status says about it.
    const fn message(self) -> Option<&'static str> {
        match self {
            Self::NodeGone => Some("PodGC: node no longer exists"),
            Self::OutOfService | Self::Terminated | Self::Unscheduled => None,
        }
    }
}

/// Nodes that pods name and that are not there, since when.
pub type Missing = BTreeMap<String, Time>;

/// Decides which pods to collect. `missing` is kept from one time to the next; whether a node is
/// really gone has still to be asked of the server.
pub fn plan(
    pods: &[Arc<Pod>],
    nodes: &[Arc<Node>],
    threshold: usize,
    missing: &mut Missing,
    now: Time,
) -> Vec<(Arc<Pod>, Why)> {
    let known: HashMap<&str, &Arc<Node>> =
        nodes.iter().map(|node| (node.metadata.name.as_str(), node)).collect();
    let named: HashSet<&str> = pods.iter().map(|pod| pod.spec.node_name.as_str()).collect();
    missing.retain(|node, _| named.contains(node.as_str()) && !known.contains_key(node.as_str()));
    let mut collected = terminated(pods, threshold);
    let mut seen: HashSet<String> =
        collected.iter().map(|(pod, _)| pod.metadata.uid.clone()).collect();
    for pod in pods {
        let node = pod.spec.node_name.as_str();
        let ends = pod.metadata.is_terminating();
        let why = match known.get(node) {
            None if node.is_empty() => ends.then_some(Why::Unscheduled),
            None => {
                let since = *missing.entry(node.to_owned()).or_insert(now);
                (now.since(since).as_secs() >= QUARANTINE).then_some(Why::NodeGone)
            }
            Some(node) => (ends && is_out_of_service(node)).then_some(Why::OutOfService),
        };
        if let Some(why) = why
            && seen.insert(pod.metadata.uid.clone())
        {
            collected.push((pod.clone(), why));
        }
    }
    collected
}

/// The surplus of pods that have ended: evicted ones first, then the oldest.
fn terminated(pods: &[Arc<Pod>], threshold: usize) -> Vec<(Arc<Pod>, Why)> {
    if threshold == 0 {
        return Vec::new();
    }
    let ended = |pod: &&Arc<Pod>| {
        let lives = [PodPhase::Pending, PodPhase::Running, PodPhase::Unknown, PodPhase::Unset];
        !lives.contains(&pod.status.phase)
    };
    let mut ended: Vec<_> = pods.iter().filter(ended).cloned().collect();
    let surplus = ended.len().saturating_sub(threshold);
    ended.sort_by_key(|pod| {
        let evicted = pod.status.phase == PodPhase::Failed && pod.status.reason == "Evicted";
        (!evicted, pod.metadata.creation_timestamp, pod.metadata.name.clone())
    });
    ended.into_iter().take(surplus).map(|pod| (pod, Why::Terminated)).collect()
}

fn is_out_of_service(node: &Node) -> bool {
    let ready = node.status.conditions.iter().find(|condition| condition.type_ == "Ready");
    let ready = ready.is_some_and(|condition| condition.status == ConditionStatus::True);
    !ready && node.spec.taints.iter().any(|taint| taint.key == OUT_OF_SERVICE)
}

/// Adds the controller.
pub fn add(setup: &mut Setup<'_>) {
    let (client, pods, nodes) = (setup.client(), setup.store::<Pod>(), setup.store::<Node>());
    let threshold = setup.config.terminated_pod_gc_threshold;
    setup.manager.add_runnable(
        "pod-garbage-collector-controller",
        true,
        move |shutdown| async move {
            let mut missing = Missing::new();
            let mut ticks = interval(EVERY);
            ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
            loop {
                tokio::select! {
                    biased;
                    () = shutdown.cancelled() => return Ok(()),
                    _ = ticks.tick() => {}
                }
                let now = now(client.clock());
                for (pod, why) in plan(&pods.list(), &nodes.list(), threshold, &mut missing, now) {
                    if let Err(error) = collect(&client, &pod, why).await {
                        let (namespace, name) = (&pod.metadata.namespace, &pod.metadata.name);
                        warn!(%namespace, %name, %error, "pod not collected");
                    }
                }
            }
        },
    );
}

async fn collect(client: &Client, pod: &Pod, why: Why) -> Result<(), Error> {
    if why == Why::NodeGone
        && client.cluster::<Node>().get_opt(&pod.spec.node_name).await?.is_some()
    {
        return Ok(());
    }
    let (namespace, name) = (&pod.metadata.namespace, &pod.metadata.name);
    info!(%namespace, %name, ?why, "collecting a pod");
    let pods = client.namespaced::<Pod>(namespace);
    if !pod.is_terminal() {
        // So that whoever waits for the pod's end sees one.
        let mut status = json!({"phase": "Failed"});
        if let Some(message) = why.message() {
            let condition = PodCondition {
                type_: pod_condition::DISRUPTION_TARGET.to_owned(),
                status: ConditionStatus::True,
                reason: "DeletionByPodGC".to_owned(),
                message: message.to_owned(),
                last_transition_time: Some(now(client.clock())),
                ..PodCondition::default()
            };
            status["conditions"] = json!([condition]);
        }
        let patch = json!({"metadata": {"uid": pod.metadata.uid}, "status": status});
        match pods.patch_status(name, &Patch::Strategic(patch)).await {
            Err(error) if error.is_not_found() => return Ok(()),
            patched => drop(patched?),
        }
    }
    let params = DeleteParams::default().grace_period(0).if_uid(&pod.metadata.uid);
    pods.delete_if_present(name, &params).await.map(drop)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn pod(name: &str, value: serde_json::Value) -> Arc<Pod> {
        let mut pod: Pod = serde_json::from_value(value).unwrap();
        pod.metadata.name = name.into();
        pod.metadata.uid = name.into();
        Arc::new(pod)
    }

    fn node(name: &str, taint: &str) -> Arc<Node> {
        let taints = json!([{"key": taint, "effect": "NoExecute"}]);
        let node = json!({"metadata": {"name": name}, "spec": {"taints": taints}});
        Arc::new(serde_json::from_value(node).unwrap())
    }

    #[test]
    fn pods_that_nobody_ends_are_collected() {
        let ending = json!({"deletionTimestamp": "2026-01-01T00:00:00Z"});
        let pods = [
            pod("fine", json!({"spec": {"nodeName": "n"}})),
            pod("unscheduled", json!({})),
            pod("unscheduled-ending", json!({"metadata": ending})),
            pod("ending", json!({"metadata": ending, "spec": {"nodeName": "n"}})),
            pod("stuck", json!({"metadata": ending, "spec": {"nodeName": "dead"}})),
            pod("lost", json!({"spec": {"nodeName": "gone"}})),
        ];
        let nodes = [node("n", "x"), node("dead", OUT_OF_SERVICE)];
        let mut missing = Missing::new();
        let mut at = |second| {
            let now = Time::from_unix_seconds(second);
            let plan = plan(&pods, &nodes, 10, &mut missing, now);
            plan.into_iter().map(|(pod, why)| (pod.metadata.name.clone(), why)).collect::<Vec<_>>()
        };
        let always = [
            ("unscheduled-ending".to_owned(), Why::Unscheduled),
            ("stuck".to_owned(), Why::OutOfService),
        ];
        assert_eq!(at(100), always);
        assert_eq!(at(139), always);
        assert_eq!(at(140)[2], ("lost".to_owned(), Why::NodeGone));
    }

    #[test]
    fn of_too_many_ended_pods_evicted_and_old_ones_go() {
        let ended = |name: &str, second: i64, reason: &str| {
            let created = Time::from_unix_seconds(second).to_string();
            pod(
                name,
                json!({
                    "metadata": {"creationTimestamp": created},
                    "status": {"phase": "Failed", "reason": reason}
                }),
            )
        };
        let pods = [ended("old", 1, ""), ended("new", 3, ""), ended("evicted", 2, "Evicted")];
        let names = |threshold| {
            let plan = terminated(&pods, threshold);
            plan.into_iter().map(|(pod, _)| pod.metadata.name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(names(3), [""; 0]);
        assert_eq!(names(1), ["evicted", "old"]);
        assert_eq!(names(0), [""; 0]);
    }
}
