//! horizontal pod autoscaler of autoscaling/v2. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use crate::core::v1::ConditionStatus;
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{LABEL_SELECTOR, LabelSelector, OBJECT_META, ObjectMeta};
use bowline_apimachinery::quantity::Quantity;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};
use bowline_apimachinery::time::Time;

/// `HorizontalPodAutoscaler` of `autoscaling/v2`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HorizontalPodAutoscaler {
    pub metadata: ObjectMeta,
    pub spec: HorizontalPodAutoscalerSpec,
    pub status: HorizontalPodAutoscalerStatus,
}

#[doc(hidden)]
pub static HORIZONTAL_POD_AUTOSCALER: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v2.HorizontalPodAutoscaler",
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
    "v2",
    "HorizontalPodAutoscaler",
    "horizontalpodautoscalers",
    Namespaced
);

/// `io.k8s.api.autoscaling.v2.ContainerResourceMetricSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContainerResourceMetricSource {
    pub name: String,
    pub target: MetricTarget,
    pub container: String,
}

#[doc(hidden)]
pub static CONTAINER_RESOURCE_METRIC_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v2.ContainerResourceMetricSource",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("target", 2, Type::Message(&METRIC_TARGET), REQUIRED),
        Field::new("container", 3, Type::String, REQUIRED),
    ],
    &[0, 1, 2],
);

impl Message for ContainerResourceMetricSource {
    fn descriptor(&self) -> &'static Descriptor {
        &CONTAINER_RESOURCE_METRIC_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.target.reflect(),
            2 => self.container.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.target.reflect_mut(),
            2 => self.container.reflect_mut(),
            _ => panic!("ContainerResourceMetricSource has no field {index}"),
        }
    }
}

/// `io.k8s.api.autoscaling.v2.ContainerResourceMetricStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ContainerResourceMetricStatus {
    pub name: String,
    pub current: MetricValueStatus,
    pub container: String,
}

#[doc(hidden)]
pub static CONTAINER_RESOURCE_METRIC_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v2.ContainerResourceMetricStatus",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("current", 2, Type::Message(&METRIC_VALUE_STATUS), REQUIRED),
        Field::new("container", 3, Type::String, REQUIRED),
    ],
    &[0, 1, 2],
);

impl Message for ContainerResourceMetricStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &CONTAINER_RESOURCE_METRIC_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.current.reflect(),
            2 => self.container.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.current.reflect_mut(),
            2 => self.container.reflect_mut(),
            _ => panic!("ContainerResourceMetricStatus has no field {index}"),
        }
    }
}

/// `io.k8s.api.autoscaling.v2.CrossVersionObjectReference`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CrossVersionObjectReference {
    pub kind: String,
    pub name: String,
    pub api_version: String,
}

#[doc(hidden)]
pub static CROSS_VERSION_OBJECT_REFERENCE: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v2.CrossVersionObjectReference",
    &[
        Field::new("kind", 1, Type::String, REQUIRED),
        Field::new("name", 2, Type::String, REQUIRED),
        Field::new("apiVersion", 3, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2],
);

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

/// `io.k8s.api.autoscaling.v2.ExternalMetricSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExternalMetricSource {
    pub metric: MetricIdentifier,
    pub target: MetricTarget,
}

#[doc(hidden)]
pub static EXTERNAL_METRIC_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v2.ExternalMetricSource",
    &[
        Field::new("metric", 1, Type::Message(&METRIC_IDENTIFIER), REQUIRED),
        Field::new("target", 2, Type::Message(&METRIC_TARGET), REQUIRED),
    ],
    &[0, 1],
);

impl Message for ExternalMetricSource {
    fn descriptor(&self) -> &'static Descriptor {
        &EXTERNAL_METRIC_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metric.reflect(),
            1 => self.target.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metric.reflect_mut(),
            1 => self.target.reflect_mut(),
            _ => panic!("ExternalMetricSource has no field {index}"),
        }
    }
}

/// `io.k8s.api.autoscaling.v2.ExternalMetricStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ExternalMetricStatus {
    pub metric: MetricIdentifier,
    pub current: MetricValueStatus,
}

#[doc(hidden)]
pub static EXTERNAL_METRIC_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v2.ExternalMetricStatus",
    &[
        Field::new("metric", 1, Type::Message(&METRIC_IDENTIFIER), REQUIRED),
        Field::new("current", 2, Type::Message(&METRIC_VALUE_STATUS), REQUIRED),
    ],
    &[0, 1],
);

