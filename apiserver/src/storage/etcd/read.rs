//! Reads of the present and of earlier revisions.

use std::sync::Arc;

use tonic::Status;

use super::client::{revision_of, to_i64};
use super::errors::{Meaning, meaning, unavailable};
use super::follow::{self, Ended, key_value};
use super::proto;
use super::store::Shared;
use crate::storage::errors::StorageError;
use crate::storage::interfaces::{Got, Page, RangeRequest};

/// Keys read in one request.
const PAGE: usize = 10_000;

impl Shared {
    /// See [`Storage::get`](crate::storage::Storage::get).
    pub(super) async fn get(&self, key: &str) -> Result<Got, StorageError> {
        let request = proto::RangeRequest { key: key.as_bytes().to_vec(), ..Default::default() };
        let response = self.client.range(request).await;
        let response = response.map_err(|status| unavailable("reading a key", status))?;
        let kv = response.kvs.into_iter().find_map(key_value).map(Arc::new);
        Ok(Got { kv, revision: revision_of(response.header) })
    }

    pub(super) async fn range(&self, request: RangeRequest<'_>) -> Result<Page, StorageError> {
        let start = request.start_key.map_or(request.prefix, |key| key.max(request.prefix));
        let mut key = if start.is_empty() { b"\0".to_vec() } else { start.as_bytes().to_vec() };
        let range_end = prefix_end(request.prefix);
        if key >= range_end && range_end != b"\0" {
            // etcd calls a range without keys an error; the revision is still checked.
            key.clone_from(&range_end);
        }
        let mut page = Page { items: Vec::new(), more: false, count: 0, revision: 0 };
        let mut revision = request.revision;
        loop {
            let wanted = if request.limit == 0 { PAGE } else { request.limit - page.items.len() };
            let part = proto::RangeRequest {
                key,
                range_end: range_end.clone(),
                limit: to_i64(wanted.min(PAGE) as u64),
                revision: revision.map_or(0, to_i64),
                ..Default::default()
            };
            let part = match self.client.range(part).await {
                Ok(part) => part,
                Err(status) => return Err(self.range_error(status, revision).await),
            };
            let at = revision.unwrap_or_else(|| revision_of(part.header));
            if revision.is_none() || page.revision == 0 {
                page.count = usize::try_from(part.count).unwrap_or_default();
                page.revision = at;
            }
            revision = Some(at);
            let last = part.kvs.last().map(|kv| kv.key.clone());
            page.items.extend(part.kvs.into_iter().filter_map(key_value).map(Arc::new));
            page.more = part.more;
            match last {
                Some(last) if part.more && page.items.len() != request.limit => {
                    key = [&last[..], b"\0"].concat();
                }
                _ => return Ok(page),
            }
        }
    }

    pub(super) async fn range_error(&self, status: Status, revision: Option<u64>) -> StorageError {
        let requested = revision.unwrap_or_default();
        match meaning(&status) {
            Meaning::Compacted => {
                let compacted = self.compacted(requested).await;
                StorageError::Compacted { requested, compacted }
            }
            Meaning::FutureRevision => {
                let current = self.current_revision().await.unwrap_or_default();
                StorageError::FutureRevision { requested, current }
            }
            _ => unavailable("reading a range", status),
        }
    }

    /// The oldest revision that can be read, knowing that `requested` cannot; only watches tell.
    async fn compacted(&self, requested: u64) -> u64 {
        let told = async {
            let mut responses = self.client.watch_all(requested).await.ok()?;
            loop {
                let response = responses.message().await.ok()??;
                match follow::read(response) {
                    Ok((events, _)) if events.is_empty() => {}
                    Err(Ended::Compacted(compacted)) => return Some(compacted),
                    Ok(_) | Err(Ended::Failed(_)) => return None,
                }
            }
        };
        let told = tokio::time::timeout(self.config.request_timeout, told).await;
        told.ok().flatten().unwrap_or(requested + 1)
    }
}

/// The first key, as bytes, after all that begin with `prefix`; a zero byte where there is none.
fn prefix_end(prefix: &str) -> Vec<u8> {
    let mut end = prefix.as_bytes().to_vec();
    while let Some(last) = end.pop() {
        if last < 0xff {
            end.push(last + 1);
            return end;
        }
    }
    b"\0".to_vec()
}
