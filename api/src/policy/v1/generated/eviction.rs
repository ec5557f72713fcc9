//! eviction of policy/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{DELETE_OPTIONS, DeleteOptions, OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `Eviction` of `policy/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Eviction {
    pub metadata: ObjectMeta,
    pub delete_options: Option<Box<DeleteOptions>>,
}

#[doc(hidden)]
pub static EVICTION: Descriptor = Descriptor::new(
    "io.k8s.api.policy.v1.Eviction",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("deleteOptions", 2, Type::Message(&DELETE_OPTIONS), POINTER | OMITEMPTY),
    ],
    &[0, 1],
)
.root();

impl Message for Eviction {
    fn descriptor(&self) -> &'static Descriptor {
        &EVICTION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.delete_options.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.delete_options.reflect_mut(),
            _ => panic!("Eviction has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(self.delete_options.is_some()) << 1
    }
}

bowline_apimachinery::kind!(Eviction, "policy", "v1", "Eviction");

bowline_apimachinery::message!(Eviction);
