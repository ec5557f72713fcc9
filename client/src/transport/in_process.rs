//! A server in the same process: a request is a call.

use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;
use http::{Request, Response};
use tower::ServiceExt;

use super::in_process_upgrade::Upgrades;
use super::{Body, Lane, Transport, TransportError};

/// Calls a service directly: no socket, no framing, no task of its own.
///
/// The service runs on the caller's task, so a paused clock stays deterministic.
///
/// Requests that want their connection to speak another protocol have one, in memory, with hyper
/// at both ends: only so can the server take it over.
pub struct InProcess {
    call: Arc<dyn Fn(Request<Body>) -> BoxFuture<'static, Response<Body>> + Send + Sync>,
    upgrades: Upgrades,
}

impl InProcess {
    /// A transport that calls `service`.
    pub fn new<S>(service: S) -> Self
    where
        S: tower::Service<Request<Body>, Response = Response<Body>, Error = Infallible>
            + Clone
            + Send
            + Sync
            + 'static,
        S::Future: Send + 'static,
    {
        let call = move |request| {
            let answer = service.clone().oneshot(request);
            answer.map(|outcome| outcome.unwrap_or_else(|never| match never {})).boxed()
        };
        Self { call: Arc::new(call), upgrades: Upgrades::default() }
    }
}

impl fmt::Debug for InProcess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InProcess")
    }
}

impl Transport for InProcess {
    fn send(
        &self,
        request: Request<Body>,
    ) -> BoxFuture<'static, Result<Response<Body>, TransportError>> {
        match request.extensions().get() {
            Some(Lane::Upgrade) => self.upgrades.send(self.call.clone(), request).boxed(),
            _ => (self.call)(request).map(Ok).boxed(),
        }
    }
}
