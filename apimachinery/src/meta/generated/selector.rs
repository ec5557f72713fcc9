//! selector of meta.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use std::collections::BTreeMap;

use crate::descriptor::*;
use crate::reflect::{Message, Mut, Ref, Reflect};

/// `io.k8s.apimachinery.pkg.apis.meta.v1.FieldSelectorRequirement`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FieldSelectorRequirement {
    pub key: String,
    pub operator: FieldSelectorOperator,
    pub values: Vec<String>,
}

#[doc(hidden)]
pub static FIELD_SELECTOR_REQUIREMENT: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.FieldSelectorRequirement",
    &[
        Field::new("key", 1, Type::String, REQUIRED),
        Field::new("operator", 2, Type::Enum(FieldSelectorOperator::VALUES), REQUIRED),
        Field::new("values", 3, Type::List(&Type::String), OMITEMPTY | ATOMIC),
    ],
    &[0, 1, 2],
);

impl Message for FieldSelectorRequirement {
    fn descriptor(&self) -> &'static Descriptor {
        &FIELD_SELECTOR_REQUIREMENT
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.key.reflect(),
            1 => self.operator.reflect(),
            2 => self.values.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.key.reflect_mut(),
            1 => self.operator.reflect_mut(),
            2 => self.values.reflect_mut(),
            _ => panic!("FieldSelectorRequirement has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffb | u64::from(!self.values.is_empty()) << 2
    }
}

/// `io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LabelSelector {
    pub match_labels: BTreeMap<String, String>,
    pub match_expressions: Vec<LabelSelectorRequirement>,
}

#[doc(hidden)]
pub static LABEL_SELECTOR: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector",
    &[
        Field::new("matchLabels", 1, Type::Map(&Type::String), OMITEMPTY),
        Field::new(
            "matchExpressions",
            2,
            Type::List(&Type::Message(&LABEL_SELECTOR_REQUIREMENT)),
            OMITEMPTY | ATOMIC,
        ),
    ],
    &[0, 1],
)
.atomic();

impl Message for LabelSelector {
    fn descriptor(&self) -> &'static Descriptor {
        &LABEL_SELECTOR
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.match_labels.reflect(),
            1 => self.match_expressions.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.match_labels.reflect_mut(),
            1 => self.match_expressions.reflect_mut(),
            _ => panic!("LabelSelector has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(!self.match_labels.is_empty())
            | u64::from(!self.match_expressions.is_empty()) << 1
    }
}

/// `io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelectorRequirement`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LabelSelectorRequirement {
    pub key: String,
    pub operator: LabelSelectorOperator,
    pub values: Vec<String>,
}

#[doc(hidden)]
pub static LABEL_SELECTOR_REQUIREMENT: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelectorRequirement",
    &[
        Field::new("key", 1, Type::String, REQUIRED),
        Field::new("operator", 2, Type::Enum(LabelSelectorOperator::VALUES), REQUIRED),
        Field::new("values", 3, Type::List(&Type::String), OMITEMPTY | ATOMIC),
    ],
    &[0, 1, 2],
);

impl Message for LabelSelectorRequirement {
    fn descriptor(&self) -> &'static Descriptor {
        &LABEL_SELECTOR_REQUIREMENT
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.key.reflect(),
            1 => self.operator.reflect(),
            2 => self.values.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.key.reflect_mut(),
            1 => self.operator.reflect_mut(),
            2 => self.values.reflect_mut(),
            _ => panic!("LabelSelectorRequirement has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffb | u64::from(!self.values.is_empty()) << 2
    }
}

crate::open_enum!(
/// One of `DoesNotExist`, `Exists`, `In`, `NotIn`.
FieldSelectorOperator { DoesNotExist = "DoesNotExist", Exists = "Exists", In = "In", NotIn = "NotIn" });

crate::open_enum!(
/// One of `DoesNotExist`, `Exists`, `In`, `NotIn`.
LabelSelectorOperator { DoesNotExist = "DoesNotExist", Exists = "Exists", In = "In", NotIn = "NotIn" });

crate::message!(FieldSelectorRequirement LabelSelector LabelSelectorRequirement);
