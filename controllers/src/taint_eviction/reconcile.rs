//! Carrying evictions out when their time has come.
//!
//! Upstream: `pkg/controller/tainteviction/taint_eviction.go`.

use std::collections::HashMap;
use std::sync::Arc;

use bowline_api::core::v1::{ConditionStatus, Node, Pod, PodCondition, TaintEffect, pod_condition};
use bowline_apimachinery::resource::{NamespacedName, Object};
use bowline_apimachinery::time::{MicroTime, Time};
use bowline_client::api::{DeleteParams, Patch};
use bowline_client::cache::{Delta, Store};
use bowline_client::events::{EventType, Recorder, object_reference};
use bowline_client::{Client, Error};
use bowline_controller_runtime::{Action, Observed, ReconcileError, Request};
use parking_lot::Mutex;
use serde_json::json;

use super::plan::may_stay;
use crate::setup::Setup;

const NAME: &str = "taint-eviction-controller";
/// The reason of all events.
const REASON: &str = "TaintManagerEviction";

struct Evictions {
    client: Client,
    nodes: Store<Node>,
    recorder: Recorder,
    /// Pods that will have to go, by uid, and since when their time runs.
    scheduled: Mutex<HashMap<String, MicroTime>>,
}

/// Adds the controller.
pub fn add(setup: &mut Setup<'_>) {
    let pods = setup.store::<Pod>();
    let nodes = setup.store::<Node>();
    let by_node = pods.index_by(|pod: &Pod| vec![pod.spec.node_name.clone()]);
    let this = Arc::new(Evictions {
        client: setup.client(),
        nodes: nodes.clone(),
        recorder: setup.recorder(NAME),
        scheduled: Mutex::default(),
    });
    let controller = setup
        .controller::<Pod>(NAME)
        .watches_deltas(&nodes, move |delta: &Delta<Node>, queue| {
            let (old, new) = match delta {
                Delta::Applied { old, new, .. } => (old.as_ref(), new),
                Delta::Deleted { last, .. } => (None, last),
                Delta::Synced | Delta::Replaced => return,
            };
            if old.is_none_or(|old| old.spec.taints != new.spec.taints) {
                by_node.get(&new.metadata.name).iter().for_each(|pod| queue.add(pod.key()));
            }
        })
        .concurrency(8)
        .reconcile(move |request: Request<Pod>| {
            let this = this.clone();
            async move { this.reconcile(&request).await }
        });
    setup.add(controller);
}

impl Evictions {
    async fn reconcile(&self, request: &Request<Pod>) -> Result<Action, ReconcileError> {
        let Some(pod) = request.present() else {
            if let Observed::Gone(Some(last)) = &request.object {
                self.scheduled.lock().remove(&last.metadata.uid);
            }
            return Ok(Action::Done);
        };
        if pod.metadata.is_terminating() {
            self.scheduled.lock().remove(&pod.metadata.uid);
            return Ok(Action::Done);
        }
        let node = self.nodes.get_by("", &pod.spec.node_name);
        let mut taints = node.map(|node| node.spec.taints.clone()).unwrap_or_default();
        taints.retain(|taint| taint.effect == TaintEffect::NoExecute);
        let now = self.client.clock().now();
        let scheduled = self.scheduled.lock().get(&pod.metadata.uid).copied();
        match may_stay(pod, &taints, scheduled.unwrap_or(now), now) {
            None => {
                if self.scheduled.lock().remove(&pod.metadata.uid).is_some() {
                    self.tell(pod, &format!("Cancelling deletion of Pod {}", pod.key()));
                }
                Ok(Action::Done)
            }
            Some(left) if !left.is_zero() => {
                self.scheduled.lock().entry(pod.metadata.uid.clone()).or_insert(now);
                Ok(Action::RequeueAfter(left))
            }
            Some(_) => {
                self.evict(pod, now.into()).await?;
                self.scheduled.lock().remove(&pod.metadata.uid);
                Ok(Action::Done)
            }
        }
    }

    async fn evict(&self, pod: &Pod, now: Time) -> Result<(), Error> {
        self.tell(pod, &format!("Marking for deletion Pod {}", pod.key()));
        let NamespacedName { namespace, name } = pod.key();
        let pods = self.client.namespaced::<Pod>(&namespace);
        let condition = PodCondition {
            type_: pod_condition::DISRUPTION_TARGET.to_owned(),
            status: ConditionStatus::True,
            reason: "DeletionByTaintManager".to_owned(),
            message: "Taint manager: deleting due to NoExecute taint".to_owned(),
            last_transition_time: Some(now),
            ..PodCondition::default()
        };
        if !pod.status.is_condition_true(pod_condition::DISRUPTION_TARGET) {
            let patch = Patch::Strategic(json!({
                "metadata": {"uid": pod.metadata.uid},
                "status": {"conditions": [condition]},
            }));
            match pods.patch_status(&name, &patch).await {
                // The pod is gone, or another one has its name now.
                Err(error) if error.is_not_found() || error.is_conflict() => return Ok(()),
                outcome => drop(outcome?),
            }
        }
        let params = DeleteParams::default().if_uid(&pod.metadata.uid);
        pods.delete_if_present(&name, &params).await.map(drop)
    }

    fn tell(&self, pod: &Pod, message: &str) {
        self.recorder.event(object_reference(pod), EventType::Normal, REASON, message);
    }
}
