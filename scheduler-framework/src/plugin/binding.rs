//! Points from the choice of a node to the bound pod: `Reserve`, `Permit`, `PreBind`, `Bind`,
//! `PostBind`.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use super::{CycleMut, Plugin};
use crate::api_calls::ApiCalls;
use crate::binding::Sleep;
use crate::cycle_state::CycleState;
use crate::pod_info::PodInfo;
use crate::snapshot::Snapshot;
use crate::verdict::{BoxError, Rejection, Verdict};

/// Sets aside what the pod will use, in the plugin's own books.
///
/// # Contract
/// Called in order when the node is chosen. If any later step fails, `unreserve` is called on
/// all plugins in reverse order, those included whose `reserve` was not called: it must be
/// idempotent.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not stand at `Reserve`",
    note = "implement `Reserve` before you register it there"
)]
pub trait Reserve: Plugin {
    /// Sets resources aside.
    ///
    /// # Errors
    /// When the plugin cannot tell; the attempt fails.
    fn reserve(
        &self,
        cycle: &mut CycleMut<'_>,
        pod: &PodInfo,
        node: &str,
    ) -> Result<Verdict, BoxError>;

    /// Gives them back.
    fn unreserve(&self, state: &mut CycleState, pod: &PodInfo, node: &str);
}

/// Holds a pod back before it is bound.
///
/// # Contract
/// Called in order at the end of the scheduling cycle, and does not itself wait: a pod that has
/// to wait does so in its binding cycle, while other pods are scheduled.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not stand at `Permit`",
    note = "implement `Permit` before you register it there"
)]
pub trait Permit: Plugin {
    /// Whether the pod may be bound.
    ///
    /// # Errors
    /// When the plugin cannot tell; the attempt fails.
    fn permit(
        &self,
        cycle: &mut CycleMut<'_>,
        pod: &PodInfo,
        node: &str,
    ) -> Result<PermitVerdict, BoxError>;
}

/// What [`Permit`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PermitVerdict {
    /// Bind it.
    Allow,
    /// Wait until the plugin allows or rejects it, at most this long (and never longer than 15
    /// minutes), after which it is rejected.
    Wait(Duration),
    /// Do not bind it.
    Rejected(Rejection),
}

/// What a binding cycle carries along.
#[derive(Clone)]
#[non_exhaustive]
pub struct BindCycle {
    /// What plugins kept during the scheduling cycle.
    pub state: CycleState,
    /// The cluster as it was when the node was chosen.
    pub snapshot: Snapshot,
    /// The way to write to the cluster.
    pub api: Arc<dyn ApiCalls>,
    /// The way to wait.
    pub sleep: Sleep,
}

impl BindCycle {
    /// A binding cycle after a scheduling cycle.
    #[must_use]
    pub fn new(
        state: CycleState,
        snapshot: Snapshot,
        api: Arc<dyn ApiCalls>,
        sleep: Sleep,
    ) -> Self {
        Self { state, snapshot, api, sleep }
    }
}

impl fmt::Debug for BindCycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BindCycle").field("state", &self.state).finish_non_exhaustive()
    }
}

/// Does what has to be done outside before the pod is bound, such as provisioning its volumes.
///
/// # Contract
/// Called in order; the first failure ends the binding, and everything is unreserved.
#[async_trait]
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not stand at `PreBind`",
    note = "implement `PreBind` before you register it there"
)]
pub trait PreBind: Plugin {
    /// Whether there is anything to do. Called before the pod waits for permits, so that the
    /// choice of the node is published if the work may take long.
    fn pre_flight(&self, cycle: &BindCycle, pod: &PodInfo, node: &str) -> PreBindPreFlight {
        let _ = (cycle, pod, node);
        PreBindPreFlight::Run
    }

    /// Does it.
    ///
    /// # Errors
    /// When it failed; the attempt fails and the pod backs off.
    async fn pre_bind(
        &self,
        cycle: &BindCycle,
        pod: &PodInfo,
        node: &str,
    ) -> Result<Verdict, BoxError>;
}

/// Whether a [`PreBind`] plugin has work to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PreBindPreFlight {
    /// It has, and others wait for it.
    Run,
    /// It has, and may do it beside its neighbours that also say so.
    RunInParallel,
    /// It has none and is left out.
    Skip,
}

/// Binds the pod to the node.
///
/// # Contract
/// Called in order until one does not skip.
#[async_trait]
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not stand at `Bind`",
    note = "implement `Bind` before you register it there"
)]
pub trait Bind: Plugin {
    /// Binds.
    ///
    /// # Errors
    /// When it failed; the attempt fails and the pod backs off.
    async fn bind(
        &self,
        cycle: &BindCycle,
        pod: &PodInfo,
        node: &str,
    ) -> Result<BindVerdict, BoxError>;
}

/// What [`Bind`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BindVerdict {
    /// The pod is bound.
    Bound,
    /// Nothing; the next plugin is asked.
    Skip,
}

/// Hears of a bound pod.
///
/// # Contract
/// Called for every plugin; informational, so there is nothing to answer.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not stand at `PostBind`",
    note = "implement `PostBind` before you register it there"
)]
pub trait PostBind: Plugin {
    /// The pod is bound to the node.
    fn post_bind(&self, cycle: &BindCycle, pod: &PodInfo, node: &str);
}
