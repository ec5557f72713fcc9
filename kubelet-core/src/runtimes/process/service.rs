//! The host's processes as a container runtime.

use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use rustix::process::Signal;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;

use super::command::{find_program, invocation};
use super::exec::{self, Group, command_in};
use super::launch::{Files, launch};
use super::monitor::{Watched, disk_error};
use super::paths::PathMap;
use super::record::{ContainerRecord, PodRecord, Progress, SandboxRecord, sandbox_file, save};
use super::table::{Container, Live, exit_code};
use super::{ProcessRuntime, Shared, group, stats};
use crate::runtime::{
    ContainerConfig, ContainerStats, ExecOutput, ObservedPod, PodSandboxConfig, RuntimeError,
    RuntimeService, RuntimeStatus, RuntimeVersion,
};
use crate::streaming::{ContainerSession, Duplex, StreamError, StreamOptions};

/// The exit code of a container whose program could not be started.
const START_ERROR: i32 = 128;
/// How long a killed process may take to be gone.
const KILL_TIME: Duration = Duration::from_secs(10);
/// How much a command may say when it is run to its end.
const MAX_OUTPUT: u64 = 16 << 20;

fn no_container(id: &str) -> RuntimeError {
    RuntimeError::NotFound { what: "container", id: id.to_owned() }
}

impl Shared {
    fn record(&self, id: &str) -> Option<ContainerRecord> {
        self.table.lock().containers.get(id).map(|container| container.record.clone())
    }

    /// What is open of a running container, and its record.
    fn live(&self, id: &str) -> Option<(ContainerRecord, Live)> {
        let table = self.table.lock();
        let container = table.containers.get(id)?;
        let running = matches!(container.record.progress, Progress::Started { .. });
        let live = container.live.clone().filter(|_| running)?;
        Some((container.record.clone(), live))
    }

    async fn stop(&self, id: &str, grace: Duration) -> Result<(), RuntimeError> {
        let Some((record, mut live)) = self.live(id) else { return Ok(()) };
        let Progress::Started { pid, ticks, .. } = record.progress else { return Ok(()) };
        // A number that now means somebody else must not be signalled.
        if group::is_alive(pid, ticks) {
            group::signal_group(pid, group::signal_named(&record.stop_signal));
        }
        if ends_within(&mut live, grace).await {
            return self.settled(id).await;
        }
        if group::is_alive(pid, ticks) {
            group::signal_group(pid, Signal::KILL);
        }
        if ends_within(&mut live, KILL_TIME).await {
            return self.settled(id).await;
        }
        Err(RuntimeError::Timeout { operation: "kill container" })
    }

    /// Waits until the end of a container has been taken note of.
    async fn settled(&self, id: &str) -> Result<(), RuntimeError> {
        let settled = async {
            while self.live(id).is_some() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        let timeout = RuntimeError::Timeout { operation: "stop container" };
        tokio::time::timeout(KILL_TIME, settled).await.map_err(|_| timeout)
    }

    fn save_sandbox(&self, record: &SandboxRecord) -> Result<(), RuntimeError> {
        save(&sandbox_file(&self.config.root, &record.id), record)
            .map_err(|error| disk_error("write the sandbox's record", &error))
    }

    fn remove_record(&self, id: &str) -> Result<(), RuntimeError> {
        let removed = self.table.lock().containers.remove(id);
        let Some(container) = removed else { return Ok(()) };
        let directory = container.record.directory(&self.config.root);
        match std::fs::remove_dir_all(directory) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(disk_error("remove the container's directory", &error))
            }
            _ => Ok(()),
        }
    }

    fn containers_of(&self, sandbox_id: &str) -> Vec<String> {
        let table = self.table.lock();
        let of_sandbox = |c: &&Container| c.record.sandbox_id == sandbox_id;
        table.containers.values().filter(of_sandbox).map(|c| c.record.id.clone()).collect()
    }
}

#[async_trait]
impl RuntimeService for ProcessRuntime {
    async fn version(&self) -> Result<RuntimeVersion, RuntimeError> {
        let version = env!("CARGO_PKG_VERSION").to_owned();
        Ok(RuntimeVersion { name: "process".to_owned(), version })
    }

    async fn status(&self) -> Result<RuntimeStatus, RuntimeError> {
        Ok(RuntimeStatus::default())
    }

    async fn run_pod_sandbox(&self, config: &PodSandboxConfig) -> Result<String, RuntimeError> {
        let pod = PodRecord {
            namespace: config.pod.namespace.clone(),
            name: config.pod.name.clone(),
            uid: config.pod.uid.clone(),
        };
        let hostname = match config.hostname.as_str() {
            "" => config.pod.name.clone(),
            name => name.to_owned(),
        };
        let record = SandboxRecord {
            id: format!("{}-{}", config.pod.uid, config.attempt),
            pod,
            attempt: config.attempt,
            created_at: self.shared.clock.now().unix_micros(),
            stopped: false,
            host_network: config.host_network,
            hostname,
            log_directory: config.log_directory.clone(),
        };
        self.shared.save_sandbox(&record)?;
        let id = record.id.clone();
        self.shared.table.lock().sandboxes.insert(id.clone(), record);
        Ok(id)
    }

