//! options of v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `io.k8s.api.core.v1.Preconditions`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Preconditions {
    pub uid: Option<String>,
}

#[doc(hidden)]
pub static PRECONDITIONS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.Preconditions",
    &[Field::new("uid", 1, Type::String, POINTER | OMITEMPTY)],
    &[0],
);

impl Message for Preconditions {
    fn descriptor(&self) -> &'static Descriptor {
        &PRECONDITIONS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.uid.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.uid.reflect_mut(),
            _ => panic!("Preconditions has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(self.uid.is_some())
    }
}

bowline_apimachinery::message!(Preconditions);
