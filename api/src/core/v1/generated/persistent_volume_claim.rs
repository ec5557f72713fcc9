//! persistent volume claim of v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use std::collections::BTreeMap;

use super::{
    ConditionStatus, PersistentVolumeAccessMode, PersistentVolumeMode,
    TYPED_LOCAL_OBJECT_REFERENCE, TYPED_OBJECT_REFERENCE, TypedLocalObjectReference,
    TypedObjectReference, VOLUME_RESOURCE_REQUIREMENTS, VolumeResourceRequirements,
};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{
    LABEL_SELECTOR, LabelSelector, OBJECT_META, ObjectMeta, TypeMeta,
};
use bowline_apimachinery::quantity::Quantity;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};
use bowline_apimachinery::time::Time;

/// `PersistentVolumeClaim` of `v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PersistentVolumeClaim {
    /// `kind` and `apiVersion`, kept where the kind is nested in another.
    pub type_meta: TypeMeta,
    pub metadata: ObjectMeta,
    pub spec: PersistentVolumeClaimSpec,
    pub status: PersistentVolumeClaimStatus,
}

#[doc(hidden)]
pub static PERSISTENT_VOLUME_CLAIM: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PersistentVolumeClaim",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&PERSISTENT_VOLUME_CLAIM_SPEC), OMITEMPTY),
        Field::new("status", 3, Type::Message(&PERSISTENT_VOLUME_CLAIM_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for PersistentVolumeClaim {
    fn descriptor(&self) -> &'static Descriptor {
        &PERSISTENT_VOLUME_CLAIM
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
            _ => panic!("PersistentVolumeClaim has no field {index}"),
        }
    }
    fn type_meta(&self) -> Option<&bowline_apimachinery::meta::TypeMeta> {
        Some(&self.type_meta)
    }
    fn type_meta_mut(&mut self) -> Option<&mut bowline_apimachinery::meta::TypeMeta> {
        Some(&mut self.type_meta)
    }
}

bowline_apimachinery::resource!(
    PersistentVolumeClaim,
    "",
    "v1",
    "PersistentVolumeClaim",
    "persistentvolumeclaims",
    Namespaced
);

/// `io.k8s.api.core.v1.ModifyVolumeStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ModifyVolumeStatus {
    pub target_volume_attributes_class_name: String,
    pub status: PersistentVolumeClaimModifyVolumeStatus,
}

#[doc(hidden)]
pub static MODIFY_VOLUME_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ModifyVolumeStatus",
    &[
        Field::new("targetVolumeAttributesClassName", 1, Type::String, OMITEMPTY),
        Field::new(
            "status",
            2,
            Type::Enum(PersistentVolumeClaimModifyVolumeStatus::VALUES),
            REQUIRED,
        ),
    ],
    &[0, 1],
);

impl Message for ModifyVolumeStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &MODIFY_VOLUME_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.target_volume_attributes_class_name.reflect(),
            1 => self.status.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.target_volume_attributes_class_name.reflect_mut(),
            1 => self.status.reflect_mut(),
            _ => panic!("ModifyVolumeStatus has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.PersistentVolumeClaimCondition`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PersistentVolumeClaimCondition {
    pub type_: String,
    pub status: ConditionStatus,
    pub last_probe_time: Option<Time>,
    pub last_transition_time: Option<Time>,
    pub reason: String,
    pub message: String,
}

#[doc(hidden)]
pub static PERSISTENT_VOLUME_CLAIM_CONDITION: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PersistentVolumeClaimCondition",
    &[
        Field::new("type", 1, Type::String, REQUIRED),
        Field::new("status", 2, Type::Enum(ConditionStatus::VALUES), REQUIRED),
        Field::new("lastProbeTime", 3, Type::Time, OMITEMPTY),
        Field::new("lastTransitionTime", 4, Type::Time, OMITEMPTY),
        Field::new("reason", 5, Type::String, OMITEMPTY),
        Field::new("message", 6, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5],
);

impl Message for PersistentVolumeClaimCondition {
    fn descriptor(&self) -> &'static Descriptor {
        &PERSISTENT_VOLUME_CLAIM_CONDITION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.type_.reflect(),
            1 => self.status.reflect(),
            2 => self.last_probe_time.reflect(),
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
            2 => self.last_probe_time.reflect_mut(),
            3 => self.last_transition_time.reflect_mut(),
            4 => self.reason.reflect_mut(),
            5 => self.message.reflect_mut(),
            _ => panic!("PersistentVolumeClaimCondition has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff3
            | u64::from(self.last_probe_time.is_some()) << 2
            | u64::from(self.last_transition_time.is_some()) << 3
    }
}

