//! A connection to the server that fails on demand.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use bowline_client::transport::{Body, InProcess, Lane, Transport, TransportError};
use futures::future::BoxFuture;
use futures::{FutureExt, StreamExt};
use http::{Method, Request, Response};
use http_body_util::{BodyExt, BodyStream, StreamBody};
use parking_lot::Mutex;
use tokio_util::sync::CancellationToken;

/// What a request is held by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hold {
    /// Before it reaches the server.
    Before,
    /// When the server has answered.
    After,
}

#[derive(Debug)]
pub(super) struct Faults {
    inner: InProcess,
    down: AtomicBool,
    watches: Mutex<CancellationToken>,
    rule: Mutex<Option<(Method, &'static str, Hold)>>,
    held: AtomicUsize,
    release: CancellationToken,
}

/// The connection, as a client has it.
#[derive(Clone, Debug)]
pub(super) struct Faulty(pub(super) Arc<Faults>);

impl Faults {
    pub(super) fn of(inner: InProcess) -> Faulty {
        Faulty(Arc::new(Self {
            inner,
            down: AtomicBool::new(false),
            watches: Mutex::default(),
            rule: Mutex::default(),
            held: AtomicUsize::new(0),
            release: CancellationToken::new(),
        }))
    }

    /// Ends all watches, and refuses every request until [`up`](Self::up).
    pub(super) fn down(&self) {
        self.down.store(true, Ordering::SeqCst);
        std::mem::take(&mut *self.watches.lock()).cancel();
    }

    pub(super) fn up(&self) {
        self.down.store(false, Ordering::SeqCst);
    }

    /// Holds requests of a method whose path ends so, until [`release`](Self::release).
    pub(super) fn hold(&self, method: Method, path: &'static str, hold: Hold) {
        *self.rule.lock() = Some((method, path, hold));
    }

    pub(super) fn release(&self) {
        *self.rule.lock() = None;
        self.release.cancel();
    }

    /// How many requests were held.
    pub(super) fn held(&self) -> usize {
        self.held.load(Ordering::SeqCst)
    }
}

impl Transport for Faulty {
    fn send(
        &self,
        request: Request<Body>,
    ) -> BoxFuture<'static, Result<Response<Body>, TransportError>> {
        let faults = Arc::clone(&self.0);
        if faults.down.load(Ordering::SeqCst) {
            let mut answer = Response::new(Body::default());
            *answer.status_mut() = http::StatusCode::SERVICE_UNAVAILABLE;
            return async { Ok(answer) }.boxed();
        }
        let rule = faults.rule.lock().clone();
        let held = rule.filter(|(method, path, _)| {
            request.method() == method && request.uri().path().ends_with(path)
        });
        let is_watch = request.extensions().get() == Some(&Lane::Watch);
        let watches = faults.watches.lock().clone();
        let sent = faults.inner.send(request);
        async move {
            let hold = async |hold: Hold| {
                if held.as_ref().is_some_and(|(_, _, at)| *at == hold) {
                    faults.held.fetch_add(1, Ordering::SeqCst);
                    faults.release.cancelled().await;
                }
            };
            hold(Hold::Before).await;
            let answer = sent.await?;
            hold(Hold::After).await;
            if !is_watch {
                return Ok(answer);
            }
            Ok(answer.map(|body| {
                let ended = watches.cancelled_owned();
                StreamBody::new(BodyStream::new(body).take_until(ended)).boxed_unsync()
            }))
        }
        .boxed()
    }
}
