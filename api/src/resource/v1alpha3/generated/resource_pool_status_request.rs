//! resource pool status request of resource.k8s.io/v1alpha3. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{CONDITION, Condition, OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `ResourcePoolStatusRequest` of `resource.k8s.io/v1alpha3`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourcePoolStatusRequest {
    pub metadata: ObjectMeta,
    pub spec: ResourcePoolStatusRequestSpec,
    pub status: Option<Box<ResourcePoolStatusRequestStatus>>,
}

#[doc(hidden)]
pub static RESOURCE_POOL_STATUS_REQUEST: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1alpha3.ResourcePoolStatusRequest",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY | REQUIRED),
        Field::new("spec", 2, Type::Message(&RESOURCE_POOL_STATUS_REQUEST_SPEC), REQUIRED),
        Field::new(
            "status",
            3,
            Type::Message(&RESOURCE_POOL_STATUS_REQUEST_STATUS),
            POINTER | OMITEMPTY,
        ),
    ],
    &[0, 1, 2],
)
.root();

impl Message for ResourcePoolStatusRequest {
    fn descriptor(&self) -> &'static Descriptor {
        &RESOURCE_POOL_STATUS_REQUEST
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
            _ => panic!("ResourcePoolStatusRequest has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffb | u64::from(self.status.is_some()) << 2
    }
}

bowline_apimachinery::resource!(
    ResourcePoolStatusRequest,
    "resource.k8s.io",
    "v1alpha3",
    "ResourcePoolStatusRequest",
    "resourcepoolstatusrequests",
    Cluster
);

/// `io.k8s.api.resource.v1alpha3.PoolStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PoolStatus {
    pub driver: String,
    pub pool_name: String,
    pub generation: i64,
    pub resource_slice_count: Option<i32>,
    pub total_devices: Option<i32>,
    pub allocated_devices: Option<i32>,
    pub available_devices: Option<i32>,
    pub unavailable_devices: Option<i32>,
    pub node_name: Option<String>,
    pub validation_error: Option<String>,
}

#[doc(hidden)]
pub static POOL_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1alpha3.PoolStatus",
    &[
        Field::new("driver", 1, Type::String, OMITEMPTY | REQUIRED),
        Field::new("poolName", 2, Type::String, OMITEMPTY | REQUIRED),
        Field::new("generation", 9, Type::Int64, REQUIRED),
        Field::new("resourceSliceCount", 8, Type::Int32, POINTER | OMITEMPTY),
        Field::new("totalDevices", 4, Type::Int32, POINTER | OMITEMPTY),
        Field::new("allocatedDevices", 5, Type::Int32, POINTER | OMITEMPTY),
        Field::new("availableDevices", 6, Type::Int32, POINTER | OMITEMPTY),
        Field::new("unavailableDevices", 7, Type::Int32, POINTER | OMITEMPTY),
        Field::new("nodeName", 3, Type::String, POINTER | OMITEMPTY),
        Field::new("validationError", 10, Type::String, POINTER | OMITEMPTY),
    ],
    &[0, 1, 8, 4, 5, 6, 7, 3, 2, 9],
);

impl Message for PoolStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &POOL_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.driver.reflect(),
            1 => self.pool_name.reflect(),
            2 => self.generation.reflect(),
            3 => self.resource_slice_count.reflect(),
            4 => self.total_devices.reflect(),
            5 => self.allocated_devices.reflect(),
            6 => self.available_devices.reflect(),
            7 => self.unavailable_devices.reflect(),
            8 => self.node_name.reflect(),
            9 => self.validation_error.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.driver.reflect_mut(),
            1 => self.pool_name.reflect_mut(),
            2 => self.generation.reflect_mut(),
            3 => self.resource_slice_count.reflect_mut(),
            4 => self.total_devices.reflect_mut(),
            5 => self.allocated_devices.reflect_mut(),
            6 => self.available_devices.reflect_mut(),
            7 => self.unavailable_devices.reflect_mut(),
            8 => self.node_name.reflect_mut(),
            9 => self.validation_error.reflect_mut(),
            _ => panic!("PoolStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffc07
            | u64::from(self.resource_slice_count.is_some()) << 3
            | u64::from(self.total_devices.is_some()) << 4
            | u64::from(self.allocated_devices.is_some()) << 5
            | u64::from(self.available_devices.is_some()) << 6
            | u64::from(self.unavailable_devices.is_some()) << 7
            | u64::from(self.node_name.is_some()) << 8
            | u64::from(self.validation_error.is_some()) << 9
    }
}

/// `io.k8s.api.resource.v1alpha3.ResourcePoolStatusRequestSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourcePoolStatusRequestSpec {
    pub driver: String,
    pub pool_name: Option<String>,
    /// Default: `100`.
    pub limit: Option<i32>,
}

#[doc(hidden)]
pub static RESOURCE_POOL_STATUS_REQUEST_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1alpha3.ResourcePoolStatusRequestSpec",
    &[
        Field::new("driver", 1, Type::String, REQUIRED),
        Field::new("poolName", 2, Type::String, POINTER | OMITEMPTY),
        Field::new("limit", 3, Type::Int32, POINTER | OMITEMPTY).default("100"),
    ],
    &[0, 1, 2],
);

impl Message for ResourcePoolStatusRequestSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &RESOURCE_POOL_STATUS_REQUEST_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.driver.reflect(),
            1 => self.pool_name.reflect(),
            2 => self.limit.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.driver.reflect_mut(),
            1 => self.pool_name.reflect_mut(),
            2 => self.limit.reflect_mut(),
            _ => panic!("ResourcePoolStatusRequestSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff9
            | u64::from(self.pool_name.is_some()) << 1
            | u64::from(self.limit.is_some()) << 2
    }
}

/// `io.k8s.api.resource.v1alpha3.ResourcePoolStatusRequestStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourcePoolStatusRequestStatus {
    pub pool_count: Option<i32>,
    pub pools: Vec<PoolStatus>,
    /// List, one item per `type`.
    pub conditions: Vec<Condition>,
}

#[doc(hidden)]
pub static RESOURCE_POOL_STATUS_REQUEST_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1alpha3.ResourcePoolStatusRequestStatus",
    &[
        Field::new("poolCount", 6, Type::Int32, POINTER | OMITEMPTY | REQUIRED),
        Field::new("pools", 2, Type::List(&Type::Message(&POOL_STATUS)), OMITEMPTY | ATOMIC),
        Field::new(
            "conditions",
            3,
            Type::List(&Type::Message(&CONDITION)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["type"])
        .merge_key("type"),
    ],
    &[1, 2, 0],
);

impl Message for ResourcePoolStatusRequestStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &RESOURCE_POOL_STATUS_REQUEST_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.pool_count.reflect(),
            1 => self.pools.reflect(),
            2 => self.conditions.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.pool_count.reflect_mut(),
            1 => self.pools.reflect_mut(),
            2 => self.conditions.reflect_mut(),
            _ => panic!("ResourcePoolStatusRequestStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff8
            | u64::from(self.pool_count.is_some())
            | u64::from(!self.pools.is_empty()) << 1
            | u64::from(!self.conditions.is_empty()) << 2
    }
}

bowline_apimachinery::message!(ResourcePoolStatusRequest PoolStatus ResourcePoolStatusRequestSpec ResourcePoolStatusRequestStatus);
