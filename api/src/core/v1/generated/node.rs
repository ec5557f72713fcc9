//! node of v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use std::collections::BTreeMap;

use super::{ConditionStatus, POD_SIGNATURE, PodSignature};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::quantity::Quantity;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};
use bowline_apimachinery::time::Time;

/// `Node` of `v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Node {
    pub metadata: ObjectMeta,
    pub spec: NodeSpec,
    pub status: NodeStatus,
}

#[doc(hidden)]
pub static NODE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.Node",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&NODE_SPEC), OMITEMPTY),
        Field::new("status", 3, Type::Message(&NODE_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for Node {
    fn descriptor(&self) -> &'static Descriptor {
        &NODE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.spec.reflect(),
            2 => self.status.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.spec.reflect_mut(),
            2 => self.status.reflect_mut(),
            _ => panic!("Node has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(Node, "", "v1", "Node", "nodes", Cluster);

/// `io.k8s.api.core.v1.AttachedVolume`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AttachedVolume {
    pub name: String,
    pub device_path: String,
}

#[doc(hidden)]
pub static ATTACHED_VOLUME: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.AttachedVolume",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("devicePath", 2, Type::String, REQUIRED),
    ],
    &[0, 1],
);

impl Message for AttachedVolume {
    fn descriptor(&self) -> &'static Descriptor {
        &ATTACHED_VOLUME
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.device_path.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.device_path.reflect_mut(),
            _ => panic!("AttachedVolume has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.AvoidPods`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AvoidPods {
    pub prefer_avoid_pods: Vec<PreferAvoidPodsEntry>,
}

#[doc(hidden)]
pub static AVOID_PODS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.AvoidPods",
    &[Field::new(
        "preferAvoidPods",
        1,
        Type::List(&Type::Message(&PREFER_AVOID_PODS_ENTRY)),
        OMITEMPTY | ATOMIC,
    )],
    &[0],
);

impl Message for AvoidPods {
    fn descriptor(&self) -> &'static Descriptor {
        &AVOID_PODS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.prefer_avoid_pods.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.prefer_avoid_pods.reflect_mut(),
            _ => panic!("AvoidPods has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(!self.prefer_avoid_pods.is_empty())
    }
}

/// `io.k8s.api.core.v1.ConfigMapNodeConfigSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConfigMapNodeConfigSource {
    pub namespace: String,
    pub name: String,
    pub uid: String,
    pub resource_version: String,
    pub kubelet_config_key: String,
}

#[doc(hidden)]
pub static CONFIG_MAP_NODE_CONFIG_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ConfigMapNodeConfigSource",
    &[
        Field::new("namespace", 1, Type::String, REQUIRED),
        Field::new("name", 2, Type::String, REQUIRED),
        Field::new("uid", 3, Type::String, OMITEMPTY),
        Field::new("resourceVersion", 4, Type::String, OMITEMPTY),
        Field::new("kubeletConfigKey", 5, Type::String, REQUIRED),
    ],
    &[0, 1, 2, 3, 4],
);

