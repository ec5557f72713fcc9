//! `TaintToleration` keeps pods off nodes with taints that they do not tolerate, and prefers
//! nodes with fewer soft ones.

use std::sync::Arc;

use bowline_api::core::v1::{Node, Taint, TaintEffect, Toleration, find_untolerated_taint};

use crate::events::{ActionType, EventHint, EventResource, QueueingHint};
use crate::node_info::NodeInfo;
use crate::plugin::{
    Cycle, CycleMut, EnqueueExtensions, ExtensionPoints, Filter, Normalization, Plugin, PreScore,
    PreScoreVerdict, Reach, Reverse, Score, normalize_to_max,
};
use crate::pod_info::PodInfo;
use crate::verdict::{BoxError, Verdict};

/// What the pod is told of a tainted node.
pub const REASON: &str = "node(s) had untolerated taint(s)";

/// The plugin. Upstream: `plugins/tainttoleration/taint_toleration.go`.
#[derive(Clone, Copy, Debug, Default)]
pub struct TaintToleration;

/// The tolerations that speak about soft taints.
#[derive(Clone, Debug)]
struct Preferred(Vec<Toleration>);

impl Plugin for TaintToleration {
    fn name(&self) -> &'static str {
        "TaintToleration"
    }

    fn register(self: Arc<Self>, at: &mut ExtensionPoints) {
        at.filter(self.clone()).pre_score(self.clone()).score(self.clone());
        at.enqueue_extensions(self);
    }
}

impl Filter for TaintToleration {
    fn filter(&self, _: &Cycle<'_>, pod: &PodInfo, node: &NodeInfo) -> Result<Verdict, BoxError> {
        if tolerates(pod, node.node()) {
            return Ok(Verdict::Fits);
        }
        Ok(Verdict::unresolvable(REASON))
    }

    fn reach(&self, _: &Cycle<'_>, _: &PodInfo) -> Reach {
        Reach::NODE
    }
}

impl PreScore for TaintToleration {
    fn pre_score(
        &self,
        cycle: &mut CycleMut<'_>,
        pod: &PodInfo,
        _: &[&NodeInfo],
    ) -> Result<PreScoreVerdict, BoxError> {
        let soft =
            |it: &&Toleration| it.effect.is_unset() || it.effect == TaintEffect::PreferNoSchedule;
        let preferred = pod.pod().spec.tolerations.iter().filter(soft).cloned().collect();
        cycle.insert(Preferred(preferred));
        Ok(PreScoreVerdict::Continue)
    }

    fn needs_nodes(&self, _: &Cycle<'_>, _: &PodInfo) -> bool {
        false
    }
}

impl Score for TaintToleration {
    fn score(&self, cycle: &Cycle<'_>, _: &PodInfo, node: &NodeInfo) -> Result<i64, BoxError> {
        let tolerations = cycle.get::<Preferred>().map_or(&[][..], |it| &it.0);
        let soft = node.node().spec.taints.iter();
        let intolerable = soft
            .filter(|taint| taint.effect == TaintEffect::PreferNoSchedule)
            .filter(|taint| !tolerations.iter().any(|it| it.tolerates(taint)))
            .count();
        Ok(i64::try_from(intolerable)?)
    }

    fn normalize(
        &self,
        _: &Cycle<'_>,
        _: &PodInfo,
        _: &[&NodeInfo],
        scores: &mut [i64],
    ) -> Result<(), BoxError> {
        normalize_to_max(scores, Reverse::Yes);
        Ok(())
    }

    fn reach(&self, _: &Cycle<'_>, _: &PodInfo) -> Reach {
        Reach::NODE
    }

    fn normalization(&self) -> Normalization {
        Normalization::ByScores
    }
}

