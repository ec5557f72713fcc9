//! From kinds and words to resources, asking the server only when that is new.

use std::sync::Arc;

use bowline_apimachinery::resource::ApiResource;
use bowline_apimachinery::schema::{GroupKind, GroupResource, GroupVersionKind};
use parking_lot::RwLock;

use super::{Discovery, ServedResource};
use crate::{Client, Error};

/// Finds resources; clones share what they know.
///
/// What is not known is looked for once more at the server: a definition may have been installed
/// meanwhile. What is known is not asked again; [`reset`](Self::reset) forgets it.
#[derive(Clone, Debug)]
pub struct RestMapper {
    client: Client,
    known: Arc<RwLock<Option<Arc<Discovery>>>>,
}

/// A kind or word that no resource belongs to.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MapError {
    /// The server has no such kind or resource.
    #[error("the server has no resource for {0}")]
    NoMatch(String),
    /// The server could not be asked.
    #[error("ask the server what it serves")]
    Discovery(#[from] Error),
}

impl RestMapper {
    /// A mapper that knows nothing yet.
    #[must_use]
    pub fn new(client: Client) -> Self {
        Self { client, known: Arc::default() }
    }

    /// The resource of a kind in a version.
    ///
    /// # Errors
    /// When there is none, or the server cannot be asked.
    pub async fn kind(&self, kind: &GroupVersionKind) -> Result<ApiResource, MapError> {
        self.find(kind, |discovery| discovery.by_kind(kind)).await
    }

    /// The resource of a kind in the version that the server prefers.
    ///
    /// # Errors
    /// When there is none, or the server cannot be asked.
    pub async fn group_kind(&self, kind: &GroupKind) -> Result<ApiResource, MapError> {
        self.find(kind, |discovery| discovery.by_group_kind(kind)).await
    }

    /// The resource of a plural in the version that the server prefers.
    ///
    /// # Errors
    /// When there is none, or the server cannot be asked.
    pub async fn resource(&self, resource: &GroupResource) -> Result<ApiResource, MapError> {
        self.find(resource, |discovery| discovery.by_resource(resource)).await
    }

    /// The resource that someone means who types `pods`, `deploy` or `deployments.v1.apps`.
    ///
    /// # Errors
    /// When there is none, or the server cannot be asked.
    pub async fn word(&self, text: &str) -> Result<ApiResource, MapError> {
        self.find(&format!("{text:?}"), |discovery| discovery.by_word(text)).await
    }

    /// Everything the server serves, as far as was last known.
    ///
    /// # Errors
    /// When the server cannot be asked.
    pub async fn discovery(&self) -> Result<Arc<Discovery>, MapError> {
        match self.known() {
            Some(known) => Ok(known),
            None => self.refresh().await,
        }
    }

    /// Forgets what is known.
    pub fn reset(&self) {
        *self.known.write() = None;
    }

    async fn find(
        &self,
        what: &(dyn std::fmt::Display + Sync),
        look: impl Fn(&Discovery) -> Option<&ServedResource> + Send,
    ) -> Result<ApiResource, MapError> {
        let found = |discovery: &Discovery| look(discovery).map(|served| served.resource.clone());
        if let Some(resource) = self.known().and_then(|known| found(&known)) {
            return Ok(resource);
        }
        let fresh = self.refresh().await?;
        found(&fresh).ok_or_else(|| MapError::NoMatch(what.to_string()))
    }

    fn known(&self) -> Option<Arc<Discovery>> {
        self.known.read().clone()
    }

    async fn refresh(&self) -> Result<Arc<Discovery>, MapError> {
        let fresh = Arc::new(self.client.discover().await?);
        *self.known.write() = Some(fresh.clone());
        Ok(fresh)
    }
}
