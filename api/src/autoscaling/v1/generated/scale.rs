//! scale of autoscaling/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `Scale` of `autoscaling/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scale {
    pub metadata: ObjectMeta,
    pub spec: ScaleSpec,
    pub status: ScaleStatus,
}

#[doc(hidden)]
pub static SCALE: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v1.Scale",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&SCALE_SPEC), OMITEMPTY),
        Field::new("status", 3, Type::Message(&SCALE_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for Scale {
    fn descriptor(&self) -> &'static Descriptor {
        &SCALE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.spec.reflect(),
            2 => self.status.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.spec.reflect_mut(),
            2 => self.status.reflect_mut(),
            _ => panic!("Scale has no field {index}"),
        }
    }
}

bowline_apimachinery::kind!(Scale, "autoscaling", "v1", "Scale");

/// `io.k8s.api.autoscaling.v1.ScaleSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScaleSpec {
    /// Default: `0`.
    pub replicas: i32,
}

#[doc(hidden)]
pub static SCALE_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v1.ScaleSpec",
    &[Field::new("replicas", 1, Type::Int32, OMITEMPTY).default("0")],
    &[0],
);

impl Message for ScaleSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &SCALE_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.replicas.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.replicas.reflect_mut(),
            _ => panic!("ScaleSpec has no field {index}"),
        }
    }
}

/// `io.k8s.api.autoscaling.v1.ScaleStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScaleStatus {
    pub replicas: i32,
    pub selector: String,
}

#[doc(hidden)]
pub static SCALE_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v1.ScaleStatus",
    &[
        Field::new("replicas", 1, Type::Int32, REQUIRED),
        Field::new("selector", 2, Type::String, OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for ScaleStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &SCALE_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.replicas.reflect(),
            1 => self.selector.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.replicas.reflect_mut(),
            1 => self.selector.reflect_mut(),
            _ => panic!("ScaleStatus has no field {index}"),
        }
    }
}

bowline_apimachinery::message!(Scale ScaleSpec ScaleStatus);
