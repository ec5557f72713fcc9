//! The bounded queue between a store or cache and one watcher.
//!
//! Unlike a channel it costs nothing while it is empty, hands over everything that waits in one
//! locked step, and ends with an error that is read after what came before it.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use futures::Stream;
use parking_lot::Mutex;

/// Capacity above which an emptied queue is given back to the allocator.
const KEEP_CAPACITY: usize = 64;

/// A queue of events of type `E` for one watcher, which may end with one `X`; `backlog` is
/// delivered first and does not count against `capacity`.
pub(crate) fn event_buffer<E, X>(
    capacity: usize,
    backlog: VecDeque<E>,
) -> (EventSender<E, X>, EventReceiver<E, X>) {
    let shared = Arc::new(Mutex::new(Shared {
        queue: VecDeque::new(),
        end: End::Open,
        reader: None,
        reader_gone: false,
    }));
    (EventSender { shared: shared.clone(), capacity }, EventReceiver { shared, ready: backlog })
}

/// Why an event was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PushError {
    /// The watcher has not read the last `capacity` events.
    Full,
    /// The watcher is gone, or the queue was ended.
    Closed,
}

/// The writing side.
#[derive(Debug)]
pub(crate) struct EventSender<E, X> {
    shared: Arc<Mutex<Shared<E, X>>>,
    capacity: usize,
}

/// The reading side: a stream that ends after its first error.
#[derive(Debug)]
pub(crate) struct EventReceiver<E, X> {
    shared: Arc<Mutex<Shared<E, X>>>,
    ready: VecDeque<E>,
}

#[derive(Debug)]
struct Shared<E, X> {
    queue: VecDeque<E>,
    end: End<X>,
    reader: Option<Waker>,
    reader_gone: bool,
}

#[derive(Debug)]
enum End<X> {
    Open,
    Failed(X),
    Closed,
}

impl<E, X> EventSender<E, X> {
    /// Adds `event` and wakes the watcher.
    pub(crate) fn push(&self, event: E) -> Result<(), PushError> {
        let waker = {
            let mut shared = self.shared.lock();
            if shared.reader_gone || !matches!(shared.end, End::Open) {
                return Err(PushError::Closed);
            }
            if shared.queue.len() >= self.capacity {
                return Err(PushError::Full);
            }
            shared.queue.push_back(event);
            shared.reader.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
        Ok(())
    }

    /// Ends the queue with `error`, to be read after the events that wait.
    pub(crate) fn fail(&self, error: X) {
        self.end(End::Failed(error));
    }

    /// Whether the watcher is gone.
    pub(crate) fn is_closed(&self) -> bool {
        self.shared.lock().reader_gone
    }

    fn end(&self, end: End<X>) {
        let waker = {
            let mut shared = self.shared.lock();
            if matches!(shared.end, End::Open) {
                shared.end = end;
            }
            shared.reader.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl<E, X> Drop for EventSender<E, X> {
    fn drop(&mut self) {
        self.end(End::Closed);
    }
}

impl<E: Unpin, X: Unpin> Stream for EventReceiver<E, X> {
    type Item = Result<E, X>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if let Some(event) = this.ready.pop_front() {
            return Poll::Ready(Some(Ok(event)));
        }
        if this.ready.capacity() > KEEP_CAPACITY {
            this.ready = VecDeque::new();
        }
        let mut shared = this.shared.lock();
        std::mem::swap(&mut shared.queue, &mut this.ready);
        if let Some(event) = this.ready.pop_front() {
            return Poll::Ready(Some(Ok(event)));
        }
        match std::mem::replace(&mut shared.end, End::Closed) {
            End::Open => {
                shared.end = End::Open;
                if !shared.reader.as_ref().is_some_and(|waker| waker.will_wake(cx.waker())) {
                    shared.reader = Some(cx.waker().clone());
                }
                Poll::Pending
            }
            End::Failed(error) => Poll::Ready(Some(Err(error))),
            End::Closed => Poll::Ready(None),
        }
    }
}

impl<E, X> Drop for EventReceiver<E, X> {
    fn drop(&mut self) {
        let mut shared = self.shared.lock();
        shared.reader_gone = true;
        shared.reader = None;
        let waiting = std::mem::take(&mut shared.queue);
        drop(shared);
        drop(waiting);
    }
}

#[cfg(test)]
mod tests {
    use futures::StreamExt;

    use super::*;

    #[tokio::test]
    async fn error_is_read_after_the_events_before_it_and_ends_the_stream() {
        let (sender, receiver) = event_buffer::<u32, &str>(2, VecDeque::from([1, 2, 3]));
        assert_eq!(sender.push(4), Ok(()));
        assert_eq!(sender.push(5), Ok(()));
        assert_eq!(sender.push(6), Err(PushError::Full));
        sender.fail("slow");
        sender.fail("later errors are not heard");
        assert_eq!(sender.push(7), Err(PushError::Closed));
        let items: Vec<_> = receiver.collect().await;
        assert_eq!(items, [Ok(1), Ok(2), Ok(3), Ok(4), Ok(5), Err("slow")]);
    }

    #[tokio::test]
    async fn sender_gone_ends_the_stream_and_reader_gone_closes_the_sender() {
        let (sender, receiver) = event_buffer::<u32, ()>(8, VecDeque::new());
        assert_eq!(sender.push(1), Ok(()));
        drop(sender);
        assert_eq!(receiver.collect::<Vec<_>>().await, [Ok(1)]);

        let (sender, receiver) = event_buffer::<u32, ()>(8, VecDeque::new());
        drop(receiver);
        assert!(sender.is_closed());
        assert_eq!(sender.push(1), Err(PushError::Closed));
    }

    #[tokio::test]
    async fn waiting_reader_is_woken() {
        let (sender, mut receiver) = event_buffer::<u32, ()>(1, VecDeque::new());
        let reader = async {
            let mut seen = Vec::new();
            while let Some(Ok(event)) = receiver.next().await {
                seen.push(event);
            }
            seen
        };
        let writer = async {
            for event in 0..10 {
                while sender.push(event) == Err(PushError::Full) {
                    tokio::task::yield_now().await;
                }
            }
            drop(sender);
        };
        let (seen, ()) = tokio::join!(reader, writer);
        assert_eq!(seen, (0..10).collect::<Vec<_>>());
    }
}
