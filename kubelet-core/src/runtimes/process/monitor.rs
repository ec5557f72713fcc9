//! Watches containers to their end, whether this process started them or an earlier one.

use std::sync::Arc;
use std::time::Duration;

use rustix::process::Signal;
use tokio::process::Child;
use tokio::sync::{broadcast, watch};
use tokio::task::JoinHandle;

use super::launch::{Files, Launched};
use super::output::Output;
use super::record::{
    ContainerRecord, Progress, SandboxRecord, container_file, load, names, sandbox_file, save,
};
use super::table::{Container, Live, exit_code};
use super::{Shared, group};
use crate::logs::cri::LogStreamName;
use crate::logs::follow::show_log;
use crate::logs::write::{LogFile, copy_to_log};
use crate::runtime::RuntimeError;
use crate::server::PodLogOptions;

/// How often a process is looked at that is not a child of this one.
const POLL: Duration = Duration::from_millis(200);
/// The longest last message of a container, in bytes.
const MAX_MESSAGE: usize = 4096;
/// How much of a log serves as a last message: lines and bytes.
const MESSAGE_FROM_LOG: (u64, usize) = (80, 2048);
/// How many pieces of output wait for somebody who is attached.
const ATTACHED: usize = 256;
/// The exit code of a process of whose end nobody knows but that it was not its own doing.
const KILLED: i32 = 137;

/// A process to watch.
pub(super) enum Watched {
    /// A child of this process.
    Child(Child),
    /// A process that an earlier agent started.
    Adopted { pid: i32, ticks: u64 },
    /// A process that ended while no agent ran.
    Gone,
}

pub(super) fn disk_error(action: &'static str, error: &std::io::Error) -> RuntimeError {
    RuntimeError::Failed { operation: action, message: error.to_string() }
}

impl Shared {
    /// Finds what an earlier agent left, and takes it up.
    pub(super) async fn adopt(self: &Arc<Self>) -> Result<(), RuntimeError> {
        let root = self.config.root.clone();
        for directory in ["sandboxes", "containers"] {
            let made = std::fs::create_dir_all(root.join(directory));
            made.map_err(|error| disk_error("open the runtime's directory", &error))?;
        }
        for name in names(&root.join("sandboxes")) {
            let Some(id) = name.strip_suffix(".json") else { continue };
            if let Some(record) = load::<SandboxRecord>(&sandbox_file(&root, id)) {
                self.table.lock().sandboxes.insert(id.to_owned(), record);
            }
        }
        for id in names(&root.join("containers")) {
            let Some(record) = load::<ContainerRecord>(&container_file(&root, &id)) else {
                continue;
            };
            self.adopt_container(record)?;
        }
        Ok(())
    }

    fn adopt_container(self: &Arc<Self>, mut record: ContainerRecord) -> Result<(), RuntimeError> {
        let files = Files::new(&record.directory(&self.config.root));
        if let Progress::Starting { at } = record.progress {
            // Between the decision and its record the agent was killed. The shim's own note says
            // whether the process came to be.
            record.progress = match files.pid().map(|pid| (pid, group::start_ticks(pid))) {
                Some((pid, ticks)) => {
                    let ours = is_shim_of(pid, &files);
                    let ticks = ticks.filter(|_| ours).unwrap_or(0);
                    Progress::Started { at, pid, ticks }
                }
                None => Progress::Created,
            };
        }
        let watched = match record.progress {
            Progress::Started { pid, ticks, .. } if group::is_alive(pid, ticks) => {
                Watched::Adopted { pid, ticks }
            }
            Progress::Started { .. } => Watched::Gone,
            _ => {
                let id = record.id.clone();
                self.table.lock().containers.insert(id, Container { record, live: None });
                return Ok(());
            }
        };
        self.watch(record, watched, None)
    }

