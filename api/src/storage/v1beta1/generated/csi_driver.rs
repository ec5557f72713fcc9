//! csi driver of storage.k8s.io/v1beta1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `CSIDriver` of `storage.k8s.io/v1beta1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CSIDriver {
    pub metadata: ObjectMeta,
    pub spec: CSIDriverSpec,
}

#[doc(hidden)]
pub static CSI_DRIVER: Descriptor = Descriptor::new(
    "io.k8s.api.storage.v1beta1.CSIDriver",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&CSI_DRIVER_SPEC), REQUIRED),
    ],
    &[0, 1],
)
.root();

impl Message for CSIDriver {
    fn descriptor(&self) -> &'static Descriptor {
        &CSI_DRIVER
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
            _ => panic!("CSIDriver has no field {index}"),
        }
    }
}

bowline_apimachinery::kind!(CSIDriver, "storage.k8s.io", "v1beta1", "CSIDriver");

/// `io.k8s.api.storage.v1beta1.CSIDriverSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CSIDriverSpec {
    pub attach_required: Option<bool>,
    pub pod_info_on_mount: Option<bool>,
    pub volume_lifecycle_modes: Vec<VolumeLifecycleMode>,
    pub storage_capacity: Option<bool>,
    pub fs_group_policy: Option<FSGroupPolicy>,
    pub token_requests: Vec<TokenRequest>,
    pub requires_republish: Option<bool>,
    pub se_linux_mount: Option<bool>,
    pub node_allocatable_update_period_seconds: Option<i64>,
    pub service_account_token_in_secrets: Option<bool>,
    pub prevent_pod_scheduling_if_missing: Option<bool>,
}

#[doc(hidden)]
pub static CSI_DRIVER_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.storage.v1beta1.CSIDriverSpec",
    &[
        Field::new("attachRequired", 1, Type::Bool, POINTER | OMITEMPTY),
        Field::new("podInfoOnMount", 2, Type::Bool, POINTER | OMITEMPTY),
        Field::new(
            "volumeLifecycleModes",
            3,
            Type::List(&Type::Enum(VolumeLifecycleMode::VALUES)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new("storageCapacity", 4, Type::Bool, POINTER | OMITEMPTY),
        Field::new("fsGroupPolicy", 5, Type::Enum(FSGroupPolicy::VALUES), POINTER | OMITEMPTY),
        Field::new(
            "tokenRequests",
            6,
            Type::List(&Type::Message(&TOKEN_REQUEST)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new("requiresRepublish", 7, Type::Bool, POINTER | OMITEMPTY),
        Field::new("seLinuxMount", 8, Type::Bool, POINTER | OMITEMPTY),
        Field::new("nodeAllocatableUpdatePeriodSeconds", 9, Type::Int64, POINTER | OMITEMPTY),
        Field::new("serviceAccountTokenInSecrets", 10, Type::Bool, POINTER | OMITEMPTY),
        Field::new("preventPodSchedulingIfMissing", 11, Type::Bool, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
);

impl Message for CSIDriverSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &CSI_DRIVER_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.attach_required.reflect(),
            1 => self.pod_info_on_mount.reflect(),
            2 => self.volume_lifecycle_modes.reflect(),
            3 => self.storage_capacity.reflect(),
            4 => self.fs_group_policy.reflect(),
            5 => self.token_requests.reflect(),
            6 => self.requires_republish.reflect(),
            7 => self.se_linux_mount.reflect(),
            8 => self.node_allocatable_update_period_seconds.reflect(),
            9 => self.service_account_token_in_secrets.reflect(),
            10 => self.prevent_pod_scheduling_if_missing.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.attach_required.reflect_mut(),
            1 => self.pod_info_on_mount.reflect_mut(),
            2 => self.volume_lifecycle_modes.reflect_mut(),
            3 => self.storage_capacity.reflect_mut(),
            4 => self.fs_group_policy.reflect_mut(),
            5 => self.token_requests.reflect_mut(),
            6 => self.requires_republish.reflect_mut(),
            7 => self.se_linux_mount.reflect_mut(),
            8 => self.node_allocatable_update_period_seconds.reflect_mut(),
            9 => self.service_account_token_in_secrets.reflect_mut(),
            10 => self.prevent_pod_scheduling_if_missing.reflect_mut(),
            _ => panic!("CSIDriverSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffff800
            | u64::from(self.attach_required.is_some())
            | u64::from(self.pod_info_on_mount.is_some()) << 1
            | u64::from(!self.volume_lifecycle_modes.is_empty()) << 2
            | u64::from(self.storage_capacity.is_some()) << 3
            | u64::from(self.fs_group_policy.is_some()) << 4
            | u64::from(!self.token_requests.is_empty()) << 5
            | u64::from(self.requires_republish.is_some()) << 6
            | u64::from(self.se_linux_mount.is_some()) << 7
            | u64::from(self.node_allocatable_update_period_seconds.is_some()) << 8
            | u64::from(self.service_account_token_in_secrets.is_some()) << 9
            | u64::from(self.prevent_pod_scheduling_if_missing.is_some()) << 10
    }
}

/// `io.k8s.api.storage.v1beta1.TokenRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TokenRequest {
    pub audience: String,
    pub expiration_seconds: Option<i64>,
}

#[doc(hidden)]
pub static TOKEN_REQUEST: Descriptor = Descriptor::new(
    "io.k8s.api.storage.v1beta1.TokenRequest",
    &[
        Field::new("audience", 1, Type::String, REQUIRED),
        Field::new("expirationSeconds", 2, Type::Int64, POINTER | OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for TokenRequest {
    fn descriptor(&self) -> &'static Descriptor {
        &TOKEN_REQUEST
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.audience.reflect(),
            1 => self.expiration_seconds.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.audience.reflect_mut(),
            1 => self.expiration_seconds.reflect_mut(),
            _ => panic!("TokenRequest has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(self.expiration_seconds.is_some()) << 1
    }
}

bowline_apimachinery::open_enum!(
/// One of `File`, `None`, `ReadWriteOnceWithFSType`.
FSGroupPolicy { File = "File", None = "None", ReadWriteOnceWithFSType = "ReadWriteOnceWithFSType" });

bowline_apimachinery::open_enum!(
/// One of `Ephemeral`, `Persistent`.
VolumeLifecycleMode { Ephemeral = "Ephemeral", Persistent = "Persistent" });

bowline_apimachinery::message!(CSIDriver CSIDriverSpec TokenRequest);
