//! Where a node's pods come from.
//!
//! - [`mod@file`], [`http`]: static pods, from files and URLs; the API's are in [`crate::driver`].
//! - [`static_pod`]: what makes a manifest a pod of this node; pure.
//! - [`merge`]: what changed in a source that always says everything; pure.

pub mod file;
pub mod http;
pub mod merge;
pub mod static_pod;

use std::sync::Arc;

use async_trait::async_trait;
use bowline_api::core::v1::Pod;
use tokio::sync::mpsc::UnboundedSender;
use tokio_util::sync::CancellationToken;

/// Annotation on pods of files and URLs: which of them.
pub const CONFIG_SOURCE_ANNOTATION: &str = "kubernetes.io/config.source";
/// Annotation on a mirror pod: the hash of the static pod it stands for.
pub const CONFIG_MIRROR_ANNOTATION: &str = "kubernetes.io/config.mirror";
/// Annotation with the hash of a static pod.
pub const CONFIG_HASH_ANNOTATION: &str = "kubernetes.io/config.hash";

/// Whether the pod comes from a file or URL of the node, not from the API.
#[must_use]
pub fn is_static_pod(pod: &Pod) -> bool {
    pod.metadata.annotations.get(CONFIG_SOURCE_ANNOTATION).is_some_and(|source| source != "api")
}

/// Whether the pod stands in the API for a static pod.
#[must_use]
pub fn is_mirror_pod(pod: &Pod) -> bool {
    pod.metadata.annotations.contains_key(CONFIG_MIRROR_ANNOTATION)
}

/// What a source says.
#[derive(Clone, Debug)]
pub enum PodUpdate {
    /// A pod is there, or has changed.
    Upsert(Arc<Pod>),
    /// A pod is gone.
    Remove {
        /// Its uid.
        uid: String,
    },
    /// A source has said everything that it had at the start.
    Synced {
        /// Which.
        source: String,
    },
}

/// Gives a node its pods.
#[async_trait]
pub trait PodSource: Send + 'static {
    /// Sends every change until `shutdown`; first what is there, then [`PodUpdate::Synced`].
    async fn run(self: Box<Self>, updates: UnboundedSender<PodUpdate>, shutdown: CancellationToken);
}
