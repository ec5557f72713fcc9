//! selector of authorization.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{
    FIELD_SELECTOR_REQUIREMENT, FieldSelectorRequirement, LABEL_SELECTOR_REQUIREMENT,
    LabelSelectorRequirement,
};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `io.k8s.api.authorization.v1.FieldSelectorAttributes`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FieldSelectorAttributes {
    pub raw_selector: String,
    pub requirements: Vec<FieldSelectorRequirement>,
}

#[doc(hidden)]
pub static FIELD_SELECTOR_ATTRIBUTES: Descriptor = Descriptor::new(
    "io.k8s.api.authorization.v1.FieldSelectorAttributes",
    &[
        Field::new("rawSelector", 1, Type::String, OMITEMPTY),
        Field::new(
            "requirements",
            2,
            Type::List(&Type::Message(&FIELD_SELECTOR_REQUIREMENT)),
            OMITEMPTY | ATOMIC,
        ),
    ],
    &[0, 1],
);

impl Message for FieldSelectorAttributes {
    fn descriptor(&self) -> &'static Descriptor {
        &FIELD_SELECTOR_ATTRIBUTES
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.raw_selector.reflect(),
            1 => self.requirements.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.raw_selector.reflect_mut(),
            1 => self.requirements.reflect_mut(),
            _ => panic!("FieldSelectorAttributes has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(!self.requirements.is_empty()) << 1
    }
}

/// `io.k8s.api.authorization.v1.LabelSelectorAttributes`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LabelSelectorAttributes {
    pub raw_selector: String,
    pub requirements: Vec<LabelSelectorRequirement>,
}

#[doc(hidden)]
pub static LABEL_SELECTOR_ATTRIBUTES: Descriptor = Descriptor::new(
    "io.k8s.api.authorization.v1.LabelSelectorAttributes",
    &[
        Field::new("rawSelector", 1, Type::String, OMITEMPTY),
        Field::new(
            "requirements",
            2,
            Type::List(&Type::Message(&LABEL_SELECTOR_REQUIREMENT)),
            OMITEMPTY | ATOMIC,
        ),
    ],
    &[0, 1],
);

impl Message for LabelSelectorAttributes {
    fn descriptor(&self) -> &'static Descriptor {
        &LABEL_SELECTOR_ATTRIBUTES
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.raw_selector.reflect(),
            1 => self.requirements.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.raw_selector.reflect_mut(),
            1 => self.requirements.reflect_mut(),
            _ => panic!("LabelSelectorAttributes has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(!self.requirements.is_empty()) << 1
    }
}

bowline_apimachinery::message!(FieldSelectorAttributes LabelSelectorAttributes);
