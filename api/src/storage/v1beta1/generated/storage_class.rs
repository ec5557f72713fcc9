//! storage class of storage.k8s.io/v1beta1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use std::collections::BTreeMap;

use crate::core::v1::{
    PersistentVolumeReclaimPolicy, TOPOLOGY_SELECTOR_TERM, TopologySelectorTerm,
};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `StorageClass` of `storage.k8s.io/v1beta1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StorageClass {
    pub metadata: ObjectMeta,
    pub provisioner: String,
    pub parameters: BTreeMap<String, String>,
    pub reclaim_policy: Option<PersistentVolumeReclaimPolicy>,
    pub mount_options: Vec<String>,
    pub allow_volume_expansion: Option<bool>,
    pub volume_binding_mode: Option<VolumeBindingMode>,
    pub allowed_topologies: Vec<TopologySelectorTerm>,
}

#[doc(hidden)]
pub static STORAGE_CLASS: Descriptor = Descriptor::new(
    "io.k8s.api.storage.v1beta1.StorageClass",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("provisioner", 2, Type::String, REQUIRED),
        Field::new("parameters", 3, Type::Map(&Type::String), OMITEMPTY),
        Field::new(
            "reclaimPolicy",
            4,
            Type::Enum(PersistentVolumeReclaimPolicy::VALUES),
            POINTER | OMITEMPTY,
        ),
        Field::new("mountOptions", 5, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("allowVolumeExpansion", 6, Type::Bool, POINTER | OMITEMPTY),
        Field::new(
            "volumeBindingMode",
            7,
            Type::Enum(VolumeBindingMode::VALUES),
            POINTER | OMITEMPTY,
        ),
        Field::new(
            "allowedTopologies",
            8,
            Type::List(&Type::Message(&TOPOLOGY_SELECTOR_TERM)),
            OMITEMPTY | ATOMIC,
        ),
    ],
    &[0, 1, 2, 3, 4, 5, 6, 7],
)
.root();

impl Message for StorageClass {
    fn descriptor(&self) -> &'static Descriptor {
        &STORAGE_CLASS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.provisioner.reflect(),
            2 => self.parameters.reflect(),
            3 => self.reclaim_policy.reflect(),
            4 => self.mount_options.reflect(),
            5 => self.allow_volume_expansion.reflect(),
            6 => self.volume_binding_mode.reflect(),
            7 => self.allowed_topologies.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.provisioner.reflect_mut(),
            2 => self.parameters.reflect_mut(),
            3 => self.reclaim_policy.reflect_mut(),
            4 => self.mount_options.reflect_mut(),
            5 => self.allow_volume_expansion.reflect_mut(),
            6 => self.volume_binding_mode.reflect_mut(),
            7 => self.allowed_topologies.reflect_mut(),
            _ => panic!("StorageClass has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffff03
            | u64::from(!self.parameters.is_empty()) << 2
            | u64::from(self.reclaim_policy.is_some()) << 3
            | u64::from(!self.mount_options.is_empty()) << 4
            | u64::from(self.allow_volume_expansion.is_some()) << 5
            | u64::from(self.volume_binding_mode.is_some()) << 6
            | u64::from(!self.allowed_topologies.is_empty()) << 7
    }
}

bowline_apimachinery::kind!(StorageClass, "storage.k8s.io", "v1beta1", "StorageClass");

bowline_apimachinery::open_enum!(
/// One of `Immediate`, `WaitForFirstConsumer`.
VolumeBindingMode { Immediate = "Immediate", WaitForFirstConsumer = "WaitForFirstConsumer" });

bowline_apimachinery::message!(StorageClass);
