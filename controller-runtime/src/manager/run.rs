//! From start to stop.

use std::fmt;
use std::future::Future;
use std::time::Duration;

use bowline_apimachinery::metrics::Registry;
use bowline_apimachinery::resource::Resource;
use bowline_client::Client;
use futures::FutureExt;
use futures::future::BoxFuture;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::JoinSet;
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;
use tracing::{debug, info, warn};

use super::caches::Declared;
use super::{Caches, ManagerError, ManagerOptions};
use crate::controller::{Controller, PreparedController, Synced};

/// Runs controllers and what they need.
///
/// The order: caches, until they are filled; leadership, where there is an election; controllers
/// and other parts. The end comes in the opposite order.
///
/// ```
/// # use bowline_api::core::v1::ConfigMap;
/// # use bowline_client::Client;
/// # use bowline_controller_runtime::{Action, Manager, ManagerOptions, Request};
/// # use tokio_util::sync::CancellationToken;
/// # async fn example(client: Client) -> Result<(), Box<dyn std::error::Error>> {
/// let mut manager = Manager::new(client, ManagerOptions::default());
/// let controller = manager.controller::<ConfigMap>("greeter").reconcile(
///     |request: Request<ConfigMap>| async move {
///         println!("hello {}", request.key);
///         Ok(Action::Done)
///     },
/// );
/// manager.add(controller);
/// let shutdown = CancellationToken::new();
/// manager.run(shutdown).await?;
/// # Ok(())
/// # }
/// ```
pub struct Manager {
    options: ManagerOptions,
    caches: Caches,
    declared: UnboundedReceiver<Declared>,
    parts: Vec<Part>,
}

/// Something that runs until it is told to stop.
pub type Runnable = Box<
    dyn FnOnce(
            CancellationToken,
        ) -> BoxFuture<'static, Result<(), Box<dyn std::error::Error + Send + Sync>>>
        + Send,
>;

enum Part {
    Controller(PreparedController),
    Runnable { name: String, needs_leadership: bool, run: Runnable },
}

/// A part that has ended.
struct Ended {
    name: String,
    outcome: Result<(), Box<dyn std::error::Error + Send + Sync>>,
}

impl Manager {
    /// A manager of nothing yet.
    #[must_use]
    pub fn new(client: Client, options: ManagerOptions) -> Self {
        let (caches, declared) = Caches::new(client);
        Self { options, caches, declared, parts: Vec::new() }
    }

    /// The client that controllers should use.
    #[must_use]
    pub fn client(&self) -> &Client {
        self.caches.client()
    }

    /// The caches that controllers share.
    #[must_use]
    pub fn caches(&self) -> &Caches {
        &self.caches
    }

    /// Where metrics are kept.
    #[must_use]
    pub fn metrics(&self) -> &Registry {
        &self.options.metrics
    }

    /// Declares a controller of a kind; [`add`](Self::add) it when it is complete.
    #[must_use]
    pub fn controller<K: Resource>(&self, name: &str) -> Controller<K> {
        Controller::for_(name, &self.caches)
    }

    /// Adds a controller.
    pub fn add(&mut self, controller: PreparedController) {
        self.parts.push(Part::Controller(controller));
    }

    /// Adds anything else that runs until it is told to stop. When it ends with an error, so does
    /// the manager.
    pub fn add_runnable<F, Fut>(&mut self, name: &str, needs_leadership: bool, run: F)
    where
        F: FnOnce(CancellationToken) -> Fut + Send + 'static,
        Fut: Future<Output = Result<(), Box<dyn std::error::Error + Send + Sync>>> + Send + 'static,
    {
        let run: Runnable = Box::new(move |shutdown| run(shutdown).boxed());
        self.parts.push(Part::Runnable { name: name.to_owned(), needs_leadership, run });
    }

    /// Runs everything until told to stop.
    ///
    /// # Errors
    /// When a cache does not fill, a part fails, leadership is lost, or the end takes too long.
    pub async fn run(self, shutdown: CancellationToken) -> Result<(), ManagerError> {
        let Self { options, caches, declared, parts } = self;
        let stop_parts = shutdown.child_token();
        let stop_caches = CancellationToken::new();
        // Whatever way this future ends, nothing is left running.
        let _stop = stop_caches.clone().drop_guard();
        let mut cache_tasks = CacheTasks {
            declared,
            running: JoinSet::new(),
            unsynced: Vec::new(),
            shutdown: stop_caches.clone(),
        };
        cache_tasks.start_declared();
        let outcome = run_parts(&options, parts, &mut cache_tasks, &stop_parts).await;
        stop_caches.cancel();
        while cache_tasks.running.join_next().await.is_some() {}
        drop(caches);
        outcome
    }
}

