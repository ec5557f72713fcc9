//! Declaring a controller.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use bowline_apimachinery::resource::{NamespacedName, Object, Resource};
use bowline_client::cache::{Delta, Store};
use futures::FutureExt;

use super::run::{ControllerOptions, PreparedController};
use super::source::{LastStates, enqueue};
use crate::manager::Caches;
use crate::owner::controller_key;
use crate::queue::{Queue, QueueOptions};
use crate::reconcile::{Reconcile, Request};

/// A controller of one kind, being declared.
///
/// ```
/// # use bowline_api::apps::v1::ReplicaSet;
/// # use bowline_api::core::v1::Pod;
/// # use bowline_controller_runtime::{Action, Manager, Request};
/// # fn example(manager: &mut Manager) {
/// let pods = manager.caches().store::<Pod>();
/// let controller = manager
///     .controller::<ReplicaSet>("replicaset")
///     .owns::<Pod>()
///     .concurrency(5)
///     .reconcile(move |request: Request<ReplicaSet>| {
///         let pods = pods.list_in(&request.key.namespace);
///         async move {
///             println!("{}: {} pods", request.key, pods.len());
///             Ok(Action::Done)
///         }
///     });
/// manager.add(controller);
/// # }
/// ```
pub struct Controller<K: Object> {
    name: String,
    caches: Caches,
    store: Store<K>,
    predicates: Vec<Predicate<K>>,
    attach: Vec<Attach>,
    synced: Vec<super::run::Synced>,
    options: ControllerOptions,
}

type Predicate<K> = Box<dyn Fn(&Delta<K>) -> bool + Send + Sync>;

/// Ties a source to a queue, once there is one.
pub(super) type Attach = Box<dyn FnOnce(&Queue<NamespacedName>) + Send>;

impl<K: Resource> Controller<K> {
    /// A controller of a kind; the name appears in logs and metrics.
    #[must_use]
    pub fn for_(name: &str, caches: &Caches) -> Self {
        Self::with_store(name, caches, caches.store::<K>())
    }

    /// Reconciles the owner when an object changes that it manages.
    #[must_use]
    pub fn owns<C: Resource>(self) -> Self {
        self.watches::<C>(|child| controller_key::<K, C>(child).into_iter().collect())
    }
}

impl<K: Object> Controller<K> {
    /// A controller of what a store holds.
    #[must_use]
    pub fn with_store(name: &str, caches: &Caches, store: Store<K>) -> Self {
        Self {
            name: name.to_owned(),
            caches: caches.clone(),
            synced: vec![super::run::Synced::of(&store)],
            store,
            predicates: Vec::new(),
            attach: Vec::new(),
            options: ControllerOptions::default(),
        }
    }

    /// Passes over changes of the controller's own kind for which the predicate is false; all
    /// predicates must be true.
    #[must_use]
    pub fn when(mut self, predicate: impl Fn(&Delta<K>) -> bool + Send + Sync + 'static) -> Self {
        self.predicates.push(Box::new(predicate));
        self
    }

    /// Reconciles the keys that a function finds in each changed object of another kind, in its
    /// state before and in its state now. The function runs where the store is filled, so it must
    /// be quick.
    #[must_use]
    pub fn watches<S: Resource>(
        self,
        keys: impl Fn(&S) -> Vec<NamespacedName> + Send + Sync + 'static,
    ) -> Self {
        let store = self.caches.store::<S>();
        self.watches_store(&store, keys)
    }

    /// The same for any store.
    #[must_use]
    pub fn watches_store<S: Object>(
        self,
        store: &Store<S>,
        keys: impl Fn(&S) -> Vec<NamespacedName> + Send + Sync + 'static,
    ) -> Self {
        self.watches_deltas(store, move |delta, queue| enqueue(queue, delta, &keys))
    }

    /// Hands every change of a store, with the queue, to a function that adds what it will.
    #[must_use]
    pub fn watches_deltas<S: Object>(
        mut self,
        store: &Store<S>,
        handler: impl Fn(&Delta<S>, &Queue<NamespacedName>) + Send + Sync + 'static,
    ) -> Self {
        self.synced.push(super::run::Synced::of(store));
        let store = store.clone();
        self.attach.push(Box::new(move |queue| {
            let queue = queue.clone();
            store.on_delta(move |delta| handler(delta, &queue));
        }));
        self
    }

    /// Gives the queue to a source of one's own: a timer, a channel, another system.
    #[must_use]
    pub fn source(mut self, attach: impl FnOnce(&Queue<NamespacedName>) + Send + 'static) -> Self {
        self.attach.push(Box::new(attach));
        self
    }

    /// How many keys are worked on at once; 1 unless said.
    #[must_use]
    pub fn concurrency(mut self, workers: usize) -> Self {
        self.options.workers = workers.max(1);
        self
    }

    /// How long one reconciliation may take; it fails after that. No limit unless said.
    #[must_use]
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.options.timeout = Some(limit);
        self
    }

    /// How failures are slowed down.
    #[must_use]
    pub fn queue(mut self, options: QueueOptions) -> Self {
        self.options.queue = options;
        self
    }

    /// Runs whether or not this process leads, where there is an election.
    #[must_use]
    pub fn without_leadership(mut self) -> Self {
        self.options.needs_leadership = false;
        self
    }

    /// The store of the controller's own kind.
    #[must_use]
    pub fn store(&self) -> Store<K> {
        self.store.clone()
    }

    /// Completes the controller with what it does.
    pub fn reconcile(self, reconciler: impl Reconcile<K>) -> PreparedController {
        let Self { name, store, predicates, mut attach, synced, options, .. } = self;
        let last_states = Arc::new(LastStates::default());
        attach.insert(0, {
            let (store, last_states) = (store.clone(), last_states.clone());
            Box::new(move |queue: &Queue<NamespacedName>| {
                let queue = queue.clone();
                store.on_delta(move |delta| {
                    last_states.note(delta);
                    if predicates.iter().all(|predicate| predicate(delta)) {
                        enqueue(&queue, delta, &|object: &K| vec![object.key()]);
                    }
                });
            })
        });
        let reconciler = Arc::new(reconciler);
        let work = move |key: NamespacedName, failures: u32| {
            let (store, last_states) = (store.clone(), last_states.clone());
            let reconciler = reconciler.clone();
            async move {
                let object = match store.get(&key) {
                    Some(object) => crate::reconcile::Observed::Present(object),
                    None => last_states.gone(&key),
                };
                let request = Request { key: key.clone(), object: object.clone(), failures };
                let outcome = reconciler.reconcile(request).await;
                if outcome.is_ok() {
                    last_states.reconciled(&key, &object);
                }
                outcome
            }
        };
        let attach = Box::new(move |queue: &Queue<NamespacedName>| {
            for attach in attach {
                attach(queue);
            }
        });
        PreparedController::new(name, attach, synced, options, erased(work))
    }
}

/// A reconciler whose kind no longer shows.
pub(super) type Work = Box<
    dyn Fn(
            NamespacedName,
            u32,
        ) -> futures::future::BoxFuture<
            'static,
            Result<crate::reconcile::Action, crate::reconcile::ReconcileError>,
        > + Send
        + Sync,
>;

fn erased<F, Fut>(work: F) -> Work
where
    F: Fn(NamespacedName, u32) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<crate::reconcile::Action, crate::reconcile::ReconcileError>>
        + Send
        + 'static,
{
    Box::new(move |key, failures| work(key, failures).boxed())
}

impl<K: Object> fmt::Debug for Controller<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Controller").field("name", &self.name).finish_non_exhaustive()
    }
}
