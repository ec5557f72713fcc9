//! service cidr of networking.k8s.io/v1beta1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{CONDITION, Condition, OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `ServiceCIDR` of `networking.k8s.io/v1beta1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServiceCIDR {
    pub metadata: ObjectMeta,
    pub spec: ServiceCIDRSpec,
    pub status: ServiceCIDRStatus,
}

#[doc(hidden)]
pub static SERVICE_CIDR: Descriptor = Descriptor::new(
    "io.k8s.api.networking.v1beta1.ServiceCIDR",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&SERVICE_CIDR_SPEC), OMITEMPTY),
        Field::new("status", 3, Type::Message(&SERVICE_CIDR_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for ServiceCIDR {
    fn descriptor(&self) -> &'static Descriptor {
        &SERVICE_CIDR
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
            _ => panic!("ServiceCIDR has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(
    ServiceCIDR,
    "networking.k8s.io",
    "v1beta1",
    "ServiceCIDR",
    "servicecidrs",
    Cluster
);

/// `io.k8s.api.networking.v1beta1.ServiceCIDRSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServiceCIDRSpec {
    pub cidrs: Vec<String>,
}

#[doc(hidden)]
pub static SERVICE_CIDR_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.networking.v1beta1.ServiceCIDRSpec",
    &[Field::new("cidrs", 1, Type::List(&Type::String), OMITEMPTY | ATOMIC)],
    &[0],
);

impl Message for ServiceCIDRSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &SERVICE_CIDR_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.cidrs.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.cidrs.reflect_mut(),
            _ => panic!("ServiceCIDRSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(!self.cidrs.is_empty())
    }
}

/// `io.k8s.api.networking.v1beta1.ServiceCIDRStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServiceCIDRStatus {
    /// List, one item per `type`.
    pub conditions: Vec<Condition>,
}

#[doc(hidden)]
pub static SERVICE_CIDR_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.networking.v1beta1.ServiceCIDRStatus",
    &[Field::new(
        "conditions",
        1,
        Type::List(&Type::Message(&CONDITION)),
        OMITEMPTY | LIST_MAP | PATCH_MERGE,
    )
    .keys(&["type"])
    .merge_key("type")],
    &[0],
);

impl Message for ServiceCIDRStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &SERVICE_CIDR_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.conditions.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.conditions.reflect_mut(),
            _ => panic!("ServiceCIDRStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(!self.conditions.is_empty())
    }
}

bowline_apimachinery::message!(ServiceCIDR ServiceCIDRSpec ServiceCIDRStatus);
