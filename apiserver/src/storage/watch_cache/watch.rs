//! The stream a watcher of the cache reads.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Weak};
use std::task::{Context, Poll};

use futures::Stream;

use super::cache::Shared;
use super::dispatch::Watcher;
use super::errors::CacheError;
use super::event::CacheEvent;
use crate::storage::event_buffer::EventReceiver;

/// The events of a watch, ordered by revision; dropping it ends the watch.
///
/// After an error the stream ends. Without an error it ends when the cache is dropped.
pub struct CacheWatch<T> {
    pub(super) initial: std::vec::IntoIter<Arc<T>>,
    /// The bookmark that ends the initial objects, until it was sent.
    pub(super) initial_end: Option<u64>,
    pub(super) events: EventReceiver<CacheEvent<T>, CacheError>,
    pub(super) bookmarks: BookmarkRequester<T>,
}

impl<T: Send + Sync + 'static> CacheWatch<T> {
    /// A handle that asks for bookmarks on this watch while the stream is being read.
    pub fn bookmark_requester(&self) -> BookmarkRequester<T> {
        self.bookmarks.clone()
    }
}

impl<T> Stream for CacheWatch<T> {
    type Item = Result<CacheEvent<T>, CacheError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(object) = self.initial.next() {
            return Poll::Ready(Some(Ok(CacheEvent::Added(object))));
        }
        if let Some(revision) = self.initial_end.take() {
            self.initial = Vec::new().into_iter();
            let bookmark = CacheEvent::Bookmark { revision, initial_end: true };
            return Poll::Ready(Some(Ok(bookmark)));
        }
        Pin::new(&mut self.events).poll_next(cx)
    }
}

impl<T> fmt::Debug for CacheWatch<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CacheWatch")
    }
}

/// Asks for bookmarks on one watch, as a server does shortly before it ends the watch.
pub struct BookmarkRequester<T> {
    pub(super) shared: Weak<Shared<T>>,
    pub(super) watcher: Weak<Watcher<T>>,
}

impl<T: Send + Sync + 'static> BookmarkRequester<T> {
    /// Puts a bookmark behind the events the watch has to read, as new as the store allows.
    pub async fn request(&self) {
        let (Some(shared), Some(watcher)) = (self.shared.upgrade(), self.watcher.upgrade()) else {
            return;
        };
        shared.catch_up().await;
        shared.watchers.lock().send_bookmark_to(&watcher);
    }
}

impl<T> Clone for BookmarkRequester<T> {
    fn clone(&self) -> Self {
        Self { shared: self.shared.clone(), watcher: self.watcher.clone() }
    }
}

impl<T> fmt::Debug for BookmarkRequester<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BookmarkRequester")
    }
}
