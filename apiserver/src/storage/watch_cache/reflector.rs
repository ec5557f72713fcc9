//! The task that keeps a cache like its store: list, then watch, and list again when the watch
//! lost its place.

use std::sync::Arc;
use std::time::Duration;

use futures::{FutureExt, StreamExt};
use tokio::time::{Instant, sleep, sleep_until};

use super::cache::Shared;
use super::config::WatchCacheConfig;
use super::contents::{Decoded, DecodedItem};
use super::dispatch::Watchers;
use super::ring::Bounds;
use crate::storage::errors::StorageError;
use crate::storage::interfaces::{RangeRequest, WatchStream};
use crate::storage::key_value::{KeyValue, WatchEvent};

/// Keys read at a time when the cache is filled.
const PAGE: usize = 10_000;
/// Changes taken in under one lock.
const BATCH: usize = 256;
/// The first pause after an error, doubled up to the last.
const BACKOFF: Duration = Duration::from_millis(50);
const MAX_BACKOFF: Duration = Duration::from_secs(5);

/// Runs until it is aborted or the store is closed.
pub(super) async fn run<T: Send + Sync + 'static>(shared: Arc<Shared<T>>) {
    let prefix = shared.config.prefix.clone();
    let mut backoff = BACKOFF;
    // The revision to watch from; `None` where the cache has to be filled first.
    let mut position = None;
    loop {
        let step = match position {
            None => list(&shared).await.map(|revision| (Some(revision), None)),
            Some(revision) => match shared.storage.watch(&prefix, revision).await {
                Ok(events) => {
                    let error = follow(&shared, events).await;
                    Ok((*shared.revision.borrow(), error))
                }
                Err(error) => Err(error),
            },
        };
        let error = match step {
            Ok((reached, error)) => {
                if reached != position {
                    backoff = BACKOFF;
                }
                position = reached;
                let Some(error) = error else { continue };
                error
            }
            Err(StorageError::Closed) => {
                tracing::debug!(prefix = &*prefix, "storage is closed, watch cache ends");
                *shared.watchers.lock() = Watchers::default();
                return;
            }
            Err(error) => error,
        };
        if error.is_compacted() {
            position = None;
        }
        {
            let error: &dyn std::error::Error = &error;
            tracing::warn!(prefix = &*prefix, error, "watch cache lost its place in storage");
        }
        sleep(backoff).await;
        backoff = MAX_BACKOFF.min(backoff * 2);
    }
}

/// Makes an item of stored bytes; what cannot be decoded is left out, for one bad object must not
/// hide the others.
pub(super) fn decode<T>(config: &WatchCacheConfig<T>, kv: &KeyValue) -> Option<Arc<T>> {
    match (config.decode)(kv) {
        Ok(item) => Some(item),
        Err(error) => {
            let (key, revision) = (&*kv.key, kv.mod_revision);
            tracing::error!(key, revision, %error, "stored object cannot be decoded");
            None
        }
    }
}

/// The last state of a key that is gone since `mod_revision`.
fn last<T>(config: &WatchCacheConfig<T>, prev: &KeyValue, mod_revision: u64) -> Option<Arc<T>> {
    decode(config, &KeyValue { mod_revision, ..prev.clone() })
}

/// Fills the cache and returns the revision it was filled as of. Watches that are open end.
async fn list<T: Send + Sync + 'static>(shared: &Shared<T>) -> Result<u64, StorageError> {
    let config = &shared.config;
    let mut items = Vec::new();
    let mut start: Option<(String, u64)> = None;
    let revision = loop {
        let mut request = RangeRequest::prefix(&config.prefix).limit(PAGE);
        if let Some((next_key, revision)) = &start {
            request = request.start_key(next_key).at(*revision);
        }
        let page = shared.storage.range(request).await?;
        let decoded = page.items.iter();
        items.extend(decoded.filter_map(|kv| Some((kv.key.clone(), decode(config, kv)?))));
        match page.items.last().filter(|_| page.more) {
            None => break page.revision,
            Some(last) => start = Some((format!("{}\0", last.key), page.revision)),
        }
    };
    let mut watchers = shared.watchers.lock();
    shared.contents.write().replace(items, revision, &|item| config.index_value(item));
    watchers.expire_all(revision);
    drop(watchers);
    shared.revision.send_replace(Some(revision));
    Ok(revision)
}

