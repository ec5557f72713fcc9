//! The sandboxes and containers of the node, as far as the runtime knows.

use std::collections::BTreeMap;
use std::process::ExitStatus;
use std::sync::Arc;

use bowline_apimachinery::time::MicroTime;
use tokio::sync::{broadcast, watch};

use super::output::Said;
use super::record::{ContainerRecord, Progress, SandboxRecord};
use crate::logs::write::LogFile;
use crate::runtime::{
    ContainerState, ContainerStatus, Exit, ObservedPod, PodIdentity, PodSandboxStatus, SandboxState,
};

/// All of it.
#[derive(Default)]
pub(super) struct Table {
    pub(super) sandboxes: BTreeMap<String, SandboxRecord>,
    pub(super) containers: BTreeMap<String, Container>,
}

/// A container with what is open of it.
pub(super) struct Container {
    pub(super) record: ContainerRecord,
    /// What is open while it runs.
    pub(super) live: Option<Live>,
}

/// What is open of a container that runs.
#[derive(Clone)]
pub(super) struct Live {
    pub(super) log: Arc<LogFile>,
    /// What it says, as it says it.
    pub(super) said: broadcast::Sender<Said>,
    /// Its input, if it has one and this process holds it.
    pub(super) input: Arc<tokio::sync::Mutex<Option<super::exec::Input>>>,
    /// Sizes of its terminal.
    pub(super) resize: Option<Arc<super::pty::Terminal>>,
    /// Becomes true when it has ended.
    pub(super) ended: watch::Receiver<bool>,
}

impl Table {
    pub(super) fn observe(&self, uid: &str, pod_ip: &str) -> ObservedPod {
        let mut observed = ObservedPod {
            pod: Arc::new(PodIdentity { uid: uid.to_owned(), ..PodIdentity::default() }),
            ..ObservedPod::default()
        };
        for sandbox in self.sandboxes.values().filter(|sandbox| sandbox.pod.uid == uid) {
            observed.pod = Arc::new(identity(sandbox));
            observed.sandboxes.push(PodSandboxStatus {
                id: sandbox.id.clone(),
                attempt: sandbox.attempt,
                state: if sandbox.stopped { SandboxState::NotReady } else { SandboxState::Ready },
                created_at: micros(sandbox.created_at),
                ips: if sandbox.host_network { Vec::new() } else { vec![pod_ip.to_owned()] },
                host_network: sandbox.host_network,
            });
        }
        let of_pod = |container: &&Container| {
            let sandbox = self.sandboxes.get(&container.record.sandbox_id);
            sandbox.is_some_and(|sandbox| sandbox.pod.uid == uid)
        };
        let containers = self.containers.values().filter(of_pod);
        observed.containers = containers.map(|container| status(&container.record)).collect();
        observed.sort();
        observed
    }

    /// The uids of the pods.
    pub(super) fn pods(&self) -> Vec<String> {
        let mut uids: Vec<String> =
            self.sandboxes.values().map(|sandbox| sandbox.pod.uid.clone()).collect();
        uids.sort();
        uids.dedup();
        uids
    }

    /// The uid of a container's pod.
    pub(super) fn pod_of(&self, container_id: &str) -> Option<String> {
        let container = self.containers.get(container_id)?;
        Some(self.sandboxes.get(&container.record.sandbox_id)?.pod.uid.clone())
    }
}

fn identity(sandbox: &SandboxRecord) -> PodIdentity {
    PodIdentity {
        namespace: sandbox.pod.namespace.clone(),
        name: sandbox.pod.name.clone(),
        uid: sandbox.pod.uid.clone(),
    }
}

fn micros(at: i64) -> MicroTime {
    MicroTime::from_unix_micros(at)
}

fn status(record: &ContainerRecord) -> ContainerStatus {
    let state = match &record.progress {
        Progress::Created | Progress::Starting { .. } => ContainerState::Created,
        Progress::Started { at, .. } => ContainerState::Running { started_at: micros(*at) },
        Progress::Ended { started_at, at, exit_code, reason, message } => {
            ContainerState::Exited(Exit {
                started_at: started_at.map(micros),
                finished_at: micros(*at),
                exit_code: *exit_code,
                reason: reason.clone(),
                message: message.clone(),
            })
        }
    };
    ContainerStatus {
        id: record.id.clone(),
        sandbox_id: record.sandbox_id.clone(),
        name: record.name.clone(),
        attempt: record.attempt,
        created_at: micros(record.created_at),
        state,
        image: record.image.clone(),
        image_id: super::images::image_id(&record.image),
        hash: record.hash,
    }
}

/// The exit code of a process, as shells and containers count: 128 and the signal's number if a
/// signal ended it.
pub(super) fn exit_code(status: ExitStatus) -> i32 {
    use std::os::unix::process::ExitStatusExt as _;
    status.code().or_else(|| status.signal().map(|signal| 128 + signal)).unwrap_or(255)
}
