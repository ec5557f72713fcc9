//! Carrying out what a cron job plans.
//!
//! Upstream: `pkg/controller/cronjob/cronjob_controllerv2.go`.

use std::sync::Arc;

use bowline_api::batch::v1::{CronJob, Job};
use bowline_api::core::v1::ObjectReference;
use bowline_apimachinery::resource::{NamespacedName, Object};
use bowline_apimachinery::time::Time;
use bowline_client::api::DeleteParams;
use bowline_client::cache::Store;
use bowline_client::events::{EventType, Recorder, object_reference};
use bowline_client::{Client, Error};
use bowline_controller_runtime::{Action as Next, ReconcileError, Request};

use super::plan::{Action, Observed, plan};
use crate::own_writes::OwnWrites;
use crate::owned::Owned;
use crate::setup::{Setup, now};

const NAME: &str = "cronjob-controller";

struct CronJobs {
    client: Client,
    cron_jobs: Store<CronJob>,
    jobs: Owned<Job>,
    recorder: Recorder,
    writes: OwnWrites,
    job_writes: OwnWrites,
}

/// Adds the controller.
pub fn add(setup: &mut Setup<'_>) {
    let this = Arc::new(CronJobs {
        client: setup.client(),
        cron_jobs: setup.store::<CronJob>(),
        jobs: Owned::new(setup.store::<Job>()),
        recorder: setup.recorder(NAME),
        writes: OwnWrites::default(),
        job_writes: OwnWrites::default(),
    });
    let controller = setup
        .controller::<CronJob>(NAME)
        .owns::<Job>()
        .concurrency(setup.config.concurrent_cron_job_syncs)
        .reconcile(move |request: Request<CronJob>| {
            let this = this.clone();
            async move { this.reconcile(&request.key).await }
        });
    setup.add(controller);
}

impl CronJobs {
    async fn reconcile(&self, key: &NamespacedName) -> Result<Next, ReconcileError> {
        self.writes.settle(key, &self.cron_jobs).await?;
        self.job_writes.settle(key, self.jobs.store()).await?;
        let Some(cron_job) = self.cron_jobs.get(key) else {
            self.writes.forget(key);
            self.job_writes.forget(key);
            return Ok(Next::Done);
        };
        let jobs = self.jobs.of(&cron_job.metadata.uid);
        let jobs = self.job_writes.without_gone::<Job, _>(key, jobs);
        let gone = self.gone(&cron_job, &jobs).await?;
        let observed = Observed { cron_job: cron_job.clone(), jobs, gone };
        let plan = plan(&observed, now(self.client.clock()));
        let mut changed = plan.cron_job;
        let mut outcome = Ok(());
        for action in plan.actions {
            outcome = self.carry_out(&mut changed, action).await;
            if outcome.is_err() {
                break;
            }
        }
        if changed.status != cron_job.status {
            let cron_jobs = self.client.namespaced::<CronJob>(&key.namespace);
            self.writes.wrote(key, &cron_jobs.update_status(&changed).await?);
        }
        outcome?;
        Ok(plan.again.map_or(Next::Done, Next::RequeueAfter))
    }

    /// The uids of active jobs that the cache does not have, nor the server.
    async fn gone(&self, cron_job: &CronJob, jobs: &[Arc<Job>]) -> Result<Vec<String>, Error> {
        let mut gone = Vec::new();
        for active in &cron_job.status.active {
            if jobs.iter().any(|job| job.metadata.uid == active.uid) {
                continue;
            }
            let api = self.client.namespaced::<Job>(&cron_job.metadata.namespace);
            let found = api.get_opt(&active.name).await?;
            if found.is_none_or(|found| found.metadata.uid != active.uid) {
                gone.push(active.uid.clone());
            }
        }
        Ok(gone)
    }

    async fn carry_out(
        &self,
        cron_job: &mut CronJob,
        action: Action,
    ) -> Result<(), ReconcileError> {
        match action {
            Action::Tell { is_warning, reason, message } => {
                let type_ = if is_warning { EventType::Warning } else { EventType::Normal };
                self.recorder.event(object_reference(cron_job), type_, reason, message);
            }
            Action::Delete(job) => self.delete(cron_job, &job).await?,
            Action::Replace(active) => {
                let api = self.client.namespaced::<Job>(&cron_job.metadata.namespace);
                let found = api.get_opt(&active.name).await?;
                if let Some(job) = found.filter(|job| job.metadata.uid == active.uid) {
                    self.delete(cron_job, &job).await?;
                }
            }
            Action::Start(job, time) => self.start(cron_job, &job, time).await?,
        }
        Ok(())
    }

    async fn delete(&self, cron_job: &CronJob, job: &Job) -> Result<(), Error> {
        let api = self.client.namespaced::<Job>(&job.metadata.namespace);
        let params = DeleteParams::background().if_uid(&job.metadata.uid);
        let name = &job.metadata.name;
        let about = object_reference(cron_job);
        match api.delete_if_present(name, &params).await {
            Ok(deleted) => {
                self.job_writes.deleted(&cron_job.key(), job, deleted.as_ref());
                let message = format!("Deleted job {name}");
                self.recorder.event(about, EventType::Normal, "SuccessfulDelete", message);
                Ok(())
            }
            Err(error) => {
                let message = format!("Deleted job: {error}");
                self.recorder.event(about, EventType::Warning, "FailedDelete", message);
                Err(error)
            }
        }
    }

    async fn start(
        &self,
        cron_job: &mut CronJob,
        job: &Job,
        time: Time,
    ) -> Result<(), ReconcileError> {
        let api = self.client.namespaced::<Job>(&job.metadata.namespace);
        let name = &job.metadata.name;
        let about = object_reference(cron_job);
        let started = match api.create(job).await {
            Ok(created) => {
                let message = format!("Created job {name}");
                self.recorder.event(about, EventType::Normal, "SuccessfulCreate", message);
                created
            }
            // Started in a round whose status was not written; or somebody else's.
            Err(error) if error.is_already_exists() => {
                let found = api.get(name).await?;
                if !found.metadata.is_controlled_by(&cron_job.metadata.uid) {
                    return Err(error.into());
                }
                found
            }
            Err(error) if error.is_namespace_terminating() => {
                return Err(ReconcileError::terminal(error));
            }
            Err(error) => {
                let message = format!("Error creating job: {error}");
                self.recorder.event(about, EventType::Warning, "FailedCreate", message);
                return Err(error.into());
            }
        };
        self.job_writes.wrote(&cron_job.key(), &started);
        let reference = ObjectReference { field_path: String::new(), ..object_reference(&started) };
        if !cron_job.status.active.iter().any(|known| known.uid == reference.uid) {
            cron_job.status.active.push(reference);
        }
        cron_job.status.last_schedule_time = Some(time);
        Ok(())
    }
}
