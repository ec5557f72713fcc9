//! Forwards a request.

use std::net::IpAddr;
use std::sync::Arc;

use bytes::Bytes;
use futures::StreamExt;
use http::header::{
    ACCEPT, ACCEPT_ENCODING, CONNECTION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HOST,
    HeaderName, HeaderValue, LOCATION, UPGRADE,
};
use http::{HeaderMap, Method, Request, Response, StatusCode, Uri};
use http_body::Frame;
use http_body_util::{BodyExt, BodyStream, StreamBody};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::dial::NodeDialer;
use super::error::ProxyError;
use super::location::{Destination, Location};
use super::rewrite::Links;
use super::splice::splice;
use super::{headers, html};
use crate::body::{Body, BodyError, empty, full};

/// What a request is forwarded for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// `exec`, `attach` or `portforward`: an upgrade, or nothing.
    Stream,
    /// `log`: a text, streamed; what goes wrong becomes a status.
    Log {
        /// The pod's name.
        pod: String,
    },
    /// A `proxy` subresource: anything, as if the backend were under `prefix`.
    Proxy {
        /// The path of the request up to and with `/proxy`, without a slash at its end.
        prefix: String,
    },
}

/// Of an error that a kubelet reports, as upstream (`maxReadLength`).
const MAX_ERROR: usize = 50_000;
/// Pages larger than this are not searched for links; upstream holds pages of any size in memory.
const MAX_PAGE: usize = 8 << 20;

/// Forwards requests to kubelets, pods and services, and owns the connections that come of it.
#[derive(Clone)]
pub struct Proxy {
    dialer: Arc<dyn NodeDialer>,
    tasks: TaskTracker,
    shutdown: CancellationToken,
}

impl std::fmt::Debug for Proxy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Proxy").field("connections", &self.tasks.len()).finish_non_exhaustive()
    }
}

impl Proxy {
    /// A proxy that connects by way of `dialer`.
    pub fn new(dialer: Arc<dyn NodeDialer>) -> Self {
        Self { dialer, tasks: TaskTracker::new(), shutdown: CancellationToken::new() }
    }

    /// Ends all connections and waits for that. Nothing can be forwarded any more.
    pub async fn shutdown(&self) {
        self.shutdown.cancel();
        self.tasks.close();
        self.tasks.wait().await;
    }

    /// Forwards `request` to `location` and returns the answer, whose body streams.
    ///
    /// The request's method, query (unless the location has one) and headers go along, but for
    /// what authenticates the caller. If it asks for an upgrade and the backend grants it, bytes
    /// then flow both ways until either side hangs up; `request` must have come from hyper for
    /// that, over HTTP/1.1. `caller` goes into `X-Forwarded-For`.
    ///
    /// # Errors
    /// There is no answer of the backend, or it is one to be put in a status.
    pub async fn forward<B>(
        &self,
        mut request: Request<B>,
        location: Location,
        purpose: Purpose,
        caller: Option<IpAddr>,
    ) -> Result<Response<Body>, ProxyError>
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BodyError>,
    {
        let upgrade = headers::upgrade(request.headers());
        if purpose == Purpose::Stream && upgrade.is_none() {
            return Err(ProxyError::UpgradeRequired);
        }
        if let Some(redirect) = redirect_to_root(&request, &location, &purpose, upgrade.as_ref()) {
            return Ok(redirect);
        }
        let from_caller = hyper::upgrade::on(&mut request);
        let links = match &purpose {
            Purpose::Proxy { prefix } => Some(links(prefix, request.headers(), &location)),
            _ => None,
        };
        let outgoing = outgoing(request, &location, links.as_ref(), upgrade.as_ref(), caller)?;
        let mut response = self.send(&location.destination, outgoing, &purpose).await?;
        if response.status() == StatusCode::SWITCHING_PROTOCOLS {
            let to_backend = hyper::upgrade::on(&mut response);
            self.splice(from_caller, to_backend);
            let response = response.map(|_| empty());
            return Ok(response);
        }
        if upgrade.is_some() && response.status().as_u16() < 400 {
            return Err(ProxyError::NotUpgraded(response.status()));
        }
        headers::remove_hop_by_hop(response.headers_mut());
        let response = response.map(|body| body.map_err(Into::into).boxed_unsync());
        match (purpose, links) {
            (Purpose::Log { pod }, _) => log(response, pod).await,
            (_, Some(links)) => Ok(page(response, &links).await),
            _ => Ok(response),
        }
    }

