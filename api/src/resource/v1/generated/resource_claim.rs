//! resource claim of resource.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use std::collections::BTreeMap;

use super::{
    DEVICE_CLAIM, DEVICE_TOLERATION, DeviceClaim, DeviceToleration, OPAQUE_DEVICE_CONFIGURATION,
    OpaqueDeviceConfiguration,
};
use crate::core::v1::{NODE_SELECTOR, NodeSelector};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{CONDITION, Condition, OBJECT_META, ObjectMeta};
use bowline_apimachinery::quantity::Quantity;
use bowline_apimachinery::raw_json::RawJson;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};
use bowline_apimachinery::time::Time;

/// `ResourceClaim` of `resource.k8s.io/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourceClaim {
    pub metadata: ObjectMeta,
    pub spec: ResourceClaimSpec,
    pub status: ResourceClaimStatus,
}

#[doc(hidden)]
pub static RESOURCE_CLAIM: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.ResourceClaim",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&RESOURCE_CLAIM_SPEC), REQUIRED),
        Field::new("status", 3, Type::Message(&RESOURCE_CLAIM_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for ResourceClaim {
    fn descriptor(&self) -> &'static Descriptor {
        &RESOURCE_CLAIM
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
            _ => panic!("ResourceClaim has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(
    ResourceClaim,
    "resource.k8s.io",
    "v1",
    "ResourceClaim",
    "resourceclaims",
    Namespaced
);

/// `io.k8s.api.resource.v1.AllocatedDeviceStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AllocatedDeviceStatus {
    pub driver: String,
    pub pool: String,
    pub device: String,
    pub share_id: Option<String>,
    /// List, one item per `type`.
    pub conditions: Vec<Condition>,
    pub data: Option<RawJson>,
    pub network_data: Option<Box<NetworkDeviceData>>,
}

#[doc(hidden)]
pub static ALLOCATED_DEVICE_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.AllocatedDeviceStatus",
    &[
        Field::new("driver", 1, Type::String, REQUIRED),
        Field::new("pool", 2, Type::String, REQUIRED),
        Field::new("device", 3, Type::String, REQUIRED),
        Field::new("shareID", 7, Type::String, POINTER | OMITEMPTY),
        Field::new("conditions", 4, Type::List(&Type::Message(&CONDITION)), LIST_MAP)
            .keys(&["type"]),
        Field::new("data", 5, Type::Raw, POINTER | OMITEMPTY),
        Field::new("networkData", 6, Type::Message(&NETWORK_DEVICE_DATA), POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 4, 5, 6, 3],
);

impl Message for AllocatedDeviceStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &ALLOCATED_DEVICE_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.driver.reflect(),
            1 => self.pool.reflect(),
            2 => self.device.reflect(),
            3 => self.share_id.reflect(),
            4 => self.conditions.reflect(),
            5 => self.data.reflect(),
            6 => self.network_data.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.driver.reflect_mut(),
            1 => self.pool.reflect_mut(),
            2 => self.device.reflect_mut(),
            3 => self.share_id.reflect_mut(),
            4 => self.conditions.reflect_mut(),
            5 => self.data.reflect_mut(),
            6 => self.network_data.reflect_mut(),
            _ => panic!("AllocatedDeviceStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffff87
            | u64::from(self.share_id.is_some()) << 3
            | u64::from(!self.conditions.is_empty()) << 4
            | u64::from(self.data.is_some()) << 5
            | u64::from(self.network_data.is_some()) << 6
    }
}

/// `io.k8s.api.resource.v1.AllocationResult`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AllocationResult {
    pub devices: DeviceAllocationResult,
    pub node_selector: Option<NodeSelector>,
    pub allocation_timestamp: Option<Time>,
}

