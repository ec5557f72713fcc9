//! Points that decide which nodes a pod fits: `PreFilter`, `Filter`, `PostFilter`.

use std::collections::BTreeSet;
use std::sync::Arc;

use bowline_apimachinery::random::Random;

use super::{Cycle, CycleMut, Plugin, Reach};
use crate::cycle::{FilterRunner, NodeStatuses};
use crate::node_info::NodeInfo;
use crate::pod_info::PodInfo;
use crate::snapshot::NodeIndex;
use crate::verdict::{BoxError, Rejection, Verdict};

/// Looks at the pod and the whole cluster once, before the nodes are gone through.
///
/// # Contract
/// Called once a cycle for every plugin in order. What it works out for its [`Filter`] it keeps
/// in the cycle's state.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not stand at `PreFilter`",
    note = "implement `PreFilter` before you register it there"
)]
pub trait PreFilter: Plugin {
    /// Prepares the cycle, narrows it to some nodes, or ends it.
    ///
    /// # Errors
    /// When the plugin cannot tell; the attempt fails and the pod backs off.
    fn pre_filter(
        &self,
        cycle: &mut CycleMut<'_>,
        pod: &PodInfo,
    ) -> Result<PreFilterVerdict, BoxError>;

    /// How what was kept changes with pods that come and go; needed by plugins whose `Filter`
    /// depends on other pods, so that preemption can try nodes without their victims.
    fn extensions(&self) -> Option<&dyn PreFilterExtensions> {
        None
    }
}

/// What [`PreFilter`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PreFilterVerdict {
    /// Go on.
    Continue,
    /// The plugin has nothing to say about this pod: its `Filter` and extensions are left out of
    /// the cycle.
    Skip,
    /// Go on with these nodes, by name; what several plugins name is intersected.
    OnlyNodes(BTreeSet<String>),
    /// No node can do.
    Rejected(Rejection),
}

impl From<Rejection> for PreFilterVerdict {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}

/// Keeps the state of a [`PreFilter`] right while pods are added and removed on trial.
pub trait PreFilterExtensions: Send + Sync {
    /// `added` is taken to be on `node`, which already counts it.
    ///
    /// # Errors
    /// When the state is not there or the plugin cannot tell.
    fn add_pod(
        &self,
        cycle: &mut CycleMut<'_>,
        pod: &PodInfo,
        added: &PodInfo,
        node: &NodeInfo,
    ) -> Result<(), BoxError>;

    /// `removed` is taken to be gone from `node`, which no longer counts it.
    ///
    /// # Errors
    /// When the state is not there or the plugin cannot tell.
    fn remove_pod(
        &self,
        cycle: &mut CycleMut<'_>,
        pod: &PodInfo,
        removed: &PodInfo,
        node: &NodeInfo,
    ) -> Result<(), BoxError>;
}

/// Decides whether a pod can run on a node.
///
/// # Contract
/// Pure and quick: called for a node after those before it in order have let the pod pass. The
/// node may be another than the snapshot's of that name, with pods added or removed on trial.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not stand at `Filter`",
    note = "implement `Filter` before you register it there"
)]
pub trait Filter: Plugin {
    /// Whether `node` will do.
    ///
    /// # Errors
    /// When the plugin cannot tell; the attempt fails and the pod backs off.
    fn filter(
        &self,
        cycle: &Cycle<'_>,
        pod: &PodInfo,
        node: &NodeInfo,
    ) -> Result<Verdict, BoxError>;

    /// The same for many nodes, so that what does not depend on the node is looked up once.
    /// `verdicts` are as many as `nodes` and all [`Verdict::Fits`] at first; nodes that earlier
    /// plugins rejected are not among them.
    ///
    /// # Errors
    /// As [`filter`](Self::filter), for the first node that fails.
    fn filter_many(
        &self,
        cycle: &Cycle<'_>,
        pod: &PodInfo,
        nodes: &[&NodeInfo],
        verdicts: &mut [Verdict],
    ) -> Result<(), BoxError> {
        for (node, verdict) in nodes.iter().zip(verdicts) {
            *verdict = self.filter(cycle, pod, node)?;
        }
        Ok(())
    }

    /// The same for nodes of the cycle's snapshot as they are, by their places, which may be
    /// faster to tell.
    ///
    /// # Errors
    /// As [`filter_many`](Self::filter_many).
    fn filter_at(
        &self,
        cycle: &Cycle<'_>,
        pod: &PodInfo,
        nodes: &[NodeIndex],
        verdicts: &mut [Verdict],
    ) -> Result<(), BoxError> {
        let nodes: Vec<_> = nodes.iter().map(|index| cycle.snapshot.node_at(*index)).collect();
        self.filter_many(cycle, pod, &nodes, verdicts)
    }

    /// What the verdict depends on, asked after `PreFilter` in every cycle. Verdicts are kept for
    /// pods of the same kind if this says so.
    fn reach(&self, cycle: &Cycle<'_>, pod: &PodInfo) -> Reach {
        let _ = (cycle, pod);
        Reach::Cluster
    }
}

/// Tries to make room after no node was found, as preemption does.
///
/// # Contract
/// Called in order until one succeeds or fails for good; pure: what has to be done is part of
/// the answer.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not stand at `PostFilter`",
    note = "implement `PostFilter` before you register it there"
)]
pub trait PostFilter: Plugin {
    /// What can be done for a pod that fits on none of the nodes for the given reasons.
    ///
    /// # Errors
    /// When the plugin cannot tell.
    fn post_filter(
        &self,
        cycle: &PostFilterCycle<'_>,
        pod: &PodInfo,
        statuses: &NodeStatuses,
    ) -> Result<PostFilterVerdict, BoxError>;
}

/// The cycle as [`PostFilter`] sees it.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct PostFilterCycle<'a> {
    /// State and snapshot.
    pub cycle: Cycle<'a>,
    /// The filters of the profile, to be tried on nodes that were changed.
    pub filters: &'a FilterRunner<'a>,
    /// For decisions that are left to chance.
    pub random: &'a dyn Random,
}

impl<'a> PostFilterCycle<'a> {
    /// The cycle with its filters.
    #[must_use]
    pub fn new(cycle: Cycle<'a>, filters: &'a FilterRunner<'a>, random: &'a dyn Random) -> Self {
        Self { cycle, filters, random }
    }
}

/// What [`PostFilter`] came to.
#[derive(Clone, Debug)]
pub enum PostFilterVerdict {
    /// The pod will fit on the nominated node, once the preemption is carried out.
    Schedulable {
        /// The node.
        node: String,
        /// What has to happen first.
        preemption: Option<Preemption>,
    },
    /// Nothing helps, as far as this plugin knows; the next one is asked.
    Unschedulable {
        /// Why, for the pod's event and condition; may be empty.
        message: String,
        /// What becomes of the node that was nominated earlier.
        nomination: Nomination,
    },
    /// Nothing helps, and no other plugin is asked.
    Unresolvable {
        /// Why.
        message: String,
    },
}

/// What becomes of a pod's `status.nominatedNodeName` after a failed attempt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Nomination {
    /// It stays as it is.
    #[default]
    Keep,
    /// It is set to this node.
    Set(String),
    /// It is cleared.
    Clear,
}

/// Pods to evict from a node so that another fits.
#[derive(Clone, Debug)]
pub struct Preemption {
    /// The node.
    pub node: String,
    /// The pods, most important first.
    pub victims: Vec<Arc<PodInfo>>,
}
