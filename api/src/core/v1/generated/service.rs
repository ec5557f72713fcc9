//! service of v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use std::collections::BTreeMap;

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::int_or_string::IntOrString;
use bowline_apimachinery::meta::{CONDITION, Condition, OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `Service` of `v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Service {
    pub metadata: ObjectMeta,
    pub spec: ServiceSpec,
    pub status: ServiceStatus,
}

#[doc(hidden)]
pub static SERVICE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.Service",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&SERVICE_SPEC), OMITEMPTY),
        Field::new("status", 3, Type::Message(&SERVICE_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for Service {
    fn descriptor(&self) -> &'static Descriptor {
        &SERVICE
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
            _ => panic!("Service has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(Service, "", "v1", "Service", "services", Namespaced);

/// `io.k8s.api.core.v1.ClientIPConfig`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClientIPConfig {
    pub timeout_seconds: Option<i32>,
}

#[doc(hidden)]
pub static CLIENT_IP_CONFIG: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ClientIPConfig",
    &[Field::new("timeoutSeconds", 1, Type::Int32, POINTER | OMITEMPTY)],
    &[0],
);

impl Message for ClientIPConfig {
    fn descriptor(&self) -> &'static Descriptor {
        &CLIENT_IP_CONFIG
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.timeout_seconds.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.timeout_seconds.reflect_mut(),
            _ => panic!("ClientIPConfig has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(self.timeout_seconds.is_some())
    }
}

/// `io.k8s.api.core.v1.LoadBalancerIngress`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LoadBalancerIngress {
    pub ip: String,
    pub hostname: String,
    pub ip_mode: Option<LoadBalancerIPMode>,
    pub ports: Vec<PortStatus>,
}

#[doc(hidden)]
pub static LOAD_BALANCER_INGRESS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.LoadBalancerIngress",
    &[
        Field::new("ip", 1, Type::String, OMITEMPTY),
        Field::new("hostname", 2, Type::String, OMITEMPTY),
        Field::new("ipMode", 3, Type::Enum(LoadBalancerIPMode::VALUES), POINTER | OMITEMPTY),
        Field::new("ports", 4, Type::List(&Type::Message(&PORT_STATUS)), OMITEMPTY | ATOMIC),
    ],
    &[0, 1, 2, 3],
);

impl Message for LoadBalancerIngress {
    fn descriptor(&self) -> &'static Descriptor {
        &LOAD_BALANCER_INGRESS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.ip.reflect(),
            1 => self.hostname.reflect(),
            2 => self.ip_mode.reflect(),
            3 => self.ports.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.ip.reflect_mut(),
            1 => self.hostname.reflect_mut(),
            2 => self.ip_mode.reflect_mut(),
            3 => self.ports.reflect_mut(),
            _ => panic!("LoadBalancerIngress has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff3
            | u64::from(self.ip_mode.is_some()) << 2
            | u64::from(!self.ports.is_empty()) << 3
    }
}

/// `io.k8s.api.core.v1.LoadBalancerStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LoadBalancerStatus {
    pub ingress: Vec<LoadBalancerIngress>,
}

#[doc(hidden)]
pub static LOAD_BALANCER_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.LoadBalancerStatus",
    &[Field::new(
        "ingress",
        1,
        Type::List(&Type::Message(&LOAD_BALANCER_INGRESS)),
        OMITEMPTY | ATOMIC,
    )],
    &[0],
);

impl Message for LoadBalancerStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &LOAD_BALANCER_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.ingress.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.ingress.reflect_mut(),
            _ => panic!("LoadBalancerStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(!self.ingress.is_empty())
    }
}

/// `io.k8s.api.core.v1.PortStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PortStatus {
    pub port: i32,
    pub protocol: Protocol,
    pub error: Option<String>,
}

