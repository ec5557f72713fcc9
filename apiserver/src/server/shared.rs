//! What all requests to a server share.

use std::fmt;
use std::sync::Arc;

use super::builder::{Config, ServerBuilder};
use crate::admission::AdmissionChain;
use crate::authentication::Authenticator;
use crate::authorization::Authorizer;
use crate::connector::Connector;
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
    reviews: Option<Reviews>,
    non_resource: Vec<Arc<dyn NonResource>>,
}

impl Shared {
    pub(super) fn new(builder: ServerBuilder) -> Self {
        Self {
            config: builder.config,
            registry: builder.registry,
            authenticator: builder.authenticator,
            authorizer: builder.authorizer,
            admission: builder.admission,
            connector: builder.connector,
            token_issuer: builder.token_issuer,
            reviews: builder.reviews,
            non_resource: builder.non_resource,
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

    pub(crate) fn reviews(&self) -> Option<&Reviews> {
        self.reviews.as_ref()
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
