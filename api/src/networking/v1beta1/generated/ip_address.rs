//! ip address of networking.k8s.io/v1beta1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `IPAddress` of `networking.k8s.io/v1beta1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IPAddress {
    pub metadata: ObjectMeta,
    pub spec: IPAddressSpec,
}

#[doc(hidden)]
pub static IP_ADDRESS: Descriptor = Descriptor::new(
    "io.k8s.api.networking.v1beta1.IPAddress",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&IP_ADDRESS_SPEC), OMITEMPTY | REQUIRED),
    ],
    &[0, 1],
)
.root();

impl Message for IPAddress {
    fn descriptor(&self) -> &'static Descriptor {
        &IP_ADDRESS
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
            _ => panic!("IPAddress has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(
    IPAddress,
    "networking.k8s.io",
    "v1beta1",
    "IPAddress",
    "ipaddresses",
    Cluster
);

/// `io.k8s.api.networking.v1beta1.IPAddressSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct IPAddressSpec {
    pub parent_ref: Option<Box<ParentReference>>,
}

#[doc(hidden)]
pub static IP_ADDRESS_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.networking.v1beta1.IPAddressSpec",
    &[Field::new("parentRef", 1, Type::Message(&PARENT_REFERENCE), POINTER | OMITEMPTY | REQUIRED)],
    &[0],
);

impl Message for IPAddressSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &IP_ADDRESS_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.parent_ref.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.parent_ref.reflect_mut(),
            _ => panic!("IPAddressSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(self.parent_ref.is_some())
    }
}

/// `io.k8s.api.networking.v1beta1.ParentReference`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ParentReference {
    pub group: String,
    pub resource: String,
    pub namespace: String,
    pub name: String,
}

#[doc(hidden)]
pub static PARENT_REFERENCE: Descriptor = Descriptor::new(
    "io.k8s.api.networking.v1beta1.ParentReference",
    &[
        Field::new("group", 1, Type::String, OMITEMPTY),
        Field::new("resource", 2, Type::String, OMITEMPTY | REQUIRED),
        Field::new("namespace", 3, Type::String, OMITEMPTY),
        Field::new("name", 4, Type::String, OMITEMPTY | REQUIRED),
    ],
    &[0, 1, 2, 3],
);

impl Message for ParentReference {
    fn descriptor(&self) -> &'static Descriptor {
        &PARENT_REFERENCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.group.reflect(),
            1 => self.resource.reflect(),
            2 => self.namespace.reflect(),
            3 => self.name.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.group.reflect_mut(),
            1 => self.resource.reflect_mut(),
            2 => self.namespace.reflect_mut(),
            3 => self.name.reflect_mut(),
            _ => panic!("ParentReference has no field {index}"),
        }
    }
}

bowline_apimachinery::message!(IPAddress IPAddressSpec ParentReference);
