//! `SchedulingGates` keeps pods with `spec.schedulingGates` out of the queue.

use std::sync::Arc;

use crate::events::{ActionType, EventHint, EventResource, QueueingHint};
use crate::plugin::{EnqueueExtensions, ExtensionPoints, Plugin, PreEnqueue};
use crate::pod_info::PodInfo;
use crate::snapshot::Objects;
use crate::verdict::{BoxError, Verdict};

/// The plugin. Upstream: `plugins/schedulinggates/scheduling_gates.go`.
#[derive(Clone, Copy, Debug, Default)]
pub struct SchedulingGates;

impl Plugin for SchedulingGates {
    fn name(&self) -> &'static str {
        "SchedulingGates"
    }

    fn register(self: Arc<Self>, at: &mut ExtensionPoints) {
        at.pre_enqueue(self.clone()).enqueue_extensions(self);
    }
}

impl PreEnqueue for SchedulingGates {
    fn pre_enqueue(&self, _: &Objects, pod: &PodInfo) -> Result<Verdict, BoxError> {
        let gates = &pod.pod().spec.scheduling_gates;
        if gates.is_empty() {
            return Ok(Verdict::Fits);
        }
        let names: Vec<_> = gates.iter().map(|gate| gate.name.as_str()).collect();
        Ok(Verdict::unresolvable(format!("waiting for scheduling gates: [{}]", names.join(" "))))
    }
}

impl EnqueueExtensions for SchedulingGates {
    fn events_to_register(self: Arc<Self>) -> Vec<EventHint> {
        let action = ActionType::UPDATE_POD_SCHEDULING_GATES_ELIMINATED;
        vec![EventHint::when(EventResource::Pod, action, |pod, objects| {
            let own = objects.after::<PodInfo>().is_some_and(|updated| updated.uid() == pod.uid());
            Ok(if own { QueueingHint::Queue } else { QueueingHint::Skip })
        })]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::EventObjects;
    use crate::testing::pod;

    #[test]
    fn gates_keep_pods_out() {
        let check = |pod: PodInfo| SchedulingGates.pre_enqueue(&Objects::default(), &pod).unwrap();
        assert_eq!(check(pod("p").info()), Verdict::Fits);
        let want = Verdict::unresolvable("waiting for scheduling gates: [a b]");
        assert_eq!(check(pod("p").gate("a").gate("b").info()), want);
    }

    #[test]
    fn only_the_pod_itself_is_helped() {
        let hint = Arc::new(SchedulingGates).events_to_register().remove(0).hint.unwrap();
        let gated = pod("p").gate("a").info();
        for (name, want) in [("p", QueueingHint::Queue), ("other", QueueingHint::Skip)] {
            let updated = pod(name).info();
            assert_eq!(hint(&gated, &EventObjects::updated(&gated, &updated)).unwrap(), want);
        }
    }
}
