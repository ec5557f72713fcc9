//! `DynamicResources` gives pods the devices that their resource claims ask for.

mod allocator;
mod books;
mod claims;
mod constraints;
mod hints;
mod inventory;
mod outcome;
mod plan;
mod selectors;
mod writing;

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use bowline_api::resource::v1::{AllocationResult, ResourceClaim};

use crate::config::DynamicResourcesArgs;
use crate::cycle::NodeStatuses;
use crate::cycle_state::CycleState;
use crate::node_info::NodeInfo;
use crate::plugin::{
    BindCycle, Cycle, CycleMut, ExtensionPoints, Filter, Nomination, Plugin, PostFilter,
    PostFilterCycle, PostFilterVerdict, PreBind, PreBindPreFlight, PreEnqueue, PreFilter,
    PreFilterVerdict, PreScore, PreScoreVerdict, Reserve, Reverse, Score, normalize_to_max,
};
use crate::pod_info::PodInfo;
use crate::registry::Handle;
use crate::snapshot::Objects;
use crate::verdict::{BoxError, Rejection, Verdict};

use allocator::{Allocation, allocate};
use books::Books;
use claims::{claims_of, is_reserved_for};
use inventory::Inventory;
use plan::Plan;
use selectors::Selectors;

/// What the pod is told of a node where a claim's devices cannot be reached.
pub const REASON_ELSEWHERE: &str = "resourceclaim not available on the node";
/// What the pod is told of a node without enough devices for its claims.
pub const REASON_NO_DEVICES: &str = "cannot allocate all claims";
/// What the pod is told of a claim that too many others use.
pub const REASON_IN_USE: &str = "resourceclaim in use";

/// The plugin. Upstream: `plugins/dynamicresources`,
/// `staging/src/k8s.io/dynamic-resource-allocation/structured`.
///
/// The search on a node ends after so many steps as take about the configured time, not after
/// that time, so that decisions do not depend on the machine.
#[derive(Debug, Default)]
pub struct DynamicResources {
    args: DynamicResourcesArgs,
    handle: Handle,
    books: Books,
    selectors: Arc<Selectors>,
}

/// What the pod asks for, worked out once a cycle.
#[derive(Clone, Debug)]
struct Asked {
    claims: Vec<Arc<ResourceClaim>>,
    /// What is to be allocated, if anything is.
    search: Option<Arc<SearchSpace>>,
}

#[derive(Debug)]
struct SearchSpace {
    plan: Plan,
    inventory: Inventory,
    selectors: Arc<Selectors>,
    steps: u64,
}

/// What is to be written before the pod is bound: for each claim of [`Asked`] its allocation, if
/// it is new.
#[derive(Clone, Debug)]
struct Decision {
    claims: Vec<(Arc<ResourceClaim>, Option<AllocationResult>)>,
}

impl SearchSpace {
    fn allocate(&self, node: &NodeInfo) -> Result<Option<Allocation>, BoxError> {
        allocate(&self.plan, &self.inventory, &self.selectors, node.node(), self.steps)
    }
}

impl DynamicResources {
    /// The plugin with its arguments and what it shares with its scheduler.
    #[must_use]
    pub fn new(args: &DynamicResourcesArgs, handle: &Handle) -> Self {
        Self { args: args.clone(), handle: handle.clone(), ..Self::default() }
    }

    /// About a step a microsecond; 0 is for ever.
    fn steps(&self) -> u64 {
        match self.args.filter_timeout.as_nanos() / 1_000 {
            0 => u64::MAX,
            micros => micros.unsigned_abs(),
        }
    }

    fn asked(&self, objects: &Objects, pod: &PodInfo) -> Result<Asked, Rejection> {
        let refuse = |reason: String| Rejection::unresolvable(reason);
        let mut claims = Vec::new();
        for shown in claims_of(objects, pod.pod()).map_err(|error| refuse(error.to_string()))? {
            let claim = self.books.current(&shown);
            if claim.status.allocation.is_none() {
                if self.books.is_pending(&claim) {
                    let metadata = &claim.metadata;
                    return Err(refuse(format!(
                        "resource claim {}/{} is in the process of being allocated",
                        metadata.namespace, metadata.name
                    )));
                }
            } else if !claims::can_be_reserved(&claim) && !is_reserved_for(&claim, pod.uid()) {
                return Err(refuse(REASON_IN_USE.to_owned()));
            } else if self.books.is_pending(&claim) {
                let metadata = &claim.metadata;
                return Err(refuse(format!(
                    "resource claim {}/{} is in the process of being allocated",
                    metadata.namespace, metadata.name
                )));
            }
            claims.push(claim);
        }
        let open: Vec<_> =
            claims.iter().filter(|it| it.status.allocation.is_none()).cloned().collect();
        let search = match open.is_empty() {
            true => None,
            false => Some(Arc::new(SearchSpace {
                plan: Plan::of(objects, open).map_err(|error| refuse(error.to_string()))?,
                inventory: Inventory::of(objects, &self.books),
                selectors: Arc::clone(&self.selectors),
                steps: self.steps(),
            })),
        };
        Ok(Asked { claims, search })
    }
}

