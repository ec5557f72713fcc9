//! daemon set of apps/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use crate::core::v1::{ConditionStatus, POD_TEMPLATE_SPEC, PodTemplateSpec};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::int_or_string::IntOrString;
use bowline_apimachinery::meta::{LABEL_SELECTOR, LabelSelector, OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};
use bowline_apimachinery::time::Time;

/// `DaemonSet` of `apps/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DaemonSet {
    pub metadata: ObjectMeta,
    pub spec: DaemonSetSpec,
    pub status: DaemonSetStatus,
}

#[doc(hidden)]
pub static DAEMON_SET: Descriptor = Descriptor::new(
    "io.k8s.api.apps.v1.DaemonSet",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&DAEMON_SET_SPEC), OMITEMPTY),
        Field::new("status", 3, Type::Message(&DAEMON_SET_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for DaemonSet {
    fn descriptor(&self) -> &'static Descriptor {
        &DAEMON_SET
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
            _ => panic!("DaemonSet has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(DaemonSet, "apps", "v1", "DaemonSet", "daemonsets", Namespaced);

/// `io.k8s.api.apps.v1.DaemonSetCondition`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DaemonSetCondition {
    pub type_: String,
    pub status: ConditionStatus,
    pub last_transition_time: Option<Time>,
    pub reason: String,
    pub message: String,
}

#[doc(hidden)]
pub static DAEMON_SET_CONDITION: Descriptor = Descriptor::new(
    "io.k8s.api.apps.v1.DaemonSetCondition",
    &[
        Field::new("type", 1, Type::String, REQUIRED),
        Field::new("status", 2, Type::Enum(ConditionStatus::VALUES), REQUIRED),
        Field::new("lastTransitionTime", 3, Type::Time, OMITEMPTY),
        Field::new("reason", 4, Type::String, OMITEMPTY),
        Field::new("message", 5, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4],
);

impl Message for DaemonSetCondition {
    fn descriptor(&self) -> &'static Descriptor {
        &DAEMON_SET_CONDITION
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
            _ => panic!("DaemonSetCondition has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffb | u64::from(self.last_transition_time.is_some()) << 2
    }
}

/// `io.k8s.api.apps.v1.DaemonSetSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DaemonSetSpec {
    pub selector: Option<Box<LabelSelector>>,
    pub template: PodTemplateSpec,
    pub update_strategy: DaemonSetUpdateStrategy,
    pub min_ready_seconds: i32,
    pub revision_history_limit: Option<i32>,
}

#[doc(hidden)]
pub static DAEMON_SET_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.apps.v1.DaemonSetSpec",
    &[
        Field::new("selector", 1, Type::Message(&LABEL_SELECTOR), POINTER | REQUIRED),
        Field::new("template", 2, Type::Message(&POD_TEMPLATE_SPEC), REQUIRED),
        Field::new("updateStrategy", 3, Type::Message(&DAEMON_SET_UPDATE_STRATEGY), OMITEMPTY),
        Field::new("minReadySeconds", 4, Type::Int32, OMITEMPTY),
        Field::new("revisionHistoryLimit", 6, Type::Int32, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4],
);

impl Message for DaemonSetSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &DAEMON_SET_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.selector.reflect(),
            1 => self.template.reflect(),
            2 => self.update_strategy.reflect(),
            3 => self.min_ready_seconds.reflect(),
            4 => self.revision_history_limit.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.selector.reflect_mut(),
            1 => self.template.reflect_mut(),
            2 => self.update_strategy.reflect_mut(),
            3 => self.min_ready_seconds.reflect_mut(),
            4 => self.revision_history_limit.reflect_mut(),
            _ => panic!("DaemonSetSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffee
            | u64::from(self.selector.is_some())
            | u64::from(self.revision_history_limit.is_some()) << 4
    }
}

/// `io.k8s.api.apps.v1.DaemonSetStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DaemonSetStatus {
    pub current_number_scheduled: i32,
    pub number_misscheduled: i32,
    pub desired_number_scheduled: i32,
    pub number_ready: i32,
    pub observed_generation: i64,
    pub updated_number_scheduled: i32,
    pub number_available: i32,
    pub number_unavailable: i32,
    pub collision_count: Option<i32>,
    /// List, one item per `type`.
    pub conditions: Vec<DaemonSetCondition>,
}

#[doc(hidden)]
pub static DAEMON_SET_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.apps.v1.DaemonSetStatus",
    &[
        Field::new("currentNumberScheduled", 1, Type::Int32, REQUIRED),
        Field::new("numberMisscheduled", 2, Type::Int32, REQUIRED),
        Field::new("desiredNumberScheduled", 3, Type::Int32, REQUIRED),
        Field::new("numberReady", 4, Type::Int32, REQUIRED),
        Field::new("observedGeneration", 5, Type::Int64, OMITEMPTY),
        Field::new("updatedNumberScheduled", 6, Type::Int32, OMITEMPTY),
        Field::new("numberAvailable", 7, Type::Int32, OMITEMPTY),
        Field::new("numberUnavailable", 8, Type::Int32, OMITEMPTY),
        Field::new("collisionCount", 9, Type::Int32, POINTER | OMITEMPTY),
        Field::new(
            "conditions",
            10,
            Type::List(&Type::Message(&DAEMON_SET_CONDITION)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["type"])
        .merge_key("type"),
    ],
    &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
);

impl Message for DaemonSetStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &DAEMON_SET_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.current_number_scheduled.reflect(),
            1 => self.number_misscheduled.reflect(),
            2 => self.desired_number_scheduled.reflect(),
            3 => self.number_ready.reflect(),
            4 => self.observed_generation.reflect(),
            5 => self.updated_number_scheduled.reflect(),
            6 => self.number_available.reflect(),
            7 => self.number_unavailable.reflect(),
            8 => self.collision_count.reflect(),
            9 => self.conditions.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.current_number_scheduled.reflect_mut(),
            1 => self.number_misscheduled.reflect_mut(),
            2 => self.desired_number_scheduled.reflect_mut(),
            3 => self.number_ready.reflect_mut(),
            4 => self.observed_generation.reflect_mut(),
            5 => self.updated_number_scheduled.reflect_mut(),
            6 => self.number_available.reflect_mut(),
            7 => self.number_unavailable.reflect_mut(),
            8 => self.collision_count.reflect_mut(),
            9 => self.conditions.reflect_mut(),
            _ => panic!("DaemonSetStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffcff
            | u64::from(self.collision_count.is_some()) << 8
            | u64::from(!self.conditions.is_empty()) << 9
    }
}

