//! priority class of scheduling.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use crate::core::v1::PreemptionPolicy;
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `PriorityClass` of `scheduling.k8s.io/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PriorityClass {
    pub metadata: ObjectMeta,
    pub value: i32,
    pub global_default: bool,
    pub description: String,
    pub preemption_policy: Option<PreemptionPolicy>,
}

#[doc(hidden)]
pub static PRIORITY_CLASS: Descriptor = Descriptor::new(
    "io.k8s.api.scheduling.v1.PriorityClass",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("value", 2, Type::Int32, 0),
        Field::new("globalDefault", 3, Type::Bool, OMITEMPTY),
        Field::new("description", 4, Type::String, OMITEMPTY),
        Field::new(
            "preemptionPolicy",
            5,
            Type::Enum(PreemptionPolicy::VALUES),
            POINTER | OMITEMPTY,
        ),
    ],
    &[0, 1, 2, 3, 4],
)
.root();

impl Message for PriorityClass {
    fn descriptor(&self) -> &'static Descriptor {
        &PRIORITY_CLASS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.value.reflect(),
            2 => self.global_default.reflect(),
            3 => self.description.reflect(),
            4 => self.preemption_policy.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.value.reflect_mut(),
            2 => self.global_default.reflect_mut(),
            3 => self.description.reflect_mut(),
            4 => self.preemption_policy.reflect_mut(),
            _ => panic!("PriorityClass has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffef | u64::from(self.preemption_policy.is_some()) << 4
    }
}

bowline_apimachinery::resource!(
    PriorityClass,
    "scheduling.k8s.io",
    "v1",
    "PriorityClass",
    "priorityclasses",
    Cluster
);

bowline_apimachinery::message!(PriorityClass);