/// The claims whose devices cannot be reached from a node, by index.
fn out_of_reach<'a>(asked: &'a Asked, node: &'a NodeInfo) -> impl Iterator<Item = usize> + 'a {
    asked.claims.iter().enumerate().filter_map(|(index, claim)| {
        let selector = claim.status.allocation.as_ref()?.node_selector.as_ref()?;
        (!selector.matches(node.node())).then_some(index)
    })
}

impl Plugin for DynamicResources {
    fn name(&self) -> &'static str {
        "DynamicResources"
    }

    fn register(self: Arc<Self>, at: &mut ExtensionPoints) {
        at.pre_enqueue(self.clone()).pre_filter(self.clone()).filter(self.clone());
        at.post_filter(self.clone()).pre_score(self.clone()).score(self.clone());
        at.reserve(self.clone()).pre_bind(self.clone()).enqueue_extensions(self);
    }
}

impl PreEnqueue for DynamicResources {
    fn pre_enqueue(&self, objects: &Objects, pod: &PodInfo) -> Result<Verdict, BoxError> {
        Ok(match claims_of(objects, pod.pod()) {
            Ok(_) => Verdict::Fits,
            Err(error) => Verdict::unresolvable(error.to_string()),
        })
    }
}

impl PreFilter for DynamicResources {
    fn pre_filter(
        &self,
        cycle: &mut CycleMut<'_>,
        pod: &PodInfo,
    ) -> Result<PreFilterVerdict, BoxError> {
        if pod.pod().spec.resource_claims.is_empty() {
            return Ok(PreFilterVerdict::Skip);
        }
        match self.asked(cycle.snapshot.objects(), pod) {
            Ok(asked) if asked.claims.is_empty() => Ok(PreFilterVerdict::Skip),
            Ok(asked) => {
                cycle.insert(asked);
                Ok(PreFilterVerdict::Continue)
            }
            Err(rejection) => Ok(rejection.into()),
        }
    }
}

impl Filter for DynamicResources {
    fn filter(&self, cycle: &Cycle<'_>, _: &PodInfo, node: &NodeInfo) -> Result<Verdict, BoxError> {
        let Some(asked) = cycle.get::<Asked>() else { return Ok(Verdict::Fits) };
        if let Some(search) = &asked.search
            && search.allocate(node)?.is_none()
        {
            return Ok(Verdict::unresolvable(REASON_NO_DEVICES));
        }
        Ok(match out_of_reach(asked, node).next() {
            Some(_) => Verdict::unresolvable(REASON_ELSEWHERE),
            None => Verdict::Fits,
        })
    }
}

impl PostFilter for DynamicResources {
    /// A claim that only this pod uses, and whose devices are where the pod cannot go, is given
    /// up, so that it can be allocated elsewhere.
    fn post_filter(
        &self,
        cycle: &PostFilterCycle<'_>,
        pod: &PodInfo,
        statuses: &NodeStatuses,
    ) -> Result<PostFilterVerdict, BoxError> {
        let told = |message: &str| PostFilterVerdict::Unschedulable {
            message: message.to_owned(),
            nomination: Nomination::Keep,
        };
        if pod.pod().spec.resource_claims.is_empty() {
            return Ok(told(""));
        }
        let Some(asked) = cycle.cycle.get::<Asked>() else {
            return Ok(told("no new claims to deallocate"));
        };
        let snapshot = cycle.cycle.snapshot;
        let rejected = statuses.iter().filter(|(_, it)| it.plugin == "DynamicResources");
        let mut candidates: Vec<usize> = rejected
            .flat_map(|(node, _)| out_of_reach(asked, snapshot.node_at(node)))
            .filter(|index| {
                let users = &asked.claims[*index].status.reserved_for;
                users.iter().all(|user| user.uid == pod.uid()) && users.len() <= 1
            })
            .collect();
        candidates.sort_unstable();
        candidates.dedup();
        if candidates.is_empty() {
            return Ok(told("still not schedulable"));
        }
        let chosen = cycle.random.below(candidates.len() as u64) as usize;
        let mut claim = ResourceClaim::clone(&asked.claims[candidates[chosen]]);
        claim.status.reserved_for.clear();
        claim.status.allocation = None;
        self.handle.claim_writes.add(claim);
        Ok(told("deallocation of ResourceClaim completed"))
    }
}

