//! The filters of one cycle, run on nodes as they are or as they might be.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use super::CycleError;
use crate::cycle_state::CycleState;
use crate::extenders::Extender;
use crate::node_info::NodeInfo;
use crate::plugin::{Cycle, CycleMut, Filter, PreFilterExtensions};
use crate::pod_info::PodInfo;
use crate::profile::Profile;
use crate::queue::Nominator;
use crate::snapshot::NodeIndex;
use crate::verdict::{BoxError, Verdict};

/// The filters that take part in a cycle, in order, with the pods nominated for nodes.
#[derive(Clone)]
pub struct FilterRunner<'a> {
    filters: Vec<&'a dyn Filter>,
    extensions: Vec<(&'static str, &'a dyn PreFilterExtensions)>,
    nominator: &'a Nominator,
    extenders: &'a [Arc<dyn Extender>],
}

impl<'a> FilterRunner<'a> {
    /// The filters of a profile but for the skipped ones.
    #[must_use]
    pub fn new(
        profile: &'a Profile,
        skipped: &BTreeSet<&'static str>,
        nominator: &'a Nominator,
    ) -> Self {
        let filters = profile.filter.iter().map(|it| &**it);
        let extensions = profile.pre_filter.iter().map(|it| (it.name(), it.extensions()));
        Self {
            filters: filters.filter(|it| !skipped.contains(it.name())).collect(),
            extensions: extensions
                .filter(|(name, _)| !skipped.contains(name))
                .filter_map(|(name, extensions)| Some((name, extensions?)))
                .collect(),
            nominator,
            extenders: &profile.extenders,
        }
    }

