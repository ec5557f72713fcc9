//! How a server is put together.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bowline_apimachinery::clock::{Clock, SystemClock};
use bowline_apimachinery::random::{Random, SystemRandom};

use super::service::Server;
use super::shared::Shared;
use crate::admission::{Admission, AdmissionChain, NamespaceLifecycle};
use crate::authentication::Authenticator;
use crate::authorization::{AlwaysAllow, Authorizer};
use crate::connector::Connector;
use crate::non_resource::NonResource;
use crate::registry::catalog::Catalog;
use crate::registry::{Environment, Registry, ServiceRanges, built_in};
use crate::reviews::Reviews;
use crate::storage::Storage;
use crate::token_issuer::TokenIssuer;

/// What a server is configured with.
#[derive(Clone)]
#[non_exhaustive]
pub struct Config {
    /// Where objects are stored.
    pub storage: Arc<dyn Storage>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Where uids and generated names come from.
    pub random: Arc<dyn Random>,
    /// The longest a request may take that is not a stream (60 s).
    pub request_timeout: Duration,
    /// The shortest time after which a watch is ended when the client does not say (1800 s); the
    /// real time is up to twice that.
    pub min_request_timeout: Duration,
    /// Where addresses of services come from (`10.96.0.0/12`); what is no network counts as that.
    pub service_cluster_ip_range: String,
    /// Where ports of services on nodes come from, both ends included (30000 to 32767).
    pub service_node_port_range: (u16, u16),
    /// Whether the objects of a fresh cluster are made (namespaces, priority classes, ...).
    pub bootstrap: bool,
    /// Where pods reach the server through the service `default/kubernetes`.
    pub advertise_address: Option<SocketAddr>,
    /// What is served beyond what is by default: group versions (`resource.k8s.io/v1beta1`), or
    /// single resources of them (`coordination.k8s.io/v1beta1/leasecandidates`).
    ///
    /// *Upstream:* the flag `--runtime-config`.
    pub runtime_config: Vec<String>,
}

const SERVICE_RANGE: &str = "10.96.0.0/12";

impl Config {
    /// A server over a store, with upstream's defaults.
    #[must_use]
    pub fn new(storage: Arc<dyn Storage>) -> Self {
        Self {
            storage,
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom::new()),
            request_timeout: Duration::from_secs(60),
            min_request_timeout: Duration::from_secs(1800),
            service_cluster_ip_range: SERVICE_RANGE.to_owned(),
            service_node_port_range: (30_000, 32_767),
            bootstrap: true,
            advertise_address: None,
            runtime_config: Vec::new(),
        }
    }

    /// Takes the time from a clock.
    #[must_use]
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// Takes uids and generated names from a source.
    #[must_use]
    pub fn random(mut self, random: Arc<dyn Random>) -> Self {
        self.random = random;
        self
    }

    /// Serves a group version (`resource.k8s.io/v1beta1`), or a resource of one, that is not
    /// served by default.
    #[must_use]
    pub fn serve(mut self, what: impl Into<String>) -> Self {
        self.runtime_config.push(what.into());
        self
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("request_timeout", &self.request_timeout)
            .field("service_cluster_ip_range", &self.service_cluster_ip_range)
            .finish_non_exhaustive()
    }
}

/// Collects the parts of a server.
///
/// Without an authenticator everyone is anonymous; without an authorizer everything is allowed.
#[must_use = "a server starts to exist with `build`"]
pub struct ServerBuilder {
    pub(super) config: Config,
    pub(super) registry: Registry,
    pub(super) authenticator: Option<Arc<dyn Authenticator>>,
    pub(super) authorizer: Arc<dyn Authorizer>,
    pub(super) admission: AdmissionChain,
    pub(super) connector: Option<Arc<dyn Connector>>,
    pub(super) token_issuer: Option<Arc<dyn TokenIssuer>>,
    pub(super) reviews: Option<Reviews>,
    pub(super) non_resource: Vec<Arc<dyn NonResource>>,
}

impl ServerBuilder {
    pub(super) fn new(config: Config) -> Self {
        let cluster_ips = config.service_cluster_ip_range.parse().unwrap_or_else(|error| {
            tracing::error!(%error, "service range is replaced by {SERVICE_RANGE}");
            SERVICE_RANGE.parse().expect("the constant is a network")
        });
        let node_ports = config.service_node_port_range;
        let environment = Environment {
            storage: config.storage.clone(),
            clock: config.clock.clone(),
            random: config.random.clone(),
            service_ranges: ServiceRanges { cluster_ips, node_ports },
        };
        let catalog =
            Arc::new(Catalog::new(built_in::served(&environment, &config.runtime_config)));
        Self {
            registry: Registry::new(environment, catalog),
            config,
            authenticator: None,
            authorizer: Arc::new(AlwaysAllow),
            admission: AdmissionChain::new(vec![Arc::new(NamespaceLifecycle)]),
            connector: None,
            token_issuer: None,
            reviews: None,
            non_resource: Vec::new(),
        }
    }

    /// The objects, for authorizers and others who look things up.
    #[must_use]
    pub fn registry(&self) -> Registry {
        self.registry.clone()
    }

    /// Finds out who sends a request.
    pub fn authenticator(mut self, authenticator: Arc<dyn Authenticator>) -> Self {
        self.authenticator = Some(authenticator);
        self
    }

    /// Decides what users may do.
    pub fn authorizer(mut self, authorizer: Arc<dyn Authorizer>) -> Self {
        self.authorizer = authorizer;
        self
    }

    /// Appends an admission plugin; `NamespaceLifecycle` is there already, in front.
    pub fn admission(mut self, plugin: Arc<dyn Admission>) -> Self {
        self.admission.push(plugin);
        self
    }

    /// Serves `log`, `exec`, `attach`, `portforward` and `proxy`.
    pub fn connector(mut self, connector: Arc<dyn Connector>) -> Self {
        self.connector = Some(connector);
        self
    }

    /// Signs tokens of service accounts.
    pub fn token_issuer(mut self, issuer: Arc<dyn TokenIssuer>) -> Self {
        self.token_issuer = Some(issuer);
        self
    }

    /// Answers token, access and rules reviews; without it the authorizer alone is asked.
    pub fn reviews(mut self, reviews: Reviews) -> Self {
        self.reviews = Some(reviews);
        self
    }

    /// Serves paths that are not resources, before the server's own.
    pub fn non_resource(mut self, handler: Arc<dyn NonResource>) -> Self {
        self.non_resource.push(handler);
        self
    }

    /// The server, with nothing in it but what storage holds.
    #[must_use]
    pub fn build(self) -> Server {
        Server::new(Shared::new(self))
    }

    /// The server, with the objects of a fresh cluster where they are missing.
    ///
    /// # Errors
    /// When storage does not take the objects.
    pub async fn start(self) -> Result<Server, StartError> {
        let server = self.build();
        server.start().await?;
        Ok(server)
    }
}

/// Why a server did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The definitions of custom resources could not be read.
    #[error("custom resource definitions could not be read: {message}")]
    Definitions {
        /// What the store answered.
        message: String,
    },
    /// The objects of a fresh cluster could not be made.
    #[error("bootstrap objects could not be written: {message}")]
    Bootstrap {
        /// What the store answered.
        message: String,
    },
}

impl fmt::Debug for ServerBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerBuilder")
            .field("config", &self.config)
            .field("admission", &self.admission)
            .finish_non_exhaustive()
    }
}