    async fn send(
        &self,
        destination: &Destination,
        request: Request<Body>,
        purpose: &Purpose,
    ) -> Result<Response<hyper::body::Incoming>, ProxyError> {
        let dialed = self.dialer.dial(destination).await;
        let connection = dialed.map_err(|error| match purpose {
            Purpose::Proxy { .. } => ProxyError::Unreachable(error),
            _ => ProxyError::Dial(error),
        })?;
        let handshake = http1::handshake(TokioIo::new(connection)).await;
        let (mut sender, connection) = handshake.map_err(ProxyError::Send)?;
        let shutdown = self.shutdown.clone();
        self.tasks.spawn(async move {
            tokio::select! {
                ended = connection.with_upgrades() => {
                    if let Err(error) = ended {
                        tracing::debug!(%error, "connection to backend broke");
                    }
                }
                () = shutdown.cancelled() => {}
            }
        });
        sender.send_request(request).await.map_err(ProxyError::Send)
    }

    fn splice(&self, caller: hyper::upgrade::OnUpgrade, backend: hyper::upgrade::OnUpgrade) {
        let shutdown = self.shutdown.clone();
        self.tasks.spawn(async move {
            let flow = async {
                let (caller, backend) = match tokio::try_join!(caller, backend) {
                    Ok(both) => both,
                    Err(error) => {
                        tracing::debug!(%error, "connection was not upgraded");
                        return;
                    }
                };
                let spliced = splice(TokioIo::new(caller), TokioIo::new(backend)).await;
                if let Err(error) = spliced {
                    tracing::debug!(%error, "upgraded connection broke");
                }
            };
            tokio::select! {
                () = flow => {}
                () = shutdown.cancelled() => {}
            }
        });
    }
}

/// A proxied root must end in a slash, or relative links of the page would leave it.
fn redirect_to_root<B>(
    request: &Request<B>,
    location: &Location,
    purpose: &Purpose,
    upgrade: Option<&HeaderValue>,
) -> Option<Response<Body>> {
    let Purpose::Proxy { prefix } = purpose else { return None };
    let read = matches!(*request.method(), Method::GET | Method::HEAD);
    let at_root = location.path.path() == "/" && request.uri().path() == prefix;
    if upgrade.is_some() || !read || !at_root {
        return None;
    }
    let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
    let target = HeaderValue::from_str(&format!("{prefix}/{query}")).ok()?;
    let mut response = Response::new(empty());
    *response.status_mut() = StatusCode::MOVED_PERMANENTLY;
    response.headers_mut().insert(LOCATION, target);
    Some(response)
}

fn links(prefix: &str, headers: &HeaderMap, location: &Location) -> Links {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).map(str::to_owned);
    let own_hosts = host.into_iter().chain([location.destination.authority()]).collect();
    Links { prefix: prefix.to_owned(), own_hosts }
}

/// The request as the backend gets it.
fn outgoing<B>(
    request: Request<B>,
    location: &Location,
    links: Option<&Links>,
    upgrade: Option<&HeaderValue>,
    caller: Option<IpAddr>,
) -> Result<Request<Body>, ProxyError>
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BodyError>,
{
    let (mut parts, body) = request.into_parts();
    let uri: Uri = match (location.path.query(), parts.uri.query()) {
        (None, Some(query)) => format!("{}?{query}", location.path.path()).parse(),
        _ => location.path.as_str().parse(),
    }
    .map_err(http::Error::from)?;
    let host = match parts.headers.remove(HOST) {
        Some(host) => host,
        None => {
            HeaderValue::from_str(&location.destination.authority()).map_err(http::Error::from)?
        }
    };
    headers::remove_hop_by_hop(&mut parts.headers);
    headers::remove_credentials(&mut parts.headers);
    parts.headers.insert(HOST, host);
    if let Some(upgrade) = upgrade {
        parts.headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
        parts.headers.insert(UPGRADE, upgrade.clone());
    }
    if let Some(caller) = caller {
        headers::append_forwarded_for(&mut parts.headers, caller);
    }
    if let Some(links) = links {
        let path = format!("{}{}", links.prefix, location.path.path());
        if let Ok(value) = HeaderValue::from_str(&path) {
            parts.headers.insert(HeaderName::from_static("x-forwarded-uri"), value);
        }
        if wants_html(&parts.headers) {
            // Links can be found in what is not compressed only.
            parts.headers.remove(ACCEPT_ENCODING);
        }
    }
    let mut outgoing = Request::new(body.map_err(Into::into).boxed_unsync());
    *outgoing.method_mut() = parts.method;
    *outgoing.uri_mut() = uri;
    *outgoing.headers_mut() = parts.headers;
    Ok(outgoing)
}

