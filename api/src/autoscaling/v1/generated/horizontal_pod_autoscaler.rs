//! horizontal pod autoscaler of autoscaling/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use super::{
    CONTAINER_RESOURCE_METRIC_SOURCE, CONTAINER_RESOURCE_METRIC_STATUS,
    ContainerResourceMetricSource, ContainerResourceMetricStatus, RESOURCE_METRIC_SOURCE,
    RESOURCE_METRIC_STATUS, ResourceMetricSource, ResourceMetricStatus,
};
use crate::core::v1::ConditionStatus;
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{LABEL_SELECTOR, LabelSelector, OBJECT_META, ObjectMeta};
use bowline_apimachinery::quantity::Quantity;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};
use bowline_apimachinery::time::Time;

/// `HorizontalPodAutoscaler` of `autoscaling/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HorizontalPodAutoscaler {
    pub metadata: ObjectMeta,
    pub spec: HorizontalPodAutoscalerSpec,
    pub status: HorizontalPodAutoscalerStatus,
}

#[doc(hidden)]
pub static HORIZONTAL_POD_AUTOSCALER: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v1.HorizontalPodAutoscaler",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&HORIZONTAL_POD_AUTOSCALER_SPEC), OMITEMPTY | REQUIRED),
        Field::new("status", 3, Type::Message(&HORIZONTAL_POD_AUTOSCALER_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for HorizontalPodAutoscaler {
    fn descriptor(&self) -> &'static Descriptor {
        &HORIZONTAL_POD_AUTOSCALER
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.spec.reflect(),
            2 => self.status.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.spec.reflect_mut(),
            2 => self.status.reflect_mut(),
            _ => panic!("HorizontalPodAutoscaler has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(
    HorizontalPodAutoscaler,
    "autoscaling",
    "v1",
    "HorizontalPodAutoscaler",
    "horizontalpodautoscalers",
    Namespaced
);

/// `io.k8s.api.autoscaling.v1.CrossVersionObjectReference`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CrossVersionObjectReference {
    pub kind: String,
    pub name: String,
    pub api_version: String,
}

#[doc(hidden)]
pub static CROSS_VERSION_OBJECT_REFERENCE: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v1.CrossVersionObjectReference",
    &[
        Field::new("kind", 1, Type::String, REQUIRED),
        Field::new("name", 2, Type::String, REQUIRED),
        Field::new("apiVersion", 3, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2],
)
.atomic();

impl Message for CrossVersionObjectReference {
    fn descriptor(&self) -> &'static Descriptor {
        &CROSS_VERSION_OBJECT_REFERENCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.kind.reflect(),
            1 => self.name.reflect(),
            2 => self.api_version.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.kind.reflect_mut(),
            1 => self.name.reflect_mut(),
            2 => self.api_version.reflect_mut(),
            _ => panic!("CrossVersionObjectReference has no field {index}"),
        }
    }
}

/// `io.k8s.api.autoscaling.v1.ExternalMetricSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExternalMetricSource {
    pub metric_name: String,
    pub metric_selector: Option<Box<LabelSelector>>,
    pub target_value: Option<Quantity>,
    pub target_average_value: Option<Quantity>,
}

#[doc(hidden)]
pub static EXTERNAL_METRIC_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v1.ExternalMetricSource",
    &[
        Field::new("metricName", 1, Type::String, REQUIRED),
        Field::new("metricSelector", 2, Type::Message(&LABEL_SELECTOR), POINTER | OMITEMPTY),
        Field::new("targetValue", 3, Type::Quantity, POINTER | OMITEMPTY),
        Field::new("targetAverageValue", 4, Type::Quantity, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3],
);

impl Message for ExternalMetricSource {
    fn descriptor(&self) -> &'static Descriptor {
        &EXTERNAL_METRIC_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metric_name.reflect(),
            1 => self.metric_selector.reflect(),
            2 => self.target_value.reflect(),
            3 => self.target_average_value.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metric_name.reflect_mut(),
            1 => self.metric_selector.reflect_mut(),
            2 => self.target_value.reflect_mut(),
            3 => self.target_average_value.reflect_mut(),
            _ => panic!("ExternalMetricSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff1
            | u64::from(self.metric_selector.is_some()) << 1
            | u64::from(self.target_value.is_some()) << 2
            | u64::from(self.target_average_value.is_some()) << 3
    }
}

