//! From all nodes to those that fit.

use std::collections::BTreeSet;

use super::{CycleError, FilterRunner, NodeStatuses};
use crate::plugin::{Cycle, CycleMut, PreFilterVerdict};
use crate::pod_info::PodInfo;
use crate::profile::Profile;
use crate::snapshot::NodeIndex;
use crate::verdict::{Rejection, RejectionCode, Verdict};

/// The most nodes that are examined before it is looked whether enough were found.
pub(super) const WINDOW: usize = 256;

/// What the `PreFilter` plugins found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PreFiltered {
    /// Plugins whose filters are left out.
    pub skipped: BTreeSet<&'static str>,
    /// The only nodes that come into question; none if all do.
    pub only_nodes: Option<BTreeSet<String>>,
    /// The plugins that said so.
    pub narrowed_by: BTreeSet<&'static str>,
    /// The pod was rejected; all plugins that follow were asked nevertheless unless the rejection
    /// is final, since preemption needs what they keep.
    pub rejected: Option<Rejection>,
}

/// Runs the `PreFilter` plugins of a profile.
///
/// # Errors
/// When a plugin fails.
pub fn run_pre_filters(
    profile: &Profile,
    cycle: &mut CycleMut<'_>,
    pod: &PodInfo,
) -> Result<PreFiltered, CycleError> {
    let mut found = PreFiltered::default();
    for plugin in &profile.pre_filter {
        let name = plugin.name();
        let verdict = plugin.pre_filter(cycle, pod);
        match verdict.map_err(CycleError::plugin("PreFilter", name))? {
            PreFilterVerdict::Continue => {}
            PreFilterVerdict::Skip => {
                found.skipped.insert(name);
            }
            PreFilterVerdict::OnlyNodes(nodes) => {
                found.narrowed_by.insert(name);
                let left = match found.only_nodes.take() {
                    Some(only) => only.intersection(&nodes).cloned().collect(),
                    None => nodes,
                };
                let empty = left.is_empty();
                found.only_nodes = Some(left);
                if empty {
                    found.rejected = Some(Rejection::unresolvable(no_node(&found.narrowed_by)));
                    return Ok(found);
                }
            }
            PreFilterVerdict::Rejected(rejection) => {
                let last = rejection.code == RejectionCode::UnschedulableAndUnresolvable;
                found.rejected = Some(rejection.by(name));
                if last {
                    return Ok(found);
                }
            }
        }
    }
    Ok(found)
}

fn no_node(plugins: &BTreeSet<&'static str>) -> String {
    match plugins.first() {
        Some(only) if plugins.len() == 1 => format!("node(s) didn't satisfy plugin {only}"),
        _ => format!("node(s) didn't satisfy plugin(s) {} simultaneously", bracketed(plugins)),
    }
}

/// A list as Go prints it.
pub(super) fn bracketed(names: &BTreeSet<&'static str>) -> String {
    format!("[{}]", names.iter().copied().collect::<Vec<_>>().join(" "))
}

/// The nodes to be examined.
#[derive(Clone, Debug)]
pub(super) enum Candidates {
    /// So many, all there are.
    All(usize),
    /// These.
    Only(Vec<NodeIndex>),
}

impl Candidates {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::All(count) => *count,
            Self::Only(nodes) => nodes.len(),
        }
    }

    /// All in order from the one at `start` on, going round.
    pub(super) fn from(&self, start: usize) -> impl Iterator<Item = NodeIndex> {
        let len = self.len();
        let start = if len == 0 { 0 } else { start % len };
        (start..len).chain(0..start).map(|place| match self {
            Self::All(_) => place,
            Self::Only(nodes) => nodes[place],
        })
    }
}

/// The nodes that a pod fits on, and why not on others.
#[derive(Clone, Debug, Default)]
pub struct Feasibility {
    /// In the order in which they were found.
    pub nodes: Vec<NodeIndex>,
    /// The nodes that were examined and rejected.
    pub statuses: NodeStatuses,
}

impl Feasibility {
    /// Examines `nodes` in order from the one at `start` on, going round, until one more than
    /// `enough` fit; that one and all after it are left out of the result.
    ///
    /// So upstream does it with one worker: the search notices that it has enough when it finds
    /// one too many.
    pub(super) fn search(
        runner: &FilterRunner<'_>,
        cycle: &Cycle<'_>,
        pod: &PodInfo,
        nodes: &Candidates,
        start: usize,
        enough: usize,
    ) -> Result<Self, CycleError> {
        let mut found = Self::default();
        let mut ahead = nodes.from(start).peekable();
        while ahead.peek().is_some() {
            let window = WINDOW.min(enough + 1 - found.nodes.len());
            let window: Vec<_> = ahead.by_ref().take(window).collect();
            if found.examine(runner, cycle, pod, &window, enough)? {
                break;
            }
        }
        Ok(found)
    }

    /// Whether that was enough.
    fn examine(
        &mut self,
        runner: &FilterRunner<'_>,
        cycle: &Cycle<'_>,
        pod: &PodInfo,
        window: &[NodeIndex],
        enough: usize,
    ) -> Result<bool, CycleError> {
        let verdicts = runner.filter_at(cycle, pod, window)?;
        for (node, verdict) in window.iter().zip(verdicts) {
            match verdict {
                Verdict::Fits if self.nodes.len() == enough => return Ok(true),
                Verdict::Fits => self.nodes.push(*node),
                Verdict::Rejected(rejection) => self.statuses.push(*node, rejection),
            }
        }
        Ok(false)
    }
}
