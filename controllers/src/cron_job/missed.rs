//! Which start of a cron job is due, and when the next one is.
//!
//! Upstream: `mostRecentScheduleTime` of `pkg/controller/cronjob/utils.go`.

use std::time::Duration;

use bowline_api::batch::v1::CronJob;
use bowline_apimachinery::time::{Duration as Span, Time};

use super::schedule::Schedule;

/// How many starts were missed, roughly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missed {
    /// None.
    None,
    /// A hundred at most.
    Few,
    /// More.
    Many,
}

/// The starts since a cron job last started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recent {
    /// From when on starts count.
    pub earliest: Time,
    /// The latest start that is due.
    pub latest: Option<Time>,
    /// How many there are besides.
    pub missed: Missed,
}

/// The schedule never comes true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("time difference between two schedules is less than 1 second")]
pub struct NeverDue;

/// Whether starts that are later than the deadline count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deadline {
    /// They do not.
    Applies,
    /// They do.
    IsIgnored,
}

/// Finds the latest start that is due at `now`.
///
/// # Errors
/// When the schedule never comes true.
pub fn recent(
    job: &CronJob,
    schedule: &Schedule,
    deadline: Deadline,
    now: Time,
) -> Result<Recent, NeverDue> {
    let created = job.metadata.creation_timestamp.unwrap_or(Time::ZERO);
    let mut earliest = job.status.last_schedule_time.unwrap_or(created);
    if let (Deadline::Applies, Some(seconds)) = (deadline, job.spec.starting_deadline_seconds) {
        let limit = Time::from_unix_seconds(now.unix_seconds().saturating_sub(seconds));
        earliest = earliest.max(limit);
    }
    let first = schedule.next(earliest).ok_or(NeverDue)?;
    if now < first {
        return Ok(Recent { earliest, latest: None, missed: Missed::None });
    }
    let second = schedule.next(first).ok_or(NeverDue)?;
    if now < second {
        return Ok(Recent { earliest, latest: Some(first), missed: Missed::None });
    }
    let step = second.since(first).as_secs();
    if step < 1 {
        return Err(NeverDue);
    }
    // A rough count that spares walking through years of minutes.
    let count = now.since(first).as_secs() / step + 1;
    let skipped = (count - 2).saturating_mul(step);
    let mut at = schedule.next(first.saturating_add(Span::from_secs(skipped)));
    let mut latest = None;
    while let Some(time) = at.filter(|time| *time <= now) {
        latest = Some(time);
        at = schedule.next(time);
    }
    let missed = if count > 100 { Missed::Many } else { Missed::Few };
    Ok(Recent { earliest, latest, missed })
}

/// How long to wait for the next start, and a little longer, so as not to be early.
#[must_use]
pub fn until_next(job: &CronJob, schedule: &Schedule, now: Time) -> Option<Duration> {
    const LEEWAY: Duration = Duration::from_millis(100);
    let from = match recent(job, schedule, Deadline::IsIgnored, now) {
        Err(NeverDue) => now,
        Ok(Recent { latest: Some(latest), .. }) => latest,
        Ok(Recent { latest: None, earliest, missed: Missed::None }) => earliest,
        Ok(Recent { latest: None, .. }) => now,
    };
    let wait = schedule.next(from)?.since(now).as_secs();
    Some(Duration::from_secs(u64::try_from(wait).unwrap_or(0)) + LEEWAY)
}