impl Message for ExternalMetricStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &EXTERNAL_METRIC_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metric.reflect(),
            1 => self.current.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metric.reflect_mut(),
            1 => self.current.reflect_mut(),
            _ => panic!("ExternalMetricStatus has no field {index}"),
        }
    }
}

/// `io.k8s.api.autoscaling.v2.HPAScalingPolicy`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HPAScalingPolicy {
    pub type_: HPAScalingPolicyType,
    pub value: i32,
    pub period_seconds: i32,
}

#[doc(hidden)]
pub static HPA_SCALING_POLICY: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v2.HPAScalingPolicy",
    &[
        Field::new("type", 1, Type::Enum(HPAScalingPolicyType::VALUES), REQUIRED),
        Field::new("value", 2, Type::Int32, REQUIRED),
        Field::new("periodSeconds", 3, Type::Int32, REQUIRED),
    ],
    &[0, 1, 2],
);

impl Message for HPAScalingPolicy {
    fn descriptor(&self) -> &'static Descriptor {
        &HPA_SCALING_POLICY
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.type_.reflect(),
            1 => self.value.reflect(),
            2 => self.period_seconds.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.type_.reflect_mut(),
            1 => self.value.reflect_mut(),
            2 => self.period_seconds.reflect_mut(),
            _ => panic!("HPAScalingPolicy has no field {index}"),
        }
    }
}

/// `io.k8s.api.autoscaling.v2.HPAScalingRules`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HPAScalingRules {
    pub stabilization_window_seconds: Option<i32>,
    pub select_policy: Option<ScalingPolicySelect>,
    pub policies: Vec<HPAScalingPolicy>,
    pub tolerance: Option<Quantity>,
}

#[doc(hidden)]
pub static HPA_SCALING_RULES: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v2.HPAScalingRules",
    &[
        Field::new("stabilizationWindowSeconds", 3, Type::Int32, POINTER | OMITEMPTY),
        Field::new("selectPolicy", 1, Type::Enum(ScalingPolicySelect::VALUES), POINTER | OMITEMPTY),
        Field::new(
            "policies",
            2,
            Type::List(&Type::Message(&HPA_SCALING_POLICY)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new("tolerance", 4, Type::Quantity, POINTER | OMITEMPTY),
    ],
    &[1, 2, 0, 3],
);

impl Message for HPAScalingRules {
    fn descriptor(&self) -> &'static Descriptor {
        &HPA_SCALING_RULES
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.stabilization_window_seconds.reflect(),
            1 => self.select_policy.reflect(),
            2 => self.policies.reflect(),
            3 => self.tolerance.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.stabilization_window_seconds.reflect_mut(),
            1 => self.select_policy.reflect_mut(),
            2 => self.policies.reflect_mut(),
            3 => self.tolerance.reflect_mut(),
            _ => panic!("HPAScalingRules has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff0
            | u64::from(self.stabilization_window_seconds.is_some())
            | u64::from(self.select_policy.is_some()) << 1
            | u64::from(!self.policies.is_empty()) << 2
            | u64::from(self.tolerance.is_some()) << 3
    }
}

/// `io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerBehavior`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HorizontalPodAutoscalerBehavior {
    pub scale_up: Option<Box<HPAScalingRules>>,
    pub scale_down: Option<Box<HPAScalingRules>>,
}

