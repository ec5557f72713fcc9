//! resources of v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use std::collections::BTreeMap;

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::quantity::Quantity;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `io.k8s.api.core.v1.ResourceClaim`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourceClaim {
    pub name: String,
    pub request: String,
}

#[doc(hidden)]
pub static RESOURCE_CLAIM: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ResourceClaim",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("request", 2, Type::String, OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for ResourceClaim {
    fn descriptor(&self) -> &'static Descriptor {
        &RESOURCE_CLAIM
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.request.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.request.reflect_mut(),
            _ => panic!("ResourceClaim has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.ResourceHealth`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourceHealth {
    pub resource_id: String,
    pub health: ResourceHealthStatus,
    pub message: Option<String>,
}

#[doc(hidden)]
pub static RESOURCE_HEALTH: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ResourceHealth",
    &[
        Field::new("resourceID", 1, Type::String, REQUIRED),
        Field::new("health", 2, Type::Enum(ResourceHealthStatus::VALUES), OMITEMPTY),
        Field::new("message", 6, Type::String, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for ResourceHealth {
    fn descriptor(&self) -> &'static Descriptor {
        &RESOURCE_HEALTH
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.resource_id.reflect(),
            1 => self.health.reflect(),
            2 => self.message.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.resource_id.reflect_mut(),
            1 => self.health.reflect_mut(),
            2 => self.message.reflect_mut(),
            _ => panic!("ResourceHealth has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffb | u64::from(self.message.is_some()) << 2
    }
}

/// `io.k8s.api.core.v1.ResourceRequirements`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourceRequirements {
    pub limits: BTreeMap<String, Quantity>,
    pub requests: BTreeMap<String, Quantity>,
    /// List, one item per `name`.
    pub claims: Vec<ResourceClaim>,
}

#[doc(hidden)]
pub static RESOURCE_REQUIREMENTS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ResourceRequirements",
    &[
        Field::new("limits", 1, Type::Map(&Type::Quantity), OMITEMPTY),
        Field::new("requests", 2, Type::Map(&Type::Quantity), OMITEMPTY),
        Field::new("claims", 3, Type::List(&Type::Message(&RESOURCE_CLAIM)), OMITEMPTY | LIST_MAP)
            .keys(&["name"]),
    ],
    &[0, 1, 2],
);

impl Message for ResourceRequirements {
    fn descriptor(&self) -> &'static Descriptor {
        &RESOURCE_REQUIREMENTS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.limits.reflect(),
            1 => self.requests.reflect(),
            2 => self.claims.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.limits.reflect_mut(),
            1 => self.requests.reflect_mut(),
            2 => self.claims.reflect_mut(),
            _ => panic!("ResourceRequirements has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff8
            | u64::from(!self.limits.is_empty())
            | u64::from(!self.requests.is_empty()) << 1
            | u64::from(!self.claims.is_empty()) << 2
    }
}

/// `io.k8s.api.core.v1.ResourceStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourceStatus {
    pub name: String,
    /// List, one item per `resourceID`.
    pub resources: Vec<ResourceHealth>,
}

#[doc(hidden)]
pub static RESOURCE_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ResourceStatus",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new(
            "resources",
            2,
            Type::List(&Type::Message(&RESOURCE_HEALTH)),
            OMITEMPTY | LIST_MAP,
        )
        .keys(&["resourceID"]),
    ],
    &[0, 1],
);

impl Message for ResourceStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &RESOURCE_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.resources.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.resources.reflect_mut(),
            _ => panic!("ResourceStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(!self.resources.is_empty()) << 1
    }
}

bowline_apimachinery::open_enum!(
/// One of `Healthy`, `Unhealthy`, `Unknown`.
ResourceHealthStatus { Healthy = "Healthy", Unhealthy = "Unhealthy", Unknown = "Unknown" });

bowline_apimachinery::open_enum!(
/// One of `NotRequired`, `RestartContainer`.
ResourceResizeRestartPolicy { NotRequired = "NotRequired", RestartContainer = "RestartContainer" });

bowline_apimachinery::message!(ResourceClaim ResourceHealth ResourceRequirements ResourceStatus);