/// `io.k8s.api.apps.v1.DaemonSetUpdateStrategy`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DaemonSetUpdateStrategy {
    pub type_: DaemonSetUpdateStrategyType,
    pub rolling_update: Option<Box<RollingUpdateDaemonSet>>,
}

#[doc(hidden)]
pub static DAEMON_SET_UPDATE_STRATEGY: Descriptor = Descriptor::new(
    "io.k8s.api.apps.v1.DaemonSetUpdateStrategy",
    &[
        Field::new("type", 1, Type::Enum(DaemonSetUpdateStrategyType::VALUES), OMITEMPTY),
        Field::new(
            "rollingUpdate",
            2,
            Type::Message(&ROLLING_UPDATE_DAEMON_SET),
            POINTER | OMITEMPTY,
        ),
    ],
    &[0, 1],
);

impl Message for DaemonSetUpdateStrategy {
    fn descriptor(&self) -> &'static Descriptor {
        &DAEMON_SET_UPDATE_STRATEGY
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
            _ => panic!("DaemonSetUpdateStrategy has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(self.rolling_update.is_some()) << 1
    }
}

/// `io.k8s.api.apps.v1.RollingUpdateDaemonSet`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RollingUpdateDaemonSet {
    pub max_unavailable: Option<IntOrString>,
    pub max_surge: Option<IntOrString>,
}

#[doc(hidden)]
pub static ROLLING_UPDATE_DAEMON_SET: Descriptor = Descriptor::new(
    "io.k8s.api.apps.v1.RollingUpdateDaemonSet",
    &[
        Field::new("maxUnavailable", 1, Type::IntOrString, POINTER | OMITEMPTY),
        Field::new("maxSurge", 2, Type::IntOrString, POINTER | OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for RollingUpdateDaemonSet {
    fn descriptor(&self) -> &'static Descriptor {
        &ROLLING_UPDATE_DAEMON_SET
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
            _ => panic!("RollingUpdateDaemonSet has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(self.max_unavailable.is_some())
            | u64::from(self.max_surge.is_some()) << 1
    }
}

bowline_apimachinery::open_enum!(
/// One of `OnDelete`, `RollingUpdate`.
DaemonSetUpdateStrategyType { OnDelete = "OnDelete", RollingUpdate = "RollingUpdate" });

bowline_apimachinery::message!(DaemonSet DaemonSetCondition DaemonSetSpec DaemonSetStatus DaemonSetUpdateStrategy RollingUpdateDaemonSet);
