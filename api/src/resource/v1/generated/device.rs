//! device of resource.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use std::collections::BTreeMap;

use super::DeviceTaintEffect;
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::quantity::Quantity;
use bowline_apimachinery::raw_json::RawJson;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `io.k8s.api.resource.v1.CELDeviceSelector`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CELDeviceSelector {
    pub expression: String,
}

#[doc(hidden)]
pub static CEL_DEVICE_SELECTOR: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.CELDeviceSelector",
    &[Field::new("expression", 1, Type::String, REQUIRED)],
    &[0],
);

impl Message for CELDeviceSelector {
    fn descriptor(&self) -> &'static Descriptor {
        &CEL_DEVICE_SELECTOR
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.expression.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.expression.reflect_mut(),
            _ => panic!("CELDeviceSelector has no field {index}"),
        }
    }
}

/// `io.k8s.api.resource.v1.CapacityRequirements`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CapacityRequirements {
    pub requests: BTreeMap<String, Quantity>,
}

#[doc(hidden)]
pub static CAPACITY_REQUIREMENTS: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.CapacityRequirements",
    &[Field::new("requests", 1, Type::Map(&Type::Quantity), OMITEMPTY)],
    &[0],
);

impl Message for CapacityRequirements {
    fn descriptor(&self) -> &'static Descriptor {
        &CAPACITY_REQUIREMENTS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.requests.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.requests.reflect_mut(),
            _ => panic!("CapacityRequirements has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(!self.requests.is_empty())
    }
}

/// `io.k8s.api.resource.v1.DeviceClaim`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeviceClaim {
    pub requests: Vec<DeviceRequest>,
    pub constraints: Vec<DeviceConstraint>,
    pub config: Vec<DeviceClaimConfiguration>,
}

#[doc(hidden)]
pub static DEVICE_CLAIM: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.DeviceClaim",
    &[
        Field::new("requests", 1, Type::List(&Type::Message(&DEVICE_REQUEST)), ATOMIC),
        Field::new(
            "constraints",
            2,
            Type::List(&Type::Message(&DEVICE_CONSTRAINT)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new(
            "config",
            3,
            Type::List(&Type::Message(&DEVICE_CLAIM_CONFIGURATION)),
            OMITEMPTY | ATOMIC,
        ),
    ],
    &[0, 1, 2],
);

impl Message for DeviceClaim {
    fn descriptor(&self) -> &'static Descriptor {
        &DEVICE_CLAIM
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.requests.reflect(),
            1 => self.constraints.reflect(),
            2 => self.config.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.requests.reflect_mut(),
            1 => self.constraints.reflect_mut(),
            2 => self.config.reflect_mut(),
            _ => panic!("DeviceClaim has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff8
            | u64::from(!self.requests.is_empty())
            | u64::from(!self.constraints.is_empty()) << 1
            | u64::from(!self.config.is_empty()) << 2
    }
}

/// `io.k8s.api.resource.v1.DeviceClaimConfiguration`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeviceClaimConfiguration {
    pub requests: Vec<String>,
    pub opaque: Option<Box<OpaqueDeviceConfiguration>>,
}

#[doc(hidden)]
pub static DEVICE_CLAIM_CONFIGURATION: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.DeviceClaimConfiguration",
    &[
        Field::new("requests", 1, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("opaque", 1, Type::Message(&OPAQUE_DEVICE_CONFIGURATION), POINTER | OMITEMPTY)
            .via(&[2]),
    ],
    &[0, 1],
);

impl Message for DeviceClaimConfiguration {
    fn descriptor(&self) -> &'static Descriptor {
        &DEVICE_CLAIM_CONFIGURATION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.requests.reflect(),
            1 => self.opaque.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.requests.reflect_mut(),
            1 => self.opaque.reflect_mut(),
            _ => panic!("DeviceClaimConfiguration has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(!self.requests.is_empty())
            | u64::from(self.opaque.is_some()) << 1
    }
}

/// `io.k8s.api.resource.v1.DeviceConstraint`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeviceConstraint {
    pub requests: Vec<String>,
    pub match_attribute: Option<String>,
    pub distinct_attribute: Option<String>,
}

