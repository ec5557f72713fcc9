//! What extenders add to a cycle: they turn down nodes, and score those that are left.

use std::collections::HashMap;
use std::sync::Arc;

use super::{CycleError, NodeStatuses};
use crate::extenders::Extender;
use crate::node_info::NodeInfo;
use crate::plugin::MAX_NODE_SCORE;
use crate::pod_info::PodInfo;
use crate::profile::Profile;
use crate::snapshot::{NodeIndex, Snapshot};
use crate::verdict::{BoxError, Rejection};

/// Under which name extenders reject pods. They do not say what they wait for, so that any event
/// may help such a pod.
pub const EXTENDER: &str = "Extender";

/// The best score that an extender gives.
const MAX_EXTENDER_PRIORITY: i64 = 10;

fn interested<'a>(
    profile: &'a Profile,
    pod: &PodInfo,
) -> impl Iterator<Item = &'a Arc<dyn Extender>> {
    profile.extenders.iter().filter(move |it| it.is_interested(pod))
}

/// The nodes that all extenders agree to, one asked after the other. Why others were turned down
/// is added to `statuses`.
pub(super) fn filter_by_extenders(
    profile: &Profile,
    snapshot: &Snapshot,
    pod: &PodInfo,
    mut nodes: Vec<NodeIndex>,
    statuses: &mut NodeStatuses,
) -> Result<Vec<NodeIndex>, CycleError> {
    for extender in interested(profile, pod).filter(|it| it.filters()) {
        if nodes.is_empty() {
            break;
        }
        let infos: Vec<&NodeInfo> = nodes.iter().map(|index| snapshot.node_at(*index)).collect();
        let answer = match extender.filter(pod, &infos) {
            Ok(answer) => answer,
            Err(error) if extender.is_ignorable() => {
                tracing::info!(extender = extender.name(), %error, "skipping an extender");
                continue;
            }
            Err(source) => {
                return Err(CycleError::Extender { extender: extender.name().to_owned(), source });
            }
        };
        let hard = &answer.failed_and_unresolvable;
        let soft = answer.failed.iter().filter(|(node, _)| !hard.contains_key(*node));
        let hard = hard.iter().map(|(node, why)| (node, Rejection::unresolvable(why.clone())));
        let soft = soft.map(|(node, why)| (node, Rejection::unschedulable(why.clone())));
        for (node, rejection) in hard.chain(soft) {
            if let Some(index) = snapshot.index_of(node) {
                statuses.push(index, rejection);
            }
        }
        nodes = answer.nodes.iter().filter_map(|name| snapshot.index_of(name)).collect();
    }
    Ok(nodes)
}

/// Adds what extenders say to the scores of nodes. One that fails says nothing.
pub(super) fn score_by_extenders(
    profile: &Profile,
    pod: &PodInfo,
    nodes: &[&NodeInfo],
    totals: &mut [i64],
) {
    let asked: Vec<_> = interested(profile, pod).filter(|it| it.prioritizes()).collect();
    let mut sums = HashMap::<String, i64>::new();
    for (extender, answer) in asked.iter().zip(ask_all(&asked, pod, nodes)) {
        let (scores, weight) = match answer {
            Ok(answer) => answer,
            Err(error) => {
                tracing::info!(extender = extender.name(), %error, "no scores of an extender");
                continue;
            }
        };
        for (node, score) in scores {
            let share = score.saturating_mul(weight);
            let share = share.saturating_mul(MAX_NODE_SCORE / MAX_EXTENDER_PRIORITY);
            let sum = sums.entry(node).or_default();
            *sum = sum.saturating_add(share);
        }
    }
    for (node, total) in nodes.iter().zip(totals) {
        *total = total.saturating_add(sums.get(node.name()).copied().unwrap_or(0));
    }
}

type Answer = Result<(Vec<(String, i64)>, i64), BoxError>;

/// Asks all at once.
fn ask_all(asked: &[&Arc<dyn Extender>], pod: &PodInfo, nodes: &[&NodeInfo]) -> Vec<Answer> {
    if let [only] = asked {
        return vec![only.prioritize(pod, nodes)];
    }
    std::thread::scope(|scope| {
        let ask = |it: &Arc<dyn Extender>| {
            let it = Arc::clone(it);
            scope.spawn(move || it.prioritize(pod, nodes))
        };
        let threads: Vec<_> = asked.iter().map(|it| ask(it)).collect();
        let joined = threads.into_iter().map(|thread| thread.join());
        joined.map(|it| it.unwrap_or_else(|_| Err("the extender panicked".into()))).collect()
    })
}

/// The extenders that bind pods like this one.
pub(crate) fn binders<'a>(
    profile: &'a Profile,
    pod: &'a PodInfo,
) -> impl Iterator<Item = &'a Arc<dyn Extender>> {
    interested(profile, pod).filter(|it| it.binds())
}
