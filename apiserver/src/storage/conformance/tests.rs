//! The kit finds stores that are wrong.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use futures::StreamExt;

use super::checks;
use crate::storage::MemoryStorage;
use crate::storage::errors::StorageError;
use crate::storage::interfaces::{Got, Page, RangeRequest, Storage, WatchStream};
use crate::storage::key_value::WatchEvent;

/// One thing done wrong.
#[derive(Clone, Copy, Debug)]
enum Fault {
    OverwriteOnCreate,
    IgnoreExpectedRevision,
    ReadNewestAlways,
    LoseEverySeventhEvent,
    RepeatEveryEleventhEvent,
    WatchIncludesItsRevision,
    ForgetPrevious,
    ProgressTooEarly,
    CompactNothing,
    KeepForEver,
    IgnoreStartKey,
    CountThePageOnly,
    WatchNeighbours,
}

struct Faulty {
    inner: MemoryStorage,
    fault: Fault,
}

impl Faulty {
    fn ttl(&self, ttl: Option<Duration>) -> Option<Duration> {
        ttl.filter(|_| !matches!(self.fault, Fault::KeepForEver))
    }
}

#[async_trait]
impl Storage for Faulty {
    async fn get(&self, key: &str) -> Result<Got, StorageError> {
        self.inner.get(key).await
    }

    async fn range(&self, mut request: RangeRequest<'_>) -> Result<Page, StorageError> {
        match self.fault {
            Fault::ReadNewestAlways => request.revision = None,
            Fault::IgnoreStartKey => request.start_key = None,
            _ => {}
        }
        let mut page = self.inner.range(request).await?;
        if let Fault::CountThePageOnly = self.fault {
            page.count = page.items.len();
        }
        Ok(page)
    }

    async fn create(
        &self,
        key: &str,
        value: Bytes,
        ttl: Option<Duration>,
    ) -> Result<u64, StorageError> {
        let created = self.inner.create(key, value.clone(), self.ttl(ttl)).await;
        match (self.fault, created) {
            (Fault::OverwriteOnCreate, Err(StorageError::KeyExists { current })) => {
                self.inner.update(key, value, current.mod_revision, ttl).await
            }
            (_, created) => created,
        }
    }

    async fn update(
        &self,
        key: &str,
        value: Bytes,
        expected_mod_revision: u64,
        ttl: Option<Duration>,
    ) -> Result<u64, StorageError> {
        let ttl = self.ttl(ttl);
        let updated = self.inner.update(key, value.clone(), expected_mod_revision, ttl).await;
        match (self.fault, updated) {
            (Fault::IgnoreExpectedRevision, Err(StorageError::Conflict { current, .. })) => {
                self.inner.update(key, value, current.mod_revision, ttl).await
            }
            (_, updated) => updated,
        }
    }

    async fn delete(&self, key: &str, expected_mod_revision: u64) -> Result<u64, StorageError> {
        self.inner.delete(key, expected_mod_revision).await
    }

    async fn watch(&self, prefix: &str, from_revision: u64) -> Result<WatchStream, StorageError> {
        let fault = self.fault;
        let from = match fault {
            Fault::WatchIncludesItsRevision if from_revision > 0 => from_revision - 1,
            _ => from_revision,
        };
        let prefix = match fault {
            Fault::WatchNeighbours => prefix.trim_end_matches('/'),
            _ => prefix,
        };
        let mut count = 0;
        let events = self.inner.watch(prefix, from).await?;
        Ok(WatchStream::new(events.flat_map(move |event| {
            count += 1;
            let events = match (fault, event) {
                (Fault::LoseEverySeventhEvent, Ok(event)) if count % 7 == 0 => {
                    if event.key().is_some() { vec![] } else { vec![Ok(event)] }
                }
                (Fault::RepeatEveryEleventhEvent, Ok(event)) if count % 11 == 0 => {
                    vec![Ok(event.clone()), Ok(event)]
                }
                (Fault::ForgetPrevious, Ok(WatchEvent::Put { kv, .. })) => {
                    vec![Ok(WatchEvent::Put { kv, prev: None })]
                }
                (Fault::ProgressTooEarly, Ok(event)) if event.key().is_some() => {
                    vec![Ok(WatchEvent::Progress { revision: u64::MAX }), Ok(event)]
                }
                (_, event) => vec![event],
            };
            futures::stream::iter(events)
        })))
    }

    async fn compact(&self, revision: u64) -> Result<(), StorageError> {
        match self.fault {
            Fault::CompactNothing => Ok(()),
            _ => self.inner.compact(revision).await,
        }
    }

    async fn current_revision(&self) -> Result<u64, StorageError> {
        self.inner.current_revision().await
    }

    async fn request_progress(&self, prefix: &str) -> Result<(), StorageError> {
        self.inner.request_progress(prefix).await
    }
}

#[tokio::test(start_paused = true)]
async fn each_fault_is_found() {
    for fault in [
        Fault::OverwriteOnCreate,
        Fault::IgnoreExpectedRevision,
        Fault::ReadNewestAlways,
        Fault::LoseEverySeventhEvent,
        Fault::RepeatEveryEleventhEvent,
        Fault::WatchIncludesItsRevision,
        Fault::ForgetPrevious,
        Fault::ProgressTooEarly,
        Fault::CompactNothing,
        Fault::KeepForEver,
        Fault::IgnoreStartKey,
        Fault::CountThePageOnly,
        Fault::WatchNeighbours,
    ] {
        let mut found = Vec::new();
        for check in checks() {
            // A store that pages wrongly may have no last page.
            let storage = Arc::new(Faulty { inner: MemoryStorage::default(), fault });
            let run = tokio::time::timeout(Duration::from_secs(3_600), check.run(storage)).await;
            if !matches!(run, Ok(Ok(()))) {
                found.push(check.name());
            }
        }
        assert!(!found.is_empty(), "{fault:?} passed all checks");
    }
}
