//! What proves who asks, renewed when it runs out.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bowline_apimachinery::clock::Clock;
use http::HeaderValue;
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::exec;
use crate::config::exec::Given;
use crate::config::{Authentication, Cluster, ConfigError, ExecConfig};
use crate::transport::TransportError;

/// What one request shows.
#[derive(Clone, Default)]
pub(super) struct Presented {
    pub(super) authorization: Option<HeaderValue>,
    /// A client certificate and its key, which go before those of the configuration.
    pub(super) identity: Option<(Vec<u8>, Vec<u8>)>,
    /// Which obtaining of credentials this came from.
    generation: u64,
}

/// Where credentials come from.
pub(super) struct Credentials {
    source: Source,
    /// Held while credentials are obtained, so that all who need them wait for one attempt.
    cached: Mutex<Cached>,
    clock: Arc<dyn Clock>,
}

enum Source {
    Fixed(Option<HeaderValue>),
    TokenFile(PathBuf),
    Exec { exec: Box<ExecConfig>, cluster: Box<Cluster> },
}

#[derive(Default)]
struct Cached {
    presented: Option<Presented>,
    /// When a token file is read again.
    reread_at: Option<Instant>,
    /// When a program's credentials end.
    given: Option<Given>,
    generation: u64,
}

/// *Upstream:* `client-go/transport/token_source.go`.
const REREAD_AFTER: Duration = Duration::from_secs(60);

impl Credentials {
    pub(super) fn new(
        authentication: &Authentication,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, ConfigError> {
        let source = match authentication {
            Authentication::None => Source::Fixed(None),
            Authentication::Token(token) => Source::Fixed(Some(bearer(token.reveal())?)),
            Authentication::Basic { username, password } => {
                let pair = format!("{username}:{}", password.reveal());
                Source::Fixed(Some(header(&format!("Basic {}", STANDARD.encode(pair)))?))
            }
            Authentication::TokenFile(path) => Source::TokenFile(path.clone()),
            Authentication::Exec { exec, cluster } => {
                Source::Exec { exec: exec.clone(), cluster: cluster.clone() }
            }
        };
        Ok(Self { source, cached: Mutex::default(), clock })
    }

    /// What to show now.
    pub(super) async fn present(&self) -> Result<Presented, TransportError> {
        let failed =
            |source: Box<dyn std::error::Error + Send + Sync>| TransportError::Credentials(source);
        match &self.source {
            Source::Fixed(authorization) => {
                Ok(Presented { authorization: authorization.clone(), ..Presented::default() })
            }
            Source::TokenFile(path) => {
                let mut cached = self.cached.lock().await;
                let now = Instant::now();
                if let (Some(known), Some(at)) = (&cached.presented, cached.reread_at)
                    && now < at
                {
                    return Ok(known.clone());
                }
                let token = match (tokio::fs::read_to_string(path).await, &cached.presented) {
                    (Ok(token), _) => token,
                    // The file may be gone while it is replaced.
                    (Err(_), Some(known)) => return Ok(known.clone()),
                    (Err(source), None) => {
                        let path = path.clone();
                        return Err(failed(Box::new(ConfigError::Read { path, source })));
                    }
                };
                let authorization = bearer(token.trim()).map_err(|error| failed(error.into()))?;
                cached.generation += 1;
                cached.reread_at = Some(now + REREAD_AFTER);
                let presented = Presented {
                    authorization: Some(authorization),
                    generation: cached.generation,
                    ..Presented::default()
                };
                cached.presented = Some(presented.clone());
                Ok(presented)
            }
            Source::Exec { exec, cluster } => {
                let mut cached = self.cached.lock().await;
                let now = self.clock.now();
                let current =
                    cached.given.as_ref().is_some_and(|g| g.expires.is_none_or(|at| now < at));
                if let (Some(known), true) = (&cached.presented, current) {
                    return Ok(known.clone());
                }
                let given = exec::run(exec, cluster).await.map_err(|error| failed(error.into()))?;
                cached.generation += 1;
                let token = given.token.reveal();
                let authorization = if token.is_empty() {
                    None
                } else {
                    Some(bearer(token).map_err(|error| failed(error.into()))?)
                };
                let key = given.key.reveal().as_bytes().to_vec();
                let identity = (!given.certificate.is_empty())
                    .then(|| (given.certificate.clone().into_bytes(), key));
                let presented =
                    Presented { authorization, identity, generation: cached.generation };
                cached.presented = Some(presented.clone());
                cached.given = Some(given);
                Ok(presented)
            }
        }
    }

    /// Notes that the server refused what was shown; whether there may be something else to show.
    pub(super) async fn refused(&self, presented: &Presented) -> bool {
        if matches!(self.source, Source::Fixed(_)) {
            return false;
        }
        let mut cached = self.cached.lock().await;
        if cached.generation == presented.generation {
            cached.presented = None;
            cached.given = None;
            cached.reread_at = None;
        }
        true
    }
}

fn bearer(token: &str) -> Result<HeaderValue, ConfigError> {
    header(&format!("Bearer {token}"))
}

fn header(text: &str) -> Result<HeaderValue, ConfigError> {
    let mut value = HeaderValue::from_str(text)
        .map_err(|_| ConfigError::Header { what: "the token or password" })?;
    value.set_sensitive(true);
    Ok(value)
}