impl EnqueueExtensions for TaintToleration {
    fn events_to_register(self: Arc<Self>) -> Vec<EventHint> {
        let node = ActionType::ADD | ActionType::UPDATE_NODE_TAINT;
        vec![
            EventHint::when(EventResource::Node, node, |pod, objects| {
                let before = objects.before::<Node>().is_some_and(|node| tolerates(pod, node));
                let after = objects.after::<Node>().is_none_or(|node| tolerates(pod, node));
                Ok(if after && !before { QueueingHint::Queue } else { QueueingHint::Skip })
            }),
            EventHint::when(
                EventResource::Pod,
                ActionType::UPDATE_POD_TOLERATION,
                |pod, objects| {
                    let own = objects.after::<PodInfo>().is_some_and(|it| it.uid() == pod.uid());
                    Ok(if own { QueueingHint::Queue } else { QueueingHint::Skip })
                },
            ),
        ]
    }
}

/// Whether the pod tolerates the taints that forbid a node.
fn tolerates(pod: &PodInfo, node: &Node) -> bool {
    find_untolerated_taint(&node.spec.taints, &pod.pod().spec.tolerations, forbids).is_none()
}

pub(crate) fn forbids(taint: &Taint) -> bool {
    matches!(taint.effect, TaintEffect::NoSchedule | TaintEffect::NoExecute)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::EventObjects;
    use crate::testing::{check_filter, check_scores, node, pod};

    #[test]
    fn hard_taints_need_tolerations() {
        let tainted = |effect| node("n").taint("dedicated", "a", effect);
        let rejected = Some(("UnschedulableAndUnresolvable", REASON));
        check_filter(
            &TaintToleration,
            [
                ("no taint", pod("p"), node("n"), None),
                ("hard", pod("p"), tainted("NoSchedule"), rejected),
                ("harder", pod("p"), tainted("NoExecute"), rejected),
                ("soft", pod("p"), tainted("PreferNoSchedule"), None),
                (
                    "tolerated",
                    pod("p").tolerates("dedicated", "NoSchedule"),
                    tainted("NoSchedule"),
                    None,
                ),
                (
                    "tolerated in part",
                    pod("p").tolerates("dedicated", "NoSchedule"),
                    tainted("NoExecute"),
                    rejected,
                ),
            ],
        );
    }

    #[test]
    fn soft_taints_cost_points() {
        let soft = |name| node(name).taint("a", "", "PreferNoSchedule");
        let nodes = || [node("n0"), soft("n1"), soft("n2").taint("b", "", "PreferNoSchedule")];
        check_scores(
            &TaintToleration,
            [
                ("not tolerated", pod("p"), nodes().into(), vec![0, 1, 2], vec![100, 50, 0]),
                (
                    "one tolerated",
                    pod("p").tolerates("a", ""),
                    nodes().into(),
                    vec![0, 0, 1],
                    vec![100, 100, 0],
                ),
                (
                    "tolerated as hard",
                    pod("p").tolerates("a", "NoSchedule"),
                    nodes().into(),
                    vec![0, 1, 2],
                    vec![100, 50, 0],
                ),
                (
                    "all tolerated",
                    pod("p").tolerates("", ""),
                    nodes().into(),
                    vec![0, 0, 0],
                    vec![100, 100, 100],
                ),
            ],
        );
    }

    #[test]
    fn hints() {
        let hint = Arc::new(TaintToleration).events_to_register().remove(0).hint.unwrap();
        let (clean, tainted) = (node("n").build(), node("n").taint("a", "", "NoSchedule").build());
        let waiting = pod("p").info();
        let rows = [
            ("a clean node comes", EventObjects::added(&clean), QueueingHint::Queue),
            ("a tainted node comes", EventObjects::added(&tainted), QueueingHint::Skip),
            ("a taint goes", EventObjects::updated(&tainted, &clean), QueueingHint::Queue),
            ("nothing changes", EventObjects::updated(&clean, &clean), QueueingHint::Skip),
        ];
        for (name, objects, want) in rows {
            assert_eq!(hint(&waiting, &objects).unwrap(), want, "{name}");
        }
    }
}
