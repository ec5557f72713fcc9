//! node metrics of metrics.k8s.io/v1beta1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use std::collections::BTreeMap;

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::quantity::Quantity;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};
use bowline_apimachinery::time::{Duration, Time};

/// `NodeMetrics` of `metrics.k8s.io/v1beta1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NodeMetrics {
    pub metadata: ObjectMeta,
    pub timestamp: Option<Time>,
    pub window: Duration,
    pub usage: BTreeMap<String, Quantity>,
}

#[doc(hidden)]
pub static NODE_METRICS: Descriptor = Descriptor::new(
    "io.k8s.metrics.pkg.apis.metrics.v1beta1.NodeMetrics",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("timestamp", 2, Type::Time, REQUIRED),
        Field::new("window", 3, Type::Duration, REQUIRED),
        Field::new("usage", 4, Type::Map(&Type::Quantity), REQUIRED),
    ],
    &[0, 1, 2, 3],
)
.root();

impl Message for NodeMetrics {
    fn descriptor(&self) -> &'static Descriptor {
        &NODE_METRICS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.timestamp.reflect(),
            2 => self.window.reflect(),
            3 => self.usage.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.timestamp.reflect_mut(),
            2 => self.window.reflect_mut(),
            3 => self.usage.reflect_mut(),
            _ => panic!("NodeMetrics has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff5
            | u64::from(self.timestamp.is_some()) << 1
            | u64::from(!self.usage.is_empty()) << 3
    }
}

bowline_apimachinery::kind!(NodeMetrics, "metrics.k8s.io", "v1beta1", "NodeMetrics");

bowline_apimachinery::message!(NodeMetrics);
