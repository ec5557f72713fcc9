//! endpoints of v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use super::{OBJECT_REFERENCE, ObjectReference, Protocol};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `Endpoints` of `v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Endpoints {
    pub metadata: ObjectMeta,
    pub subsets: Vec<EndpointSubset>,
}

#[doc(hidden)]
pub static ENDPOINTS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.Endpoints",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("subsets", 2, Type::List(&Type::Message(&ENDPOINT_SUBSET)), OMITEMPTY | ATOMIC),
    ],
    &[0, 1],
)
.root();

impl Message for Endpoints {
    fn descriptor(&self) -> &'static Descriptor {
        &ENDPOINTS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.subsets.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.subsets.reflect_mut(),
            _ => panic!("Endpoints has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(!self.subsets.is_empty()) << 1
    }
}

bowline_apimachinery::resource!(Endpoints, "", "v1", "Endpoints", "endpoints", Namespaced);

/// `io.k8s.api.core.v1.EndpointAddress`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EndpointAddress {
    pub ip: String,
    pub hostname: String,
    pub node_name: Option<String>,
    pub target_ref: Option<Box<ObjectReference>>,
}

#[doc(hidden)]
pub static ENDPOINT_ADDRESS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.EndpointAddress",
    &[
        Field::new("ip", 1, Type::String, REQUIRED),
        Field::new("hostname", 3, Type::String, OMITEMPTY),
        Field::new("nodeName", 4, Type::String, POINTER | OMITEMPTY),
        Field::new("targetRef", 2, Type::Message(&OBJECT_REFERENCE), POINTER | OMITEMPTY),
    ],
    &[0, 3, 1, 2],
)
.atomic();

impl Message for EndpointAddress {
    fn descriptor(&self) -> &'static Descriptor {
        &ENDPOINT_ADDRESS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.ip.reflect(),
            1 => self.hostname.reflect(),
            2 => self.node_name.reflect(),
            3 => self.target_ref.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.ip.reflect_mut(),
            1 => self.hostname.reflect_mut(),
            2 => self.node_name.reflect_mut(),
            3 => self.target_ref.reflect_mut(),
            _ => panic!("EndpointAddress has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff3
            | u64::from(self.node_name.is_some()) << 2
            | u64::from(self.target_ref.is_some()) << 3
    }
}

/// `io.k8s.api.core.v1.EndpointPort`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EndpointPort {
    pub name: String,
    pub port: i32,
    pub protocol: Protocol,
    pub app_protocol: Option<String>,
}

#[doc(hidden)]
pub static ENDPOINT_PORT: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.EndpointPort",
    &[
        Field::new("name", 1, Type::String, OMITEMPTY),
        Field::new("port", 2, Type::Int32, REQUIRED),
        Field::new("protocol", 3, Type::Enum(Protocol::VALUES), OMITEMPTY),
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
            1 => self.port.reflect(),
            2 => self.protocol.reflect(),
            3 => self.app_protocol.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.port.reflect_mut(),
            2 => self.protocol.reflect_mut(),
            3 => self.app_protocol.reflect_mut(),
            _ => panic!("EndpointPort has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff7 | u64::from(self.app_protocol.is_some()) << 3
    }
}

/// `io.k8s.api.core.v1.EndpointSubset`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EndpointSubset {
    pub addresses: Vec<EndpointAddress>,
    pub not_ready_addresses: Vec<EndpointAddress>,
    pub ports: Vec<EndpointPort>,
}

#[doc(hidden)]
pub static ENDPOINT_SUBSET: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.EndpointSubset",
    &[
        Field::new(
            "addresses",
            1,
            Type::List(&Type::Message(&ENDPOINT_ADDRESS)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new(
            "notReadyAddresses",
            2,
            Type::List(&Type::Message(&ENDPOINT_ADDRESS)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new("ports", 3, Type::List(&Type::Message(&ENDPOINT_PORT)), OMITEMPTY | ATOMIC),
    ],
    &[0, 1, 2],
);

impl Message for EndpointSubset {
    fn descriptor(&self) -> &'static Descriptor {
        &ENDPOINT_SUBSET
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.addresses.reflect(),
            1 => self.not_ready_addresses.reflect(),
            2 => self.ports.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.addresses.reflect_mut(),
            1 => self.not_ready_addresses.reflect_mut(),
            2 => self.ports.reflect_mut(),
            _ => panic!("EndpointSubset has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff8
            | u64::from(!self.addresses.is_empty())
            | u64::from(!self.not_ready_addresses.is_empty()) << 1
            | u64::from(!self.ports.is_empty()) << 2
    }
}

bowline_apimachinery::message!(Endpoints EndpointAddress EndpointPort EndpointSubset);