#[doc(hidden)]
pub static HORIZONTAL_POD_AUTOSCALER_BEHAVIOR: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerBehavior",
    &[
        Field::new("scaleUp", 1, Type::Message(&HPA_SCALING_RULES), POINTER | OMITEMPTY),
        Field::new("scaleDown", 2, Type::Message(&HPA_SCALING_RULES), POINTER | OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for HorizontalPodAutoscalerBehavior {
    fn descriptor(&self) -> &'static Descriptor {
        &HORIZONTAL_POD_AUTOSCALER_BEHAVIOR
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.scale_up.reflect(),
            1 => self.scale_down.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.scale_up.reflect_mut(),
            1 => self.scale_down.reflect_mut(),
            _ => panic!("HorizontalPodAutoscalerBehavior has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(self.scale_up.is_some())
            | u64::from(self.scale_down.is_some()) << 1
    }
}

/// `io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerCondition`.
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
    "io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerCondition",
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

/// `io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HorizontalPodAutoscalerSpec {
    pub scale_target_ref: CrossVersionObjectReference,
    pub min_replicas: Option<i32>,
    pub max_replicas: i32,
    pub metrics: Vec<MetricSpec>,
    pub behavior: Option<HorizontalPodAutoscalerBehavior>,
}

#[doc(hidden)]
pub static HORIZONTAL_POD_AUTOSCALER_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerSpec",
    &[
        Field::new("scaleTargetRef", 1, Type::Message(&CROSS_VERSION_OBJECT_REFERENCE), REQUIRED),
        Field::new("minReplicas", 2, Type::Int32, POINTER | OMITEMPTY),
        Field::new("maxReplicas", 3, Type::Int32, REQUIRED),
        Field::new("metrics", 4, Type::List(&Type::Message(&METRIC_SPEC)), OMITEMPTY | ATOMIC),
        Field::new(
            "behavior",
            5,
            Type::Message(&HORIZONTAL_POD_AUTOSCALER_BEHAVIOR),
            POINTER | OMITEMPTY,
        ),
    ],
    &[0, 1, 2, 3, 4],
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
            3 => self.metrics.reflect(),
            4 => self.behavior.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.scale_target_ref.reflect_mut(),
            1 => self.min_replicas.reflect_mut(),
            2 => self.max_replicas.reflect_mut(),
            3 => self.metrics.reflect_mut(),
            4 => self.behavior.reflect_mut(),
            _ => panic!("HorizontalPodAutoscalerSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffe5
            | u64::from(self.min_replicas.is_some()) << 1
            | u64::from(!self.metrics.is_empty()) << 3
            | u64::from(self.behavior.is_some()) << 4
    }
}

/// `io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HorizontalPodAutoscalerStatus {
    pub observed_generation: Option<i64>,
    pub last_scale_time: Option<Time>,
    pub current_replicas: i32,
    pub desired_replicas: i32,
    pub current_metrics: Vec<MetricStatus>,
    /// List, one item per `type`.
    pub conditions: Vec<HorizontalPodAutoscalerCondition>,
}

#[doc(hidden)]
pub static HORIZONTAL_POD_AUTOSCALER_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerStatus",
    &[
        Field::new("observedGeneration", 1, Type::Int64, POINTER | OMITEMPTY),
        Field::new("lastScaleTime", 2, Type::Time, POINTER | OMITEMPTY),
        Field::new("currentReplicas", 3, Type::Int32, OMITEMPTY),
        Field::new("desiredReplicas", 4, Type::Int32, REQUIRED),
        Field::new("currentMetrics", 5, Type::List(&Type::Message(&METRIC_STATUS)), ATOMIC),
        Field::new(
            "conditions",
            6,
            Type::List(&Type::Message(&HORIZONTAL_POD_AUTOSCALER_CONDITION)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["type"])
        .merge_key("type"),
    ],
    &[0, 1, 2, 3, 4, 5],
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
            4 => self.current_metrics.reflect(),
            5 => self.conditions.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.observed_generation.reflect_mut(),
            1 => self.last_scale_time.reflect_mut(),
            2 => self.current_replicas.reflect_mut(),
            3 => self.desired_replicas.reflect_mut(),
            4 => self.current_metrics.reflect_mut(),
            5 => self.conditions.reflect_mut(),
            _ => panic!("HorizontalPodAutoscalerStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffcc
            | u64::from(self.observed_generation.is_some())
            | u64::from(self.last_scale_time.is_some()) << 1
            | u64::from(!self.current_metrics.is_empty()) << 4
            | u64::from(!self.conditions.is_empty()) << 5
    }
}

/// `io.k8s.api.autoscaling.v2.MetricIdentifier`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MetricIdentifier {
    pub name: String,
    pub selector: Option<Box<LabelSelector>>,
}

#[doc(hidden)]
pub static METRIC_IDENTIFIER: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v2.MetricIdentifier",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("selector", 2, Type::Message(&LABEL_SELECTOR), POINTER | OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for MetricIdentifier {
    fn descriptor(&self) -> &'static Descriptor {
        &METRIC_IDENTIFIER
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.selector.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.selector.reflect_mut(),
            _ => panic!("MetricIdentifier has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(self.selector.is_some()) << 1
    }
}

/// `io.k8s.api.autoscaling.v2.MetricSpec`.
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
    "io.k8s.api.autoscaling.v2.MetricSpec",
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

/// `io.k8s.api.autoscaling.v2.MetricStatus`.
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
    "io.k8s.api.autoscaling.v2.MetricStatus",
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

