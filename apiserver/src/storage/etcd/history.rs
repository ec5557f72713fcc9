//! The past of a watch, where the feed does not hold it any more.

use std::sync::Arc;

use futures::{Stream, StreamExt, stream};
use tonic::Status;

use super::errors::unavailable;
use super::follow::{self, Ended};
use super::store::Shared;
use crate::storage::errors::StorageError;
use crate::storage::key_value::WatchEvent;

/// Events below `prefix` after `after` and up to `until`, read from etcd.
pub(super) fn history(
    shared: Arc<Shared>,
    prefix: Arc<str>,
    after: u64,
    until: u64,
) -> impl Stream<Item = Result<WatchEvent, StorageError>> + Send {
    let read = async move {
        let mut responses = match shared.client.watch_all(after + 1).await {
            Ok(responses) => responses,
            Err(status) => return vec![Err(unavailable("reading past events", status))],
        };
        let mut past = Vec::new();
        loop {
            let response = match responses.message().await {
                Ok(Some(response)) => response,
                Ok(None) => {
                    let status = Status::unavailable("stream ended");
                    return vec![Err(unavailable("reading past events", status))];
                }
                Err(status) => return vec![Err(unavailable("reading past events", status))],
            };
            match follow::read(response) {
                Ok((events, last)) => {
                    let wanted = events.into_iter().filter(|event| event.revision() <= until);
                    let below = wanted
                        .filter(|event| event.key().is_some_and(|key| key.starts_with(&*prefix)));
                    past.extend(below.map(Ok));
                    // The store had an event of this very revision, so it comes.
                    if last >= until {
                        return past;
                    }
                }
                Err(Ended::Compacted(compacted)) => {
                    return vec![Err(StorageError::Compacted { requested: after, compacted })];
                }
                Err(Ended::Failed(status)) => {
                    return vec![Err(unavailable("reading past events", status))];
                }
            }
        }
    };
    stream::once(read).flat_map(stream::iter)
}

/// Ends a stream after its first error.
pub(super) fn until_error(
    events: impl Stream<Item = Result<WatchEvent, StorageError>> + Send + Unpin,
) -> impl Stream<Item = Result<WatchEvent, StorageError>> + Send {
    stream::unfold(Some(events), |events| async {
        let mut events = events?;
        let event = events.next().await?;
        let rest = event.is_ok().then_some(events);
        Some((event, rest))
    })
}
