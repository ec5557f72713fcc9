//! One kind, watched once, for everyone in the program.

use std::fmt;

use bowline_apimachinery::resource::Object;
use tokio_util::sync::CancellationToken;

use super::reflector::{Machine, Projection, Reflector, ReflectorOptions};
use super::{Delta, HandlerId, Store, Writer, store};
use crate::Api;

/// Declares what to cache; [`run`](Self::run) then keeps the [`Store`] up to date.
///
/// ```
/// # use bowline_client::{Client, cache::Informer};
/// # use bowline_api::core::v1::Pod;
/// # use tokio_util::sync::CancellationToken;
/// # async fn example(client: Client, shutdown: CancellationToken) {
/// let informer = Informer::new(client.all::<Pod>()).fields("spec.nodeName=n1");
/// let pods = informer.store();
/// let watching = tokio::spawn(informer.run(shutdown));
/// pods.synced().await.expect("not shut down yet");
/// println!("{} pods on n1", pods.len());
/// # watching.await.unwrap();
/// # }
/// ```
pub struct Informer<K: Object> {
    api: Api<K>,
    label_selector: String,
    field_selector: String,
    options: ReflectorOptions,
    keep_managed_fields: bool,
    projections: Vec<Projection<K>>,
    store: Store<K>,
    writer: Writer<K>,
}

impl<K: Object> Informer<K> {
    /// A cache of what the handle covers: a namespace, or all of them.
    #[must_use]
    pub fn new(api: Api<K>) -> Self {
        let (store, writer) = store();
        Self {
            api,
            label_selector: String::new(),
            field_selector: String::new(),
            options: ReflectorOptions::default(),
            keep_managed_fields: false,
            projections: Vec::new(),
            store,
            writer,
        }
    }

    /// Holds only objects whose labels match.
    #[must_use]
    pub fn labels(mut self, selector: impl Into<String>) -> Self {
        self.label_selector = selector.into();
        self
    }

    /// Holds only objects whose fields match.
    #[must_use]
    pub fn fields(mut self, selector: impl Into<String>) -> Self {
        self.field_selector = selector.into();
        self
    }

    /// Asks in another way.
    #[must_use]
    pub fn options(mut self, options: ReflectorOptions) -> Self {
        self.options = options;
        self
    }

    /// Keeps `metadata.managedFields`, which are dropped otherwise: they are large, and a write of
    /// an object without them leaves them as they are.
    #[must_use]
    pub fn keep_managed_fields(mut self) -> Self {
        self.keep_managed_fields = true;
        self
    }

    /// Drops or changes parts of each object before it is stored. Namespace, name, uid and
    /// resource version must stay.
    ///
    /// Do not write back what was read through a projection: the server would take the dropped
    /// parts for deleted.
    #[must_use]
    pub fn project(mut self, projection: impl Fn(&mut K) + Send + Sync + 'static) -> Self {
        self.projections.push(Box::new(projection));
        self
    }

    /// Calls a handler with every change; see [`Store::on_delta`].
    pub fn on_delta(&self, handler: impl Fn(&Delta<K>) + Send + Sync + 'static) -> HandlerId {
        self.store.on_delta(handler)
    }

    /// The store, to read and to subscribe to; empty until the informer runs.
    #[must_use]
    pub fn store(&self) -> Store<K> {
        self.store.clone()
    }

    /// Fills the store and follows changes until told to stop. It never gives up: what is in its
    /// way shows in [`Store::sync_state`].
    pub async fn run(self, shutdown: CancellationToken) {
        let Self { keep_managed_fields, projections, .. } = self;
        let projection = move |object: &mut K| {
            if !keep_managed_fields {
                object.metadata_mut().managed_fields = Vec::new();
            }
            for projection in &projections {
                projection(object);
            }
        };
        let reflector = Reflector {
            api: self.api,
            label_selector: self.label_selector,
            field_selector: self.field_selector,
            machine: Machine::new(self.options),
            projection: Box::new(projection),
            writer: self.writer,
            aside: Default::default(),
        };
        reflector.run(shutdown).await;
    }
}

impl<K: Object> fmt::Debug for Informer<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Informer").field("api", &self.api).field("store", &self.store).finish()
    }
}