impl Message for ConfigMapNodeConfigSource {
    fn descriptor(&self) -> &'static Descriptor {
        &CONFIG_MAP_NODE_CONFIG_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.namespace.reflect(),
            1 => self.name.reflect(),
            2 => self.uid.reflect(),
            3 => self.resource_version.reflect(),
            4 => self.kubelet_config_key.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.namespace.reflect_mut(),
            1 => self.name.reflect_mut(),
            2 => self.uid.reflect_mut(),
            3 => self.resource_version.reflect_mut(),
            4 => self.kubelet_config_key.reflect_mut(),
            _ => panic!("ConfigMapNodeConfigSource has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.ContainerImage`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContainerImage {
    pub names: Vec<String>,
    pub size_bytes: i64,
}

#[doc(hidden)]
pub static CONTAINER_IMAGE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ContainerImage",
    &[
        Field::new("names", 1, Type::List(&Type::String), ATOMIC),
        Field::new("sizeBytes", 2, Type::Int64, OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for ContainerImage {
    fn descriptor(&self) -> &'static Descriptor {
        &CONTAINER_IMAGE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.names.reflect(),
            1 => self.size_bytes.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.names.reflect_mut(),
            1 => self.size_bytes.reflect_mut(),
            _ => panic!("ContainerImage has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(!self.names.is_empty())
    }
}

/// `io.k8s.api.core.v1.DaemonEndpoint`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DaemonEndpoint {
    pub port: i32,
}

#[doc(hidden)]
pub static DAEMON_ENDPOINT: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.DaemonEndpoint",
    &[Field::new("Port", 1, Type::Int32, REQUIRED)],
    &[0],
);

impl Message for DaemonEndpoint {
    fn descriptor(&self) -> &'static Descriptor {
        &DAEMON_ENDPOINT
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.port.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.port.reflect_mut(),
            _ => panic!("DaemonEndpoint has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.NodeAddress`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeAddress {
    pub type_: NodeAddressType,
    pub address: String,
}

#[doc(hidden)]
pub static NODE_ADDRESS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.NodeAddress",
    &[
        Field::new("type", 1, Type::Enum(NodeAddressType::VALUES), REQUIRED),
        Field::new("address", 2, Type::String, REQUIRED),
    ],
    &[0, 1],
);

impl Message for NodeAddress {
    fn descriptor(&self) -> &'static Descriptor {
        &NODE_ADDRESS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.type_.reflect(),
            1 => self.address.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.type_.reflect_mut(),
            1 => self.address.reflect_mut(),
            _ => panic!("NodeAddress has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.NodeAllocatableResourceClaimStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeAllocatableResourceClaimStatus {
    pub resource_claim_name: String,
    /// List without duplicates.
    pub containers: Vec<String>,
    pub resources: BTreeMap<String, Quantity>,
}

#[doc(hidden)]
pub static NODE_ALLOCATABLE_RESOURCE_CLAIM_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.NodeAllocatableResourceClaimStatus",
    &[
        Field::new("resourceClaimName", 1, Type::String, REQUIRED),
        Field::new("containers", 2, Type::List(&Type::String), OMITEMPTY | LIST_SET),
        Field::new("resources", 3, Type::Map(&Type::Quantity), REQUIRED),
    ],
    &[0, 1, 2],
);

impl Message for NodeAllocatableResourceClaimStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &NODE_ALLOCATABLE_RESOURCE_CLAIM_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.resource_claim_name.reflect(),
            1 => self.containers.reflect(),
            2 => self.resources.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.resource_claim_name.reflect_mut(),
            1 => self.containers.reflect_mut(),
            2 => self.resources.reflect_mut(),
            _ => panic!("NodeAllocatableResourceClaimStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff9
            | u64::from(!self.containers.is_empty()) << 1
            | u64::from(!self.resources.is_empty()) << 2
    }
}

/// `io.k8s.api.core.v1.NodeCondition`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeCondition {
    pub type_: String,
    pub status: ConditionStatus,
    pub last_heartbeat_time: Option<Time>,
    pub last_transition_time: Option<Time>,
    pub reason: String,
    pub message: String,
}

#[doc(hidden)]
pub static NODE_CONDITION: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.NodeCondition",
    &[
        Field::new("type", 1, Type::String, REQUIRED),
        Field::new("status", 2, Type::Enum(ConditionStatus::VALUES), REQUIRED),
        Field::new("lastHeartbeatTime", 3, Type::Time, OMITEMPTY),
        Field::new("lastTransitionTime", 4, Type::Time, OMITEMPTY),
        Field::new("reason", 5, Type::String, OMITEMPTY),
        Field::new("message", 6, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5],
);

