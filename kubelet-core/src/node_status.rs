//! The node as the API knows it: its registration, its capacity, its conditions.
//!
//! Upstream: `pkg/kubelet/kubelet_node_status.go`, `pkg/kubelet/nodestatus/setters.go`.

use std::collections::BTreeMap;

use bowline_api::core::v1::{
    ConditionStatus, ContainerImage, DaemonEndpoint, Node, NodeAddress, NodeAddressType,
    NodeCondition, NodeDaemonEndpoints, NodeStatus, NodeSystemInfo, ResourceList, Taint,
};
use bowline_apimachinery::meta::ObjectMeta;
use bowline_apimachinery::quantity::Quantity;
use bowline_apimachinery::time::{Duration, MicroTime, Time};
use serde_json::{Value, json};

/// The version of Kubernetes whose behaviour this agent has.
pub const KUBELET_VERSION: &str = "v1.36.2";
/// How many images a node's status names.
const MAX_IMAGES: usize = 50;

/// What a node is, before it is observed.
#[derive(Clone, Debug, Default)]
pub struct NodeConfig {
    /// Name.
    pub name: String,
    /// Labels beside those every node has.
    pub labels: BTreeMap<String, String>,
    /// Annotations.
    pub annotations: BTreeMap<String, String>,
    /// Taints to register with.
    pub taints: Vec<Taint>,
    /// Addresses.
    pub addresses: Vec<NodeAddress>,
    /// Everything the node has.
    pub capacity: ResourceList,
    /// What of it pods may use; all of it if empty.
    pub allocatable: ResourceList,
    /// The port of the agent's server; 0 if it has none.
    pub kubelet_port: u16,
    /// The node in the words of its provider.
    pub provider_id: String,
    /// The network of the node's pods, if the agent chooses it.
    pub pod_cidr: String,
    /// What runs on it.
    pub system: NodeSystemInfo,
}

impl NodeConfig {
    /// A node with a name, an internal address and the usual host name.
    #[must_use]
    pub fn new(name: impl Into<String>, internal_ip: impl Into<String>) -> Self {
        let name = name.into();
        let address = |type_, address: String| NodeAddress { type_, address };
        let addresses = vec![
            address(NodeAddressType::InternalIP, internal_ip.into()),
            address(NodeAddressType::Hostname, name.clone()),
        ];
        let system = NodeSystemInfo {
            kubelet_version: KUBELET_VERSION.to_owned(),
            operating_system: std::env::consts::OS.to_owned(),
            architecture: go_architecture().to_owned(),
            ..NodeSystemInfo::default()
        };
        let amount = |n: i64| Quantity::from(n);
        let capacity = [
            ("cpu".to_owned(), amount(4)),
            ("memory".to_owned(), amount(16 << 30).with_format(BINARY)),
            ("ephemeral-storage".to_owned(), amount(100 << 30).with_format(BINARY)),
            ("pods".to_owned(), amount(110)),
        ];
        Self { name, addresses, system, capacity: capacity.into(), ..Self::default() }
    }

    /// The node's internal addresses, or else all that it has.
    #[must_use]
    pub fn host_ips(&self) -> Vec<String> {
        let of = |wanted: &NodeAddressType| -> Vec<String> {
            let addresses = self.addresses.iter().filter(|a| a.type_ == *wanted);
            addresses.map(|a| a.address.clone()).collect()
        };
        let internal = of(&NodeAddressType::InternalIP);
        if internal.is_empty() { of(&NodeAddressType::ExternalIP) } else { internal }
    }

    /// What pods may use.
    #[must_use]
    pub fn allocatable(&self) -> &ResourceList {
        if self.allocatable.is_empty() { &self.capacity } else { &self.allocatable }
    }
}

const BINARY: bowline_apimachinery::quantity::Format =
    bowline_apimachinery::quantity::Format::BinarySI;

/// The architecture in Go's words, which labels and images use.
fn go_architecture() -> &'static str {
    match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        "x86" => "386",
        other => other,
    }
}

/// How a node is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeObservation {
    /// Why it cannot run pods; `None` if it can.
    pub not_ready: Option<String>,
    /// Whether it is short of memory.
    pub memory_pressure: bool,
    /// Whether it is short of disk.
    pub disk_pressure: bool,
    /// Whether it is short of process ids.
    pub pid_pressure: bool,
    /// Its runtime, as `name://version`.
    pub runtime_version: String,
    /// Its images, the largest first.
    pub images: Vec<ContainerImage>,
}

