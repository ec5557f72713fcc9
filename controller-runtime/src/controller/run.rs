//! Running a controller: workers that take keys, and what becomes of a key afterwards.

use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use bowline_apimachinery::metrics::Registry;
use bowline_apimachinery::resource::{NamespacedName, Object};
use bowline_client::cache::{Store, StoreClosed, SyncState};
use futures::FutureExt;
use futures::future::BoxFuture;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;
use tracing::{debug, error, warn};

use super::builder::{Attach, Work as Reconciler};
use crate::metrics::{ControllerMetrics, Outcome, QueueMetrics};
use crate::queue::{Queue, QueueOptions, Work};
use crate::reconcile::{Action, RetryPolicy};

/// How a controller runs.
#[derive(Clone, Debug, PartialEq)]
pub struct ControllerOptions {
    /// How many keys are worked on at once.
    pub workers: usize,
    /// How long one reconciliation may take.
    pub timeout: Option<Duration>,
    /// How failures are slowed down.
    pub queue: QueueOptions,
    /// Whether it waits for leadership where there is an election.
    pub needs_leadership: bool,
}

impl Default for ControllerOptions {
    fn default() -> Self {
        Self { workers: 1, timeout: None, queue: QueueOptions::default(), needs_leadership: true }
    }
}

/// A store whose kind does not show: whether it is filled, and why not.
#[derive(Clone)]
pub(crate) struct Synced(Arc<dyn AnyStore>);

trait AnyStore: Send + Sync {
    fn wait(&self) -> BoxFuture<'static, Result<(), StoreClosed>>;
    fn is_synced(&self) -> bool;
    fn state(&self) -> SyncState;
}

impl<K: Object> AnyStore for Store<K> {
    fn wait(&self) -> BoxFuture<'static, Result<(), StoreClosed>> {
        let store = self.clone();
        async move { store.synced().await }.boxed()
    }

    fn is_synced(&self) -> bool {
        Store::is_synced(self)
    }

    fn state(&self) -> SyncState {
        self.sync_state().borrow().clone()
    }
}

impl Synced {
    pub(crate) fn of<K: Object>(store: &Store<K>) -> Self {
        Self(Arc::new(store.clone()))
    }

    pub(crate) fn wait(&self) -> BoxFuture<'static, Result<(), StoreClosed>> {
        self.0.wait()
    }

    pub(crate) fn is_synced(&self) -> bool {
        self.0.is_synced()
    }

    pub(crate) fn state(&self) -> SyncState {
        self.0.state()
    }
}

/// A controller that is ready to run: its kind no longer shows.
pub struct PreparedController {
    name: String,
    attach: Attach,
    synced: Vec<Synced>,
    options: ControllerOptions,
    reconciler: Reconciler,
}

impl PreparedController {
    pub(super) fn new(
        name: String,
        attach: Attach,
        synced: Vec<Synced>,
        options: ControllerOptions,
        reconciler: Reconciler,
    ) -> Self {
        Self { name, attach, synced, options, reconciler }
    }

    /// The name in logs and metrics.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How it runs.
    #[must_use]
    pub fn options(&self) -> &ControllerOptions {
        &self.options
    }

    /// Waits for the caches that it reads, then works until told to stop; what is being worked on
    /// then is finished.
    ///
    /// Drop the future to stop at once.
    pub async fn run(self, metrics: &Registry, shutdown: CancellationToken) {
        let Self { name, attach, synced, options, reconciler } = self;
        let queue_metrics = QueueMetrics::new(metrics, &name);
        let queue = Queue::measured(options.queue.clone(), queue_metrics);
        attach(&queue);
        for store in &synced {
            tokio::select! {
                biased;
                () = shutdown.cancelled() => return,
                closed = store.wait() => if closed.is_err() { return },
            }
        }
        debug!(controller = name, workers = options.workers, "starting workers");
        let worker = Arc::new(Worker {
            metrics: ControllerMetrics::new(metrics, &name, options.workers),
            name,
            queue: queue.clone(),
            timeout: options.timeout,
            reconciler,
        });
        let mut workers = JoinSet::new();
        for _ in 0..options.workers {
            workers.spawn(worker.clone().run(shutdown.clone()));
        }
        let observing = async {
            loop {
                tokio::time::sleep(OBSERVE_EVERY).await;
                queue.observe();
            }
        };
        tokio::select! {
            biased;
            () = shutdown.cancelled() => {}
            () = observing => {}
        }
        queue.shut_down();
        while let Some(ended) = workers.join_next().await {
            if let Err(failure) = ended {
                error!(controller = worker.name, %failure, "worker failed");
            }
        }
    }
}

