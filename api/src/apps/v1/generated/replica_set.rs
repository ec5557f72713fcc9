//! replica set of apps/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use crate::core::v1::{ConditionStatus, POD_TEMPLATE_SPEC, PodTemplateSpec};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{LABEL_SELECTOR, LabelSelector, OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};
use bowline_apimachinery::time::Time;

/// `ReplicaSet` of `apps/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReplicaSet {
    pub metadata: ObjectMeta,
    pub spec: ReplicaSetSpec,
    pub status: ReplicaSetStatus,
}

#[doc(hidden)]
pub static REPLICA_SET: Descriptor = Descriptor::new(
    "io.k8s.api.apps.v1.ReplicaSet",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&REPLICA_SET_SPEC), OMITEMPTY),
        Field::new("status", 3, Type::Message(&REPLICA_SET_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for ReplicaSet {
    fn descriptor(&self) -> &'static Descriptor {
        &REPLICA_SET
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
            _ => panic!("ReplicaSet has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(ReplicaSet, "apps", "v1", "ReplicaSet", "replicasets", Namespaced);

/// `io.k8s.api.apps.v1.ReplicaSetCondition`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReplicaSetCondition {
    pub type_: String,
    pub status: ConditionStatus,
    pub last_transition_time: Option<Time>,
    pub reason: String,
    pub message: String,
}

#[doc(hidden)]
pub static REPLICA_SET_CONDITION: Descriptor = Descriptor::new(
    "io.k8s.api.apps.v1.ReplicaSetCondition",
    &[
        Field::new("type", 1, Type::String, REQUIRED),
        Field::new("status", 2, Type::Enum(ConditionStatus::VALUES), REQUIRED),
        Field::new("lastTransitionTime", 3, Type::Time, OMITEMPTY),
        Field::new("reason", 4, Type::String, OMITEMPTY),
        Field::new("message", 5, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4],
);

impl Message for ReplicaSetCondition {
    fn descriptor(&self) -> &'static Descriptor {
        &REPLICA_SET_CONDITION
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
            _ => panic!("ReplicaSetCondition has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffb | u64::from(self.last_transition_time.is_some()) << 2
    }
}

/// `io.k8s.api.apps.v1.ReplicaSetSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReplicaSetSpec {
    pub replicas: Option<i32>,
    pub min_ready_seconds: i32,
    pub selector: Option<Box<LabelSelector>>,
    pub template: PodTemplateSpec,
}

#[doc(hidden)]
pub static REPLICA_SET_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.apps.v1.ReplicaSetSpec",
    &[
        Field::new("replicas", 1, Type::Int32, POINTER | OMITEMPTY),
        Field::new("minReadySeconds", 4, Type::Int32, OMITEMPTY),
        Field::new("selector", 2, Type::Message(&LABEL_SELECTOR), POINTER | REQUIRED),
        Field::new("template", 3, Type::Message(&POD_TEMPLATE_SPEC), OMITEMPTY),
    ],
    &[0, 2, 3, 1],
);

impl Message for ReplicaSetSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &REPLICA_SET_SPEC
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
            _ => panic!("ReplicaSetSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffa
            | u64::from(self.replicas.is_some())
            | u64::from(self.selector.is_some()) << 2
    }
}

/// `io.k8s.api.apps.v1.ReplicaSetStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReplicaSetStatus {
    pub replicas: i32,
    pub fully_labeled_replicas: i32,
    pub ready_replicas: i32,
    pub available_replicas: i32,
    pub terminating_replicas: Option<i32>,
    pub observed_generation: i64,
    /// List, one item per `type`.
    pub conditions: Vec<ReplicaSetCondition>,
}

#[doc(hidden)]
pub static REPLICA_SET_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.apps.v1.ReplicaSetStatus",
    &[
        Field::new("replicas", 1, Type::Int32, REQUIRED),
        Field::new("fullyLabeledReplicas", 2, Type::Int32, OMITEMPTY),
        Field::new("readyReplicas", 4, Type::Int32, OMITEMPTY),
        Field::new("availableReplicas", 5, Type::Int32, OMITEMPTY),
        Field::new("terminatingReplicas", 7, Type::Int32, POINTER | OMITEMPTY),
        Field::new("observedGeneration", 3, Type::Int64, OMITEMPTY),
        Field::new(
            "conditions",
            6,
            Type::List(&Type::Message(&REPLICA_SET_CONDITION)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["type"])
        .merge_key("type"),
    ],
    &[0, 1, 5, 2, 3, 6, 4],
);

impl Message for ReplicaSetStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &REPLICA_SET_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.replicas.reflect(),
            1 => self.fully_labeled_replicas.reflect(),
            2 => self.ready_replicas.reflect(),
            3 => self.available_replicas.reflect(),
            4 => self.terminating_replicas.reflect(),
            5 => self.observed_generation.reflect(),
            6 => self.conditions.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.replicas.reflect_mut(),
            1 => self.fully_labeled_replicas.reflect_mut(),
            2 => self.ready_replicas.reflect_mut(),
            3 => self.available_replicas.reflect_mut(),
            4 => self.terminating_replicas.reflect_mut(),
            5 => self.observed_generation.reflect_mut(),
            6 => self.conditions.reflect_mut(),
            _ => panic!("ReplicaSetStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffaf
            | u64::from(self.terminating_replicas.is_some()) << 4
            | u64::from(!self.conditions.is_empty()) << 6
    }
}

bowline_apimachinery::message!(ReplicaSet ReplicaSetCondition ReplicaSetSpec ReplicaSetStatus);