fn wants_html(headers: &HeaderMap) -> bool {
    let accept = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

/// A log, or the status that stands for what the kubelet said instead.
async fn log(response: Response<Body>, pod: String) -> Result<Response<Body>, ProxyError> {
    let status = response.status();
    if (200..=206).contains(&status.as_u16()) {
        let mut log = Response::new(response.into_body());
        log.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
        return Ok(log);
    }
    // An error that breaks off is still an error.
    let collected = collect(response.into_body(), MAX_ERROR).await;
    let (mut said, _) = collected.unwrap_or_default();
    said.truncate(MAX_ERROR);
    let message = String::from_utf8_lossy(&said).into_owned();
    Err(ProxyError::Backend { status, message, resource: "pods/log", name: pod })
}

/// A proxied answer, its links leading through the proxy.
async fn page(response: Response<Body>, links: &Links) -> Response<Body> {
    let (mut parts, body) = response.into_parts();
    headers::remove_cors(&mut parts.headers);
    if relocate(&mut parts.headers, links) == Relocated::Yes || !is_searchable(&parts.headers) {
        return Response::from_parts(parts, body);
    }
    let (start, rest) = match collect(body, MAX_PAGE).await {
        Ok(collected) => collected,
        Err(error) => {
            let message = format!("error trying to reach service: {error}");
            let mut response = Response::new(full(message));
            *response.status_mut() = StatusCode::BAD_GATEWAY;
            return response;
        }
    };
    let body = match (rest, std::str::from_utf8(&start)) {
        (Some(rest), _) => joined(start, rest),
        (None, Ok(text)) => full(html::rewrite_urls(text, |url| links.rewrite(url))),
        (None, Err(_)) => full(start),
    };
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, body)
}

/// Reads `body` to its end, or past `limit`; then there is a rest.
async fn collect(mut body: Body, limit: usize) -> Result<(Bytes, Option<Body>), BodyError> {
    let mut start = Vec::new();
    while let Some(frame) = body.frame().await {
        start.extend_from_slice(&frame?.into_data().unwrap_or_default());
        if start.len() > limit {
            return Ok((start.into(), Some(body)));
        }
    }
    Ok((start.into(), None))
}

fn joined(start: Bytes, rest: Body) -> Body {
    let start = futures::stream::iter([Ok(Frame::data(start))]);
    BodyExt::boxed_unsync(StreamBody::new(start.chain(BodyStream::new(rest))))
}

#[derive(PartialEq, Eq)]
enum Relocated {
    Yes,
    No,
}

/// Makes a redirect lead through the proxy.
fn relocate(headers: &mut HeaderMap, links: &Links) -> Relocated {
    let target = headers.get(LOCATION).and_then(|target| target.to_str().ok());
    let Some(target) = target.map(|target| links.rewrite(target)) else { return Relocated::No };
    if let Ok(target) = HeaderValue::from_str(&target) {
        headers.insert(LOCATION, target);
    }
    Relocated::Yes
}

/// Whether links can be found in the body: HTML, not compressed, not too long.
fn is_searchable(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let kind = text(CONTENT_TYPE).unwrap_or_default();
    let is_html = kind.split(';').next().unwrap_or_default().trim() == "text/html";
    let length: Option<usize> = text(CONTENT_LENGTH).and_then(|length| length.parse().ok());
    let fits = length.is_none_or(|length| length <= MAX_PAGE);
    is_html && fits && !headers.contains_key(CONTENT_ENCODING)
}