/// `io.k8s.api.autoscaling.v1.ExternalMetricStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExternalMetricStatus {
    pub metric_name: String,
    pub metric_selector: Option<Box<LabelSelector>>,
    pub current_value: Quantity,
    pub current_average_value: Option<Quantity>,
}

#[doc(hidden)]
pub static EXTERNAL_METRIC_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v1.ExternalMetricStatus",
    &[
        Field::new("metricName", 1, Type::String, REQUIRED),
        Field::new("metricSelector", 2, Type::Message(&LABEL_SELECTOR), POINTER | OMITEMPTY),
        Field::new("currentValue", 3, Type::Quantity, REQUIRED),
        Field::new("currentAverageValue", 4, Type::Quantity, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3],
);

impl Message for ExternalMetricStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &EXTERNAL_METRIC_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metric_name.reflect(),
            1 => self.metric_selector.reflect(),
            2 => self.current_value.reflect(),
            3 => self.current_average_value.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metric_name.reflect_mut(),
            1 => self.metric_selector.reflect_mut(),
            2 => self.current_value.reflect_mut(),
            3 => self.current_average_value.reflect_mut(),
            _ => panic!("ExternalMetricStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff5
            | u64::from(self.metric_selector.is_some()) << 1
            | u64::from(self.current_average_value.is_some()) << 3
    }
}

/// `io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerCondition`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HorizontalPodAutoscalerCondition {
    pub type_: String,
    pub status: ConditionStatus,
    pub last_transition_time: Option<Time>,
    pub reason: String,
    pub message: String,
}

#[doc(hidden)]
pub static HORIZONTAL_POD_AUTOSCALER_CONDITION: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerCondition",
    &[
        Field::new("type", 1, Type::String, REQUIRED),
        Field::new("status", 2, Type::Enum(ConditionStatus::VALUES), REQUIRED),
        Field::new("lastTransitionTime", 3, Type::Time, OMITEMPTY),
        Field::new("reason", 4, Type::String, OMITEMPTY),
        Field::new("message", 5, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4],
);

impl Message for HorizontalPodAutoscalerCondition {
    fn descriptor(&self) -> &'static Descriptor {
        &HORIZONTAL_POD_AUTOSCALER_CONDITION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.type_.reflect(),
            1 => self.status.reflect(),
            2 => self.last_transition_time.reflect(),
            3 => self.reason.reflect(),
            4 => self.message.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.type_.reflect_mut(),
            1 => self.status.reflect_mut(),
            2 => self.last_transition_time.reflect_mut(),
            3 => self.reason.reflect_mut(),
            4 => self.message.reflect_mut(),
            _ => panic!("HorizontalPodAutoscalerCondition has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffb | u64::from(self.last_transition_time.is_some()) << 2
    }
}

/// `io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HorizontalPodAutoscalerSpec {
    pub scale_target_ref: CrossVersionObjectReference,
    pub min_replicas: Option<i32>,
    pub max_replicas: i32,
    pub target_cpu_utilization_percentage: Option<i32>,
}

#[doc(hidden)]
pub static HORIZONTAL_POD_AUTOSCALER_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerSpec",
    &[
        Field::new("scaleTargetRef", 1, Type::Message(&CROSS_VERSION_OBJECT_REFERENCE), REQUIRED),
        Field::new("minReplicas", 2, Type::Int32, POINTER | OMITEMPTY),
        Field::new("maxReplicas", 3, Type::Int32, REQUIRED),
        Field::new("targetCPUUtilizationPercentage", 4, Type::Int32, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3],
);

impl Message for HorizontalPodAutoscalerSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &HORIZONTAL_POD_AUTOSCALER_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.scale_target_ref.reflect(),
            1 => self.min_replicas.reflect(),
            2 => self.max_replicas.reflect(),
            3 => self.target_cpu_utilization_percentage.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.scale_target_ref.reflect_mut(),
            1 => self.min_replicas.reflect_mut(),
            2 => self.max_replicas.reflect_mut(),
            3 => self.target_cpu_utilization_percentage.reflect_mut(),
            _ => panic!("HorizontalPodAutoscalerSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff5
            | u64::from(self.min_replicas.is_some()) << 1
            | u64::from(self.target_cpu_utilization_percentage.is_some()) << 3
    }
}

/// `io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HorizontalPodAutoscalerStatus {
    pub observed_generation: Option<i64>,
    pub last_scale_time: Option<Time>,
    pub current_replicas: i32,
    pub desired_replicas: i32,
    pub current_cpu_utilization_percentage: Option<i32>,
}

#[doc(hidden)]
pub static HORIZONTAL_POD_AUTOSCALER_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v1.HorizontalPodAutoscalerStatus",
    &[
        Field::new("observedGeneration", 1, Type::Int64, POINTER | OMITEMPTY),
        Field::new("lastScaleTime", 2, Type::Time, POINTER | OMITEMPTY),
        Field::new("currentReplicas", 3, Type::Int32, REQUIRED),
        Field::new("desiredReplicas", 4, Type::Int32, REQUIRED),
        Field::new("currentCPUUtilizationPercentage", 5, Type::Int32, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4],
);

impl Message for HorizontalPodAutoscalerStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &HORIZONTAL_POD_AUTOSCALER_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.observed_generation.reflect(),
            1 => self.last_scale_time.reflect(),
            2 => self.current_replicas.reflect(),
            3 => self.desired_replicas.reflect(),
            4 => self.current_cpu_utilization_percentage.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.observed_generation.reflect_mut(),
            1 => self.last_scale_time.reflect_mut(),
            2 => self.current_replicas.reflect_mut(),
            3 => self.desired_replicas.reflect_mut(),
            4 => self.current_cpu_utilization_percentage.reflect_mut(),
            _ => panic!("HorizontalPodAutoscalerStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffec
            | u64::from(self.observed_generation.is_some())
            | u64::from(self.last_scale_time.is_some()) << 1
            | u64::from(self.current_cpu_utilization_percentage.is_some()) << 4
    }
}

/// `io.k8s.api.autoscaling.v1.MetricSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MetricSpec {
    pub type_: MetricSourceType,
    pub object: Option<Box<ObjectMetricSource>>,
    pub pods: Option<Box<PodsMetricSource>>,
    pub resource: Option<Box<ResourceMetricSource>>,
    pub container_resource: Option<Box<ContainerResourceMetricSource>>,
    pub external: Option<Box<ExternalMetricSource>>,
}

#[doc(hidden)]
pub static METRIC_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v1.MetricSpec",
    &[
        Field::new("type", 1, Type::Enum(MetricSourceType::VALUES), REQUIRED),
        Field::new("object", 2, Type::Message(&OBJECT_METRIC_SOURCE), POINTER | OMITEMPTY),
        Field::new("pods", 3, Type::Message(&PODS_METRIC_SOURCE), POINTER | OMITEMPTY),
        Field::new("resource", 4, Type::Message(&RESOURCE_METRIC_SOURCE), POINTER | OMITEMPTY),
        Field::new(
            "containerResource",
            7,
            Type::Message(&CONTAINER_RESOURCE_METRIC_SOURCE),
            POINTER | OMITEMPTY,
        ),
        Field::new("external", 5, Type::Message(&EXTERNAL_METRIC_SOURCE), POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3, 5, 4],
);

impl Message for MetricSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &METRIC_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.type_.reflect(),
            1 => self.object.reflect(),
            2 => self.pods.reflect(),
            3 => self.resource.reflect(),
            4 => self.container_resource.reflect(),
            5 => self.external.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.type_.reflect_mut(),
            1 => self.object.reflect_mut(),
            2 => self.pods.reflect_mut(),
            3 => self.resource.reflect_mut(),
            4 => self.container_resource.reflect_mut(),
            5 => self.external.reflect_mut(),
            _ => panic!("MetricSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffc1
            | u64::from(self.object.is_some()) << 1
            | u64::from(self.pods.is_some()) << 2
            | u64::from(self.resource.is_some()) << 3
            | u64::from(self.container_resource.is_some()) << 4
            | u64::from(self.external.is_some()) << 5
    }
}

