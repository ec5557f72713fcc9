//! Sending requests: limits, retries, and failures turned into errors.

use bytes::Bytes;
use http::header::WARNING;
use http::{HeaderMap, Request, Response, StatusCode};
use http_body_util::BodyExt;
use tokio::time::{Instant, sleep, timeout};
use tracing::{debug, warn};

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
                Ok(answer) if is_good(answer.status()) => {
                    tell_warnings(request, answer.headers());
                    return Ok(answer);
                }
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
    #[cfg(feature = "streaming")]
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

/// Logs what the server warns of: deprecated kinds, unknown fields. *Upstream:*
/// `client-go/rest/warnings.go`.
fn tell_warnings(request: &Outgoing, headers: &HeaderMap) {
    for value in headers.get_all(WARNING) {
        if let Some(text) = value.to_str().ok().and_then(warning_text) {
            warn!(request = %request.describe(), "{text}");
        }
    }
}

/// The text of `299 agent "text"`; other codes are not Kubernetes'.
fn warning_text(header: &str) -> Option<String> {
    let (_agent, quoted) = header.strip_prefix("299 ")?.split_once(' ')?;
    let quoted = quoted.strip_prefix('"')?;
    let mut text = String::new();
    let mut escaped = false;
    for letter in quoted.chars() {
        match letter {
            _ if escaped => {
                text.push(letter);
                escaped = false;
            }
            '\\' => escaped = true,
            '"' => return Some(text),
            _ => text.push(letter),
        }
    }
    None
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_are_unquoted() {
        for (header, want) in [
            (r#"299 - "v1beta1 is \"old\"""#, Some(r#"v1beta1 is "old""#)),
            (r#"299 - "" "Sat, 21 Nov 2026 00:00:00 GMT""#, Some("")),
            (r#"199 - "stale""#, None),
            ("299 - unquoted", None),
            (r#"299 - "unfinished"#, None),
        ] {
            assert_eq!(warning_text(header).as_deref(), want, "{header}");
        }
    }
}
