//! What a cron job does next: note how its jobs fare, start one, clear old ones away.
//!
//! Upstream: `syncCronJob` of `pkg/controller/cronjob/cronjob_controllerv2.go`.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use bowline_api::batch::v1::{ConcurrencyPolicy, CronJob, Job};
use bowline_api::core::v1::ObjectReference;
use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::time::Time;
use bowline_controller_runtime::owner::controller_reference;

use super::civil::Zone;
use super::missed::{Deadline, Missed, recent, until_next};
use super::schedule::{ParseScheduleError, Schedule};
use crate::job::conditions::{COMPLETE, finished, is_finished};

/// The annotation that tells for which time a job was started.
pub const SCHEDULED: &str = "batch.kubernetes.io/cronjob-scheduled-timestamp";

/// What the decision rests on.
#[derive(Clone, Debug)]
pub struct Observed {
    /// The cron job.
    pub cron_job: Arc<CronJob>,
    /// The jobs that it owns.
    pub jobs: Vec<Arc<Job>>,
    /// Jobs that the status names and that are really gone.
    pub gone: Vec<String>,
}

/// A write, or an event.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Tell something.
    Tell {
        /// Whether it is about trouble.
        is_warning: bool,
        /// Its reason.
        reason: &'static str,
        /// Its message.
        message: String,
    },
    /// Delete a job, and its pods with it.
    Delete(Arc<Job>),
    /// Delete an active job, known by reference, that has to make room.
    Replace(ObjectReference),
    /// Create a job for a time; when that is done, it is active and the time the last one.
    Start(Box<Job>, Time),
}

/// The writes, the status without what a start adds to it, and when to look again.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// The writes, in this order.
    pub actions: Vec<Action>,
    /// The cron job with its new status.
    pub cron_job: CronJob,
    /// When to look again.
    pub again: Option<Duration>,
}

/// Decides on the next writes of a cron job.
#[must_use]
pub fn plan(observed: &Observed, now: Time) -> Plan {
    let mut plan =
        Plan { actions: Vec::new(), cron_job: (*observed.cron_job).clone(), again: None };
    plan.note_jobs(observed);
    plan.start(now);
    plan.clear(&observed.jobs);
    plan
}

/// The zone and the schedule of a cron job.
///
/// # Errors
/// When the schedule cannot be read. A zone that is not known counts as none.
pub fn schedule_of(cron_job: &CronJob) -> Result<Schedule, ParseScheduleError> {
    let spec = &cron_job.spec;
    let zone = spec.time_zone.as_deref().filter(|_| !spec.schedule.contains("TZ"));
    let zone = zone.and_then(Zone::named).unwrap_or_else(Zone::utc);
    Schedule::parse(&spec.schedule, &zone)
}

/// The name of the job for a time.
#[must_use]
pub fn job_name(cron_job: &str, time: Time) -> String {
    format!("{cron_job}-{}", time.unix_seconds() / 60)
}

/// The annotations of the job for a time: those of the template, and the time in the cron job's
/// zone.
#[must_use]
pub fn job_annotations(cron_job: &CronJob, time: Time) -> BTreeMap<String, String> {
    let mut annotations = cron_job.spec.job_template.metadata.annotations.clone();
    let zone = Zone::named(cron_job.spec.time_zone.as_deref().unwrap_or_default());
    let zone = zone.unwrap_or_else(Zone::utc);
    let now = zone.civil(time.unix_seconds());
    let text = format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}",
        now.year,
        now.month,
        now.day,
        now.hour,
        now.minute,
        now.second,
        zone.suffix(time.unix_seconds())
    );
    annotations.insert(SCHEDULED.to_owned(), text);
    annotations
}

fn new_job(cron_job: &CronJob, time: Time) -> Job {
    let template = &cron_job.spec.job_template;
    Job {
        metadata: ObjectMeta {
            labels: template.metadata.labels.clone(),
            annotations: job_annotations(cron_job, time),
            owner_references: vec![controller_reference(cron_job)],
            ..ObjectMeta::named(job_name(&cron_job.metadata.name, time))
                .in_namespace(&cron_job.metadata.namespace)
        },
        spec: template.spec.clone(),
        ..Job::default()
    }
}

fn has_succeeded(job: &Job) -> bool {
    finished(job).is_some_and(|condition| condition.type_ == COMPLETE)
}

impl Plan {
    fn tell(&mut self, is_warning: bool, reason: &'static str, message: impl Into<String>) {
        self.actions.push(Action::Tell { is_warning, reason, message: message.into() });
    }

