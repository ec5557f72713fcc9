//! stateful set of apps/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use crate::core::v1::{
    ConditionStatus, PERSISTENT_VOLUME_CLAIM, POD_TEMPLATE_SPEC, PersistentVolumeClaim,
    PodTemplateSpec,
};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::int_or_string::IntOrString;
use bowline_apimachinery::meta::{LABEL_SELECTOR, LabelSelector, OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};
use bowline_apimachinery::time::Time;

/// `StatefulSet` of `apps/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StatefulSet {
    pub metadata: ObjectMeta,
    pub spec: StatefulSetSpec,
    pub status: StatefulSetStatus,
}

#[doc(hidden)]
pub static STATEFUL_SET: Descriptor = Descriptor::new(
    "io.k8s.api.apps.v1.StatefulSet",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&STATEFUL_SET_SPEC), OMITEMPTY),
        Field::new("status", 3, Type::Message(&STATEFUL_SET_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for StatefulSet {
    fn descriptor(&self) -> &'static Descriptor {
        &STATEFUL_SET
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
            _ => panic!("StatefulSet has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(
    StatefulSet,
    "apps",
    "v1",
    "StatefulSet",
    "statefulsets",
    Namespaced
);

/// `io.k8s.api.apps.v1.RollingUpdateStatefulSetStrategy`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RollingUpdateStatefulSetStrategy {
    pub partition: Option<i32>,
    pub max_unavailable: Option<IntOrString>,
}

#[doc(hidden)]
pub static ROLLING_UPDATE_STATEFUL_SET_STRATEGY: Descriptor = Descriptor::new(
    "io.k8s.api.apps.v1.RollingUpdateStatefulSetStrategy",
    &[
        Field::new("partition", 1, Type::Int32, POINTER | OMITEMPTY),
        Field::new("maxUnavailable", 2, Type::IntOrString, POINTER | OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for RollingUpdateStatefulSetStrategy {
    fn descriptor(&self) -> &'static Descriptor {
        &ROLLING_UPDATE_STATEFUL_SET_STRATEGY
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.partition.reflect(),
            1 => self.max_unavailable.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.partition.reflect_mut(),
            1 => self.max_unavailable.reflect_mut(),
            _ => panic!("RollingUpdateStatefulSetStrategy has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(self.partition.is_some())
            | u64::from(self.max_unavailable.is_some()) << 1
    }
}

/// `io.k8s.api.apps.v1.StatefulSetCondition`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StatefulSetCondition {
    pub type_: String,
    pub status: ConditionStatus,
    pub last_transition_time: Option<Time>,
    pub reason: String,
    pub message: String,
}

#[doc(hidden)]
pub static STATEFUL_SET_CONDITION: Descriptor = Descriptor::new(
    "io.k8s.api.apps.v1.StatefulSetCondition",
    &[
        Field::new("type", 1, Type::String, REQUIRED),
        Field::new("status", 2, Type::Enum(ConditionStatus::VALUES), REQUIRED),
        Field::new("lastTransitionTime", 3, Type::Time, OMITEMPTY),
        Field::new("reason", 4, Type::String, OMITEMPTY),
        Field::new("message", 5, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4],
);

impl Message for StatefulSetCondition {
    fn descriptor(&self) -> &'static Descriptor {
        &STATEFUL_SET_CONDITION
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
            _ => panic!("StatefulSetCondition has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffb | u64::from(self.last_transition_time.is_some()) << 2
    }
}

/// `io.k8s.api.apps.v1.StatefulSetOrdinals`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StatefulSetOrdinals {
    pub start: i32,
}

#[doc(hidden)]
pub static STATEFUL_SET_ORDINALS: Descriptor = Descriptor::new(
    "io.k8s.api.apps.v1.StatefulSetOrdinals",
    &[Field::new("start", 1, Type::Int32, 0)],
    &[0],
);

impl Message for StatefulSetOrdinals {
    fn descriptor(&self) -> &'static Descriptor {
        &STATEFUL_SET_ORDINALS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.start.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.start.reflect_mut(),
            _ => panic!("StatefulSetOrdinals has no field {index}"),
        }
    }
}

/// `io.k8s.api.apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StatefulSetPersistentVolumeClaimRetentionPolicy {
    pub when_deleted: PersistentVolumeClaimRetentionPolicyType,
    pub when_scaled: PersistentVolumeClaimRetentionPolicyType,
}

#[doc(hidden)]
pub static STATEFUL_SET_PERSISTENT_VOLUME_CLAIM_RETENTION_POLICY: Descriptor = Descriptor::new(
    "io.k8s.api.apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy",
    &[
        Field::new(
            "whenDeleted",
            1,
            Type::Enum(PersistentVolumeClaimRetentionPolicyType::VALUES),
            OMITEMPTY,
        ),
        Field::new(
            "whenScaled",
            2,
            Type::Enum(PersistentVolumeClaimRetentionPolicyType::VALUES),
            OMITEMPTY,
        ),
    ],
    &[0, 1],
);

impl Message for StatefulSetPersistentVolumeClaimRetentionPolicy {
    fn descriptor(&self) -> &'static Descriptor {
        &STATEFUL_SET_PERSISTENT_VOLUME_CLAIM_RETENTION_POLICY
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.when_deleted.reflect(),
            1 => self.when_scaled.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.when_deleted.reflect_mut(),
            1 => self.when_scaled.reflect_mut(),
            _ => panic!("StatefulSetPersistentVolumeClaimRetentionPolicy has no field {index}"),
        }
    }
}

