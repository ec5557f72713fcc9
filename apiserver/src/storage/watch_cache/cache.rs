//! The handle through which requests read the cache.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;

use parking_lot::{Mutex, RwLock};
use tokio::sync::{Notify, watch};
use tokio_util::task::AbortOnDropHandle;

use super::config::WatchCacheConfig;
use super::contents::{Contents, take_page};
use super::dispatch::{Position, Watchers};
use super::errors::CacheError;
use super::reflector;
use super::request::{CacheList, Freshness, ListRequest, Scope, WatchRequest, WatchStart};
use super::watch::{BookmarkRequester, CacheWatch};
use crate::storage::interfaces::{RangeRequest, Storage};

/// The watch cache of one resource; clones share it, and dropping the last one stops its task.
pub struct WatchCache<T> {
    shared: Arc<Shared<T>>,
    reflector_task: Arc<AbortOnDropHandle<()>>,
}

/// What the handle, the reflector and the watches share.
///
/// Where both locks are taken, `watchers` comes first.
pub(super) struct Shared<T> {
    pub(super) config: WatchCacheConfig<T>,
    pub(super) storage: Arc<dyn Storage>,
    pub(super) contents: RwLock<Contents<T>>,
    pub(super) watchers: Mutex<Watchers<T>>,
    /// The revision of the contents, `None` until they were first listed.
    pub(super) revision: watch::Sender<Option<u64>>,
    pub(super) bookmarks_wanted: Notify,
}

impl<T: Send + Sync + 'static> WatchCache<T> {
    /// Starts to cache `config.prefix` of `storage`, in a task of the current tokio runtime.
    pub fn start(storage: Arc<dyn Storage>, config: WatchCacheConfig<T>) -> Self {
        let shared = Arc::new(Shared {
            config,
            storage,
            contents: RwLock::new(Contents::empty()),
            watchers: Mutex::new(Watchers::default()),
            revision: watch::Sender::new(None),
            bookmarks_wanted: Notify::new(),
        });
        let task = tokio::spawn(reflector::run(shared.clone()));
        Self { shared, reflector_task: Arc::new(AbortOnDropHandle::new(task)) }
    }

    /// Waits until the cache was filled.
    ///
    /// # Errors
    /// `Initializing` when that takes longer than the freshness timeout.
    pub async fn ready(&self) -> Result<(), CacheError> {
        self.shared.fresh(Freshness::Any).await.map(drop)
    }

    /// The revision everything is held up to, `None` before the cache was filled.
    pub fn revision(&self) -> Option<u64> {
        *self.shared.revision.borrow()
    }

    /// Waits until the cache has seen `revision`, as a writer does before it answers.
    ///
    /// # Errors
    /// `TooLargeResourceVersion` when that takes longer than the freshness timeout.
    pub async fn wait_until(&self, revision: u64) -> Result<(), CacheError> {
        self.shared.fresh(Freshness::NotOlderThan(revision)).await.map(drop)
    }

    /// The object with exactly `key`, and a revision as of which that is so.
    ///
    /// # Errors
    /// `Initializing`, `TooLargeResourceVersion`, `Storage`.
    pub async fn get(
        &self,
        key: &str,
        freshness: Freshness,
    ) -> Result<(Option<Arc<T>>, u64), CacheError> {
        let floor = self.shared.fresh(freshness).await?;
        let contents = self.shared.contents.read();
        Ok((contents.get(key).cloned(), contents.revision().max(floor)))
    }

    /// The objects of `request`.
    ///
    /// # Errors
    /// `Initializing`, `TooLargeResourceVersion`, `Storage`.
    pub async fn list(
        &self,
        request: ListRequest<'_, T>,
        freshness: Freshness,
    ) -> Result<CacheList<T>, CacheError> {
        let floor = self.shared.fresh(freshness).await?;
        let mut list = match request.filter {
            // Without a limit the filter can run when the lock is free again.
            Some(filter) if request.limit == 0 => {
                let everything = ListRequest { filter: None, ..request };
                let mut list = self.shared.contents.read().list(&everything);
                list.items.retain(|item| filter(item));
                list
            }
            _ => self.shared.contents.read().list(&request),
        };
        list.revision = list.revision.max(floor);
        Ok(list)
    }

    /// The objects of `request` exactly as they were at `revision`, from the cache's own history
    /// or else from the store's.
    ///
    /// # Errors
    /// `Expired` when neither holds the revision, `TooLargeResourceVersion`, `Initializing`,
    /// `Storage`.
    pub async fn list_at(
        &self,
        request: ListRequest<'_, T>,
        revision: u64,
    ) -> Result<CacheList<T>, CacheError> {
        self.shared.fresh(Freshness::NotOlderThan(revision)).await?;
        let held = {
            let contents = self.shared.contents.read();
            // Fresh as of a revision that it has not reached, the cache is as it was then.
            let at = revision.min(contents.revision());
            contents.list_at(&request, at, &|item| self.shared.config.index_value(item))
        };
        let mut list = match held {
            Some(list) => list,
            None => self.shared.list_from_storage(request, revision).await?,
        };
        list.revision = revision;
        Ok(list)
    }

    /// Watches the objects of a scope.
    ///
    /// # Errors
    /// `Expired` when the changes since the start are no longer held, and for an initial state
    /// what [`list`](Self::list) fails with.
    pub async fn watch(&self, request: WatchRequest<'_>) -> Result<CacheWatch<T>, CacheError> {
        let WatchRequest { scope, start, bookmarks } = request;
        let shared = &self.shared;
        let freshness = match start {
            WatchStart::After(_) => Freshness::Any,
            WatchStart::Initial(freshness) => freshness,
        };
        let floor = shared.fresh(freshness).await?;

        let mut watchers = shared.watchers.lock();
        let contents = shared.contents.read();
        let after = match start {
            WatchStart::After(0) | WatchStart::Initial(_) => contents.revision().max(floor),
            WatchStart::After(revision) => revision,
        };
        let mut initial = Vec::new();
        let mut backlog = VecDeque::new();
        if let WatchStart::Initial(_) = start {
            initial = contents.list(&ListRequest::new(scope)).items;
        } else {
            let oldest = contents.history_after();
            if after < oldest {
                return Err(CacheError::Expired { requested: after, oldest });
            }
            let missed = contents.changes_since(after);
            let missed = missed.filter(|change| shared.config.covers(scope, change));
            backlog.extend(missed.map(|change| change.event.clone()));
        }
        let position = Position {
            after_sequence: contents.sequence(),
            after_revision: after,
            initial_revision: after.max(contents.revision()),
        };
        drop(contents);
        let capacity = shared.config.watch_buffer;
        let (watcher, events) = watchers.add(scope, position, backlog, bookmarks, capacity);
        drop(watchers);
        if bookmarks {
            shared.bookmarks_wanted.notify_one();
        }
        let initial_end = matches!(start, WatchStart::Initial(_)).then_some(after);
        let bookmarks =
            BookmarkRequester { shared: Arc::downgrade(shared), watcher: Arc::downgrade(&watcher) };
        Ok(CacheWatch { initial: initial.into_iter(), initial_end, events, bookmarks })
    }
}

