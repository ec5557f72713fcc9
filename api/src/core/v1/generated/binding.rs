//! binding of v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use super::{OBJECT_REFERENCE, ObjectReference};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `Binding` of `v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Binding {
    pub metadata: ObjectMeta,
    pub target: ObjectReference,
}

#[doc(hidden)]
pub static BINDING: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.Binding",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("target", 2, Type::Message(&OBJECT_REFERENCE), REQUIRED),
    ],
    &[0, 1],
)
.root();

impl Message for Binding {
    fn descriptor(&self) -> &'static Descriptor {
        &BINDING
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.target.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.target.reflect_mut(),
            _ => panic!("Binding has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(Binding, "", "v1", "Binding", "bindings", Namespaced);

bowline_apimachinery::message!(Binding);
