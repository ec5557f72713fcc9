//! What a container runtime does for the node agent, cut as the Container Runtime Interface cuts it.
//!
//! The difference from CRI is in form: labels and annotations by which the kubelet finds its own
//! things again are typed fields here; a runtime that speaks CRI writes them as labels.
//!
//! Upstream: `staging/src/k8s.io/cri-api/pkg/apis/services.go`.

mod config;
mod error;
mod status;

use std::time::Duration;

use async_trait::async_trait;
use bowline_api::core::v1::Secret;
use bowline_apimachinery::time::MicroTime;

pub use config::{
    ContainerConfig, ContainerMount, DnsConfig, PodIdentity, PodSandboxConfig, PortMapping,
};
pub use error::{ImageError, RuntimeError};
pub use status::{
    ContainerState, ContainerStatus, Exit, Image, ObservedPod, PodSandboxStatus, RuntimeStatus,
    RuntimeVersion, SandboxState,
};

use crate::streaming::{ContainerSession, Duplex, StreamError, StreamOptions};

/// What a command gave that ran to its end in a container.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExecOutput {
    /// Its output.
    pub stdout: Vec<u8>,
    /// Its error output.
    pub stderr: Vec<u8>,
    /// Its exit code.
    pub exit_code: i32,
}

/// What a container uses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContainerStats {
    /// When this was measured.
    pub at: Option<MicroTime>,
    /// CPU time used since the start, in nanoseconds.
    pub cpu_nanos: u64,
    /// Memory in use that cannot be reclaimed, in bytes.
    pub working_set_bytes: u64,
    /// Number of processes.
    pub processes: u64,
    /// Bytes written to the container's own file system.
    pub writable_layer_bytes: u64,
}

/// Which of the kubelet's preparations a runtime has any use for. A runtime without one spares the
/// node the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preparation {
    /// Volumes on disk, environment variables, log directories.
    Full,
    /// None: containers are only played.
    None,
}

