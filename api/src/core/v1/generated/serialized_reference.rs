//! serialized reference of v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use super::{OBJECT_REFERENCE, ObjectReference};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `SerializedReference` of `v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SerializedReference {
    pub reference: ObjectReference,
}

#[doc(hidden)]
pub static SERIALIZED_REFERENCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.SerializedReference",
    &[Field::new("reference", 1, Type::Message(&OBJECT_REFERENCE), OMITEMPTY)],
    &[0],
)
.root();

impl Message for SerializedReference {
    fn descriptor(&self) -> &'static Descriptor {
        &SERIALIZED_REFERENCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.reference.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.reference.reflect_mut(),
            _ => panic!("SerializedReference has no field {index}"),
        }
    }
}

bowline_apimachinery::kind!(SerializedReference, "", "v1", "SerializedReference");

bowline_apimachinery::message!(SerializedReference);
