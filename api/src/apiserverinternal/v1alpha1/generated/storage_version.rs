//! storage version of internal.apiserver.k8s.io/v1alpha1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};
use bowline_apimachinery::time::Time;

/// `StorageVersion` of `internal.apiserver.k8s.io/v1alpha1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StorageVersion {
    pub metadata: ObjectMeta,
    pub spec: StorageVersionSpec,
    pub status: StorageVersionStatus,
}

#[doc(hidden)]
pub static STORAGE_VERSION: Descriptor = Descriptor::new(
    "io.k8s.api.apiserverinternal.v1alpha1.StorageVersion",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY | REQUIRED),
        Field::new("spec", 2, Type::Message(&STORAGE_VERSION_SPEC), 0),
        Field::new("status", 3, Type::Message(&STORAGE_VERSION_STATUS), 0),
    ],
    &[0, 1, 2],
)
.root();

impl Message for StorageVersion {
    fn descriptor(&self) -> &'static Descriptor {
        &STORAGE_VERSION
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
            _ => panic!("StorageVersion has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(
    StorageVersion,
    "internal.apiserver.k8s.io",
    "v1alpha1",
    "StorageVersion",
    "storageversions",
    Cluster
);

/// `io.k8s.api.apiserverinternal.v1alpha1.ServerStorageVersion`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServerStorageVersion {
    pub api_server_id: String,
    pub encoding_version: String,
    /// List without duplicates.
    pub decodable_versions: Vec<String>,
    /// List without duplicates.
    pub served_versions: Vec<String>,
}

#[doc(hidden)]
pub static SERVER_STORAGE_VERSION: Descriptor = Descriptor::new(
    "io.k8s.api.apiserverinternal.v1alpha1.ServerStorageVersion",
    &[
        Field::new("apiServerID", 1, Type::String, OMITEMPTY | REQUIRED),
        Field::new("encodingVersion", 2, Type::String, OMITEMPTY | REQUIRED),
        Field::new(
            "decodableVersions",
            3,
            Type::List(&Type::String),
            OMITEMPTY | REQUIRED | LIST_SET,
        ),
        Field::new("servedVersions", 4, Type::List(&Type::String), OMITEMPTY | LIST_SET),
    ],
    &[0, 1, 2, 3],
);

impl Message for ServerStorageVersion {
    fn descriptor(&self) -> &'static Descriptor {
        &SERVER_STORAGE_VERSION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.api_server_id.reflect(),
            1 => self.encoding_version.reflect(),
            2 => self.decodable_versions.reflect(),
            3 => self.served_versions.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.api_server_id.reflect_mut(),
            1 => self.encoding_version.reflect_mut(),
            2 => self.decodable_versions.reflect_mut(),
            3 => self.served_versions.reflect_mut(),
            _ => panic!("ServerStorageVersion has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff3
            | u64::from(!self.decodable_versions.is_empty()) << 2
            | u64::from(!self.served_versions.is_empty()) << 3
    }
}

/// `io.k8s.api.apiserverinternal.v1alpha1.StorageVersionCondition`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StorageVersionCondition {
    pub type_: String,
    pub status: ConditionStatus,
    pub observed_generation: i64,
    pub last_transition_time: Option<Time>,
    pub reason: String,
    pub message: String,
}

#[doc(hidden)]
pub static STORAGE_VERSION_CONDITION: Descriptor = Descriptor::new(
    "io.k8s.api.apiserverinternal.v1alpha1.StorageVersionCondition",
    &[
        Field::new("type", 1, Type::String, REQUIRED),
        Field::new("status", 2, Type::Enum(ConditionStatus::VALUES), REQUIRED),
        Field::new("observedGeneration", 3, Type::Int64, OMITEMPTY),
        Field::new("lastTransitionTime", 4, Type::Time, OMITEMPTY),
        Field::new("reason", 5, Type::String, REQUIRED),
        Field::new("message", 6, Type::String, OMITEMPTY | REQUIRED),
    ],
    &[0, 1, 2, 3, 4, 5],
);

impl Message for StorageVersionCondition {
    fn descriptor(&self) -> &'static Descriptor {
        &STORAGE_VERSION_CONDITION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.type_.reflect(),
            1 => self.status.reflect(),
            2 => self.observed_generation.reflect(),
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
            2 => self.observed_generation.reflect_mut(),
            3 => self.last_transition_time.reflect_mut(),
            4 => self.reason.reflect_mut(),
            5 => self.message.reflect_mut(),
            _ => panic!("StorageVersionCondition has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff7 | u64::from(self.last_transition_time.is_some()) << 3
    }
}

/// `io.k8s.api.apiserverinternal.v1alpha1.StorageVersionSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StorageVersionSpec {}

#[doc(hidden)]
pub static STORAGE_VERSION_SPEC: Descriptor =
    Descriptor::new("io.k8s.api.apiserverinternal.v1alpha1.StorageVersionSpec", &[], &[]);

impl Message for StorageVersionSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &STORAGE_VERSION_SPEC
    }
    fn get(&self, _: usize) -> Ref<'_> {
        Ref::Null
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        panic!("StorageVersionSpec has no field {index}")
    }
}

/// `io.k8s.api.apiserverinternal.v1alpha1.StorageVersionStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StorageVersionStatus {
    /// List, one item per `apiServerID`.
    pub storage_versions: Vec<ServerStorageVersion>,
    pub common_encoding_version: Option<String>,
    /// List, one item per `type`.
    pub conditions: Vec<StorageVersionCondition>,
}

#[doc(hidden)]
pub static STORAGE_VERSION_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.apiserverinternal.v1alpha1.StorageVersionStatus",
    &[
        Field::new(
            "storageVersions",
            1,
            Type::List(&Type::Message(&SERVER_STORAGE_VERSION)),
            OMITEMPTY | LIST_MAP,
        )
        .keys(&["apiServerID"]),
        Field::new("commonEncodingVersion", 2, Type::String, POINTER | OMITEMPTY),
        Field::new(
            "conditions",
            3,
            Type::List(&Type::Message(&STORAGE_VERSION_CONDITION)),
            OMITEMPTY | LIST_MAP,
        )
        .keys(&["type"]),
    ],
    &[0, 1, 2],
);

impl Message for StorageVersionStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &STORAGE_VERSION_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.storage_versions.reflect(),
            1 => self.common_encoding_version.reflect(),
            2 => self.conditions.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.storage_versions.reflect_mut(),
            1 => self.common_encoding_version.reflect_mut(),
            2 => self.conditions.reflect_mut(),
            _ => panic!("StorageVersionStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff8
            | u64::from(!self.storage_versions.is_empty())
            | u64::from(self.common_encoding_version.is_some()) << 1
            | u64::from(!self.conditions.is_empty()) << 2
    }
}

bowline_apimachinery::open_enum!(
/// One of `False`, `True`, `Unknown`.
ConditionStatus { False = "False", True = "True", Unknown = "Unknown" });

bowline_apimachinery::message!(StorageVersion ServerStorageVersion StorageVersionCondition StorageVersionSpec StorageVersionStatus);
