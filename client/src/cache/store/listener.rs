//! Who is told of changes: handlers that run at once, and streams read at leisure.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures::Stream;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};

use crate::cache::Delta;

/// Names a handler, to remove it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct HandlerId(u64);

/// The changes of a store since a moment, beginning with everything that was there then.
///
/// What is not read waits here, without limit; it ends when the store's writer is gone.
pub struct Subscription<K> {
    pub(super) deltas: UnboundedReceiver<Delta<K>>,
}

impl<K> Subscription<K> {
    /// The next change; none when there will be no more. Cancel-safe.
    pub async fn recv(&mut self) -> Option<Delta<K>> {
        self.deltas.recv().await
    }

    /// The next change, if it is there.
    pub fn try_recv(&mut self) -> Option<Delta<K>> {
        self.deltas.try_recv().ok()
    }
}

impl<K> Stream for Subscription<K> {
    type Item = Delta<K>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Delta<K>>> {
        self.deltas.poll_recv(cx)
    }
}

impl<K> fmt::Debug for Subscription<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subscription").field("waiting", &self.deltas.len()).finish()
    }
}

pub(super) type Handler<K> = Box<dyn Fn(&Delta<K>) + Send + Sync>;

enum Listener<K> {
    Handler(HandlerId, Handler<K>),
    Stream(UnboundedSender<Delta<K>>),
}

/// Everyone who is told, in the order in which they came.
pub(super) struct Listeners<K> {
    all: Vec<Listener<K>>,
    named: u64,
    /// Whether the mark for "everything was reported" is due to whoever joins.
    pub(super) synced: bool,
    pub(super) closed: bool,
}

impl<K> Default for Listeners<K> {
    fn default() -> Self {
        Self { all: Vec::new(), named: 0, synced: false, closed: false }
    }
}

impl<K> Listeners<K> {
    pub(super) fn add_handler(&mut self, handler: Handler<K>) -> HandlerId {
        self.named += 1;
        let id = HandlerId(self.named);
        self.all.push(Listener::Handler(id, handler));
        id
    }

    pub(super) fn add_stream(&mut self, stream: UnboundedSender<Delta<K>>) {
        self.all.push(Listener::Stream(stream));
    }

    pub(super) fn remove_handler(&mut self, id: HandlerId) {
        self.all.retain(|listener| !matches!(listener, Listener::Handler(own, _) if *own == id));
    }

    pub(super) fn tell(&mut self, delta: &Delta<K>) {
        self.all.retain(|listener| match listener {
            Listener::Handler(_, handler) => {
                handler(delta);
                true
            }
            Listener::Stream(stream) => stream.send(delta.clone()).is_ok(),
        });
    }

    pub(super) fn close(&mut self) {
        self.closed = true;
        self.all.clear();
    }
}
