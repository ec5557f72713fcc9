//! pod metrics of metrics.k8s.io/v1beta1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use std::collections::BTreeMap;

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::quantity::Quantity;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};
use bowline_apimachinery::time::{Duration, Time};

/// `PodMetrics` of `metrics.k8s.io/v1beta1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodMetrics {
    pub metadata: ObjectMeta,
    pub timestamp: Option<Time>,
    pub window: Duration,
    pub containers: Vec<ContainerMetrics>,
}

#[doc(hidden)]
pub static POD_METRICS: Descriptor = Descriptor::new(
    "io.k8s.metrics.pkg.apis.metrics.v1beta1.PodMetrics",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("timestamp", 2, Type::Time, REQUIRED),
        Field::new("window", 3, Type::Duration, REQUIRED),
        Field::new(
            "containers",
            4,
            Type::List(&Type::Message(&CONTAINER_METRICS)),
            REQUIRED | ATOMIC,
        ),
    ],
    &[0, 1, 2, 3],
)
.root();

impl Message for PodMetrics {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_METRICS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.timestamp.reflect(),
            2 => self.window.reflect(),
            3 => self.containers.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.timestamp.reflect_mut(),
            2 => self.window.reflect_mut(),
            3 => self.containers.reflect_mut(),
            _ => panic!("PodMetrics has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff5
            | u64::from(self.timestamp.is_some()) << 1
            | u64::from(!self.containers.is_empty()) << 3
    }
}

bowline_apimachinery::kind!(PodMetrics, "metrics.k8s.io", "v1beta1", "PodMetrics");

/// `io.k8s.metrics.pkg.apis.metrics.v1beta1.ContainerMetrics`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContainerMetrics {
    pub name: String,
    pub usage: BTreeMap<String, Quantity>,
}

#[doc(hidden)]
pub static CONTAINER_METRICS: Descriptor = Descriptor::new(
    "io.k8s.metrics.pkg.apis.metrics.v1beta1.ContainerMetrics",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("usage", 2, Type::Map(&Type::Quantity), REQUIRED),
    ],
    &[0, 1],
);

impl Message for ContainerMetrics {
    fn descriptor(&self) -> &'static Descriptor {
        &CONTAINER_METRICS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.usage.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.usage.reflect_mut(),
            _ => panic!("ContainerMetrics has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(!self.usage.is_empty()) << 1
    }
}

bowline_apimachinery::message!(PodMetrics ContainerMetrics);