/// How often the metrics that grow with time are brought up to date; as client-go does.
const OBSERVE_EVERY: Duration = Duration::from_millis(500);

impl fmt::Debug for PreparedController {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PreparedController")
            .field("name", &self.name)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// One of the workers of a controller.
struct Worker {
    name: String,
    queue: Queue<NamespacedName>,
    timeout: Option<Duration>,
    reconciler: Reconciler,
    metrics: ControllerMetrics,
}

/// How an attempt ended.
enum Ended {
    Well(Action),
    Failed { policy: RetryPolicy, message: String, outcome: Outcome },
}

impl Worker {
    /// Works until the queue is empty for good, or a key was finished after the stop.
    async fn run(self: Arc<Self>, shutdown: CancellationToken) {
        loop {
            let work = tokio::select! {
                biased;
                () = shutdown.cancelled() => return,
                work = self.queue.take() => work,
            };
            let Some(work) = work else { return };
            self.metrics.active.add(1.0);
            self.work(&work).await;
            self.metrics.active.add(-1.0);
        }
    }

    async fn work(&self, work: &Work<NamespacedName>) {
        let key = work.key();
        let start = Instant::now();
        let (outcome, action) = match self.attempt(key).await {
            Ended::Well(action) => {
                self.queue.forget(key);
                let outcome = match action {
                    Action::Done => Outcome::Success,
                    Action::RequeueAfter(_) => Outcome::RequeueAfter,
                };
                (outcome, action)
            }
            Ended::Failed { policy, message, outcome } => {
                self.fail(work, policy, &message);
                (outcome, Action::Done)
            }
        };
        if let Action::RequeueAfter(delay) = action {
            self.queue.add_with(key.clone(), work.priority(), delay);
        }
        self.metrics.ended(outcome, start.elapsed());
    }

    async fn attempt(&self, key: &NamespacedName) -> Ended {
        let failures = self.queue.failures(key);
        let attempt = AssertUnwindSafe((self.reconciler)(key.clone(), failures)).catch_unwind();
        let finished = match self.timeout {
            None => Ok(attempt.await),
            Some(limit) => timeout(limit, attempt).await,
        };
        let failed = |policy, message, outcome| Ended::Failed { policy, message, outcome };
        match finished {
            Ok(Ok(Ok(action))) => Ended::Well(action),
            Ok(Ok(Err(error))) => {
                let outcome = Outcome::Error { terminal: error.is_terminal() };
                failed(error.policy(), error.to_string(), outcome)
            }
            Ok(Err(panic)) => {
                let message = format!("panicked: {}", panic_text(&*panic));
                failed(RetryPolicy::Backoff, message, Outcome::Panic)
            }
            Err(_) => {
                let message = "took too long".to_owned();
                failed(RetryPolicy::Backoff, message, Outcome::Timeout)
            }
        }
    }

    fn fail(&self, work: &Work<NamespacedName>, policy: RetryPolicy, message: &str) {
        let (key, controller) = (work.key(), &*self.name);
        match policy {
            RetryPolicy::Backoff => {
                let again_in = self.queue.add_failed(key.clone(), work.priority());
                warn!(controller, object = %key, error = message, ?again_in, "reconcile failed");
            }
            RetryPolicy::After(delay) => {
                self.queue.add_with(key.clone(), work.priority(), delay);
                warn!(controller, object = %key, error = message, again_in = ?delay, "reconcile failed");
            }
            RetryPolicy::Never => {
                self.queue.forget(key);
                error!(controller, object = %key, error = message, "reconcile failed for good");
            }
        }
    }
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}
