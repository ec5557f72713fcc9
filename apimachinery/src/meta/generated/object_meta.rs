//! object meta of meta.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use std::collections::BTreeMap;

use crate::descriptor::*;
use crate::raw_json::RawJson;
use crate::reflect::{Message, Mut, Ref, Reflect};
use crate::time::Time;

/// `io.k8s.apimachinery.pkg.apis.meta.v1.ManagedFieldsEntry`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ManagedFieldsEntry {
    pub manager: String,
    pub operation: ManagedFieldsOperationType,
    pub api_version: String,
    pub time: Option<Time>,
    pub fields_type: String,
    pub fields_v1: Option<RawJson>,
    pub subresource: String,
}

#[doc(hidden)]
pub static MANAGED_FIELDS_ENTRY: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.ManagedFieldsEntry",
    &[
        Field::new("manager", 1, Type::String, OMITEMPTY),
        Field::new("operation", 2, Type::Enum(ManagedFieldsOperationType::VALUES), OMITEMPTY),
        Field::new("apiVersion", 3, Type::String, OMITEMPTY),
        Field::new("time", 4, Type::Time, POINTER | OMITEMPTY),
        Field::new("fieldsType", 6, Type::String, OMITEMPTY),
        Field::new("fieldsV1", 7, Type::Raw, POINTER | OMITEMPTY),
        Field::new("subresource", 8, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5, 6],
);

impl Message for ManagedFieldsEntry {
    fn descriptor(&self) -> &'static Descriptor {
        &MANAGED_FIELDS_ENTRY
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.manager.reflect(),
            1 => self.operation.reflect(),
            2 => self.api_version.reflect(),
            3 => self.time.reflect(),
            4 => self.fields_type.reflect(),
            5 => self.fields_v1.reflect(),
            6 => self.subresource.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.manager.reflect_mut(),
            1 => self.operation.reflect_mut(),
            2 => self.api_version.reflect_mut(),
            3 => self.time.reflect_mut(),
            4 => self.fields_type.reflect_mut(),
            5 => self.fields_v1.reflect_mut(),
            6 => self.subresource.reflect_mut(),
            _ => panic!("ManagedFieldsEntry has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffd7
            | u64::from(self.time.is_some()) << 3
            | u64::from(self.fields_v1.is_some()) << 5
    }
}

/// `io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ObjectMeta {
    pub name: String,
    pub generate_name: String,
    pub namespace: String,
    /// Deprecated.
    pub self_link: String,
    pub uid: String,
    pub resource_version: String,
    pub generation: i64,
    pub creation_timestamp: Option<Time>,
    pub deletion_timestamp: Option<Time>,
    pub deletion_grace_period_seconds: Option<i64>,
    pub labels: BTreeMap<String, String>,
    pub annotations: BTreeMap<String, String>,
    /// List, one item per `uid`.
    pub owner_references: Vec<OwnerReference>,
    /// List without duplicates.
    pub finalizers: Vec<String>,
    pub managed_fields: Vec<ManagedFieldsEntry>,
}

#[doc(hidden)]
pub static OBJECT_META: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta",
    &[
        Field::new("name", 1, Type::String, OMITEMPTY),
        Field::new("generateName", 2, Type::String, OMITEMPTY),
        Field::new("namespace", 3, Type::String, OMITEMPTY),
        Field::new("selfLink", 4, Type::String, OMITEMPTY | DEPRECATED),
        Field::new("uid", 5, Type::String, OMITEMPTY),
        Field::new("resourceVersion", 6, Type::String, OMITEMPTY),
        Field::new("generation", 7, Type::Int64, OMITEMPTY),
        Field::new("creationTimestamp", 8, Type::Time, OMITEMPTY | OMITZERO),
        Field::new("deletionTimestamp", 9, Type::Time, POINTER | OMITEMPTY),
        Field::new("deletionGracePeriodSeconds", 10, Type::Int64, POINTER | OMITEMPTY),
        Field::new("labels", 11, Type::Map(&Type::String), OMITEMPTY),
        Field::new("annotations", 12, Type::Map(&Type::String), OMITEMPTY),
        Field::new(
            "ownerReferences",
            13,
            Type::List(&Type::Message(&OWNER_REFERENCE)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["uid"])
        .merge_key("uid"),
        Field::new("finalizers", 14, Type::List(&Type::String), OMITEMPTY | LIST_SET | PATCH_MERGE),
        Field::new(
            "managedFields",
            17,
            Type::List(&Type::Message(&MANAGED_FIELDS_ENTRY)),
            OMITEMPTY | ATOMIC,
        ),
    ],
    &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14],
);

