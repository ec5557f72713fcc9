//! A pod's volumes on this node.
//!
//! - [`VolumeManager`]: what the node agent asks.
//! - [`HostVolumes`]: volumes as directories of the node.
//! - [`payload`]: what the files of a volume hold; pure.
//! - [`atomic_writer`]: files that change all at once.

pub mod atomic_writer;
mod host_volumes;
pub mod payload;
mod tokens;

use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use bowline_api::core::v1::{Container, Pod};

use crate::api_server::ApiError;
use crate::runtime::{ContainerMount, PodIdentity};

pub use host_volumes::HostVolumes;

/// A volume could not be set up, brought up to date or taken down.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VolumeError {
    /// What the volume shows is missing.
    #[error("MountVolume.SetUp failed for volume {volume:?} : {reason}")]
    Missing {
        /// The volume.
        volume: String,
        /// What is missing.
        reason: String,
    },
    /// The node has no means for this kind of volume.
    #[error("volume {volume:?} is of a kind that this node does not have: {kind}")]
    Unsupported {
        /// The volume.
        volume: String,
        /// The field of the volume that names the kind.
        kind: &'static str,
    },
    /// A path that leads out of the volume, or that cannot be a file name.
    #[error("volume {volume:?}: invalid path {path:?}: {reason}")]
    Path {
        /// The volume.
        volume: String,
        /// The path.
        path: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A container mounts a volume that the pod does not have.
    #[error("container {container:?} mounts volume {volume:?}, which the pod does not have")]
    NoVolume {
        /// The container.
        container: String,
        /// The volume.
        volume: String,
    },
    /// The API server could not be asked.
    #[error("volume {volume:?}: {source}")]
    Api {
        /// The volume.
        volume: String,
        /// Why.
        source: ApiError,
    },
    /// The disk failed.
    #[error("{action} {}: {source}", path.display())]
    Disk {
        /// What was tried.
        action: &'static str,
        /// With which file.
        path: PathBuf,
        /// Why it failed.
        source: std::io::Error,
    },
}

/// Makes the volumes of pods.
///
/// *Contract.* All calls may be repeated, and continue what an earlier process began.
#[async_trait]
pub trait VolumeManager: Send + Sync + 'static {
    /// Makes the pod's directories and volumes, or brings them up to date.
    ///
    /// # Errors
    /// What a volume shows is missing, or the disk failed.
    async fn set_up(&self, pod: &Arc<Pod>) -> Result<(), VolumeError>;

    /// Takes the pod's volumes down, with what they hold unless it outlives the pod.
    ///
    /// # Errors
    /// The disk failed.
    async fn tear_down(&self, pod: &PodIdentity) -> Result<(), VolumeError>;

    /// Removes the pod's directories and logs.
    ///
    /// # Errors
    /// The disk failed.
    async fn remove_pod(&self, pod: &PodIdentity) -> Result<(), VolumeError>;

    /// What a container sees of the node's files. `env` is the container's environment, for paths
    /// that name variables.
    ///
    /// # Errors
    /// A mount names no volume, or leads out of it.
    async fn mounts(
        &self,
        pod: &Pod,
        container: &Container,
        env: &[(String, String)],
    ) -> Result<Vec<ContainerMount>, VolumeError>;

    /// Where the container's last message is written on the node.
    ///
    /// # Errors
    /// The disk failed.
    async fn termination_message_file(
        &self,
        pod: &PodIdentity,
        container: &str,
        attempt: u32,
    ) -> Result<PathBuf, VolumeError>;
}

const _: Option<&dyn VolumeManager> = None;
