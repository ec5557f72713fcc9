//! A server in the same process: a request is a call.

use std::convert::Infallible;
use std::fmt;

use futures::FutureExt;
use futures::future::BoxFuture;
use http::{Request, Response};
use tower::ServiceExt;

use super::{Body, Transport, TransportError};

/// Calls a service directly: no socket, no framing, no task of its own.
///
/// The service runs on the caller's task, so a paused clock stays deterministic.
pub struct InProcess {
    call: Box<dyn Fn(Request<Body>) -> BoxFuture<'static, Response<Body>> + Send + Sync>,
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
        Self { call: Box::new(call) }
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
        (self.call)(request).map(Ok).boxed()
    }
}