    /// Brings the list of active jobs and the time of the last success up to date.
    fn note_jobs(&mut self, observed: &Observed) {
        for job in &observed.jobs {
            let (uid, name) = (&job.metadata.uid, &job.metadata.name);
            let is_active = self.cron_job.status.active.iter().any(|known| known.uid == *uid);
            let end = finished(job).map(|condition| condition.type_.clone());
            match (is_active, end) {
                (false, None) => {
                    let message =
                        format!("Saw a job that the controller did not create or forgot: {name}");
                    self.tell(true, "UnexpectedJob", message);
                }
                (true, Some(end)) => {
                    self.cron_job.status.active.retain(|known| known.uid != *uid);
                    let message = format!("Saw completed job: {name}, condition: {end}");
                    self.tell(false, "SawCompletedJob", message);
                }
                _ => {}
            }
            let last = &mut self.cron_job.status.last_successful_time;
            if has_succeeded(job) {
                *last = (*last).max(job.status.completion_time);
            }
        }
        for uid in &observed.gone {
            let active = &mut self.cron_job.status.active;
            if let Some(at) = active.iter().position(|known| known.uid == *uid) {
                let name = active.remove(at).name;
                self.tell(false, "MissingJob", format!("Active job went missing: {name}"));
            }
        }
    }

    /// Starts the job that is due, if one is.
    fn start(&mut self, now: Time) {
        let spec = &self.cron_job.spec;
        if self.cron_job.metadata.is_terminating() || spec.suspend == Some(true) {
            return;
        }
        if let Some(name) = spec.time_zone.as_deref()
            && Zone::named(name).is_none()
        {
            let message = format!("invalid timeZone: {name:?}: unknown time zone {name}");
            return self.tell(true, "UnknownTimeZone", message);
        }
        let schedule = match schedule_of(&self.cron_job) {
            Ok(schedule) => schedule,
            Err(error) => {
                let message = format!("unparseable schedule: {:?} : {error}", spec.schedule);
                return self.tell(true, "UnparseableSchedule", message);
            }
        };
        match recent(&self.cron_job, &schedule, Deadline::Applies, now) {
            Err(error) => {
                let message = format!("invalid schedule: {} : {error}", spec.schedule);
                return self.tell(true, "InvalidSchedule", message);
            }
            Ok(recent) => {
                if recent.missed == Missed::Many {
                    let message = "too many missed start times. Set or decrease \
                                   .spec.startingDeadlineSeconds or check clock skew";
                    self.tell(true, "TooManyMissedTimes", message);
                }
                if let Some(time) = recent.latest {
                    self.start_at(time, now);
                }
            }
        }
        // What was started counts as the last start.
        let mut started = self.cron_job.clone();
        for action in &self.actions {
            if let Action::Start(_, time) = action {
                started.status.last_schedule_time = Some(*time);
            }
        }
        self.again = until_next(&started, &schedule, now);
    }

    fn start_at(&mut self, time: Time, now: Time) {
        let deadline = self.cron_job.spec.starting_deadline_seconds;
        if deadline.is_some_and(|seconds| now.since(time).as_secs() > seconds) {
            let message = format!("Missed scheduled time to start a job: {time}");
            return self.tell(true, "MissSchedule", message);
        }
        let name = job_name(&self.cron_job.metadata.name, time);
        let status = &self.cron_job.status;
        let is_active = status.active.iter().any(|known| known.name == name);
        if is_active || status.last_schedule_time == Some(time) {
            return;
        }
        match self.cron_job.spec.concurrency_policy {
            ConcurrencyPolicy::Forbid if !status.active.is_empty() => {
                let message = "Not starting job because prior execution is running and \
                               concurrency policy is Forbid";
                return self.tell(false, "JobAlreadyActive", message);
            }
            ConcurrencyPolicy::Replace => {
                for active in std::mem::take(&mut self.cron_job.status.active) {
                    self.actions.push(Action::Replace(active));
                }
            }
            _ => {}
        }
        let job = new_job(&self.cron_job, time);
        self.actions.push(Action::Start(Box::new(job), time));
    }

    /// Deletes ended jobs beyond those that are kept, the earliest first.
    fn clear(&mut self, jobs: &[Arc<Job>]) {
        let spec = &self.cron_job.spec;
        let limits =
            [(true, spec.successful_jobs_history_limit), (false, spec.failed_jobs_history_limit)];
        for (successful, limit) in limits {
            let Some(limit) = limit else { continue };
            let mut ended: Vec<_> = jobs
                .iter()
                .filter(|job| is_finished(job) && has_succeeded(job) == successful)
                .cloned()
                .collect();
            // Those that never started come last.
            ended.sort_by_key(|job| {
                let start = job.status.start_time;
                (start.is_none(), start, job.metadata.name.clone())
            });
            let surplus = ended.len().saturating_sub(usize::try_from(limit).unwrap_or(0));
            for job in ended.into_iter().take(surplus) {
                let uid = &job.metadata.uid;
                self.cron_job.status.active.retain(|known| known.uid != *uid);
                self.actions.push(Action::Delete(job));
            }
        }
    }
}