#[doc(hidden)]
pub static DEVICE_CONSTRAINT: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.DeviceConstraint",
    &[
        Field::new("requests", 1, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("matchAttribute", 2, Type::String, POINTER | OMITEMPTY),
        Field::new("distinctAttribute", 3, Type::String, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for DeviceConstraint {
    fn descriptor(&self) -> &'static Descriptor {
        &DEVICE_CONSTRAINT
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.requests.reflect(),
            1 => self.match_attribute.reflect(),
            2 => self.distinct_attribute.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.requests.reflect_mut(),
            1 => self.match_attribute.reflect_mut(),
            2 => self.distinct_attribute.reflect_mut(),
            _ => panic!("DeviceConstraint has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff8
            | u64::from(!self.requests.is_empty())
            | u64::from(self.match_attribute.is_some()) << 1
            | u64::from(self.distinct_attribute.is_some()) << 2
    }
}

/// `io.k8s.api.resource.v1.DeviceRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeviceRequest {
    pub name: String,
    pub exactly: Option<Box<ExactDeviceRequest>>,
    pub first_available: Vec<DeviceSubRequest>,
}

#[doc(hidden)]
pub static DEVICE_REQUEST: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.DeviceRequest",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("exactly", 2, Type::Message(&EXACT_DEVICE_REQUEST), POINTER | OMITEMPTY),
        Field::new(
            "firstAvailable",
            3,
            Type::List(&Type::Message(&DEVICE_SUB_REQUEST)),
            OMITEMPTY | ATOMIC,
        ),
    ],
    &[0, 1, 2],
);

impl Message for DeviceRequest {
    fn descriptor(&self) -> &'static Descriptor {
        &DEVICE_REQUEST
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.exactly.reflect(),
            2 => self.first_available.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.exactly.reflect_mut(),
            2 => self.first_available.reflect_mut(),
            _ => panic!("DeviceRequest has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff9
            | u64::from(self.exactly.is_some()) << 1
            | u64::from(!self.first_available.is_empty()) << 2
    }
}

/// `io.k8s.api.resource.v1.DeviceSelector`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeviceSelector {
    pub cel: Option<CELDeviceSelector>,
}

#[doc(hidden)]
pub static DEVICE_SELECTOR: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.DeviceSelector",
    &[Field::new("cel", 1, Type::Message(&CEL_DEVICE_SELECTOR), POINTER | OMITEMPTY)],
    &[0],
);

impl Message for DeviceSelector {
    fn descriptor(&self) -> &'static Descriptor {
        &DEVICE_SELECTOR
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.cel.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.cel.reflect_mut(),
            _ => panic!("DeviceSelector has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(self.cel.is_some())
    }
}

/// `io.k8s.api.resource.v1.DeviceSubRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeviceSubRequest {
    pub name: String,
    pub device_class_name: String,
    pub selectors: Vec<DeviceSelector>,
    pub allocation_mode: DeviceAllocationMode,
    pub count: i64,
    pub tolerations: Vec<DeviceToleration>,
    pub capacity: Option<CapacityRequirements>,
}

