//! What a runtime tells.

use std::cmp::Reverse;
use std::sync::Arc;

use bowline_apimachinery::time::MicroTime;

use super::PodIdentity;

/// Name and version of a runtime.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuntimeVersion {
    /// Name; also the scheme of container ids in statuses.
    pub name: String,
    /// Version.
    pub version: String,
}

/// Whether a runtime can run pods; the reasons are empty when all is well.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuntimeStatus {
    /// Why containers cannot be run.
    pub runtime_not_ready: Option<String>,
    /// Why pods have no network.
    pub network_not_ready: Option<String>,
}

/// Whether a sandbox can hold containers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SandboxState {
    /// It can.
    Ready,
    /// It has been stopped or has died.
    NotReady,
}

/// A sandbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PodSandboxStatus {
    /// Id.
    pub id: String,
    /// Which sandbox of its pod, counted from 0.
    pub attempt: u32,
    /// State.
    pub state: SandboxState,
    /// When it was made.
    pub created_at: MicroTime,
    /// Its addresses, the primary one first; none with the node's network.
    pub ips: Vec<String>,
    /// Whether it shares the node's network.
    pub host_network: bool,
}

/// How a container ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exit {
    /// When it had started; `None` if it never did.
    pub started_at: Option<MicroTime>,
    /// When it ended.
    pub finished_at: MicroTime,
    /// Exit code; 128 and the signal's number if a signal ended it.
    pub exit_code: i32,
    /// Why, in a word: `Completed`, `Error`, `OOMKilled`.
    pub reason: String,
    /// Why, in full, or the container's last message.
    pub message: String,
}

/// How far a container has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContainerState {
    /// Made, not started.
    Created,
    /// Started.
    Running {
        /// When.
        started_at: MicroTime,
    },
    /// Ended.
    Exited(Exit),
    /// The runtime has lost sight of it.
    Unknown,
}

impl ContainerState {
    /// Whether it runs.
    #[must_use]
    pub fn is_running(&self) -> bool {
        matches!(self, Self::Running { .. })
    }

    /// How it ended, if it has.
    #[must_use]
    pub fn exit(&self) -> Option<&Exit> {
        match self {
            Self::Exited(exit) => Some(exit),
            _ => None,
        }
    }
}

/// A container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContainerStatus {
    /// Id.
    pub id: String,
    /// The sandbox it is in.
    pub sandbox_id: String,
    /// Name in the pod.
    pub name: String,
    /// How often a container of this name was made before.
    pub attempt: u32,
    /// When it was made.
    pub created_at: MicroTime,
    /// State.
    pub state: ContainerState,
    /// Image as the pod named it.
    pub image: String,
    /// Image as the registry names it.
    pub image_id: String,
    /// The hash it was made with.
    pub hash: u64,
}

/// Everything the runtime has of a pod.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ObservedPod {
    /// The pod.
    pub pod: Arc<PodIdentity>,
    /// Its sandboxes, the newest first.
    pub sandboxes: Vec<PodSandboxStatus>,
    /// Its containers, the newest first.
    pub containers: Vec<ContainerStatus>,
}

impl ObservedPod {
    /// The newest container of that name.
    #[must_use]
    pub fn container(&self, name: &str) -> Option<&ContainerStatus> {
        self.containers.iter().find(|c| c.name == name)
    }

    /// The newest sandbox.
    #[must_use]
    pub fn sandbox(&self) -> Option<&PodSandboxStatus> {
        self.sandboxes.first()
    }

    /// The newest sandbox, if it is ready.
    #[must_use]
    pub fn ready_sandbox(&self) -> Option<&PodSandboxStatus> {
        self.sandbox().filter(|sandbox| sandbox.state == SandboxState::Ready)
    }

    /// The containers that run, or may do so for all the runtime knows.
    pub fn running(&self) -> impl Iterator<Item = &ContainerStatus> {
        self.containers
            .iter()
            .filter(|c| matches!(c.state, ContainerState::Running { .. } | ContainerState::Unknown))
    }

    /// Puts sandboxes and containers in the order that the fields promise.
    pub fn sort(&mut self) {
        self.sandboxes.sort_by_key(|it| Reverse((it.created_at, it.attempt)));
        self.containers.sort_by_key(|it| Reverse((it.created_at, it.attempt)));
    }

    /// Whether the runtime has nothing of the pod.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sandboxes.is_empty() && self.containers.is_empty()
    }
}

/// An image.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Image {
    /// The reference by which containers are made from it.
    pub id: String,
    /// Names with tags.
    pub tags: Vec<String>,
    /// Size in bytes.
    pub size: u64,
    /// Whether it must not be removed.
    pub pinned: bool,
}
