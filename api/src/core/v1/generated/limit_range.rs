//! limit range of v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use std::collections::BTreeMap;

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::quantity::Quantity;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `LimitRange` of `v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LimitRange {
    pub metadata: ObjectMeta,
    pub spec: LimitRangeSpec,
}

#[doc(hidden)]
pub static LIMIT_RANGE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.LimitRange",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&LIMIT_RANGE_SPEC), OMITEMPTY),
    ],
    &[0, 1],
)
.root();

impl Message for LimitRange {
    fn descriptor(&self) -> &'static Descriptor {
        &LIMIT_RANGE
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
            _ => panic!("LimitRange has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(LimitRange, "", "v1", "LimitRange", "limitranges", Namespaced);

/// `io.k8s.api.core.v1.LimitRangeItem`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LimitRangeItem {
    pub type_: LimitType,
    pub max: BTreeMap<String, Quantity>,
    pub min: BTreeMap<String, Quantity>,
    pub default: BTreeMap<String, Quantity>,
    pub default_request: BTreeMap<String, Quantity>,
    pub max_limit_request_ratio: BTreeMap<String, Quantity>,
}

#[doc(hidden)]
pub static LIMIT_RANGE_ITEM: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.LimitRangeItem",
    &[
        Field::new("type", 1, Type::Enum(LimitType::VALUES), REQUIRED),
        Field::new("max", 2, Type::Map(&Type::Quantity), OMITEMPTY),
        Field::new("min", 3, Type::Map(&Type::Quantity), OMITEMPTY),
        Field::new("default", 4, Type::Map(&Type::Quantity), OMITEMPTY),
        Field::new("defaultRequest", 5, Type::Map(&Type::Quantity), OMITEMPTY),
        Field::new("maxLimitRequestRatio", 6, Type::Map(&Type::Quantity), OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5],
);

impl Message for LimitRangeItem {
    fn descriptor(&self) -> &'static Descriptor {
        &LIMIT_RANGE_ITEM
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.type_.reflect(),
            1 => self.max.reflect(),
            2 => self.min.reflect(),
            3 => self.default.reflect(),
            4 => self.default_request.reflect(),
            5 => self.max_limit_request_ratio.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.type_.reflect_mut(),
            1 => self.max.reflect_mut(),
            2 => self.min.reflect_mut(),
            3 => self.default.reflect_mut(),
            4 => self.default_request.reflect_mut(),
            5 => self.max_limit_request_ratio.reflect_mut(),
            _ => panic!("LimitRangeItem has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffc1
            | u64::from(!self.max.is_empty()) << 1
            | u64::from(!self.min.is_empty()) << 2
            | u64::from(!self.default.is_empty()) << 3
            | u64::from(!self.default_request.is_empty()) << 4
            | u64::from(!self.max_limit_request_ratio.is_empty()) << 5
    }
}

/// `io.k8s.api.core.v1.LimitRangeSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LimitRangeSpec {
    pub limits: Vec<LimitRangeItem>,
}

#[doc(hidden)]
pub static LIMIT_RANGE_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.LimitRangeSpec",
    &[Field::new("limits", 1, Type::List(&Type::Message(&LIMIT_RANGE_ITEM)), REQUIRED | ATOMIC)],
    &[0],
);

impl Message for LimitRangeSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &LIMIT_RANGE_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.limits.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.limits.reflect_mut(),
            _ => panic!("LimitRangeSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(!self.limits.is_empty())
    }
}

bowline_apimachinery::open_enum!(
/// One of `Container`, `PersistentVolumeClaim`, `Pod`.
LimitType { Container = "Container", PersistentVolumeClaim = "PersistentVolumeClaim", Pod = "Pod" });

bowline_apimachinery::message!(LimitRange LimitRangeItem LimitRangeSpec);