/// The node to register.
#[must_use]
pub fn initial_node(config: &NodeConfig, observed: &NodeObservation, now: MicroTime) -> Node {
    let mut metadata = ObjectMeta::named(&config.name);
    metadata.labels = labels(config);
    metadata.annotations.clone_from(&config.annotations);
    let mut node = Node { metadata, ..Node::default() };
    node.spec.taints.clone_from(&config.taints);
    node.spec.provider_id.clone_from(&config.provider_id);
    if !config.pod_cidr.is_empty() {
        node.spec.pod_cidr.clone_from(&config.pod_cidr);
        node.spec.pod_cidrs = vec![config.pod_cidr.clone()];
    }
    node.status = node_status(config, observed, &NodeStatus::default(), now);
    node
}

/// The labels of a node: those every node has, then its own.
#[must_use]
pub fn labels(config: &NodeConfig) -> BTreeMap<String, String> {
    let (os, arch) = (&config.system.operating_system, &config.system.architecture);
    let mut labels: BTreeMap<String, String> = [
        ("kubernetes.io/hostname", &config.name),
        ("kubernetes.io/os", os),
        ("kubernetes.io/arch", arch),
        ("beta.kubernetes.io/os", os),
        ("beta.kubernetes.io/arch", arch),
    ]
    .into_iter()
    .map(|(key, value)| (key.to_owned(), value.clone()))
    .collect();
    labels.extend(config.labels.clone());
    labels
}

/// The status of a node now, after `old`.
#[must_use]
pub fn node_status(
    config: &NodeConfig,
    observed: &NodeObservation,
    old: &NodeStatus,
    now: MicroTime,
) -> NodeStatus {
    let mut status = old.clone();
    status.addresses.clone_from(&config.addresses);
    status.capacity.clone_from(&config.capacity);
    status.allocatable.clone_from(config.allocatable());
    status.daemon_endpoints = NodeDaemonEndpoints {
        kubelet_endpoint: DaemonEndpoint { port: i32::from(config.kubelet_port) },
    };
    status.node_info = NodeSystemInfo {
        container_runtime_version: observed.runtime_version.clone(),
        ..config.system.clone()
    };
    status.images = observed.images.iter().take(MAX_IMAGES).cloned().collect();
    let now = Time::from(now);
    for condition in conditions(observed) {
        let before = old.conditions.iter().find(|c| c.type_ == condition.type_);
        let since = before
            .filter(|before| before.status == condition.status)
            .and_then(|before| before.last_transition_time);
        let condition = NodeCondition {
            last_heartbeat_time: Some(now),
            last_transition_time: since.or(Some(now)),
            ..condition
        };
        match status.conditions.iter_mut().find(|c| c.type_ == condition.type_) {
            Some(slot) => *slot = condition,
            None => status.conditions.push(condition),
        }
    }
    status
}

fn conditions(observed: &NodeObservation) -> [NodeCondition; 4] {
    let condition = |type_: &str, is: bool, reason: &str, message: &str| NodeCondition {
        type_: type_.to_owned(),
        status: if is { ConditionStatus::True } else { ConditionStatus::False },
        reason: reason.to_owned(),
        message: message.to_owned(),
        ..NodeCondition::default()
    };
    let pressure = |type_: &str, is: bool, yes: [&str; 2], no: [&str; 2]| {
        let [reason, message] = if is { yes } else { no };
        condition(type_, is, reason, message)
    };
    [
        pressure(
            "MemoryPressure",
            observed.memory_pressure,
            ["KubeletHasInsufficientMemory", "kubelet has insufficient memory available"],
            ["KubeletHasSufficientMemory", "kubelet has sufficient memory available"],
        ),
        pressure(
            "DiskPressure",
            observed.disk_pressure,
            ["KubeletHasDiskPressure", "kubelet has disk pressure"],
            ["KubeletHasNoDiskPressure", "kubelet has no disk pressure"],
        ),
        pressure(
            "PIDPressure",
            observed.pid_pressure,
            ["KubeletHasInsufficientPID", "kubelet has insufficient PID available"],
            ["KubeletHasSufficientPID", "kubelet has sufficient PID available"],
        ),
        match &observed.not_ready {
            None => condition("Ready", true, "KubeletReady", "kubelet is posting ready status"),
            Some(why) => condition("Ready", false, "KubeletNotReady", why),
        },
    ]
}

/// Whether a node's status has to be told: something beside heartbeats has changed, or it was told
/// longer than `period` ago.
#[must_use]
pub fn is_report_due(
    told: Option<(&NodeStatus, MicroTime)>,
    status: &NodeStatus,
    period: Duration,
    now: MicroTime,
) -> bool {
    let Some((before, at)) = told else { return true };
    if now.since(at) >= period {
        return true;
    }
    let still = |status: &NodeStatus| {
        let mut status = status.clone();
        for condition in &mut status.conditions {
            condition.last_heartbeat_time = None;
        }
        status
    };
    still(before) != still(status)
}

