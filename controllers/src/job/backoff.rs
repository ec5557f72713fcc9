//! How long a job waits before it replaces failed pods.
//!
//! Upstream: `pkg/controller/job/backoff_utils.go`.

use std::sync::Arc;
use std::time::Duration;

use bowline_api::core::v1::{ConditionStatus, Pod, pod_condition};
use bowline_apimachinery::time::Time;

/// The wait after the first failure.
pub const INITIAL: Duration = Duration::from_secs(10);
/// The longest wait.
pub const LONGEST: Duration = Duration::from_secs(600);

/// The failures of a job's pods since one succeeded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Failures {
    /// How many there were.
    pub count: u32,
    /// When the last one happened.
    pub last: Option<Time>,
}

impl Failures {
    /// What is known after these pods have ended, too.
    #[must_use]
    pub fn after(self, succeeded: &[Arc<Pod>], failed: &[Arc<Pod>]) -> Self {
        let times = |pods: &[Arc<Pod>]| pods.iter().map(|pod| finished_at(pod)).collect::<Vec<_>>();
        let failed = times(failed);
        match times(succeeded).into_iter().max() {
            None if failed.is_empty() => self,
            None => Self {
                count: self.count.saturating_add(failed.len().try_into().unwrap_or(u32::MAX)),
                last: failed.into_iter().max(),
            },
            Some(success) => {
                let since = failed.into_iter().filter(|time| *time > success);
                since.fold(Self::default(), |failures, time| Self {
                    count: failures.count + 1,
                    last: failures.last.max(Some(time)),
                })
            }
        }
    }

    /// How long to wait still: doubled with each failure, counted from the last one.
    #[must_use]
    pub fn remaining(&self, initial: Duration, longest: Duration, now: Time) -> Duration {
        let Some(doublings) = self.count.checked_sub(1) else { return Duration::ZERO };
        let wait = 2_u32
            .checked_pow(doublings)
            .and_then(|factor| initial.checked_mul(factor))
            .map_or(longest, |wait| wait.min(longest));
        let since = self.last.map_or(0, |last| now.since(last).as_secs());
        // A clock that runs behind the one that stamped the failure lengthens the wait.
        let wait = i64::try_from(wait.as_secs()).unwrap_or(i64::MAX);
        Duration::from_secs(u64::try_from(wait.saturating_sub(since)).unwrap_or(0))
    }
}

/// When a pod ended: when its last container did, or when it stopped being ready, or when its
/// deletion began, or when it was made, whichever of these is known first.
#[must_use]
pub fn finished_at(pod: &Pod) -> Time {
    let containers = || {
        let ends = pod.status.container_statuses.iter().map(|status| {
            let ended = status.state.terminated.as_ref().and_then(|end| end.finished_at);
            ended.filter(|time| !time.is_zero())
        });
        // One container without an end, and the pod has none.
        ends.collect::<Option<Vec<_>>>().and_then(|ends| ends.into_iter().max())
    };
    let not_ready = || {
        let ready = pod.status.condition(pod_condition::READY)?;
        ready.last_transition_time.filter(|_| ready.status == ConditionStatus::False)
    };
    let deleted = || {
        let grace = pod.metadata.deletion_grace_period_seconds.unwrap_or(0);
        let at = pod.metadata.deletion_timestamp?;
        Some(Time::from_unix_seconds(at.unix_seconds().saturating_sub(grace)))
    };
    containers()
        .or_else(not_ready)
        .or_else(deleted)
        .or(pod.metadata.creation_timestamp)
        .unwrap_or(Time::ZERO)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ended(second: i64) -> Arc<Pod> {
        let mut pod = Pod::default();
        pod.metadata.creation_timestamp = Some(Time::from_unix_seconds(second));
        Arc::new(pod)
    }

    #[test]
    fn a_success_forgets_the_failures_before_it() {
        let at = |second| Some(Time::from_unix_seconds(second));
        let before = Failures { count: 2, last: at(5) };
        assert_eq!(before.after(&[], &[]), before);
        assert_eq!(before.after(&[], &[ended(9), ended(8)]), Failures { count: 4, last: at(9) });
        assert_eq!(before.after(&[ended(7)], &[]), Failures::default());
        let after = before.after(&[ended(7)], &[ended(6), ended(8), ended(9)]);
        assert_eq!(after, Failures { count: 2, last: at(9) });
    }

    #[test]
    fn the_wait_never_overflows() {
        let failures = Failures { count: u32::MAX, last: None };
        assert_eq!(failures.remaining(INITIAL, LONGEST, Time::ZERO), LONGEST);
    }

    #[test]
    fn the_end_is_that_of_the_last_container_or_the_next_best_thing() {
        let pod = |status: serde_json::Value| -> Pod {
            serde_json::from_value(serde_json::json!({
                "metadata": {"creationTimestamp": "1970-01-01T00:00:01Z"}, "status": status
            }))
            .unwrap()
        };
        let done = serde_json::json!({"name": "a", "state": {"terminated":
            {"exitCode": 0, "finishedAt": "1970-01-01T00:00:07Z"}}});
        let running = serde_json::json!({"name": "b", "state": {"running": {}}});
        for (name, status, want) in [
            ("containers", serde_json::json!({"containerStatuses": [done]}), 7),
            ("one still runs", serde_json::json!({"containerStatuses": [done, running]}), 1),
            (
                "not ready",
                serde_json::json!({"conditions": [{"type": "Ready", "status": "False",
                    "lastTransitionTime": "1970-01-01T00:00:05Z"}]}),
                5,
            ),
        ] {
            assert_eq!(finished_at(&pod(status)).unix_seconds(), want, "{name}");
        }
    }
}