impl Message for ObjectMeta {
    fn descriptor(&self) -> &'static Descriptor {
        &OBJECT_META
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.generate_name.reflect(),
            2 => self.namespace.reflect(),
            3 => self.self_link.reflect(),
            4 => self.uid.reflect(),
            5 => self.resource_version.reflect(),
            6 => self.generation.reflect(),
            7 => self.creation_timestamp.reflect(),
            8 => self.deletion_timestamp.reflect(),
            9 => self.deletion_grace_period_seconds.reflect(),
            10 => self.labels.reflect(),
            11 => self.annotations.reflect(),
            12 => self.owner_references.reflect(),
            13 => self.finalizers.reflect(),
            14 => self.managed_fields.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.generate_name.reflect_mut(),
            2 => self.namespace.reflect_mut(),
            3 => self.self_link.reflect_mut(),
            4 => self.uid.reflect_mut(),
            5 => self.resource_version.reflect_mut(),
            6 => self.generation.reflect_mut(),
            7 => self.creation_timestamp.reflect_mut(),
            8 => self.deletion_timestamp.reflect_mut(),
            9 => self.deletion_grace_period_seconds.reflect_mut(),
            10 => self.labels.reflect_mut(),
            11 => self.annotations.reflect_mut(),
            12 => self.owner_references.reflect_mut(),
            13 => self.finalizers.reflect_mut(),
            14 => self.managed_fields.reflect_mut(),
            _ => panic!("ObjectMeta has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffff807f
            | u64::from(self.creation_timestamp.is_some()) << 7
            | u64::from(self.deletion_timestamp.is_some()) << 8
            | u64::from(self.deletion_grace_period_seconds.is_some()) << 9
            | u64::from(!self.labels.is_empty()) << 10
            | u64::from(!self.annotations.is_empty()) << 11
            | u64::from(!self.owner_references.is_empty()) << 12
            | u64::from(!self.finalizers.is_empty()) << 13
            | u64::from(!self.managed_fields.is_empty()) << 14
    }
}

/// `io.k8s.apimachinery.pkg.apis.meta.v1.OwnerReference`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OwnerReference {
    pub api_version: String,
    pub kind: String,
    pub name: String,
    pub uid: String,
    pub controller: Option<bool>,
    pub block_owner_deletion: Option<bool>,
}

#[doc(hidden)]
pub static OWNER_REFERENCE: Descriptor = Descriptor::new(
    "io.k8s.apimachinery.pkg.apis.meta.v1.OwnerReference",
    &[
        Field::new("apiVersion", 5, Type::String, REQUIRED),
        Field::new("kind", 1, Type::String, REQUIRED),
        Field::new("name", 3, Type::String, REQUIRED),
        Field::new("uid", 4, Type::String, REQUIRED),
        Field::new("controller", 6, Type::Bool, POINTER | OMITEMPTY),
        Field::new("blockOwnerDeletion", 7, Type::Bool, POINTER | OMITEMPTY),
    ],
    &[1, 2, 3, 0, 4, 5],
)
.atomic();

impl Message for OwnerReference {
    fn descriptor(&self) -> &'static Descriptor {
        &OWNER_REFERENCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.api_version.reflect(),
            1 => self.kind.reflect(),
            2 => self.name.reflect(),
            3 => self.uid.reflect(),
            4 => self.controller.reflect(),
            5 => self.block_owner_deletion.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.api_version.reflect_mut(),
            1 => self.kind.reflect_mut(),
            2 => self.name.reflect_mut(),
            3 => self.uid.reflect_mut(),
            4 => self.controller.reflect_mut(),
            5 => self.block_owner_deletion.reflect_mut(),
            _ => panic!("OwnerReference has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffcf
            | u64::from(self.controller.is_some()) << 4
            | u64::from(self.block_owner_deletion.is_some()) << 5
    }
}

crate::open_enum!(
/// One of `Apply`, `Update`.
ManagedFieldsOperationType { Apply = "Apply", Update = "Update" });

crate::message!(ManagedFieldsEntry ObjectMeta OwnerReference);
