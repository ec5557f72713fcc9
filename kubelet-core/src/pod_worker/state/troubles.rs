//! What went wrong with a pod, and how long it waits before the next try.

use std::collections::BTreeMap;

use bowline_apimachinery::backoff::KeyedBackoff;
use bowline_apimachinery::random::SeededRandom;
use bowline_apimachinery::time::{Duration, MicroTime};

use super::super::container_status::Waiting;
use super::super::pod_actions::Action;

/// How long a container that could not be made waits for the next try.
const START_RETRY: Duration = Duration::from_secs(10);
/// The first and the longest wait after a failure of volumes, sandbox or a stop.
const POD_RETRY: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(122));
/// A container that has run for this long has recovered.
const RECOVERED_AFTER: Duration = Duration::from_secs(600);
/// The first wait of a crashing container, and of an image that cannot be pulled.
pub(super) const FIRST_BACKOFF: Duration = Duration::from_secs(10);
/// The longest wait of an image that cannot be pulled.
const LONGEST_IMAGE_BACKOFF: Duration = Duration::from_secs(300);

/// An action failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ActionError {
    /// In a word, as a container's `waiting` state says it.
    pub reason: String,
    /// In full.
    pub message: String,
}

impl ActionError {
    /// An error with its reason.
    #[must_use]
    pub fn new(reason: &str, message: impl Into<String>) -> Self {
        Self { reason: reason.to_owned(), message: message.into() }
    }
}

fn delays<K: std::hash::Hash + Eq>(
    first: Duration,
    longest: Duration,
) -> KeyedBackoff<K, MicroTime> {
    KeyedBackoff::new(first.to_std(), longest.to_std())
}

/// The delays here have no jitter: nothing is drawn from this source.
fn no_jitter() -> SeededRandom {
    SeededRandom::new(0)
}

/// What went wrong with a pod so far.
#[derive(Clone, Debug)]
pub(super) struct Troubles {
    waiting: BTreeMap<String, Waiting>,
    retry_at: BTreeMap<String, MicroTime>,
    crashes: KeyedBackoff<String, MicroTime>,
    images: KeyedBackoff<String, MicroTime>,
    pod: KeyedBackoff<(), MicroTime>,
    blocked_until: Option<MicroTime>,
}

impl Troubles {
    pub(super) fn new(longest_backoff: Duration) -> Self {
        Self {
            waiting: BTreeMap::new(),
            retry_at: BTreeMap::new(),
            crashes: delays(FIRST_BACKOFF.min(longest_backoff), longest_backoff)
                .expiring_after(RECOVERED_AFTER.to_std()),
            images: delays(FIRST_BACKOFF, LONGEST_IMAGE_BACKOFF),
            pod: delays(POD_RETRY.0, POD_RETRY.1),
            blocked_until: None,
        }
    }

    pub(super) fn waiting(&self) -> &BTreeMap<String, Waiting> {
        &self.waiting
    }

    /// Until when nothing may be tried for the whole pod.
    pub(super) fn blocked(&self, now: MicroTime) -> Option<MicroTime> {
        self.blocked_until.filter(|until| now < *until)
    }

    /// Until when a container may not be tried again.
    pub(super) fn retry_at(&self, name: &str, now: MicroTime) -> Option<MicroTime> {
        self.retry_at.get(name).copied().filter(|until| now < *until)
    }

    /// When a crashed container may be started again: `Ok` if now, and the crash is counted; else
    /// the moment and the whole delay.
    pub(super) fn may_restart(
        &mut self,
        name: &str,
        ended: MicroTime,
        now: MicroTime,
    ) -> Result<(), (MicroTime, Duration)> {
        let key = name.to_owned();
        if self.crashes.is_in_backoff_since(&key, ended, now) {
            let delay = Duration::from(self.crashes.get(&key));
            return Err((ended.saturating_add(delay), delay));
        }
        self.crashes.next(key, ended, now, &no_jitter());
        Ok(())
    }

    /// Sets why a container waits; tells whether it is another reason than before.
    pub(super) fn set_waiting(&mut self, name: &str, reason: &str, message: String) -> bool {
        let waiting = Waiting { reason: reason.to_owned(), message };
        let before = self.waiting.insert(name.to_owned(), waiting.clone());
        before.as_ref() != Some(&waiting)
    }

    /// An image that failed to come waits in back-off from the second look on.
    pub(super) fn note_image_backoff(&mut self, name: &str, image: &str) -> Option<String> {
        let waiting = self.waiting.get_mut(name)?;
        if waiting.reason != "ErrImagePull" {
            return None;
        }
        let message = format!("Back-off pulling image {image:?}");
        let detail = format!("{message}: ErrImagePull: {}", waiting.message);
        *waiting = Waiting { reason: "ImagePullBackOff".to_owned(), message: detail };
        Some(message)
    }

    pub(super) fn overcome(&mut self, action: &Action) {
        match action {
            Action::StartContainer(start) => {
                self.waiting.remove(&start.name);
                self.retry_at.remove(&start.name);
                self.images.reset(&start.name);
            }
            Action::SetUpVolumes
            | Action::CreateSandbox { .. }
            | Action::StopContainers(_)
            | Action::TearDownVolumes => {
                self.blocked_until = None;
                if !matches!(action, Action::SetUpVolumes) {
                    self.pod.reset(&());
                }
            }
            _ => {}
        }
    }

    pub(super) fn suffer(&mut self, action: &Action, error: &ActionError, now: MicroTime) {
        if let Action::StartContainer(start) = action {
            let delay = if error.reason == "ErrImagePull" {
                self.images.next(start.name.clone(), now, now, &no_jitter()).into()
            } else {
                START_RETRY
            };
            self.retry_at.insert(start.name.clone(), now.saturating_add(delay));
            self.set_waiting(&start.name, &error.reason, error.message.clone());
        } else {
            let delay = self.pod.next((), now, now, &no_jitter());
            self.blocked_until = Some(now.saturating_add(delay.into()));
        }
    }
}
