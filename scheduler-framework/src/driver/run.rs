//! The loop.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use bowline_apimachinery::time::MicroTime;
use bowline_client::Client;
use futures::FutureExt;
use tokio::task::{JoinError, JoinSet};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::ClientCalls;
use super::informers::{Change, Informers, Watch};
use super::status_writes::StatusWrites;
use crate::ClaimWrites;
use crate::api_calls::ApiCalls;
use crate::binding::{BindingOutcome, EvictionOutcome, Sleep};
use crate::engine::{Attempt, Engine, Failure, FailureReason, Report};
use crate::metrics::{
    self, CACHE_SIZE, Metrics, PENDING_PODS, POD_SCHEDULING_ATTEMPTS, POD_SCHEDULING_SLI_DURATION,
    PREEMPTION_ATTEMPTS, PREEMPTION_VICTIMS, SCHEDULE_ATTEMPTS, SCHEDULING_ALGORITHM_DURATION,
    SCHEDULING_ATTEMPT_DURATION, UNSCHEDULABLE_PODS,
};

/// Bindings under way at once; further pods wait in the queue.
const BINDINGS: usize = 256;

const GAUGE_EVERY: Duration = Duration::from_secs(1);

pub(super) async fn run(
    client: Client,
    engine: Engine,
    metrics: Arc<dyn Metrics>,
    shutdown: CancellationToken,
    watches: Vec<Watch>,
    claim_writes: ClaimWrites,
) {
    let name = engine.profiles().next().map_or("", |profile| profile.scheduler_name.as_str());
    let (calls, events) = ClientCalls::new(client.clone(), name);
    let stop_events = CancellationToken::new();
    let mut writer = JoinSet::new();
    writer.spawn(events.run(stop_events.clone()));
    let plugins = engine.profiles().flat_map(|it| it.rejectors.iter().copied()).collect();
    let mut informers = Informers::start(&client, &shutdown, &plugins, watches, None);
    let sleep: Sleep = Arc::new(|duration| tokio::time::sleep(duration).boxed());
    let mut driver = Driver {
        engine,
        client,
        calls: Arc::new(calls),
        sleep,
        metrics,
        statuses: StatusWrites::default(),
        tasks: JoinSet::new(),
        bindings: 0,
        gauged: None,
        rejectors: BTreeSet::new(),
        claim_writes,
    };
    driver.work(&mut informers, &shutdown).await;
    driver.finish().await;
    informers.stop().await;
    stop_events.cancel();
    while writer.join_next().await.is_some() {}
}

/// Something that was done beside the loop.
enum Done {
    Bound(Box<BindingOutcome>, Instant),
    Evicted(EvictionOutcome),
    Wrote(String),
    /// A claim was written, or not.
    Claim,
}

struct Driver {
    engine: Engine,
    client: Client,
    calls: Arc<ClientCalls>,
    sleep: Sleep,
    metrics: Arc<dyn Metrics>,
    statuses: StatusWrites,
    tasks: JoinSet<Done>,
    bindings: usize,
    gauged: Option<Instant>,
    /// The plugins and profiles whose rejected pods were told last.
    rejectors: BTreeSet<(&'static str, String)>,
    /// Claims that plugins want written.
    claim_writes: ClaimWrites,
}

impl Driver {
    async fn work(&mut self, informers: &mut Informers, shutdown: &CancellationToken) {
        loop {
            while let Ok(change) = informers.changes.try_recv() {
                self.take(change, &mut informers.unsynced);
            }
            while let Some(done) = self.tasks.try_join_next() {
                self.done(done);
            }
            if shutdown.is_cancelled() {
                return;
            }
            // Nothing is placed before all that is there is known.
            if informers.unsynced == 0 && self.bindings < BINDINGS && self.attempt() {
                // Others on this executor have a turn between two pods.
                tokio::task::yield_now().await;
                continue;
            }
            self.gauge();
            let wait = self.until_next_tick();
            tokio::select! {
                () = shutdown.cancelled() => return,
                change = informers.changes.recv() => match change {
                    Some(change) => self.take(change, &mut informers.unsynced),
                    None => return,
                },
                Some(done) = self.tasks.join_next(), if !self.tasks.is_empty() => self.done(done),
                () = wait => {}
            }
            let now = self.now();
            self.engine.tick(now);
        }
    }

    /// What was decided is carried out, and said, before the end.
    async fn finish(&mut self) {
        while let Some(done) = self.tasks.join_next().await {
            self.done(done);
        }
    }

    fn now(&self) -> MicroTime {
        self.client.clock().now()
    }

    fn until_next_tick(&self) -> impl Future<Output = ()> + use<> {
        let wait = self.engine.next_tick().map(|at| at.since(self.now()).to_std());
        async move {
            match wait {
                // Clocks are not compared by the microsecond.
                Some(wait) => tokio::time::sleep(wait + Duration::from_millis(1)).await,
                None => std::future::pending().await,
            }
        }
    }

    fn take(&mut self, change: Change, unsynced: &mut usize) {
        match change {
            Change::Object(tell) => {
                let now = self.now();
                tell(&mut self.engine, now);
            }
            Change::Synced => *unsynced = unsynced.saturating_sub(1),
        }
    }

