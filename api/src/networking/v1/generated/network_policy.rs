//! network policy of networking.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use crate::core::v1::Protocol;
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::int_or_string::IntOrString;
use bowline_apimachinery::meta::{LABEL_SELECTOR, LabelSelector, OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `NetworkPolicy` of `networking.k8s.io/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NetworkPolicy {
    pub metadata: ObjectMeta,
    pub spec: NetworkPolicySpec,
}

#[doc(hidden)]
pub static NETWORK_POLICY: Descriptor = Descriptor::new(
    "io.k8s.api.networking.v1.NetworkPolicy",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&NETWORK_POLICY_SPEC), OMITEMPTY),
    ],
    &[0, 1],
)
.root();

impl Message for NetworkPolicy {
    fn descriptor(&self) -> &'static Descriptor {
        &NETWORK_POLICY
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.spec.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.spec.reflect_mut(),
            _ => panic!("NetworkPolicy has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(
    NetworkPolicy,
    "networking.k8s.io",
    "v1",
    "NetworkPolicy",
    "networkpolicies",
    Namespaced
);

/// `io.k8s.api.networking.v1.IPBlock`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IPBlock {
    pub cidr: String,
    pub except: Vec<String>,
}

#[doc(hidden)]
pub static IP_BLOCK: Descriptor = Descriptor::new(
    "io.k8s.api.networking.v1.IPBlock",
    &[
        Field::new("cidr", 1, Type::String, REQUIRED),
        Field::new("except", 2, Type::List(&Type::String), OMITEMPTY | ATOMIC),
    ],
    &[0, 1],
);

impl Message for IPBlock {
    fn descriptor(&self) -> &'static Descriptor {
        &IP_BLOCK
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.cidr.reflect(),
            1 => self.except.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.cidr.reflect_mut(),
            1 => self.except.reflect_mut(),
            _ => panic!("IPBlock has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(!self.except.is_empty()) << 1
    }
}

/// `io.k8s.api.networking.v1.NetworkPolicyEgressRule`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NetworkPolicyEgressRule {
    pub ports: Vec<NetworkPolicyPort>,
    pub to: Vec<NetworkPolicyPeer>,
}

#[doc(hidden)]
pub static NETWORK_POLICY_EGRESS_RULE: Descriptor = Descriptor::new(
    "io.k8s.api.networking.v1.NetworkPolicyEgressRule",
    &[
        Field::new(
            "ports",
            1,
            Type::List(&Type::Message(&NETWORK_POLICY_PORT)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new("to", 2, Type::List(&Type::Message(&NETWORK_POLICY_PEER)), OMITEMPTY | ATOMIC),
    ],
    &[0, 1],
);

impl Message for NetworkPolicyEgressRule {
    fn descriptor(&self) -> &'static Descriptor {
        &NETWORK_POLICY_EGRESS_RULE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.ports.reflect(),
            1 => self.to.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.ports.reflect_mut(),
            1 => self.to.reflect_mut(),
            _ => panic!("NetworkPolicyEgressRule has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc | u64::from(!self.ports.is_empty()) | u64::from(!self.to.is_empty()) << 1
    }
}

/// `io.k8s.api.networking.v1.NetworkPolicyIngressRule`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NetworkPolicyIngressRule {
    pub ports: Vec<NetworkPolicyPort>,
    pub from: Vec<NetworkPolicyPeer>,
}

#[doc(hidden)]
pub static NETWORK_POLICY_INGRESS_RULE: Descriptor = Descriptor::new(
    "io.k8s.api.networking.v1.NetworkPolicyIngressRule",
    &[
        Field::new(
            "ports",
            1,
            Type::List(&Type::Message(&NETWORK_POLICY_PORT)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new("from", 2, Type::List(&Type::Message(&NETWORK_POLICY_PEER)), OMITEMPTY | ATOMIC),
    ],
    &[0, 1],
);

impl Message for NetworkPolicyIngressRule {
    fn descriptor(&self) -> &'static Descriptor {
        &NETWORK_POLICY_INGRESS_RULE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.ports.reflect(),
            1 => self.from.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.ports.reflect_mut(),
            1 => self.from.reflect_mut(),
            _ => panic!("NetworkPolicyIngressRule has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(!self.ports.is_empty())
            | u64::from(!self.from.is_empty()) << 1
    }
}

/// `io.k8s.api.networking.v1.NetworkPolicyPeer`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NetworkPolicyPeer {
    pub pod_selector: Option<Box<LabelSelector>>,
    pub namespace_selector: Option<Box<LabelSelector>>,
    pub ip_block: Option<Box<IPBlock>>,
}

#[doc(hidden)]
pub static NETWORK_POLICY_PEER: Descriptor = Descriptor::new(
    "io.k8s.api.networking.v1.NetworkPolicyPeer",
    &[
        Field::new("podSelector", 1, Type::Message(&LABEL_SELECTOR), POINTER | OMITEMPTY),
        Field::new("namespaceSelector", 2, Type::Message(&LABEL_SELECTOR), POINTER | OMITEMPTY),
        Field::new("ipBlock", 3, Type::Message(&IP_BLOCK), POINTER | OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for NetworkPolicyPeer {
    fn descriptor(&self) -> &'static Descriptor {
        &NETWORK_POLICY_PEER
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.pod_selector.reflect(),
            1 => self.namespace_selector.reflect(),
            2 => self.ip_block.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.pod_selector.reflect_mut(),
            1 => self.namespace_selector.reflect_mut(),
            2 => self.ip_block.reflect_mut(),
            _ => panic!("NetworkPolicyPeer has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff8
            | u64::from(self.pod_selector.is_some())
            | u64::from(self.namespace_selector.is_some()) << 1
            | u64::from(self.ip_block.is_some()) << 2
    }
}

/// `io.k8s.api.networking.v1.NetworkPolicyPort`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NetworkPolicyPort {
    pub protocol: Option<Protocol>,
    pub port: Option<IntOrString>,
    pub end_port: Option<i32>,
}

#[doc(hidden)]
pub static NETWORK_POLICY_PORT: Descriptor = Descriptor::new(
    "io.k8s.api.networking.v1.NetworkPolicyPort",
    &[
        Field::new("protocol", 1, Type::Enum(Protocol::VALUES), POINTER | OMITEMPTY),
        Field::new("port", 2, Type::IntOrString, POINTER | OMITEMPTY),
        Field::new("endPort", 3, Type::Int32, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for NetworkPolicyPort {
    fn descriptor(&self) -> &'static Descriptor {
        &NETWORK_POLICY_PORT
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.protocol.reflect(),
            1 => self.port.reflect(),
            2 => self.end_port.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.protocol.reflect_mut(),
            1 => self.port.reflect_mut(),
            2 => self.end_port.reflect_mut(),
            _ => panic!("NetworkPolicyPort has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff8
            | u64::from(self.protocol.is_some())
            | u64::from(self.port.is_some()) << 1
            | u64::from(self.end_port.is_some()) << 2
    }
}

/// `io.k8s.api.networking.v1.NetworkPolicySpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NetworkPolicySpec {
    pub pod_selector: LabelSelector,
    pub ingress: Vec<NetworkPolicyIngressRule>,
    pub egress: Vec<NetworkPolicyEgressRule>,
    pub policy_types: Vec<PolicyType>,
}

#[doc(hidden)]
pub static NETWORK_POLICY_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.networking.v1.NetworkPolicySpec",
    &[
        Field::new("podSelector", 1, Type::Message(&LABEL_SELECTOR), 0),
        Field::new(
            "ingress",
            2,
            Type::List(&Type::Message(&NETWORK_POLICY_INGRESS_RULE)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new(
            "egress",
            3,
            Type::List(&Type::Message(&NETWORK_POLICY_EGRESS_RULE)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new(
            "policyTypes",
            4,
            Type::List(&Type::Enum(PolicyType::VALUES)),
            OMITEMPTY | ATOMIC,
        ),
    ],
    &[0, 1, 2, 3],
);

impl Message for NetworkPolicySpec {
    fn descriptor(&self) -> &'static Descriptor {
        &NETWORK_POLICY_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.pod_selector.reflect(),
            1 => self.ingress.reflect(),
            2 => self.egress.reflect(),
            3 => self.policy_types.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.pod_selector.reflect_mut(),
            1 => self.ingress.reflect_mut(),
            2 => self.egress.reflect_mut(),
            3 => self.policy_types.reflect_mut(),
            _ => panic!("NetworkPolicySpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff1
            | u64::from(!self.ingress.is_empty()) << 1
            | u64::from(!self.egress.is_empty()) << 2
            | u64::from(!self.policy_types.is_empty()) << 3
    }
}

bowline_apimachinery::open_enum!(
/// One of `Egress`, `Ingress`.
PolicyType { Egress = "Egress", Ingress = "Ingress" });

bowline_apimachinery::message!(NetworkPolicy IPBlock NetworkPolicyEgressRule NetworkPolicyIngressRule NetworkPolicyPeer NetworkPolicyPort NetworkPolicySpec);
