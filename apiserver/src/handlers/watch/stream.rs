//! The body of a watch: events of the cache, chosen, encoded and batched.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bowline_apimachinery::meta::{Status, reason};
use bytes::Bytes;
use futures::{FutureExt as _, StreamExt as _};
use http_body::Frame;
use http_body_util::{BodyExt as _, StreamBody};
use tokio::time::{Instant, Sleep, sleep_until};

use super::frames::{Change, Frames};
use crate::body::{Body, BodyError};
use crate::handlers::call::Call;
use crate::handlers::list_options::WatchOptions;
use crate::registry::Entry;
use crate::registry::selection::Selection;
use crate::registry::store::Store;
use crate::storage::watch_cache::{CacheError, CacheEvent, CacheWatch, WatchStart};

/// How long before its end a watch gets a last bookmark.
const LAST_BOOKMARK: Duration = Duration::from_secs(2);
/// How many bytes of events that are there already go out together.
const BATCH: usize = 32 * 1024;

/// A watch that is being answered.
pub(super) struct Watching {
    call: Call,
    store: Arc<Store>,
    selection: Selection,
    events: CacheWatch<Entry>,
    frames: Frames,
    bookmarks: bool,
    /// Whether the end of the initial objects is told.
    tells_initial_end: bool,
    end: Pin<Box<Sleep>>,
    last_bookmark: Option<Pin<Box<Sleep>>>,
    done: bool,
}

/// What woke a watch.
enum Wake {
    Event(Option<Result<CacheEvent<Entry>, CacheError>>),
    LastBookmark,
    End,
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.count(-1);
    }
}

impl Watching {
    pub(super) fn new(
        call: Call,
        store: Arc<Store>,
        selection: Selection,
        events: CacheWatch<Entry>,
        options: WatchOptions,
        limit: Duration,
    ) -> Self {
        let end = Instant::now() + limit;
        let last_bookmark = (options.bookmarks && limit > LAST_BOOKMARK)
            .then(|| Box::pin(sleep_until(end - LAST_BOOKMARK)));
        let watching = Self {
            frames: Frames::new(&call),
            call,
            store,
            selection,
            events,
            bookmarks: options.bookmarks,
            tells_initial_end: matches!(options.start, WatchStart::Initial(_)),
            end: Box::pin(sleep_until(end)),
            last_bookmark,
            done: false,
        };
        watching.count(1);
        watching
    }

    fn count(&self, change: i64) {
        let resource = &self.call.resource;
        let metrics = self.call.server.metrics();
        metrics.watches(&resource.group, &resource.version, &resource.plural, change);
    }

    pub(super) fn into_body(self) -> Body {
        let chunks = futures::stream::unfold(self, |mut watching| async move {
            let chunk = watching.next_chunk().await?;
            Some((Ok::<_, BodyError>(Frame::data(chunk)), watching))
        });
        StreamBody::new(chunks).boxed_unsync()
    }

    /// The next bytes; `None` at the end.
    async fn next_chunk(&mut self) -> Option<Bytes> {
        let mut out = Vec::new();
        while !self.done {
            match self.wake().await {
                Wake::Event(event) => {
                    self.take(event, &mut out);
                    // What is there already goes along: small frames are dear.
                    while !self.done && out.len() < BATCH {
                        let Some(event) = self.events.next().now_or_never() else { break };
                        self.take(event, &mut out);
                    }
                }
                Wake::LastBookmark => {
                    self.last_bookmark = None;
                    self.events.bookmark_requester().request().await;
                }
                Wake::End => self.done = true,
            }
            if !out.is_empty() {
                return Some(out.into());
            }
        }
        None
    }

    async fn wake(&mut self) -> Wake {
        let last_bookmark = async {
            match &mut self.last_bookmark {
                Some(sleep) => sleep.await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            event = self.events.next() => Wake::Event(event),
            () = last_bookmark => Wake::LastBookmark,
            () = &mut self.end => Wake::End,
            () = self.store.retired() => Wake::End,
        }
    }

    fn take(&mut self, event: Option<Result<CacheEvent<Entry>, CacheError>>, out: &mut Vec<u8>) {
        let written = match event {
            None => {
                self.done = true;
                return;
            }
            Some(Ok(event)) => self.tell(&event, out),
            Some(Err(error)) => Err(self.unreadable(&error)),
        };
        if let Err(status) = written {
            self.done = true;
            self.frames.failure(&status, out);
        }
    }

    fn unreadable(&self, error: &CacheError) -> Status {
        match error {
            CacheError::SlowWatcher => Status::failure(
                500,
                reason::INTERNAL_ERROR,
                "the watch was ended since its events were not read in time",
            ),
            error => self.store.unreadable(error, "watch"),
        }
    }

    /// Writes what the client is to hear of an event, perhaps nothing.
    fn tell(&mut self, event: &CacheEvent<Entry>, out: &mut Vec<u8>) -> Result<(), Status> {
        let frames = &mut self.frames;
        let call = &self.call;
        let namespace = call.namespace();
        let selection = &self.selection;
        let chosen = |entry: &Entry| {
            (namespace.is_empty() || entry.namespace() == namespace) && selection.matches(entry)
        };
        match event {
            CacheEvent::Added(object) if chosen(object) => {
                frames.change(call, Change::Added, object, object.revision(), out)
            }
            CacheEvent::Added(_) => Ok(()),
            CacheEvent::Modified { object, prev } => {
                let revision = object.revision();
                match (chosen(prev), chosen(object)) {
                    (true, true) => frames.change(call, Change::Modified, object, revision, out),
                    (false, true) => frames.change(call, Change::Added, object, revision, out),
                    // It left the selection: for this client it is gone, as it was last seen.
                    (true, false) => frames.change(call, Change::Deleted, prev, revision, out),
                    (false, false) => Ok(()),
                }
            }
            CacheEvent::Deleted { object, prev, revision } => match chosen(prev) {
                true => frames.change(call, Change::Deleted, object, *revision, out),
                false => Ok(()),
            },
            CacheEvent::Bookmark { initial_end: true, .. } if !self.tells_initial_end => Ok(()),
            CacheEvent::Bookmark { revision, initial_end } => match self.bookmarks {
                true => frames.bookmark(call, *revision, *initial_end, out),
                false => Ok(()),
            },
        }
    }
}