/// Takes in what the store says until its watch ends, and returns why if it said so.
async fn follow<T: Send + Sync + 'static>(
    shared: &Shared<T>,
    mut events: WatchStream,
) -> Option<StorageError> {
    let interval = shared.config.bookmark_interval;
    let mut bookmark_at = None;
    let mut carried = None;
    loop {
        if bookmark_at.is_none() && shared.watchers.lock().bookmarks_wanted() {
            bookmark_at = Some(Instant::now() + interval);
        }
        let bookmark_due = async {
            match bookmark_at {
                Some(at) => sleep_until(at).await,
                None => shared.bookmarks_wanted.notified().await,
            }
        };
        let next = async {
            match carried.take() {
                Some(event) => Some(Ok(event)),
                None => events.next().await,
            }
        };
        tokio::select! {
            event = next => {
                let mut batch = Vec::new();
                let more = collect(event, &mut events, &mut batch, &mut carried);
                take_in(shared, batch);
                match more {
                    Continues::Yes => {}
                    Continues::No(error) => return error,
                }
                if carried.is_some() {
                    tokio::task::yield_now().await;
                }
            }
            () = bookmark_due => {
                if bookmark_at.take().is_some() {
                    shared.catch_up().await;
                    shared.watchers.lock().send_bookmarks();
                }
            }
        }
    }
}

/// Whether a storage watch goes on.
enum Continues {
    Yes,
    No(Option<StorageError>),
}

/// Moves the events that are there already into `batch`, and one that does not fit into `carried`;
/// a revision is never split.
fn collect(
    first: Option<Result<WatchEvent, StorageError>>,
    events: &mut WatchStream,
    batch: &mut Vec<WatchEvent>,
    carried: &mut Option<WatchEvent>,
) -> Continues {
    let mut next = first;
    loop {
        match next {
            None => return Continues::No(None),
            Some(Err(error)) => return Continues::No(Some(error)),
            Some(Ok(event)) => {
                let full = batch.len() >= BATCH;
                if full && batch.last().is_some_and(|last| last.revision() != event.revision()) {
                    *carried = Some(event);
                    return Continues::Yes;
                }
                batch.push(event);
            }
        }
        match events.next().now_or_never() {
            Some(ready) => next = ready,
            None => return Continues::Yes,
        }
    }
}

fn take_in<T: Send + Sync + 'static>(shared: &Shared<T>, batch: Vec<WatchEvent>) {
    let config = &shared.config;
    let mut progress = 0;
    let mut decoded = Vec::with_capacity(batch.len());
    for event in batch {
        match event {
            WatchEvent::Progress { revision } => progress = progress.max(revision),
            WatchEvent::Put { kv, prev } => {
                let revision = kv.mod_revision;
                let item = match decode(config, &kv) {
                    Some(item) => DecodedItem::Put(item),
                    None => DecodedItem::Gone(prev.and_then(|prev| last(config, &prev, revision))),
                };
                decoded.push(Decoded { key: kv.key.clone(), revision, item });
            }
            WatchEvent::Delete { prev, mod_revision } => {
                let item = DecodedItem::Gone(last(config, &prev, mod_revision));
                decoded.push(Decoded { key: prev.key.clone(), revision: mod_revision, item });
            }
        }
    }
    let bounds =
        Bounds { min: config.min_history, max: config.max_history, age: config.history_age };
    let now = Instant::now();
    let (changes, revision) = {
        let mut contents = shared.contents.write();
        let index_value = |item: &T| config.index_value(item);
        let changes: Vec<_> = decoded
            .into_iter()
            .filter_map(|decoded| contents.apply(decoded, &index_value, bounds, now))
            .collect();
        contents.advance(progress);
        (changes, contents.revision())
    };
    shared.revision.send_replace(Some(revision));
    shared.watchers.lock().dispatch(&changes, revision, config);
}
