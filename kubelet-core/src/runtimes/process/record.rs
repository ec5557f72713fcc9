//! What is written down about sandboxes and containers, so that a later agent finds them.

use std::io;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::command::Invocation;

/// A pod, as it is written down.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct PodRecord {
    pub(super) namespace: String,
    pub(super) name: String,
    pub(super) uid: String,
}

/// A sandbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SandboxRecord {
    pub(super) id: String,
    pub(super) pod: PodRecord,
    pub(super) attempt: u32,
    /// Microseconds since 1970, as all times here.
    pub(super) created_at: i64,
    pub(super) stopped: bool,
    pub(super) host_network: bool,
    pub(super) hostname: String,
    pub(super) log_directory: PathBuf,
}

/// A container.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ContainerRecord {
    pub(super) id: String,
    pub(super) sandbox_id: String,
    pub(super) name: String,
    pub(super) attempt: u32,
    pub(super) image: String,
    pub(super) hash: u64,
    pub(super) created_at: i64,
    pub(super) log_path: PathBuf,
    pub(super) stop_signal: String,
    pub(super) termination_message_file: Option<PathBuf>,
    pub(super) message_from_logs: bool,
    pub(super) stdin: bool,
    pub(super) stdin_once: bool,
    pub(super) tty: bool,
    pub(super) invocation: Invocation,
    pub(super) progress: Progress,
}

/// How far a container has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Progress {
    /// Not started.
    Created,
    /// Being started; its process may exist already.
    Starting { at: i64 },
    /// Started.
    Started {
        at: i64,
        pid: i32,
        /// The start time of that process, in the kernel's ticks: tells it from a later process of
        /// the same number.
        ticks: u64,
    },
    /// Ended.
    Ended { started_at: Option<i64>, at: i64, exit_code: i32, reason: String, message: String },
}

impl ContainerRecord {
    /// The container's directory.
    pub(super) fn directory(&self, root: &Path) -> PathBuf {
        container_directory(root, &self.id)
    }
}

pub(super) fn sandbox_file(root: &Path, id: &str) -> PathBuf {
    root.join("sandboxes").join(format!("{id}.json"))
}

pub(super) fn container_directory(root: &Path, id: &str) -> PathBuf {
    root.join("containers").join(id)
}

pub(super) fn container_file(root: &Path, id: &str) -> PathBuf {
    container_directory(root, id).join("container.json")
}

/// Writes a record so that a reader finds either the old or the new.
pub(super) fn save(path: &Path, record: &impl Serialize) -> io::Result<()> {
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent)?;
    }
    let bytes = serde_json::to_vec(record).map_err(io::Error::other)?;
    let draft = path.with_extension("tmp");
    std::fs::write(&draft, bytes)?;
    std::fs::rename(&draft, path)
}

/// Reads a record; `None` if there is none, or what is there is not one.
pub(super) fn load<T: DeserializeOwned>(path: &Path) -> Option<T> {
    let bytes = std::fs::read(path).ok()?;
    match serde_json::from_slice(&bytes) {
        Ok(record) => Some(record),
        Err(error) => {
            tracing::warn!(path = %path.display(), %error, "a record cannot be read");
            None
        }
    }
}

/// The names in a directory; none if it is not there.
pub(super) fn names(directory: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(directory) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}
