//! [`SchedulingQueue`].
//!
//! Upstream: `pkg/scheduler/backend/queue/scheduling_queue.go`.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use bowline_apimachinery::time::{Duration, MicroTime};

use super::backoff::Backoff;
use super::heap::Heap;
use super::hints::Hints;
use super::in_flight::InFlight;
use super::parked::Parked;
use super::{Nominator, QueuedPod};
use crate::events::{EventRecord, pod_changes};
use crate::metrics::{Metrics, NoMetrics};
use crate::plugin::PreEnqueue;
use crate::pod_info::PodInfo;
use crate::profile::Profile;
use crate::snapshot::Objects;

/// How pods wait.
#[derive(Clone, Debug)]
pub struct QueueOptions {
    /// After failed attempts.
    pub backoff: Backoff,
    /// A rejected pod is tried again after this long even if nothing happens that it waits for.
    pub max_unschedulable: Duration,
    /// Where measurements go.
    pub metrics: Arc<dyn Metrics>,
}

impl Default for QueueOptions {
    fn default() -> Self {
        Self {
            backoff: Backoff::default(),
            max_unschedulable: Duration::from_secs(5 * 60),
            metrics: Arc::new(NoMetrics),
        }
    }
}

/// When, and beside which objects, something is done with the queue.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// The moment.
    pub now: MicroTime,
    /// What `PreEnqueue` plugins look at.
    pub objects: &'a Objects,
}

/// How many pods wait where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PendingCounts {
    /// To be tried.
    pub active: usize,
    /// To be tried after their backoff.
    pub backoff: usize,
    /// Waiting for an event.
    pub unschedulable: usize,
    /// Kept out by a plugin.
    pub gated: usize,
    /// Being tried.
    pub in_flight: usize,
}

/// The pods that wait, each in one place.
pub struct SchedulingQueue {
    pub(super) options: QueueOptions,
    pub(super) active: Heap,
    /// Rejected pods in their backoff.
    pub(super) backoff: Heap,
    /// Pods in their backoff after a fault; unlike the others they are never tried early.
    pub(super) error_backoff: Heap,
    pub(super) unschedulable: Parked,
    /// By the plugin that keeps them out.
    pub(super) gated: BTreeMap<&'static str, Parked>,
    pub(super) places: HashMap<String, Place>,
    pub(super) in_flight: InFlight,
    pub(super) hints: Hints,
    pub(super) pre_enqueue: HashMap<String, Vec<Arc<dyn PreEnqueue>>>,
    nominator: Nominator,
    /// When pods that have waited too long are looked for next.
    pub(super) next_sweep: Option<MicroTime>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Active,
    Backoff,
    ErrorBackoff,
    Unschedulable,
    Gated(&'static str),
}

impl SchedulingQueue {
    /// An empty queue for the pods of the profiles, in the order of their `QueueSort`; without
    /// one, in the order in which they came.
    #[must_use]
    pub fn new(options: QueueOptions, profiles: &[Arc<Profile>]) -> Self {
        let sort = profiles.iter().find_map(|profile| profile.queue_sort.clone());
        let less = move |a: &QueuedPod, b: &QueuedPod| match &sort {
            Some(sort) => sort.less(a, b),
            None => a.timestamp < b.timestamp,
        };
        let backoff = options.backoff;
        let by_expiry = move |a: &QueuedPod, b: &QueuedPod| backoff.expiry(a) < backoff.expiry(b);
        let order = less.clone();
        let then_by_order = move |a: &QueuedPod, b: &QueuedPod| {
            let (first, second) = (backoff.expiry(a), backoff.expiry(b));
            first < second || first == second && order(a, b)
        };
        let pre_enqueue = profiles
            .iter()
            .map(|profile| (profile.scheduler_name.clone(), profile.pre_enqueue.clone()));
        Self {
            options,
            active: Heap::new(Box::new(less)),
            backoff: Heap::new(Box::new(then_by_order)),
            error_backoff: Heap::new(Box::new(by_expiry)),
            unschedulable: Parked::default(),
            gated: BTreeMap::new(),
            places: HashMap::new(),
            in_flight: InFlight::default(),
            hints: Hints::new(profiles),
            pre_enqueue: pre_enqueue.collect(),
            nominator: Nominator::default(),
            next_sweep: None,
        }
    }

    /// A pod comes that is to be scheduled.
    pub fn add(&mut self, pod: Arc<PodInfo>, at: &Setting<'_>) {
        if self.places.contains_key(pod.uid()) || self.in_flight.contains(pod.uid()) {
            return;
        }
        let nominated = pod.pod().status.nominated_node_name.clone();
        if !nominated.is_empty() {
            self.nominator.nominate(Arc::clone(&pod), &nominated);
        }
        self.activate_or_gate(QueuedPod::new(pod, at.now), "UnscheduledPodAdd", at);
    }

