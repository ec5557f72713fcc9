//! [`Engine`] itself.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use bowline_apimachinery::random::{Random, SeededRandom};
use bowline_apimachinery::time::{Duration, MicroTime};

use crate::activations::Activations;
use crate::binding::WaitingPods;
use crate::cache::Cache;
use crate::cycle::{Choice, CycleError, Explanation, Reuse, explain};
use crate::metrics::{Metrics, NoMetrics};
use crate::pod_groups::PodGroups;
use crate::pod_info::PodInfo;
use crate::pod_kinds::PodKinds;
use crate::preemptions::Preemptions;
use crate::profile::Profile;
use crate::queue::{Backoff, PendingCounts, QueueOptions, SchedulingQueue, Setting};
use crate::snapshot::Snapshot;

/// Which node is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// The one that kube-scheduler takes, to the node: it looks at as many nodes as that one does,
    /// and breaks ties as that one does.
    #[default]
    Exact,
    /// One of the best of all nodes by kube-scheduler's own scores: of equals, the first in the
    /// order of nodes behind the one that was taken last. All nodes are looked at, whatever the
    /// configuration says.
    Fast,
}

/// How an engine decides.
#[derive(Clone, Debug)]
pub struct EngineOptions {
    /// Which node is taken.
    pub mode: Mode,
    /// Whether answers of plugins are kept for pods of the same kind. Decisions are the same with
    /// and without.
    pub reuse: bool,
    /// How many nodes that fit are enough, in percent; 0 to adapt. Profiles may have their own.
    pub percentage_of_nodes_to_score: i32,
    /// How long pods wait after failed attempts.
    pub backoff: Backoff,
    /// A rejected pod is tried again after this long even if nothing happens that it waits for.
    pub max_unschedulable: Duration,
    /// How long the watch may take to show a binding that was written; then its room is free
    /// again.
    pub binding_patience: Duration,
    /// For decisions that are left to chance.
    pub random: Arc<dyn Random>,
    /// Where measurements go.
    pub metrics: Arc<dyn Metrics>,
    /// The pods that wait for permits; plugins may hold a clone.
    pub waiting: WaitingPods,
    /// The preemptions under way; plugins may hold a clone.
    pub preemptions: Arc<Preemptions>,
    /// Pods to be tried soon; plugins may hold a clone.
    pub activations: Activations,
    /// The pods that belong together; plugins may hold a clone.
    pub pod_groups: PodGroups,
}

impl Default for EngineOptions {
    fn default() -> Self {
        let QueueOptions { backoff, max_unschedulable, .. } = QueueOptions::default();
        Self {
            mode: Mode::Exact,
            reuse: true,
            percentage_of_nodes_to_score: 0,
            backoff,
            max_unschedulable,
            binding_patience: Duration::from_secs(15 * 60),
            random: Arc::new(SeededRandom::new(0)),
            metrics: Arc::new(NoMetrics),
            waiting: WaitingPods::default(),
            preemptions: Arc::default(),
            activations: Activations::default(),
            pod_groups: PodGroups::default(),
        }
    }
}

/// The scheduling core: what it knows of the cluster, the pods that wait, and how to place them.
pub struct Engine {
    pub(super) options: EngineOptions,
    pub(super) profiles: BTreeMap<String, Arc<Profile>>,
    pub(super) cache: Cache,
    pub(super) queue: SchedulingQueue,
    pub(super) snapshot: Snapshot,
    pub(super) reuse: Reuse,
    pub(super) kinds: PodKinds,
    /// Pods without a node that are ours to place, as the watch shows them.
    pub(super) unassigned: HashMap<String, Arc<PodInfo>>,
    /// Where in the order of nodes the next search starts.
    pub(super) start: usize,
}

impl Engine {
    /// An engine that knows of nothing yet.
    #[must_use]
    pub fn new(options: EngineOptions, profiles: impl IntoIterator<Item = Profile>) -> Self {
        let profiles: Vec<_> = profiles.into_iter().map(Arc::new).collect();
        let queue_options = QueueOptions {
            backoff: options.backoff,
            max_unschedulable: options.max_unschedulable,
            metrics: Arc::clone(&options.metrics),
        };
        let queue = SchedulingQueue::new(queue_options, &profiles);
        let by_name = profiles.into_iter().map(|it| (it.scheduler_name.clone(), it));
        Self {
            options,
            profiles: by_name.collect(),
            cache: Cache::default(),
            queue,
            snapshot: Snapshot::default(),
            reuse: Reuse::default(),
            kinds: PodKinds::default(),
            unassigned: HashMap::new(),
            start: 0,
        }
    }

    /// The cluster as it is known now, pods on their way included: to look at, or to fork.
    pub fn snapshot(&mut self) -> &Snapshot {
        self.look();
        &self.snapshot
    }

    /// Brings the snapshot up to date.
    pub(super) fn look(&mut self) {
        let changed = self.cache.update_snapshot(&mut self.snapshot);
        self.reuse.note(&changed, &self.snapshot);
    }

    /// What all plugins say about all nodes for a pod, as the cluster is known now; none if no
    /// profile schedules such a pod. Nothing is decided.
    ///
    /// # Errors
    /// When a plugin fails.
    pub fn explain(&mut self, pod: &PodInfo) -> Result<Option<Explanation>, CycleError> {
        self.look();
        let Some(profile) = self.profile_of(pod) else { return Ok(None) };
        explain(profile, &self.snapshot, self.queue.nominator(), pod).map(Some)
    }

    /// The memory of nodes and pods.
    #[must_use]
    pub fn cache(&self) -> &Cache {
        &self.cache
    }

    /// The pods that wait.
    #[must_use]
    pub fn queue(&self) -> &SchedulingQueue {
        &self.queue
    }

    /// How many pods wait where.
    #[must_use]
    pub fn pending(&self) -> PendingCounts {
        self.queue.counts()
    }

    /// The profiles by scheduler name.
    pub fn profiles(&self) -> impl Iterator<Item = &Arc<Profile>> {
        self.profiles.values()
    }

    /// Pods that wait for permits.
    #[must_use]
    pub fn waiting(&self) -> &WaitingPods {
        &self.options.waiting
    }

    /// Lets time pass: ends backoffs, and frees the room of bindings that nobody has seen.
    pub fn tick(&mut self, now: MicroTime) {
        for pod in self.cache.expire(now, self.options.binding_patience) {
            tracing::warn!(pod = pod.name(), "the binding was never seen; its room is free again");
            self.pod_left(&pod, now);
        }
        let at = Setting { now, objects: self.cache.objects() };
        self.queue.flush(&at);
    }

    /// When [`tick`](Self::tick) will have something to do, if nothing happens until then.
    #[must_use]
    pub fn next_tick(&self) -> Option<MicroTime> {
        self.queue.next_flush()
    }

    pub(super) fn choice(&self) -> Choice {
        match self.options.mode {
            Mode::Exact => Choice::Upstreams,
            Mode::Fast => Choice::First,
        }
    }

    pub(super) fn profile_of(&self, pod: &PodInfo) -> Option<&Arc<Profile>> {
        self.profiles.get(pod.scheduler_name())
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine")
            .field("profiles", &self.profiles.keys())
            .field("nodes", &self.cache.node_count())
            .field("pending", &self.pending())
            .finish_non_exhaustive()
    }
}
