//! The binding of one pod.

use std::fmt;
use std::sync::Arc;

use futures::future::join_all;

use super::waiting::{PermitWait, Sleep};
use crate::api_calls::ApiCalls;
use crate::cycle::{CycleError, binders};
use crate::cycle_state::CycleState;
use crate::plugin::{BindCycle, BindVerdict, PreBind, PreBindPreFlight};
use crate::pod_info::PodInfo;
use crate::profile::Profile;
use crate::queue::QueuedPod;
use crate::snapshot::Snapshot;
use crate::verdict::{Rejection, Verdict};

/// A pod with a node, on its way to be bound. It is to be [`run`](Self::run), beside the
/// scheduling loop, and the outcome to be handed back to the engine.
pub struct Binding {
    pub(crate) queued: QueuedPod,
    /// The pod as it will be when it is bound.
    pub(crate) pod: Arc<PodInfo>,
    pub(crate) node: String,
    pub(crate) profile: Arc<Profile>,
    pub(crate) state: CycleState,
    pub(crate) snapshot: Snapshot,
    pub(crate) wait: Option<PermitWait>,
}

/// How a binding ended.
#[derive(Debug)]
pub struct BindingOutcome {
    pub(crate) queued: QueuedPod,
    pub(crate) pod: Arc<PodInfo>,
    pub(crate) node: String,
    pub(crate) profile: Arc<Profile>,
    pub(crate) state: CycleState,
    pub(crate) result: Result<(), BindingError>,
}

/// Why a pod was not bound.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BindingError {
    /// A plugin turned it down.
    #[error("{0}")]
    Rejected(Rejection),
    /// A plugin failed.
    #[error(transparent)]
    Fault(#[from] CycleError),
    /// No plugin took it upon itself.
    #[error("no Bind plugin bound the pod")]
    Unbound,
}

impl Binding {
    /// The pod.
    #[must_use]
    pub fn pod(&self) -> &Arc<PodInfo> {
        &self.pod
    }

    /// The chosen node.
    #[must_use]
    pub fn node(&self) -> &str {
        &self.node
    }

    /// Waits for permits, prepares and binds.
    pub async fn run(self, api: Arc<dyn ApiCalls>, sleep: &Sleep) -> BindingOutcome {
        let Self { queued, pod, node, profile, state, snapshot, wait } = self;
        let cycle = BindCycle::new(state, snapshot, api, Arc::clone(sleep));
        let result = Steps { cycle: &cycle, profile: &profile, pod: &pod, node: &node };
        let result = result.run(wait, sleep).await;
        BindingOutcome { queued, pod, node, profile, state: cycle.state, result }
    }
}

impl BindingOutcome {
    /// The pod.
    #[must_use]
    pub fn pod(&self) -> &Arc<PodInfo> {
        &self.pod
    }

    /// Whether the pod is bound, or why not.
    ///
    /// # Errors
    /// When it is not bound.
    pub fn result(&self) -> Result<(), &BindingError> {
        self.result.as_ref().copied()
    }
}

impl fmt::Debug for Binding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Binding")
            .field("pod", &self.pod.name())
            .field("node", &self.node)
            .finish_non_exhaustive()
    }
}

struct Steps<'a> {
    cycle: &'a BindCycle,
    profile: &'a Profile,
    pod: &'a PodInfo,
    node: &'a str,
}

impl Steps<'_> {
    async fn run(&self, wait: Option<PermitWait>, sleep: &Sleep) -> Result<(), BindingError> {
        let flights: Vec<_> = self
            .profile
            .pre_bind
            .iter()
            .map(|plugin| (plugin, plugin.pre_flight(self.cycle, self.pod, self.node)))
            .filter(|(_, flight)| *flight != PreBindPreFlight::Skip)
            .collect();
        if wait.is_some() || !flights.is_empty() {
            self.publish().await;
        }
        if let Some(wait) = wait {
            wait.decided(sleep).await.map_err(BindingError::Rejected)?;
        }
        // Neighbours that may go together go together.
        let parallel = |flight: &PreBindPreFlight| *flight == PreBindPreFlight::RunInParallel;
        for group in flights.chunk_by(|(_, a), (_, b)| parallel(a) && parallel(b)) {
            let results = join_all(group.iter().map(|(plugin, _)| self.pre_bind(plugin))).await;
            results.into_iter().collect::<Result<(), _>>()?;
        }
        self.bind().await?;
        for plugin in &self.profile.post_bind {
            plugin.post_bind(self.cycle, self.pod, self.node);
        }
        Ok(())
    }

    /// What may take long is announced, so that others (an autoscaler, a scheduler that takes
    /// over) know what is planned for the pod.
    async fn publish(&self) {
        let pod = self.pod.pod();
        let mut status = pod.status.clone();
        self.node.clone_into(&mut status.nominated_node_name);
        if status == pod.status {
            return;
        }
        if let Err(error) = self.cycle.api.patch_pod_status(pod, &status).await {
            tracing::warn!(pod = %self.pod.name(), node = self.node, %error, "nominating the node");
        }
    }

    async fn pre_bind(&self, plugin: &Arc<dyn PreBind>) -> Result<(), BindingError> {
        let name = plugin.name();
        let verdict = plugin.pre_bind(self.cycle, self.pod, self.node).await;
        match verdict.map_err(CycleError::plugin("PreBind", name))? {
            Verdict::Fits => Ok(()),
            Verdict::Rejected(rejection) => Err(BindingError::Rejected(rejection.by(name))),
        }
    }

    async fn bind(&self) -> Result<(), BindingError> {
        for extender in binders(self.profile, self.pod) {
            match extender.bind(self.pod.pod(), self.node).await {
                Ok(()) => return Ok(()),
                Err(error) if extender.is_ignorable() => {
                    tracing::info!(extender = extender.name(), %error, "skipping an extender");
                }
                Err(source) => {
                    let extender = extender.name().to_owned();
                    return Err(CycleError::Extender { extender, source }.into());
                }
            }
        }
        for plugin in &self.profile.bind {
            let verdict = plugin.bind(self.cycle, self.pod, self.node).await;
            match verdict.map_err(CycleError::plugin("Bind", plugin.name()))? {
                BindVerdict::Bound => return Ok(()),
                BindVerdict::Skip => {}
            }
        }
        Err(BindingError::Unbound)
    }
}
