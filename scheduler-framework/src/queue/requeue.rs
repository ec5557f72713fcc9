//! Moves between the places of the queue.

use bowline_apimachinery::time::{Duration, MicroTime};

use super::hints::Worth;
use super::scheduling_queue::{Place, Setting};
use super::{QueuedPod, SchedulingQueue};
use crate::events::{ClusterEvent, EventRecord};
use crate::metrics::QUEUE_INCOMING_PODS;
use crate::verdict::{RejectionCode, Verdict};

/// How often pods are looked for that have waited too long.
const SWEEP: Duration = Duration::from_secs(30);

impl SchedulingQueue {
    /// A pod comes back from a failed attempt. If plugins rejected it, it waits for an event that
    /// one of them waits for, unless such a one came meanwhile; after a fault, for its backoff.
    pub fn add_unschedulable(&mut self, mut pod: QueuedPod, at: &Setting<'_>) {
        let uid = pod.pod.uid().to_owned();
        if self.places.contains_key(&uid) {
            self.in_flight.end(&uid);
            return;
        }
        pod.timestamp = at.now;
        let worth = if pod.rejector_plugins().next().is_none() {
            pod.consecutive_errors += 1;
            Worth::AfterBackoff
        } else {
            pod.unschedulable_count += 1;
            pod.consecutive_errors = 0;
            if self.in_flight.contains(&uid) {
                let events = self.in_flight.events_since(&uid);
                let worths = events.map(|it| self.hints.worth(&pod, &it.event, &it.objects()));
                worths.max().unwrap_or(Worth::Nothing)
            } else {
                // It was rejected while it was bound, and nobody remembered events for it.
                Worth::AfterBackoff
            }
        };
        self.in_flight.end(&uid);
        self.requeue(pod, worth, "ScheduleAttemptFailure", at);
    }

    /// Something happened: pods that wait for it are tried again, and those that are being tried
    /// remember it.
    pub fn move_all(&mut self, event: &EventRecord, at: &Setting<'_>) {
        self.in_flight.record(event);
        if !self.hints.is_of_interest(&event.event) {
            return;
        }
        let objects = event.objects();
        let helped =
            |pod: &QueuedPod| self.hints.worth(pod, &event.event, &objects) != Worth::Nothing;
        let mut uids = self.unschedulable.uids(helped);
        for (plugin, gated) in &self.gated {
            if self.hints.interests(plugin, &event.event) {
                uids.extend(gated.uids(helped));
            }
        }
        for uid in uids {
            self.reconsider(&uid, event, at);
        }
    }

