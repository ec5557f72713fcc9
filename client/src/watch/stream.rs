//! A watch as a stream of events.

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bowline_apimachinery::codec::MediaType;
use bowline_apimachinery::meta::Status;
use bowline_apimachinery::resource::{ApiResource, Object};
use futures::Stream;
use futures::stream::{BoxStream, StreamExt};
use http_body::Body as _;

use super::frames::{MAX_FRAME, TooLarge};
use super::{Frames, RawEvent, WatchEvent};
use crate::Error;
use crate::transport::{Body, TransportError};

/// Events of a watch, until the server ends it or the connection breaks.
///
/// An error is the last item; the end without an error is ordinary, since servers limit how long
/// a watch lasts. Dropping the stream ends the watch.
pub struct WatchStream<K> {
    inner: BoxStream<'static, Result<WatchEvent<K>, Error>>,
}

impl<K> Stream for WatchStream<K> {
    type Item = Result<WatchEvent<K>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.inner.as_mut().poll_next(cx)
    }
}

impl<K> fmt::Debug for WatchStream<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WatchStream").finish_non_exhaustive()
    }
}

/// The events of a watch's body.
pub(crate) fn typed<K: Object>(
    body: Body,
    media_type: MediaType,
    request: String,
    resource: Arc<ApiResource>,
) -> WatchStream<K> {
    let raw = RawWatch {
        body: Some(body),
        frames: Frames::new(media_type),
        media_type,
        request,
        ready: VecDeque::new(),
    };
    let events = raw.map(move |item| {
        item.map(|event| match event {
            Ok(event) => event.decode(&resource),
            Err(fault) => {
                WatchEvent::Error(Status::internal(format_args!("unreadable watch event: {fault}")))
            }
        })
    });
    WatchStream { inner: events.boxed() }
}

/// The part that does not depend on the kind, compiled once.
struct RawWatch {
    /// None once the stream has ended.
    body: Option<Body>,
    frames: Frames,
    media_type: MediaType,
    request: String,
    ready: VecDeque<Result<Result<RawEvent, String>, Error>>,
}

impl RawWatch {
    /// Takes whole frames out of the buffer.
    fn cut(&mut self) {
        loop {
            match self.frames.next() {
                Ok(Some(frame)) => {
                    self.ready.push_back(Ok(RawEvent::read(&frame, self.media_type)));
                }
                Ok(None) => break,
                Err(TooLarge(size)) => {
                    self.fail(Error::FrameTooLarge {
                        request: self.request.clone(),
                        size,
                        limit: MAX_FRAME,
                    });
                    break;
                }
            }
        }
    }

    fn fail(&mut self, error: Error) {
        self.body = None;
        self.ready.push_back(Err(error));
    }
}

impl Stream for RawWatch {
    type Item = Result<Result<RawEvent, String>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if let Some(item) = this.ready.pop_front() {
                return Poll::Ready(Some(item));
            }
            let Some(body) = this.body.as_mut() else { return Poll::Ready(None) };
            match ready!(Pin::new(body).poll_frame(cx)) {
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        this.frames.push(&data);
                        this.cut();
                    }
                }
                Some(Err(source)) => {
                    let request = this.request.clone();
                    this.fail(Error::Transport { request, source: TransportError::Body(source) });
                }
                None => this.body = None,
            }
        }
    }
}