    /// The extenders of the profile.
    #[must_use]
    pub fn extenders(&self) -> &'a [Arc<dyn Extender>] {
        self.extenders
    }

    /// The filters, in order.
    pub(super) fn filters(&self) -> &[&'a dyn Filter] {
        &self.filters
    }

    /// The pods nominated for nodes.
    #[must_use]
    pub fn nominator(&self) -> &'a Nominator {
        self.nominator
    }

    /// Tells the plugins that `added` is on `node`, which counts it already.
    ///
    /// # Errors
    /// When a plugin fails.
    pub fn add_pod(
        &self,
        cycle: &mut CycleMut<'_>,
        pod: &PodInfo,
        added: &PodInfo,
        node: &NodeInfo,
    ) -> Result<(), CycleError> {
        self.extensions.iter().try_for_each(|(name, extensions)| {
            let result = extensions.add_pod(cycle, pod, added, node);
            result.map_err(CycleError::plugin("PreFilterExtensions.AddPod", name))
        })
    }

    /// Tells the plugins that `removed` is gone from `node`, which no longer counts it.
    ///
    /// # Errors
    /// When a plugin fails.
    pub fn remove_pod(
        &self,
        cycle: &mut CycleMut<'_>,
        pod: &PodInfo,
        removed: &PodInfo,
        node: &NodeInfo,
    ) -> Result<(), CycleError> {
        self.extensions.iter().try_for_each(|(name, extensions)| {
            let result = extensions.remove_pod(cycle, pod, removed, node);
            result.map_err(CycleError::plugin("PreFilterExtensions.RemovePod", name))
        })
    }

    /// Whether the pod fits on the node as it is given.
    ///
    /// # Errors
    /// When a plugin fails.
    pub fn filter(
        &self,
        cycle: &Cycle<'_>,
        pod: &PodInfo,
        node: &NodeInfo,
    ) -> Result<Verdict, CycleError> {
        for filter in &self.filters {
            let verdict = filter.filter(cycle, pod, node);
            match verdict.map_err(CycleError::plugin("Filter", filter.name()))? {
                Verdict::Fits => {}
                Verdict::Rejected(rejection) => {
                    return Ok(Verdict::Rejected(rejection.by(filter.name())));
                }
            }
        }
        Ok(Verdict::Fits)
    }

    /// What each filter says about the node on its own; and last what keeps the pod off the node
    /// if only pods nominated for it do.
    ///
    /// # Errors
    /// When a plugin fails.
    pub fn filter_each(
        &self,
        cycle: &Cycle<'_>,
        pod: &PodInfo,
        node: &NodeInfo,
    ) -> Result<Vec<(&'static str, Verdict)>, CycleError> {
        let mut verdicts = Vec::with_capacity(self.filters.len());
        for filter in &self.filters {
            let verdict = filter.filter(cycle, pod, node);
            let verdict = verdict.map_err(CycleError::plugin("Filter", filter.name()))?;
            verdicts.push((filter.name(), verdict));
        }
        if verdicts.iter().all(|(_, verdict)| verdict.fits())
            && let Verdict::Rejected(rejection) = self.filter_with_nominated(cycle, pod, node)?
        {
            verdicts.push((rejection.plugin, Verdict::Rejected(rejection)));
        }
        Ok(verdicts)
    }

    /// Whether the pod fits on the node both with and without the pods nominated for it.
    ///
    /// Nominated pods of the same or a higher priority may well come to run there, so there must
    /// be room beside them; and they may not, so what the pod needs of others must not be theirs.
    ///
    /// # Errors
    /// When a plugin fails.
    pub fn filter_with_nominated(
        &self,
        cycle: &Cycle<'_>,
        pod: &PodInfo,
        node: &NodeInfo,
    ) -> Result<Verdict, CycleError> {
        if let Some((state, node)) = self.with_nominated(cycle, pod, node)? {
            let verdict = self.filter(&Cycle::new(&state, cycle.snapshot), pod, &node)?;
            if !verdict.fits() {
                return Ok(verdict);
            }
        }
        self.filter(cycle, pod, node)
    }

    /// Whether the pod fits on each of the nodes, as [`filter_with_nominated`] has it.
    ///
    /// [`filter_with_nominated`]: Self::filter_with_nominated
    ///
    /// # Errors
    /// When a plugin fails on one of the nodes.
    pub fn filter_many(
        &self,
        cycle: &Cycle<'_>,
        pod: &PodInfo,
        nodes: &[&NodeInfo],
    ) -> Result<Vec<Verdict>, CycleError> {
        let ask = |filter: &dyn Filter, nodes: &[&NodeInfo], verdicts: &mut [Verdict]| {
            filter.filter_many(cycle, pod, nodes, verdicts)
        };
        self.filter_all(cycle, pod, nodes, |node| node, ask)
    }

    /// The same for nodes of the snapshot as they are, by their places.
    ///
    /// # Errors
    /// When a plugin fails on one of the nodes.
    pub fn filter_at(
        &self,
        cycle: &Cycle<'_>,
        pod: &PodInfo,
        nodes: &[NodeIndex],
    ) -> Result<Vec<Verdict>, CycleError> {
        let ask = |filter: &dyn Filter, nodes: &[NodeIndex], verdicts: &mut [Verdict]| {
            filter.filter_at(cycle, pod, nodes, verdicts)
        };
        self.filter_all(cycle, pod, nodes, |index| cycle.snapshot.node_at(index), ask)
    }

    fn filter_all<'n, N: Copy>(
        &self,
        cycle: &Cycle<'_>,
        pod: &PodInfo,
        nodes: &[N],
        info: impl Fn(N) -> &'n NodeInfo,
        ask: impl Fn(&dyn Filter, &[N], &mut [Verdict]) -> Result<(), BoxError>,
    ) -> Result<Vec<Verdict>, CycleError> {
        let mut verdicts = vec![Verdict::Fits; nodes.len()];
        let mut remaining = Vec::with_capacity(nodes.len());
        for (index, node) in nodes.iter().enumerate() {
            let is_expected = |node: &NodeInfo| !self.nominator.pods_for(node.name()).is_empty();
            if self.nominator.is_empty() || !is_expected(info(*node)) {
                remaining.push(index);
            } else {
                verdicts[index] = self.filter_with_nominated(cycle, pod, info(*node))?;
            }
        }
        let mut candidates: Vec<N> = remaining.iter().map(|index| nodes[*index]).collect();
        let mut answers = Vec::new();
        for filter in &self.filters {
            if candidates.is_empty() {
                break;
            }
            answers.clear();
            answers.resize(candidates.len(), Verdict::Fits);
            let result = ask(*filter, &candidates, &mut answers);
            result.map_err(CycleError::plugin("Filter", filter.name()))?;
            if answers.iter().all(Verdict::fits) {
                continue;
            }
            let mut kept = 0;
            for (place, answer) in answers.drain(..).enumerate() {
                match answer {
                    Verdict::Fits => {
                        remaining[kept] = remaining[place];
                        candidates[kept] = candidates[place];
                        kept += 1;
                    }
                    Verdict::Rejected(rejection) => {
                        verdicts[remaining[place]] = rejection.by(filter.name()).into();
                    }
                }
            }
            remaining.truncate(kept);
            candidates.truncate(kept);
        }
        Ok(verdicts)
    }

    /// The state and the node with the nominated pods that count for `pod`, if there are any.
    fn with_nominated(
        &self,
        cycle: &Cycle<'_>,
        pod: &PodInfo,
        node: &NodeInfo,
    ) -> Result<Option<(CycleState, NodeInfo)>, CycleError> {
        let others = self.nominator.pods_for(node.name()).iter();
        let mut others = others
            .filter(|other| other.priority() >= pod.priority() && other.uid() != pod.uid())
            .peekable();
        if others.peek().is_none() {
            return Ok(None);
        }
        let (mut state, mut node) = (cycle.state.clone(), node.clone());
        for other in others {
            node.add_pod(other.clone());
            let mut cycle = CycleMut::new(&mut state, cycle.snapshot);
            self.add_pod(&mut cycle, pod, other, &node)?;
        }
        Ok(Some((state, node)))
    }
}

impl fmt::Debug for FilterRunner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.filters.iter().map(|filter| filter.name())).finish()
    }
}
