//! pod status result of v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use super::{POD_STATUS, PodStatus};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `PodStatusResult` of `v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodStatusResult {
    pub metadata: ObjectMeta,
    pub status: PodStatus,
}

#[doc(hidden)]
pub static POD_STATUS_RESULT: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PodStatusResult",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("status", 2, Type::Message(&POD_STATUS), OMITEMPTY),
    ],
    &[0, 1],
)
.root();

impl Message for PodStatusResult {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_STATUS_RESULT
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.status.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.status.reflect_mut(),
            _ => panic!("PodStatusResult has no field {index}"),
        }
    }
}

bowline_apimachinery::kind!(PodStatusResult, "", "v1", "PodStatusResult");

bowline_apimachinery::message!(PodStatusResult);
