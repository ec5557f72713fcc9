//! condition of meta.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use crate::descriptor::*;
use crate::reflect::{Message, Mut, Ref, Reflect};
use crate::time::Time;

/// `io.k8s.apimachinery.pkg.apis.meta.v1.Condition`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Condition {
    pub type_: String,
    pub status: ConditionStatus,
    pub observed_generation: i64,
    pub last_transition_time: Option<Time>,
    pub reason: String,
    pub message: String,
}

#[doc(hidden)]
pub static CONDITION: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.Condition",
    &[
        Field::new("type", 1, Type::String, REQUIRED),
        Field::new("status", 2, Type::Enum(ConditionStatus::VALUES), REQUIRED),
        Field::new("observedGeneration", 3, Type::Int64, OMITEMPTY),
        Field::new("lastTransitionTime", 4, Type::Time, REQUIRED),
        Field::new("reason", 5, Type::String, REQUIRED),
        Field::new("message", 6, Type::String, REQUIRED),
    ],
    &[0, 1, 2, 3, 4, 5],
);

impl Message for Condition {
    fn descriptor(&self) -> &'static Descriptor {
        &CONDITION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.type_.reflect(),
            1 => self.status.reflect(),
            2 => self.observed_generation.reflect(),
            3 => self.last_transition_time.reflect(),
            4 => self.reason.reflect(),
            5 => self.message.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.type_.reflect_mut(),
            1 => self.status.reflect_mut(),
            2 => self.observed_generation.reflect_mut(),
            3 => self.last_transition_time.reflect_mut(),
            4 => self.reason.reflect_mut(),
            5 => self.message.reflect_mut(),
            _ => panic!("Condition has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff7 | u64::from(self.last_transition_time.is_some()) << 3
    }
}

crate::open_enum!(
/// One of `False`, `True`, `Unknown`.
ConditionStatus { False = "False", True = "True", Unknown = "Unknown" });

crate::message!(Condition);
