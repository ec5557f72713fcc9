//! What the node agent asks of an API server, in traits, so that it runs as well against a table in
//! memory, and a standalone node against nothing at all.

use std::sync::Arc;

use async_trait::async_trait;
use bowline_api::authentication::v1::{TokenRequest, TokenRequestStatus};
use bowline_api::coordination::v1::Lease;
use bowline_api::core::v1::{ConfigMap, Node, Pod, Secret, Service};
use serde_json::Value;

use crate::pod_worker::PodEvent;
use crate::runtime::PodIdentity;

/// A request that the API server did not fulfil.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ApiError {
    /// There is no such object, or another one of that name.
    #[error("{0}")]
    NotFound(String),
    /// There is one already.
    #[error("{0}")]
    AlreadyExists(String),
    /// The object has changed meanwhile, or is another one.
    #[error("{0}")]
    Conflict(String),
    /// The agent may not do this.
    #[error("{0}")]
    Forbidden(String),
    /// The server refuses for good: repeating does not help.
    #[error("{0}")]
    Refused(String),
    /// The server could not be reached, or failed.
    #[error("{0}")]
    Unavailable(String),
}

/// Objects that pods refer to.
#[async_trait]
pub trait ObjectStore: Send + Sync + 'static {
    /// A config map; `None` if there is none of that name.
    ///
    /// # Errors
    /// The server could not be asked.
    async fn config_map(
        &self,
        namespace: &str,
        name: &str,
    ) -> Result<Option<Arc<ConfigMap>>, ApiError>;

    /// A secret; `None` if there is none of that name.
    ///
    /// # Errors
    /// The server could not be asked.
    async fn secret(&self, namespace: &str, name: &str) -> Result<Option<Arc<Secret>>, ApiError>;

    /// The services of a namespace, sorted by name.
    ///
    /// # Errors
    /// The server could not be asked.
    async fn services(&self, namespace: &str) -> Result<Vec<Arc<Service>>, ApiError>;

    /// A token of a service account.
    ///
    /// # Errors
    /// The server gives none.
    async fn service_account_token(
        &self,
        namespace: &str,
        name: &str,
        request: &TokenRequest,
    ) -> Result<TokenRequestStatus, ApiError>;
}

/// Pods as the agent changes them.
#[async_trait]
pub trait PodApi: Send + Sync + 'static {
    /// Patches the status of a pod with a strategic merge patch that names the pod's uid; gives
    /// the pod as it is then.
    ///
    /// # Errors
    /// [`ApiError::NotFound`] or [`ApiError::Conflict`] when the pod of this uid is gone.
    async fn patch_pod_status(
        &self,
        pod: &PodIdentity,
        patch: &Value,
    ) -> Result<Arc<Pod>, ApiError>;

    /// Removes a pod at once, if it is the one of this uid.
    ///
    /// # Errors
    /// The server did not do it. That the pod is gone is no error.
    async fn remove_pod(&self, pod: &PodIdentity) -> Result<(), ApiError>;

    /// Creates the mirror of a static pod, owned by the pod's node.
    ///
    /// # Errors
    /// The server did not do it.
    async fn create_mirror_pod(&self, pod: &Pod) -> Result<Arc<Pod>, ApiError>;
}

/// The node as the agent keeps it.
#[async_trait]
pub trait NodeApi: Send + Sync + 'static {
    /// The node.
    ///
    /// # Errors
    /// [`ApiError::NotFound`] when there is none.
    async fn node(&self, name: &str) -> Result<Node, ApiError>;

    /// Creates the node.
    ///
    /// # Errors
    /// [`ApiError::AlreadyExists`] when there is one.
    async fn create_node(&self, node: &Node) -> Result<Node, ApiError>;

    /// Patches the node with a strategic merge patch.
    ///
    /// # Errors
    /// The server did not do it.
    async fn patch_node(&self, name: &str, patch: &Value) -> Result<Node, ApiError>;

    /// Patches the node's status with a strategic merge patch.
    ///
    /// # Errors
    /// The server did not do it.
    async fn patch_node_status(&self, name: &str, patch: &Value) -> Result<Node, ApiError>;

    /// The node's lease.
    ///
    /// # Errors
    /// [`ApiError::NotFound`] when there is none.
    async fn lease(&self, name: &str) -> Result<Lease, ApiError>;

    /// Creates the node's lease.
    ///
    /// # Errors
    /// [`ApiError::AlreadyExists`] when there is one.
    async fn create_lease(&self, lease: &Lease) -> Result<Lease, ApiError>;

    /// Replaces the node's lease, if it is still the one that was read.
    ///
    /// # Errors
    /// [`ApiError::Conflict`] when it is not.
    async fn update_lease(&self, lease: &Lease) -> Result<Lease, ApiError>;
}

/// Takes what users are to be told. Never waits.
pub trait EventSink: Send + Sync + 'static {
    /// Something about a pod.
    fn pod_event(&self, pod: &Pod, event: &PodEvent);

    /// Something about the node.
    fn node_event(&self, node: &str, event: &PodEvent);
}

/// Tells nobody.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoEvents;

impl EventSink for NoEvents {
    fn pod_event(&self, _pod: &Pod, _event: &PodEvent) {}
    fn node_event(&self, _node: &str, _event: &PodEvent) {}
}

/// Everything at once.
pub trait ApiServer: ObjectStore + PodApi + NodeApi + EventSink {}

impl<T: ObjectStore + PodApi + NodeApi + EventSink> ApiServer for T {}

const _: Option<&dyn ApiServer> = None;
