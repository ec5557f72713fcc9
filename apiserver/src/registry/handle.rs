//! The handle through which the server's own parts reach the objects.

use std::fmt;
use std::sync::Arc;

use bowline_apimachinery::clock::Clock;
use bowline_apimachinery::meta::Status;
use bowline_apimachinery::random::Random;
use bowline_apimachinery::time::Time;
use serde_json::Value;

use super::catalog::{Catalog, ServedResource};
use super::entry::Entry;
use super::store::Store;
use crate::storage::Storage;
use crate::storage::watch_cache::WatchCache;

/// What the objects live on.
#[derive(Clone)]
pub struct Environment {
    /// Where the objects are stored.
    pub storage: Arc<dyn Storage>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Where uids and generated names come from.
    pub random: Arc<dyn Random>,
}

impl Environment {
    /// The present moment, in whole seconds.
    #[must_use]
    pub fn now(&self) -> Time {
        self.clock.now().into()
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Environment")
            .field("clock", &self.clock)
            .field("random", &self.random)
            .finish_non_exhaustive()
    }
}

/// All objects of a server; clones share them.
///
/// What is read here has passed neither authentication nor authorization.
#[derive(Clone, Debug)]
pub struct Registry {
    environment: Environment,
    catalog: Arc<Catalog>,
}

impl Registry {
    pub(crate) fn new(environment: Environment, catalog: Arc<Catalog>) -> Self {
        Self { environment, catalog }
    }

    /// Which resources are served.
    #[must_use]
    pub fn catalog(&self) -> &Arc<Catalog> {
        &self.catalog
    }

    /// What the objects live on.
    #[must_use]
    pub fn environment(&self) -> &Environment {
        &self.environment
    }

    /// The newest state of an object, in the version it is stored as; the namespace is empty for
    /// cluster-scoped resources.
    ///
    /// # Errors
    /// When there is no such resource or storage fails; a missing object is `None`.
    pub async fn get(
        &self,
        group: &str,
        resource: &str,
        namespace: &str,
        name: &str,
    ) -> Result<Option<Value>, Status> {
        let (_, store) = self.store(group, resource)?;
        Ok(store.find(namespace, name).await?.map(|entry| entry.value()))
    }

    /// The objects of a resource, in the version they are stored as, ordered by key; of all
    /// namespaces when `namespace` is empty.
    ///
    /// # Errors
    /// When there is no such resource or storage fails.
    pub async fn list(
        &self,
        group: &str,
        resource: &str,
        namespace: &str,
    ) -> Result<Vec<Arc<Entry>>, Status> {
        let (_, store) = self.store(group, resource)?;
        store.list_all(namespace).await
    }

    /// The watch cache of a resource, to follow its objects.
    ///
    /// # Errors
    /// When there is no such resource.
    pub fn cache(&self, group: &str, resource: &str) -> Result<WatchCache<Entry>, Status> {
        let (_, store) = self.store(group, resource)?;
        Ok(store.cache().clone())
    }

    pub(crate) fn store(
        &self,
        group: &str,
        resource: &str,
    ) -> Result<(Arc<ServedResource>, Arc<Store>), Status> {
        let served = self.catalog.served();
        let found = served.preferred(group, resource).and_then(|r| {
            let store = r.store.clone()?;
            Some((r.clone(), store))
        });
        found.ok_or_else(|| Status::not_found("", "resources", &format!("{resource}.{group}")))
    }
}
