//! csi storage capacity of storage.k8s.io/v1beta1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{LABEL_SELECTOR, LabelSelector, OBJECT_META, ObjectMeta};
use bowline_apimachinery::quantity::Quantity;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `CSIStorageCapacity` of `storage.k8s.io/v1beta1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CSIStorageCapacity {
    pub metadata: ObjectMeta,
    pub node_topology: Option<Box<LabelSelector>>,
    pub storage_class_name: String,
    pub capacity: Option<Quantity>,
    pub maximum_volume_size: Option<Quantity>,
}

#[doc(hidden)]
pub static CSI_STORAGE_CAPACITY: Descriptor = Descriptor::new(
    "io.k8s.api.storage.v1beta1.CSIStorageCapacity",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("nodeTopology", 2, Type::Message(&LABEL_SELECTOR), POINTER | OMITEMPTY),
        Field::new("storageClassName", 3, Type::String, REQUIRED),
        Field::new("capacity", 4, Type::Quantity, POINTER | OMITEMPTY),
        Field::new("maximumVolumeSize", 5, Type::Quantity, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4],
)
.root();

impl Message for CSIStorageCapacity {
    fn descriptor(&self) -> &'static Descriptor {
        &CSI_STORAGE_CAPACITY
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.node_topology.reflect(),
            2 => self.storage_class_name.reflect(),
            3 => self.capacity.reflect(),
            4 => self.maximum_volume_size.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.node_topology.reflect_mut(),
            2 => self.storage_class_name.reflect_mut(),
            3 => self.capacity.reflect_mut(),
            4 => self.maximum_volume_size.reflect_mut(),
            _ => panic!("CSIStorageCapacity has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffe5
            | u64::from(self.node_topology.is_some()) << 1
            | u64::from(self.capacity.is_some()) << 3
            | u64::from(self.maximum_volume_size.is_some()) << 4
    }
}

bowline_apimachinery::kind!(CSIStorageCapacity, "storage.k8s.io", "v1beta1", "CSIStorageCapacity");

bowline_apimachinery::message!(CSIStorageCapacity);