/// `io.k8s.api.core.v1.PersistentVolumeClaimSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PersistentVolumeClaimSpec {
    pub access_modes: Vec<PersistentVolumeAccessMode>,
    pub selector: Option<Box<LabelSelector>>,
    pub resources: VolumeResourceRequirements,
    pub volume_name: String,
    pub storage_class_name: Option<String>,
    pub volume_mode: Option<PersistentVolumeMode>,
    pub data_source: Option<Box<TypedLocalObjectReference>>,
    pub data_source_ref: Option<Box<TypedObjectReference>>,
    pub volume_attributes_class_name: Option<String>,
}

#[doc(hidden)]
pub static PERSISTENT_VOLUME_CLAIM_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PersistentVolumeClaimSpec",
    &[
        Field::new(
            "accessModes",
            1,
            Type::List(&Type::Enum(PersistentVolumeAccessMode::VALUES)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new("selector", 4, Type::Message(&LABEL_SELECTOR), POINTER | OMITEMPTY),
        Field::new("resources", 2, Type::Message(&VOLUME_RESOURCE_REQUIREMENTS), OMITEMPTY),
        Field::new("volumeName", 3, Type::String, OMITEMPTY),
        Field::new("storageClassName", 5, Type::String, POINTER | OMITEMPTY),
        Field::new("volumeMode", 6, Type::Enum(PersistentVolumeMode::VALUES), POINTER | OMITEMPTY),
        Field::new(
            "dataSource",
            7,
            Type::Message(&TYPED_LOCAL_OBJECT_REFERENCE),
            POINTER | OMITEMPTY,
        ),
        Field::new("dataSourceRef", 8, Type::Message(&TYPED_OBJECT_REFERENCE), POINTER | OMITEMPTY),
        Field::new("volumeAttributesClassName", 9, Type::String, POINTER | OMITEMPTY),
    ],
    &[0, 2, 3, 1, 4, 5, 6, 7, 8],
);

impl Message for PersistentVolumeClaimSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &PERSISTENT_VOLUME_CLAIM_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.access_modes.reflect(),
            1 => self.selector.reflect(),
            2 => self.resources.reflect(),
            3 => self.volume_name.reflect(),
            4 => self.storage_class_name.reflect(),
            5 => self.volume_mode.reflect(),
            6 => self.data_source.reflect(),
            7 => self.data_source_ref.reflect(),
            8 => self.volume_attributes_class_name.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.access_modes.reflect_mut(),
            1 => self.selector.reflect_mut(),
            2 => self.resources.reflect_mut(),
            3 => self.volume_name.reflect_mut(),
            4 => self.storage_class_name.reflect_mut(),
            5 => self.volume_mode.reflect_mut(),
            6 => self.data_source.reflect_mut(),
            7 => self.data_source_ref.reflect_mut(),
            8 => self.volume_attributes_class_name.reflect_mut(),
            _ => panic!("PersistentVolumeClaimSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffe0c
            | u64::from(!self.access_modes.is_empty())
            | u64::from(self.selector.is_some()) << 1
            | u64::from(self.storage_class_name.is_some()) << 4
            | u64::from(self.volume_mode.is_some()) << 5
            | u64::from(self.data_source.is_some()) << 6
            | u64::from(self.data_source_ref.is_some()) << 7
            | u64::from(self.volume_attributes_class_name.is_some()) << 8
    }
}

/// `io.k8s.api.core.v1.PersistentVolumeClaimStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PersistentVolumeClaimStatus {
    pub phase: PersistentVolumeClaimPhase,
    pub access_modes: Vec<PersistentVolumeAccessMode>,
    pub capacity: BTreeMap<String, Quantity>,
    /// List, one item per `type`.
    pub conditions: Vec<PersistentVolumeClaimCondition>,
    pub allocated_resources: BTreeMap<String, Quantity>,
    pub allocated_resource_statuses: BTreeMap<String, ClaimResourceStatus>,
    pub current_volume_attributes_class_name: Option<String>,
    pub modify_volume_status: Option<Box<ModifyVolumeStatus>>,
}