impl Message for NodeCondition {
    fn descriptor(&self) -> &'static Descriptor {
        &NODE_CONDITION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.type_.reflect(),
            1 => self.status.reflect(),
            2 => self.last_heartbeat_time.reflect(),
            3 => self.last_transition_time.reflect(),
            4 => self.reason.reflect(),
            5 => self.message.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.type_.reflect_mut(),
            1 => self.status.reflect_mut(),
            2 => self.last_heartbeat_time.reflect_mut(),
            3 => self.last_transition_time.reflect_mut(),
            4 => self.reason.reflect_mut(),
            5 => self.message.reflect_mut(),
            _ => panic!("NodeCondition has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff3
            | u64::from(self.last_heartbeat_time.is_some()) << 2
            | u64::from(self.last_transition_time.is_some()) << 3
    }
}

/// `io.k8s.api.core.v1.NodeConfigSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeConfigSource {
    pub config_map: Option<Box<ConfigMapNodeConfigSource>>,
}

#[doc(hidden)]
pub static NODE_CONFIG_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.NodeConfigSource",
    &[Field::new(
        "configMap",
        2,
        Type::Message(&CONFIG_MAP_NODE_CONFIG_SOURCE),
        POINTER | OMITEMPTY,
    )],
    &[0],
);

impl Message for NodeConfigSource {
    fn descriptor(&self) -> &'static Descriptor {
        &NODE_CONFIG_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.config_map.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.config_map.reflect_mut(),
            _ => panic!("NodeConfigSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(self.config_map.is_some())
    }
}

/// `io.k8s.api.core.v1.NodeConfigStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeConfigStatus {
    pub assigned: Option<NodeConfigSource>,
    pub active: Option<NodeConfigSource>,
    pub last_known_good: Option<NodeConfigSource>,
    pub error: String,
}

#[doc(hidden)]
pub static NODE_CONFIG_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.NodeConfigStatus",
    &[
        Field::new("assigned", 1, Type::Message(&NODE_CONFIG_SOURCE), POINTER | OMITEMPTY),
        Field::new("active", 2, Type::Message(&NODE_CONFIG_SOURCE), POINTER | OMITEMPTY),
        Field::new("lastKnownGood", 3, Type::Message(&NODE_CONFIG_SOURCE), POINTER | OMITEMPTY),
        Field::new("error", 4, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2, 3],
);

impl Message for NodeConfigStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &NODE_CONFIG_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.assigned.reflect(),
            1 => self.active.reflect(),
            2 => self.last_known_good.reflect(),
            3 => self.error.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.assigned.reflect_mut(),
            1 => self.active.reflect_mut(),
            2 => self.last_known_good.reflect_mut(),
            3 => self.error.reflect_mut(),
            _ => panic!("NodeConfigStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff8
            | u64::from(self.assigned.is_some())
            | u64::from(self.active.is_some()) << 1
            | u64::from(self.last_known_good.is_some()) << 2
    }
}

/// `io.k8s.api.core.v1.NodeDaemonEndpoints`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeDaemonEndpoints {
    pub kubelet_endpoint: DaemonEndpoint,
}

#[doc(hidden)]
pub static NODE_DAEMON_ENDPOINTS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.NodeDaemonEndpoints",
    &[Field::new("kubeletEndpoint", 1, Type::Message(&DAEMON_ENDPOINT), OMITEMPTY)],
    &[0],
);

impl Message for NodeDaemonEndpoints {
    fn descriptor(&self) -> &'static Descriptor {
        &NODE_DAEMON_ENDPOINTS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.kubelet_endpoint.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.kubelet_endpoint.reflect_mut(),
            _ => panic!("NodeDaemonEndpoints has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.NodeFeatures`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeFeatures {
    pub supplemental_groups_policy: Option<bool>,
}

#[doc(hidden)]
pub static NODE_FEATURES: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.NodeFeatures",
    &[Field::new("supplementalGroupsPolicy", 1, Type::Bool, POINTER | OMITEMPTY)],
    &[0],
);

impl Message for NodeFeatures {
    fn descriptor(&self) -> &'static Descriptor {
        &NODE_FEATURES
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.supplemental_groups_policy.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.supplemental_groups_policy.reflect_mut(),
            _ => panic!("NodeFeatures has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(self.supplemental_groups_policy.is_some())
    }
}

