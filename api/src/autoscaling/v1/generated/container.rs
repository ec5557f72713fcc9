//! container of autoscaling/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::quantity::Quantity;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `io.k8s.api.autoscaling.v1.ContainerResourceMetricSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContainerResourceMetricSource {
    pub name: String,
    pub target_average_utilization: Option<i32>,
    pub target_average_value: Option<Quantity>,
    pub container: String,
}

#[doc(hidden)]
pub static CONTAINER_RESOURCE_METRIC_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v1.ContainerResourceMetricSource",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("targetAverageUtilization", 2, Type::Int32, POINTER | OMITEMPTY),
        Field::new("targetAverageValue", 3, Type::Quantity, POINTER | OMITEMPTY),
        Field::new("container", 5, Type::String, REQUIRED),
    ],
    &[0, 1, 2, 3],
);

impl Message for ContainerResourceMetricSource {
    fn descriptor(&self) -> &'static Descriptor {
        &CONTAINER_RESOURCE_METRIC_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.target_average_utilization.reflect(),
            2 => self.target_average_value.reflect(),
            3 => self.container.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.target_average_utilization.reflect_mut(),
            2 => self.target_average_value.reflect_mut(),
            3 => self.container.reflect_mut(),
            _ => panic!("ContainerResourceMetricSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff9
            | u64::from(self.target_average_utilization.is_some()) << 1
            | u64::from(self.target_average_value.is_some()) << 2
    }
}

/// `io.k8s.api.autoscaling.v1.ContainerResourceMetricStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContainerResourceMetricStatus {
    pub name: String,
    pub current_average_utilization: Option<i32>,
    pub current_average_value: Quantity,
    pub container: String,
}

#[doc(hidden)]
pub static CONTAINER_RESOURCE_METRIC_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v1.ContainerResourceMetricStatus",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("currentAverageUtilization", 2, Type::Int32, POINTER | OMITEMPTY),
        Field::new("currentAverageValue", 3, Type::Quantity, REQUIRED),
        Field::new("container", 4, Type::String, REQUIRED),
    ],
    &[0, 1, 2, 3],
);

impl Message for ContainerResourceMetricStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &CONTAINER_RESOURCE_METRIC_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.current_average_utilization.reflect(),
            2 => self.current_average_value.reflect(),
            3 => self.container.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.current_average_utilization.reflect_mut(),
            2 => self.current_average_value.reflect_mut(),
            3 => self.container.reflect_mut(),
            _ => panic!("ContainerResourceMetricStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(self.current_average_utilization.is_some()) << 1
    }
}

bowline_apimachinery::message!(ContainerResourceMetricSource ContainerResourceMetricStatus);