    /// Reads the container's output and waits for its end, in the background.
    pub(super) fn watch(
        self: &Arc<Self>,
        record: ContainerRecord,
        watched: Watched,
        launched: Option<Launched>,
    ) -> Result<(), RuntimeError> {
        let log = LogFile::open(record.log_path.clone(), self.config.rotation)
            .map_err(|error| disk_error("open the container's log", &error))?;
        let log = Arc::new(log);
        let (said, _) = broadcast::channel(ATTACHED);
        let (end, ended) = watch::channel(false);
        let (input, terminal, child) = match launched {
            Some(launched) => (launched.input, launched.terminal, Some(launched.child)),
            None => (None, None, None),
        };
        let watched = child.map_or(watched, Watched::Child);
        let files = Files::new(&record.directory(&self.config.root));
        let mut readers = Vec::new();
        if let Some(terminal) = &terminal {
            let reader = super::pty::TerminalReader(terminal.clone());
            let (log, clock, said) = (log.clone(), self.clock.clone(), said.clone());
            readers.push(self.tasks.spawn(async move {
                let stream = LogStreamName::Stdout;
                let tell = |bytes: &[u8]| {
                    let bytes = bytes::Bytes::copy_from_slice(bytes);
                    drop(said.send(super::output::Said { stream, bytes }));
                };
                copy_to_log(reader, stream, log, clock, tell).await;
            }));
        } else {
            for (stream, raw) in
                [(LogStreamName::Stdout, files.stdout), (LogStreamName::Stderr, files.stderr)]
            {
                let output = Output {
                    stream,
                    raw,
                    log: log.clone(),
                    said: said.clone(),
                    ended: ended.clone(),
                    clock: self.clock.clone(),
                };
                readers.push(self.tasks.spawn(output.run()));
            }
        }
        let live = Live {
            log,
            said,
            input: Arc::new(tokio::sync::Mutex::new(input)),
            resize: terminal,
            ended,
        };
        let id = record.id.clone();
        self.table.lock().containers.insert(id.clone(), Container { record, live: Some(live) });
        let shared = self.clone();
        self.tasks.spawn(async move {
            let shutdown = shared.shutdown.clone();
            tokio::select! {
                () = shutdown.cancelled() => {}
                () = shared.wait_for_end(id, watched, readers, end) => {}
            }
        });
        Ok(())
    }

    async fn wait_for_end(
        &self,
        id: String,
        watched: Watched,
        readers: Vec<JoinHandle<()>>,
        end: watch::Sender<bool>,
    ) {
        let files = Files::new(&super::record::container_directory(&self.config.root, &id));
        let code = match watched {
            Watched::Child(mut child) => {
                let leader = child.id().and_then(|id| i32::try_from(id).ok());
                let status = child.wait().await;
                if let Some(leader) = leader {
                    // What the program left behind ends with it.
                    group::signal_group(leader, Signal::KILL);
                }
                files.exit_code().or(status.ok().map(exit_code)).unwrap_or(KILLED)
            }
            Watched::Adopted { pid, ticks } => {
                while group::is_alive(pid, ticks) {
                    tokio::time::sleep(POLL).await;
                }
                group::signal_group(pid, Signal::KILL);
                files.exit_code().unwrap_or(KILLED)
            }
            Watched::Gone => files.exit_code().unwrap_or(KILLED),
        };
        let now = self.clock.now();
        end.send_replace(true);
        for reader in readers {
            drop(reader.await);
        }
        self.note_end(&id, code, now);
    }

    fn note_end(&self, id: &str, exit_code: i32, now: bowline_apimachinery::time::MicroTime) {
        let (uid, record) = {
            let mut table = self.table.lock();
            let Some(container) = table.containers.get_mut(id) else { return };
            let started_at = match container.record.progress {
                Progress::Started { at, .. } => Some(at),
                _ => None,
            };
            container.record.progress = Progress::Ended {
                started_at,
                at: now.unix_micros(),
                exit_code,
                reason: if exit_code == 0 { "Completed" } else { "Error" }.to_owned(),
                message: last_message(&container.record, exit_code, now),
            };
            container.live = None;
            let record = container.record.clone();
            (table.pod_of(id), record)
        };
        self.save_container(&record);
        if let Some(uid) = uid {
            // Nobody listens when the runtime is being closed.
            drop(self.events.send(uid));
        }
    }

    /// Writes a container's record down; that it cannot be is said in the log only, as the
    /// container goes on all the same.
    pub(super) fn save_container(&self, record: &ContainerRecord) {
        if let Err(error) = save(&container_file(&self.config.root, &record.id), record) {
            tracing::warn!(container = record.id, %error, "a record was not written");
        }
    }
}

/// Whether a process is the shim that writes to these files: a number may have been given anew.
fn is_shim_of(pid: i32, files: &Files) -> bool {
    use std::os::unix::ffi::OsStrExt as _;
    let line = std::fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
    line.split(|byte| *byte == 0).any(|word| word == files.shim.as_os_str().as_bytes())
}

/// What the container left as its last message.
fn last_message(
    record: &ContainerRecord,
    exit_code: i32,
    now: bowline_apimachinery::time::MicroTime,
) -> String {
    let file = record.termination_message_file.as_ref();
    let mut message = file.and_then(|file| std::fs::read(file).ok()).unwrap_or_default();
    message.truncate(MAX_MESSAGE);
    if message.is_empty() && record.message_from_logs && exit_code != 0 {
        let log = std::fs::read(&record.log_path).unwrap_or_default();
        let (lines, bytes) = MESSAGE_FROM_LOG;
        let options = PodLogOptions { tail_lines: Some(lines), ..PodLogOptions::default() };
        message = show_log(&log, &options, now);
        let over = message.len().saturating_sub(bytes);
        message.drain(..over);
    }
    String::from_utf8_lossy(&message).into_owned()
}
