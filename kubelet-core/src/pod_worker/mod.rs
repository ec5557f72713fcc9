//! One pod on this node, from its first sight to its last trace.
//!
//! - [`state`]: where a pod stands, and what to do next.
//! - [`pod_actions`], [`init_containers`]: which sandboxes and containers a running pod needs.
//! - [`termination`]: in which order and how fast a pod ends.
//! - [`restart`]: whether a container that ended starts again.
//! - [`api_status`], [`container_status`], [`phase`], [`conditions`]: what the API is told.
//! - [`pleg`]: what changed in the runtime.
//!
//! All of it is pure: observations and the time go in, actions come out. Upstream:
//! `pkg/kubelet/pod_workers.go`, `pkg/kubelet/kuberuntime/kuberuntime_manager.go`,
//! `pkg/kubelet/kubelet_pods.go`.

pub mod api_status;
pub mod conditions;
pub mod container_status;
pub mod init_containers;
pub mod phase;
pub mod pleg;
pub mod pod_actions;
pub mod restart;
pub mod state;
pub mod termination;
pub mod worker;

pub use api_status::{StatusInput, generate_status};
pub use pod_actions::{Action, ContainerKind, ContainerStart, ContainerStop, find_container};
pub use state::{ActionError, Input, PodEvent, PodWorker, State, Step, TerminationCause};