    async fn stop_pod_sandbox(&self, id: &str) -> Result<(), RuntimeError> {
        for container in self.shared.containers_of(id) {
            self.shared.stop(&container, Duration::ZERO).await?;
        }
        let record = {
            let mut table = self.shared.table.lock();
            let Some(sandbox) = table.sandboxes.get_mut(id) else { return Ok(()) };
            sandbox.stopped = true;
            sandbox.clone()
        };
        self.shared.save_sandbox(&record)
    }

    async fn remove_pod_sandbox(&self, id: &str) -> Result<(), RuntimeError> {
        self.stop_pod_sandbox(id).await?;
        for container in self.shared.containers_of(id) {
            self.shared.remove_record(&container)?;
        }
        match std::fs::remove_file(sandbox_file(&self.shared.config.root, id)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(disk_error("remove the sandbox's record", &error));
            }
            _ => {}
        }
        self.shared.table.lock().sandboxes.remove(id);
        Ok(())
    }

    async fn observe_pod(&self, uid: &str) -> Result<ObservedPod, RuntimeError> {
        Ok(self.shared.table.lock().observe(uid, &self.shared.config.pod_ip))
    }

    async fn observe_pods(&self) -> Result<Vec<ObservedPod>, RuntimeError> {
        let table = self.shared.table.lock();
        let pod_ip = &self.shared.config.pod_ip;
        Ok(table.pods().iter().map(|uid| table.observe(uid, pod_ip)).collect())
    }

    async fn create_container(
        &self,
        sandbox_id: &str,
        config: &ContainerConfig,
    ) -> Result<String, RuntimeError> {
        let sandbox = self.shared.table.lock().sandboxes.get(sandbox_id).cloned();
        let not_found = || RuntimeError::NotFound { what: "sandbox", id: sandbox_id.to_owned() };
        let sandbox = sandbox.filter(|sandbox| !sandbox.stopped).ok_or_else(not_found)?;
        let id = format!("{sandbox_id}-{}-{}", config.name, config.attempt);
        let root = &self.shared.config.root;
        let directory = super::record::container_directory(root, &id);
        let files = Files::new(&directory);
        let message = config.termination_message_file.as_deref();
        let map = PathMap::new(
            &config.mounts,
            message.map(|file| (config.termination_message_path.as_str(), file)),
        );
        let invocation = invocation(config, &sandbox.hostname, &files.root, &map)?;
        let record = ContainerRecord {
            id: id.clone(),
            sandbox_id: sandbox_id.to_owned(),
            name: config.name.clone(),
            attempt: config.attempt,
            image: config.image.clone(),
            hash: config.hash,
            created_at: self.shared.clock.now().unix_micros(),
            log_path: sandbox.log_directory.join(&config.log_path),
            stop_signal: config.stop_signal.clone(),
            termination_message_file: config.termination_message_file.clone(),
            message_from_logs: config.termination_message_from_logs,
            stdin: config.stdin,
            stdin_once: config.stdin_once,
            tty: config.tty,
            invocation,
            progress: Progress::Created,
        };
        make_root(&files.root, &map).map_err(|error| disk_error("link the volumes", &error))?;
        save(&super::record::container_file(root, &id), &record)
            .map_err(|error| disk_error("write the container's record", &error))?;
        let container = Container { record, live: None };
        self.shared.table.lock().containers.insert(id.clone(), container);
        Ok(id)
    }

    async fn start_container(&self, id: &str) -> Result<(), RuntimeError> {
        let mut record = self.shared.record(id).ok_or_else(|| no_container(id))?;
        if record.progress != Progress::Created {
            let (what, id) = ("container", id.to_owned());
            return Err(RuntimeError::State { what, id, state: "started already" });
        }
        let now = self.shared.clock.now().unix_micros();
        let command = record.invocation.words.first().cloned().unwrap_or_default();
        let directory = record.directory(&self.shared.config.root);
        let program = find_program(&record.invocation);
        let launched = match &program {
            Some(program) => {
                record.progress = Progress::Starting { at: now };
                self.shared.save_container(&record);
                launch(&record, program, &directory).map_err(|error| error.to_string())
            }
            None => Err(format!("exec: {command:?}: executable file not found in $PATH")),
        };
        let launched = match launched {
            Ok(launched) => launched,
            Err(message) => {
                record.progress = Progress::Ended {
                    started_at: None,
                    at: now,
                    exit_code: START_ERROR,
                    reason: "StartError".to_owned(),
                    message: message.clone(),
                };
                self.shared.save_container(&record);
                let container = Container { record, live: None };
                self.shared.table.lock().containers.insert(id.to_owned(), container);
                return Err(RuntimeError::Start { command, message });
            }
        };
        let pid = launched.child.id().and_then(|pid| i32::try_from(pid).ok()).unwrap_or(0);
        let ticks = group::start_ticks(pid).unwrap_or(0);
        record.progress = Progress::Started { at: now, pid, ticks };
        self.shared.save_container(&record);
        self.shared.watch(record, Watched::Gone, Some(launched))
    }

    async fn stop_container(&self, id: &str, grace: Duration) -> Result<(), RuntimeError> {
        self.shared.stop(id, grace).await
    }

    async fn remove_container(&self, id: &str) -> Result<(), RuntimeError> {
        self.shared.stop(id, Duration::ZERO).await?;
        self.shared.remove_record(id)
    }

    async fn reopen_container_log(&self, id: &str) -> Result<(), RuntimeError> {
        let (_, live) = self.shared.live(id).ok_or_else(|| no_container(id))?;
        live.log.reopen().map_err(|error| disk_error("reopen the container's log", &error))
    }

    async fn exec_sync(
        &self,
        id: &str,
        command: &[String],
        timeout: Duration,
    ) -> Result<ExecOutput, RuntimeError> {
        let (record, _) = self.shared.live(id).ok_or_else(|| no_container(id))?;
        let mut child = command_in(&record.invocation, command, false)
            .stdin(std::process::Stdio::null())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .map_err(|error| RuntimeError::Start {
                command: command.first().cloned().unwrap_or_default(),
                message: error.to_string(),
            })?;
        let _group = Group::of(&child);
        let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
        let run = async {
            let (mut out, mut err) = (Vec::new(), Vec::new());
            let read_out = async {
                if let Some(stdout) = stdout {
                    drop(stdout.take(MAX_OUTPUT).read_to_end(&mut out).await);
                }
            };
            let read_err = async {
                if let Some(stderr) = stderr {
                    drop(stderr.take(MAX_OUTPUT).read_to_end(&mut err).await);
                }
            };
            let (status, (), ()) = tokio::join!(child.wait(), read_out, read_err);
            status.map(|status| ExecOutput {
                stdout: out,
                stderr: err,
                exit_code: exit_code(status),
            })
        };
        match tokio::time::timeout(timeout, run).await {
            Ok(output) => output.map_err(|error| disk_error("wait for the command", &error)),
            Err(_) => Err(RuntimeError::Timeout { operation: "command" }),
        }
    }

    async fn exec(
        &self,
        id: &str,
        command: &[String],
        options: StreamOptions,
    ) -> Result<ContainerSession, StreamError> {
        let found = self.shared.live(id);
        let (record, live) = found.ok_or_else(|| StreamError::ContainerNotFound(id.to_owned()))?;
        exec::exec(&record.invocation, command, options, live.ended)
    }

    async fn attach(
        &self,
        id: &str,
        options: StreamOptions,
    ) -> Result<ContainerSession, StreamError> {
        let found = self.shared.live(id);
        let (record, live) = found.ok_or_else(|| StreamError::ContainerNotFound(id.to_owned()))?;
        Ok(exec::attach(live, options, record.stdin_once, &self.shared.tasks))
    }

    async fn port_forward(
        &self,
        _sandbox_id: &str,
        port: u16,
    ) -> Result<Box<dyn Duplex>, StreamError> {
        let connected = TcpStream::connect(("127.0.0.1", port)).await;
        let stream = connected.map_err(|source| StreamError::Connect { port, source })?;
        Ok(Box::new(stream))
    }

    async fn pod_stats(&self, uid: &str) -> Result<Vec<(String, ContainerStats)>, RuntimeError> {
        let groups = stats::by_group(self.shared.clock.now());
        let table = self.shared.table.lock();
        let of_pod = table.containers.values().filter(|container| {
            table.pod_of(&container.record.id).is_some_and(|owner| owner == uid)
        });
        let used = of_pod.filter_map(|container| match container.record.progress {
            Progress::Started { pid, .. } => {
                Some((container.record.name.clone(), groups.get(&pid)?.clone()))
            }
            _ => None,
        });
        Ok(used.collect())
    }

    async fn next_event(&self) -> String {
        match self.events.lock().await.recv().await {
            Some(uid) => uid,
            None => std::future::pending().await,
        }
    }

    fn tells_events(&self) -> bool {
        true
    }
}

/// Whether a container ends within a time.
async fn ends_within(live: &mut Live, time: Duration) -> bool {
    let end = live.ended.wait_for(|ended| *ended);
    tokio::time::timeout(time, end).await.is_ok()
}

/// Makes the container's own directory, with a link for each of its mounts.
fn make_root(root: &Path, map: &PathMap) -> std::io::Result<()> {
    std::fs::create_dir_all(root)?;
    for (path, host) in map.iter() {
        let link = root.join(path.trim_start_matches('/'));
        if let Some(parent) = link.parent() {
            // A mount within a mount is found through the one above it.
            if std::fs::create_dir_all(parent).is_err() {
                continue;
            }
        }
        match std::os::unix::fs::symlink(host, &link) {
            Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
    }
    Ok(())
}
