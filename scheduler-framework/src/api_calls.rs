//! What the scheduler writes to the cluster, as a seam: the driver's client stands behind it, or
//! a simulator.

use std::fmt::Debug;
use std::sync::Arc;

use async_trait::async_trait;
use bowline_api::core::v1::{PersistentVolume, PersistentVolumeClaim, Pod, PodStatus};
use bowline_api::resource::v1::ResourceClaim;

use crate::verdict::BoxError;

/// Something to be told about a pod, as an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Whether nothing is wrong.
    pub is_normal: bool,
    /// Why it is told: a word in camel case.
    pub reason: &'static str,
    /// What was being done: a word in camel case.
    pub action: &'static str,
    /// For people.
    pub message: String,
    /// The other pod that it is about.
    pub related: Option<Arc<Pod>>,
}

/// Writes to the cluster.
///
/// # Contract
/// Each call is one request that is not retried: what fails is tried again with the pod. All are
/// safe to drop half-way.
#[async_trait]
pub trait ApiCalls: Send + Sync + Debug {
    /// Tells something about a pod. Does not wait; what cannot be told is lost.
    fn record(&self, pod: &Pod, note: Note);

    /// Binds a pod to a node, by the pod's `binding` subresource.
    ///
    /// # Errors
    /// When the pod is gone, is another one of the same name, or is bound already.
    async fn bind(&self, pod: &Pod, node: &str) -> Result<(), BoxError>;

    /// Changes a pod's status to what `status` makes of `pod.status`, leaving alone what others
    /// have changed meanwhile.
    ///
    /// # Errors
    /// When the request fails.
    async fn patch_pod_status(&self, pod: &Pod, status: &PodStatus) -> Result<(), BoxError>;

    /// Deletes a pod, if it is still the one with that uid.
    ///
    /// # Errors
    /// When the request fails; that the pod is gone already is no failure.
    async fn delete_pod(&self, pod: &Pod) -> Result<(), BoxError>;

    /// Writes a volume back; refused if it has changed meanwhile.
    ///
    /// # Errors
    /// When the request fails.
    async fn update_volume(&self, volume: &PersistentVolume) -> Result<PersistentVolume, BoxError>;

    /// Writes a claim back; refused if it has changed meanwhile.
    ///
    /// # Errors
    /// When the request fails.
    async fn update_claim(
        &self,
        claim: &PersistentVolumeClaim,
    ) -> Result<PersistentVolumeClaim, BoxError>;

    /// Reads a volume anew.
    ///
    /// # Errors
    /// When the request fails.
    async fn get_volume(&self, name: &str) -> Result<PersistentVolume, BoxError> {
        Err(format!("persistentvolume {name:?} cannot be read here").into())
    }

    /// Reads a claim to devices anew.
    ///
    /// # Errors
    /// When the request fails.
    async fn get_resource_claim(
        &self,
        namespace: &str,
        name: &str,
    ) -> Result<ResourceClaim, BoxError> {
        Err(format!("resourceclaim {namespace}/{name} cannot be read here").into())
    }

    /// Writes a claim to devices back but for its status; refused if it has changed meanwhile.
    ///
    /// # Errors
    /// When the request fails.
    async fn update_resource_claim(
        &self,
        claim: &ResourceClaim,
    ) -> Result<ResourceClaim, BoxError> {
        let name = &claim.metadata.name;
        Err(format!("resourceclaim {name:?} cannot be written here").into())
    }

    /// Writes the status of a claim to devices back; refused if it has changed meanwhile.
    ///
    /// # Errors
    /// When the request fails.
    async fn update_resource_claim_status(
        &self,
        claim: &ResourceClaim,
    ) -> Result<ResourceClaim, BoxError> {
        let name = &claim.metadata.name;
        Err(format!("resourceclaim {name:?} cannot be written here").into())
    }

    /// Reads a claim anew.
    ///
    /// # Errors
    /// When the request fails.
    async fn get_claim(
        &self,
        namespace: &str,
        name: &str,
    ) -> Result<PersistentVolumeClaim, BoxError>;
}