#[doc(hidden)]
pub static PORT_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PortStatus",
    &[
        Field::new("port", 1, Type::Int32, REQUIRED),
        Field::new("protocol", 2, Type::Enum(Protocol::VALUES), REQUIRED),
        Field::new("error", 3, Type::String, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for PortStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &PORT_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.port.reflect(),
            1 => self.protocol.reflect(),
            2 => self.error.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.port.reflect_mut(),
            1 => self.protocol.reflect_mut(),
            2 => self.error.reflect_mut(),
            _ => panic!("PortStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffb | u64::from(self.error.is_some()) << 2
    }
}

/// `io.k8s.api.core.v1.ServicePort`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServicePort {
    pub name: String,
    /// Default: `"TCP"`.
    pub protocol: Protocol,
    pub app_protocol: Option<String>,
    pub port: i32,
    pub target_port: IntOrString,
    pub node_port: i32,
}

#[doc(hidden)]
pub static SERVICE_PORT: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ServicePort",
    &[
        Field::new("name", 1, Type::String, OMITEMPTY),
        Field::new("protocol", 2, Type::Enum(Protocol::VALUES), OMITEMPTY).default("\"TCP\""),
        Field::new("appProtocol", 6, Type::String, POINTER | OMITEMPTY),
        Field::new("port", 3, Type::Int32, REQUIRED),
        Field::new("targetPort", 4, Type::IntOrString, OMITEMPTY),
        Field::new("nodePort", 5, Type::Int32, OMITEMPTY),
    ],
    &[0, 1, 3, 4, 5, 2],
);

impl Message for ServicePort {
    fn descriptor(&self) -> &'static Descriptor {
        &SERVICE_PORT
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.protocol.reflect(),
            2 => self.app_protocol.reflect(),
            3 => self.port.reflect(),
            4 => self.target_port.reflect(),
            5 => self.node_port.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.protocol.reflect_mut(),
            2 => self.app_protocol.reflect_mut(),
            3 => self.port.reflect_mut(),
            4 => self.target_port.reflect_mut(),
            5 => self.node_port.reflect_mut(),
            _ => panic!("ServicePort has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffb | u64::from(self.app_protocol.is_some()) << 2
    }
}

/// `io.k8s.api.core.v1.ServiceSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServiceSpec {
    /// List, one item per `port`, `protocol`.
    pub ports: Vec<ServicePort>,
    pub selector: BTreeMap<String, String>,
    pub cluster_ip: String,
    pub cluster_ips: Vec<String>,
    pub type_: ServiceType,
    pub external_ips: Vec<String>,
    pub session_affinity: ServiceAffinity,
    /// Deprecated.
    pub load_balancer_ip: String,
    pub load_balancer_source_ranges: Vec<String>,
    pub external_name: String,
    pub external_traffic_policy: ServiceExternalTrafficPolicy,
    pub health_check_node_port: i32,
    pub publish_not_ready_addresses: bool,
    pub session_affinity_config: Option<SessionAffinityConfig>,
    pub ip_families: Vec<IPFamily>,
    pub ip_family_policy: Option<IPFamilyPolicy>,
    pub allocate_load_balancer_node_ports: Option<bool>,
    pub load_balancer_class: Option<String>,
    pub internal_traffic_policy: Option<ServiceInternalTrafficPolicy>,
    pub traffic_distribution: Option<String>,
}