#[doc(hidden)]
pub static DEVICE_SUB_REQUEST: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.DeviceSubRequest",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("deviceClassName", 2, Type::String, REQUIRED),
        Field::new(
            "selectors",
            3,
            Type::List(&Type::Message(&DEVICE_SELECTOR)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new("allocationMode", 4, Type::Enum(DeviceAllocationMode::VALUES), OMITEMPTY),
        Field::new("count", 5, Type::Int64, OMITEMPTY),
        Field::new(
            "tolerations",
            6,
            Type::List(&Type::Message(&DEVICE_TOLERATION)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new("capacity", 7, Type::Message(&CAPACITY_REQUIREMENTS), POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5, 6],
);

impl Message for DeviceSubRequest {
    fn descriptor(&self) -> &'static Descriptor {
        &DEVICE_SUB_REQUEST
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.device_class_name.reflect(),
            2 => self.selectors.reflect(),
            3 => self.allocation_mode.reflect(),
            4 => self.count.reflect(),
            5 => self.tolerations.reflect(),
            6 => self.capacity.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.device_class_name.reflect_mut(),
            2 => self.selectors.reflect_mut(),
            3 => self.allocation_mode.reflect_mut(),
            4 => self.count.reflect_mut(),
            5 => self.tolerations.reflect_mut(),
            6 => self.capacity.reflect_mut(),
            _ => panic!("DeviceSubRequest has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffff9b
            | u64::from(!self.selectors.is_empty()) << 2
            | u64::from(!self.tolerations.is_empty()) << 5
            | u64::from(self.capacity.is_some()) << 6
    }
}

/// `io.k8s.api.resource.v1.DeviceToleration`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeviceToleration {
    pub key: String,
    /// Default: `"Equal"`.
    pub operator: DeviceTolerationOperator,
    pub value: String,
    pub effect: DeviceTaintEffect,
    pub toleration_seconds: Option<i64>,
}

#[doc(hidden)]
pub static DEVICE_TOLERATION: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.DeviceToleration",
    &[
        Field::new("key", 1, Type::String, OMITEMPTY),
        Field::new("operator", 2, Type::Enum(DeviceTolerationOperator::VALUES), OMITEMPTY)
            .default("\"Equal\""),
        Field::new("value", 3, Type::String, OMITEMPTY),
        Field::new("effect", 4, Type::Enum(DeviceTaintEffect::VALUES), OMITEMPTY),
        Field::new("tolerationSeconds", 5, Type::Int64, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4],
);

impl Message for DeviceToleration {
    fn descriptor(&self) -> &'static Descriptor {
        &DEVICE_TOLERATION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.key.reflect(),
            1 => self.operator.reflect(),
            2 => self.value.reflect(),
            3 => self.effect.reflect(),
            4 => self.toleration_seconds.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.key.reflect_mut(),
            1 => self.operator.reflect_mut(),
            2 => self.value.reflect_mut(),
            3 => self.effect.reflect_mut(),
            4 => self.toleration_seconds.reflect_mut(),
            _ => panic!("DeviceToleration has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffef | u64::from(self.toleration_seconds.is_some()) << 4
    }
}

/// `io.k8s.api.resource.v1.ExactDeviceRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExactDeviceRequest {
    pub device_class_name: String,
    pub selectors: Vec<DeviceSelector>,
    pub allocation_mode: DeviceAllocationMode,
    pub count: i64,
    pub admin_access: Option<bool>,
    pub tolerations: Vec<DeviceToleration>,
    pub capacity: Option<CapacityRequirements>,
}

#[doc(hidden)]
pub static EXACT_DEVICE_REQUEST: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.ExactDeviceRequest",
    &[
        Field::new("deviceClassName", 1, Type::String, REQUIRED),
        Field::new(
            "selectors",
            2,
            Type::List(&Type::Message(&DEVICE_SELECTOR)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new("allocationMode", 3, Type::Enum(DeviceAllocationMode::VALUES), OMITEMPTY),
        Field::new("count", 4, Type::Int64, OMITEMPTY),
        Field::new("adminAccess", 5, Type::Bool, POINTER | OMITEMPTY),
        Field::new(
            "tolerations",
            6,
            Type::List(&Type::Message(&DEVICE_TOLERATION)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new("capacity", 7, Type::Message(&CAPACITY_REQUIREMENTS), POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5, 6],
);

impl Message for ExactDeviceRequest {
    fn descriptor(&self) -> &'static Descriptor {
        &EXACT_DEVICE_REQUEST
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.device_class_name.reflect(),
            1 => self.selectors.reflect(),
            2 => self.allocation_mode.reflect(),
            3 => self.count.reflect(),
            4 => self.admin_access.reflect(),
            5 => self.tolerations.reflect(),
            6 => self.capacity.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.device_class_name.reflect_mut(),
            1 => self.selectors.reflect_mut(),
            2 => self.allocation_mode.reflect_mut(),
            3 => self.count.reflect_mut(),
            4 => self.admin_access.reflect_mut(),
            5 => self.tolerations.reflect_mut(),
            6 => self.capacity.reflect_mut(),
            _ => panic!("ExactDeviceRequest has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffff8d
            | u64::from(!self.selectors.is_empty()) << 1
            | u64::from(self.admin_access.is_some()) << 4
            | u64::from(!self.tolerations.is_empty()) << 5
            | u64::from(self.capacity.is_some()) << 6
    }
}

/// `io.k8s.api.resource.v1.OpaqueDeviceConfiguration`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OpaqueDeviceConfiguration {
    pub driver: String,
    pub parameters: RawJson,
}

#[doc(hidden)]
pub static OPAQUE_DEVICE_CONFIGURATION: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.OpaqueDeviceConfiguration",
    &[
        Field::new("driver", 1, Type::String, REQUIRED),
        Field::new("parameters", 2, Type::Raw, REQUIRED),
    ],
    &[0, 1],
);

impl Message for OpaqueDeviceConfiguration {
    fn descriptor(&self) -> &'static Descriptor {
        &OPAQUE_DEVICE_CONFIGURATION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.driver.reflect(),
            1 => self.parameters.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.driver.reflect_mut(),
            1 => self.parameters.reflect_mut(),
            _ => panic!("OpaqueDeviceConfiguration has no field {index}"),
        }
    }
}

bowline_apimachinery::open_enum!(
/// One of `All`, `ExactCount`.
DeviceAllocationMode { All = "All", ExactCount = "ExactCount" });

bowline_apimachinery::open_enum!(
/// One of `Equal`, `Exists`.
DeviceTolerationOperator { Equal = "Equal", Exists = "Exists" });

bowline_apimachinery::message!(CELDeviceSelector CapacityRequirements DeviceClaim DeviceClaimConfiguration DeviceConstraint DeviceRequest DeviceSelector DeviceSubRequest DeviceToleration ExactDeviceRequest OpaqueDeviceConfiguration);