/// `io.k8s.api.core.v1.NodeRuntimeHandler`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeRuntimeHandler {
    pub name: String,
    pub features: Option<NodeRuntimeHandlerFeatures>,
}

#[doc(hidden)]
pub static NODE_RUNTIME_HANDLER: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.NodeRuntimeHandler",
    &[
        Field::new("name", 1, Type::String, 0),
        Field::new(
            "features",
            2,
            Type::Message(&NODE_RUNTIME_HANDLER_FEATURES),
            POINTER | OMITEMPTY,
        ),
    ],
    &[0, 1],
);

impl Message for NodeRuntimeHandler {
    fn descriptor(&self) -> &'static Descriptor {
        &NODE_RUNTIME_HANDLER
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.features.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.features.reflect_mut(),
            _ => panic!("NodeRuntimeHandler has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(self.features.is_some()) << 1
    }
}

/// `io.k8s.api.core.v1.NodeRuntimeHandlerFeatures`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeRuntimeHandlerFeatures {
    pub recursive_read_only_mounts: Option<bool>,
    pub user_namespaces: Option<bool>,
}

#[doc(hidden)]
pub static NODE_RUNTIME_HANDLER_FEATURES: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.NodeRuntimeHandlerFeatures",
    &[
        Field::new("recursiveReadOnlyMounts", 1, Type::Bool, POINTER | OMITEMPTY),
        Field::new("userNamespaces", 2, Type::Bool, POINTER | OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for NodeRuntimeHandlerFeatures {
    fn descriptor(&self) -> &'static Descriptor {
        &NODE_RUNTIME_HANDLER_FEATURES
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.recursive_read_only_mounts.reflect(),
            1 => self.user_namespaces.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.recursive_read_only_mounts.reflect_mut(),
            1 => self.user_namespaces.reflect_mut(),
            _ => panic!("NodeRuntimeHandlerFeatures has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(self.recursive_read_only_mounts.is_some())
            | u64::from(self.user_namespaces.is_some()) << 1
    }
}

/// `io.k8s.api.core.v1.NodeSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeSpec {
    pub pod_cidr: String,
    /// List without duplicates.
    pub pod_cidrs: Vec<String>,
    pub provider_id: String,
    pub unschedulable: bool,
    pub taints: Vec<Taint>,
    /// Deprecated.
    pub config_source: Option<NodeConfigSource>,
    /// Deprecated.
    pub external_id: String,
}

#[doc(hidden)]
pub static NODE_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.NodeSpec",
    &[
        Field::new("podCIDR", 1, Type::String, OMITEMPTY),
        Field::new("podCIDRs", 7, Type::List(&Type::String), OMITEMPTY | LIST_SET | PATCH_MERGE),
        Field::new("providerID", 3, Type::String, OMITEMPTY),
        Field::new("unschedulable", 4, Type::Bool, OMITEMPTY),
        Field::new("taints", 5, Type::List(&Type::Message(&TAINT)), OMITEMPTY | ATOMIC),
        Field::new(
            "configSource",
            6,
            Type::Message(&NODE_CONFIG_SOURCE),
            POINTER | OMITEMPTY | DEPRECATED,
        ),
        Field::new("externalID", 2, Type::String, OMITEMPTY | DEPRECATED),
    ],
    &[0, 6, 2, 3, 4, 5, 1],
);

impl Message for NodeSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &NODE_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.pod_cidr.reflect(),
            1 => self.pod_cidrs.reflect(),
            2 => self.provider_id.reflect(),
            3 => self.unschedulable.reflect(),
            4 => self.taints.reflect(),
            5 => self.config_source.reflect(),
            6 => self.external_id.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.pod_cidr.reflect_mut(),
            1 => self.pod_cidrs.reflect_mut(),
            2 => self.provider_id.reflect_mut(),
            3 => self.unschedulable.reflect_mut(),
            4 => self.taints.reflect_mut(),
            5 => self.config_source.reflect_mut(),
            6 => self.external_id.reflect_mut(),
            _ => panic!("NodeSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffcd
            | u64::from(!self.pod_cidrs.is_empty()) << 1
            | u64::from(!self.taints.is_empty()) << 4
            | u64::from(self.config_source.is_some()) << 5
    }
}

