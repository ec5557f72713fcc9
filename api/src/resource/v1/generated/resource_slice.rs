//! resource slice of resource.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use std::collections::BTreeMap;

use crate::core::v1::{NODE_SELECTOR, NodeSelector};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::quantity::Quantity;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};
use bowline_apimachinery::time::Time;

/// `ResourceSlice` of `resource.k8s.io/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourceSlice {
    pub metadata: ObjectMeta,
    pub spec: ResourceSliceSpec,
}

#[doc(hidden)]
pub static RESOURCE_SLICE: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.ResourceSlice",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&RESOURCE_SLICE_SPEC), REQUIRED),
    ],
    &[0, 1],
)
.root();

impl Message for ResourceSlice {
    fn descriptor(&self) -> &'static Descriptor {
        &RESOURCE_SLICE
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
            _ => panic!("ResourceSlice has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(
    ResourceSlice,
    "resource.k8s.io",
    "v1",
    "ResourceSlice",
    "resourceslices",
    Cluster
);

/// `io.k8s.api.resource.v1.CapacityRequestPolicy`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CapacityRequestPolicy {
    pub default: Option<Quantity>,
    pub valid_values: Vec<Quantity>,
    pub valid_range: Option<Box<CapacityRequestPolicyRange>>,
}

#[doc(hidden)]
pub static CAPACITY_REQUEST_POLICY: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.CapacityRequestPolicy",
    &[
        Field::new("default", 1, Type::Quantity, POINTER),
        Field::new("validValues", 3, Type::List(&Type::Quantity), OMITEMPTY | ATOMIC),
        Field::new(
            "validRange",
            4,
            Type::Message(&CAPACITY_REQUEST_POLICY_RANGE),
            POINTER | OMITEMPTY,
        ),
    ],
    &[0, 1, 2],
);

impl Message for CapacityRequestPolicy {
    fn descriptor(&self) -> &'static Descriptor {
        &CAPACITY_REQUEST_POLICY
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.default.reflect(),
            1 => self.valid_values.reflect(),
            2 => self.valid_range.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.default.reflect_mut(),
            1 => self.valid_values.reflect_mut(),
            2 => self.valid_range.reflect_mut(),
            _ => panic!("CapacityRequestPolicy has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff8
            | u64::from(self.default.is_some())
            | u64::from(!self.valid_values.is_empty()) << 1
            | u64::from(self.valid_range.is_some()) << 2
    }
}

/// `io.k8s.api.resource.v1.CapacityRequestPolicyRange`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CapacityRequestPolicyRange {
    pub min: Option<Quantity>,
    pub max: Option<Quantity>,
    pub step: Option<Quantity>,
}

#[doc(hidden)]
pub static CAPACITY_REQUEST_POLICY_RANGE: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.CapacityRequestPolicyRange",
    &[
        Field::new("min", 1, Type::Quantity, POINTER | OMITEMPTY | REQUIRED),
        Field::new("max", 2, Type::Quantity, POINTER | OMITEMPTY),
        Field::new("step", 3, Type::Quantity, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for CapacityRequestPolicyRange {
    fn descriptor(&self) -> &'static Descriptor {
        &CAPACITY_REQUEST_POLICY_RANGE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.min.reflect(),
            1 => self.max.reflect(),
            2 => self.step.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.min.reflect_mut(),
            1 => self.max.reflect_mut(),
            2 => self.step.reflect_mut(),
            _ => panic!("CapacityRequestPolicyRange has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff8
            | u64::from(self.min.is_some())
            | u64::from(self.max.is_some()) << 1
            | u64::from(self.step.is_some()) << 2
    }
}

/// `io.k8s.api.resource.v1.Counter`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counter {
    pub value: Quantity,
}

#[doc(hidden)]
pub static COUNTER: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.Counter",
    &[Field::new("value", 1, Type::Quantity, REQUIRED)],
    &[0],
);