/// `io.k8s.api.apps.v1.StatefulSetSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StatefulSetSpec {
    pub replicas: Option<i32>,
    pub selector: Option<Box<LabelSelector>>,
    pub template: PodTemplateSpec,
    pub volume_claim_templates: Vec<PersistentVolumeClaim>,
    pub service_name: String,
    pub pod_management_policy: PodManagementPolicyType,
    pub update_strategy: StatefulSetUpdateStrategy,
    pub revision_history_limit: Option<i32>,
    pub min_ready_seconds: i32,
    pub persistent_volume_claim_retention_policy:
        Option<Box<StatefulSetPersistentVolumeClaimRetentionPolicy>>,
    pub ordinals: Option<StatefulSetOrdinals>,
}

#[doc(hidden)]
pub static STATEFUL_SET_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.apps.v1.StatefulSetSpec",
    &[
        Field::new("replicas", 1, Type::Int32, POINTER | OMITEMPTY),
        Field::new("selector", 2, Type::Message(&LABEL_SELECTOR), POINTER | REQUIRED),
        Field::new("template", 3, Type::Message(&POD_TEMPLATE_SPEC), REQUIRED),
        Field::new(
            "volumeClaimTemplates",
            4,
            Type::List(&Type::Message(&PERSISTENT_VOLUME_CLAIM)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new("serviceName", 5, Type::String, 0),
        Field::new(
            "podManagementPolicy",
            6,
            Type::Enum(PodManagementPolicyType::VALUES),
            OMITEMPTY,
        ),
        Field::new("updateStrategy", 7, Type::Message(&STATEFUL_SET_UPDATE_STRATEGY), OMITEMPTY),
        Field::new("revisionHistoryLimit", 8, Type::Int32, POINTER | OMITEMPTY),
        Field::new("minReadySeconds", 9, Type::Int32, OMITEMPTY),
        Field::new(
            "persistentVolumeClaimRetentionPolicy",
            10,
            Type::Message(&STATEFUL_SET_PERSISTENT_VOLUME_CLAIM_RETENTION_POLICY),
            POINTER | OMITEMPTY,
        ),
        Field::new("ordinals", 11, Type::Message(&STATEFUL_SET_ORDINALS), POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
);

impl Message for StatefulSetSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &STATEFUL_SET_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.replicas.reflect(),
            1 => self.selector.reflect(),
            2 => self.template.reflect(),
            3 => self.volume_claim_templates.reflect(),
            4 => self.service_name.reflect(),
            5 => self.pod_management_policy.reflect(),
            6 => self.update_strategy.reflect(),
            7 => self.revision_history_limit.reflect(),
            8 => self.min_ready_seconds.reflect(),
            9 => self.persistent_volume_claim_retention_policy.reflect(),
            10 => self.ordinals.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.replicas.reflect_mut(),
            1 => self.selector.reflect_mut(),
            2 => self.template.reflect_mut(),
            3 => self.volume_claim_templates.reflect_mut(),
            4 => self.service_name.reflect_mut(),
            5 => self.pod_management_policy.reflect_mut(),
            6 => self.update_strategy.reflect_mut(),
            7 => self.revision_history_limit.reflect_mut(),
            8 => self.min_ready_seconds.reflect_mut(),
            9 => self.persistent_volume_claim_retention_policy.reflect_mut(),
            10 => self.ordinals.reflect_mut(),
            _ => panic!("StatefulSetSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffff974
            | u64::from(self.replicas.is_some())
            | u64::from(self.selector.is_some()) << 1
            | u64::from(!self.volume_claim_templates.is_empty()) << 3
            | u64::from(self.revision_history_limit.is_some()) << 7
            | u64::from(self.persistent_volume_claim_retention_policy.is_some()) << 9
            | u64::from(self.ordinals.is_some()) << 10
    }
}

/// `io.k8s.api.apps.v1.StatefulSetStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StatefulSetStatus {
    pub observed_generation: i64,
    pub replicas: i32,
    pub ready_replicas: i32,
    pub current_replicas: i32,
    pub updated_replicas: i32,
    pub current_revision: String,
    pub update_revision: String,
    pub collision_count: Option<i32>,
    /// List, one item per `type`.
    pub conditions: Vec<StatefulSetCondition>,
    pub available_replicas: i32,
}

#[doc(hidden)]
pub static STATEFUL_SET_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.apps.v1.StatefulSetStatus",
    &[
        Field::new("observedGeneration", 1, Type::Int64, OMITEMPTY),
        Field::new("replicas", 2, Type::Int32, REQUIRED),
        Field::new("readyReplicas", 3, Type::Int32, OMITEMPTY),
        Field::new("currentReplicas", 4, Type::Int32, OMITEMPTY),
        Field::new("updatedReplicas", 5, Type::Int32, OMITEMPTY),
        Field::new("currentRevision", 6, Type::String, OMITEMPTY),
        Field::new("updateRevision", 7, Type::String, OMITEMPTY),
        Field::new("collisionCount", 9, Type::Int32, POINTER | OMITEMPTY),
        Field::new(
            "conditions",
            10,
            Type::List(&Type::Message(&STATEFUL_SET_CONDITION)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["type"])
        .merge_key("type"),
        Field::new("availableReplicas", 11, Type::Int32, 0),
    ],
    &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
);

impl Message for StatefulSetStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &STATEFUL_SET_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.observed_generation.reflect(),
            1 => self.replicas.reflect(),
            2 => self.ready_replicas.reflect(),
            3 => self.current_replicas.reflect(),
            4 => self.updated_replicas.reflect(),
            5 => self.current_revision.reflect(),
            6 => self.update_revision.reflect(),
            7 => self.collision_count.reflect(),
            8 => self.conditions.reflect(),
            9 => self.available_replicas.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.observed_generation.reflect_mut(),
            1 => self.replicas.reflect_mut(),
            2 => self.ready_replicas.reflect_mut(),
            3 => self.current_replicas.reflect_mut(),
            4 => self.updated_replicas.reflect_mut(),
            5 => self.current_revision.reflect_mut(),
            6 => self.update_revision.reflect_mut(),
            7 => self.collision_count.reflect_mut(),
            8 => self.conditions.reflect_mut(),
            9 => self.available_replicas.reflect_mut(),
            _ => panic!("StatefulSetStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffe7f
            | u64::from(self.collision_count.is_some()) << 7
            | u64::from(!self.conditions.is_empty()) << 8
    }
}