/// `io.k8s.api.core.v1.NodeStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeStatus {
    pub capacity: BTreeMap<String, Quantity>,
    pub allocatable: BTreeMap<String, Quantity>,
    pub phase: NodePhase,
    /// List, one item per `type`.
    pub conditions: Vec<NodeCondition>,
    /// List, one item per `type`.
    pub addresses: Vec<NodeAddress>,
    pub daemon_endpoints: NodeDaemonEndpoints,
    pub node_info: NodeSystemInfo,
    pub images: Vec<ContainerImage>,
    pub volumes_in_use: Vec<String>,
    pub volumes_attached: Vec<AttachedVolume>,
    pub config: Option<Box<NodeConfigStatus>>,
    pub runtime_handlers: Vec<NodeRuntimeHandler>,
    pub features: Option<NodeFeatures>,
    pub declared_features: Vec<String>,
}

#[doc(hidden)]
pub static NODE_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.NodeStatus",
    &[
        Field::new("capacity", 1, Type::Map(&Type::Quantity), OMITEMPTY),
        Field::new("allocatable", 2, Type::Map(&Type::Quantity), OMITEMPTY),
        Field::new("phase", 3, Type::Enum(NodePhase::VALUES), OMITEMPTY),
        Field::new(
            "conditions",
            4,
            Type::List(&Type::Message(&NODE_CONDITION)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["type"])
        .merge_key("type"),
        Field::new(
            "addresses",
            5,
            Type::List(&Type::Message(&NODE_ADDRESS)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["type"])
        .merge_key("type"),
        Field::new("daemonEndpoints", 6, Type::Message(&NODE_DAEMON_ENDPOINTS), OMITEMPTY),
        Field::new("nodeInfo", 7, Type::Message(&NODE_SYSTEM_INFO), OMITEMPTY),
        Field::new("images", 8, Type::List(&Type::Message(&CONTAINER_IMAGE)), OMITEMPTY | ATOMIC),
        Field::new("volumesInUse", 9, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new(
            "volumesAttached",
            10,
            Type::List(&Type::Message(&ATTACHED_VOLUME)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new("config", 11, Type::Message(&NODE_CONFIG_STATUS), POINTER | OMITEMPTY),
        Field::new(
            "runtimeHandlers",
            12,
            Type::List(&Type::Message(&NODE_RUNTIME_HANDLER)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new("features", 13, Type::Message(&NODE_FEATURES), POINTER | OMITEMPTY),
        Field::new("declaredFeatures", 14, Type::List(&Type::String), OMITEMPTY | ATOMIC),
    ],
    &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13],
);

impl Message for NodeStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &NODE_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.capacity.reflect(),
            1 => self.allocatable.reflect(),
            2 => self.phase.reflect(),
            3 => self.conditions.reflect(),
            4 => self.addresses.reflect(),
            5 => self.daemon_endpoints.reflect(),
            6 => self.node_info.reflect(),
            7 => self.images.reflect(),
            8 => self.volumes_in_use.reflect(),
            9 => self.volumes_attached.reflect(),
            10 => self.config.reflect(),
            11 => self.runtime_handlers.reflect(),
            12 => self.features.reflect(),
            13 => self.declared_features.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.capacity.reflect_mut(),
            1 => self.allocatable.reflect_mut(),
            2 => self.phase.reflect_mut(),
            3 => self.conditions.reflect_mut(),
            4 => self.addresses.reflect_mut(),
            5 => self.daemon_endpoints.reflect_mut(),
            6 => self.node_info.reflect_mut(),
            7 => self.images.reflect_mut(),
            8 => self.volumes_in_use.reflect_mut(),
            9 => self.volumes_attached.reflect_mut(),
            10 => self.config.reflect_mut(),
            11 => self.runtime_handlers.reflect_mut(),
            12 => self.features.reflect_mut(),
            13 => self.declared_features.reflect_mut(),
            _ => panic!("NodeStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffc064
            | u64::from(!self.capacity.is_empty())
            | u64::from(!self.allocatable.is_empty()) << 1
            | u64::from(!self.conditions.is_empty()) << 3
            | u64::from(!self.addresses.is_empty()) << 4
            | u64::from(!self.images.is_empty()) << 7
            | u64::from(!self.volumes_in_use.is_empty()) << 8
            | u64::from(!self.volumes_attached.is_empty()) << 9
            | u64::from(self.config.is_some()) << 10
            | u64::from(!self.runtime_handlers.is_empty()) << 11
            | u64::from(self.features.is_some()) << 12
            | u64::from(!self.declared_features.is_empty()) << 13
    }
}

/// `io.k8s.api.core.v1.NodeSwapStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeSwapStatus {
    pub capacity: Option<i64>,
}

#[doc(hidden)]
pub static NODE_SWAP_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.NodeSwapStatus",
    &[Field::new("capacity", 1, Type::Int64, POINTER | OMITEMPTY)],
    &[0],
);

impl Message for NodeSwapStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &NODE_SWAP_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.capacity.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.capacity.reflect_mut(),
            _ => panic!("NodeSwapStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(self.capacity.is_some())
    }
}

/// `io.k8s.api.core.v1.NodeSystemInfo`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeSystemInfo {
    pub machine_id: String,
    pub system_uuid: String,
    pub boot_id: String,
    pub kernel_version: String,
    pub os_image: String,
    pub container_runtime_version: String,
    pub kubelet_version: String,
    /// Deprecated.
    pub kube_proxy_version: String,
    pub operating_system: String,
    pub architecture: String,
    pub swap: Option<NodeSwapStatus>,
}