    /// A pod changes that waits or is being tried.
    pub fn update(&mut self, old: &Arc<PodInfo>, new: Arc<PodInfo>, at: &Setting<'_>) {
        let uid = new.uid().to_owned();
        if self.in_flight.contains(&uid) {
            for event in pod_changes(old, &new) {
                let record = EventRecord::new(event, Some(Arc::clone(old)), Some(Arc::clone(&new)));
                self.in_flight.record(&record);
            }
            return;
        }
        let Some(place) = self.places.get(&uid).copied() else { return self.add(new, at) };
        self.nominator.update(old, Arc::clone(&new));
        let change = |queued: &mut QueuedPod| queued.pod = Arc::clone(&new);
        match place {
            Place::Active => drop(self.active.change(&uid, change)),
            Place::Backoff => drop(self.backoff.change(&uid, change)),
            Place::ErrorBackoff => drop(self.error_backoff.change(&uid, change)),
            Place::Unschedulable | Place::Gated(_) => {
                if let Some(queued) = self.parked_mut(place).get_mut(&uid) {
                    change(queued);
                }
                for event in pod_changes(old, &new) {
                    let record =
                        EventRecord::new(event, Some(Arc::clone(old)), Some(Arc::clone(&new)));
                    self.reconsider(&uid, &record, at);
                }
            }
        }
    }

    /// A pod goes, or is bound; returns the node for which it was nominated.
    pub fn delete(&mut self, uid: &str) -> Option<String> {
        self.take(uid);
        self.nominator.remove(uid)
    }

    /// The next pod to try. If none is due, a rejected pod is tried before its backoff is over
    /// rather than nothing done at all.
    pub fn pop(&mut self, at: &Setting<'_>) -> Option<QueuedPod> {
        self.flush(at);
        let mut queued = match self.active.pop() {
            Some(queued) => queued,
            None => self.backoff.pop()?,
        };
        self.places.remove(queued.pod.uid());
        self.in_flight.begin(queued.pod.uid());
        queued.attempts += 1;
        queued.initial_attempt.get_or_insert(at.now);
        queued.unschedulable_plugins.clear();
        queued.pending_plugins.clear();
        queued.gating_plugin = None;
        Some(queued)
    }

    /// An attempt is over; events need no longer be remembered for the pod.
    pub fn done(&mut self, uid: &str) {
        self.in_flight.end(uid);
    }

    /// Whether a pod is being tried.
    #[must_use]
    pub fn is_in_flight(&self, uid: &str) -> bool {
        self.in_flight.contains(uid)
    }

    /// Whether a pod waits.
    #[must_use]
    pub fn contains(&self, uid: &str) -> bool {
        self.places.contains_key(uid)
    }

    /// Pods nominated for nodes.
    #[must_use]
    pub fn nominator(&self) -> &Nominator {
        &self.nominator
    }

    /// Pods nominated for nodes, to change.
    pub fn nominator_mut(&mut self) -> &mut Nominator {
        &mut self.nominator
    }

    /// How many pods wait where.
    #[must_use]
    pub fn counts(&self) -> PendingCounts {
        PendingCounts {
            active: self.active.len(),
            backoff: self.backoff.len() + self.error_backoff.len(),
            unschedulable: self.unschedulable.len(),
            gated: self.gated.values().map(Parked::len).sum(),
            in_flight: self.in_flight.len(),
        }
    }

    /// All pods that wait, place by place.
    pub fn pods(&self) -> impl Iterator<Item = &QueuedPod> {
        let parked = self.unschedulable.iter().chain(self.gated.values().flat_map(Parked::iter));
        let heaps = [&self.active, &self.backoff, &self.error_backoff];
        heaps.into_iter().flat_map(Heap::iter).chain(parked)
    }

    /// How many waiting pods each plugin rejected, by plugin and profile.
    #[must_use]
    pub fn rejected(&self) -> BTreeMap<(&'static str, String), usize> {
        let mut counts = BTreeMap::new();
        for pod in self.pods() {
            for plugin in pod.rejector_plugins() {
                let profile = pod.pod.scheduler_name().to_owned();
                *counts.entry((plugin, profile)).or_default() += 1;
            }
        }
        counts
    }

    pub(super) fn parked_mut(&mut self, place: Place) -> &mut Parked {
        match place {
            Place::Gated(plugin) => self.gated.entry(plugin).or_default(),
            _ => &mut self.unschedulable,
        }
    }

    /// Takes a pod out of wherever it is.
    pub(super) fn take(&mut self, uid: &str) -> Option<QueuedPod> {
        match self.places.remove(uid)? {
            Place::Active => self.active.remove(uid),
            Place::Backoff => self.backoff.remove(uid),
            Place::ErrorBackoff => self.error_backoff.remove(uid),
            place => self.parked_mut(place).remove(uid),
        }
    }

    /// Puts a pod that was taken out somewhere.
    pub(super) fn put(&mut self, pod: QueuedPod, place: Place) {
        self.places.insert(pod.pod.uid().to_owned(), place);
        match place {
            Place::Active => self.active.push(pod),
            Place::Backoff => self.backoff.push(pod),
            Place::ErrorBackoff => self.error_backoff.push(pod),
            place => self.parked_mut(place).insert(pod),
        }
    }
}

impl fmt::Debug for SchedulingQueue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SchedulingQueue").field(&self.counts()).finish()
    }
}

#[cfg(test)]
mod tests;
