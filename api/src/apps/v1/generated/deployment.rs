//! deployment of apps/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use crate::core::v1::{ConditionStatus, POD_TEMPLATE_SPEC, PodTemplateSpec};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::int_or_string::IntOrString;
use bowline_apimachinery::meta::{LABEL_SELECTOR, LabelSelector, OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};
use bowline_apimachinery::time::Time;

/// `Deployment` of `apps/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Deployment {
    pub metadata: ObjectMeta,
    pub spec: DeploymentSpec,
    pub status: DeploymentStatus,
}

#[doc(hidden)]
pub static DEPLOYMENT: Descriptor = Descriptor::new(
    "io.k8s.api.apps.v1.Deployment",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&DEPLOYMENT_SPEC), OMITEMPTY),
        Field::new("status", 3, Type::Message(&DEPLOYMENT_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for Deployment {
    fn descriptor(&self) -> &'static Descriptor {
        &DEPLOYMENT
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
            _ => panic!("Deployment has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(Deployment, "apps", "v1", "Deployment", "deployments", Namespaced);

/// `io.k8s.api.apps.v1.DeploymentCondition`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeploymentCondition {
    pub type_: String,
    pub status: ConditionStatus,
    pub last_update_time: Option<Time>,
    pub last_transition_time: Option<Time>,
    pub reason: String,
    pub message: String,
}

#[doc(hidden)]
pub static DEPLOYMENT_CONDITION: Descriptor = Descriptor::new(
    "io.k8s.api.apps.v1.DeploymentCondition",
    &[
        Field::new("type", 1, Type::String, REQUIRED),
        Field::new("status", 2, Type::Enum(ConditionStatus::VALUES), REQUIRED),
        Field::new("lastUpdateTime", 6, Type::Time, OMITEMPTY),
        Field::new("lastTransitionTime", 7, Type::Time, OMITEMPTY),
        Field::new("reason", 4, Type::String, OMITEMPTY),
        Field::new("message", 5, Type::String, OMITEMPTY),
    ],
    &[0, 1, 4, 5, 2, 3],
);

impl Message for DeploymentCondition {
    fn descriptor(&self) -> &'static Descriptor {
        &DEPLOYMENT_CONDITION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.type_.reflect(),
            1 => self.status.reflect(),
            2 => self.last_update_time.reflect(),
            3 => self.last_transition_time.reflect(),
            4 => self.reason.reflect(),
            5 => self.message.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.type_.reflect_mut(),
            1 => self.status.reflect_mut(),
            2 => self.last_update_time.reflect_mut(),
            3 => self.last_transition_time.reflect_mut(),
            4 => self.reason.reflect_mut(),
            5 => self.message.reflect_mut(),
            _ => panic!("DeploymentCondition has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff3
            | u64::from(self.last_update_time.is_some()) << 2
            | u64::from(self.last_transition_time.is_some()) << 3
    }
}

/// `io.k8s.api.apps.v1.DeploymentSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeploymentSpec {
    pub replicas: Option<i32>,
    pub selector: Option<Box<LabelSelector>>,
    pub template: PodTemplateSpec,
    pub strategy: DeploymentStrategy,
    pub min_ready_seconds: i32,
    pub revision_history_limit: Option<i32>,
    pub paused: bool,
    pub progress_deadline_seconds: Option<i32>,
}

#[doc(hidden)]
pub static DEPLOYMENT_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.apps.v1.DeploymentSpec",
    &[
        Field::new("replicas", 1, Type::Int32, POINTER | OMITEMPTY),
        Field::new("selector", 2, Type::Message(&LABEL_SELECTOR), POINTER | REQUIRED),
        Field::new("template", 3, Type::Message(&POD_TEMPLATE_SPEC), REQUIRED),
        Field::new("strategy", 4, Type::Message(&DEPLOYMENT_STRATEGY), OMITEMPTY | PATCH_RETAIN),
        Field::new("minReadySeconds", 5, Type::Int32, OMITEMPTY),
        Field::new("revisionHistoryLimit", 6, Type::Int32, POINTER | OMITEMPTY),
        Field::new("paused", 7, Type::Bool, OMITEMPTY),
        Field::new("progressDeadlineSeconds", 9, Type::Int32, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5, 6, 7],
);

impl Message for DeploymentSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &DEPLOYMENT_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.replicas.reflect(),
            1 => self.selector.reflect(),
            2 => self.template.reflect(),
            3 => self.strategy.reflect(),
            4 => self.min_ready_seconds.reflect(),
            5 => self.revision_history_limit.reflect(),
            6 => self.paused.reflect(),
            7 => self.progress_deadline_seconds.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.replicas.reflect_mut(),
            1 => self.selector.reflect_mut(),
            2 => self.template.reflect_mut(),
            3 => self.strategy.reflect_mut(),
            4 => self.min_ready_seconds.reflect_mut(),
            5 => self.revision_history_limit.reflect_mut(),
            6 => self.paused.reflect_mut(),
            7 => self.progress_deadline_seconds.reflect_mut(),
            _ => panic!("DeploymentSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffff5c
            | u64::from(self.replicas.is_some())
            | u64::from(self.selector.is_some()) << 1
            | u64::from(self.revision_history_limit.is_some()) << 5
            | u64::from(self.progress_deadline_seconds.is_some()) << 7
    }
}

/// `io.k8s.api.apps.v1.DeploymentStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeploymentStatus {
    pub observed_generation: i64,
    pub replicas: i32,
    pub updated_replicas: i32,
    pub ready_replicas: i32,
    pub available_replicas: i32,
    pub unavailable_replicas: i32,
    pub terminating_replicas: Option<i32>,
    /// List, one item per `type`.
    pub conditions: Vec<DeploymentCondition>,
    pub collision_count: Option<i32>,
}

