//! Pods of a group together or not at all, by a plugin from outside.
//!
//! After the plugin of the same name in kubernetes-sigs/scheduler-plugins.

use std::sync::Arc;
use std::time::Duration;

use bowline::CustomResource;
use bowline::scheduler_framework::cycle::NodeStatuses;
use bowline::scheduler_framework::plugin::{
    CycleMut, ExtensionPoints, Nomination, Permit, PermitVerdict, Plugin, PostFilter,
    PostFilterCycle, PostFilterVerdict, Reserve,
};
use bowline::scheduler_framework::{
    BoxError, CycleState, Handle, PodInfo, Rejection, Snapshot, Verdict,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The label by which pods name their group.
pub const GROUP: &str = "scheduling.x-k8s.io/pod-group";

/// How a group is placed.
#[derive(CustomResource, Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[resource(group = "scheduling.x-k8s.io", version = "v1alpha1", kind = "PodGroup")]
#[resource(plural = "podgroups")]
#[serde(rename_all = "camelCase", default)]
pub struct PodGroupSpec {
    /// So many pods must have nodes at once.
    pub min_member: u32,
    /// How long those that have one wait for the others.
    pub schedule_timeout_seconds: Option<u64>,
}

/// The plugin.
#[derive(Debug)]
pub struct Coscheduling {
    handle: Handle,
}

impl Coscheduling {
    #[must_use]
    pub fn new(handle: &Handle) -> Self {
        Self { handle: handle.clone() }
    }

    /// All that wait for the group must look anew.
    fn reject_waiting(&self, pod: &PodInfo, group: &str) {
        for it in self.handle.waiting.list() {
            if it.pod.uid() != pod.uid() && is_of(&it.pod, pod.namespace(), group) {
                let reason = format!("pod {} of the group {group:?} has no node", pod.name());
                self.handle.waiting.reject(it.pod.uid(), Rejection::unschedulable(reason));
            }
        }
    }
}

fn group_of(pod: &PodInfo) -> Option<&str> {
    pod.pod().metadata.labels.get(GROUP).map(String::as_str)
}

fn is_of(pod: &PodInfo, namespace: &str, group: &str) -> bool {
    pod.namespace() == namespace && group_of(pod) == Some(group)
}

/// How many pods of a group have nodes.
fn placed(snapshot: &Snapshot, namespace: &str, group: &str) -> u32 {
    let pods = snapshot.nodes().flat_map(|node| node.pods());
    pods.filter(|pod| is_of(pod, namespace, group)).count() as u32
}

impl Plugin for Coscheduling {
    fn name(&self) -> &'static str {
        "Coscheduling"
    }

    fn register(self: Arc<Self>, at: &mut ExtensionPoints) {
        at.post_filter(self.clone()).reserve(self.clone()).permit(self);
    }
}

impl PostFilter for Coscheduling {
    /// Unless nearly all have a node, the others give theirs up, for smaller groups to use.
    fn post_filter(
        &self,
        cycle: &PostFilterCycle<'_>,
        pod: &PodInfo,
        _: &NodeStatuses,
    ) -> Result<PostFilterVerdict, BoxError> {
        let snapshot = cycle.cycle.snapshot;
        if let Some(name) = group_of(pod)
            && let Some(group) = snapshot.objects().get::<PodGroup>(pod.namespace(), name)
        {
            let least = group.spec.min_member;
            let missing = least.saturating_sub(placed(snapshot, pod.namespace(), name));
            if missing * 10 > least {
                self.reject_waiting(pod, name);
            }
        }
        let (message, nomination) = (String::new(), Nomination::Keep);
        Ok(PostFilterVerdict::Unschedulable { message, nomination })
    }
}

impl Reserve for Coscheduling {
    fn reserve(&self, _: &mut CycleMut<'_>, _: &PodInfo, _: &str) -> Result<Verdict, BoxError> {
        Ok(Verdict::Fits)
    }

    fn unreserve(&self, _: &mut CycleState, pod: &PodInfo, _: &str) {
        if let Some(group) = group_of(pod) {
            self.reject_waiting(pod, group);
        }
    }
}

impl Permit for Coscheduling {
    fn permit(
        &self,
        cycle: &mut CycleMut<'_>,
        pod: &PodInfo,
        _: &str,
    ) -> Result<PermitVerdict, BoxError> {
        let Some(name) = group_of(pod) else { return Ok(PermitVerdict::Allow) };
        let objects = cycle.snapshot.objects();
        let Some(group) = objects.get::<PodGroup>(pod.namespace(), name) else {
            let reason = format!("pod group {name:?} does not exist");
            return Ok(PermitVerdict::Rejected(Rejection::unschedulable(reason)));
        };
        // The snapshot is from before this pod had its node.
        if placed(cycle.snapshot, pod.namespace(), name) + 1 < group.spec.min_member {
            let patience = group.spec.schedule_timeout_seconds.unwrap_or(60);
            return Ok(PermitVerdict::Wait(Duration::from_secs(patience)));
        }
        for it in self.handle.waiting.list() {
            if is_of(&it.pod, pod.namespace(), name) {
                self.handle.waiting.allow(it.pod.uid(), self.name());
            }
        }
        Ok(PermitVerdict::Allow)
    }
}