impl Message for Counter {
    fn descriptor(&self) -> &'static Descriptor {
        &COUNTER
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.value.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.value.reflect_mut(),
            _ => panic!("Counter has no field {index}"),
        }
    }
}

/// `io.k8s.api.resource.v1.CounterSet`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CounterSet {
    pub name: String,
    pub counters: BTreeMap<String, Counter>,
}

#[doc(hidden)]
pub static COUNTER_SET: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.CounterSet",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("counters", 2, Type::Map(&Type::Message(&COUNTER)), OMITEMPTY | REQUIRED),
    ],
    &[0, 1],
);

impl Message for CounterSet {
    fn descriptor(&self) -> &'static Descriptor {
        &COUNTER_SET
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.counters.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.counters.reflect_mut(),
            _ => panic!("CounterSet has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(!self.counters.is_empty()) << 1
    }
}

/// `io.k8s.api.resource.v1.Device`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Device {
    pub name: String,
    pub attributes: BTreeMap<String, DeviceAttribute>,
    pub capacity: BTreeMap<String, DeviceCapacity>,
    pub consumes_counters: Vec<DeviceCounterConsumption>,
    pub node_name: Option<String>,
    pub node_selector: Option<NodeSelector>,
    pub all_nodes: Option<bool>,
    pub taints: Vec<DeviceTaint>,
    pub binds_to_node: Option<bool>,
    pub binding_conditions: Vec<String>,
    pub binding_failure_conditions: Vec<String>,
    pub allow_multiple_allocations: Option<bool>,
    pub node_allocatable_resource_mappings: BTreeMap<String, NodeAllocatableResourceMapping>,
}

