//! Connections to one server under one certificate.
//!
//! An HTTP/2 connection carries a limited number of exchanges (a hundred, by default, to
//! kube-apiserver), and what comes on top waits without end. So streams that last have connections
//! of their own, as many as it takes, and the short requests are spread over a few.

use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use parking_lot::Mutex;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::{Client, ClientBuilder, Proxy, redirect};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::material::Material;
use super::tls::client_config;
use crate::config::{Config, ConfigError};
use crate::transport::body::BodyError;
use crate::transport::{Body, Lane};

/// Clients for short requests; each has a connection.
const REQUEST_CLIENTS: usize = 4;
/// Streams a connection, a little below the usual limit.
const STREAMS: usize = 90;
/// Small frames need a large window: the budget that HTTP/2 has for them follows it.
const STREAM_WINDOW: u32 = 4 << 20;
const CONNECTION_WINDOW: u32 = 32 << 20;

/// All connections under one certificate.
pub(super) struct Connections {
    requests: Vec<Client>,
    next: AtomicUsize,
    streams: Mutex<Vec<(Client, Arc<Semaphore>)>>,
    upgrades: Client,
    new_client: Box<dyn Fn(Lane) -> Result<Client, ConfigError> + Send + Sync>,
}

impl Connections {
    pub(super) fn new(config: &Config, material: &Material) -> Result<Self, ConfigError> {
        let tls = client_config(material, config.insecure_skip_tls_verify)?;
        let config = config.clone();
        let new_client = move |lane| build(&config, tls.clone(), lane);
        let requests =
            (0..REQUEST_CLIENTS).map(|_| new_client(Lane::Request)).collect::<Result<_, _>>()?;
        Ok(Self {
            requests,
            next: AtomicUsize::new(0),
            streams: Mutex::new(Vec::new()),
            upgrades: new_client(Lane::Upgrade)?,
            new_client: Box::new(new_client),
        })
    }

    /// A client for a request, and a permit to hold until its answer has been read.
    pub(super) fn client(
        &self,
        lane: Lane,
    ) -> Result<(Client, Option<OwnedSemaphorePermit>), ConfigError> {
        match lane {
            Lane::Request => {
                let next = self.next.fetch_add(1, Ordering::Relaxed) % self.requests.len();
                Ok((self.requests[next].clone(), None))
            }
            Lane::Upgrade => Ok((self.upgrades.clone(), None)),
            Lane::Watch => {
                let mut streams = self.streams.lock();
                for (client, permits) in streams.iter() {
                    if let Ok(permit) = permits.clone().try_acquire_owned() {
                        return Ok((client.clone(), Some(permit)));
                    }
                }
                let client = (self.new_client)(Lane::Watch)?;
                let permits = Arc::new(Semaphore::new(STREAMS));
                let permit = permits.clone().try_acquire_owned().ok();
                streams.push((client.clone(), permits));
                Ok((client, permit))
            }
        }
    }
}

fn build(
    config: &Config,
    mut tls: rustls::ClientConfig,
    lane: Lane,
) -> Result<Client, ConfigError> {
    let failed = |error: reqwest::Error| ConfigError::HttpClient(Box::new(error));
    tls.alpn_protocols = match lane {
        Lane::Upgrade => vec![b"http/1.1".to_vec()],
        _ => vec![b"h2".to_vec(), b"http/1.1".to_vec()],
    };
    let mut builder = ClientBuilder::new()
        .tls_backend_preconfigured(tls)
        .connect_timeout(config.connect_timeout)
        .redirect(redirect::Policy::none())
        .pool_idle_timeout(Duration::from_secs(90))
        .tcp_nodelay(true)
        .tcp_keepalive(Duration::from_secs(30))
        .http2_initial_stream_window_size(STREAM_WINDOW)
        .http2_initial_connection_window_size(CONNECTION_WINDOW)
        .http2_keep_alive_interval(Duration::from_secs(30))
        .http2_keep_alive_timeout(Duration::from_secs(15))
        .http2_keep_alive_while_idle(true);
    if lane == Lane::Upgrade {
        builder = builder.http1_only();
    }
    if !config.proxy_url.is_empty() {
        builder = builder.proxy(Proxy::all(&config.proxy_url).map_err(failed)?);
    }
    if !config.tls_server_name.is_empty() {
        builder = builder.dns_resolver(Arc::new(StandIn { host: host_of(&config.server)? }));
    }
    builder.build().map_err(failed)
}

/// The host of the server's address, without brackets.
fn host_of(server: &str) -> Result<String, ConfigError> {
    let uri: http::Uri =
        server.parse().map_err(|_| ConfigError::Server { server: server.to_owned() })?;
    let host = uri.host().unwrap_or_default();
    Ok(host.trim_start_matches('[').trim_end_matches(']').to_owned())
}

/// Finds the server's address whatever name is asked for: requests go to the name that its
/// certificate has.
struct StandIn {
    host: String,
}

impl Resolve for StandIn {
    fn resolve(&self, _: Name) -> Resolving {
        let host = self.host.clone();
        Box::pin(async move {
            let found: Vec<SocketAddr> =
                tokio::net::lookup_host((host.as_str(), 0)).await?.collect();
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// A body that keeps a permit until it has been read or dropped.
pub(super) struct Held {
    pub(super) body: Body,
    pub(super) _permit: OwnedSemaphorePermit,
}

impl http_body::Body for Held {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
