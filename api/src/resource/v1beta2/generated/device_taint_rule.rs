//! device taint rule of resource.k8s.io/v1beta2. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use super::{DEVICE_TAINT, DeviceTaint};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{CONDITION, Condition, OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `DeviceTaintRule` of `resource.k8s.io/v1beta2`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeviceTaintRule {
    pub metadata: ObjectMeta,
    pub spec: DeviceTaintRuleSpec,
    pub status: DeviceTaintRuleStatus,
}

#[doc(hidden)]
pub static DEVICE_TAINT_RULE: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1beta2.DeviceTaintRule",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&DEVICE_TAINT_RULE_SPEC), REQUIRED),
        Field::new("status", 3, Type::Message(&DEVICE_TAINT_RULE_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for DeviceTaintRule {
    fn descriptor(&self) -> &'static Descriptor {
        &DEVICE_TAINT_RULE
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
            _ => panic!("DeviceTaintRule has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(
    DeviceTaintRule,
    "resource.k8s.io",
    "v1beta2",
    "DeviceTaintRule",
    "devicetaintrules",
    Cluster
);

/// `io.k8s.api.resource.v1beta2.DeviceTaintRuleSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeviceTaintRuleSpec {
    pub device_selector: Option<Box<DeviceTaintSelector>>,
    pub taint: DeviceTaint,
}

#[doc(hidden)]
pub static DEVICE_TAINT_RULE_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1beta2.DeviceTaintRuleSpec",
    &[
        Field::new("deviceSelector", 1, Type::Message(&DEVICE_TAINT_SELECTOR), POINTER | OMITEMPTY),
        Field::new("taint", 2, Type::Message(&DEVICE_TAINT), OMITEMPTY | REQUIRED),
    ],
    &[0, 1],
);

impl Message for DeviceTaintRuleSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &DEVICE_TAINT_RULE_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.device_selector.reflect(),
            1 => self.taint.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.device_selector.reflect_mut(),
            1 => self.taint.reflect_mut(),
            _ => panic!("DeviceTaintRuleSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(self.device_selector.is_some())
    }
}

/// `io.k8s.api.resource.v1beta2.DeviceTaintRuleStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeviceTaintRuleStatus {
    /// List, one item per `type`.
    pub conditions: Vec<Condition>,
}

#[doc(hidden)]
pub static DEVICE_TAINT_RULE_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1beta2.DeviceTaintRuleStatus",
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

impl Message for DeviceTaintRuleStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &DEVICE_TAINT_RULE_STATUS
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
            _ => panic!("DeviceTaintRuleStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(!self.conditions.is_empty())
    }
}

/// `io.k8s.api.resource.v1beta2.DeviceTaintSelector`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeviceTaintSelector {
    pub driver: Option<String>,
    pub pool: Option<String>,
    pub device: Option<String>,
}

#[doc(hidden)]
pub static DEVICE_TAINT_SELECTOR: Descriptor = Descriptor::new(
    "io.k8s.api.resource.v1beta2.DeviceTaintSelector",
    &[
        Field::new("driver", 2, Type::String, POINTER | OMITEMPTY),
        Field::new("pool", 3, Type::String, POINTER | OMITEMPTY),
        Field::new("device", 4, Type::String, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for DeviceTaintSelector {
    fn descriptor(&self) -> &'static Descriptor {
        &DEVICE_TAINT_SELECTOR
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.driver.reflect(),
            1 => self.pool.reflect(),
            2 => self.device.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.driver.reflect_mut(),
            1 => self.pool.reflect_mut(),
            2 => self.device.reflect_mut(),
            _ => panic!("DeviceTaintSelector has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff8
            | u64::from(self.driver.is_some())
            | u64::from(self.pool.is_some()) << 1
            | u64::from(self.device.is_some()) << 2
    }
}

bowline_apimachinery::message!(DeviceTaintRule DeviceTaintRuleSpec DeviceTaintRuleStatus DeviceTaintSelector);