#[doc(hidden)]
pub static DEVICE: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.Device",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("attributes", 2, Type::Map(&Type::Message(&DEVICE_ATTRIBUTE)), OMITEMPTY),
        Field::new("capacity", 3, Type::Map(&Type::Message(&DEVICE_CAPACITY)), OMITEMPTY),
        Field::new(
            "consumesCounters",
            4,
            Type::List(&Type::Message(&DEVICE_COUNTER_CONSUMPTION)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new("nodeName", 5, Type::String, POINTER | OMITEMPTY),
        Field::new("nodeSelector", 6, Type::Message(&NODE_SELECTOR), POINTER | OMITEMPTY),
        Field::new("allNodes", 7, Type::Bool, POINTER | OMITEMPTY),
        Field::new("taints", 8, Type::List(&Type::Message(&DEVICE_TAINT)), OMITEMPTY | ATOMIC),
        Field::new("bindsToNode", 9, Type::Bool, POINTER | OMITEMPTY),
        Field::new("bindingConditions", 10, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("bindingFailureConditions", 11, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("allowMultipleAllocations", 12, Type::Bool, POINTER | OMITEMPTY),
        Field::new(
            "nodeAllocatableResourceMappings",
            13,
            Type::Map(&Type::Message(&NODE_ALLOCATABLE_RESOURCE_MAPPING)),
            OMITEMPTY,
        ),
    ],
    &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
);

impl Message for Device {
    fn descriptor(&self) -> &'static Descriptor {
        &DEVICE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.attributes.reflect(),
            2 => self.capacity.reflect(),
            3 => self.consumes_counters.reflect(),
            4 => self.node_name.reflect(),
            5 => self.node_selector.reflect(),
            6 => self.all_nodes.reflect(),
            7 => self.taints.reflect(),
            8 => self.binds_to_node.reflect(),
            9 => self.binding_conditions.reflect(),
            10 => self.binding_failure_conditions.reflect(),
            11 => self.allow_multiple_allocations.reflect(),
            12 => self.node_allocatable_resource_mappings.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.attributes.reflect_mut(),
            2 => self.capacity.reflect_mut(),
            3 => self.consumes_counters.reflect_mut(),
            4 => self.node_name.reflect_mut(),
            5 => self.node_selector.reflect_mut(),
            6 => self.all_nodes.reflect_mut(),
            7 => self.taints.reflect_mut(),
            8 => self.binds_to_node.reflect_mut(),
            9 => self.binding_conditions.reflect_mut(),
            10 => self.binding_failure_conditions.reflect_mut(),
            11 => self.allow_multiple_allocations.reflect_mut(),
            12 => self.node_allocatable_resource_mappings.reflect_mut(),
            _ => panic!("Device has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffe001
            | u64::from(!self.attributes.is_empty()) << 1
            | u64::from(!self.capacity.is_empty()) << 2
            | u64::from(!self.consumes_counters.is_empty()) << 3
            | u64::from(self.node_name.is_some()) << 4
            | u64::from(self.node_selector.is_some()) << 5
            | u64::from(self.all_nodes.is_some()) << 6
            | u64::from(!self.taints.is_empty()) << 7
            | u64::from(self.binds_to_node.is_some()) << 8
            | u64::from(!self.binding_conditions.is_empty()) << 9
            | u64::from(!self.binding_failure_conditions.is_empty()) << 10
            | u64::from(self.allow_multiple_allocations.is_some()) << 11
            | u64::from(!self.node_allocatable_resource_mappings.is_empty()) << 12
    }
}

/// `io.k8s.api.resource.v1.DeviceAttribute`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeviceAttribute {
    pub int: Option<i64>,
    pub bool: Option<bool>,
    pub string: Option<String>,
    pub version: Option<String>,
    pub ints: Vec<i64>,
    pub bools: Vec<bool>,
    pub strings: Vec<String>,
    pub versions: Vec<String>,
}

#[doc(hidden)]
pub static DEVICE_ATTRIBUTE: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.DeviceAttribute",
    &[
        Field::new("int", 2, Type::Int64, POINTER | OMITEMPTY),
        Field::new("bool", 3, Type::Bool, POINTER | OMITEMPTY),
        Field::new("string", 4, Type::String, POINTER | OMITEMPTY),
        Field::new("version", 5, Type::String, POINTER | OMITEMPTY),
        Field::new("ints", 6, Type::List(&Type::Int64), OMITEMPTY | ATOMIC),
        Field::new("bools", 7, Type::List(&Type::Bool), OMITEMPTY | ATOMIC),
        Field::new("strings", 8, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("versions", 9, Type::List(&Type::String), OMITEMPTY | ATOMIC),
    ],
    &[0, 1, 2, 3, 4, 5, 6, 7],
);

impl Message for DeviceAttribute {
    fn descriptor(&self) -> &'static Descriptor {
        &DEVICE_ATTRIBUTE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.int.reflect(),
            1 => self.bool.reflect(),
            2 => self.string.reflect(),
            3 => self.version.reflect(),
            4 => self.ints.reflect(),
            5 => self.bools.reflect(),
            6 => self.strings.reflect(),
            7 => self.versions.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.int.reflect_mut(),
            1 => self.bool.reflect_mut(),
            2 => self.string.reflect_mut(),
            3 => self.version.reflect_mut(),
            4 => self.ints.reflect_mut(),
            5 => self.bools.reflect_mut(),
            6 => self.strings.reflect_mut(),
            7 => self.versions.reflect_mut(),
            _ => panic!("DeviceAttribute has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffff00
            | u64::from(self.int.is_some())
            | u64::from(self.bool.is_some()) << 1
            | u64::from(self.string.is_some()) << 2
            | u64::from(self.version.is_some()) << 3
            | u64::from(!self.ints.is_empty()) << 4
            | u64::from(!self.bools.is_empty()) << 5
            | u64::from(!self.strings.is_empty()) << 6
            | u64::from(!self.versions.is_empty()) << 7
    }
}

/// `io.k8s.api.resource.v1.DeviceCapacity`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeviceCapacity {
    pub value: Quantity,
    pub request_policy: Option<Box<CapacityRequestPolicy>>,
}

