//! volume attributes class of storage.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use std::collections::BTreeMap;

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `VolumeAttributesClass` of `storage.k8s.io/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VolumeAttributesClass {
    pub metadata: ObjectMeta,
    pub driver_name: String,
    pub parameters: BTreeMap<String, String>,
}

#[doc(hidden)]
pub static VOLUME_ATTRIBUTES_CLASS: Descriptor = Descriptor::new(
    "io.k8s.api.storage.v1.VolumeAttributesClass",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("driverName", 2, Type::String, REQUIRED),
        Field::new("parameters", 3, Type::Map(&Type::String), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for VolumeAttributesClass {
    fn descriptor(&self) -> &'static Descriptor {
        &VOLUME_ATTRIBUTES_CLASS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.driver_name.reflect(),
            2 => self.parameters.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.driver_name.reflect_mut(),
            2 => self.parameters.reflect_mut(),
            _ => panic!("VolumeAttributesClass has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffb | u64::from(!self.parameters.is_empty()) << 2
    }
}

bowline_apimachinery::resource!(
    VolumeAttributesClass,
    "storage.k8s.io",
    "v1",
    "VolumeAttributesClass",
    "volumeattributesclasses",
    Cluster
);

bowline_apimachinery::message!(VolumeAttributesClass);