impl<T: Send + Sync + 'static> Shared<T> {
    async fn list_from_storage(
        &self,
        request: ListRequest<'_, T>,
        revision: u64,
    ) -> Result<CacheList<T>, CacheError> {
        let prefix = match request.scope {
            Scope::Prefix(prefix) | Scope::Key(prefix) => prefix,
            Scope::Indexed(_) => &self.config.prefix,
        };
        // Only without a filter do the store's pages end where ours do.
        let exact_pages = matches!(request.scope, Scope::Prefix(_)) && request.filter.is_none();
        let limit = if exact_pages { request.limit } else { 0 };
        let range =
            RangeRequest { prefix, start_key: request.start_key, limit, revision: Some(revision) };
        let page = self.storage.range(range).await?;
        let items: Vec<_> = page
            .items
            .iter()
            .filter_map(|kv| Some((&*kv.key, reflector::decode(&self.config, kv)?)))
            .filter(|(key, item)| match request.scope {
                Scope::Prefix(_) => true,
                Scope::Key(wanted) => *key == wanted,
                Scope::Indexed(value) => self.config.index_value(item).as_deref() == Some(value),
            })
            .collect();
        let mut list = take_page(items.iter().map(|(key, item)| (*key, item)), &request, revision);
        if page.more
            && let Some(last) = page.items.last()
        {
            list.next_key = Some(format!("{}\0", last.key));
            list.remaining = page.count - page.items.len();
        }
        Ok(list)
    }
}

impl<T> Clone for WatchCache<T> {
    fn clone(&self) -> Self {
        Self { shared: self.shared.clone(), reflector_task: self.reflector_task.clone() }
    }
}

impl<T> fmt::Debug for WatchCache<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let revision = *self.shared.revision.borrow();
        f.debug_struct("WatchCache")
            .field("prefix", &self.shared.config.prefix)
            .field("revision", &revision)
            .finish_non_exhaustive()
    }
}
