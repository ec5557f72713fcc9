//! `NodeResourcesFit` keeps pods off nodes that have too little left of what they request, and
//! prefers the freer (or the fuller) of the others.

mod fit;
mod hints;
mod strategy;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::resource_allocation::{Counting, ScoredResources};
use crate::config::NodeResourcesFitArgs;
use crate::events::{ActionType, EventHint, EventResource};
use crate::node_info::NodeInfo;
use crate::plugin::{
    Cycle, CycleMut, EnqueueExtensions, ExtensionPoints, Filter, Normalization, Plugin, PreFilter,
    PreFilterVerdict, PreScore, PreScoreVerdict, Reach, Score,
};
use crate::pod_info::{MISSING_REQUESTS, PodInfo};
use crate::resource::Resource;
use crate::verdict::{BoxError, Verdict};
use strategy::Strategy;

pub(super) use strategy::Shape;

/// The plugin. Upstream: `plugins/noderesources/fit.go`.
#[derive(Clone, Debug)]
pub struct NodeResourcesFit {
    ignored: Ignored,
    scored: ScoredResources,
    strategy: Strategy,
}

/// Extended resources that are not looked at.
#[derive(Clone, Debug, Default)]
struct Ignored {
    resources: BTreeSet<String>,
    groups: BTreeSet<String>,
}

/// What the pod requests of each scored resource.
#[derive(Clone, Debug)]
struct Requests(Vec<i64>);

impl NodeResourcesFit {
    /// The plugin with its arguments.
    #[must_use]
    pub fn new(args: &NodeResourcesFitArgs) -> Self {
        Self {
            ignored: Ignored {
                resources: args.ignored_resources.iter().cloned().collect(),
                groups: args.ignored_resource_groups.iter().cloned().collect(),
            },
            scored: ScoredResources::new(&args.scoring_strategy.resources, Counting::NonZero),
            strategy: Strategy::new(&args.scoring_strategy),
        }
    }

    /// What the pod counts in scores. Unlike the sums of nodes, it leaves out resources of the
    /// pod as a whole and what a resize holds: upstream does not pass its feature gates on here.
    fn requests(&self, pod: &PodInfo) -> Requests {
        let list = pod.pod().spec.container_requests_or(&MISSING_REQUESTS);
        Requests(self.scored.requests(&Resource::from(&list)))
    }
}

impl Default for NodeResourcesFit {
    fn default() -> Self {
        Self::new(&NodeResourcesFitArgs::default())
    }
}

impl Plugin for NodeResourcesFit {
    fn name(&self) -> &'static str {
        "NodeResourcesFit"
    }

    fn register(self: Arc<Self>, at: &mut ExtensionPoints) {
        at.pre_filter(self.clone()).filter(self.clone());
        at.pre_score(self.clone()).score(self.clone()).enqueue_extensions(self);
    }
}

impl PreFilter for NodeResourcesFit {
    fn pre_filter(&self, _: &mut CycleMut<'_>, _: &PodInfo) -> Result<PreFilterVerdict, BoxError> {
        Ok(PreFilterVerdict::Continue)
    }
}

impl Filter for NodeResourcesFit {
    fn filter(&self, _: &Cycle<'_>, pod: &PodInfo, node: &NodeInfo) -> Result<Verdict, BoxError> {
        Ok(fit::check(pod.requests(), node, &self.ignored))
    }

    fn reach(&self, _: &Cycle<'_>, _: &PodInfo) -> Reach {
        Reach::NODE
    }
}

impl PreScore for NodeResourcesFit {
    fn pre_score(
        &self,
        cycle: &mut CycleMut<'_>,
        pod: &PodInfo,
        _: &[&NodeInfo],
    ) -> Result<PreScoreVerdict, BoxError> {
        cycle.insert(self.requests(pod));
        Ok(PreScoreVerdict::Continue)
    }

    fn needs_nodes(&self, _: &Cycle<'_>, _: &PodInfo) -> bool {
        false
    }
}

impl Score for NodeResourcesFit {
    fn score(&self, cycle: &Cycle<'_>, pod: &PodInfo, node: &NodeInfo) -> Result<i64, BoxError> {
        let mut scores = [0];
        self.score_many(cycle, pod, &[node], &mut scores)?;
        Ok(scores[0])
    }

    fn score_many(
        &self,
        cycle: &Cycle<'_>,
        pod: &PodInfo,
        nodes: &[&NodeInfo],
        scores: &mut [i64],
    ) -> Result<(), BoxError> {
        let own;
        let requests = match cycle.get::<Requests>() {
            Some(requests) => requests,
            None => {
                own = self.requests(pod);
                &own
            }
        };
        for (node, score) in nodes.iter().zip(scores) {
            *score = self.strategy.score(self.scored.usage(node, &requests.0));
        }
        Ok(())
    }

    fn reach(&self, _: &Cycle<'_>, _: &PodInfo) -> Reach {
        Reach::NODE
    }

    fn normalization(&self) -> Normalization {
        Normalization::None
    }
}

impl EnqueueExtensions for NodeResourcesFit {
    fn events_to_register(self: Arc<Self>) -> Vec<EventHint> {
        let pod = ActionType::DELETE | ActionType::UPDATE_POD_SCALE_DOWN;
        let node = ActionType::ADD | ActionType::UPDATE_NODE_ALLOCATABLE;
        vec![
            EventHint::when(EventResource::Pod, pod, hints::after_pod_change),
            EventHint::when(EventResource::Node, node, move |pod, objects| {
                hints::after_node_change(pod, objects, &self.ignored)
            }),
        ]
    }
}

#[cfg(test)]
mod tests;
