//! runtime class of node.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use std::collections::BTreeMap;

use crate::core::v1::{TOLERATION, Toleration};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::quantity::Quantity;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `RuntimeClass` of `node.k8s.io/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RuntimeClass {
    pub metadata: ObjectMeta,
    pub handler: String,
    pub overhead: Option<Overhead>,
    pub scheduling: Option<Box<Scheduling>>,
}

#[doc(hidden)]
pub static RUNTIME_CLASS: Descriptor = Descriptor::new(
    "io.k8s.api.node.v1.RuntimeClass",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("handler", 2, Type::String, REQUIRED),
        Field::new("overhead", 3, Type::Message(&OVERHEAD), POINTER | OMITEMPTY),
        Field::new("scheduling", 4, Type::Message(&SCHEDULING), POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3],
)
.root();

impl Message for RuntimeClass {
    fn descriptor(&self) -> &'static Descriptor {
        &RUNTIME_CLASS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.handler.reflect(),
            2 => self.overhead.reflect(),
            3 => self.scheduling.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.handler.reflect_mut(),
            2 => self.overhead.reflect_mut(),
            3 => self.scheduling.reflect_mut(),
            _ => panic!("RuntimeClass has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff3
            | u64::from(self.overhead.is_some()) << 2
            | u64::from(self.scheduling.is_some()) << 3
    }
}

bowline_apimachinery::resource!(
    RuntimeClass,
    "node.k8s.io",
    "v1",
    "RuntimeClass",
    "runtimeclasses",
    Cluster
);

/// `io.k8s.api.node.v1.Overhead`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overhead {
    pub pod_fixed: BTreeMap<String, Quantity>,
}

#[doc(hidden)]
pub static OVERHEAD: Descriptor = Descriptor::new(
    "io.k8s.api.node.v1.Overhead",
    &[Field::new("podFixed", 1, Type::Map(&Type::Quantity), OMITEMPTY)],
    &[0],
);

impl Message for Overhead {
    fn descriptor(&self) -> &'static Descriptor {
        &OVERHEAD
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.pod_fixed.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.pod_fixed.reflect_mut(),
            _ => panic!("Overhead has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(!self.pod_fixed.is_empty())
    }
}

/// `io.k8s.api.node.v1.Scheduling`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scheduling {
    pub node_selector: BTreeMap<String, String>,
    pub tolerations: Vec<Toleration>,
}

#[doc(hidden)]
pub static SCHEDULING: Descriptor = Descriptor::new(
    "io.k8s.api.node.v1.Scheduling",
    &[
        Field::new("nodeSelector", 1, Type::Map(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("tolerations", 2, Type::List(&Type::Message(&TOLERATION)), OMITEMPTY | ATOMIC),
    ],
    &[0, 1],
);

impl Message for Scheduling {
    fn descriptor(&self) -> &'static Descriptor {
        &SCHEDULING
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.node_selector.reflect(),
            1 => self.tolerations.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.node_selector.reflect_mut(),
            1 => self.tolerations.reflect_mut(),
            _ => panic!("Scheduling has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(!self.node_selector.is_empty())
            | u64::from(!self.tolerations.is_empty()) << 1
    }
}

bowline_apimachinery::message!(RuntimeClass Overhead Scheduling);