#[doc(hidden)]
pub static DEPLOYMENT_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.apps.v1.DeploymentStatus",
    &[
        Field::new("observedGeneration", 1, Type::Int64, OMITEMPTY),
        Field::new("replicas", 2, Type::Int32, OMITEMPTY),
        Field::new("updatedReplicas", 3, Type::Int32, OMITEMPTY),
        Field::new("readyReplicas", 7, Type::Int32, OMITEMPTY),
        Field::new("availableReplicas", 4, Type::Int32, OMITEMPTY),
        Field::new("unavailableReplicas", 5, Type::Int32, OMITEMPTY),
        Field::new("terminatingReplicas", 9, Type::Int32, POINTER | OMITEMPTY),
        Field::new(
            "conditions",
            6,
            Type::List(&Type::Message(&DEPLOYMENT_CONDITION)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["type"])
        .merge_key("type"),
        Field::new("collisionCount", 8, Type::Int32, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 4, 5, 7, 3, 8, 6],
);

impl Message for DeploymentStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &DEPLOYMENT_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.observed_generation.reflect(),
            1 => self.replicas.reflect(),
            2 => self.updated_replicas.reflect(),
            3 => self.ready_replicas.reflect(),
            4 => self.available_replicas.reflect(),
            5 => self.unavailable_replicas.reflect(),
            6 => self.terminating_replicas.reflect(),
            7 => self.conditions.reflect(),
            8 => self.collision_count.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.observed_generation.reflect_mut(),
            1 => self.replicas.reflect_mut(),
            2 => self.updated_replicas.reflect_mut(),
            3 => self.ready_replicas.reflect_mut(),
            4 => self.available_replicas.reflect_mut(),
            5 => self.unavailable_replicas.reflect_mut(),
            6 => self.terminating_replicas.reflect_mut(),
            7 => self.conditions.reflect_mut(),
            8 => self.collision_count.reflect_mut(),
            _ => panic!("DeploymentStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffe3f
            | u64::from(self.terminating_replicas.is_some()) << 6
            | u64::from(!self.conditions.is_empty()) << 7
            | u64::from(self.collision_count.is_some()) << 8
    }
}

/// `io.k8s.api.apps.v1.DeploymentStrategy`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeploymentStrategy {
    pub type_: DeploymentStrategyType,
    pub rolling_update: Option<Box<RollingUpdateDeployment>>,
}

#[doc(hidden)]
pub static DEPLOYMENT_STRATEGY: Descriptor = Descriptor::new(
    "io.k8s.api.apps.v1.DeploymentStrategy",
    &[
        Field::new("type", 1, Type::Enum(DeploymentStrategyType::VALUES), OMITEMPTY),
        Field::new(
            "rollingUpdate",
            2,
            Type::Message(&ROLLING_UPDATE_DEPLOYMENT),
            POINTER | OMITEMPTY,
        ),
    ],
    &[0, 1],
);

impl Message for DeploymentStrategy {
    fn descriptor(&self) -> &'static Descriptor {
        &DEPLOYMENT_STRATEGY
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.type_.reflect(),
            1 => self.rolling_update.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.type_.reflect_mut(),
            1 => self.rolling_update.reflect_mut(),
            _ => panic!("DeploymentStrategy has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(self.rolling_update.is_some()) << 1
    }
}

/// `io.k8s.api.apps.v1.RollingUpdateDeployment`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RollingUpdateDeployment {
    pub max_unavailable: Option<IntOrString>,
    pub max_surge: Option<IntOrString>,
}

#[doc(hidden)]
pub static ROLLING_UPDATE_DEPLOYMENT: Descriptor = Descriptor::new(
    "io.k8s.api.apps.v1.RollingUpdateDeployment",
    &[
        Field::new("maxUnavailable", 1, Type::IntOrString, POINTER | OMITEMPTY),
        Field::new("maxSurge", 2, Type::IntOrString, POINTER | OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for RollingUpdateDeployment {
    fn descriptor(&self) -> &'static Descriptor {
        &ROLLING_UPDATE_DEPLOYMENT
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.max_unavailable.reflect(),
            1 => self.max_surge.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.max_unavailable.reflect_mut(),
            1 => self.max_surge.reflect_mut(),
            _ => panic!("RollingUpdateDeployment has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(self.max_unavailable.is_some())
            | u64::from(self.max_surge.is_some()) << 1
    }
}

bowline_apimachinery::open_enum!(
/// One of `Recreate`, `RollingUpdate`.
DeploymentStrategyType { Recreate = "Recreate", RollingUpdate = "RollingUpdate" });

bowline_apimachinery::message!(Deployment DeploymentCondition DeploymentSpec DeploymentStatus DeploymentStrategy RollingUpdateDeployment);
