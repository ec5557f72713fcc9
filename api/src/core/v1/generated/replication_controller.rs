//! replication controller of v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use std::collections::BTreeMap;

use super::{ConditionStatus, POD_TEMPLATE_SPEC, PodTemplateSpec};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};
use bowline_apimachinery::time::Time;

/// `ReplicationController` of `v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReplicationController {
    pub metadata: ObjectMeta,
    pub spec: ReplicationControllerSpec,
    pub status: ReplicationControllerStatus,
}

#[doc(hidden)]
pub static REPLICATION_CONTROLLER: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ReplicationController",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&REPLICATION_CONTROLLER_SPEC), OMITEMPTY),
        Field::new("status", 3, Type::Message(&REPLICATION_CONTROLLER_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for ReplicationController {
    fn descriptor(&self) -> &'static Descriptor {
        &REPLICATION_CONTROLLER
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
            _ => panic!("ReplicationController has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(
    ReplicationController,
    "",
    "v1",
    "ReplicationController",
    "replicationcontrollers",
    Namespaced
);

/// `io.k8s.api.core.v1.ReplicationControllerCondition`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReplicationControllerCondition {
    pub type_: String,
    pub status: ConditionStatus,
    pub last_transition_time: Option<Time>,
    pub reason: String,
    pub message: String,
}

#[doc(hidden)]
pub static REPLICATION_CONTROLLER_CONDITION: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ReplicationControllerCondition",
    &[
        Field::new("type", 1, Type::String, REQUIRED),
        Field::new("status", 2, Type::Enum(ConditionStatus::VALUES), REQUIRED),
        Field::new("lastTransitionTime", 3, Type::Time, OMITEMPTY),
        Field::new("reason", 4, Type::String, OMITEMPTY),
        Field::new("message", 5, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4],
);

impl Message for ReplicationControllerCondition {
    fn descriptor(&self) -> &'static Descriptor {
        &REPLICATION_CONTROLLER_CONDITION
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
            _ => panic!("ReplicationControllerCondition has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffb | u64::from(self.last_transition_time.is_some()) << 2
    }
}

/// `io.k8s.api.core.v1.ReplicationControllerSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReplicationControllerSpec {
    /// Default: `1`.
    pub replicas: Option<i32>,
    /// Default: `0`.
    pub min_ready_seconds: i32,
    pub selector: BTreeMap<String, String>,
    pub template: Option<Box<PodTemplateSpec>>,
}

#[doc(hidden)]
pub static REPLICATION_CONTROLLER_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ReplicationControllerSpec",
    &[
        Field::new("replicas", 1, Type::Int32, POINTER | OMITEMPTY).default("1"),
        Field::new("minReadySeconds", 4, Type::Int32, OMITEMPTY).default("0"),
        Field::new("selector", 2, Type::Map(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("template", 3, Type::Message(&POD_TEMPLATE_SPEC), POINTER | OMITEMPTY),
    ],
    &[0, 2, 3, 1],
);

impl Message for ReplicationControllerSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &REPLICATION_CONTROLLER_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.replicas.reflect(),
            1 => self.min_ready_seconds.reflect(),
            2 => self.selector.reflect(),
            3 => self.template.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.replicas.reflect_mut(),
            1 => self.min_ready_seconds.reflect_mut(),
            2 => self.selector.reflect_mut(),
            3 => self.template.reflect_mut(),
            _ => panic!("ReplicationControllerSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff2
            | u64::from(self.replicas.is_some())
            | u64::from(!self.selector.is_empty()) << 2
            | u64::from(self.template.is_some()) << 3
    }
}

/// `io.k8s.api.core.v1.ReplicationControllerStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReplicationControllerStatus {
    pub replicas: i32,
    pub fully_labeled_replicas: i32,
    pub ready_replicas: i32,
    pub available_replicas: i32,
    pub observed_generation: i64,
    /// List, one item per `type`.
    pub conditions: Vec<ReplicationControllerCondition>,
}

#[doc(hidden)]
pub static REPLICATION_CONTROLLER_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ReplicationControllerStatus",
    &[
        Field::new("replicas", 1, Type::Int32, REQUIRED),
        Field::new("fullyLabeledReplicas", 2, Type::Int32, OMITEMPTY),
        Field::new("readyReplicas", 4, Type::Int32, OMITEMPTY),
        Field::new("availableReplicas", 5, Type::Int32, OMITEMPTY),
        Field::new("observedGeneration", 3, Type::Int64, OMITEMPTY),
        Field::new(
            "conditions",
            6,
            Type::List(&Type::Message(&REPLICATION_CONTROLLER_CONDITION)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["type"])
        .merge_key("type"),
    ],
    &[0, 1, 4, 2, 3, 5],
);

impl Message for ReplicationControllerStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &REPLICATION_CONTROLLER_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.replicas.reflect(),
            1 => self.fully_labeled_replicas.reflect(),
            2 => self.ready_replicas.reflect(),
            3 => self.available_replicas.reflect(),
            4 => self.observed_generation.reflect(),
            5 => self.conditions.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.replicas.reflect_mut(),
            1 => self.fully_labeled_replicas.reflect_mut(),
            2 => self.ready_replicas.reflect_mut(),
            3 => self.available_replicas.reflect_mut(),
            4 => self.observed_generation.reflect_mut(),
            5 => self.conditions.reflect_mut(),
            _ => panic!("ReplicationControllerStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffdf | u64::from(!self.conditions.is_empty()) << 5
    }
}

bowline_apimachinery::message!(ReplicationController ReplicationControllerCondition ReplicationControllerSpec ReplicationControllerStatus);