/// `io.k8s.api.apps.v1.StatefulSetUpdateStrategy`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StatefulSetUpdateStrategy {
    pub type_: StatefulSetUpdateStrategyType,
    pub rolling_update: Option<RollingUpdateStatefulSetStrategy>,
}

#[doc(hidden)]
pub static STATEFUL_SET_UPDATE_STRATEGY: Descriptor = Descriptor::new(
    "io.k8s.api.apps.v1.StatefulSetUpdateStrategy",
    &[
        Field::new("type", 1, Type::Enum(StatefulSetUpdateStrategyType::VALUES), OMITEMPTY),
        Field::new(
            "rollingUpdate",
            2,
            Type::Message(&ROLLING_UPDATE_STATEFUL_SET_STRATEGY),
            POINTER | OMITEMPTY,
        ),
    ],
    &[0, 1],
);

impl Message for StatefulSetUpdateStrategy {
    fn descriptor(&self) -> &'static Descriptor {
        &STATEFUL_SET_UPDATE_STRATEGY
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
            _ => panic!("StatefulSetUpdateStrategy has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(self.rolling_update.is_some()) << 1
    }
}

bowline_apimachinery::open_enum!(
/// One of `Delete`, `Retain`.
PersistentVolumeClaimRetentionPolicyType { Delete = "Delete", Retain = "Retain" });

bowline_apimachinery::open_enum!(
/// One of `OrderedReady`, `Parallel`.
PodManagementPolicyType { OrderedReady = "OrderedReady", Parallel = "Parallel" });

bowline_apimachinery::open_enum!(
/// One of `OnDelete`, `RollingUpdate`.
StatefulSetUpdateStrategyType { OnDelete = "OnDelete", RollingUpdate = "RollingUpdate" });

bowline_apimachinery::message!(StatefulSet RollingUpdateStatefulSetStrategy StatefulSetCondition StatefulSetOrdinals StatefulSetPersistentVolumeClaimRetentionPolicy StatefulSetSpec StatefulSetStatus StatefulSetUpdateStrategy);
