//! The generic store: one resource's objects over the key space, with upstream's rules for
//! creating, changing and deleting them.
//!
//! *Upstream:* `apiserver/pkg/registry/generic/registry/store.go`.

mod create;
mod delete;
mod errors;
mod metadata_faults;
mod read;
mod typed_preparation;
mod update;
mod write_context;

pub(crate) use delete::{Deleted, validate_options};
pub(crate) use errors::{cache_error, storage_error};
pub(crate) use read::{Listed, Paging, When};
pub(crate) use update::{Part, Transform};
pub(crate) use write_context::WriteContext;

use std::fmt;
use std::sync::{Arc, OnceLock};

use bowline_apimachinery::meta::Status;
use bowline_apimachinery::validation::field::ErrorList;
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use super::entry::Entry;
use super::handle::Environment;
use super::layout::Layout;
use super::strategy::Strategy;
use crate::storage::KeyValue;
use crate::storage::watch_cache::{WatchCache, WatchCacheConfig};

/// The objects of one resource.
pub(crate) struct Store {
    environment: Environment,
    layout: Arc<Layout>,
    group: String,
    plural: String,
    /// All keys begin with this; ends with a slash.
    prefix: String,
    namespaced: bool,
    /// The indexed field whose values the cache finds objects by.
    trigger: Option<usize>,
    strategy: Arc<dyn Strategy>,
    cache: OnceLock<WatchCache<Entry>>,
    retired: CancellationToken,
}

/// What a store is made of.
#[derive(Debug)]
pub(crate) struct StoreConfig {
    pub(crate) layout: Layout,
    pub(crate) group: String,
    pub(crate) plural: String,
    /// The key prefix without the last slash.
    pub(crate) prefix: String,
    pub(crate) namespaced: bool,
    pub(crate) trigger: Option<usize>,
    pub(crate) strategy: Arc<dyn Strategy>,
}

impl Store {
    pub(crate) fn new(environment: Environment, config: StoreConfig) -> Self {
        Self {
            environment,
            layout: Arc::new(config.layout),
            group: config.group,
            plural: config.plural,
            prefix: format!("{}/", config.prefix),
            namespaced: config.namespaced,
            trigger: config.trigger,
            strategy: config.strategy,
            cache: OnceLock::new(),
            retired: CancellationToken::new(),
        }
    }

    /// Ends all watches: the objects are served in another way from now on, or not at all.
    pub(crate) fn retire(&self) {
        self.retired.cancel();
    }

    /// Waits for [`retire`](Self::retire).
    pub(crate) async fn retired(&self) {
        self.retired.cancelled().await;
    }

    /// How objects lie in storage.
    pub(crate) fn layout(&self) -> &Arc<Layout> {
        &self.layout
    }

    pub(crate) fn strategy(&self) -> &Arc<dyn Strategy> {
        &self.strategy
    }

    /// The prefix of all keys, with a slash at the end.
    pub(crate) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The key of an object.
    pub(crate) fn key(&self, namespace: &str, name: &str) -> String {
        if self.namespaced {
            format!("{}{namespace}/{name}", self.prefix)
        } else {
            format!("{}{name}", self.prefix)
        }
    }

    /// The cache, which starts with its first use.
    pub(crate) fn cache(&self) -> &WatchCache<Entry> {
        self.cache.get_or_init(|| {
            let layout = self.layout.clone();
            let mut config = WatchCacheConfig::new(self.prefix.as_str(), move |kv: &KeyValue| {
                Ok(Arc::new(Entry::decode(&layout, kv)?))
            });
            if let Some(position) = self.trigger {
                config = config.index(move |entry: &Entry| Some(entry.field(position).into()));
            }
            WatchCache::start(self.environment.storage.clone(), config)
        })
    }

    /// 422 for an object of this resource.
    pub(crate) fn invalid(&self, name: &str, errors: &ErrorList) -> Status {
        invalid(&self.group, self.layout.kind(), name, errors)
    }

    /// Waits for the cache to see a write, where the kind wants that.
    async fn settle(&self, revision: u64) {
        if self.strategy.awaits_cache()
            && let Err(error) = self.cache().wait_until(revision).await
        {
            tracing::warn!(%error, prefix = self.prefix, "cache is behind a write");
        }
    }

    fn entry(&self, kv: &KeyValue) -> Result<Arc<Entry>, Status> {
        Entry::decode(&self.layout, kv).map(Arc::new).map_err(|e| {
            Status::internal(format!("unable to decode the object stored at {}: {e}", kv.key))
        })
    }

    /// An entry of an object that was just written, or would have been.
    fn entry_of(&self, object: &Value, revision: u64) -> Result<Arc<Entry>, Status> {
        let stored = self.layout.encode(object);
        Entry::of_stored(&self.layout, stored, revision).map(Arc::new).map_err(Status::internal)
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}

/// 422: `Pod "web" is invalid: spec.containers: Required value`.
pub(crate) fn invalid(group: &str, kind: &str, name: &str, errors: &ErrorList) -> Status {
    let qualified = if group.is_empty() { kind.to_owned() } else { format!("{kind}.{group}") };
    let message = if errors.is_empty() {
        format!("{qualified} \"{name}\" is invalid")
    } else {
        format!("{qualified} \"{name}\" is invalid: {errors}")
    };
    let mut status = Status::failure(422, bowline_apimachinery::meta::reason::INVALID, message)
        .about(group, kind, name);
    for error in errors {
        status = status.cause(error.kind.as_str(), error.body().to_string(), &error.field);
    }
    status
}