/// The caches that run, and those that were declared meanwhile.
struct CacheTasks {
    declared: UnboundedReceiver<Declared>,
    running: JoinSet<()>,
    unsynced: Vec<(String, String, Synced)>,
    shutdown: CancellationToken,
}

impl CacheTasks {
    fn start(&mut self, declared: Declared) {
        let Declared { resource, synced, run } = declared;
        self.unsynced.push((resource.kind.to_string(), resource.api_version(), synced));
        self.running.spawn(run(self.shutdown.clone()));
    }

    fn start_declared(&mut self) {
        while let Ok(declared) = self.declared.try_recv() {
            self.start(declared);
        }
    }

    /// Waits for all caches declared so far.
    async fn synced(&mut self, limit: Duration) -> Result<(), ManagerError> {
        let deadline = Instant::now() + limit;
        for (kind, api_version, synced) in self.unsynced.drain(..) {
            match timeout_at(deadline, synced.wait()).await {
                Ok(_) => {}
                Err(_) => {
                    return Err(ManagerError::CacheSync {
                        kind,
                        api_version,
                        waited: limit,
                        state: Box::new(synced.state()),
                    });
                }
            }
        }
        Ok(())
    }

    /// Starts the caches that are declared from now on. Never ends.
    async fn keep_starting(&mut self) {
        while let Some(declared) = self.declared.recv().await {
            self.start(declared);
            self.unsynced.clear();
        }
        std::future::pending::<()>().await;
    }
}

async fn run_parts(
    options: &ManagerOptions,
    parts: Vec<Part>,
    caches: &mut CacheTasks,
    shutdown: &CancellationToken,
) -> Result<(), ManagerError> {
    tokio::select! {
        biased;
        () = shutdown.cancelled() => return Ok(()),
        synced = caches.synced(options.cache_sync_timeout) => synced?,
    }
    let mut running = JoinSet::new();
    for part in parts {
        start(part, options, shutdown, &mut running);
    }
    info!(parts = running.len(), "running");
    let first_failure = loop {
        tokio::select! {
            biased;
            () = shutdown.cancelled() => break None,
            () = caches.keep_starting() => {}
            Some(ended) = running.join_next(), if !running.is_empty() => {
                if let Some(failure) = failure_of(ended) {
                    break Some(failure);
                }
            }
        }
    };
    shutdown.cancel();
    let ended = stop(running, options.stop_timeout).await;
    first_failure.map_or(ended, Err)
}

fn start(
    part: Part,
    options: &ManagerOptions,
    shutdown: &CancellationToken,
    running: &mut JoinSet<Ended>,
) {
    let shutdown = shutdown.clone();
    match part {
        Part::Controller(controller) => {
            let metrics = options.metrics.clone();
            let name = controller.name().to_owned();
            running.spawn(async move {
                controller.run(&metrics, shutdown).await;
                Ended { name, outcome: Ok(()) }
            });
        }
        Part::Runnable { name, needs_leadership, run } => {
            debug!(name, needs_leadership, "starting");
            running.spawn(async move { Ended { name, outcome: run(shutdown).await } });
        }
    }
}

fn failure_of(ended: Result<Ended, tokio::task::JoinError>) -> Option<ManagerError> {
    let (name, source) = match ended {
        Ok(Ended { outcome: Ok(()), .. }) => return None,
        Ok(Ended { name, outcome: Err(source) }) => (name, source),
        Err(failure) => ("a part".to_owned(), failure.into()),
    };
    Some(ManagerError::Runnable { name, source })
}

/// Waits for the parts to end.
async fn stop(mut running: JoinSet<Ended>, limit: Duration) -> Result<(), ManagerError> {
    let deadline = Instant::now() + limit;
    while !running.is_empty() {
        match timeout_at(deadline, running.join_next()).await {
            Ok(Some(ended)) => {
                if let Some(failure) = failure_of(ended) {
                    warn!(error = %failure, "failed while stopping");
                }
            }
            Ok(None) => break,
            Err(_) => {
                running.shutdown().await;
                return Err(ManagerError::StopTimeout(limit));
            }
        }
    }
    Ok(())
}

impl fmt::Debug for Manager {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Manager")
            .field("caches", &self.caches)
            .field("parts", &self.parts.len())
            .finish_non_exhaustive()
    }
}
