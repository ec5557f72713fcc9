//! One cache a kind, for everyone in the program.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use bowline_apimachinery::dynamic::DynamicObject;
use bowline_apimachinery::meta::PartialObjectMetadata;
use bowline_apimachinery::resource::{ApiResource, Object, Resource};
use bowline_client::cache::{Informer, Store};
use bowline_client::{Api, Client};
use futures::FutureExt;
use futures::future::BoxFuture;
use parking_lot::Mutex;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio_util::sync::CancellationToken;

use crate::controller::Synced;

/// The caches of a program by kind; clones are the same caches.
///
/// Asking for a kind declares its cache, which runs as long as the [`Manager`](super::Manager)
/// does. There is no other way to start one, so reading can never start a watch by accident.
#[derive(Clone)]
pub struct Caches {
    client: Client,
    known: Arc<Mutex<Stores>>,
    declared: UnboundedSender<Declared>,
}

/// Stores by their Rust type and their resource; each is a `Store` of the type.
type Stores = HashMap<(TypeId, ApiResource), Box<dyn Any + Send>>;

/// A cache that was asked for and does not run yet.
pub(crate) struct Declared {
    pub(crate) resource: ApiResource,
    pub(crate) synced: Synced,
    pub(crate) run: Box<dyn FnOnce(CancellationToken) -> BoxFuture<'static, ()> + Send>,
}

impl Caches {
    pub(crate) fn new(client: Client) -> (Self, UnboundedReceiver<Declared>) {
        let (declared, receiver) = unbounded_channel();
        (Self { client, known: Arc::default(), declared }, receiver)
    }

    /// The client behind the caches.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The cache of all objects of a kind.
    #[must_use]
    pub fn store<K: Resource>(&self) -> Store<K> {
        self.store_with(|informer| informer)
    }

    /// The cache of a kind, declared as the function says if it is not yet: with selectors,
    /// projections, options. Who comes first decides.
    #[must_use]
    pub fn store_with<K: Resource>(
        &self,
        declare: impl FnOnce(Informer<K>) -> Informer<K>,
    ) -> Store<K> {
        self.declare(K::api_resource(), || declare(Informer::new(self.client.api(""))))
    }

    /// The cache of a kind known only at run time.
    #[must_use]
    pub fn dynamic(&self, resource: &ApiResource) -> Store<DynamicObject> {
        let informer = || Informer::new(self.client.dynamic(resource, None));
        self.declare(resource.clone(), informer)
    }

    /// The cache of the metadata alone of a kind known only at run time.
    #[must_use]
    pub fn metadata(&self, resource: &ApiResource) -> Store<PartialObjectMetadata> {
        let informer = || Informer::new(self.client.metadata(resource, None));
        self.declare(resource.clone(), informer)
    }

    /// The cache of what a handle covers, for a scope of one's own; not shared.
    #[must_use]
    pub fn separate<K: Object>(
        &self,
        api: Api<K>,
        declare: impl FnOnce(Informer<K>) -> Informer<K>,
    ) -> Store<K> {
        let resource = api.resource().clone();
        let informer = declare(Informer::new(api));
        let store = informer.store();
        self.announce(resource, informer);
        store
    }

    fn declare<K: Object>(
        &self,
        resource: ApiResource,
        informer: impl FnOnce() -> Informer<K>,
    ) -> Store<K> {
        let key = (TypeId::of::<K>(), resource.clone());
        let mut known = self.known.lock();
        if let Some(store) = known.get(&key).and_then(|any| any.downcast_ref::<Store<K>>()) {
            return store.clone();
        }
        let informer = informer();
        let store = informer.store();
        known.insert(key, Box::new(store.clone()));
        drop(known);
        self.announce(resource, informer);
        store
    }

    fn announce<K: Object>(&self, resource: ApiResource, informer: Informer<K>) {
        let declared = Declared {
            resource,
            synced: Synced::of(&informer.store()),
            run: Box::new(move |shutdown| informer.run(shutdown).boxed()),
        };
        // A manager that is gone runs nothing any more; the store says so to whoever waits.
        let _ = self.declared.send(declared);
    }
}

impl fmt::Debug for Caches {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kinds: Vec<_> =
            self.known.lock().keys().map(|(_, resource)| resource.kind.to_string()).collect();
        f.debug_struct("Caches").field("kinds", &kinds).finish_non_exhaustive()
    }
}