/// `io.k8s.api.autoscaling.v2.MetricTarget`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MetricTarget {
    pub type_: MetricTargetType,
    pub value: Option<Quantity>,
    pub average_value: Option<Quantity>,
    pub average_utilization: Option<i32>,
}

#[doc(hidden)]
pub static METRIC_TARGET: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v2.MetricTarget",
    &[
        Field::new("type", 1, Type::Enum(MetricTargetType::VALUES), REQUIRED),
        Field::new("value", 2, Type::Quantity, POINTER | OMITEMPTY),
        Field::new("averageValue", 3, Type::Quantity, POINTER | OMITEMPTY),
        Field::new("averageUtilization", 4, Type::Int32, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3],
);

impl Message for MetricTarget {
    fn descriptor(&self) -> &'static Descriptor {
        &METRIC_TARGET
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.type_.reflect(),
            1 => self.value.reflect(),
            2 => self.average_value.reflect(),
            3 => self.average_utilization.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.type_.reflect_mut(),
            1 => self.value.reflect_mut(),
            2 => self.average_value.reflect_mut(),
            3 => self.average_utilization.reflect_mut(),
            _ => panic!("MetricTarget has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff1
            | u64::from(self.value.is_some()) << 1
            | u64::from(self.average_value.is_some()) << 2
            | u64::from(self.average_utilization.is_some()) << 3
    }
}

/// `io.k8s.api.autoscaling.v2.MetricValueStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MetricValueStatus {
    pub value: Option<Quantity>,
    pub average_value: Option<Quantity>,
    pub average_utilization: Option<i32>,
}

#[doc(hidden)]
pub static METRIC_VALUE_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v2.MetricValueStatus",
    &[
        Field::new("value", 1, Type::Quantity, POINTER | OMITEMPTY),
        Field::new("averageValue", 2, Type::Quantity, POINTER | OMITEMPTY),
        Field::new("averageUtilization", 3, Type::Int32, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for MetricValueStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &METRIC_VALUE_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.value.reflect(),
            1 => self.average_value.reflect(),
            2 => self.average_utilization.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.value.reflect_mut(),
            1 => self.average_value.reflect_mut(),
            2 => self.average_utilization.reflect_mut(),
            _ => panic!("MetricValueStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff8
            | u64::from(self.value.is_some())
            | u64::from(self.average_value.is_some()) << 1
            | u64::from(self.average_utilization.is_some()) << 2
    }
}

/// `io.k8s.api.autoscaling.v2.ObjectMetricSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ObjectMetricSource {
    pub described_object: CrossVersionObjectReference,
    pub target: MetricTarget,
    pub metric: MetricIdentifier,
}

#[doc(hidden)]
pub static OBJECT_METRIC_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v2.ObjectMetricSource",
    &[
        Field::new("describedObject", 1, Type::Message(&CROSS_VERSION_OBJECT_REFERENCE), REQUIRED),
        Field::new("target", 2, Type::Message(&METRIC_TARGET), REQUIRED),
        Field::new("metric", 3, Type::Message(&METRIC_IDENTIFIER), REQUIRED),
    ],
    &[0, 1, 2],
);

impl Message for ObjectMetricSource {
    fn descriptor(&self) -> &'static Descriptor {
        &OBJECT_METRIC_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.described_object.reflect(),
            1 => self.target.reflect(),
            2 => self.metric.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.described_object.reflect_mut(),
            1 => self.target.reflect_mut(),
            2 => self.metric.reflect_mut(),
            _ => panic!("ObjectMetricSource has no field {index}"),
        }
    }
}

/// `io.k8s.api.autoscaling.v2.ObjectMetricStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ObjectMetricStatus {
    pub metric: MetricIdentifier,
    pub current: MetricValueStatus,
    pub described_object: CrossVersionObjectReference,
}

#[doc(hidden)]
pub static OBJECT_METRIC_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v2.ObjectMetricStatus",
    &[
        Field::new("metric", 1, Type::Message(&METRIC_IDENTIFIER), REQUIRED),
        Field::new("current", 2, Type::Message(&METRIC_VALUE_STATUS), REQUIRED),
        Field::new("describedObject", 3, Type::Message(&CROSS_VERSION_OBJECT_REFERENCE), REQUIRED),
    ],
    &[0, 1, 2],
);

impl Message for ObjectMetricStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &OBJECT_METRIC_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metric.reflect(),
            1 => self.current.reflect(),
            2 => self.described_object.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metric.reflect_mut(),
            1 => self.current.reflect_mut(),
            2 => self.described_object.reflect_mut(),
            _ => panic!("ObjectMetricStatus has no field {index}"),
        }
    }
}

