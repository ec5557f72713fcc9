//! policy of scheduling.k8s.io/v1alpha2. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `io.k8s.api.scheduling.v1alpha2.BasicSchedulingPolicy`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BasicSchedulingPolicy {}

#[doc(hidden)]
pub static BASIC_SCHEDULING_POLICY: Descriptor =
    Descriptor::new("io.k8s.api.scheduling.v1alpha2.BasicSchedulingPolicy", &[], &[]);

impl Message for BasicSchedulingPolicy {
    fn descriptor(&self) -> &'static Descriptor {
        &BASIC_SCHEDULING_POLICY
    }
    fn get(&self, _: usize) -> Ref<'_> {
        Ref::Null
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        panic!("BasicSchedulingPolicy has no field {index}")
    }
}

/// `io.k8s.api.scheduling.v1alpha2.GangSchedulingPolicy`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GangSchedulingPolicy {
    pub min_count: i32,
}

#[doc(hidden)]
pub static GANG_SCHEDULING_POLICY: Descriptor = Descriptor::new(
    "io.k8s.api.scheduling.v1alpha2.GangSchedulingPolicy",
    &[Field::new("minCount", 1, Type::Int32, REQUIRED)],
    &[0],
);

impl Message for GangSchedulingPolicy {
    fn descriptor(&self) -> &'static Descriptor {
        &GANG_SCHEDULING_POLICY
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.min_count.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.min_count.reflect_mut(),
            _ => panic!("GangSchedulingPolicy has no field {index}"),
        }
    }
}

/// `io.k8s.api.scheduling.v1alpha2.TopologyConstraint`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TopologyConstraint {
    pub key: String,
}

#[doc(hidden)]
pub static TOPOLOGY_CONSTRAINT: Descriptor = Descriptor::new(
    "io.k8s.api.scheduling.v1alpha2.TopologyConstraint",
    &[Field::new("key", 1, Type::String, REQUIRED)],
    &[0],
);

impl Message for TopologyConstraint {
    fn descriptor(&self) -> &'static Descriptor {
        &TOPOLOGY_CONSTRAINT
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.key.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.key.reflect_mut(),
            _ => panic!("TopologyConstraint has no field {index}"),
        }
    }
}

bowline_apimachinery::message!(BasicSchedulingPolicy GangSchedulingPolicy TopologyConstraint);
