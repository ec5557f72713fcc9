//! csi node of storage.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `CSINode` of `storage.k8s.io/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CSINode {
    pub metadata: ObjectMeta,
    pub spec: CSINodeSpec,
}

#[doc(hidden)]
pub static CSI_NODE: Descriptor = Descriptor::new(
    "io.k8s.api.storage.v1.CSINode",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&CSI_NODE_SPEC), REQUIRED),
    ],
    &[0, 1],
)
.root();

impl Message for CSINode {
    fn descriptor(&self) -> &'static Descriptor {
        &CSI_NODE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.spec.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.spec.reflect_mut(),
            _ => panic!("CSINode has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(CSINode, "storage.k8s.io", "v1", "CSINode", "csinodes", Cluster);

/// `io.k8s.api.storage.v1.CSINodeDriver`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CSINodeDriver {
    pub name: String,
    pub node_id: String,
    pub topology_keys: Vec<String>,
    pub allocatable: Option<VolumeNodeResources>,
}

#[doc(hidden)]
pub static CSI_NODE_DRIVER: Descriptor = Descriptor::new(
    "io.k8s.api.storage.v1.CSINodeDriver",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("nodeID", 2, Type::String, REQUIRED),
        Field::new("topologyKeys", 3, Type::List(&Type::String), ATOMIC),
        Field::new("allocatable", 4, Type::Message(&VOLUME_NODE_RESOURCES), POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3],
);

impl Message for CSINodeDriver {
    fn descriptor(&self) -> &'static Descriptor {
        &CSI_NODE_DRIVER
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.node_id.reflect(),
            2 => self.topology_keys.reflect(),
            3 => self.allocatable.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.node_id.reflect_mut(),
            2 => self.topology_keys.reflect_mut(),
            3 => self.allocatable.reflect_mut(),
            _ => panic!("CSINodeDriver has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff3
            | u64::from(!self.topology_keys.is_empty()) << 2
            | u64::from(self.allocatable.is_some()) << 3
    }
}

/// `io.k8s.api.storage.v1.CSINodeSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CSINodeSpec {
    /// List, one item per `name`.
    pub drivers: Vec<CSINodeDriver>,
}

#[doc(hidden)]
pub static CSI_NODE_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.storage.v1.CSINodeSpec",
    &[Field::new(
        "drivers",
        1,
        Type::List(&Type::Message(&CSI_NODE_DRIVER)),
        REQUIRED | LIST_MAP | PATCH_MERGE,
    )
    .keys(&["name"])
    .merge_key("name")],
    &[0],
);

impl Message for CSINodeSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &CSI_NODE_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.drivers.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.drivers.reflect_mut(),
            _ => panic!("CSINodeSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(!self.drivers.is_empty())
    }
}

/// `io.k8s.api.storage.v1.VolumeNodeResources`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VolumeNodeResources {
    pub count: Option<i32>,
}

#[doc(hidden)]
pub static VOLUME_NODE_RESOURCES: Descriptor = Descriptor::new(
    "io.k8s.api.storage.v1.VolumeNodeResources",
    &[Field::new("count", 1, Type::Int32, POINTER | OMITEMPTY)],
    &[0],
);

impl Message for VolumeNodeResources {
    fn descriptor(&self) -> &'static Descriptor {
        &VOLUME_NODE_RESOURCES
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.count.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.count.reflect_mut(),
            _ => panic!("VolumeNodeResources has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(self.count.is_some())
    }
}

bowline_apimachinery::message!(CSINode CSINodeDriver CSINodeSpec VolumeNodeResources);