#[doc(hidden)]
pub static PERSISTENT_VOLUME_CLAIM_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PersistentVolumeClaimStatus",
    &[
        Field::new("phase", 1, Type::Enum(PersistentVolumeClaimPhase::VALUES), OMITEMPTY),
        Field::new(
            "accessModes",
            2,
            Type::List(&Type::Enum(PersistentVolumeAccessMode::VALUES)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new("capacity", 3, Type::Map(&Type::Quantity), OMITEMPTY),
        Field::new(
            "conditions",
            4,
            Type::List(&Type::Message(&PERSISTENT_VOLUME_CLAIM_CONDITION)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["type"])
        .merge_key("type"),
        Field::new("allocatedResources", 5, Type::Map(&Type::Quantity), OMITEMPTY),
        Field::new(
            "allocatedResourceStatuses",
            7,
            Type::Map(&Type::Enum(ClaimResourceStatus::VALUES)),
            OMITEMPTY,
        ),
        Field::new("currentVolumeAttributesClassName", 8, Type::String, POINTER | OMITEMPTY),
        Field::new(
            "modifyVolumeStatus",
            9,
            Type::Message(&MODIFY_VOLUME_STATUS),
            POINTER | OMITEMPTY,
        ),
    ],
    &[0, 1, 2, 3, 4, 5, 6, 7],
);

impl Message for PersistentVolumeClaimStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &PERSISTENT_VOLUME_CLAIM_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.phase.reflect(),
            1 => self.access_modes.reflect(),
            2 => self.capacity.reflect(),
            3 => self.conditions.reflect(),
            4 => self.allocated_resources.reflect(),
            5 => self.allocated_resource_statuses.reflect(),
            6 => self.current_volume_attributes_class_name.reflect(),
            7 => self.modify_volume_status.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.phase.reflect_mut(),
            1 => self.access_modes.reflect_mut(),
            2 => self.capacity.reflect_mut(),
            3 => self.conditions.reflect_mut(),
            4 => self.allocated_resources.reflect_mut(),
            5 => self.allocated_resource_statuses.reflect_mut(),
            6 => self.current_volume_attributes_class_name.reflect_mut(),
            7 => self.modify_volume_status.reflect_mut(),
            _ => panic!("PersistentVolumeClaimStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffff01
            | u64::from(!self.access_modes.is_empty()) << 1
            | u64::from(!self.capacity.is_empty()) << 2
            | u64::from(!self.conditions.is_empty()) << 3
            | u64::from(!self.allocated_resources.is_empty()) << 4
            | u64::from(!self.allocated_resource_statuses.is_empty()) << 5
            | u64::from(self.current_volume_attributes_class_name.is_some()) << 6
            | u64::from(self.modify_volume_status.is_some()) << 7
    }
}

/// `io.k8s.api.core.v1.PersistentVolumeClaimTemplate`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PersistentVolumeClaimTemplate {
    pub metadata: ObjectMeta,
    pub spec: PersistentVolumeClaimSpec,
}

#[doc(hidden)]
pub static PERSISTENT_VOLUME_CLAIM_TEMPLATE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PersistentVolumeClaimTemplate",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&PERSISTENT_VOLUME_CLAIM_SPEC), REQUIRED),
    ],
    &[0, 1],
);

impl Message for PersistentVolumeClaimTemplate {
    fn descriptor(&self) -> &'static Descriptor {
        &PERSISTENT_VOLUME_CLAIM_TEMPLATE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.spec.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.spec.reflect_mut(),
            _ => panic!("PersistentVolumeClaimTemplate has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.PersistentVolumeClaimVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PersistentVolumeClaimVolumeSource {
    pub claim_name: String,
    pub read_only: bool,
}

#[doc(hidden)]
pub static PERSISTENT_VOLUME_CLAIM_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PersistentVolumeClaimVolumeSource",
    &[
        Field::new("claimName", 1, Type::String, REQUIRED),
        Field::new("readOnly", 2, Type::Bool, OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for PersistentVolumeClaimVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &PERSISTENT_VOLUME_CLAIM_VOLUME_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.claim_name.reflect(),
            1 => self.read_only.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.claim_name.reflect_mut(),
            1 => self.read_only.reflect_mut(),
            _ => panic!("PersistentVolumeClaimVolumeSource has no field {index}"),
        }
    }
}

bowline_apimachinery::open_enum!(
/// One of `ControllerResizeInProgress`, `ControllerResizeInfeasible`, `NodeResizeInProgress`, `NodeResizeInfeasible`, `NodeResizePending`.
ClaimResourceStatus { ControllerResizeInProgress = "ControllerResizeInProgress", ControllerResizeInfeasible = "ControllerResizeInfeasible", NodeResizeInProgress = "NodeResizeInProgress", NodeResizeInfeasible = "NodeResizeInfeasible", NodeResizePending = "NodeResizePending" });

bowline_apimachinery::open_enum!(
/// One of `InProgress`, `Infeasible`, `Pending`.
PersistentVolumeClaimModifyVolumeStatus { InProgress = "InProgress", Infeasible = "Infeasible", Pending = "Pending" });

bowline_apimachinery::open_enum!(
/// One of `Bound`, `Lost`, `Pending`.
PersistentVolumeClaimPhase { Bound = "Bound", Lost = "Lost", Pending = "Pending" });

bowline_apimachinery::message!(PersistentVolumeClaim ModifyVolumeStatus PersistentVolumeClaimCondition PersistentVolumeClaimSpec PersistentVolumeClaimStatus PersistentVolumeClaimTemplate PersistentVolumeClaimVolumeSource);
