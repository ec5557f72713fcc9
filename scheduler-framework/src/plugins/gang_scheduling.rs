//! `GangScheduling` places the pods of a group together, or none of them.

use std::sync::Arc;
use std::time::Duration;

use bowline_api::scheduling::v1alpha2::PodGroup;

use crate::cycle_state::CycleState;
use crate::events::{ActionType, EventHint, EventObjects, EventResource, QueueingHint};
use crate::plugin::{
    CycleMut, EnqueueExtensions, ExtensionPoints, Permit, PermitVerdict, Plugin, PreEnqueue,
    Reserve,
};
use crate::pod_groups::{GroupKey, GroupStage, group_of};
use crate::pod_info::PodInfo;
use crate::registry::Handle;
use crate::snapshot::Objects;
use crate::verdict::{BoxError, Rejection, Verdict};

/// How long pods with a node wait for the others of their group.
const PATIENCE: Duration = Duration::from_secs(5 * 60);

/// What a pod is told while others of its group are missing.
pub const REASON_TOO_FEW: &str =
    "waiting for minCount pods from a gang to appear in scheduling queue";

/// The plugin, which stands behind a feature gate upstream: a configuration must enable it.
///
/// A pod of a group with a gang policy does not enter the queue before there are enough pods of
/// it, and with its node waits until as many have theirs. When one of those gives up, all do.
///
/// Upstream: `plugins/gangscheduling/gangscheduling.go`.
#[derive(Clone, Debug, Default)]
pub struct GangScheduling {
    handle: Handle,
}

impl GangScheduling {
    /// The plugin with what it shares with its scheduler.
    #[must_use]
    pub fn new(handle: &Handle) -> Self {
        Self { handle: handle.clone() }
    }
}

/// How many pods of a group must have nodes together; none if its pods go one by one.
fn quorum(objects: &Objects, (namespace, name): &GroupKey) -> Option<Option<usize>> {
    let group = objects.get::<PodGroup>(namespace, name)?;
    let gang = group.spec.scheduling_policy.gang.as_ref();
    Some(gang.map(|gang| usize::try_from(gang.min_count).unwrap_or(0)))
}

impl Plugin for GangScheduling {
    fn name(&self) -> &'static str {
        "GangScheduling"
    }

    fn register(self: Arc<Self>, at: &mut ExtensionPoints) {
        at.pre_enqueue(self.clone()).reserve(self.clone()).permit(self.clone());
        at.enqueue_extensions(self);
    }
}

impl PreEnqueue for GangScheduling {
    fn pre_enqueue(&self, objects: &Objects, pod: &PodInfo) -> Result<Verdict, BoxError> {
        let Some(group) = group_of(pod.pod()) else { return Ok(Verdict::Fits) };
        let Some(quorum) = quorum(objects, &group) else {
            let name = &group.1;
            let reason =
                format!("waiting for pod's pod group {name:?} to appear in scheduling queue");
            return Ok(Verdict::unresolvable(reason));
        };
        let enough = quorum.is_none_or(|least| self.handle.pod_groups.counts(&group).all >= least);
        Ok(if enough { Verdict::Fits } else { Verdict::unresolvable(REASON_TOO_FEW) })
    }
}

impl Reserve for GangScheduling {
    fn reserve(&self, _: &mut CycleMut<'_>, _: &PodInfo, _: &str) -> Result<Verdict, BoxError> {
        Ok(Verdict::Fits)
    }

    /// Those that wait for this pod would hold their room in vain.
    fn unreserve(&self, _: &mut CycleState, pod: &PodInfo, _: &str) {
        let Some(group) = group_of(pod.pod()) else { return };
        for waiting in self.handle.waiting.list() {
            let is_sibling = waiting.pod.uid() != pod.uid()
                && waiting.pending.contains(&"GangScheduling")
                && group_of(waiting.pod.pod()).as_ref() == Some(&group);
            if is_sibling {
                let reason = format!("pod {} of the same gang was not placed", pod.name());
                let rejection = Rejection::unschedulable(reason).by("GangScheduling");
                self.handle.waiting.reject(waiting.pod.uid(), rejection);
            }
        }
    }
}

impl Permit for GangScheduling {
    fn permit(
        &self,
        cycle: &mut CycleMut<'_>,
        pod: &PodInfo,
        _: &str,
    ) -> Result<PermitVerdict, BoxError> {
        let Some(group) = group_of(pod.pod()) else { return Ok(PermitVerdict::Allow) };
        let groups = &self.handle.pod_groups;
        let Some(quorum) = quorum(cycle.snapshot.objects(), &group) else {
            let reason = format!("pod group {:?} does not exist", group.1);
            return Ok(PermitVerdict::Rejected(Rejection::unresolvable(reason)));
        };
        let Some(least) = quorum else { return Ok(PermitVerdict::Allow) };
        if groups.counts(&group).placed < least {
            // The others are to follow at once, not after whoever is next in the queue.
            self.handle.activations.add(groups.at_stage(&group, GroupStage::Unscheduled));
            return Ok(PermitVerdict::Wait(PATIENCE));
        }
        for waiting in self.handle.waiting.list() {
            if group_of(waiting.pod.pod()).as_ref() == Some(&group) {
                self.handle.waiting.allow(waiting.pod.uid(), "GangScheduling");
            }
        }
        Ok(PermitVerdict::Allow)
    }
}

impl EnqueueExtensions for GangScheduling {
    fn events_to_register(self: Arc<Self>) -> Vec<EventHint> {
        let add = ActionType::ADD;
        vec![
            EventHint::when(EventResource::UnscheduledPod, add, sibling_came),
            EventHint::when(EventResource::AssignedPod, add, sibling_came),
            EventHint::when(EventResource::PodGroup, add, group_came),
            EventHint::when(EventResource::PodGroup, ActionType::UPDATE, group_shrank),
        ]
    }
}

#[expect(clippy::unnecessary_wraps, reason = "hints may fail")]
fn queue_if(helped: bool) -> Result<QueueingHint, BoxError> {
    Ok(if helped { QueueingHint::Queue } else { QueueingHint::Skip })
}

fn sibling_came(pod: &PodInfo, objects: &EventObjects<'_>) -> Result<QueueingHint, BoxError> {
    let group = group_of(pod.pod());
    let other = objects.after::<PodInfo>().and_then(|it| group_of(it.pod()));
    queue_if(group.is_some() && group == other)
}

fn is_of(pod: &PodInfo, group: &PodGroup) -> bool {
    group_of(pod.pod()).is_some_and(|(namespace, name)| {
        namespace == group.metadata.namespace && name == group.metadata.name
    })
}

fn group_came(pod: &PodInfo, objects: &EventObjects<'_>) -> Result<QueueingHint, BoxError> {
    queue_if(objects.after::<PodGroup>().is_some_and(|group| is_of(pod, group)))
}

fn group_shrank(pod: &PodInfo, objects: &EventObjects<'_>) -> Result<QueueingHint, BoxError> {
    let least = |it: &PodGroup| it.spec.scheduling_policy.gang.as_ref().map(|it| it.min_count);
    let Some(group) = objects.after::<PodGroup>().filter(|it| is_of(pod, it)) else {
        return queue_if(false);
    };
    let before = objects.before::<PodGroup>().and_then(least);
    queue_if(before.zip(least(group)).is_some_and(|(before, now)| now < before))
}

#[cfg(test)]
mod tests;
