//! Extenders may strike nodes and change victims.

use std::sync::Arc;

use super::{Candidate, Victims};
use crate::cycle::CycleError;
use crate::plugin::PostFilterCycle;
use crate::pod_info::PodInfo;
use crate::verdict::BoxError;

/// The candidates that all extenders agree to, in the order in which they were.
///
/// Upstream: `callExtenders` in `pkg/scheduler/framework/preemption/preemption.go`.
pub(super) fn ask_extenders(
    cycle: &PostFilterCycle<'_>,
    pod: &PodInfo,
    mut candidates: Vec<Candidate>,
) -> Result<Vec<Candidate>, BoxError> {
    let extenders = cycle.filters.extenders().iter();
    for extender in extenders.filter(|it| it.preempts() && it.is_interested(pod)) {
        let mut answer = match extender.process_preemption(pod, &candidates) {
            Ok(answer) => answer,
            Err(error) if extender.is_ignorable() => {
                tracing::info!(extender = extender.name(), %error, "skipping an extender");
                continue;
            }
            Err(source) => {
                let extender = extender.name().to_owned();
                return Err(CycleError::Extender { extender, source }.into());
            }
        };
        if extender.is_ignorable() {
            answer.retain(|_, victims| !victims.pods.is_empty());
        }
        let mut left = Vec::with_capacity(answer.len());
        for Candidate { node, .. } in candidates {
            let Some(victims) = answer.remove(&node) else { continue };
            if victims.pods.is_empty() {
                return Err(format!("expected at least one victim pod on node {node:?}").into());
            }
            let budget_violations = victims.budget_violations;
            let pods = known(cycle, extender.name(), &node, &victims.pods)?;
            left.push(Candidate { node, victims: Victims { pods, budget_violations } });
        }
        candidates = left;
        if candidates.is_empty() {
            break;
        }
    }
    Ok(candidates)
}

/// The pods of a node by uid.
fn known(
    cycle: &PostFilterCycle<'_>,
    extender: &str,
    node: &str,
    uids: &[String],
) -> Result<Vec<Arc<PodInfo>>, BoxError> {
    let pods = cycle.cycle.snapshot.node(node).map(|it| it.pods()).unwrap_or_default();
    let find = |uid: &String| {
        pods.iter().find(|pod| pod.uid() == uid).cloned().ok_or_else(|| {
            let message = format!(
                "extender: {extender} claims to preempt pod (UID: {uid}) on node: {node}, but the \
                 pod is not found on that node"
            );
            BoxError::from(message)
        })
    };
    uids.iter().map(find).collect()
}