    /// Whether there was a pod to try.
    fn attempt(&mut self) -> bool {
        let began = Instant::now();
        let now = self.now();
        let Some(attempt) = self.engine.schedule_next(now) else { return false };
        self.metrics.observe(SCHEDULING_ALGORITHM_DURATION, &[], began.elapsed().as_secs_f64());
        match attempt {
            Attempt::Bind(binding) => {
                let (calls, sleep) = (self.calls.clone(), self.sleep.clone());
                self.bindings += 1;
                self.tasks.spawn(async move {
                    Done::Bound(Box::new(binding.run(calls, &sleep).await), began)
                });
            }
            Attempt::Failed(failure) => self.failed(*failure, began),
            Attempt::Skipped(pod, note) => {
                if let Some(note) = note {
                    self.calls.record(pod.pod(), note);
                }
            }
        }
        true
    }

    fn done(&mut self, done: Result<Done, JoinError>) {
        match done {
            Ok(Done::Bound(outcome, began)) => {
                self.bindings -= 1;
                let now = self.now();
                match self.engine.binding_done(*outcome, now) {
                    Report::Scheduled { pod, attempts, waited, note } => {
                        self.calls.record(pod.pod(), note);
                        self.measure("scheduled", pod.scheduler_name(), began);
                        self.metrics.observe(POD_SCHEDULING_ATTEMPTS, &[], f64::from(attempts));
                        // Beyond 15 upstream does not tell how many.
                        let label = if attempts > 15 { "15+" } else { &attempts.to_string() };
                        let labels = [("attempts", label)];
                        let waited = waited.to_std().as_secs_f64();
                        self.metrics.observe(POD_SCHEDULING_SLI_DURATION, &labels, waited);
                    }
                    Report::Failed(failure) => self.failed(*failure, began),
                }
            }
            Ok(Done::Evicted(outcome)) => {
                let now = self.now();
                self.engine.eviction_done(&outcome, now);
            }
            Ok(Done::Wrote(uid)) => self.statuses.end(&uid),
            Ok(Done::Claim) => {}
            Err(error) => tracing::error!(%error, "a task of the scheduler ended badly"),
        }
        self.write_statuses();
    }

    fn failed(&mut self, failure: Failure, began: Instant) {
        let Failure { pod, reason, message, status, note, eviction } = failure;
        let (key, result) = (
            pod.pod().metadata.name.as_str(),
            match reason {
                FailureReason::Unschedulable => "unschedulable",
                FailureReason::SchedulerError => "error",
            },
        );
        tracing::debug!(pod = key, namespace = pod.namespace(), %reason, message, "not scheduled");
        self.measure(result, pod.scheduler_name(), began);
        self.calls.record(pod.pod(), note);
        if let Some(status) = status {
            self.statuses.add(Arc::clone(pod.pod()), status);
            self.write_statuses();
        }
        for claim in self.claim_writes.take() {
            let calls = self.calls.clone();
            self.tasks.spawn(async move {
                if let Err(error) = calls.update_resource_claim_status(&claim).await {
                    tracing::warn!(claim = claim.metadata.name, %error, "giving up devices");
                }
                Done::Claim
            });
        }
        if let Some(eviction) = eviction {
            self.metrics.count(PREEMPTION_ATTEMPTS, &[], 1);
            self.metrics.observe(PREEMPTION_VICTIMS, &[], eviction.victims.len() as f64);
            let (calls, now) = (self.calls.clone(), self.now());
            self.tasks.spawn(async move { Done::Evicted(eviction.run(calls, now).await) });
        }
    }

    fn write_statuses(&mut self) {
        while let Some((pod, status)) = self.statuses.begin() {
            let calls = self.calls.clone();
            self.tasks.spawn(async move {
                if let Err(error) = calls.patch_pod_status(&pod, &status).await {
                    tracing::warn!(pod = pod.metadata.name, %error, "writing a pod's status");
                }
                Done::Wrote(pod.metadata.uid.clone())
            });
        }
    }

    fn measure(&self, result: &str, profile: &str, began: Instant) {
        let labels = [("result", result), ("profile", profile)];
        self.metrics.count(SCHEDULE_ATTEMPTS, &labels, 1);
        let seconds = began.elapsed().as_secs_f64();
        self.metrics.observe(SCHEDULING_ATTEMPT_DURATION, &labels, seconds);
    }

    /// Counting takes a look at every pod, so it is not done all the time.
    fn gauge(&mut self) {
        let now = Instant::now();
        if self.gauged.is_some_and(|last| now - last < GAUGE_EVERY) {
            return;
        }
        self.gauged = Some(now);
        let pending = self.engine.pending();
        let queues = [
            ("active", pending.active),
            ("backoff", pending.backoff),
            ("unschedulable", pending.unschedulable),
            ("gated", pending.gated),
        ];
        for (queue, count) in queues {
            self.metrics.gauge(PENDING_PODS, &[("queue", queue)], count as f64);
        }
        let mut rejected = self.engine.queue().rejected();
        // Those that have none any more say so.
        for key in std::mem::take(&mut self.rejectors) {
            rejected.entry(key).or_default();
        }
        for ((plugin, profile), count) in rejected {
            let labels = [("plugin", plugin), ("profile", profile.as_str())];
            self.metrics.gauge(UNSCHEDULABLE_PODS, &labels, count as f64);
            if count > 0 {
                self.rejectors.insert((plugin, profile));
            }
        }
        let (pods, assumed) = self.engine.cache().pod_counts();
        let nodes = self.engine.cache().node_count();
        let sizes: [(&str, usize); 3] =
            [("nodes", nodes), ("pods", pods), ("assumed_pods", assumed)];
        for (kind, count) in sizes {
            let labels: metrics::Labels<'_> = &[("type", kind)];
            self.metrics.gauge(CACHE_SIZE, labels, count as f64);
        }
    }
}
