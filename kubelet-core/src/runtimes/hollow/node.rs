//! The sandboxes and containers of a played node: a plain table, and the time as an argument.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::net::Ipv4Addr;
use std::sync::Arc;

use bowline_apimachinery::time::MicroTime;

use super::images::image_id;
use super::pod_cidr::PodCidr;
use super::script::Script;
use crate::runtime::{
    ContainerConfig, ContainerState, ContainerStatus, Exit, ObservedPod, PodIdentity,
    PodSandboxConfig, PodSandboxStatus, SandboxState,
};

/// The exit code of a container that heeds `SIGTERM`.
const TERMINATED: i32 = 128 + 15;

#[derive(Debug)]
pub(super) struct HollowNode {
    addresses: PodCidr,
    pods: HashMap<Arc<str>, HollowPod>,
    /// The pod of each sandbox and container.
    owners: HashMap<Box<str>, Arc<str>>,
    /// When which pod changes by itself.
    ends: BinaryHeap<Reverse<(MicroTime, Arc<str>)>>,
}

#[derive(Debug)]
struct HollowPod {
    identity: Arc<PodIdentity>,
    sandboxes: Vec<HollowSandbox>,
    containers: Vec<HollowContainer>,
}

#[derive(Debug)]
struct HollowSandbox {
    id: Box<str>,
    attempt: u32,
    created_at: MicroTime,
    /// Given back when the sandbox stops.
    address: Option<Ipv4Addr>,
    state: SandboxState,
    host_network: bool,
}

#[derive(Debug)]
struct HollowContainer {
    id: Box<str>,
    sandbox_id: Box<str>,
    name: Box<str>,
    image: Box<str>,
    attempt: u32,
    hash: u64,
    created_at: MicroTime,
    script: Script,
    life: Life,
}

#[derive(Clone, Copy, Debug)]
enum Life {
    Created,
    Started { at: MicroTime, ends: Option<(MicroTime, i32)> },
}

impl HollowNode {
    pub(super) fn new(addresses: PodCidr) -> Self {
        Self { addresses, pods: HashMap::new(), owners: HashMap::new(), ends: BinaryHeap::new() }
    }

    /// `None` if the node has no address left.
    pub(super) fn run_sandbox(
        &mut self,
        config: &PodSandboxConfig,
        now: MicroTime,
    ) -> Option<String> {
        let address = match config.host_network {
            true => None,
            false => Some(self.addresses.allocate()?),
        };
        let id = id(&[&config.pod.uid, "sandbox"], config.attempt);
        let uid: Arc<str> = Arc::from(config.pod.uid.as_str());
        let pod = self.pods.entry(uid.clone()).or_insert_with(|| HollowPod {
            identity: config.pod.clone(),
            sandboxes: Vec::new(),
            containers: Vec::new(),
        });
        pod.sandboxes.push(HollowSandbox {
            id: id.as_str().into(),
            attempt: config.attempt,
            created_at: now,
            address,
            state: SandboxState::Ready,
            host_network: config.host_network,
        });
        self.owners.insert(id.as_str().into(), uid);
        Some(id)
    }

    pub(super) fn stop_sandbox(&mut self, sandbox_id: &str, now: MicroTime) {
        let Some(pod) = self.owners.get(sandbox_id).and_then(|uid| self.pods.get_mut(uid)) else {
            return;
        };
        let containers = pod.containers.iter_mut();
        for container in containers.filter(|c| *c.sandbox_id == *sandbox_id) {
            container.end(now, TERMINATED);
        }
        if let Some(sandbox) = pod.sandboxes.iter_mut().find(|s| *s.id == *sandbox_id) {
            sandbox.state = SandboxState::NotReady;
            if let Some(address) = sandbox.address.take() {
                self.addresses.release(address);
            }
        }
    }

    pub(super) fn remove_sandbox(&mut self, sandbox_id: &str, now: MicroTime) {
        self.stop_sandbox(sandbox_id, now);
        let Some(uid) = self.owners.remove(sandbox_id) else { return };
        let Some(pod) = self.pods.get_mut(&uid) else { return };
        pod.sandboxes.retain(|s| *s.id != *sandbox_id);
        let owners = &mut self.owners;
        pod.containers.retain(|container| {
            let stays = *container.sandbox_id != *sandbox_id;
            if !stays {
                owners.remove(&container.id);
            }
            stays
        });
        if pod.sandboxes.is_empty() && pod.containers.is_empty() {
            self.pods.remove(&uid);
        }
    }

    /// `None` if there is no such sandbox, or it does not hold containers any more.
    pub(super) fn create_container(
        &mut self,
        sandbox_id: &str,
        config: &ContainerConfig,
        script: Script,
        now: MicroTime,
    ) -> Option<String> {
        let uid = self.owners.get(sandbox_id)?.clone();
        let pod = self.pods.get_mut(&uid)?;
        let sandbox = pod.sandboxes.iter().find(|s| *s.id == *sandbox_id)?;
        if sandbox.state != SandboxState::Ready {
            return None;
        }
        let id = id(&[&uid, sandbox_id, &config.name], config.attempt);
        pod.containers.push(HollowContainer {
            id: id.as_str().into(),
            sandbox_id: sandbox_id.into(),
            name: config.name.as_str().into(),
            image: config.image.as_str().into(),
            attempt: config.attempt,
            hash: config.hash,
            created_at: now,
            script,
            life: Life::Created,
        });
        self.owners.insert(id.as_str().into(), uid);
        Some(id)
    }

