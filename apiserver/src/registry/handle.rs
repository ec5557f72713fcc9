//! The handle through which the server's own parts reach the objects.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use bowline_apimachinery::clock::Clock;
use bowline_apimachinery::meta::{DeleteOptions, Status, reason};
use bowline_apimachinery::random::Random;
use bowline_apimachinery::time::Time;
use serde_json::Value;

use super::catalog::{Catalog, ServedResource};
use super::entry::Entry;
use super::kinds::service::Range;
use super::object::ObjectAccess as _;
use super::selection::Selection;
use super::store::{Paging, Part, Store, Transform, When, WriteContext};
use super::warnings::Warnings;
use crate::admission::AdmissionChain;
use crate::authentication::User;
use crate::storage::Storage;
use crate::storage::watch_cache::{Freshness, WatchCache};

/// What the objects live on.
#[derive(Clone)]
pub struct Environment {
    /// Where the objects are stored.
    pub storage: Arc<dyn Storage>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Where uids and generated names come from.
    pub random: Arc<dyn Random>,
    pub(crate) service_ranges: ServiceRanges,
}

/// What services are given addresses and ports from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ServiceRanges {
    pub(crate) cluster_ips: Range,
    /// Both ends included.
    pub(crate) node_ports: (u16, u16),
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

    /// The objects of a resource as the cache has them: a moment ago, but without a look into
    /// storage.
    ///
    /// # Errors
    /// When there is no such resource or the cache cannot start.
    pub(crate) async fn list_cached(
        &self,
        group: &str,
        resource: &str,
        namespace: &str,
    ) -> Result<Vec<Arc<Entry>>, Status> {
        let (_, store) = self.store(group, resource)?;
        let (all, when) = (Selection::everything(), When::Now(Freshness::Any));
        let list = store.list(namespace, &all, when, Paging::default()).await;
        Ok(list.map_err(|e| store.unreadable(&e, "list"))?.items)
    }

    /// An object as the cache has it, or as storage has it where the cache does not know it yet.
    ///
    /// # Errors
    /// When there is no such resource or storage fails; a missing object is `None`.
    pub(crate) async fn get_cached(
        &self,
        group: &str,
        resource: &str,
        namespace: &str,
        name: &str,
    ) -> Result<Option<Arc<Entry>>, Status> {
        let (_, store) = self.store(group, resource)?;
        match store.get(namespace, name, Freshness::Any).await {
            Ok(entry) => Ok(Some(entry)),
            Err(_) => store.find(namespace, name).await,
        }
    }

    /// The watch cache of a resource, to follow its objects.
    ///
    /// # Errors
    /// When there is no such resource.
    pub fn cache(&self, group: &str, resource: &str) -> Result<WatchCache<Entry>, Status> {
        let (_, store) = self.store(group, resource)?;
        Ok(store.cache().clone())
    }

    /// Creates an object as the server itself, past admission; its fields are defaulted.
    ///
    /// # Errors
    /// As a client would get them.
    pub(crate) async fn create(
        &self,
        group: &str,
        resource: &str,
        object: Value,
    ) -> Result<Arc<Entry>, Status> {
        let (served, store) = self.store(group, resource)?;
        let object = store.layout().complete(object, self.environment.now())?;
        let (namespace, name) = (object.namespace().to_owned(), object.name().to_owned());
        let writer = Writer::new(self, &served, &namespace, &name);
        store.create(&writer.context(), object).await
    }

    /// Replaces an object as the server itself.
    ///
    /// # Errors
    /// As a client would get them.
    pub(crate) async fn replace(
        &self,
        group: &str,
        resource: &str,
        object: Value,
    ) -> Result<Arc<Entry>, Status> {
        self.replace_part(group, resource, Part::Main, object).await
    }

    /// Replaces a part of an object as the server itself.
    ///
    /// # Errors
    /// As a client would get them.
    pub(crate) async fn replace_part(
        &self,
        group: &str,
        resource: &str,
        part: Part,
        object: Value,
    ) -> Result<Arc<Entry>, Status> {
        let (served, store) = self.store(group, resource)?;
        let (namespace, name) = (object.namespace().to_owned(), object.name().to_owned());
        let writer = Writer::new(self, &served, &namespace, &name);
        let mut cx = writer.context();
        if part == Part::Status {
            cx.subresource = "status";
        }
        Ok(store.update(&cx, part, &Replace(object)).await?.entry)
    }

    /// Deletes an object as the server itself; that it is gone already is fine.
    ///
    /// # Errors
    /// As a client would get them.
    pub(crate) async fn remove(
        &self,
        group: &str,
        resource: &str,
        namespace: &str,
        name: &str,
    ) -> Result<(), Status> {
        let (served, store) = self.store(group, resource)?;
        let writer = Writer::new(self, &served, namespace, name);
        match store.delete(&writer.context(), &DeleteOptions::default()).await {
            Err(status) if status.reason != reason::NOT_FOUND => Err(status),
            _ => Ok(()),
        }
    }

    /// Deletes an object of any store as the server itself.
    ///
    /// # Errors
    /// As a client would get them.
    pub(crate) async fn delete_entry(
        &self,
        store: &Store,
        entry: &Entry,
        options: &DeleteOptions,
    ) -> Result<(), Status> {
        let (served, _) = self.store("", "namespaces")?;
        let writer = Writer::new(self, &served, entry.namespace(), entry.name());
        let cx = WriteContext { namespace: entry.namespace(), ..writer.context() };
        match store.delete(&cx, options).await {
            Err(status) if status.reason != reason::NOT_FOUND => Err(status),
            _ => Ok(()),
        }
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

/// The server as a writer.
struct Writer<'a> {
    registry: &'a Registry,
    resource: &'a ServedResource,
    namespace: &'a str,
    name: &'a str,
    user: Arc<User>,
    warnings: Warnings,
}

impl<'a> Writer<'a> {
    fn new(
        registry: &'a Registry,
        resource: &'a ServedResource,
        namespace: &'a str,
        name: &'a str,
    ) -> Self {
        let user = Arc::new(User::api_server());
        Self { registry, resource, namespace, name, user, warnings: Warnings::default() }
    }

    fn context(&self) -> WriteContext<'_> {
        static NOBODY: AdmissionChain = AdmissionChain::empty();
        WriteContext {
            registry: self.registry,
            user: &self.user,
            warnings: &self.warnings,
            admission: &NOBODY,
            resource: self.resource,
            subresource: "",
            kind: &self.resource.kind,
            api_version: &self.resource.api_version,
            namespace: if self.resource.namespaced { self.namespace } else { "" },
            name: self.name,
            options: &Value::Null,
            labels_defaulted: false,
            dry_run: false,
        }
    }
}

/// The object as it was handed in.
struct Replace(Value);

#[async_trait]
impl Transform for Replace {
    async fn apply(&self, _old: &Value) -> Result<Value, Status> {
        Ok(self.0.clone())
    }
}