#[doc(hidden)]
pub static NODE_SYSTEM_INFO: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.NodeSystemInfo",
    &[
        Field::new("machineID", 1, Type::String, REQUIRED),
        Field::new("systemUUID", 2, Type::String, REQUIRED),
        Field::new("bootID", 3, Type::String, REQUIRED),
        Field::new("kernelVersion", 4, Type::String, REQUIRED),
        Field::new("osImage", 5, Type::String, REQUIRED),
        Field::new("containerRuntimeVersion", 6, Type::String, REQUIRED),
        Field::new("kubeletVersion", 7, Type::String, REQUIRED),
        Field::new("kubeProxyVersion", 8, Type::String, REQUIRED | DEPRECATED),
        Field::new("operatingSystem", 9, Type::String, REQUIRED),
        Field::new("architecture", 10, Type::String, REQUIRED),
        Field::new("swap", 11, Type::Message(&NODE_SWAP_STATUS), POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
);

impl Message for NodeSystemInfo {
    fn descriptor(&self) -> &'static Descriptor {
        &NODE_SYSTEM_INFO
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.machine_id.reflect(),
            1 => self.system_uuid.reflect(),
            2 => self.boot_id.reflect(),
            3 => self.kernel_version.reflect(),
            4 => self.os_image.reflect(),
            5 => self.container_runtime_version.reflect(),
            6 => self.kubelet_version.reflect(),
            7 => self.kube_proxy_version.reflect(),
            8 => self.operating_system.reflect(),
            9 => self.architecture.reflect(),
            10 => self.swap.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.machine_id.reflect_mut(),
            1 => self.system_uuid.reflect_mut(),
            2 => self.boot_id.reflect_mut(),
            3 => self.kernel_version.reflect_mut(),
            4 => self.os_image.reflect_mut(),
            5 => self.container_runtime_version.reflect_mut(),
            6 => self.kubelet_version.reflect_mut(),
            7 => self.kube_proxy_version.reflect_mut(),
            8 => self.operating_system.reflect_mut(),
            9 => self.architecture.reflect_mut(),
            10 => self.swap.reflect_mut(),
            _ => panic!("NodeSystemInfo has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffbff | u64::from(self.swap.is_some()) << 10
    }
}

/// `io.k8s.api.core.v1.PreferAvoidPodsEntry`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PreferAvoidPodsEntry {
    pub pod_signature: PodSignature,
    pub eviction_time: Option<Time>,
    pub reason: String,
    pub message: String,
}

