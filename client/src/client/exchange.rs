//! Sending requests: limits, retries, and failures turned into errors.

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::BodyExt;
use tokio::time::{Instant, sleep, timeout};
use tracing::debug;

use super::Client;
use crate::Error;
use crate::rest::{Attempts, Outgoing, failure};
use crate::transport::{Body, Lane, TransportError};

impl Client {
    /// Sends a request of one's own making and collects the answer. The URI is a path with an
    /// optional query; what the client sends with every request is added.
    ///
    /// # Errors
    /// As every request: no answer, or an answer that is a failure.
    pub async fn request(&self, request: Request<Vec<u8>>) -> Result<Response<Bytes>, Error> {
        self.exchange(&Outgoing::from_http(request, Lane::Request)).await
    }

    /// Sends a request whose answer streams: a log that is followed, a watch read by hand.
    ///
    /// # Errors
    /// As every request, up to the head of the answer.
    pub async fn stream(&self, request: Request<Vec<u8>>) -> Result<Response<Body>, Error> {
        self.open(&Outgoing::from_http(request, Lane::Watch)).await
    }

    /// Sends a request and collects the answer.
    pub(crate) async fn exchange(&self, request: &Outgoing) -> Result<Response<Bytes>, Error> {
        let whole = async {
            let (parts, body) = self.open(request).await?.into_parts();
            let body = body.collect().await.map_err(|source| Error::Transport {
                request: request.describe(),
                source: TransportError::Body(source),
            })?;
            Ok(Response::from_parts(parts, body.to_bytes()))
        };
        let Some(limit) = self.inner.timeout else { return whole.await };
        timeout(limit, whole).await.unwrap_or_else(|_| {
            Err(Error::Transport {
                request: request.describe(),
                source: TransportError::Timeout(limit),
            })
        })
    }

    /// Sends a request until an answer comes that is not to be repeated; failures become errors.
    pub(crate) async fn open(&self, request: &Outgoing) -> Result<Response<Body>, Error> {
        let mut attempts = Attempts::default();
        loop {
            if let (Some(throttle), Lane::Request) = (&self.inner.throttle, request.lane) {
                throttle.wait().await;
            }
            self.check_fence(request)?;
            let sent = self.inner.transport.send(request.to_http(&self.inner.headers)?).await;
            let wait = match sent {
                Ok(answer) if is_good(answer.status()) => return Ok(answer),
                Ok(answer) => match attempts.after_answer(answer.status(), answer.headers()) {
                    Some(wait) => wait,
                    None => return Err(read_failure(request, answer).await),
                },
                Err(source) => match attempts.after_failure(&request.method, &source) {
                    Some(wait) => wait,
                    None => {
                        return Err(Error::Transport { request: request.describe(), source });
                    }
                },
            };
            debug!(request = %request.describe(), ?wait, "sending again");
            sleep(wait).await;
        }
    }

    /// Sends a request once, for it does what it says although it is a `GET`; failures become
    /// errors.
    pub(crate) async fn open_once(&self, request: &Outgoing) -> Result<Response<Body>, Error> {
        self.check_fence(request)?;
        let sent = self.inner.transport.send(request.to_http(&self.inner.headers)?).await;
        match sent {
            Ok(answer) if is_good(answer.status()) => Ok(answer),
            Ok(answer) => Err(read_failure(request, answer).await),
            Err(source) => Err(Error::Transport { request: request.describe(), source }),
        }
    }

    fn check_fence(&self, request: &Outgoing) -> Result<(), Error> {
        match &self.inner.fence {
            Some(fence) if request.is_mutating() && !fence.is_open(Instant::now()) => {
                Err(Error::LeadershipExpired { request: request.describe() })
            }
            _ => Ok(()),
        }
    }
}

fn is_good(code: StatusCode) -> bool {
    code.is_success() || code == StatusCode::SWITCHING_PROTOCOLS
}

/// The error that a failed answer stands for; a body that cannot be read leaves the code to speak.
async fn read_failure(request: &Outgoing, answer: Response<Body>) -> Error {
    let (parts, body) = answer.into_parts();
    let body = body.collect().await.map(|b| b.to_bytes()).unwrap_or_default();
    failure(&request.method, parts.status, &parts.headers, &body).into()
}