/// `io.k8s.api.autoscaling.v1.MetricStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MetricStatus {
    pub type_: MetricSourceType,
    pub object: Option<Box<ObjectMetricStatus>>,
    pub pods: Option<Box<PodsMetricStatus>>,
    pub resource: Option<Box<ResourceMetricStatus>>,
    pub container_resource: Option<Box<ContainerResourceMetricStatus>>,
    pub external: Option<Box<ExternalMetricStatus>>,
}

#[doc(hidden)]
pub static METRIC_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v1.MetricStatus",
    &[
        Field::new("type", 1, Type::Enum(MetricSourceType::VALUES), REQUIRED),
        Field::new("object", 2, Type::Message(&OBJECT_METRIC_STATUS), POINTER | OMITEMPTY),
        Field::new("pods", 3, Type::Message(&PODS_METRIC_STATUS), POINTER | OMITEMPTY),
        Field::new("resource", 4, Type::Message(&RESOURCE_METRIC_STATUS), POINTER | OMITEMPTY),
        Field::new(
            "containerResource",
            7,
            Type::Message(&CONTAINER_RESOURCE_METRIC_STATUS),
            POINTER | OMITEMPTY,
        ),
        Field::new("external", 5, Type::Message(&EXTERNAL_METRIC_STATUS), POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3, 5, 4],
);

impl Message for MetricStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &METRIC_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.type_.reflect(),
            1 => self.object.reflect(),
            2 => self.pods.reflect(),
            3 => self.resource.reflect(),
            4 => self.container_resource.reflect(),
            5 => self.external.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.type_.reflect_mut(),
            1 => self.object.reflect_mut(),
            2 => self.pods.reflect_mut(),
            3 => self.resource.reflect_mut(),
            4 => self.container_resource.reflect_mut(),
            5 => self.external.reflect_mut(),
            _ => panic!("MetricStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffc1
            | u64::from(self.object.is_some()) << 1
            | u64::from(self.pods.is_some()) << 2
            | u64::from(self.resource.is_some()) << 3
            | u64::from(self.container_resource.is_some()) << 4
            | u64::from(self.external.is_some()) << 5
    }
}

/// `io.k8s.api.autoscaling.v1.ObjectMetricSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ObjectMetricSource {
    pub target: CrossVersionObjectReference,
    pub metric_name: String,
    pub target_value: Quantity,
    pub selector: Option<Box<LabelSelector>>,
    pub average_value: Option<Quantity>,
}

#[doc(hidden)]
pub static OBJECT_METRIC_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v1.ObjectMetricSource",
    &[
        Field::new("target", 1, Type::Message(&CROSS_VERSION_OBJECT_REFERENCE), REQUIRED),
        Field::new("metricName", 2, Type::String, REQUIRED),
        Field::new("targetValue", 3, Type::Quantity, REQUIRED),
        Field::new("selector", 4, Type::Message(&LABEL_SELECTOR), POINTER | OMITEMPTY),
        Field::new("averageValue", 5, Type::Quantity, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4],
);

impl Message for ObjectMetricSource {
    fn descriptor(&self) -> &'static Descriptor {
        &OBJECT_METRIC_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.target.reflect(),
            1 => self.metric_name.reflect(),
            2 => self.target_value.reflect(),
            3 => self.selector.reflect(),
            4 => self.average_value.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.target.reflect_mut(),
            1 => self.metric_name.reflect_mut(),
            2 => self.target_value.reflect_mut(),
            3 => self.selector.reflect_mut(),
            4 => self.average_value.reflect_mut(),
            _ => panic!("ObjectMetricSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffe7
            | u64::from(self.selector.is_some()) << 3
            | u64::from(self.average_value.is_some()) << 4
    }
}

