//! Which pods belong together, and how far each has come.

use std::collections::BTreeMap;
use std::sync::Arc;

use bowline_api::core::v1::Pod;
use parking_lot::RwLock;

use crate::pod_info::PodInfo;

/// The pods of each group, kept by the engine for plugins that place groups as a whole.
///
/// A clone speaks about the same pods. Upstream: `pod_group_state.go` in
/// `pkg/scheduler/backend/cache`.
#[derive(Clone, Debug, Default)]
pub struct PodGroups {
    groups: Arc<RwLock<BTreeMap<GroupKey, BTreeMap<String, GroupStage>>>>,
}

/// A group, by namespace and name.
pub type GroupKey = (String, String);

/// How far a pod of a group has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupStage {
    /// It has no node yet.
    Unscheduled,
    /// A node was chosen for it.
    Assumed,
    /// It is bound.
    Assigned,
}

/// How many pods of a group have come how far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GroupCounts {
    /// All there are.
    pub all: usize,
    /// Those with a node, bound or not yet.
    pub placed: usize,
}

/// The group that a pod belongs to.
#[must_use]
pub fn group_of(pod: &Pod) -> Option<GroupKey> {
    let name = pod.spec.scheduling_group.as_ref()?.pod_group_name.as_ref()?;
    Some((pod.metadata.namespace.clone(), name.clone()))
}

impl PodGroups {
    /// How many pods of a group have come how far.
    #[must_use]
    pub fn counts(&self, group: &GroupKey) -> GroupCounts {
        let groups = self.groups.read();
        let Some(pods) = groups.get(group) else { return GroupCounts::default() };
        let placed = pods.values().filter(|stage| **stage != GroupStage::Unscheduled).count();
        GroupCounts { all: pods.len(), placed }
    }

    /// The pods of a group at a stage, by uid.
    #[must_use]
    pub fn at_stage(&self, group: &GroupKey, wanted: GroupStage) -> Vec<String> {
        let groups = self.groups.read();
        let pods = groups.get(group).into_iter().flatten();
        pods.filter(|(_, stage)| **stage == wanted).map(|(uid, _)| uid.clone()).collect()
    }

    /// A pod is there, and so far.
    pub(crate) fn set(&self, pod: &PodInfo, stage: GroupStage) {
        if let Some(group) = group_of(pod.pod()) {
            self.groups.write().entry(group).or_default().insert(pod.uid().to_owned(), stage);
        }
    }

    /// A pod is gone.
    pub(crate) fn remove(&self, pod: &PodInfo) {
        let Some(group) = group_of(pod.pod()) else { return };
        let mut groups = self.groups.write();
        if let Some(pods) = groups.get_mut(&group) {
            pods.remove(pod.uid());
            if pods.is_empty() {
                groups.remove(&group);
            }
        }
    }
}