/// `io.k8s.api.autoscaling.v2.PodsMetricSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodsMetricSource {
    pub metric: MetricIdentifier,
    pub target: MetricTarget,
}

#[doc(hidden)]
pub static PODS_METRIC_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v2.PodsMetricSource",
    &[
        Field::new("metric", 1, Type::Message(&METRIC_IDENTIFIER), REQUIRED),
        Field::new("target", 2, Type::Message(&METRIC_TARGET), REQUIRED),
    ],
    &[0, 1],
);

impl Message for PodsMetricSource {
    fn descriptor(&self) -> &'static Descriptor {
        &PODS_METRIC_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metric.reflect(),
            1 => self.target.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metric.reflect_mut(),
            1 => self.target.reflect_mut(),
            _ => panic!("PodsMetricSource has no field {index}"),
        }
    }
}

/// `io.k8s.api.autoscaling.v2.PodsMetricStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodsMetricStatus {
    pub metric: MetricIdentifier,
    pub current: MetricValueStatus,
}

#[doc(hidden)]
pub static PODS_METRIC_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v2.PodsMetricStatus",
    &[
        Field::new("metric", 1, Type::Message(&METRIC_IDENTIFIER), REQUIRED),
        Field::new("current", 2, Type::Message(&METRIC_VALUE_STATUS), REQUIRED),
    ],
    &[0, 1],
);

impl Message for PodsMetricStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &PODS_METRIC_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metric.reflect(),
            1 => self.current.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metric.reflect_mut(),
            1 => self.current.reflect_mut(),
            _ => panic!("PodsMetricStatus has no field {index}"),
        }
    }
}

/// `io.k8s.api.autoscaling.v2.ResourceMetricSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourceMetricSource {
    pub name: String,
    pub target: MetricTarget,
}

#[doc(hidden)]
pub static RESOURCE_METRIC_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v2.ResourceMetricSource",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("target", 2, Type::Message(&METRIC_TARGET), REQUIRED),
    ],
    &[0, 1],
);

impl Message for ResourceMetricSource {
    fn descriptor(&self) -> &'static Descriptor {
        &RESOURCE_METRIC_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.target.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.target.reflect_mut(),
            _ => panic!("ResourceMetricSource has no field {index}"),
        }
    }
}

/// `io.k8s.api.autoscaling.v2.ResourceMetricStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourceMetricStatus {
    pub name: String,
    pub current: MetricValueStatus,
}

#[doc(hidden)]
pub static RESOURCE_METRIC_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.autoscaling.v2.ResourceMetricStatus",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("current", 2, Type::Message(&METRIC_VALUE_STATUS), REQUIRED),
    ],
    &[0, 1],
);

impl Message for ResourceMetricStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &RESOURCE_METRIC_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.current.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.current.reflect_mut(),
            _ => panic!("ResourceMetricStatus has no field {index}"),
        }
    }
}

bowline_apimachinery::open_enum!(
/// One of `Percent`, `Pods`.
HPAScalingPolicyType { Percent = "Percent", Pods = "Pods" });

bowline_apimachinery::open_enum!(
/// One of `ContainerResource`, `External`, `Object`, `Pods`, `Resource`.
MetricSourceType { ContainerResource = "ContainerResource", External = "External", Object = "Object", Pods = "Pods", Resource = "Resource" });

bowline_apimachinery::open_enum!(
/// One of `AverageValue`, `Utilization`, `Value`.
MetricTargetType { AverageValue = "AverageValue", Utilization = "Utilization", Value = "Value" });

bowline_apimachinery::open_enum!(
/// One of `Disabled`, `Max`, `Min`.
ScalingPolicySelect { Disabled = "Disabled", Max = "Max", Min = "Min" });

bowline_apimachinery::message!(HorizontalPodAutoscaler ContainerResourceMetricSource ContainerResourceMetricStatus CrossVersionObjectReference ExternalMetricSource ExternalMetricStatus HPAScalingPolicy HPAScalingRules HorizontalPodAutoscalerBehavior HorizontalPodAutoscalerCondition HorizontalPodAutoscalerSpec HorizontalPodAutoscalerStatus MetricIdentifier MetricSpec MetricStatus MetricTarget MetricValueStatus ObjectMetricSource ObjectMetricStatus PodsMetricSource PodsMetricStatus ResourceMetricSource ResourceMetricStatus);
