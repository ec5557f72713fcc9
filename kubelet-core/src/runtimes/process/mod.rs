//! A runtime whose containers are processes of the host: no images, no daemon, no privileges.
//!
//! # What a container is here
//! - Its *image* is a name and nothing else; its program is what `command` and `args` say, looked up
//!   in the host's `PATH`. Without either there is nothing to run, and the container is refused; only
//!   `pause` images are known, and wait.
//! - It shares the host's network: the pod's address is [`ProcessConfig::pod_ip`].
//! - Its *volumes* are directories of the host. As nothing is mounted, wherever a mount path stands
//!   as a path in the command, the arguments, the working directory or the value of a variable, it
//!   is replaced by the volume's directory ([`paths`]). The container's own directory, with a link
//!   for each mount, is in `BOWLINE_ROOT`.
//! - It runs in a process group of its own; signals go to the whole group. Limits are not enforced.
//! - What it says goes to files, which are turned into the container's log.
//!
//! # Surviving the agent
//! A container does not need the agent to live: a small shell stands between, which writes down the
//! process id and the exit code. An agent that comes back, after `kill -9` too, finds its containers
//! by their records, tells them from strangers by their start time, and takes them up again. Input
//! of a container, and its terminal, end with the agent.

pub mod paths;

mod command;
mod exec;
mod group;
mod images;
mod launch;
mod monitor;
mod output;
mod pty;
mod record;
mod service;
mod stats;
mod table;

use std::path::PathBuf;
use std::sync::Arc;

use bowline_apimachinery::clock::Clock;
use parking_lot::Mutex;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::logs::write::Rotation;
use crate::runtime::RuntimeError;
use table::Table;

/// How the runtime is set up.
#[derive(Clone, Debug)]
pub struct ProcessConfig {
    /// Directory for records and output of containers.
    pub root: PathBuf,
    /// The address of all pods: one of the host's that others reach.
    pub pod_ip: String,
    /// How logs are rotated.
    pub rotation: Rotation,
}

/// The runtime. Must be used within a tokio runtime.
pub struct ProcessRuntime {
    shared: Arc<Shared>,
    events: tokio::sync::Mutex<UnboundedReceiver<String>>,
    shutdown: CancellationToken,
}

/// What the tasks of the runtime share.
struct Shared {
    config: ProcessConfig,
    clock: Arc<dyn Clock>,
    table: Mutex<Table>,
    events: UnboundedSender<String>,
    tasks: TaskTracker,
    shutdown: CancellationToken,
}

impl ProcessRuntime {
    /// Opens the runtime, and takes up the containers that run.
    ///
    /// # Errors
    /// When the directory cannot be used.
    pub async fn open(config: ProcessConfig, clock: Arc<dyn Clock>) -> Result<Self, RuntimeError> {
        let (sender, events) = unbounded_channel();
        let shutdown = CancellationToken::new();
        let shared = Arc::new(Shared {
            table: Mutex::new(Table::default()),
            config,
            clock,
            events: sender,
            tasks: TaskTracker::new(),
            shutdown: shutdown.clone(),
        });
        shared.adopt().await?;
        Ok(Self { shared, events: tokio::sync::Mutex::new(events), shutdown })
    }

    /// Stops watching; containers run on.
    pub async fn close(&self) {
        self.shutdown.cancel();
        self.shared.tasks.close();
        self.shared.tasks.wait().await;
    }
}

impl Drop for ProcessRuntime {
    fn drop(&mut self) {
        self.shutdown.cancel();
    }
}

impl std::fmt::Debug for ProcessRuntime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ProcessRuntime")
            .field("config", &self.shared.config)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