#[doc(hidden)]
pub static PREFER_AVOID_PODS_ENTRY: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PreferAvoidPodsEntry",
    &[
        Field::new("podSignature", 1, Type::Message(&POD_SIGNATURE), REQUIRED),
        Field::new("evictionTime", 2, Type::Time, OMITEMPTY),
        Field::new("reason", 3, Type::String, OMITEMPTY),
        Field::new("message", 4, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2, 3],
);

impl Message for PreferAvoidPodsEntry {
    fn descriptor(&self) -> &'static Descriptor {
        &PREFER_AVOID_PODS_ENTRY
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.pod_signature.reflect(),
            1 => self.eviction_time.reflect(),
            2 => self.reason.reflect(),
            3 => self.message.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.pod_signature.reflect_mut(),
            1 => self.eviction_time.reflect_mut(),
            2 => self.reason.reflect_mut(),
            3 => self.message.reflect_mut(),
            _ => panic!("PreferAvoidPodsEntry has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(self.eviction_time.is_some()) << 1
    }
}

/// `io.k8s.api.core.v1.Taint`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Taint {
    pub key: String,
    pub value: String,
    pub effect: TaintEffect,
    pub time_added: Option<Time>,
}

#[doc(hidden)]
pub static TAINT: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.Taint",
    &[
        Field::new("key", 1, Type::String, REQUIRED),
        Field::new("value", 2, Type::String, OMITEMPTY),
        Field::new("effect", 3, Type::Enum(TaintEffect::VALUES), REQUIRED),
        Field::new("timeAdded", 4, Type::Time, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3],
);

impl Message for Taint {
    fn descriptor(&self) -> &'static Descriptor {
        &TAINT
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.key.reflect(),
            1 => self.value.reflect(),
            2 => self.effect.reflect(),
            3 => self.time_added.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.key.reflect_mut(),
            1 => self.value.reflect_mut(),
            2 => self.effect.reflect_mut(),
            3 => self.time_added.reflect_mut(),
            _ => panic!("Taint has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff7 | u64::from(self.time_added.is_some()) << 3
    }
}

bowline_apimachinery::open_enum!(
/// One of `ExternalDNS`, `ExternalIP`, `Hostname`, `InternalDNS`, `InternalIP`.
NodeAddressType { ExternalDNS = "ExternalDNS", ExternalIP = "ExternalIP", Hostname = "Hostname", InternalDNS = "InternalDNS", InternalIP = "InternalIP" });

bowline_apimachinery::open_enum!(
/// One of `Pending`, `Running`, `Terminated`.
NodePhase { Pending = "Pending", Running = "Running", Terminated = "Terminated" });

bowline_apimachinery::open_enum!(
/// One of `NoExecute`, `NoSchedule`, `PreferNoSchedule`.
TaintEffect { NoExecute = "NoExecute", NoSchedule = "NoSchedule", PreferNoSchedule = "PreferNoSchedule" });

bowline_apimachinery::message!(Node AttachedVolume AvoidPods ConfigMapNodeConfigSource ContainerImage DaemonEndpoint NodeAddress NodeAllocatableResourceClaimStatus NodeCondition NodeConfigSource NodeConfigStatus NodeDaemonEndpoints NodeFeatures NodeRuntimeHandler NodeRuntimeHandlerFeatures NodeSpec NodeStatus NodeSwapStatus NodeSystemInfo PreferAvoidPodsEntry Taint);
