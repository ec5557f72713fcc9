//! component status of v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `ComponentStatus` of `v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ComponentStatus {
    pub metadata: ObjectMeta,
    /// List, one item per `type`.
    pub conditions: Vec<ComponentCondition>,
}

#[doc(hidden)]
pub static COMPONENT_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ComponentStatus",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new(
            "conditions",
            2,
            Type::List(&Type::Message(&COMPONENT_CONDITION)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["type"])
        .merge_key("type"),
    ],
    &[0, 1],
)
.root();

impl Message for ComponentStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &COMPONENT_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.conditions.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.conditions.reflect_mut(),
            _ => panic!("ComponentStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(!self.conditions.is_empty()) << 1
    }
}

bowline_apimachinery::resource!(
    ComponentStatus,
    "",
    "v1",
    "ComponentStatus",
    "componentstatuses",
    Cluster
);

/// `io.k8s.api.core.v1.ComponentCondition`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ComponentCondition {
    pub type_: String,
    pub status: ConditionStatus,
    pub message: String,
    pub error: String,
}

#[doc(hidden)]
pub static COMPONENT_CONDITION: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ComponentCondition",
    &[
        Field::new("type", 1, Type::String, REQUIRED),
        Field::new("status", 2, Type::Enum(ConditionStatus::VALUES), REQUIRED),
        Field::new("message", 3, Type::String, OMITEMPTY),
        Field::new("error", 4, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2, 3],
);

impl Message for ComponentCondition {
    fn descriptor(&self) -> &'static Descriptor {
        &COMPONENT_CONDITION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.type_.reflect(),
            1 => self.status.reflect(),
            2 => self.message.reflect(),
            3 => self.error.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.type_.reflect_mut(),
            1 => self.status.reflect_mut(),
            2 => self.message.reflect_mut(),
            3 => self.error.reflect_mut(),
            _ => panic!("ComponentCondition has no field {index}"),
        }
    }
}

bowline_apimachinery::open_enum!(
/// One of `False`, `True`, `Unknown`.
ConditionStatus { False = "False", True = "True", Unknown = "Unknown" });

bowline_apimachinery::message!(ComponentStatus ComponentCondition);
