//! The task that reads the stream of all changes.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep};
use tonic::Status;

use super::client::{revision_of, to_u64};
use super::proto;
use super::store::Shared;
use crate::storage::key_value::{KeyValue, WatchEvent};

/// The first pause after the stream broke, doubled up to the last.
const BACKOFF: Duration = Duration::from_millis(50);
const MAX_BACKOFF: Duration = Duration::from_secs(2);

/// Why a stream of changes ended.
#[derive(Debug)]
pub(super) enum Ended {
    Failed(Status),
    /// The changes that come next are gone; etcd has those after this revision.
    Compacted(u64),
}

/// Runs until it is aborted.
pub(super) async fn run(shared: Arc<Shared>) {
    let mut backoff = BACKOFF;
    loop {
        let start = shared.feed.lock().revision();
        let ended = follow(&shared, start + 1).await;
        if shared.feed.lock().revision() > start {
            backoff = BACKOFF;
        }
        match ended {
            Ended::Failed(status) => {
                let (code, message) = (status.code(), status.message());
                tracing::warn!(?code, message, "etcd watch broke, it is opened again");
                shared.client.leave_current();
            }
            Ended::Compacted(compacted) => {
                tracing::warn!(start, compacted, "etcd was compacted beyond what was watched");
                match shared.client.current_revision().await {
                    Ok(revision) => {
                        shared.feed.lock().restart(revision, compacted);
                        shared.reached.send_replace(revision);
                        continue;
                    }
                    Err(status) => tracing::warn!(%status, "etcd does not answer"),
                }
            }
        }
        sleep(backoff).await;
        backoff = MAX_BACKOFF.min(backoff * 2);
    }
}

async fn follow(shared: &Shared, start_revision: u64) -> Ended {
    let mut responses = match shared.client.watch_all(start_revision).await {
        Ok(responses) => responses,
        Err(status) => return Ended::Failed(status),
    };
    loop {
        let response = match responses.message().await {
            Ok(Some(response)) => response,
            Ok(None) => return Ended::Failed(Status::unavailable("stream ended")),
            Err(status) => return Ended::Failed(status),
        };
        let (events, revision) = match read(response) {
            Ok(read) => read,
            Err(ended) => return ended,
        };
        let reached = {
            let mut feed = shared.feed.lock();
            feed.take_in(events, revision, Instant::now());
            feed.revision()
        };
        shared.reached.send_replace(reached);
    }
}

/// The events of a response and the revision of the last of them, 0 if there is none.
pub(super) fn read(response: proto::WatchResponse) -> Result<(Vec<WatchEvent>, u64), Ended> {
    if response.compact_revision > 0 {
        return Err(Ended::Compacted(to_u64(response.compact_revision)));
    }
    if response.canceled {
        return Err(Ended::Failed(Status::unavailable(response.cancel_reason)));
    }
    let revision = revision_of(response.header);
    let mut last = 0;
    let mut events = Vec::with_capacity(response.events.len());
    for event in response.events {
        let Some(kv) = event.kv else { continue };
        let mod_revision = to_u64(kv.mod_revision);
        last = mod_revision;
        let Some(kv) = key_value(kv) else { continue };
        let prev = event.prev_kv.and_then(key_value).map(Arc::new);
        events.push(match (event.r#type, prev) {
            (put, prev) if put == i32::from(proto::EventType::Put) => {
                if prev.is_none() && !kv.is_created() {
                    // What it replaced was compacted meanwhile.
                    return Err(Ended::Compacted(revision.max(mod_revision)));
                }
                WatchEvent::Put { kv: Arc::new(kv), prev }
            }
            (_, Some(prev)) => WatchEvent::Delete { prev, mod_revision },
            (_, None) => return Err(Ended::Compacted(revision.max(mod_revision))),
        });
    }
    Ok((events, last))
}

/// A version as the store shows it; `None` for keys that Kubernetes never writes.
pub(super) fn key_value(kv: proto::KeyValue) -> Option<KeyValue> {
    let key = String::from_utf8(kv.key).ok()?;
    Some(KeyValue::from_parts(
        key,
        kv.value.into(),
        to_u64(kv.create_revision),
        to_u64(kv.mod_revision),
        to_u64(kv.version),
    ))
}
