//! Namespaces that lend each other what they do not use, by a plugin from outside.
//!
//! After `CapacityScheduling` in kubernetes-sigs/scheduler-plugins.

use std::collections::BTreeMap;
use std::sync::Arc;

use bowline::CustomResource;
use bowline::scheduler_framework::cycle::NodeStatuses;
use bowline::scheduler_framework::plugin::{
    CycleMut, ExtensionPoints, Nomination, Plugin, PostFilter, PostFilterCycle, PostFilterVerdict,
    PreFilter, PreFilterVerdict, Preemption,
};
use bowline::scheduler_framework::{
    BoxError, NodeInfo, PodInfo, Rejection, RejectionCode, Snapshot,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a namespace has.
#[derive(CustomResource, Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[resource(group = "scheduling.x-k8s.io", version = "v1alpha1", kind = "ElasticQuota")]
#[resource(plural = "elasticquotas")]
#[serde(rename_all = "camelCase", default)]
pub struct ElasticQuotaSpec {
    /// What is its own: thousandths of a core.
    pub min_milli_cpu: i64,
    /// What it may have when others do not use theirs.
    pub max_milli_cpu: i64,
}

/// The plugin.
#[derive(Clone, Copy, Debug, Default)]
pub struct Capacity;

/// What the namespaces use, and what they have.
#[derive(Clone, Debug, Default)]
struct Books {
    used: BTreeMap<String, i64>,
    quotas: BTreeMap<String, ElasticQuotaSpec>,
}

impl Books {
    fn of(snapshot: &Snapshot) -> Self {
        let mut books = Self::default();
        for quota in snapshot.objects().list::<ElasticQuota>() {
            books.quotas.insert(quota.metadata.namespace.clone(), quota.spec.clone());
        }
        for pod in snapshot.nodes().flat_map(|node| node.pods()) {
            *books.used.entry(pod.namespace().to_owned()).or_default() += pod.requests().milli_cpu;
        }
        books
    }

    fn used(&self, namespace: &str) -> i64 {
        self.used.get(namespace).copied().unwrap_or(0)
    }

    /// By how much a namespace has more than its own.
    fn borrowed(&self, namespace: &str) -> i64 {
        let own = self.quotas.get(namespace).map_or(i64::MAX, |it| it.min_milli_cpu);
        self.used(namespace).saturating_sub(own).max(0)
    }

    /// Why a pod may not run now.
    fn refusal(&self, pod: &PodInfo) -> Option<String> {
        let quota = self.quotas.get(pod.namespace())?;
        let after = self.used(pod.namespace()) + pod.requests().milli_cpu;
        if after > quota.max_milli_cpu {
            return Some("the elastic quota of the namespace is used up".to_owned());
        }
        let all: i64 = self.quotas.keys().map(|it| self.used(it)).sum();
        let owned: i64 = self.quotas.values().map(|it| it.min_milli_cpu).sum();
        let too_much = after > quota.min_milli_cpu && all + pod.requests().milli_cpu > owned;
        too_much.then(|| "there is nothing left that could be borrowed".to_owned())
    }
}

impl Plugin for Capacity {
    fn name(&self) -> &'static str {
        "Capacity"
    }

    fn register(self: Arc<Self>, at: &mut ExtensionPoints) {
        at.pre_filter(self.clone()).post_filter(self);
    }
}

impl PreFilter for Capacity {
    fn pre_filter(
        &self,
        cycle: &mut CycleMut<'_>,
        pod: &PodInfo,
    ) -> Result<PreFilterVerdict, BoxError> {
        let books = Books::of(cycle.snapshot);
        let verdict = books.refusal(pod).map(Rejection::unschedulable);
        Ok(verdict.map_or(PreFilterVerdict::Continue, Into::into))
    }
}

impl PostFilter for Capacity {
    /// Who wants what is its own takes it back from those that have borrowed it.
    fn post_filter(
        &self,
        cycle: &PostFilterCycle<'_>,
        pod: &PodInfo,
        statuses: &NodeStatuses,
    ) -> Result<PostFilterVerdict, BoxError> {
        let snapshot = cycle.cycle.snapshot;
        let books = Books::of(snapshot);
        let own = books.quotas.get(pod.namespace()).map_or(0, |it| it.min_milli_cpu);
        let after = books.used(pod.namespace()) + pod.requests().milli_cpu;
        if after <= own {
            let nodes = statuses.nodes_with(RejectionCode::Unschedulable, snapshot.node_count());
            let found = nodes.into_iter().find_map(|index| {
                let node = snapshot.node_at(index);
                let victims = victims(&books, pod, node)?;
                Some(Preemption { node: node.name().to_owned(), victims })
            });
            if let Some(preemption) = found {
                let (node, preemption) = (preemption.node.clone(), Some(preemption));
                return Ok(PostFilterVerdict::Schedulable { node, preemption });
            }
        }
        let (message, nomination) = (String::new(), Nomination::Keep);
        Ok(PostFilterVerdict::Unschedulable { message, nomination })
    }
}

/// The least important pods of borrowers, until there is room; none if there is not enough of
/// them.
fn victims(books: &Books, pod: &PodInfo, node: &NodeInfo) -> Option<Vec<Arc<PodInfo>>> {
    let mut left = node.allocatable().milli_cpu - node.requested().milli_cpu;
    let mut pods: Vec<_> = node.pods().iter().collect();
    pods.sort_by_key(|it| it.priority());
    let mut borrowed: BTreeMap<_, _> =
        pods.iter().map(|it| (it.namespace(), books.borrowed(it.namespace()))).collect();
    let mut chosen = Vec::new();
    for victim in pods {
        if left >= pod.requests().milli_cpu {
            break;
        }
        let owed = borrowed.get_mut(victim.namespace())?;
        // More than was borrowed is not taken back.
        let asked = victim.requests().milli_cpu;
        if asked > 0 && *owed >= asked && victim.namespace() != pod.namespace() {
            *owed -= asked;
            left += asked;
            chosen.push(Arc::clone(victim));
        }
    }
    (left >= pod.requests().milli_cpu && !chosen.is_empty()).then_some(chosen)
}
