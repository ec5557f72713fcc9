//! storage version migration of storagemigration.k8s.io/v1beta1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{
    CONDITION, Condition, GROUP_RESOURCE, GroupResource, OBJECT_META, ObjectMeta,
};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `StorageVersionMigration` of `storagemigration.k8s.io/v1beta1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StorageVersionMigration {
    pub metadata: ObjectMeta,
    pub spec: StorageVersionMigrationSpec,
    pub status: StorageVersionMigrationStatus,
}

#[doc(hidden)]
pub static STORAGE_VERSION_MIGRATION: Descriptor = Descriptor::new(
    "io.k8s.api.storagemigration.v1beta1.StorageVersionMigration",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&STORAGE_VERSION_MIGRATION_SPEC), OMITEMPTY),
        Field::new("status", 3, Type::Message(&STORAGE_VERSION_MIGRATION_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for StorageVersionMigration {
    fn descriptor(&self) -> &'static Descriptor {
        &STORAGE_VERSION_MIGRATION
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
            _ => panic!("StorageVersionMigration has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(
    StorageVersionMigration,
    "storagemigration.k8s.io",
    "v1beta1",
    "StorageVersionMigration",
    "storageversionmigrations",
    Cluster
);

/// `io.k8s.api.storagemigration.v1beta1.StorageVersionMigrationSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StorageVersionMigrationSpec {
    pub resource: GroupResource,
}

#[doc(hidden)]
pub static STORAGE_VERSION_MIGRATION_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.storagemigration.v1beta1.StorageVersionMigrationSpec",
    &[Field::new("resource", 1, Type::Message(&GROUP_RESOURCE), REQUIRED)],
    &[0],
);

impl Message for StorageVersionMigrationSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &STORAGE_VERSION_MIGRATION_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.resource.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.resource.reflect_mut(),
            _ => panic!("StorageVersionMigrationSpec has no field {index}"),
        }
    }
}

/// `io.k8s.api.storagemigration.v1beta1.StorageVersionMigrationStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StorageVersionMigrationStatus {
    /// List, one item per `type`.
    pub conditions: Vec<Condition>,
    pub resource_version: String,
}

#[doc(hidden)]
pub static STORAGE_VERSION_MIGRATION_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.storagemigration.v1beta1.StorageVersionMigrationStatus",
    &[
        Field::new(
            "conditions",
            1,
            Type::List(&Type::Message(&CONDITION)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["type"])
        .merge_key("type"),
        Field::new("resourceVersion", 2, Type::String, OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for StorageVersionMigrationStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &STORAGE_VERSION_MIGRATION_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.conditions.reflect(),
            1 => self.resource_version.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.conditions.reflect_mut(),
            1 => self.resource_version.reflect_mut(),
            _ => panic!("StorageVersionMigrationStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(!self.conditions.is_empty())
    }
}

bowline_apimachinery::message!(StorageVersionMigration StorageVersionMigrationSpec StorageVersionMigrationStatus);
