//! Sending requests over the network.

use std::fmt;
use std::sync::Arc;

use bowline_apimachinery::clock::Clock;
use bytes::Bytes;
use futures::FutureExt;
use futures::future::BoxFuture;
use http::header::AUTHORIZATION;
use http::{Request, Response, StatusCode, request};
use http_body_util::BodyExt;
use parking_lot::RwLock;
use tokio::time::Instant;

use super::connections::{Connections, Held};
use super::credentials::{Credentials, Presented};
use super::material::{Material, Materials};
use crate::config::{Config, ConfigError};
use crate::transport::{Body, Lane, Transport, TransportError};

/// A server at an address; clones share connections and credentials.
#[derive(Clone)]
pub struct Remote {
    shared: Arc<Shared>,
}

struct Shared {
    config: Config,
    /// What goes before the path of each request.
    base: String,
    credentials: Credentials,
    materials: Materials,
    /// The connections, and the certificates they were made with.
    current: RwLock<Current>,
}

#[derive(Clone)]
struct Current {
    material: Arc<Material>,
    connections: Arc<Connections>,
}

impl Remote {
    /// A transport to the server of a configuration. Nothing is sent yet; certificates are read.
    ///
    /// # Errors
    /// When certificates, keys or addresses are not usable.
    pub fn new(config: Config, clock: Arc<dyn Clock>) -> Result<Self, ConfigError> {
        let base = base_of(&config)?;
        let credentials = Credentials::new(&config.authentication, clock)?;
        let materials = Materials::of(&config);
        let material = materials.load(Instant::now())?;
        let connections = Arc::new(Connections::new(&config, &material)?);
        let current = RwLock::new(Current { material, connections });
        let shared = Shared { config, base, credentials, materials, current };
        Ok(Self { shared: Arc::new(shared) })
    }
}

/// The server's address, under the name that its certificate has.
fn base_of(config: &Config) -> Result<String, ConfigError> {
    let wrong = || ConfigError::Server { server: config.server.clone() };
    let server = config.server.trim_end_matches('/');
    let uri: http::Uri = server.parse().map_err(|_| wrong())?;
    if !matches!(uri.scheme_str(), Some("http" | "https")) || uri.host().is_none() {
        return Err(wrong());
    }
    if config.tls_server_name.is_empty() || uri.scheme_str() == Some("http") {
        return Ok(server.to_owned());
    }
    if !config.proxy_url.is_empty() {
        return Err(ConfigError::User {
            user: String::new(),
            problem: "tls-server-name and proxy-url cannot be combined",
        });
    }
    let port = uri.port_u16().unwrap_or(443);
    let path = uri.path().trim_end_matches('/');
    Ok(format!("https://{}:{port}{path}", config.tls_server_name))
}

impl Shared {
    /// The connections for what is to be shown now; made anew when certificates have changed, so
    /// that none lives on under an old one.
    fn connections(&self, presented: &Presented) -> Result<Arc<Connections>, ConfigError> {
        let mut material = self.materials.load(Instant::now())?;
        if let Some(identity) = &presented.identity {
            let identity = Some(identity.clone());
            material = Arc::new(Material { identity, ..(*material).clone() });
        }
        let current = self.current.read().clone();
        if Arc::ptr_eq(&current.material, &material) || current.material == material {
            return Ok(current.connections);
        }
        let connections = Arc::new(Connections::new(&self.config, &material)?);
        *self.current.write() = Current { material, connections: connections.clone() };
        Ok(connections)
    }

    async fn send(
        &self,
        parts: &request::Parts,
        body: Bytes,
    ) -> Result<(Response<Body>, Presented), TransportError> {
        let presented = self.credentials.present().await?;
        let failed = |error: ConfigError| TransportError::Credentials(Box::new(error));
        let connections = self.connections(&presented).map_err(failed)?;
        let lane = parts.extensions.get::<Lane>().copied().unwrap_or_default();
        let (client, permit) = connections.client(lane).map_err(failed)?;
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        let mut request = client.request(parts.method.clone(), format!("{}{path}", self.base));
        request = request.headers(parts.headers.clone()).body(body);
        if let (Some(value), false) =
            (&presented.authorization, parts.headers.contains_key(AUTHORIZATION))
        {
            request = request.header(AUTHORIZATION, value);
        }
        let answer: Response<reqwest::Body> = request.send().await.map_err(lost)?.into();
        let answer = answer.map(|body| {
            let body = body.map_err(Into::into).boxed_unsync();
            match permit {
                Some(permit) => Held { body, _permit: permit }.boxed_unsync(),
                None => body,
            }
        });
        Ok((answer, presented))
    }
}

fn lost(error: reqwest::Error) -> TransportError {
    if error.is_connect() {
        TransportError::Connect(Box::new(error))
    } else {
        TransportError::Lost(Box::new(error))
    }
}

impl Transport for Remote {
    fn send(
        &self,
        request: Request<Body>,
    ) -> BoxFuture<'static, Result<Response<Body>, TransportError>> {
        let shared = self.shared.clone();
        async move {
            let (parts, body) = request.into_parts();
            let body = body.collect().await.map_err(TransportError::Body)?.to_bytes();
            let (answer, presented) = shared.send(&parts, body.clone()).await?;
            // Refused before anything was done: once more with fresh credentials, if there can be.
            if answer.status() == StatusCode::UNAUTHORIZED
                && shared.credentials.refused(&presented).await
            {
                return Ok(shared.send(&parts, body).await?.0);
            }
            Ok(answer)
        }
        .boxed()
    }
}

impl fmt::Debug for Remote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Remote").field("server", &self.shared.config.server).finish()
    }
}