/// `io.k8s.api.autoscaling.v1.ObjectMetricStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ObjectMetricStatus {
    pub target: CrossVersionObjectReference,
    pub metric_name: String,
    pub current_value: Quantity,
    pub selector: Option<Box<LabelSelector>>,
    pub average_value: Option<Quantity>,
}

#[doc(hidden)]
pub static OBJECT_METRIC_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v1.ObjectMetricStatus",
    &[
        Field::new("target", 1, Type::Message(&CROSS_VERSION_OBJECT_REFERENCE), REQUIRED),
        Field::new("metricName", 2, Type::String, REQUIRED),
        Field::new("currentValue", 3, Type::Quantity, REQUIRED),
        Field::new("selector", 4, Type::Message(&LABEL_SELECTOR), POINTER | OMITEMPTY),
        Field::new("averageValue", 5, Type::Quantity, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4],
);

impl Message for ObjectMetricStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &OBJECT_METRIC_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.target.reflect(),
            1 => self.metric_name.reflect(),
            2 => self.current_value.reflect(),
            3 => self.selector.reflect(),
            4 => self.average_value.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.target.reflect_mut(),
            1 => self.metric_name.reflect_mut(),
            2 => self.current_value.reflect_mut(),
            3 => self.selector.reflect_mut(),
            4 => self.average_value.reflect_mut(),
            _ => panic!("ObjectMetricStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffe7
            | u64::from(self.selector.is_some()) << 3
            | u64::from(self.average_value.is_some()) << 4
    }
}

/// `io.k8s.api.autoscaling.v1.PodsMetricSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodsMetricSource {
    pub metric_name: String,
    pub target_average_value: Quantity,
    pub selector: Option<Box<LabelSelector>>,
}

#[doc(hidden)]
pub static PODS_METRIC_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v1.PodsMetricSource",
    &[
        Field::new("metricName", 1, Type::String, REQUIRED),
        Field::new("targetAverageValue", 2, Type::Quantity, REQUIRED),
        Field::new("selector", 3, Type::Message(&LABEL_SELECTOR), POINTER | OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for PodsMetricSource {
    fn descriptor(&self) -> &'static Descriptor {
        &PODS_METRIC_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metric_name.reflect(),
            1 => self.target_average_value.reflect(),
            2 => self.selector.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metric_name.reflect_mut(),
            1 => self.target_average_value.reflect_mut(),
            2 => self.selector.reflect_mut(),
            _ => panic!("PodsMetricSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffb | u64::from(self.selector.is_some()) << 2
    }
}

/// `io.k8s.api.autoscaling.v1.PodsMetricStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodsMetricStatus {
    pub metric_name: String,
    pub current_average_value: Quantity,
    pub selector: Option<Box<LabelSelector>>,
}

#[doc(hidden)]
pub static PODS_METRIC_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v1.PodsMetricStatus",
    &[
        Field::new("metricName", 1, Type::String, REQUIRED),
        Field::new("currentAverageValue", 2, Type::Quantity, REQUIRED),
        Field::new("selector", 3, Type::Message(&LABEL_SELECTOR), POINTER | OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for PodsMetricStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &PODS_METRIC_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metric_name.reflect(),
            1 => self.current_average_value.reflect(),
            2 => self.selector.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metric_name.reflect_mut(),
            1 => self.current_average_value.reflect_mut(),
            2 => self.selector.reflect_mut(),
            _ => panic!("PodsMetricStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffb | u64::from(self.selector.is_some()) << 2
    }
}

bowline_apimachinery::open_enum!(
/// One of `ContainerResource`, `External`, `Object`, `Pods`, `Resource`.
MetricSourceType { ContainerResource = "ContainerResource", External = "External", Object = "Object", Pods = "Pods", Resource = "Resource" });

bowline_apimachinery::message!(HorizontalPodAutoscaler CrossVersionObjectReference ExternalMetricSource ExternalMetricStatus HorizontalPodAutoscalerCondition HorizontalPodAutoscalerSpec HorizontalPodAutoscalerStatus MetricSpec MetricStatus ObjectMetricSource ObjectMetricStatus PodsMetricSource PodsMetricStatus);