#[doc(hidden)]
pub static ALLOCATION_RESULT: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.AllocationResult",
    &[
        Field::new("devices", 1, Type::Message(&DEVICE_ALLOCATION_RESULT), OMITEMPTY),
        Field::new("nodeSelector", 3, Type::Message(&NODE_SELECTOR), POINTER | OMITEMPTY),
        Field::new("allocationTimestamp", 5, Type::Time, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for AllocationResult {
    fn descriptor(&self) -> &'static Descriptor {
        &ALLOCATION_RESULT
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.devices.reflect(),
            1 => self.node_selector.reflect(),
            2 => self.allocation_timestamp.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.devices.reflect_mut(),
            1 => self.node_selector.reflect_mut(),
            2 => self.allocation_timestamp.reflect_mut(),
            _ => panic!("AllocationResult has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff9
            | u64::from(self.node_selector.is_some()) << 1
            | u64::from(self.allocation_timestamp.is_some()) << 2
    }
}

/// `io.k8s.api.resource.v1.DeviceAllocationConfiguration`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeviceAllocationConfiguration {
    pub source: AllocationConfigSource,
    pub requests: Vec<String>,
    pub opaque: Option<Box<OpaqueDeviceConfiguration>>,
}

#[doc(hidden)]
pub static DEVICE_ALLOCATION_CONFIGURATION: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.DeviceAllocationConfiguration",
    &[
        Field::new("source", 1, Type::Enum(AllocationConfigSource::VALUES), REQUIRED),
        Field::new("requests", 2, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("opaque", 1, Type::Message(&OPAQUE_DEVICE_CONFIGURATION), POINTER | OMITEMPTY)
            .via(&[3]),
    ],
    &[0, 1, 2],
);

impl Message for DeviceAllocationConfiguration {
    fn descriptor(&self) -> &'static Descriptor {
        &DEVICE_ALLOCATION_CONFIGURATION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.source.reflect(),
            1 => self.requests.reflect(),
            2 => self.opaque.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.source.reflect_mut(),
            1 => self.requests.reflect_mut(),
            2 => self.opaque.reflect_mut(),
            _ => panic!("DeviceAllocationConfiguration has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff9
            | u64::from(!self.requests.is_empty()) << 1
            | u64::from(self.opaque.is_some()) << 2
    }
}

/// `io.k8s.api.resource.v1.DeviceAllocationResult`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeviceAllocationResult {
    pub results: Vec<DeviceRequestAllocationResult>,
    pub config: Vec<DeviceAllocationConfiguration>,
}

#[doc(hidden)]
pub static DEVICE_ALLOCATION_RESULT: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.DeviceAllocationResult",
    &[
        Field::new(
            "results",
            1,
            Type::List(&Type::Message(&DEVICE_REQUEST_ALLOCATION_RESULT)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new(
            "config",
            2,
            Type::List(&Type::Message(&DEVICE_ALLOCATION_CONFIGURATION)),
            OMITEMPTY | ATOMIC,
        ),
    ],
    &[0, 1],
);

impl Message for DeviceAllocationResult {
    fn descriptor(&self) -> &'static Descriptor {
        &DEVICE_ALLOCATION_RESULT
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.results.reflect(),
            1 => self.config.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.results.reflect_mut(),
            1 => self.config.reflect_mut(),
            _ => panic!("DeviceAllocationResult has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(!self.results.is_empty())
            | u64::from(!self.config.is_empty()) << 1
    }
}

/// `io.k8s.api.resource.v1.DeviceRequestAllocationResult`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeviceRequestAllocationResult {
    pub request: String,
    pub driver: String,
    pub pool: String,
    pub device: String,
    pub admin_access: Option<bool>,
    pub tolerations: Vec<DeviceToleration>,
    pub binding_conditions: Vec<String>,
    pub binding_failure_conditions: Vec<String>,
    pub share_id: Option<String>,
    pub consumed_capacity: BTreeMap<String, Quantity>,
}

