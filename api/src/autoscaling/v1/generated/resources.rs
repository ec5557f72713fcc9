//! resources of autoscaling/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::quantity::Quantity;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `io.k8s.api.autoscaling.v1.ResourceMetricSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourceMetricSource {
    pub name: String,
    pub target_average_utilization: Option<i32>,
    pub target_average_value: Option<Quantity>,
}

#[doc(hidden)]
pub static RESOURCE_METRIC_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v1.ResourceMetricSource",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("targetAverageUtilization", 2, Type::Int32, POINTER | OMITEMPTY),
        Field::new("targetAverageValue", 3, Type::Quantity, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for ResourceMetricSource {
    fn descriptor(&self) -> &'static Descriptor {
        &RESOURCE_METRIC_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.target_average_utilization.reflect(),
            2 => self.target_average_value.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.target_average_utilization.reflect_mut(),
            2 => self.target_average_value.reflect_mut(),
            _ => panic!("ResourceMetricSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff9
            | u64::from(self.target_average_utilization.is_some()) << 1
            | u64::from(self.target_average_value.is_some()) << 2
    }
}

/// `io.k8s.api.autoscaling.v1.ResourceMetricStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourceMetricStatus {
    pub name: String,
    pub current_average_utilization: Option<i32>,
    pub current_average_value: Quantity,
}

#[doc(hidden)]
pub static RESOURCE_METRIC_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v1.ResourceMetricStatus",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("currentAverageUtilization", 2, Type::Int32, POINTER | OMITEMPTY),
        Field::new("currentAverageValue", 3, Type::Quantity, REQUIRED),
    ],
    &[0, 1, 2],
);

impl Message for ResourceMetricStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &RESOURCE_METRIC_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.current_average_utilization.reflect(),
            2 => self.current_average_value.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.current_average_utilization.reflect_mut(),
            2 => self.current_average_value.reflect_mut(),
            _ => panic!("ResourceMetricStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(self.current_average_utilization.is_some()) << 1
    }
}

bowline_apimachinery::message!(ResourceMetricSource ResourceMetricStatus);
