//! Brings volumes that show API objects up to date from time to time.

use std::sync::Arc;

use bowline_api::core::v1::Pod;
use bowline_apimachinery::time::{Duration, MicroTime};
use tokio_util::sync::CancellationToken;

use super::SyncLoop;
use super::entry::PodEntry;
use super::tasks::Done;
use crate::pod_worker::state::Volumes;
use crate::pod_worker::worker::Outcomes;
use crate::pod_worker::{PodEvent, State};

/// How old a volume may become, before a part that differs from pod to pod.
const PERIOD: Duration = Duration::from_secs(60);
/// How long to wait if something else is being done for the pod.
const BUSY: Duration = Duration::from_secs(1);

/// Whether the pod has volumes whose files change when something else does.
fn shows_objects(pod: &Pod) -> bool {
    pod.spec.volumes.iter().any(|volume| {
        volume.config_map.is_some()
            || volume.secret.is_some()
            || volume.downward_api.is_some()
            || volume.projected.is_some()
    })
}

/// When the volumes of a pod are due, counted from `now`. Pods that came at the same time are
/// spread over half a period.
fn next_refresh(pod: &Pod, now: MicroTime) -> MicroTime {
    let half = PERIOD.as_nanos() / 2;
    let spread = pod.metadata.uid.bytes().fold(0_i64, |sum, byte| {
        (sum.wrapping_mul(31).wrapping_add(i64::from(byte))).rem_euclid(1_000_003)
    });
    let spread = Duration::from_nanos(half / 1_000_003 * spread);
    now.saturating_add(PERIOD).saturating_add(spread)
}

impl PodEntry {
    /// Sets when the volumes are due, once they stand.
    pub(super) fn plan_refresh(&mut self, now: MicroTime) {
        match self.worker.state() {
            State::Syncing(Volumes::Ready) if self.refresh_at.is_none() => {
                self.refresh_at = shows_objects(&self.pod).then(|| next_refresh(&self.pod, now));
            }
            State::Syncing(_) => {}
            _ => self.refresh_at = None,
        }
    }
}

impl SyncLoop {
    /// Brings the volumes of a pod up to date.
    pub(super) fn refresh(&mut self, uid: &Arc<str>) {
        let now = self.now();
        let Some(volumes) = self.context.volumes.clone() else { return };
        let Some(entry) = self.pods.get_mut(uid) else { return };
        if !matches!(entry.worker.state(), State::Syncing(Volumes::Ready)) {
            entry.refresh_at = None;
            return;
        }
        if entry.under_way.is_some() {
            entry.refresh_at = Some(now.saturating_add(BUSY));
            return;
        }
        entry.refresh_at = Some(next_refresh(&entry.pod, now));
        let cancel = CancellationToken::new();
        entry.under_way = Some(cancel.clone());
        entry.stale = false;
        entry.observed = None;
        let (pod, context, uid) = (entry.pod.clone(), self.context.clone(), uid.clone());
        self.tasks.spawn(async move {
            tokio::select! {
                result = volumes.set_up(&pod) => if let Err(error) = result {
                    // The files stay as they were, and the containers with them.
                    context.tell(&pod, PodEvent::warning("FailedMount", error.to_string()));
                },
                () = cancel.cancelled() => {}
            }
            let observed = context.runtime.observe_pod(&uid).await;
            Done::Acted { uid, outcomes: Outcomes::new(), observed }
        });
    }
}
