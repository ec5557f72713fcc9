//! attributes of authorization.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `io.k8s.api.authorization.v1.NonResourceAttributes`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NonResourceAttributes {
    pub path: String,
    pub verb: String,
}

#[doc(hidden)]
pub static NON_RESOURCE_ATTRIBUTES: Descriptor = Descriptor::new(
    "io.k8s.api.authorization.v1.NonResourceAttributes",
    &[
        Field::new("path", 1, Type::String, OMITEMPTY),
        Field::new("verb", 2, Type::String, OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for NonResourceAttributes {
    fn descriptor(&self) -> &'static Descriptor {
        &NON_RESOURCE_ATTRIBUTES
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.path.reflect(),
            1 => self.verb.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.path.reflect_mut(),
            1 => self.verb.reflect_mut(),
            _ => panic!("NonResourceAttributes has no field {index}"),
        }
    }
}

bowline_apimachinery::message!(NonResourceAttributes);
