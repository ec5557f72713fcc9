//! What the loop has others do.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures::FutureExt as _;
use tokio_util::sync::CancellationToken;

use super::entry::Removal;
use super::probing::Probed;
use super::{Relist, SyncLoop};
use crate::api_server::ApiError;
use crate::pod_worker::Action;
use crate::pod_worker::worker::{Outcomes, perform};
use crate::runtime::{ObservedPod, RuntimeError};
use crate::status::Told;

/// What a task reports.
pub(super) enum Done {
    /// Actions of a pod were done, or called off, and the runtime was looked at.
    Acted { uid: Arc<str>, outcomes: Outcomes, observed: Result<ObservedPod, RuntimeError> },
    /// A status was told.
    Told { uid: Arc<str>, told: Told },
    /// The API was asked to remove a pod.
    Removed { uid: Arc<str>, result: Result<(), ApiError> },
    /// The API was asked for a mirror pod, or to remove one.
    Mirrored { uid: Arc<str>, result: Result<(), ApiError> },
    /// A probe was run.
    Probed(Probed),
    /// The runtime was asked for everything.
    Relisted(Result<Vec<ObservedPod>, RuntimeError>),
}

impl SyncLoop {
    /// Does actions for a pod, then looks at it.
    pub(super) fn act(&mut self, uid: &Arc<str>, actions: Vec<Action>) {
        let Some(entry) = self.pods.get_mut(uid) else { return };
        let cancel = CancellationToken::new();
        entry.under_way = Some(cancel.clone());
        entry.stale = false;
        let (pod, before) = (entry.pod.clone(), entry.observed.take());
        let (context, uid) = (self.context.clone(), uid.clone());
        self.tasks.spawn(async move {
            let outcomes = match (before, actions.is_empty()) {
                (Some(before), false) => {
                    let work = AssertUnwindSafe(perform(&context, &pod, &before, actions));
                    tokio::select! {
                        outcomes = work.catch_unwind() => outcomes.unwrap_or_else(|_| {
                            tracing::error!(uid = %uid, "an action of a pod panicked");
                            Outcomes::new()
                        }),
                        () = cancel.cancelled() => Outcomes::new(),
                    }
                }
                _ => Outcomes::new(),
            };
            let observed = context.runtime.observe_pod(&uid).await;
            Done::Acted { uid, outcomes, observed }
        });
    }

    pub(super) fn done(&mut self, done: Done) {
        match done {
            Done::Acted { uid, outcomes, observed } => self.acted(&uid, outcomes, observed),
            Done::Told { uid, told } => {
                let now = self.now();
                if let Some(entry) = self.pods.get_mut(&uid) {
                    entry.status.finished(told, now);
                    self.publish(&uid);
                }
            }
            Done::Removed { uid, result } => {
                let now = self.now();
                if let Some(entry) = self.pods.get_mut(&uid) {
                    if let Err(error) = result {
                        tracing::warn!(uid = %uid, %error, "pod not removed");
                        let until = now.saturating_add(crate::status::RETRY);
                        entry.removal = Removal::Waits { until };
                    }
                    self.set_timer(&uid);
                }
            }
            Done::Mirrored { uid, result } => self.mirrored(&uid, result),
            Done::Probed(probed) => self.probed(&probed),
            Done::Relisted(result) => self.relisted(result),
        }
    }

    fn acted(
        &mut self,
        uid: &Arc<str>,
        outcomes: Outcomes,
        observed: Result<ObservedPod, RuntimeError>,
    ) {
        let now = self.now();
        let Some(entry) = self.pods.get_mut(uid) else { return };
        entry.under_way = None;
        for (action, outcome) in &outcomes {
            entry.worker.record(action, outcome, now);
        }
        match observed {
            Ok(observed) => {
                self.pleg.note(&observed);
                entry.observed = if entry.stale { None } else { Some(observed) };
                self.step(uid);
            }
            Err(error) => {
                tracing::warn!(uid = %uid, %error, "the runtime does not say how a pod stands");
                entry.observed = None;
                entry.step_at = Some(now.saturating_add(self.config.relist_period));
                self.set_timer(uid);
            }
        }
    }

    /// Asks the runtime for everything, if that is due.
    pub(super) fn start_relist(&mut self) {
        let due = matches!(self.relist, Relist::At(at) if at <= self.now());
        if due {
            self.relist = Relist::UnderWay;
            let runtime = self.context.runtime.clone();
            self.tasks.spawn(async move { Done::Relisted(runtime.observe_pods().await) });
        }
    }

    fn relisted(&mut self, result: Result<Vec<ObservedPod>, RuntimeError>) {
        let next = self.now().saturating_add(self.config.relist_period);
        self.relist = Relist::At(next);
        let pods = match result {
            Ok(pods) => pods,
            Err(error) => {
                tracing::warn!(%error, "the runtime does not list its pods");
                return;
            }
        };
        if self.context.runtime.tells_events() && self.all_sources_seen() {
            self.relist = Relist::Never;
        }
        for uid in self.pleg.relist(&pods) {
            self.look_again(&uid);
        }
        self.adopt_orphans(&pods);
    }
}