/// Sandboxes and containers of a node.
///
/// *Contract.* Stopping and removing are idempotent: of something that is gone they succeed. All
/// methods may be called concurrently and may be dropped at any await.
#[async_trait]
pub trait RuntimeService: Send + Sync + 'static {
    /// Name and version of the runtime.
    ///
    /// # Errors
    /// The runtime cannot be reached.
    async fn version(&self) -> Result<RuntimeVersion, RuntimeError>;

    /// Whether the runtime and its network are ready.
    ///
    /// # Errors
    /// The runtime cannot be reached.
    async fn status(&self) -> Result<RuntimeStatus, RuntimeError>;

    /// What the kubelet has to prepare for this runtime.
    fn preparation(&self) -> Preparation {
        Preparation::Full
    }

    /// Creates and starts a pod's sandbox, with its network; gives its id.
    ///
    /// # Errors
    /// The sandbox could not be made; none is left behind.
    async fn run_pod_sandbox(&self, config: &PodSandboxConfig) -> Result<String, RuntimeError>;

    /// Stops a sandbox: kills what still runs in it and gives its addresses back.
    ///
    /// # Errors
    /// The runtime failed.
    async fn stop_pod_sandbox(&self, id: &str) -> Result<(), RuntimeError>;

    /// Removes a sandbox and all its containers.
    ///
    /// # Errors
    /// The runtime failed.
    async fn remove_pod_sandbox(&self, id: &str) -> Result<(), RuntimeError>;

    /// Everything the runtime has of one pod.
    ///
    /// # Errors
    /// The runtime failed.
    async fn observe_pod(&self, uid: &str) -> Result<ObservedPod, RuntimeError>;

    /// Everything the runtime has of all pods.
    ///
    /// # Errors
    /// The runtime failed.
    async fn observe_pods(&self) -> Result<Vec<ObservedPod>, RuntimeError>;

    /// Creates a container in a sandbox; gives its id.
    ///
    /// # Errors
    /// The container could not be made.
    async fn create_container(
        &self,
        sandbox_id: &str,
        config: &ContainerConfig,
    ) -> Result<String, RuntimeError>;

    /// Starts a created container.
    ///
    /// # Errors
    /// It could not be started; it then counts as exited.
    async fn start_container(&self, id: &str) -> Result<(), RuntimeError>;

    /// Stops a container: asks it to end, and kills it after `grace`. Returns when it has ended.
    ///
    /// # Errors
    /// The runtime failed.
    async fn stop_container(&self, id: &str, grace: Duration) -> Result<(), RuntimeError>;

    /// Removes a container, killing it if it still runs. Its log stays.
    ///
    /// # Errors
    /// The runtime failed.
    async fn remove_container(&self, id: &str) -> Result<(), RuntimeError>;

    /// Writes the container's log to its path anew, after the file there was renamed.
    ///
    /// # Errors
    /// The container does not run, or its file cannot be opened.
    async fn reopen_container_log(&self, id: &str) -> Result<(), RuntimeError>;

    /// Runs a command in a container to its end.
    ///
    /// # Errors
    /// [`RuntimeError::Timeout`] when it took longer than `timeout`; others when it could not be
    /// started. That the command exits with an error is no error.
    async fn exec_sync(
        &self,
        id: &str,
        command: &[String],
        timeout: Duration,
    ) -> Result<ExecOutput, RuntimeError>;

    /// Starts a command in a container, with streams.
    ///
    /// # Errors
    /// The container does not run, or the command cannot be started.
    async fn exec(
        &self,
        _id: &str,
        _command: &[String],
        _options: StreamOptions,
    ) -> Result<ContainerSession, StreamError> {
        Err(StreamError::Unsupported("exec"))
    }

    /// Attaches to the streams of a running container.
    ///
    /// # Errors
    /// The container does not run.
    async fn attach(
        &self,
        _id: &str,
        _options: StreamOptions,
    ) -> Result<ContainerSession, StreamError> {
        Err(StreamError::Unsupported("attach"))
    }

    /// Connects to a TCP port in a sandbox's network.
    ///
    /// # Errors
    /// Nobody takes the connection.
    async fn port_forward(
        &self,
        _sandbox_id: &str,
        _port: u16,
    ) -> Result<Box<dyn Duplex>, StreamError> {
        Err(StreamError::Unsupported("port-forward"))
    }

    /// What the containers of a pod use, by container name.
    ///
    /// # Errors
    /// The runtime failed.
    async fn pod_stats(&self, _uid: &str) -> Result<Vec<(String, ContainerStats)>, RuntimeError> {
        Ok(Vec::new())
    }

    /// Waits until something of a pod has changed by itself; gives the pod's uid. A runtime that
    /// tells nothing never resolves, and is asked for everything from time to time instead.
    async fn next_event(&self) -> String {
        std::future::pending().await
    }

    /// Whether [`RuntimeService::next_event`] tells of every change.
    fn tells_events(&self) -> bool {
        false
    }

    /// The log of a container that keeps none on disk.
    ///
    /// # Errors
    /// There is no such container.
    async fn container_log(&self, id: &str) -> Result<Option<Vec<u8>>, RuntimeError> {
        let _ = id;
        Ok(None)
    }
}

/// Images of a node.
#[async_trait]
pub trait ImageService: Send + Sync + 'static {
    /// The image of that name, if the node has it.
    ///
    /// # Errors
    /// The name is malformed, or the runtime failed.
    async fn image_status(&self, image: &str) -> Result<Option<Image>, ImageError>;

    /// Brings an image onto the node; gives the reference by which containers are made from it.
    ///
    /// # Errors
    /// The registry refuses or cannot be reached, or has no such image.
    async fn pull_image(&self, image: &str, secrets: &[Secret]) -> Result<String, ImageError>;

    /// The images of the node.
    ///
    /// # Errors
    /// The runtime failed.
    async fn list_images(&self) -> Result<Vec<Image>, ImageError>;

    /// Removes an image.
    ///
    /// # Errors
    /// The runtime failed.
    async fn remove_image(&self, image: &str) -> Result<(), ImageError>;

    /// Whether images are only names here, of which nothing is ever pulled; pods are told then.
    fn images_are_names(&self) -> bool {
        false
    }
}

/// A whole container runtime.
pub trait Runtime: RuntimeService + ImageService {}

impl<T: RuntimeService + ImageService> Runtime for T {}

const _: Option<&dyn Runtime> = None;
