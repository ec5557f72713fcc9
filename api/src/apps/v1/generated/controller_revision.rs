//! controller revision of apps/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::raw_json::RawJson;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `ControllerRevision` of `apps/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ControllerRevision {
    pub metadata: ObjectMeta,
    pub data: RawJson,
    pub revision: i64,
}

#[doc(hidden)]
pub static CONTROLLER_REVISION: Descriptor = Descriptor::new(
    "io.k8s.api.apps.v1.ControllerRevision",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("data", 2, Type::Raw, OMITEMPTY),
        Field::new("revision", 3, Type::Int64, REQUIRED),
    ],
    &[0, 1, 2],
)
.root();

impl Message for ControllerRevision {
    fn descriptor(&self) -> &'static Descriptor {
        &CONTROLLER_REVISION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.data.reflect(),
            2 => self.revision.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.data.reflect_mut(),
            2 => self.revision.reflect_mut(),
            _ => panic!("ControllerRevision has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(
    ControllerRevision,
    "apps",
    "v1",
    "ControllerRevision",
    "controllerrevisions",
    Namespaced
);

bowline_apimachinery::message!(ControllerRevision);
