//! endpoint slice of discovery.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use std::collections::BTreeMap;

use crate::core::v1::{OBJECT_REFERENCE, ObjectReference, Protocol};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `EndpointSlice` of `discovery.k8s.io/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EndpointSlice {
    pub metadata: ObjectMeta,
    pub address_type: AddressType,
    pub endpoints: Vec<Endpoint>,
    pub ports: Vec<EndpointPort>,
}

#[doc(hidden)]
pub static ENDPOINT_SLICE: Descriptor = Descriptor::new(
    "io.k8s.api.discovery.v1.EndpointSlice",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("addressType", 4, Type::Enum(AddressType::VALUES), REQUIRED),
        Field::new("endpoints", 2, Type::List(&Type::Message(&ENDPOINT)), ATOMIC),
        Field::new("ports", 3, Type::List(&Type::Message(&ENDPOINT_PORT)), ATOMIC),
    ],
    &[0, 2, 3, 1],
)
.root();

impl Message for EndpointSlice {
    fn descriptor(&self) -> &'static Descriptor {
        &ENDPOINT_SLICE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.address_type.reflect(),
            2 => self.endpoints.reflect(),
            3 => self.ports.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.address_type.reflect_mut(),
            2 => self.endpoints.reflect_mut(),
            3 => self.ports.reflect_mut(),
            _ => panic!("EndpointSlice has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff3
            | u64::from(!self.endpoints.is_empty()) << 2
            | u64::from(!self.ports.is_empty()) << 3
    }
}

bowline_apimachinery::resource!(
    EndpointSlice,
    "discovery.k8s.io",
    "v1",
    "EndpointSlice",
    "endpointslices",
    Namespaced
);

/// `io.k8s.api.discovery.v1.Endpoint`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Endpoint {
    /// List without duplicates.
    pub addresses: Vec<String>,
    pub conditions: EndpointConditions,
    pub hostname: Option<String>,
    pub target_ref: Option<Box<ObjectReference>>,
    /// Deprecated.
    pub deprecated_topology: BTreeMap<String, String>,
    pub node_name: Option<String>,
    pub zone: Option<String>,
    pub hints: Option<Box<EndpointHints>>,
}

#[doc(hidden)]
pub static ENDPOINT: Descriptor = Descriptor::new(
    "io.k8s.api.discovery.v1.Endpoint",
    &[
        Field::new("addresses", 1, Type::List(&Type::String), REQUIRED | LIST_SET),
        Field::new("conditions", 2, Type::Message(&ENDPOINT_CONDITIONS), OMITEMPTY),
        Field::new("hostname", 3, Type::String, POINTER | OMITEMPTY),
        Field::new("targetRef", 4, Type::Message(&OBJECT_REFERENCE), POINTER | OMITEMPTY),
        Field::new("deprecatedTopology", 5, Type::Map(&Type::String), OMITEMPTY | DEPRECATED),
        Field::new("nodeName", 6, Type::String, POINTER | OMITEMPTY),
        Field::new("zone", 7, Type::String, POINTER | OMITEMPTY),
        Field::new("hints", 8, Type::Message(&ENDPOINT_HINTS), POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5, 6, 7],
);

impl Message for Endpoint {
    fn descriptor(&self) -> &'static Descriptor {
        &ENDPOINT
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.addresses.reflect(),
            1 => self.conditions.reflect(),
            2 => self.hostname.reflect(),
            3 => self.target_ref.reflect(),
            4 => self.deprecated_topology.reflect(),
            5 => self.node_name.reflect(),
            6 => self.zone.reflect(),
            7 => self.hints.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.addresses.reflect_mut(),
            1 => self.conditions.reflect_mut(),
            2 => self.hostname.reflect_mut(),
            3 => self.target_ref.reflect_mut(),
            4 => self.deprecated_topology.reflect_mut(),
            5 => self.node_name.reflect_mut(),
            6 => self.zone.reflect_mut(),
            7 => self.hints.reflect_mut(),
            _ => panic!("Endpoint has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffff02
            | u64::from(!self.addresses.is_empty())
            | u64::from(self.hostname.is_some()) << 2
            | u64::from(self.target_ref.is_some()) << 3
            | u64::from(!self.deprecated_topology.is_empty()) << 4
            | u64::from(self.node_name.is_some()) << 5
            | u64::from(self.zone.is_some()) << 6
            | u64::from(self.hints.is_some()) << 7
    }
}

/// `io.k8s.api.discovery.v1.EndpointConditions`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EndpointConditions {
    pub ready: Option<bool>,
    pub serving: Option<bool>,
    pub terminating: Option<bool>,
}

#[doc(hidden)]
pub static ENDPOINT_CONDITIONS: Descriptor = Descriptor::new(
    "io.k8s.api.discovery.v1.EndpointConditions",
    &[
        Field::new("ready", 1, Type::Bool, POINTER | OMITEMPTY),
        Field::new("serving", 2, Type::Bool, POINTER | OMITEMPTY),
        Field::new("terminating", 3, Type::Bool, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for EndpointConditions {
    fn descriptor(&self) -> &'static Descriptor {
        &ENDPOINT_CONDITIONS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.ready.reflect(),
            1 => self.serving.reflect(),
            2 => self.terminating.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.ready.reflect_mut(),
            1 => self.serving.reflect_mut(),
            2 => self.terminating.reflect_mut(),
            _ => panic!("EndpointConditions has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff8
            | u64::from(self.ready.is_some())
            | u64::from(self.serving.is_some()) << 1
            | u64::from(self.terminating.is_some()) << 2
    }
}

/// `io.k8s.api.discovery.v1.EndpointHints`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EndpointHints {
    pub for_zones: Vec<ForZone>,
    pub for_nodes: Vec<ForNode>,
}

#[doc(hidden)]
pub static ENDPOINT_HINTS: Descriptor = Descriptor::new(
    "io.k8s.api.discovery.v1.EndpointHints",
    &[
        Field::new("forZones", 1, Type::List(&Type::Message(&FOR_ZONE)), OMITEMPTY | ATOMIC),
        Field::new("forNodes", 2, Type::List(&Type::Message(&FOR_NODE)), OMITEMPTY | ATOMIC),
    ],
    &[0, 1],
);

impl Message for EndpointHints {
    fn descriptor(&self) -> &'static Descriptor {
        &ENDPOINT_HINTS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.for_zones.reflect(),
            1 => self.for_nodes.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.for_zones.reflect_mut(),
            1 => self.for_nodes.reflect_mut(),
            _ => panic!("EndpointHints has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(!self.for_zones.is_empty())
            | u64::from(!self.for_nodes.is_empty()) << 1
    }
}

/// `io.k8s.api.discovery.v1.EndpointPort`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EndpointPort {
    pub name: Option<String>,
    pub protocol: Option<Protocol>,
    pub port: Option<i32>,
    pub app_protocol: Option<String>,
}

#[doc(hidden)]
pub static ENDPOINT_PORT: Descriptor = Descriptor::new(
    "io.k8s.api.discovery.v1.EndpointPort",
    &[
        Field::new("name", 1, Type::String, POINTER | OMITEMPTY),
        Field::new("protocol", 2, Type::Enum(Protocol::VALUES), POINTER | OMITEMPTY),
        Field::new("port", 3, Type::Int32, POINTER | OMITEMPTY),
        Field::new("appProtocol", 4, Type::String, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3],
)
.atomic();

impl Message for EndpointPort {
    fn descriptor(&self) -> &'static Descriptor {
        &ENDPOINT_PORT
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.protocol.reflect(),
            2 => self.port.reflect(),
            3 => self.app_protocol.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.protocol.reflect_mut(),
            2 => self.port.reflect_mut(),
            3 => self.app_protocol.reflect_mut(),
            _ => panic!("EndpointPort has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff0
            | u64::from(self.name.is_some())
            | u64::from(self.protocol.is_some()) << 1
            | u64::from(self.port.is_some()) << 2
            | u64::from(self.app_protocol.is_some()) << 3
    }
}

/// `io.k8s.api.discovery.v1.ForNode`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ForNode {
    pub name: String,
}

#[doc(hidden)]
pub static FOR_NODE: Descriptor = Descriptor::new(
    "io.k8s.api.discovery.v1.ForNode",
    &[Field::new("name", 1, Type::String, REQUIRED)],
    &[0],
);

impl Message for ForNode {
    fn descriptor(&self) -> &'static Descriptor {
        &FOR_NODE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            _ => panic!("ForNode has no field {index}"),
        }
    }
}

/// `io.k8s.api.discovery.v1.ForZone`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ForZone {
    pub name: String,
}

#[doc(hidden)]
pub static FOR_ZONE: Descriptor = Descriptor::new(
    "io.k8s.api.discovery.v1.ForZone",
    &[Field::new("name", 1, Type::String, REQUIRED)],
    &[0],
);

impl Message for ForZone {
    fn descriptor(&self) -> &'static Descriptor {
        &FOR_ZONE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            _ => panic!("ForZone has no field {index}"),
        }
    }
}

bowline_apimachinery::open_enum!(
/// One of `FQDN`, `IPv4`, `IPv6`.
AddressType { Fqdn = "FQDN", IPv4 = "IPv4", IPv6 = "IPv6" });

bowline_apimachinery::message!(EndpointSlice Endpoint EndpointConditions EndpointHints EndpointPort ForNode ForZone);