impl PreScore for DynamicResources {
    fn pre_score(
        &self,
        cycle: &mut CycleMut<'_>,
        _: &PodInfo,
        _: &[&NodeInfo],
    ) -> Result<PreScoreVerdict, BoxError> {
        let search = cycle.read().get::<Asked>().and_then(|it| it.search.as_ref());
        Ok(match search {
            Some(search) if search.plan.has_alternatives() => PreScoreVerdict::Continue,
            _ => PreScoreVerdict::Skip,
        })
    }

    fn needs_nodes(&self, _: &Cycle<'_>, _: &PodInfo) -> bool {
        false
    }
}

impl Score for DynamicResources {
    /// The earlier alternatives are the better ones.
    fn score(&self, cycle: &Cycle<'_>, _: &PodInfo, node: &NodeInfo) -> Result<i64, BoxError> {
        let Some(search) = cycle.get::<Asked>().and_then(|it| it.search.as_ref()) else {
            return Ok(0);
        };
        Ok(search.allocate(node)?.map_or(0, |it| it.score(&search.plan)))
    }

    fn normalize(
        &self,
        _: &Cycle<'_>,
        _: &PodInfo,
        _: &[&NodeInfo],
        scores: &mut [i64],
    ) -> Result<(), BoxError> {
        normalize_to_max(scores, Reverse::No);
        Ok(())
    }
}

impl Reserve for DynamicResources {
    fn reserve(
        &self,
        cycle: &mut CycleMut<'_>,
        _: &PodInfo,
        node: &str,
    ) -> Result<Verdict, BoxError> {
        let Some(asked) = cycle.read().get::<Asked>().cloned() else { return Ok(Verdict::Fits) };
        let mut new = BTreeMap::new();
        if let Some(search) = &asked.search {
            let info = cycle.snapshot.node(node).ok_or("claim allocation not found for node")?;
            let found = search.allocate(info)?;
            let found = found.ok_or("claim allocation not found for node")?;
            let results = outcome::results(&search.plan, &search.inventory, &found)?;
            for (claim, allocation) in search.plan.claims().zip(results) {
                self.books.begin(claim, &allocation);
                new.insert(claim.metadata.uid.clone(), allocation);
            }
        }
        let decided = asked.claims.iter().map(|it| (Arc::clone(it), new.remove(&it.metadata.uid)));
        let claims = decided.collect();
        cycle.insert(Decision { claims });
        Ok(Verdict::Fits)
    }

    fn unreserve(&self, state: &mut CycleState, _: &PodInfo, _: &str) {
        let Some(decision) = state.get::<Decision>() else { return };
        let new = decision.claims.iter().filter(|(_, allocation)| allocation.is_some());
        new.for_each(|(claim, _)| self.books.revert(claim));
        state.remove::<Decision>();
    }
}

#[async_trait]
impl PreBind for DynamicResources {
    fn pre_flight(&self, cycle: &BindCycle, _: &PodInfo, _: &str) -> PreBindPreFlight {
        match cycle.state.get::<Decision>() {
            Some(_) => PreBindPreFlight::RunInParallel,
            None => PreBindPreFlight::Skip,
        }
    }

    async fn pre_bind(
        &self,
        cycle: &BindCycle,
        pod: &PodInfo,
        _: &str,
    ) -> Result<Verdict, BoxError> {
        let Some(decision) = cycle.state.get::<Decision>() else { return Ok(Verdict::Fits) };
        for (claim, allocation) in &decision.claims {
            if is_reserved_for(claim, pod.uid()) {
                continue;
            }
            let written = writing::bind(cycle, claim, allocation.as_ref(), pod).await?;
            self.books.end(&written);
            writing::wait(cycle, &written, self.args.binding_timeout.to_std()).await?;
        }
        Ok(Verdict::Fits)
    }
}

#[cfg(test)]
mod tests;
