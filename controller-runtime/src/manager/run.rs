//! From start to stop.

use std::fmt;
use std::future::Future;

use bowline_apimachinery::metrics::Registry;
use bowline_apimachinery::resource::Resource;
use bowline_client::leader_election::LeaderElector;
use bowline_client::{Client, Fence};
use futures::FutureExt;
use tokio::net::TcpListener;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio_util::sync::CancellationToken;

use super::cache_tasks::CacheTasks;
use super::caches::Declared;
use super::endpoints;
use super::group::{Failure, Group, Part};
use super::{Caches, Health, ManagerError, ManagerOptions};
use crate::controller::{Controller, PreparedController};

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
    client: Client,
    fence: Fence,
    caches: Caches,
    declared: UnboundedReceiver<Declared>,
    health: Health,
    parts: Vec<Part>,
}

impl Manager {
    /// A manager of nothing yet.
    #[must_use]
    pub fn new(client: Client, options: ManagerOptions) -> Self {
        let fence = Fence::closed();
        let fenced = match options.leader_election {
            Some(_) => client.clone().with_fence(fence.clone()),
            None => client.clone(),
        };
        let (caches, declared) = Caches::new(fenced);
        let health = Health::default();
        Self { options, client, fence, caches, declared, health, parts: Vec::new() }
    }

    /// The client for everything that needs leadership: where there is an election, it writes only
    /// while this process leads.
    #[must_use]
    pub fn client(&self) -> &Client {
        self.caches.client()
    }

    /// The client for everything that does not need leadership.
    #[must_use]
    pub fn client_without_leadership(&self) -> &Client {
        &self.client
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

    /// What is asked before the program is called alive or ready.
    #[must_use]
    pub fn health(&self) -> &Health {
        &self.health
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
        Fut: Future<Output = Result<(), Failure>> + Send + 'static,
    {
        let run = Box::new(move |shutdown| run(shutdown).boxed());
        self.parts.push(Part::Runnable { name: name.to_owned(), needs_leadership, run });
    }

    /// Runs everything until told to stop.
    ///
    /// # Errors
    /// When a cache does not fill, a part fails, leadership is lost, or the end takes too long.
    pub async fn run(self, shutdown: CancellationToken) -> Result<(), ManagerError> {
        let Self { options, client, fence, caches, declared, health, parts } = self;
        let listener = match options.serve {
            None => None,
            Some(address) => Some(
                TcpListener::bind(address)
                    .await
                    .map_err(|source| ManagerError::Listen { address, source })?,
            ),
        };
        let elector = match &options.leader_election {
            None => None,
            Some(election) => {
                let elector = LeaderElector::new(client, election.clone())?;
                Some(elector.with_fence(fence))
            }
        };
        let endpoints = async {
            match listener {
                Some(listener) => {
                    endpoints::serve(listener, health.clone(), options.metrics.clone()).await
                }
                None => std::future::pending().await,
            }
        };
        let mut cache_tasks = CacheTasks::new(declared, health.clone());
        let work = async {
            let outcome =
                run_parts(&options, parts, elector, &mut cache_tasks, shutdown.child_token()).await;
            cache_tasks.stop().await;
            outcome
        };
        let outcome = tokio::select! {
            biased;
            outcome = work => outcome,
            never = endpoints => match never {},
        };
        drop(caches);
        outcome
    }
}

/// Runs the parts: those that need no leadership, and those that do once it is there.
async fn run_parts(
    options: &ManagerOptions,
    parts: Vec<Part>,
    elector: Option<LeaderElector>,
    caches: &mut CacheTasks,
    shutdown: CancellationToken,
) -> Result<(), ManagerError> {
    tokio::select! {
        biased;
        () = shutdown.cancelled() => return Ok(()),
        synced = caches.start_and_sync(options.cache_sync_timeout) => synced?,
    }
    let group = |parts| Group {
        parts,
        metrics: options.metrics.clone(),
        stop_timeout: options.stop_timeout,
    };
    let (leading, always): (Vec<_>, Vec<_>) =
        parts.into_iter().partition(|part| elector.is_some() && part.needs_leadership());
    let always = stopping(group(always).run(shutdown.clone()), &shutdown);
    let leading = stopping(lead(group(leading), elector, shutdown.clone()), &shutdown);
    let both = async {
        let (always, leading) = futures::join!(always, leading);
        always.and(leading)
    };
    tokio::select! {
        biased;
        outcome = both => outcome,
        never = caches.keep_starting() => match never {},
    }
}

/// Runs a group while this process leads.
async fn lead(
    group: Group,
    elector: Option<LeaderElector>,
    shutdown: CancellationToken,
) -> Result<(), ManagerError> {
    match elector {
        None => group.run(shutdown).await,
        Some(elector) => match elector.run(shutdown, |_, stop| group.run(stop)).await? {
            // Told to stop before it could lead.
            None => Ok(()),
            Some(outcome) => outcome,
        },
    }
}

/// The end of one is the end of all.
async fn stopping<T>(work: impl Future<Output = T>, shutdown: &CancellationToken) -> T {
    let outcome = work.await;
    shutdown.cancel();
    outcome
}

impl fmt::Debug for Manager {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Manager")
            .field("caches", &self.caches)
            .field("parts", &self.parts.len())
            .finish_non_exhaustive()
    }
}
