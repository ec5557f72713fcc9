//! What all requests to a server share.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use parking_lot::Mutex;
use tokio::task::JoinHandle;
use tokio_util::task::AbortOnDropHandle;

use super::builder::{Config, ServerBuilder};
use crate::admission::AdmissionChain;
use crate::authentication::Authenticator;
use crate::authorization::Authorizer;
use crate::connector::Connector;
use crate::documents::Documents;
use crate::metrics::Metrics;
use crate::non_resource::NonResource;
use crate::registry::Registry;
use crate::reviews::Reviews;
use crate::token_issuer::TokenIssuer;

/// The server behind its clones.
pub(crate) struct Shared {
    config: Config,
    registry: Registry,
    authenticator: Option<Arc<dyn Authenticator>>,
    authorizer: Arc<dyn Authorizer>,
    admission: AdmissionChain,
    connector: Option<Arc<dyn Connector>>,
    token_issuer: Option<Arc<dyn TokenIssuer>>,
    reviews: Reviews,
    non_resource: Vec<Arc<dyn NonResource>>,
    documents: Documents,
    metrics: Metrics,
    started: AtomicBool,
    tasks: Mutex<Vec<AbortOnDropHandle<()>>>,
}

impl Shared {
    pub(super) fn new(builder: ServerBuilder) -> Self {
        let authorizer = builder.authorizer;
        let reviews =
            builder.reviews.unwrap_or_else(|| Reviews::new(authorizer.clone(), None, None));
        Self {
            config: builder.config,
            registry: builder.registry,
            authenticator: builder.authenticator,
            authorizer,
            admission: builder.admission,
            connector: builder.connector,
            token_issuer: builder.token_issuer,
            reviews,
            non_resource: builder.non_resource,
            documents: Documents::default(),
            metrics: Metrics::default(),
            started: AtomicBool::new(false),
            tasks: Mutex::default(),
        }
    }

    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    pub(crate) fn registry(&self) -> &Registry {
        &self.registry
    }

    pub(crate) fn authenticator(&self) -> Option<&Arc<dyn Authenticator>> {
        self.authenticator.as_ref()
    }

    pub(crate) fn authorizer(&self) -> &Arc<dyn Authorizer> {
        &self.authorizer
    }

    pub(crate) fn admission(&self) -> &AdmissionChain {
        &self.admission
    }

    pub(crate) fn connector(&self) -> Option<&Arc<dyn Connector>> {
        self.connector.as_ref()
    }

    pub(crate) fn token_issuer(&self) -> Option<&Arc<dyn TokenIssuer>> {
        self.token_issuer.as_ref()
    }

    pub(crate) fn reviews(&self) -> &Reviews {
        &self.reviews
    }

    pub(crate) fn documents(&self) -> &Documents {
        &self.documents
    }

    pub(crate) fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// Takes over a task, which ends with the server.
    pub(super) fn own(&self, task: JoinHandle<()>) {
        self.tasks.lock().push(AbortOnDropHandle::new(task));
    }

    /// Whether everything that has to happen at start has happened.
    pub(crate) fn is_started(&self) -> bool {
        self.started.load(Ordering::Acquire)
    }

    pub(super) fn set_started(&self) {
        self.started.store(true, Ordering::Release);
    }

    pub(crate) fn non_resource(&self) -> &[Arc<dyn NonResource>] {
        &self.non_resource
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").field("config", &self.config).finish_non_exhaustive()
    }
}
