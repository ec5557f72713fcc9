//! partial object metadata of meta.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use super::{OBJECT_META, ObjectMeta};
use crate::descriptor::*;
use crate::reflect::{Message, Mut, Ref, Reflect};

/// `PartialObjectMetadata` of `meta.k8s.io/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PartialObjectMetadata {
    pub metadata: ObjectMeta,
}

#[doc(hidden)]
pub static PARTIAL_OBJECT_METADATA: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.PartialObjectMetadata",
    &[Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY)],
    &[0],
)
.root();

impl Message for PartialObjectMetadata {
    fn descriptor(&self) -> &'static Descriptor {
        &PARTIAL_OBJECT_METADATA
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            _ => panic!("PartialObjectMetadata has no field {index}"),
        }
    }
}

crate::kind!(PartialObjectMetadata, "", "v1", "PartialObjectMetadata");

crate::message!(PartialObjectMetadata);