#[doc(hidden)]
pub static DEVICE_CAPACITY: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.DeviceCapacity",
    &[
        Field::new("value", 1, Type::Quantity, REQUIRED),
        Field::new(
            "requestPolicy",
            2,
            Type::Message(&CAPACITY_REQUEST_POLICY),
            POINTER | OMITEMPTY,
        ),
    ],
    &[0, 1],
);

impl Message for DeviceCapacity {
    fn descriptor(&self) -> &'static Descriptor {
        &DEVICE_CAPACITY
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.value.reflect(),
            1 => self.request_policy.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.value.reflect_mut(),
            1 => self.request_policy.reflect_mut(),
            _ => panic!("DeviceCapacity has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(self.request_policy.is_some()) << 1
    }
}

/// `io.k8s.api.resource.v1.DeviceCounterConsumption`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeviceCounterConsumption {
    pub counter_set: String,
    pub counters: BTreeMap<String, Counter>,
}

#[doc(hidden)]
pub static DEVICE_COUNTER_CONSUMPTION: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.DeviceCounterConsumption",
    &[
        Field::new("counterSet", 1, Type::String, REQUIRED),
        Field::new("counters", 2, Type::Map(&Type::Message(&COUNTER)), OMITEMPTY | REQUIRED),
    ],
    &[0, 1],
);

impl Message for DeviceCounterConsumption {
    fn descriptor(&self) -> &'static Descriptor {
        &DEVICE_COUNTER_CONSUMPTION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.counter_set.reflect(),
            1 => self.counters.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.counter_set.reflect_mut(),
            1 => self.counters.reflect_mut(),
            _ => panic!("DeviceCounterConsumption has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(!self.counters.is_empty()) << 1
    }
}

/// `io.k8s.api.resource.v1.DeviceTaint`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeviceTaint {
    pub key: String,
    pub value: String,
    pub effect: DeviceTaintEffect,
    pub time_added: Option<Time>,
}

#[doc(hidden)]
pub static DEVICE_TAINT: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.DeviceTaint",
    &[
        Field::new("key", 1, Type::String, REQUIRED),
        Field::new("value", 2, Type::String, OMITEMPTY),
        Field::new("effect", 3, Type::Enum(DeviceTaintEffect::VALUES), REQUIRED),
        Field::new("timeAdded", 4, Type::Time, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3],
);

impl Message for DeviceTaint {
    fn descriptor(&self) -> &'static Descriptor {
        &DEVICE_TAINT
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.key.reflect(),
            1 => self.value.reflect(),
            2 => self.effect.reflect(),
            3 => self.time_added.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.key.reflect_mut(),
            1 => self.value.reflect_mut(),
            2 => self.effect.reflect_mut(),
            3 => self.time_added.reflect_mut(),
            _ => panic!("DeviceTaint has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff7 | u64::from(self.time_added.is_some()) << 3
    }
}

/// `io.k8s.api.resource.v1.NodeAllocatableResourceMapping`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeAllocatableResourceMapping {
    pub capacity_key: Option<String>,
    pub allocation_multiplier: Option<Quantity>,
}

#[doc(hidden)]
pub static NODE_ALLOCATABLE_RESOURCE_MAPPING: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.NodeAllocatableResourceMapping",
    &[
        Field::new("capacityKey", 1, Type::String, POINTER | OMITEMPTY),
        Field::new("allocationMultiplier", 2, Type::Quantity, POINTER | OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for NodeAllocatableResourceMapping {
    fn descriptor(&self) -> &'static Descriptor {
        &NODE_ALLOCATABLE_RESOURCE_MAPPING
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.capacity_key.reflect(),
            1 => self.allocation_multiplier.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.capacity_key.reflect_mut(),
            1 => self.allocation_multiplier.reflect_mut(),
            _ => panic!("NodeAllocatableResourceMapping has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(self.capacity_key.is_some())
            | u64::from(self.allocation_multiplier.is_some()) << 1
    }
}

/// `io.k8s.api.resource.v1.ResourcePool`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourcePool {
    pub name: String,
    pub generation: i64,
    pub resource_slice_count: i64,
}

#[doc(hidden)]
pub static RESOURCE_POOL: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.ResourcePool",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("generation", 2, Type::Int64, REQUIRED),
        Field::new("resourceSliceCount", 3, Type::Int64, REQUIRED),
    ],
    &[0, 1, 2],
);

