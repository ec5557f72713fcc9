//! What the kubelet asks a runtime to make.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use bowline_api::core::v1::{PodSecurityContext, ResourceRequirements, SecurityContext};

/// Which pod something belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PodIdentity {
    /// Namespace.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// Uid.
    pub uid: String,
}

/// `name_namespace(uid)`, as upstream names pods in messages.
impl std::fmt::Display for PodIdentity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}_{}({})", self.name, self.namespace, self.uid)
    }
}

/// A port of the node that leads into a sandbox.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PortMapping {
    /// `TCP`, `UDP` or `SCTP`.
    pub protocol: String,
    /// The pod's port.
    pub container_port: u16,
    /// The node's port.
    pub host_port: u16,
    /// The node's address; empty for all.
    pub host_ip: String,
}

/// How names are looked up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DnsConfig {
    /// Addresses of name servers.
    pub servers: Vec<String>,
    /// Domains to search.
    pub searches: Vec<String>,
    /// Options, such as `ndots:5`.
    pub options: Vec<String>,
}

/// A sandbox to make.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodSandboxConfig {
    /// The pod.
    pub pod: Arc<PodIdentity>,
    /// 0 for the pod's first sandbox, then rising.
    pub attempt: u32,
    /// Host name; empty with the node's network.
    pub hostname: String,
    /// Where the logs of the pod's containers go; relative log paths start here.
    pub log_directory: PathBuf,
    /// Name lookup.
    pub dns: DnsConfig,
    /// Ports of the node.
    pub port_mappings: Vec<PortMapping>,
    /// Whether the pod shares the node's network.
    pub host_network: bool,
    /// Whether the pod sees the node's processes.
    pub host_pid: bool,
    /// Whether the pod shares the node's interprocess communication.
    pub host_ipc: bool,
    /// Whether the pod's containers see each other's processes.
    pub share_process_namespace: bool,
    /// The pod's labels.
    pub labels: BTreeMap<String, String>,
    /// The pod's annotations.
    pub annotations: BTreeMap<String, String>,
    /// The pod's security settings.
    pub security_context: Option<Box<PodSecurityContext>>,
    /// The runtime's way of running it; empty for the usual one.
    pub runtime_handler: String,
}

/// A directory or file of the node that a container sees.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContainerMount {
    /// Name of the pod's volume; empty for what the kubelet adds itself.
    pub volume: String,
    /// Path in the container.
    pub container_path: String,
    /// Path on the node.
    pub host_path: PathBuf,
    /// Whether the container may only read.
    pub read_only: bool,
}

/// A container to make.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContainerConfig {
    /// The pod.
    pub pod: Arc<PodIdentity>,
    /// Name in the pod.
    pub name: String,
    /// How often a container of this name was made before.
    pub attempt: u32,
    /// Image as the pod names it.
    pub image: String,
    /// Image as [`super::ImageService::pull_image`] gave it.
    pub image_ref: String,
    /// Replaces the image's entry point, if not empty.
    pub command: Vec<String>,
    /// Replaces the image's arguments, if not empty.
    pub args: Vec<String>,
    /// Working directory; empty for the image's.
    pub working_dir: String,
    /// Environment, in order.
    pub envs: Vec<(String, String)>,
    /// What it sees of the node's files.
    pub mounts: Vec<ContainerMount>,
    /// Log file, relative to the sandbox's log directory.
    pub log_path: PathBuf,
    /// Whether it has input.
    pub stdin: bool,
    /// Whether its input ends with the first who attached.
    pub stdin_once: bool,
    /// Whether it has a terminal.
    pub tty: bool,
    /// Hash of what cannot change without a restart.
    pub hash: u64,
    /// The file in which it leaves a last message, as a path in the container.
    pub termination_message_path: String,
    /// Where that file is on the node, if it is a file of its own.
    pub termination_message_file: Option<PathBuf>,
    /// Whether the end of its log serves as its last message when it fails without one.
    pub termination_message_from_logs: bool,
    /// Whether the container is expected to end by itself, because of its restart policy.
    pub run_to_completion: bool,
    /// The signal that asks it to end; empty for the image's or `SIGTERM`.
    pub stop_signal: String,
    /// Requests and limits.
    pub resources: ResourceRequirements,
    /// Security settings.
    pub security_context: Option<Box<SecurityContext>>,
    /// The pod's annotations.
    pub annotations: BTreeMap<String, String>,
}
