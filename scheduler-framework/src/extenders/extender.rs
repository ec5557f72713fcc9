//! [`Extender`] and what it answers.

use std::collections::BTreeMap;
use std::fmt::Debug;

use async_trait::async_trait;
use bowline_api::core::v1::Pod;

use crate::node_info::NodeInfo;
use crate::plugins::default_preemption::Candidate;
use crate::pod_info::PodInfo;
use crate::verdict::BoxError;

/// A scheduler outside that has its say about pods it is interested in.
///
/// # Contract
/// Asked after the plugins of a point, for what they have left. Calls other than
/// [`bind`](Self::bind) block.
///
/// Upstream: `Extender` in `staging/src/k8s.io/kube-scheduler/framework/extender.go`.
#[async_trait]
pub trait Extender: Send + Sync + Debug + 'static {
    /// Who it is, in errors and logs.
    fn name(&self) -> &str;

    /// Whether it wants to be asked about a pod.
    fn is_interested(&self, pod: &PodInfo) -> bool;

    /// Whether scheduling goes on without it when it fails.
    fn is_ignorable(&self) -> bool;

    /// Whether it is asked which nodes fit.
    fn filters(&self) -> bool;

    /// Whether it is asked for scores.
    fn prioritizes(&self) -> bool;

    /// Whether it is asked about victims.
    fn preempts(&self) -> bool;

    /// Whether it binds pods itself.
    fn binds(&self) -> bool;

    /// Which of the nodes fit.
    ///
    /// # Errors
    /// When it fails.
    fn filter(&self, pod: &PodInfo, nodes: &[&NodeInfo]) -> Result<ExtenderFiltered, BoxError>;

    /// Scores of nodes by name, from 0 to 10, and the weight of them all.
    ///
    /// # Errors
    /// When it fails.
    fn prioritize(
        &self,
        pod: &PodInfo,
        nodes: &[&NodeInfo],
    ) -> Result<(Vec<(String, i64)>, i64), BoxError>;

    /// Which of the candidates may be used, and with which victims.
    ///
    /// # Errors
    /// When it fails.
    fn process_preemption<'a>(
        &self,
        pod: &'a PodInfo,
        candidates: &'a [Candidate],
    ) -> Result<BTreeMap<String, ExtenderVictims>, BoxError>;

    /// Binds a pod to a node.
    ///
    /// # Errors
    /// When it fails.
    async fn bind(&self, pod: &Pod, node: &str) -> Result<(), BoxError>;
}

/// What an extender makes of nodes, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExtenderFiltered {
    /// The nodes that fit, in the extender's order.
    pub nodes: Vec<String>,
    /// Why others do not.
    pub failed: BTreeMap<String, String>,
    /// Why others do not and no eviction would change it; goes before [`failed`](Self::failed).
    pub failed_and_unresolvable: BTreeMap<String, String>,
}

/// The victims that an extender agrees to on a node.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExtenderVictims {
    /// The pods by uid, most important first.
    pub pods: Vec<String>,
    /// How many of them a disruption budget protects.
    pub budget_violations: usize,
}
