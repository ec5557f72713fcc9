//! Carrying out a preemption.

use std::sync::Arc;

use bowline_api::core::v1::{ConditionStatus, Pod, PodCondition, pod_condition};
use bowline_apimachinery::time::MicroTime;
use futures::future::join_all;

use super::WaitingPods;
use crate::api_calls::{ApiCalls, Note};
use crate::pod_info::PodInfo;
use crate::preemptions::Preemptions;
use crate::verdict::{BoxError, Rejection};

/// Victims to be evicted for a pod. It is to be [`run`](Self::run), beside the scheduling loop,
/// and the outcome to be handed back to the engine.
#[derive(Clone, Debug)]
pub struct Eviction {
    /// The pod that needs the room.
    pub preemptor: Arc<PodInfo>,
    /// Where.
    pub node: String,
    /// The pods that have to go.
    pub victims: Vec<Arc<PodInfo>>,
    /// Less important pods that were to have the room; they have to look for another.
    pub nominated: Vec<Arc<PodInfo>>,
    pub(crate) waiting: WaitingPods,
    pub(crate) under_way: Arc<Preemptions>,
}

/// How an eviction ended.
#[derive(Debug)]
pub struct EvictionOutcome {
    pub(crate) preemptor: Arc<PodInfo>,
    /// Whether all victims are going, or why not.
    pub result: Result<(), BoxError>,
}

impl Eviction {
    /// Evicts all victims but one at once, and that one when the preemptor may be tried again:
    /// so it hears of the end.
    ///
    /// Upstream: `pkg/scheduler/framework/preemption/executor.go`.
    pub async fn run(self, api: Arc<dyn ApiCalls>, now: MicroTime) -> EvictionOutcome {
        let result = self.evict_all(&*api, now).await;
        self.under_way.end(self.preemptor.uid());
        EvictionOutcome { preemptor: self.preemptor, result }
    }

    async fn evict_all(&self, api: &dyn ApiCalls, now: MicroTime) -> Result<(), BoxError> {
        for pod in &self.nominated {
            let mut status = pod.pod().status.clone();
            status.nominated_node_name.clear();
            if let Err(error) = api.patch_pod_status(pod.pod(), &status).await {
                tracing::warn!(pod = pod.name(), %error, "clearing the nominated node");
            }
        }
        let Some((last, others)) = self.victims.split_last() else { return Ok(()) };
        let results = join_all(others.iter().map(|victim| self.evict(api, victim, now))).await;
        results.into_iter().collect::<Result<(), _>>()?;
        self.under_way.end(self.preemptor.uid());
        self.evict(api, last, now).await
    }

    async fn evict(
        &self,
        api: &dyn ApiCalls,
        victim: &PodInfo,
        now: MicroTime,
    ) -> Result<(), BoxError> {
        // A pod that is not bound yet need not be deleted.
        if !self.waiting.reject(victim.uid(), Rejection::unschedulable("preempted")) {
            let pod = victim.pod();
            let mut status = pod.status.clone();
            let changed = status.set_condition(self.condition(pod), now.into());
            if changed {
                api.patch_pod_status(pod, &status).await?;
            }
            api.delete_pod(pod).await?;
        }
        let message = format!("Preempted by pod {} on node {}", self.preemptor.uid(), self.node);
        api.record(
            victim.pod(),
            Note {
                is_normal: true,
                reason: "Preempted",
                action: "Preempting",
                message,
                related: Some(Arc::clone(self.preemptor.pod())),
            },
        );
        Ok(())
    }

    fn condition(&self, victim: &Pod) -> PodCondition {
        let scheduler = self.preemptor.scheduler_name();
        PodCondition {
            type_: pod_condition::DISRUPTION_TARGET.to_owned(),
            status: ConditionStatus::True,
            reason: "PreemptionByScheduler".to_owned(),
            message: format!("{scheduler}: preempting to accommodate a higher priority pod"),
            observed_generation: victim.metadata.generation,
            ..PodCondition::default()
        }
    }
}
