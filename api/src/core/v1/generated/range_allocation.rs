//! range allocation of v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::byte_string::ByteString;
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `RangeAllocation` of `v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RangeAllocation {
    pub metadata: ObjectMeta,
    pub range: String,
    pub data: ByteString,
}

#[doc(hidden)]
pub static RANGE_ALLOCATION: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.RangeAllocation",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("range", 2, Type::String, REQUIRED),
        Field::new("data", 3, Type::Bytes, REQUIRED),
    ],
    &[0, 1, 2],
)
.root();

impl Message for RangeAllocation {
    fn descriptor(&self) -> &'static Descriptor {
        &RANGE_ALLOCATION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.range.reflect(),
            2 => self.data.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.range.reflect_mut(),
            2 => self.data.reflect_mut(),
            _ => panic!("RangeAllocation has no field {index}"),
        }
    }
}

bowline_apimachinery::kind!(RangeAllocation, "", "v1", "RangeAllocation");

bowline_apimachinery::message!(RangeAllocation);