    /// Pods are tried as soon as possible, whatever they wait for.
    pub fn activate<'a>(&mut self, uids: impl IntoIterator<Item = &'a str>, at: &Setting<'_>) {
        for uid in uids {
            if self.in_flight.contains(uid) {
                self.in_flight.record(&EventRecord::bare(ClusterEvent::ANY));
            } else if self.places.get(uid).is_some_and(|place| *place != Place::Active)
                && let Some(pod) = self.take(uid)
            {
                self.activate_or_gate(pod, "ForceActivate", at);
            }
        }
    }

    /// Lets out the pods whose backoff is over or that have waited too long.
    pub fn flush(&mut self, at: &Setting<'_>) {
        let backoff = self.options.backoff;
        let over = |pod: &QueuedPod| !backoff.is_waiting(pod, at.now);
        while self.backoff.peek().is_some_and(over) {
            let pod = self.backoff.pop().expect("it was just seen");
            self.out_of_backoff(pod, at);
        }
        while self.error_backoff.peek().is_some_and(over) {
            let pod = self.error_backoff.pop().expect("it was just seen");
            self.out_of_backoff(pod, at);
        }
        let due = *self.next_sweep.get_or_insert(at.now.saturating_add(SWEEP));
        if at.now >= due {
            self.next_sweep = Some(at.now.saturating_add(SWEEP));
            self.sweep(at);
        }
    }

    /// When [`flush`](Self::flush) will have something to do, if nothing happens until then.
    #[must_use]
    pub fn next_flush(&self) -> Option<MicroTime> {
        let heaps = [&self.backoff, &self.error_backoff];
        let backoffs =
            heaps.iter().filter_map(|heap| heap.peek()).map(|pod| self.options.backoff.end(pod));
        let parked = !self.unschedulable.is_empty() || self.gated.values().any(|it| !it.is_empty());
        let sweep = self.next_sweep.filter(|_| parked);
        backoffs.chain(sweep).min()
    }

    fn out_of_backoff(&mut self, pod: QueuedPod, at: &Setting<'_>) {
        // Plugins were asked when it entered the backoff.
        self.places.remove(pod.pod.uid());
        self.enter(pod, Place::Active, "BackoffComplete", at);
    }

    fn sweep(&mut self, at: &Setting<'_>) {
        let patience = self.options.max_unschedulable;
        let late = |pod: &QueuedPod| at.now.since(pod.timestamp) > patience;
        let mut uids = self.unschedulable.uids(late);
        uids.extend(self.gated.values().flat_map(|gated| gated.uids(late)));
        for uid in uids {
            if let Some(pod) = self.take(&uid) {
                self.requeue(pod, Worth::AfterBackoff, "UnschedulableTimeout", at);
            }
        }
    }

    /// Tries a parked pod again if an event is worth it.
    pub(super) fn reconsider(&mut self, uid: &str, event: &EventRecord, at: &Setting<'_>) {
        let Some(place @ (Place::Unschedulable | Place::Gated(_))) = self.places.get(uid).copied()
        else {
            return;
        };
        let Some(pod) = self.parked_mut(place).get_mut(uid).cloned() else { return };
        let worth = self.hints.worth(&pod, &event.event, &event.objects());
        if worth != Worth::Nothing
            && let Some(pod) = self.take(uid)
        {
            self.requeue(pod, worth, &event.event.to_string(), at);
        }
    }

    fn requeue(&mut self, pod: QueuedPod, worth: Worth, event: &str, at: &Setting<'_>) {
        match worth {
            Worth::Nothing => self.enter(pod, Place::Unschedulable, event, at),
            Worth::AfterBackoff if self.options.backoff.is_waiting(&pod, at.now) => {
                let place = match pod.consecutive_errors {
                    0 => Place::Backoff,
                    _ => Place::ErrorBackoff,
                };
                self.enter_or_gate(pod, place, event, at);
            }
            Worth::AfterBackoff | Worth::Now => self.activate_or_gate(pod, event, at),
        }
    }

    pub(super) fn activate_or_gate(&mut self, pod: QueuedPod, event: &str, at: &Setting<'_>) {
        self.enter_or_gate(pod, Place::Active, event, at);
    }

    /// Pods may leave the backoff for an attempt without further notice, so they are gated before
    /// they enter it.
    fn enter_or_gate(&mut self, mut pod: QueuedPod, place: Place, event: &str, at: &Setting<'_>) {
        self.run_pre_enqueue(&mut pod, at);
        let place = pod.gating_plugin.map_or(place, Place::Gated);
        self.enter(pod, place, event, at);
    }

    fn enter(&mut self, mut pod: QueuedPod, place: Place, event: &str, at: &Setting<'_>) {
        let queue = match place {
            Place::Active => {
                pod.initial_attempt.get_or_insert(at.now);
                "active"
            }
            Place::Backoff | Place::ErrorBackoff => "backoff",
            Place::Unschedulable => "unschedulable",
            Place::Gated(_) => "gated",
        };
        let labels = [("queue", queue), ("event", event)];
        self.options.metrics.count(QUEUE_INCOMING_PODS, &labels, 1);
        self.put(pod, place);
    }

    /// Asks the plugins whether the pod may enter, the one that kept it out last first.
    fn run_pre_enqueue(&self, pod: &mut QueuedPod, at: &Setting<'_>) {
        let plugins = self.pre_enqueue.get(pod.pod.scheduler_name());
        let plugins = plugins.map_or(&[][..], Vec::as_slice);
        let last = pod.gating_plugin.take();
        let (first, others): (Vec<_>, Vec<_>) =
            plugins.iter().partition(|plugin| Some(plugin.name()) == last);
        for plugin in first.into_iter().chain(others) {
            let name = plugin.name();
            match plugin.pre_enqueue(at.objects, &pod.pod) {
                Ok(Verdict::Fits) => continue,
                Ok(Verdict::Rejected(rejection)) => {
                    if rejection.code == RejectionCode::Pending {
                        pod.pending_plugins.insert(name);
                    } else {
                        pod.unschedulable_plugins.insert(name);
                    }
                }
                Err(error) => {
                    tracing::error!(plugin = name, pod = pod.pod.name(), %error, "pre-enqueue");
                    pod.unschedulable_plugins.insert(name);
                }
            }
            pod.gating_plugin = Some(name);
            return;
        }
    }
}
