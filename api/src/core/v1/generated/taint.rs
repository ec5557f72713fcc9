//! taint of v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use super::TaintEffect;
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `io.k8s.api.core.v1.Toleration`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Toleration {
    pub key: String,
    pub operator: TolerationOperator,
    pub value: String,
    pub effect: TaintEffect,
    pub toleration_seconds: Option<i64>,
}

#[doc(hidden)]
pub static TOLERATION: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.Toleration",
    &[
        Field::new("key", 1, Type::String, OMITEMPTY),
        Field::new("operator", 2, Type::Enum(TolerationOperator::VALUES), OMITEMPTY),
        Field::new("value", 3, Type::String, OMITEMPTY),
        Field::new("effect", 4, Type::Enum(TaintEffect::VALUES), OMITEMPTY),
        Field::new("tolerationSeconds", 5, Type::Int64, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4],
);

impl Message for Toleration {
    fn descriptor(&self) -> &'static Descriptor {
        &TOLERATION
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
            _ => panic!("Toleration has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffef | u64::from(self.toleration_seconds.is_some()) << 4
    }
}

bowline_apimachinery::open_enum!(
/// One of `Equal`, `Exists`, `Gt`, `Lt`.
TolerationOperator { Equal = "Equal", Exists = "Exists", Gt = "Gt", Lt = "Lt" });

bowline_apimachinery::message!(Toleration);