#[doc(hidden)]
pub static DEVICE_REQUEST_ALLOCATION_RESULT: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.DeviceRequestAllocationResult",
    &[
        Field::new("request", 1, Type::String, REQUIRED),
        Field::new("driver", 2, Type::String, REQUIRED),
        Field::new("pool", 3, Type::String, REQUIRED),
        Field::new("device", 4, Type::String, REQUIRED),
        Field::new("adminAccess", 5, Type::Bool, POINTER | OMITEMPTY),
        Field::new(
            "tolerations",
            6,
            Type::List(&Type::Message(&DEVICE_TOLERATION)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new("bindingConditions", 7, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("bindingFailureConditions", 8, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("shareID", 9, Type::String, POINTER | OMITEMPTY),
        Field::new("consumedCapacity", 10, Type::Map(&Type::Quantity), OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
);

impl Message for DeviceRequestAllocationResult {
    fn descriptor(&self) -> &'static Descriptor {
        &DEVICE_REQUEST_ALLOCATION_RESULT
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.request.reflect(),
            1 => self.driver.reflect(),
            2 => self.pool.reflect(),
            3 => self.device.reflect(),
            4 => self.admin_access.reflect(),
            5 => self.tolerations.reflect(),
            6 => self.binding_conditions.reflect(),
            7 => self.binding_failure_conditions.reflect(),
            8 => self.share_id.reflect(),
            9 => self.consumed_capacity.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.request.reflect_mut(),
            1 => self.driver.reflect_mut(),
            2 => self.pool.reflect_mut(),
            3 => self.device.reflect_mut(),
            4 => self.admin_access.reflect_mut(),
            5 => self.tolerations.reflect_mut(),
            6 => self.binding_conditions.reflect_mut(),
            7 => self.binding_failure_conditions.reflect_mut(),
            8 => self.share_id.reflect_mut(),
            9 => self.consumed_capacity.reflect_mut(),
            _ => panic!("DeviceRequestAllocationResult has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffc0f
            | u64::from(self.admin_access.is_some()) << 4
            | u64::from(!self.tolerations.is_empty()) << 5
            | u64::from(!self.binding_conditions.is_empty()) << 6
            | u64::from(!self.binding_failure_conditions.is_empty()) << 7
            | u64::from(self.share_id.is_some()) << 8
            | u64::from(!self.consumed_capacity.is_empty()) << 9
    }
}

/// `io.k8s.api.resource.v1.NetworkDeviceData`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NetworkDeviceData {
    pub interface_name: String,
    pub ips: Vec<String>,
    pub hardware_address: String,
}

#[doc(hidden)]
pub static NETWORK_DEVICE_DATA: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.NetworkDeviceData",
    &[
        Field::new("interfaceName", 1, Type::String, OMITEMPTY),
        Field::new("ips", 2, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("hardwareAddress", 3, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for NetworkDeviceData {
    fn descriptor(&self) -> &'static Descriptor {
        &NETWORK_DEVICE_DATA
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.interface_name.reflect(),
            1 => self.ips.reflect(),
            2 => self.hardware_address.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.interface_name.reflect_mut(),
            1 => self.ips.reflect_mut(),
            2 => self.hardware_address.reflect_mut(),
            _ => panic!("NetworkDeviceData has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(!self.ips.is_empty()) << 1
    }
}

/// `io.k8s.api.resource.v1.ResourceClaimConsumerReference`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourceClaimConsumerReference {
    pub api_group: String,
    pub resource: String,
    pub name: String,
    pub uid: String,
}

#[doc(hidden)]
pub static RESOURCE_CLAIM_CONSUMER_REFERENCE: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.ResourceClaimConsumerReference",
    &[
        Field::new("apiGroup", 1, Type::String, OMITEMPTY),
        Field::new("resource", 3, Type::String, REQUIRED),
        Field::new("name", 4, Type::String, REQUIRED),
        Field::new("uid", 5, Type::String, REQUIRED),
    ],
    &[0, 1, 2, 3],
);

impl Message for ResourceClaimConsumerReference {
    fn descriptor(&self) -> &'static Descriptor {
        &RESOURCE_CLAIM_CONSUMER_REFERENCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.api_group.reflect(),
            1 => self.resource.reflect(),
            2 => self.name.reflect(),
            3 => self.uid.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.api_group.reflect_mut(),
            1 => self.resource.reflect_mut(),
            2 => self.name.reflect_mut(),
            3 => self.uid.reflect_mut(),
            _ => panic!("ResourceClaimConsumerReference has no field {index}"),
        }
    }
}

/// `io.k8s.api.resource.v1.ResourceClaimSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourceClaimSpec {
    pub devices: DeviceClaim,
}

#[doc(hidden)]
pub static RESOURCE_CLAIM_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.ResourceClaimSpec",
    &[Field::new("devices", 1, Type::Message(&DEVICE_CLAIM), 0)],
    &[0],
);

impl Message for ResourceClaimSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &RESOURCE_CLAIM_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.devices.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.devices.reflect_mut(),
            _ => panic!("ResourceClaimSpec has no field {index}"),
        }
    }
}

/// `io.k8s.api.resource.v1.ResourceClaimStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourceClaimStatus {
    pub allocation: Option<Box<AllocationResult>>,
    /// List, one item per `uid`.
    pub reserved_for: Vec<ResourceClaimConsumerReference>,
    /// List, one item per `driver`, `device`, `pool`, `shareID`.
    pub devices: Vec<AllocatedDeviceStatus>,
}

#[doc(hidden)]
pub static RESOURCE_CLAIM_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.ResourceClaimStatus",
    &[
        Field::new("allocation", 1, Type::Message(&ALLOCATION_RESULT), POINTER | OMITEMPTY),
        Field::new(
            "reservedFor",
            2,
            Type::List(&Type::Message(&RESOURCE_CLAIM_CONSUMER_REFERENCE)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["uid"])
        .merge_key("uid"),
        Field::new(
            "devices",
            4,
            Type::List(&Type::Message(&ALLOCATED_DEVICE_STATUS)),
            OMITEMPTY | LIST_MAP,
        )
        .keys(&["driver", "device", "pool", "shareID"]),
    ],
    &[0, 1, 2],
);

impl Message for ResourceClaimStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &RESOURCE_CLAIM_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.allocation.reflect(),
            1 => self.reserved_for.reflect(),
            2 => self.devices.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.allocation.reflect_mut(),
            1 => self.reserved_for.reflect_mut(),
            2 => self.devices.reflect_mut(),
            _ => panic!("ResourceClaimStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff8
            | u64::from(self.allocation.is_some())
            | u64::from(!self.reserved_for.is_empty()) << 1
            | u64::from(!self.devices.is_empty()) << 2
    }
}

bowline_apimachinery::open_enum!(
/// One of `FromClaim`, `FromClass`.
AllocationConfigSource { FromClaim = "FromClaim", FromClass = "FromClass" });

bowline_apimachinery::message!(ResourceClaim AllocatedDeviceStatus AllocationResult DeviceAllocationConfiguration DeviceAllocationResult DeviceRequestAllocationResult NetworkDeviceData ResourceClaimConsumerReference ResourceClaimSpec ResourceClaimStatus);
