//! Reading: one object, or a list.

use std::sync::Arc;

use bowline_apimachinery::meta::Status;

use super::{Store, cache_error, storage_error};
use crate::registry::entry::Entry;
use crate::registry::selection::Selection;
use crate::storage::watch_cache::{CacheError, Freshness, ListRequest, Scope};

/// A list, or a page of one.
#[derive(Debug)]
pub(crate) struct Listed {
    pub(crate) items: Vec<Arc<Entry>>,
    /// The revision as of which the list is complete.
    pub(crate) revision: u64,
    /// The key at which the next page begins.
    pub(crate) next_key: Option<String>,
    /// How many items the limit left out.
    pub(crate) remaining: usize,
}

impl Store {
    /// The newest state of an object, if there is one.
    ///
    /// # Errors
    /// When storage fails or holds something else.
    pub(crate) async fn find(
        &self,
        namespace: &str,
        name: &str,
    ) -> Result<Option<Arc<Entry>>, Status> {
        let key = self.key(namespace, name);
        let got =
            self.environment.storage.get(&key).await.map_err(|e| self.failed(&e, "get", name))?;
        got.kv.map(|kv| self.entry(&kv)).transpose()
    }

    /// An object.
    ///
    /// # Errors
    /// 404 when it does not exist; when it is not read in time, or storage fails.
    pub(crate) async fn get(
        &self,
        namespace: &str,
        name: &str,
        freshness: Freshness,
    ) -> Result<Arc<Entry>, Status> {
        let found = match freshness {
            Freshness::Newest => self.find(namespace, name).await?,
            freshness => {
                let key = self.key(namespace, name);
                let got = self.cache().get(&key, freshness).await;
                got.map_err(|e| self.unreadable(&e, "get"))?.0
            }
        };
        found.ok_or_else(|| Status::not_found(&self.group, &self.plural, name))
    }

    /// The objects of a namespace, or of all when it is empty, that are selected.
    ///
    /// # Errors
    /// When the list is not fresh in time, the revision is no longer held, or storage fails.
    pub(crate) async fn list(
        &self,
        namespace: &str,
        selection: &Selection,
        when: When,
        page: Paging<'_>,
    ) -> Result<Listed, CacheError> {
        let target = self.target(namespace, selection);
        let filter = |entry: &Entry| {
            selection.matches(entry) && (namespace.is_empty() || entry.namespace() == namespace)
        };
        let mut request = ListRequest::new(target.scope()).limit(page.limit);
        if !selection.is_everything() {
            request = request.filter(&filter);
        }
        if let Some(key) = page.start_key {
            request = request.start_key(key);
        }
        let list = match when {
            When::Now(freshness) => self.cache().list(request, freshness).await?,
            When::At(revision) => self.cache().list_at(request, revision).await?,
        };
        Ok(Listed {
            items: list.items,
            revision: list.revision,
            next_key: list.next_key,
            remaining: list.remaining,
        })
    }

    /// All objects of a namespace, or of all when it is empty, as they are now.
    ///
    /// # Errors
    /// When storage fails.
    pub(crate) async fn list_all(&self, namespace: &str) -> Result<Vec<Arc<Entry>>, Status> {
        let now = When::Now(Freshness::Newest);
        let list = self.list(namespace, &Selection::everything(), now, Paging::default()).await;
        Ok(list.map_err(|e| self.unreadable(&e, "list"))?.items)
    }

    /// How many objects there are, if the cache runs.
    pub(crate) async fn cached_count(&self) -> Option<usize> {
        let cache = self.cache.get()?;
        let request = ListRequest::new(Scope::Prefix(&self.prefix)).limit(1);
        let page = cache.list(request, Freshness::Any).await.ok()?;
        Some(page.items.len() + page.remaining)
    }

    /// Where the selected objects of a namespace are.
    pub(crate) fn target(&self, namespace: &str, selection: &Selection) -> Target {
        let one_place = !self.namespaced || !namespace.is_empty();
        if let (Some(name), true) = (selection.exact_name(), one_place) {
            return Target::Key(self.key(namespace, name));
        }
        let indexed = self.trigger.and_then(|position| selection.exact_field(position));
        if let Some(value) = indexed {
            return Target::Indexed(value.to_owned());
        }
        if self.namespaced && !namespace.is_empty() {
            return Target::Prefix(format!("{}{namespace}/", self.prefix));
        }
        Target::Prefix(self.prefix.clone())
    }

    pub(super) fn failed(
        &self,
        error: &crate::storage::StorageError,
        verb: &str,
        name: &str,
    ) -> Status {
        storage_error(error, verb, &self.group, &self.plural, name)
    }

    pub(crate) fn unreadable(&self, error: &CacheError, verb: &str) -> Status {
        cache_error(error, verb, &self.group, &self.plural)
    }
}

/// As of when a list is wanted.
#[derive(Clone, Copy, Debug)]
pub(crate) enum When {
    /// Now, or so.
    Now(Freshness),
    /// Exactly as it was at a revision.
    At(u64),
}

/// Which page of a list is wanted.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Paging<'a> {
    /// The first key, inclusive.
    pub(crate) start_key: Option<&'a str>,
    /// The most items; 0 for all.
    pub(crate) limit: usize,
}

/// The part of the key space that a read is about.
#[derive(Debug)]
pub(crate) enum Target {
    Prefix(String),
    Key(String),
    Indexed(String),
}

impl Target {
    pub(crate) fn scope(&self) -> Scope<'_> {
        match self {
            Self::Prefix(prefix) => Scope::Prefix(prefix),
            Self::Key(key) => Scope::Key(key),
            Self::Indexed(value) => Scope::Indexed(value),
        }
    }
}