/// A strategic merge patch of a node's status; conditions of others stay as they are.
#[must_use]
pub fn node_status_patch(old: &NodeStatus, new: &NodeStatus) -> Value {
    let mut fields = serde_json::Map::new();
    // Statuses have only string keys and finite numbers, which JSON can always take.
    let value = |v: Result<Value, serde_json::Error>| v.unwrap_or(Value::Null);
    let mut set = |name: &str, changed: bool, new: Result<Value, serde_json::Error>| {
        if changed {
            fields.insert(name.to_owned(), value(new));
        }
    };
    let to_value = serde_json::to_value::<&Vec<NodeCondition>>;
    set("conditions", old.conditions != new.conditions, to_value(&new.conditions));
    set("capacity", old.capacity != new.capacity, serde_json::to_value(&new.capacity));
    let allocatable = serde_json::to_value(&new.allocatable);
    set("allocatable", old.allocatable != new.allocatable, allocatable);
    set("nodeInfo", old.node_info != new.node_info, serde_json::to_value(&new.node_info));
    set("images", old.images != new.images, serde_json::to_value(&new.images));
    let endpoints = serde_json::to_value(&new.daemon_endpoints);
    set("daemonEndpoints", old.daemon_endpoints != new.daemon_endpoints, endpoints);
    if old.addresses != new.addresses {
        let mut addresses: Vec<Value> =
            new.addresses.iter().map(|a| value(serde_json::to_value(a))).collect();
        addresses.push(json!({"$patch": "replace"}));
        fields.insert("addresses".to_owned(), Value::Array(addresses));
    }
    json!({"status": fields})
}

/// A strategic merge patch that gives a node that exists what it must have to be this one; `None`
/// if it has it.
#[must_use]
pub fn reconcile_patch(config: &NodeConfig, existing: &Node) -> Option<Value> {
    let wanted = labels(config);
    let lacking: BTreeMap<&String, &String> = wanted
        .iter()
        .filter(|(key, value)| existing.metadata.labels.get(*key) != Some(value))
        .collect();
    (!lacking.is_empty()).then(|| json!({"metadata": {"labels": lacking}}))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> MicroTime {
        MicroTime::from_unix_micros(seconds * 1_000_000)
    }

    #[test]
    fn a_heartbeat_alone_is_told_only_now_and_then() {
        let config = NodeConfig::new("n", "10.0.0.1");
        let observed = NodeObservation::default();
        let first = initial_node(&config, &observed, at(0)).status;
        let later = node_status(&config, &observed, &first, at(10));
        let period = Duration::from_secs(300);
        assert!(is_report_due(None, &first, period, at(0)));
        assert!(!is_report_due(Some((&first, at(0))), &later, period, at(10)));
        assert!(is_report_due(Some((&first, at(0))), &later, period, at(300)));
        let bad = NodeObservation { not_ready: Some("no network".into()), ..observed };
        let worse = node_status(&config, &bad, &later, at(20));
        assert!(is_report_due(Some((&later, at(10))), &worse, period, at(20)));
        let ready = worse.conditions.iter().find(|c| c.type_ == "Ready").unwrap();
        assert_eq!(ready.status, ConditionStatus::False);
        assert_eq!(ready.last_transition_time, Some(Time::from(at(20))));
        let memory = worse.conditions.iter().find(|c| c.type_ == "MemoryPressure").unwrap();
        assert_eq!(memory.last_transition_time, Some(Time::from(at(0))));
    }

    #[test]
    fn foreign_conditions_and_labels_stay() {
        let config = NodeConfig::new("n", "10.0.0.1");
        let foreign = NodeCondition { type_: "Foreign".into(), ..NodeCondition::default() };
        let old = NodeStatus { conditions: vec![foreign.clone()], ..NodeStatus::default() };
        let new = node_status(&config, &NodeObservation::default(), &old, at(0));
        assert_eq!((new.conditions.len(), &new.conditions[0]), (5, &foreign));
        let mut node = initial_node(&config, &NodeObservation::default(), at(0));
        assert_eq!(reconcile_patch(&config, &node), None);
        node.metadata.labels.insert("own".into(), "1".into());
        node.metadata.labels.remove("kubernetes.io/os");
        let patch = reconcile_patch(&config, &node).unwrap();
        let labels = patch["metadata"]["labels"].as_object().unwrap();
        assert_eq!(labels.keys().collect::<Vec<_>>(), ["kubernetes.io/os"]);
    }
}
