//! Logs of containers, in the format of the Container Runtime Interface.
//!
//! - [`cri`]: a line of such a log; pure.
//! - [`select`]: which lines a request wants, and how they are shown; pure.
//! - [`follow`]: reads a file, and what is written to it later.
//! - [`mod@write`]: writes what a container says, and rotates files.
//!
//! Upstream: `pkg/kubelet/kuberuntime/logs/logs.go`, `pkg/kubelet/logs/container_log_manager.go`.

pub mod cri;
pub mod follow;
pub mod select;
pub mod write;

use std::path::{Path, PathBuf};

use crate::runtime::PodIdentity;

/// Where the logs of a pod are: `<logs>/<namespace>_<name>_<uid>`
#[must_use]
pub fn log_directory(pod_logs: &Path, pod: &PodIdentity) -> PathBuf {
    pod_logs.join(format!("{}_{}_{}", pod.namespace, pod.name, pod.uid))
}

/// Where the log of a container is, below that of its pod: `<container>/<attempt>.log`
#[must_use]
pub fn log_path(container: &str, attempt: u32) -> PathBuf {
    Path::new(container).join(format!("{attempt}.log"))
}