impl Message for ResourcePool {
    fn descriptor(&self) -> &'static Descriptor {
        &RESOURCE_POOL
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.generation.reflect(),
            2 => self.resource_slice_count.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.generation.reflect_mut(),
            2 => self.resource_slice_count.reflect_mut(),
            _ => panic!("ResourcePool has no field {index}"),
        }
    }
}

/// `io.k8s.api.resource.v1.ResourceSliceSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourceSliceSpec {
    pub driver: String,
    pub pool: ResourcePool,
    pub node_name: Option<String>,
    pub node_selector: Option<NodeSelector>,
    pub all_nodes: Option<bool>,
    pub devices: Vec<Device>,
    pub per_device_node_selection: Option<bool>,
    pub shared_counters: Vec<CounterSet>,
}

#[doc(hidden)]
pub static RESOURCE_SLICE_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1.ResourceSliceSpec",
    &[
        Field::new("driver", 1, Type::String, REQUIRED),
        Field::new("pool", 2, Type::Message(&RESOURCE_POOL), REQUIRED),
        Field::new("nodeName", 3, Type::String, POINTER | OMITEMPTY),
        Field::new("nodeSelector", 4, Type::Message(&NODE_SELECTOR), POINTER | OMITEMPTY),
        Field::new("allNodes", 5, Type::Bool, POINTER | OMITEMPTY),
        Field::new("devices", 6, Type::List(&Type::Message(&DEVICE)), OMITEMPTY | ATOMIC),
        Field::new("perDeviceNodeSelection", 7, Type::Bool, POINTER | OMITEMPTY),
        Field::new(
            "sharedCounters",
            8,
            Type::List(&Type::Message(&COUNTER_SET)),
            OMITEMPTY | ATOMIC,
        ),
    ],
    &[0, 1, 2, 3, 4, 5, 6, 7],
);

impl Message for ResourceSliceSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &RESOURCE_SLICE_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.driver.reflect(),
            1 => self.pool.reflect(),
            2 => self.node_name.reflect(),
            3 => self.node_selector.reflect(),
            4 => self.all_nodes.reflect(),
            5 => self.devices.reflect(),
            6 => self.per_device_node_selection.reflect(),
            7 => self.shared_counters.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.driver.reflect_mut(),
            1 => self.pool.reflect_mut(),
            2 => self.node_name.reflect_mut(),
            3 => self.node_selector.reflect_mut(),
            4 => self.all_nodes.reflect_mut(),
            5 => self.devices.reflect_mut(),
            6 => self.per_device_node_selection.reflect_mut(),
            7 => self.shared_counters.reflect_mut(),
            _ => panic!("ResourceSliceSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffff03
            | u64::from(self.node_name.is_some()) << 2
            | u64::from(self.node_selector.is_some()) << 3
            | u64::from(self.all_nodes.is_some()) << 4
            | u64::from(!self.devices.is_empty()) << 5
            | u64::from(self.per_device_node_selection.is_some()) << 6
            | u64::from(!self.shared_counters.is_empty()) << 7
    }
}

bowline_apimachinery::open_enum!(
/// One of `NoExecute`, `NoSchedule`, `None`.
DeviceTaintEffect { NoExecute = "NoExecute", NoSchedule = "NoSchedule", None = "None" });

bowline_apimachinery::message!(ResourceSlice CapacityRequestPolicy CapacityRequestPolicyRange Counter CounterSet Device DeviceAttribute DeviceCapacity DeviceCounterConsumption DeviceTaint NodeAllocatableResourceMapping ResourcePool ResourceSliceSpec);