#[doc(hidden)]
pub static SERVICE_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ServiceSpec",
    &[
        Field::new(
            "ports",
            1,
            Type::List(&Type::Message(&SERVICE_PORT)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["port", "protocol"])
        .merge_key("port"),
        Field::new("selector", 2, Type::Map(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("clusterIP", 3, Type::String, OMITEMPTY),
        Field::new("clusterIPs", 18, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("type", 4, Type::Enum(ServiceType::VALUES), OMITEMPTY),
        Field::new("externalIPs", 5, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("sessionAffinity", 7, Type::Enum(ServiceAffinity::VALUES), OMITEMPTY),
        Field::new("loadBalancerIP", 8, Type::String, OMITEMPTY | DEPRECATED),
        Field::new("loadBalancerSourceRanges", 9, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("externalName", 10, Type::String, OMITEMPTY),
        Field::new(
            "externalTrafficPolicy",
            11,
            Type::Enum(ServiceExternalTrafficPolicy::VALUES),
            OMITEMPTY,
        ),
        Field::new("healthCheckNodePort", 12, Type::Int32, OMITEMPTY),
        Field::new("publishNotReadyAddresses", 13, Type::Bool, OMITEMPTY),
        Field::new(
            "sessionAffinityConfig",
            14,
            Type::Message(&SESSION_AFFINITY_CONFIG),
            POINTER | OMITEMPTY,
        ),
        Field::new("ipFamilies", 19, Type::List(&Type::Enum(IPFamily::VALUES)), OMITEMPTY | ATOMIC),
        Field::new("ipFamilyPolicy", 17, Type::Enum(IPFamilyPolicy::VALUES), POINTER | OMITEMPTY),
        Field::new("allocateLoadBalancerNodePorts", 20, Type::Bool, POINTER | OMITEMPTY),
        Field::new("loadBalancerClass", 21, Type::String, POINTER | OMITEMPTY),
        Field::new(
            "internalTrafficPolicy",
            22,
            Type::Enum(ServiceInternalTrafficPolicy::VALUES),
            POINTER | OMITEMPTY,
        ),
        Field::new("trafficDistribution", 23, Type::String, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 3, 14, 16, 17, 18, 19],
);

impl Message for ServiceSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &SERVICE_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.ports.reflect(),
            1 => self.selector.reflect(),
            2 => self.cluster_ip.reflect(),
            3 => self.cluster_ips.reflect(),
            4 => self.type_.reflect(),
            5 => self.external_ips.reflect(),
            6 => self.session_affinity.reflect(),
            7 => self.load_balancer_ip.reflect(),
            8 => self.load_balancer_source_ranges.reflect(),
            9 => self.external_name.reflect(),
            10 => self.external_traffic_policy.reflect(),
            11 => self.health_check_node_port.reflect(),
            12 => self.publish_not_ready_addresses.reflect(),
            13 => self.session_affinity_config.reflect(),
            14 => self.ip_families.reflect(),
            15 => self.ip_family_policy.reflect(),
            16 => self.allocate_load_balancer_node_ports.reflect(),
            17 => self.load_balancer_class.reflect(),
            18 => self.internal_traffic_policy.reflect(),
            19 => self.traffic_distribution.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.ports.reflect_mut(),
            1 => self.selector.reflect_mut(),
            2 => self.cluster_ip.reflect_mut(),
            3 => self.cluster_ips.reflect_mut(),
            4 => self.type_.reflect_mut(),
            5 => self.external_ips.reflect_mut(),
            6 => self.session_affinity.reflect_mut(),
            7 => self.load_balancer_ip.reflect_mut(),
            8 => self.load_balancer_source_ranges.reflect_mut(),
            9 => self.external_name.reflect_mut(),
            10 => self.external_traffic_policy.reflect_mut(),
            11 => self.health_check_node_port.reflect_mut(),
            12 => self.publish_not_ready_addresses.reflect_mut(),
            13 => self.session_affinity_config.reflect_mut(),
            14 => self.ip_families.reflect_mut(),
            15 => self.ip_family_policy.reflect_mut(),
            16 => self.allocate_load_balancer_node_ports.reflect_mut(),
            17 => self.load_balancer_class.reflect_mut(),
            18 => self.internal_traffic_policy.reflect_mut(),
            19 => self.traffic_distribution.reflect_mut(),
            _ => panic!("ServiceSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffff01ed4
            | u64::from(!self.ports.is_empty())
            | u64::from(!self.selector.is_empty()) << 1
            | u64::from(!self.cluster_ips.is_empty()) << 3
            | u64::from(!self.external_ips.is_empty()) << 5
            | u64::from(!self.load_balancer_source_ranges.is_empty()) << 8
            | u64::from(self.session_affinity_config.is_some()) << 13
            | u64::from(!self.ip_families.is_empty()) << 14
            | u64::from(self.ip_family_policy.is_some()) << 15
            | u64::from(self.allocate_load_balancer_node_ports.is_some()) << 16
            | u64::from(self.load_balancer_class.is_some()) << 17
            | u64::from(self.internal_traffic_policy.is_some()) << 18
            | u64::from(self.traffic_distribution.is_some()) << 19
    }
}

/// `io.k8s.api.core.v1.ServiceStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServiceStatus {
    pub load_balancer: LoadBalancerStatus,
    /// List, one item per `type`.
    pub conditions: Vec<Condition>,
}

#[doc(hidden)]
pub static SERVICE_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ServiceStatus",
    &[
        Field::new("loadBalancer", 1, Type::Message(&LOAD_BALANCER_STATUS), OMITEMPTY),
        Field::new(
            "conditions",
            2,
            Type::List(&Type::Message(&CONDITION)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["type"])
        .merge_key("type"),
    ],
    &[0, 1],
);

impl Message for ServiceStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &SERVICE_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.load_balancer.reflect(),
            1 => self.conditions.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.load_balancer.reflect_mut(),
            1 => self.conditions.reflect_mut(),
            _ => panic!("ServiceStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(!self.conditions.is_empty()) << 1
    }
}

/// `io.k8s.api.core.v1.SessionAffinityConfig`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SessionAffinityConfig {
    pub client_ip: Option<ClientIPConfig>,
}

#[doc(hidden)]
pub static SESSION_AFFINITY_CONFIG: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.SessionAffinityConfig",
    &[Field::new("clientIP", 1, Type::Message(&CLIENT_IP_CONFIG), POINTER | OMITEMPTY)],
    &[0],
);

impl Message for SessionAffinityConfig {
    fn descriptor(&self) -> &'static Descriptor {
        &SESSION_AFFINITY_CONFIG
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.client_ip.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.client_ip.reflect_mut(),
            _ => panic!("SessionAffinityConfig has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(self.client_ip.is_some())
    }
}

bowline_apimachinery::open_enum!(
/// One of `IPv4`, `IPv6`.
IPFamily { IPv4 = "IPv4", IPv6 = "IPv6" });

bowline_apimachinery::open_enum!(
/// One of `PreferDualStack`, `RequireDualStack`, `SingleStack`.
IPFamilyPolicy { PreferDualStack = "PreferDualStack", RequireDualStack = "RequireDualStack", SingleStack = "SingleStack" });

bowline_apimachinery::open_enum!(
/// One of `Proxy`, `VIP`.
LoadBalancerIPMode { Proxy = "Proxy", Vip = "VIP" });

bowline_apimachinery::open_enum!(
/// One of `SCTP`, `TCP`, `UDP`.
Protocol { Sctp = "SCTP", Tcp = "TCP", Udp = "UDP" });

bowline_apimachinery::open_enum!(
/// One of `ClientIP`, `None`.
ServiceAffinity { ClientIP = "ClientIP", None = "None" });

bowline_apimachinery::open_enum!(
/// One of `Cluster`, `Local`.
ServiceExternalTrafficPolicy { Cluster = "Cluster", Local = "Local" });

bowline_apimachinery::open_enum!(
/// One of `Cluster`, `Local`.
ServiceInternalTrafficPolicy { Cluster = "Cluster", Local = "Local" });

bowline_apimachinery::open_enum!(
/// One of `ClusterIP`, `ExternalName`, `LoadBalancer`, `NodePort`.
ServiceType { ClusterIP = "ClusterIP", ExternalName = "ExternalName", LoadBalancer = "LoadBalancer", NodePort = "NodePort" });

bowline_apimachinery::message!(Service ClientIPConfig LoadBalancerIngress LoadBalancerStatus PortStatus ServicePort ServiceSpec ServiceStatus SessionAffinityConfig);