    /// Whether there is such a container.
    pub(super) fn start_container(&mut self, id: &str, now: MicroTime) -> bool {
        let Some(uid) = self.owners.get(id).cloned() else { return false };
        let Some(container) = self.container_mut(id) else { return false };
        let ends = match container.script {
            Script::Forever => None,
            Script::Ends { after, exit_code } => {
                Some((now.saturating_add(after.into()), exit_code))
            }
        };
        container.life = Life::Started { at: now, ends };
        if let Some((end, _)) = ends {
            self.ends.push(Reverse((end, uid)));
        }
        true
    }

    pub(super) fn stop_container(&mut self, id: &str, now: MicroTime) {
        if let Some(container) = self.container_mut(id) {
            container.end(now, TERMINATED);
        }
    }

    pub(super) fn remove_container(&mut self, id: &str) {
        let Some(uid) = self.owners.remove(id) else { return };
        let Some(pod) = self.pods.get_mut(&uid) else { return };
        pod.containers.retain(|c| *c.id != *id);
        if pod.sandboxes.is_empty() && pod.containers.is_empty() {
            self.pods.remove(&uid);
        }
    }

    pub(super) fn observe(&self, uid: &str, now: MicroTime) -> ObservedPod {
        match self.pods.get(uid) {
            Some(pod) => pod.observe(now),
            None => ObservedPod {
                pod: Arc::new(PodIdentity { uid: uid.to_owned(), ..PodIdentity::default() }),
                ..ObservedPod::default()
            },
        }
    }

    pub(super) fn observe_all(&self, now: MicroTime) -> Vec<ObservedPod> {
        self.pods.values().map(|pod| pod.observe(now)).collect()
    }

    pub(super) fn status(&self, id: &str, now: MicroTime) -> Option<ContainerStatus> {
        let pod = self.pods.get(self.owners.get(id)?)?;
        pod.containers.iter().find(|c| *c.id == *id).map(|c| c.status(now))
    }

    /// Takes the next pod whose container has ended by itself.
    pub(super) fn take_ended(&mut self, now: MicroTime) -> Option<String> {
        let Reverse((at, _)) = self.ends.peek()?;
        if *at > now {
            return None;
        }
        self.ends.pop().map(|Reverse((_, uid))| uid.to_string())
    }

    /// When a container ends by itself next.
    pub(super) fn next_end(&self) -> Option<MicroTime> {
        self.ends.peek().map(|Reverse((at, _))| *at)
    }

    fn container_mut(&mut self, id: &str) -> Option<&mut HollowContainer> {
        let pod = self.pods.get_mut(self.owners.get(id)?)?;
        pod.containers.iter_mut().find(|c| *c.id == *id)
    }
}

impl HollowPod {
    fn observe(&self, now: MicroTime) -> ObservedPod {
        let sandboxes = self.sandboxes.iter().map(|sandbox| PodSandboxStatus {
            id: sandbox.id.to_string(),
            attempt: sandbox.attempt,
            state: sandbox.state,
            created_at: sandbox.created_at,
            ips: sandbox.address.iter().map(Ipv4Addr::to_string).collect(),
            host_network: sandbox.host_network,
        });
        let mut observed = ObservedPod {
            pod: self.identity.clone(),
            sandboxes: sandboxes.collect(),
            containers: self.containers.iter().map(|c| c.status(now)).collect(),
        };
        observed.sort();
        observed
    }
}

impl HollowContainer {
    /// Ends it now, unless it has ended before.
    fn end(&mut self, now: MicroTime, exit_code: i32) {
        if let Life::Started { ends, .. } = &mut self.life
            && ends.is_none_or(|(at, _)| at > now)
        {
            *ends = Some((now, exit_code));
        }
    }

    fn status(&self, now: MicroTime) -> ContainerStatus {
        let state = match self.life {
            Life::Created => ContainerState::Created,
            Life::Started { at, ends: Some((finished_at, exit_code)) } if finished_at <= now => {
                let reason = if exit_code == 0 { "Completed" } else { "Error" };
                ContainerState::Exited(Exit {
                    started_at: Some(at),
                    finished_at,
                    exit_code,
                    reason: reason.to_owned(),
                    message: String::new(),
                })
            }
            Life::Started { at, .. } => ContainerState::Running { started_at: at },
        };
        ContainerStatus {
            id: self.id.to_string(),
            sandbox_id: self.sandbox_id.to_string(),
            name: self.name.to_string(),
            attempt: self.attempt,
            created_at: self.created_at,
            state,
            image: self.image.to_string(),
            image_id: image_id(&self.image),
            hash: self.hash,
        }
    }
}

/// An id that is the same in every run.
fn id(parts: &[&str], attempt: u32) -> String {
    let bytes =
        || parts.iter().flat_map(|part| part.bytes().chain([0])).chain(attempt.to_le_bytes());
    format!("{:016x}{:016x}", fnv(bytes()), fnv(bytes().chain([1])))
}

/// FNV-1a.
pub(super) fn fnv(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
