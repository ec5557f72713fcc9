//! volume of v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use std::collections::BTreeMap;

use super::{
    CONFIG_MAP_PROJECTION, CONFIG_MAP_VOLUME_SOURCE, ConfigMapProjection, ConfigMapVolumeSource,
    LOCAL_OBJECT_REFERENCE, LocalObjectReference, MountPropagationMode, OBJECT_FIELD_SELECTOR,
    ObjectFieldSelector, PERSISTENT_VOLUME_CLAIM_TEMPLATE, PERSISTENT_VOLUME_CLAIM_VOLUME_SOURCE,
    PersistentVolumeClaimTemplate, PersistentVolumeClaimVolumeSource, PullPolicy,
    RESOURCE_FIELD_SELECTOR, RecursiveReadOnlyMode, ResourceFieldSelector, SECRET_PROJECTION,
    SECRET_VOLUME_SOURCE, SecretProjection, SecretVolumeSource,
};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{LABEL_SELECTOR, LabelSelector};
use bowline_apimachinery::quantity::Quantity;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `io.k8s.api.core.v1.AWSElasticBlockStoreVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AWSElasticBlockStoreVolumeSource {
    pub volume_id: String,
    pub fs_type: String,
    pub partition: i32,
    pub read_only: bool,
}

#[doc(hidden)]
pub static AWS_ELASTIC_BLOCK_STORE_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.AWSElasticBlockStoreVolumeSource",
    &[
        Field::new("volumeID", 1, Type::String, REQUIRED),
        Field::new("fsType", 2, Type::String, OMITEMPTY),
        Field::new("partition", 3, Type::Int32, OMITEMPTY),
        Field::new("readOnly", 4, Type::Bool, OMITEMPTY),
    ],
    &[0, 1, 2, 3],
);

impl Message for AWSElasticBlockStoreVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &AWS_ELASTIC_BLOCK_STORE_VOLUME_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.volume_id.reflect(),
            1 => self.fs_type.reflect(),
            2 => self.partition.reflect(),
            3 => self.read_only.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.volume_id.reflect_mut(),
            1 => self.fs_type.reflect_mut(),
            2 => self.partition.reflect_mut(),
            3 => self.read_only.reflect_mut(),
            _ => panic!("AWSElasticBlockStoreVolumeSource has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.AzureDiskVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AzureDiskVolumeSource {
    pub disk_name: String,
    pub disk_uri: String,
    /// Default: `"ReadWrite"`.
    pub caching_mode: Option<AzureDataDiskCachingMode>,
    /// Default: `"ext4"`.
    pub fs_type: Option<String>,
    /// Default: `false`.
    pub read_only: Option<bool>,
    /// Default: `"Shared"`.
    pub kind: Option<AzureDataDiskKind>,
}

#[doc(hidden)]
pub static AZURE_DISK_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.AzureDiskVolumeSource",
    &[
        Field::new("diskName", 1, Type::String, REQUIRED),
        Field::new("diskURI", 2, Type::String, REQUIRED),
        Field::new(
            "cachingMode",
            3,
            Type::Enum(AzureDataDiskCachingMode::VALUES),
            POINTER | OMITEMPTY,
        )
        .default("\"ReadWrite\""),
        Field::new("fsType", 4, Type::String, POINTER | OMITEMPTY).default("\"ext4\""),
        Field::new("readOnly", 5, Type::Bool, POINTER | OMITEMPTY).default("false"),
        Field::new("kind", 6, Type::Enum(AzureDataDiskKind::VALUES), POINTER | OMITEMPTY)
            .default("\"Shared\""),
    ],
    &[0, 1, 2, 3, 4, 5],
);

impl Message for AzureDiskVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &AZURE_DISK_VOLUME_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.disk_name.reflect(),
            1 => self.disk_uri.reflect(),
            2 => self.caching_mode.reflect(),
            3 => self.fs_type.reflect(),
            4 => self.read_only.reflect(),
            5 => self.kind.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.disk_name.reflect_mut(),
            1 => self.disk_uri.reflect_mut(),
            2 => self.caching_mode.reflect_mut(),
            3 => self.fs_type.reflect_mut(),
            4 => self.read_only.reflect_mut(),
            5 => self.kind.reflect_mut(),
            _ => panic!("AzureDiskVolumeSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffc3
            | u64::from(self.caching_mode.is_some()) << 2
            | u64::from(self.fs_type.is_some()) << 3
            | u64::from(self.read_only.is_some()) << 4
            | u64::from(self.kind.is_some()) << 5
    }
}

/// `io.k8s.api.core.v1.AzureFileVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AzureFileVolumeSource {
    pub secret_name: String,
    pub share_name: String,
    pub read_only: bool,
}

#[doc(hidden)]
pub static AZURE_FILE_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.AzureFileVolumeSource",
    &[
        Field::new("secretName", 1, Type::String, REQUIRED),
        Field::new("shareName", 2, Type::String, REQUIRED),
        Field::new("readOnly", 3, Type::Bool, OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for AzureFileVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &AZURE_FILE_VOLUME_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.secret_name.reflect(),
            1 => self.share_name.reflect(),
            2 => self.read_only.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.secret_name.reflect_mut(),
            1 => self.share_name.reflect_mut(),
            2 => self.read_only.reflect_mut(),
            _ => panic!("AzureFileVolumeSource has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.CSIVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CSIVolumeSource {
    pub driver: String,
    pub read_only: Option<bool>,
    pub fs_type: Option<String>,
    pub volume_attributes: BTreeMap<String, String>,
    pub node_publish_secret_ref: Option<LocalObjectReference>,
}

#[doc(hidden)]
pub static CSI_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.CSIVolumeSource",
    &[
        Field::new("driver", 1, Type::String, REQUIRED),
        Field::new("readOnly", 2, Type::Bool, POINTER | OMITEMPTY),
        Field::new("fsType", 3, Type::String, POINTER | OMITEMPTY),
        Field::new("volumeAttributes", 4, Type::Map(&Type::String), OMITEMPTY),
        Field::new(
            "nodePublishSecretRef",
            5,
            Type::Message(&LOCAL_OBJECT_REFERENCE),
            POINTER | OMITEMPTY,
        ),
    ],
    &[0, 1, 2, 3, 4],
);

impl Message for CSIVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &CSI_VOLUME_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.driver.reflect(),
            1 => self.read_only.reflect(),
            2 => self.fs_type.reflect(),
            3 => self.volume_attributes.reflect(),
            4 => self.node_publish_secret_ref.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.driver.reflect_mut(),
            1 => self.read_only.reflect_mut(),
            2 => self.fs_type.reflect_mut(),
            3 => self.volume_attributes.reflect_mut(),
            4 => self.node_publish_secret_ref.reflect_mut(),
            _ => panic!("CSIVolumeSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffe1
            | u64::from(self.read_only.is_some()) << 1
            | u64::from(self.fs_type.is_some()) << 2
            | u64::from(!self.volume_attributes.is_empty()) << 3
            | u64::from(self.node_publish_secret_ref.is_some()) << 4
    }
}

/// `io.k8s.api.core.v1.CephFSVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CephFSVolumeSource {
    pub monitors: Vec<String>,
    pub path: String,
    pub user: String,
    pub secret_file: String,
    pub secret_ref: Option<LocalObjectReference>,
    pub read_only: bool,
}

#[doc(hidden)]
pub static CEPH_FS_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.CephFSVolumeSource",
    &[
        Field::new("monitors", 1, Type::List(&Type::String), REQUIRED | ATOMIC),
        Field::new("path", 2, Type::String, OMITEMPTY),
        Field::new("user", 3, Type::String, OMITEMPTY),
        Field::new("secretFile", 4, Type::String, OMITEMPTY),
        Field::new("secretRef", 5, Type::Message(&LOCAL_OBJECT_REFERENCE), POINTER | OMITEMPTY),
        Field::new("readOnly", 6, Type::Bool, OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5],
);

impl Message for CephFSVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &CEPH_FS_VOLUME_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.monitors.reflect(),
            1 => self.path.reflect(),
            2 => self.user.reflect(),
            3 => self.secret_file.reflect(),
            4 => self.secret_ref.reflect(),
            5 => self.read_only.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.monitors.reflect_mut(),
            1 => self.path.reflect_mut(),
            2 => self.user.reflect_mut(),
            3 => self.secret_file.reflect_mut(),
            4 => self.secret_ref.reflect_mut(),
            5 => self.read_only.reflect_mut(),
            _ => panic!("CephFSVolumeSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffee
            | u64::from(!self.monitors.is_empty())
            | u64::from(self.secret_ref.is_some()) << 4
    }
}

/// `io.k8s.api.core.v1.CinderVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CinderVolumeSource {
    pub volume_id: String,
    pub fs_type: String,
    pub read_only: bool,
    pub secret_ref: Option<LocalObjectReference>,
}

#[doc(hidden)]
pub static CINDER_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.CinderVolumeSource",
    &[
        Field::new("volumeID", 1, Type::String, REQUIRED),
        Field::new("fsType", 2, Type::String, OMITEMPTY),
        Field::new("readOnly", 3, Type::Bool, OMITEMPTY),
        Field::new("secretRef", 4, Type::Message(&LOCAL_OBJECT_REFERENCE), POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3],
);

impl Message for CinderVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &CINDER_VOLUME_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.volume_id.reflect(),
            1 => self.fs_type.reflect(),
            2 => self.read_only.reflect(),
            3 => self.secret_ref.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.volume_id.reflect_mut(),
            1 => self.fs_type.reflect_mut(),
            2 => self.read_only.reflect_mut(),
            3 => self.secret_ref.reflect_mut(),
            _ => panic!("CinderVolumeSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff7 | u64::from(self.secret_ref.is_some()) << 3
    }
}

/// `io.k8s.api.core.v1.ClusterTrustBundleProjection`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClusterTrustBundleProjection {
    pub name: Option<String>,
    pub signer_name: Option<String>,
    pub label_selector: Option<Box<LabelSelector>>,
    pub optional: Option<bool>,
    pub path: String,
}

#[doc(hidden)]
pub static CLUSTER_TRUST_BUNDLE_PROJECTION: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ClusterTrustBundleProjection",
    &[
        Field::new("name", 1, Type::String, POINTER | OMITEMPTY),
        Field::new("signerName", 2, Type::String, POINTER | OMITEMPTY),
        Field::new("labelSelector", 3, Type::Message(&LABEL_SELECTOR), POINTER | OMITEMPTY),
        Field::new("optional", 5, Type::Bool, POINTER | OMITEMPTY),
        Field::new("path", 4, Type::String, REQUIRED),
    ],
    &[0, 1, 2, 4, 3],
);

impl Message for ClusterTrustBundleProjection {
    fn descriptor(&self) -> &'static Descriptor {
        &CLUSTER_TRUST_BUNDLE_PROJECTION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.signer_name.reflect(),
            2 => self.label_selector.reflect(),
            3 => self.optional.reflect(),
            4 => self.path.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.signer_name.reflect_mut(),
            2 => self.label_selector.reflect_mut(),
            3 => self.optional.reflect_mut(),
            4 => self.path.reflect_mut(),
            _ => panic!("ClusterTrustBundleProjection has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff0
            | u64::from(self.name.is_some())
            | u64::from(self.signer_name.is_some()) << 1
            | u64::from(self.label_selector.is_some()) << 2
            | u64::from(self.optional.is_some()) << 3
    }
}

/// `io.k8s.api.core.v1.DownwardAPIProjection`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DownwardAPIProjection {
    pub items: Vec<DownwardAPIVolumeFile>,
}

#[doc(hidden)]
pub static DOWNWARD_API_PROJECTION: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.DownwardAPIProjection",
    &[Field::new(
        "items",
        1,
        Type::List(&Type::Message(&DOWNWARD_API_VOLUME_FILE)),
        OMITEMPTY | ATOMIC,
    )],
    &[0],
);

impl Message for DownwardAPIProjection {
    fn descriptor(&self) -> &'static Descriptor {
        &DOWNWARD_API_PROJECTION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.items.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.items.reflect_mut(),
            _ => panic!("DownwardAPIProjection has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(!self.items.is_empty())
    }
}

/// `io.k8s.api.core.v1.DownwardAPIVolumeFile`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DownwardAPIVolumeFile {
    pub path: String,
    pub field_ref: Option<Box<ObjectFieldSelector>>,
    pub resource_field_ref: Option<Box<ResourceFieldSelector>>,
    pub mode: Option<i32>,
}

#[doc(hidden)]
pub static DOWNWARD_API_VOLUME_FILE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.DownwardAPIVolumeFile",
    &[
        Field::new("path", 1, Type::String, REQUIRED),
        Field::new("fieldRef", 2, Type::Message(&OBJECT_FIELD_SELECTOR), POINTER | OMITEMPTY),
        Field::new(
            "resourceFieldRef",
            3,
            Type::Message(&RESOURCE_FIELD_SELECTOR),
            POINTER | OMITEMPTY,
        ),
        Field::new("mode", 4, Type::Int32, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3],
);

impl Message for DownwardAPIVolumeFile {
    fn descriptor(&self) -> &'static Descriptor {
        &DOWNWARD_API_VOLUME_FILE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.path.reflect(),
            1 => self.field_ref.reflect(),
            2 => self.resource_field_ref.reflect(),
            3 => self.mode.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.path.reflect_mut(),
            1 => self.field_ref.reflect_mut(),
            2 => self.resource_field_ref.reflect_mut(),
            3 => self.mode.reflect_mut(),
            _ => panic!("DownwardAPIVolumeFile has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff1
            | u64::from(self.field_ref.is_some()) << 1
            | u64::from(self.resource_field_ref.is_some()) << 2
            | u64::from(self.mode.is_some()) << 3
    }
}

/// `io.k8s.api.core.v1.DownwardAPIVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DownwardAPIVolumeSource {
    pub items: Vec<DownwardAPIVolumeFile>,
    pub default_mode: Option<i32>,
}

#[doc(hidden)]
pub static DOWNWARD_API_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.DownwardAPIVolumeSource",
    &[
        Field::new(
            "items",
            1,
            Type::List(&Type::Message(&DOWNWARD_API_VOLUME_FILE)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new("defaultMode", 2, Type::Int32, POINTER | OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for DownwardAPIVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &DOWNWARD_API_VOLUME_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.items.reflect(),
            1 => self.default_mode.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.items.reflect_mut(),
            1 => self.default_mode.reflect_mut(),
            _ => panic!("DownwardAPIVolumeSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(!self.items.is_empty())
            | u64::from(self.default_mode.is_some()) << 1
    }
}

/// `io.k8s.api.core.v1.EmptyDirVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EmptyDirVolumeSource {
    pub medium: String,
    pub size_limit: Option<Quantity>,
}

#[doc(hidden)]
pub static EMPTY_DIR_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.EmptyDirVolumeSource",
    &[
        Field::new("medium", 1, Type::String, OMITEMPTY),
        Field::new("sizeLimit", 2, Type::Quantity, POINTER | OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for EmptyDirVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &EMPTY_DIR_VOLUME_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.medium.reflect(),
            1 => self.size_limit.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.medium.reflect_mut(),
            1 => self.size_limit.reflect_mut(),
            _ => panic!("EmptyDirVolumeSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(self.size_limit.is_some()) << 1
    }
}

/// `io.k8s.api.core.v1.EphemeralVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EphemeralVolumeSource {
    pub volume_claim_template: Option<Box<PersistentVolumeClaimTemplate>>,
}

#[doc(hidden)]
pub static EPHEMERAL_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.EphemeralVolumeSource",
    &[Field::new(
        "volumeClaimTemplate",
        1,
        Type::Message(&PERSISTENT_VOLUME_CLAIM_TEMPLATE),
        POINTER | OMITEMPTY,
    )],
    &[0],
);

impl Message for EphemeralVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &EPHEMERAL_VOLUME_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.volume_claim_template.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.volume_claim_template.reflect_mut(),
            _ => panic!("EphemeralVolumeSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(self.volume_claim_template.is_some())
    }
}

/// `io.k8s.api.core.v1.FCVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FCVolumeSource {
    pub target_wwns: Vec<String>,
    pub lun: Option<i32>,
    pub fs_type: String,
    pub read_only: bool,
    pub wwids: Vec<String>,
}

#[doc(hidden)]
pub static FC_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.FCVolumeSource",
    &[
        Field::new("targetWWNs", 1, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("lun", 2, Type::Int32, POINTER | OMITEMPTY),
        Field::new("fsType", 3, Type::String, OMITEMPTY),
        Field::new("readOnly", 4, Type::Bool, OMITEMPTY),
        Field::new("wwids", 5, Type::List(&Type::String), OMITEMPTY | ATOMIC),
    ],
    &[0, 1, 2, 3, 4],
);

impl Message for FCVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &FC_VOLUME_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.target_wwns.reflect(),
            1 => self.lun.reflect(),
            2 => self.fs_type.reflect(),
            3 => self.read_only.reflect(),
            4 => self.wwids.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.target_wwns.reflect_mut(),
            1 => self.lun.reflect_mut(),
            2 => self.fs_type.reflect_mut(),
            3 => self.read_only.reflect_mut(),
            4 => self.wwids.reflect_mut(),
            _ => panic!("FCVolumeSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffec
            | u64::from(!self.target_wwns.is_empty())
            | u64::from(self.lun.is_some()) << 1
            | u64::from(!self.wwids.is_empty()) << 4
    }
}

/// `io.k8s.api.core.v1.FlexVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FlexVolumeSource {
    pub driver: String,
    pub fs_type: String,
    pub secret_ref: Option<LocalObjectReference>,
    pub read_only: bool,
    pub options: BTreeMap<String, String>,
}

#[doc(hidden)]
pub static FLEX_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.FlexVolumeSource",
    &[
        Field::new("driver", 1, Type::String, REQUIRED),
        Field::new("fsType", 2, Type::String, OMITEMPTY),
        Field::new("secretRef", 3, Type::Message(&LOCAL_OBJECT_REFERENCE), POINTER | OMITEMPTY),
        Field::new("readOnly", 4, Type::Bool, OMITEMPTY),
        Field::new("options", 5, Type::Map(&Type::String), OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4],
);

impl Message for FlexVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &FLEX_VOLUME_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.driver.reflect(),
            1 => self.fs_type.reflect(),
            2 => self.secret_ref.reflect(),
            3 => self.read_only.reflect(),
            4 => self.options.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.driver.reflect_mut(),
            1 => self.fs_type.reflect_mut(),
            2 => self.secret_ref.reflect_mut(),
            3 => self.read_only.reflect_mut(),
            4 => self.options.reflect_mut(),
            _ => panic!("FlexVolumeSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffeb
            | u64::from(self.secret_ref.is_some()) << 2
            | u64::from(!self.options.is_empty()) << 4
    }
}

/// `io.k8s.api.core.v1.FlockerVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FlockerVolumeSource {
    pub dataset_name: String,
    pub dataset_uuid: String,
}

#[doc(hidden)]
pub static FLOCKER_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.FlockerVolumeSource",
    &[
        Field::new("datasetName", 1, Type::String, OMITEMPTY),
        Field::new("datasetUUID", 2, Type::String, OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for FlockerVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &FLOCKER_VOLUME_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.dataset_name.reflect(),
            1 => self.dataset_uuid.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.dataset_name.reflect_mut(),
            1 => self.dataset_uuid.reflect_mut(),
            _ => panic!("FlockerVolumeSource has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.GCEPersistentDiskVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GCEPersistentDiskVolumeSource {
    pub pd_name: String,
    pub fs_type: String,
    pub partition: i32,
    pub read_only: bool,
}

#[doc(hidden)]
pub static GCE_PERSISTENT_DISK_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.GCEPersistentDiskVolumeSource",
    &[
        Field::new("pdName", 1, Type::String, REQUIRED),
        Field::new("fsType", 2, Type::String, OMITEMPTY),
        Field::new("partition", 3, Type::Int32, OMITEMPTY),
        Field::new("readOnly", 4, Type::Bool, OMITEMPTY),
    ],
    &[0, 1, 2, 3],
);

impl Message for GCEPersistentDiskVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &GCE_PERSISTENT_DISK_VOLUME_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.pd_name.reflect(),
            1 => self.fs_type.reflect(),
            2 => self.partition.reflect(),
            3 => self.read_only.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.pd_name.reflect_mut(),
            1 => self.fs_type.reflect_mut(),
            2 => self.partition.reflect_mut(),
            3 => self.read_only.reflect_mut(),
            _ => panic!("GCEPersistentDiskVolumeSource has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.GitRepoVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GitRepoVolumeSource {
    pub repository: String,
    pub revision: String,
    pub directory: String,
}

#[doc(hidden)]
pub static GIT_REPO_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.GitRepoVolumeSource",
    &[
        Field::new("repository", 1, Type::String, REQUIRED),
        Field::new("revision", 2, Type::String, OMITEMPTY),
        Field::new("directory", 3, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for GitRepoVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &GIT_REPO_VOLUME_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.repository.reflect(),
            1 => self.revision.reflect(),
            2 => self.directory.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.repository.reflect_mut(),
            1 => self.revision.reflect_mut(),
            2 => self.directory.reflect_mut(),
            _ => panic!("GitRepoVolumeSource has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.GlusterfsVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GlusterfsVolumeSource {
    pub endpoints: String,
    pub path: String,
    pub read_only: bool,
}

#[doc(hidden)]
pub static GLUSTERFS_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.GlusterfsVolumeSource",
    &[
        Field::new("endpoints", 1, Type::String, REQUIRED),
        Field::new("path", 2, Type::String, REQUIRED),
        Field::new("readOnly", 3, Type::Bool, OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for GlusterfsVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &GLUSTERFS_VOLUME_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.endpoints.reflect(),
            1 => self.path.reflect(),
            2 => self.read_only.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.endpoints.reflect_mut(),
            1 => self.path.reflect_mut(),
            2 => self.read_only.reflect_mut(),
            _ => panic!("GlusterfsVolumeSource has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.HostPathVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HostPathVolumeSource {
    pub path: String,
    pub type_: Option<HostPathType>,
}

#[doc(hidden)]
pub static HOST_PATH_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.HostPathVolumeSource",
    &[
        Field::new("path", 1, Type::String, REQUIRED),
        Field::new("type", 2, Type::Enum(HostPathType::VALUES), POINTER | OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for HostPathVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &HOST_PATH_VOLUME_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.path.reflect(),
            1 => self.type_.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.path.reflect_mut(),
            1 => self.type_.reflect_mut(),
            _ => panic!("HostPathVolumeSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(self.type_.is_some()) << 1
    }
}

/// `io.k8s.api.core.v1.ISCSIVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ISCSIVolumeSource {
    pub target_portal: String,
    pub iqn: String,
    pub lun: i32,
    /// Default: `"default"`.
    pub iscsi_interface: String,
    pub fs_type: String,
    pub read_only: bool,
    pub portals: Vec<String>,
    pub chap_auth_discovery: bool,
    pub chap_auth_session: bool,
    pub secret_ref: Option<LocalObjectReference>,
    pub initiator_name: Option<String>,
}

#[doc(hidden)]
pub static ISCSI_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ISCSIVolumeSource",
    &[
        Field::new("targetPortal", 1, Type::String, REQUIRED),
        Field::new("iqn", 2, Type::String, REQUIRED),
        Field::new("lun", 3, Type::Int32, REQUIRED),
        Field::new("iscsiInterface", 4, Type::String, OMITEMPTY).default("\"default\""),
        Field::new("fsType", 5, Type::String, OMITEMPTY),
        Field::new("readOnly", 6, Type::Bool, OMITEMPTY),
        Field::new("portals", 7, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("chapAuthDiscovery", 8, Type::Bool, OMITEMPTY),
        Field::new("chapAuthSession", 11, Type::Bool, OMITEMPTY),
        Field::new("secretRef", 10, Type::Message(&LOCAL_OBJECT_REFERENCE), POINTER | OMITEMPTY),
        Field::new("initiatorName", 12, Type::String, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5, 6, 7, 9, 8, 10],
);

impl Message for ISCSIVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &ISCSI_VOLUME_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.target_portal.reflect(),
            1 => self.iqn.reflect(),
            2 => self.lun.reflect(),
            3 => self.iscsi_interface.reflect(),
            4 => self.fs_type.reflect(),
            5 => self.read_only.reflect(),
            6 => self.portals.reflect(),
            7 => self.chap_auth_discovery.reflect(),
            8 => self.chap_auth_session.reflect(),
            9 => self.secret_ref.reflect(),
            10 => self.initiator_name.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.target_portal.reflect_mut(),
            1 => self.iqn.reflect_mut(),
            2 => self.lun.reflect_mut(),
            3 => self.iscsi_interface.reflect_mut(),
            4 => self.fs_type.reflect_mut(),
            5 => self.read_only.reflect_mut(),
            6 => self.portals.reflect_mut(),
            7 => self.chap_auth_discovery.reflect_mut(),
            8 => self.chap_auth_session.reflect_mut(),
            9 => self.secret_ref.reflect_mut(),
            10 => self.initiator_name.reflect_mut(),
            _ => panic!("ISCSIVolumeSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffff9bf
            | u64::from(!self.portals.is_empty()) << 6
            | u64::from(self.secret_ref.is_some()) << 9
            | u64::from(self.initiator_name.is_some()) << 10
    }
}

/// `io.k8s.api.core.v1.ImageVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImageVolumeSource {
    pub reference: String,
    pub pull_policy: PullPolicy,
}

#[doc(hidden)]
pub static IMAGE_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ImageVolumeSource",
    &[
        Field::new("reference", 1, Type::String, OMITEMPTY),
        Field::new("pullPolicy", 2, Type::Enum(PullPolicy::VALUES), OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for ImageVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &IMAGE_VOLUME_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.reference.reflect(),
            1 => self.pull_policy.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.reference.reflect_mut(),
            1 => self.pull_policy.reflect_mut(),
            _ => panic!("ImageVolumeSource has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.ImageVolumeStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImageVolumeStatus {
    pub image_ref: String,
}

#[doc(hidden)]
pub static IMAGE_VOLUME_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ImageVolumeStatus",
    &[Field::new("imageRef", 1, Type::String, OMITEMPTY | REQUIRED)],
    &[0],
);

impl Message for ImageVolumeStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &IMAGE_VOLUME_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.image_ref.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.image_ref.reflect_mut(),
            _ => panic!("ImageVolumeStatus has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.KeyToPath`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KeyToPath {
    pub key: String,
    pub path: String,
    pub mode: Option<i32>,
}

#[doc(hidden)]
pub static KEY_TO_PATH: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.KeyToPath",
    &[
        Field::new("key", 1, Type::String, REQUIRED),
        Field::new("path", 2, Type::String, REQUIRED),
        Field::new("mode", 3, Type::Int32, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for KeyToPath {
    fn descriptor(&self) -> &'static Descriptor {
        &KEY_TO_PATH
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.key.reflect(),
            1 => self.path.reflect(),
            2 => self.mode.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.key.reflect_mut(),
            1 => self.path.reflect_mut(),
            2 => self.mode.reflect_mut(),
            _ => panic!("KeyToPath has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffb | u64::from(self.mode.is_some()) << 2
    }
}

/// `io.k8s.api.core.v1.NFSVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NFSVolumeSource {
    pub server: String,
    pub path: String,
    pub read_only: bool,
}

#[doc(hidden)]
pub static NFS_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.NFSVolumeSource",
    &[
        Field::new("server", 1, Type::String, REQUIRED),
        Field::new("path", 2, Type::String, REQUIRED),
        Field::new("readOnly", 3, Type::Bool, OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for NFSVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &NFS_VOLUME_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.server.reflect(),
            1 => self.path.reflect(),
            2 => self.read_only.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.server.reflect_mut(),
            1 => self.path.reflect_mut(),
            2 => self.read_only.reflect_mut(),
            _ => panic!("NFSVolumeSource has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.PhotonPersistentDiskVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PhotonPersistentDiskVolumeSource {
    pub pd_id: String,
    pub fs_type: String,
}

#[doc(hidden)]
pub static PHOTON_PERSISTENT_DISK_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PhotonPersistentDiskVolumeSource",
    &[
        Field::new("pdID", 1, Type::String, REQUIRED),
        Field::new("fsType", 2, Type::String, OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for PhotonPersistentDiskVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &PHOTON_PERSISTENT_DISK_VOLUME_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.pd_id.reflect(),
            1 => self.fs_type.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.pd_id.reflect_mut(),
            1 => self.fs_type.reflect_mut(),
            _ => panic!("PhotonPersistentDiskVolumeSource has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.PodCertificateProjection`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodCertificateProjection {
    pub signer_name: String,
    pub key_type: String,
    pub max_expiration_seconds: Option<i32>,
    pub credential_bundle_path: String,
    pub key_path: String,
    pub certificate_chain_path: String,
    pub user_annotations: BTreeMap<String, String>,
}

#[doc(hidden)]
pub static POD_CERTIFICATE_PROJECTION: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PodCertificateProjection",
    &[
        Field::new("signerName", 1, Type::String, OMITEMPTY | REQUIRED),
        Field::new("keyType", 2, Type::String, OMITEMPTY | REQUIRED),
        Field::new("maxExpirationSeconds", 3, Type::Int32, POINTER | OMITEMPTY),
        Field::new("credentialBundlePath", 4, Type::String, OMITEMPTY),
        Field::new("keyPath", 5, Type::String, OMITEMPTY),
        Field::new("certificateChainPath", 6, Type::String, OMITEMPTY),
        Field::new("userAnnotations", 7, Type::Map(&Type::String), OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5, 6],
);

impl Message for PodCertificateProjection {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_CERTIFICATE_PROJECTION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.signer_name.reflect(),
            1 => self.key_type.reflect(),
            2 => self.max_expiration_seconds.reflect(),
            3 => self.credential_bundle_path.reflect(),
            4 => self.key_path.reflect(),
            5 => self.certificate_chain_path.reflect(),
            6 => self.user_annotations.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.signer_name.reflect_mut(),
            1 => self.key_type.reflect_mut(),
            2 => self.max_expiration_seconds.reflect_mut(),
            3 => self.credential_bundle_path.reflect_mut(),
            4 => self.key_path.reflect_mut(),
            5 => self.certificate_chain_path.reflect_mut(),
            6 => self.user_annotations.reflect_mut(),
            _ => panic!("PodCertificateProjection has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffbb
            | u64::from(self.max_expiration_seconds.is_some()) << 2
            | u64::from(!self.user_annotations.is_empty()) << 6
    }
}

/// `io.k8s.api.core.v1.PortworxVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PortworxVolumeSource {
    pub volume_id: String,
    pub fs_type: String,
    pub read_only: bool,
}

#[doc(hidden)]
pub static PORTWORX_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PortworxVolumeSource",
    &[
        Field::new("volumeID", 1, Type::String, REQUIRED),
        Field::new("fsType", 2, Type::String, OMITEMPTY),
        Field::new("readOnly", 3, Type::Bool, OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for PortworxVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &PORTWORX_VOLUME_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.volume_id.reflect(),
            1 => self.fs_type.reflect(),
            2 => self.read_only.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.volume_id.reflect_mut(),
            1 => self.fs_type.reflect_mut(),
            2 => self.read_only.reflect_mut(),
            _ => panic!("PortworxVolumeSource has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.ProjectedVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProjectedVolumeSource {
    pub sources: Vec<VolumeProjection>,
    pub default_mode: Option<i32>,
}

#[doc(hidden)]
pub static PROJECTED_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ProjectedVolumeSource",
    &[
        Field::new("sources", 1, Type::List(&Type::Message(&VOLUME_PROJECTION)), ATOMIC),
        Field::new("defaultMode", 2, Type::Int32, POINTER | OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for ProjectedVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &PROJECTED_VOLUME_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.sources.reflect(),
            1 => self.default_mode.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.sources.reflect_mut(),
            1 => self.default_mode.reflect_mut(),
            _ => panic!("ProjectedVolumeSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(!self.sources.is_empty())
            | u64::from(self.default_mode.is_some()) << 1
    }
}

/// `io.k8s.api.core.v1.QuobyteVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct QuobyteVolumeSource {
    pub registry: String,
    pub volume: String,
    pub read_only: bool,
    pub user: String,
    pub group: String,
    pub tenant: String,
}

#[doc(hidden)]
pub static QUOBYTE_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.QuobyteVolumeSource",
    &[
        Field::new("registry", 1, Type::String, REQUIRED),
        Field::new("volume", 2, Type::String, REQUIRED),
        Field::new("readOnly", 3, Type::Bool, OMITEMPTY),
        Field::new("user", 4, Type::String, OMITEMPTY),
        Field::new("group", 5, Type::String, OMITEMPTY),
        Field::new("tenant", 6, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5],
);

impl Message for QuobyteVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &QUOBYTE_VOLUME_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.registry.reflect(),
            1 => self.volume.reflect(),
            2 => self.read_only.reflect(),
            3 => self.user.reflect(),
            4 => self.group.reflect(),
            5 => self.tenant.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.registry.reflect_mut(),
            1 => self.volume.reflect_mut(),
            2 => self.read_only.reflect_mut(),
            3 => self.user.reflect_mut(),
            4 => self.group.reflect_mut(),
            5 => self.tenant.reflect_mut(),
            _ => panic!("QuobyteVolumeSource has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.RBDVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RBDVolumeSource {
    pub monitors: Vec<String>,
    pub image: String,
    pub fs_type: String,
    /// Default: `"rbd"`.
    pub pool: String,
    /// Default: `"admin"`.
    pub user: String,
    /// Default: `"/etc/ceph/keyring"`.
    pub keyring: String,
    pub secret_ref: Option<LocalObjectReference>,
    pub read_only: bool,
}

#[doc(hidden)]
pub static RBD_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.RBDVolumeSource",
    &[
        Field::new("monitors", 1, Type::List(&Type::String), REQUIRED | ATOMIC),
        Field::new("image", 2, Type::String, REQUIRED),
        Field::new("fsType", 3, Type::String, OMITEMPTY),
        Field::new("pool", 4, Type::String, OMITEMPTY).default("\"rbd\""),
        Field::new("user", 5, Type::String, OMITEMPTY).default("\"admin\""),
        Field::new("keyring", 6, Type::String, OMITEMPTY).default("\"/etc/ceph/keyring\""),
        Field::new("secretRef", 7, Type::Message(&LOCAL_OBJECT_REFERENCE), POINTER | OMITEMPTY),
        Field::new("readOnly", 8, Type::Bool, OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5, 6, 7],
);

impl Message for RBDVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &RBD_VOLUME_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.monitors.reflect(),
            1 => self.image.reflect(),
            2 => self.fs_type.reflect(),
            3 => self.pool.reflect(),
            4 => self.user.reflect(),
            5 => self.keyring.reflect(),
            6 => self.secret_ref.reflect(),
            7 => self.read_only.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.monitors.reflect_mut(),
            1 => self.image.reflect_mut(),
            2 => self.fs_type.reflect_mut(),
            3 => self.pool.reflect_mut(),
            4 => self.user.reflect_mut(),
            5 => self.keyring.reflect_mut(),
            6 => self.secret_ref.reflect_mut(),
            7 => self.read_only.reflect_mut(),
            _ => panic!("RBDVolumeSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffbe
            | u64::from(!self.monitors.is_empty())
            | u64::from(self.secret_ref.is_some()) << 6
    }
}

/// `io.k8s.api.core.v1.ScaleIOVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScaleIOVolumeSource {
    pub gateway: String,
    pub system: String,
    pub secret_ref: Option<LocalObjectReference>,
    pub ssl_enabled: bool,
    pub protection_domain: String,
    pub storage_pool: String,
    /// Default: `"ThinProvisioned"`.
    pub storage_mode: String,
    pub volume_name: String,
    /// Default: `"xfs"`.
    pub fs_type: String,
    pub read_only: bool,
}

#[doc(hidden)]
pub static SCALE_IO_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ScaleIOVolumeSource",
    &[
        Field::new("gateway", 1, Type::String, REQUIRED),
        Field::new("system", 2, Type::String, REQUIRED),
        Field::new("secretRef", 3, Type::Message(&LOCAL_OBJECT_REFERENCE), POINTER | REQUIRED),
        Field::new("sslEnabled", 4, Type::Bool, OMITEMPTY),
        Field::new("protectionDomain", 5, Type::String, OMITEMPTY),
        Field::new("storagePool", 6, Type::String, OMITEMPTY),
        Field::new("storageMode", 7, Type::String, OMITEMPTY).default("\"ThinProvisioned\""),
        Field::new("volumeName", 8, Type::String, OMITEMPTY),
        Field::new("fsType", 9, Type::String, OMITEMPTY).default("\"xfs\""),
        Field::new("readOnly", 10, Type::Bool, OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
);

impl Message for ScaleIOVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &SCALE_IO_VOLUME_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.gateway.reflect(),
            1 => self.system.reflect(),
            2 => self.secret_ref.reflect(),
            3 => self.ssl_enabled.reflect(),
            4 => self.protection_domain.reflect(),
            5 => self.storage_pool.reflect(),
            6 => self.storage_mode.reflect(),
            7 => self.volume_name.reflect(),
            8 => self.fs_type.reflect(),
            9 => self.read_only.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.gateway.reflect_mut(),
            1 => self.system.reflect_mut(),
            2 => self.secret_ref.reflect_mut(),
            3 => self.ssl_enabled.reflect_mut(),
            4 => self.protection_domain.reflect_mut(),
            5 => self.storage_pool.reflect_mut(),
            6 => self.storage_mode.reflect_mut(),
            7 => self.volume_name.reflect_mut(),
            8 => self.fs_type.reflect_mut(),
            9 => self.read_only.reflect_mut(),
            _ => panic!("ScaleIOVolumeSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffb | u64::from(self.secret_ref.is_some()) << 2
    }
}

/// `io.k8s.api.core.v1.ServiceAccountTokenProjection`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ServiceAccountTokenProjection {
    pub audience: String,
    pub expiration_seconds: Option<i64>,
    pub path: String,
}

#[doc(hidden)]
pub static SERVICE_ACCOUNT_TOKEN_PROJECTION: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ServiceAccountTokenProjection",
    &[
        Field::new("audience", 1, Type::String, OMITEMPTY),
        Field::new("expirationSeconds", 2, Type::Int64, POINTER | OMITEMPTY),
        Field::new("path", 3, Type::String, REQUIRED),
    ],
    &[0, 1, 2],
);

impl Message for ServiceAccountTokenProjection {
    fn descriptor(&self) -> &'static Descriptor {
        &SERVICE_ACCOUNT_TOKEN_PROJECTION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.audience.reflect(),
            1 => self.expiration_seconds.reflect(),
            2 => self.path.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.audience.reflect_mut(),
            1 => self.expiration_seconds.reflect_mut(),
            2 => self.path.reflect_mut(),
            _ => panic!("ServiceAccountTokenProjection has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(self.expiration_seconds.is_some()) << 1
    }
}

/// `io.k8s.api.core.v1.StorageOSVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StorageOSVolumeSource {
    pub volume_name: String,
    pub volume_namespace: String,
    pub fs_type: String,
    pub read_only: bool,
    pub secret_ref: Option<LocalObjectReference>,
}

#[doc(hidden)]
pub static STORAGE_OS_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.StorageOSVolumeSource",
    &[
        Field::new("volumeName", 1, Type::String, OMITEMPTY),
        Field::new("volumeNamespace", 2, Type::String, OMITEMPTY),
        Field::new("fsType", 3, Type::String, OMITEMPTY),
        Field::new("readOnly", 4, Type::Bool, OMITEMPTY),
        Field::new("secretRef", 5, Type::Message(&LOCAL_OBJECT_REFERENCE), POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4],
);

impl Message for StorageOSVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &STORAGE_OS_VOLUME_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.volume_name.reflect(),
            1 => self.volume_namespace.reflect(),
            2 => self.fs_type.reflect(),
            3 => self.read_only.reflect(),
            4 => self.secret_ref.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.volume_name.reflect_mut(),
            1 => self.volume_namespace.reflect_mut(),
            2 => self.fs_type.reflect_mut(),
            3 => self.read_only.reflect_mut(),
            4 => self.secret_ref.reflect_mut(),
            _ => panic!("StorageOSVolumeSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffef | u64::from(self.secret_ref.is_some()) << 4
    }
}

/// `io.k8s.api.core.v1.Volume`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Volume {
    pub name: String,
    pub host_path: Option<Box<HostPathVolumeSource>>,
    pub empty_dir: Option<Box<EmptyDirVolumeSource>>,
    /// Deprecated.
    pub gce_persistent_disk: Option<Box<GCEPersistentDiskVolumeSource>>,
    /// Deprecated.
    pub aws_elastic_block_store: Option<Box<AWSElasticBlockStoreVolumeSource>>,
    /// Deprecated.
    pub git_repo: Option<Box<GitRepoVolumeSource>>,
    pub secret: Option<Box<SecretVolumeSource>>,
    pub nfs: Option<Box<NFSVolumeSource>>,
    pub iscsi: Option<Box<ISCSIVolumeSource>>,
    /// Deprecated.
    pub glusterfs: Option<Box<GlusterfsVolumeSource>>,
    pub persistent_volume_claim: Option<PersistentVolumeClaimVolumeSource>,
    /// Deprecated.
    pub rbd: Option<Box<RBDVolumeSource>>,
    /// Deprecated.
    pub flex_volume: Option<Box<FlexVolumeSource>>,
    /// Deprecated.
    pub cinder: Option<Box<CinderVolumeSource>>,
    /// Deprecated.
    pub cephfs: Option<Box<CephFSVolumeSource>>,
    /// Deprecated.
    pub flocker: Option<Box<FlockerVolumeSource>>,
    pub downward_api: Option<DownwardAPIVolumeSource>,
    pub fc: Option<Box<FCVolumeSource>>,
    /// Deprecated.
    pub azure_file: Option<Box<AzureFileVolumeSource>>,
    pub config_map: Option<Box<ConfigMapVolumeSource>>,
    /// Deprecated.
    pub vsphere_volume: Option<Box<VsphereVirtualDiskVolumeSource>>,
    /// Deprecated.
    pub quobyte: Option<Box<QuobyteVolumeSource>>,
    /// Deprecated.
    pub azure_disk: Option<Box<AzureDiskVolumeSource>>,
    /// Deprecated.
    pub photon_persistent_disk: Option<Box<PhotonPersistentDiskVolumeSource>>,
    pub projected: Option<ProjectedVolumeSource>,
    /// Deprecated.
    pub portworx_volume: Option<Box<PortworxVolumeSource>>,
    /// Deprecated.
    pub scale_io: Option<Box<ScaleIOVolumeSource>>,
    /// Deprecated.
    pub storageos: Option<Box<StorageOSVolumeSource>>,
    pub csi: Option<Box<CSIVolumeSource>>,
    pub ephemeral: Option<EphemeralVolumeSource>,
    pub image: Option<Box<ImageVolumeSource>>,
}

#[doc(hidden)]
pub static VOLUME: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.Volume",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("hostPath", 1, Type::Message(&HOST_PATH_VOLUME_SOURCE), POINTER | OMITEMPTY)
            .via(&[2]),
        Field::new("emptyDir", 2, Type::Message(&EMPTY_DIR_VOLUME_SOURCE), POINTER | OMITEMPTY)
            .via(&[2]),
        Field::new(
            "gcePersistentDisk",
            3,
            Type::Message(&GCE_PERSISTENT_DISK_VOLUME_SOURCE),
            POINTER | OMITEMPTY | DEPRECATED,
        )
        .via(&[2]),
        Field::new(
            "awsElasticBlockStore",
            4,
            Type::Message(&AWS_ELASTIC_BLOCK_STORE_VOLUME_SOURCE),
            POINTER | OMITEMPTY | DEPRECATED,
        )
        .via(&[2]),
        Field::new(
            "gitRepo",
            5,
            Type::Message(&GIT_REPO_VOLUME_SOURCE),
            POINTER | OMITEMPTY | DEPRECATED,
        )
        .via(&[2]),
        Field::new("secret", 6, Type::Message(&SECRET_VOLUME_SOURCE), POINTER | OMITEMPTY)
            .via(&[2]),
        Field::new("nfs", 7, Type::Message(&NFS_VOLUME_SOURCE), POINTER | OMITEMPTY).via(&[2]),
        Field::new("iscsi", 8, Type::Message(&ISCSI_VOLUME_SOURCE), POINTER | OMITEMPTY).via(&[2]),
        Field::new(
            "glusterfs",
            9,
            Type::Message(&GLUSTERFS_VOLUME_SOURCE),
            POINTER | OMITEMPTY | DEPRECATED,
        )
        .via(&[2]),
        Field::new(
            "persistentVolumeClaim",
            10,
            Type::Message(&PERSISTENT_VOLUME_CLAIM_VOLUME_SOURCE),
            POINTER | OMITEMPTY,
        )
        .via(&[2]),
        Field::new("rbd", 11, Type::Message(&RBD_VOLUME_SOURCE), POINTER | OMITEMPTY | DEPRECATED)
            .via(&[2]),
        Field::new(
            "flexVolume",
            12,
            Type::Message(&FLEX_VOLUME_SOURCE),
            POINTER | OMITEMPTY | DEPRECATED,
        )
        .via(&[2]),
        Field::new(
            "cinder",
            13,
            Type::Message(&CINDER_VOLUME_SOURCE),
            POINTER | OMITEMPTY | DEPRECATED,
        )
        .via(&[2]),
        Field::new(
            "cephfs",
            14,
            Type::Message(&CEPH_FS_VOLUME_SOURCE),
            POINTER | OMITEMPTY | DEPRECATED,
        )
        .via(&[2]),
        Field::new(
            "flocker",
            15,
            Type::Message(&FLOCKER_VOLUME_SOURCE),
            POINTER | OMITEMPTY | DEPRECATED,
        )
        .via(&[2]),
        Field::new(
            "downwardAPI",
            16,
            Type::Message(&DOWNWARD_API_VOLUME_SOURCE),
            POINTER | OMITEMPTY,
        )
        .via(&[2]),
        Field::new("fc", 17, Type::Message(&FC_VOLUME_SOURCE), POINTER | OMITEMPTY).via(&[2]),
        Field::new(
            "azureFile",
            18,
            Type::Message(&AZURE_FILE_VOLUME_SOURCE),
            POINTER | OMITEMPTY | DEPRECATED,
        )
        .via(&[2]),
        Field::new("configMap", 19, Type::Message(&CONFIG_MAP_VOLUME_SOURCE), POINTER | OMITEMPTY)
            .via(&[2]),
        Field::new(
            "vsphereVolume",
            20,
            Type::Message(&VSPHERE_VIRTUAL_DISK_VOLUME_SOURCE),
            POINTER | OMITEMPTY | DEPRECATED,
        )
        .via(&[2]),
        Field::new(
            "quobyte",
            21,
            Type::Message(&QUOBYTE_VOLUME_SOURCE),
            POINTER | OMITEMPTY | DEPRECATED,
        )
        .via(&[2]),
        Field::new(
            "azureDisk",
            22,
            Type::Message(&AZURE_DISK_VOLUME_SOURCE),
            POINTER | OMITEMPTY | DEPRECATED,
        )
        .via(&[2]),
        Field::new(
            "photonPersistentDisk",
            23,
            Type::Message(&PHOTON_PERSISTENT_DISK_VOLUME_SOURCE),
            POINTER | OMITEMPTY | DEPRECATED,
        )
        .via(&[2]),
        Field::new("projected", 26, Type::Message(&PROJECTED_VOLUME_SOURCE), POINTER | OMITEMPTY)
            .via(&[2]),
        Field::new(
            "portworxVolume",
            24,
            Type::Message(&PORTWORX_VOLUME_SOURCE),
            POINTER | OMITEMPTY | DEPRECATED,
        )
        .via(&[2]),
        Field::new(
            "scaleIO",
            25,
            Type::Message(&SCALE_IO_VOLUME_SOURCE),
            POINTER | OMITEMPTY | DEPRECATED,
        )
        .via(&[2]),
        Field::new(
            "storageos",
            27,
            Type::Message(&STORAGE_OS_VOLUME_SOURCE),
            POINTER | OMITEMPTY | DEPRECATED,
        )
        .via(&[2]),
        Field::new("csi", 28, Type::Message(&CSI_VOLUME_SOURCE), POINTER | OMITEMPTY).via(&[2]),
        Field::new("ephemeral", 29, Type::Message(&EPHEMERAL_VOLUME_SOURCE), POINTER | OMITEMPTY)
            .via(&[2]),
        Field::new("image", 30, Type::Message(&IMAGE_VOLUME_SOURCE), POINTER | OMITEMPTY).via(&[2]),
    ],
    &[
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 25,
        26, 24, 27, 28, 29, 30,
    ],
);

impl Message for Volume {
    fn descriptor(&self) -> &'static Descriptor {
        &VOLUME
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.host_path.reflect(),
            2 => self.empty_dir.reflect(),
            3 => self.gce_persistent_disk.reflect(),
            4 => self.aws_elastic_block_store.reflect(),
            5 => self.git_repo.reflect(),
            6 => self.secret.reflect(),
            7 => self.nfs.reflect(),
            8 => self.iscsi.reflect(),
            9 => self.glusterfs.reflect(),
            10 => self.persistent_volume_claim.reflect(),
            11 => self.rbd.reflect(),
            12 => self.flex_volume.reflect(),
            13 => self.cinder.reflect(),
            14 => self.cephfs.reflect(),
            15 => self.flocker.reflect(),
            16 => self.downward_api.reflect(),
            17 => self.fc.reflect(),
            18 => self.azure_file.reflect(),
            19 => self.config_map.reflect(),
            20 => self.vsphere_volume.reflect(),
            21 => self.quobyte.reflect(),
            22 => self.azure_disk.reflect(),
            23 => self.photon_persistent_disk.reflect(),
            24 => self.projected.reflect(),
            25 => self.portworx_volume.reflect(),
            26 => self.scale_io.reflect(),
            27 => self.storageos.reflect(),
            28 => self.csi.reflect(),
            29 => self.ephemeral.reflect(),
            30 => self.image.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.host_path.reflect_mut(),
            2 => self.empty_dir.reflect_mut(),
            3 => self.gce_persistent_disk.reflect_mut(),
            4 => self.aws_elastic_block_store.reflect_mut(),
            5 => self.git_repo.reflect_mut(),
            6 => self.secret.reflect_mut(),
            7 => self.nfs.reflect_mut(),
            8 => self.iscsi.reflect_mut(),
            9 => self.glusterfs.reflect_mut(),
            10 => self.persistent_volume_claim.reflect_mut(),
            11 => self.rbd.reflect_mut(),
            12 => self.flex_volume.reflect_mut(),
            13 => self.cinder.reflect_mut(),
            14 => self.cephfs.reflect_mut(),
            15 => self.flocker.reflect_mut(),
            16 => self.downward_api.reflect_mut(),
            17 => self.fc.reflect_mut(),
            18 => self.azure_file.reflect_mut(),
            19 => self.config_map.reflect_mut(),
            20 => self.vsphere_volume.reflect_mut(),
            21 => self.quobyte.reflect_mut(),
            22 => self.azure_disk.reflect_mut(),
            23 => self.photon_persistent_disk.reflect_mut(),
            24 => self.projected.reflect_mut(),
            25 => self.portworx_volume.reflect_mut(),
            26 => self.scale_io.reflect_mut(),
            27 => self.storageos.reflect_mut(),
            28 => self.csi.reflect_mut(),
            29 => self.ephemeral.reflect_mut(),
            30 => self.image.reflect_mut(),
            _ => panic!("Volume has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffff80000001
            | u64::from(self.host_path.is_some()) << 1
            | u64::from(self.empty_dir.is_some()) << 2
            | u64::from(self.gce_persistent_disk.is_some()) << 3
            | u64::from(self.aws_elastic_block_store.is_some()) << 4
            | u64::from(self.git_repo.is_some()) << 5
            | u64::from(self.secret.is_some()) << 6
            | u64::from(self.nfs.is_some()) << 7
            | u64::from(self.iscsi.is_some()) << 8
            | u64::from(self.glusterfs.is_some()) << 9
            | u64::from(self.persistent_volume_claim.is_some()) << 10
            | u64::from(self.rbd.is_some()) << 11
            | u64::from(self.flex_volume.is_some()) << 12
            | u64::from(self.cinder.is_some()) << 13
            | u64::from(self.cephfs.is_some()) << 14
            | u64::from(self.flocker.is_some()) << 15
            | u64::from(self.downward_api.is_some()) << 16
            | u64::from(self.fc.is_some()) << 17
            | u64::from(self.azure_file.is_some()) << 18
            | u64::from(self.config_map.is_some()) << 19
            | u64::from(self.vsphere_volume.is_some()) << 20
            | u64::from(self.quobyte.is_some()) << 21
            | u64::from(self.azure_disk.is_some()) << 22
            | u64::from(self.photon_persistent_disk.is_some()) << 23
            | u64::from(self.projected.is_some()) << 24
            | u64::from(self.portworx_volume.is_some()) << 25
            | u64::from(self.scale_io.is_some()) << 26
            | u64::from(self.storageos.is_some()) << 27
            | u64::from(self.csi.is_some()) << 28
            | u64::from(self.ephemeral.is_some()) << 29
            | u64::from(self.image.is_some()) << 30
    }
}

/// `io.k8s.api.core.v1.VolumeDevice`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VolumeDevice {
    pub name: String,
    pub device_path: String,
}

#[doc(hidden)]
pub static VOLUME_DEVICE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.VolumeDevice",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("devicePath", 2, Type::String, REQUIRED),
    ],
    &[0, 1],
);

impl Message for VolumeDevice {
    fn descriptor(&self) -> &'static Descriptor {
        &VOLUME_DEVICE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.device_path.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.device_path.reflect_mut(),
            _ => panic!("VolumeDevice has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.VolumeMount`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VolumeMount {
    pub name: String,
    pub read_only: bool,
    pub recursive_read_only: Option<RecursiveReadOnlyMode>,
    pub mount_path: String,
    pub sub_path: String,
    pub mount_propagation: Option<MountPropagationMode>,
    pub sub_path_expr: String,
}

#[doc(hidden)]
pub static VOLUME_MOUNT: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.VolumeMount",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("readOnly", 2, Type::Bool, OMITEMPTY),
        Field::new(
            "recursiveReadOnly",
            7,
            Type::Enum(RecursiveReadOnlyMode::VALUES),
            POINTER | OMITEMPTY,
        ),
        Field::new("mountPath", 3, Type::String, REQUIRED),
        Field::new("subPath", 4, Type::String, OMITEMPTY),
        Field::new(
            "mountPropagation",
            5,
            Type::Enum(MountPropagationMode::VALUES),
            POINTER | OMITEMPTY,
        ),
        Field::new("subPathExpr", 6, Type::String, OMITEMPTY),
    ],
    &[0, 1, 3, 4, 5, 6, 2],
);

impl Message for VolumeMount {
    fn descriptor(&self) -> &'static Descriptor {
        &VOLUME_MOUNT
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.read_only.reflect(),
            2 => self.recursive_read_only.reflect(),
            3 => self.mount_path.reflect(),
            4 => self.sub_path.reflect(),
            5 => self.mount_propagation.reflect(),
            6 => self.sub_path_expr.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.read_only.reflect_mut(),
            2 => self.recursive_read_only.reflect_mut(),
            3 => self.mount_path.reflect_mut(),
            4 => self.sub_path.reflect_mut(),
            5 => self.mount_propagation.reflect_mut(),
            6 => self.sub_path_expr.reflect_mut(),
            _ => panic!("VolumeMount has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffdb
            | u64::from(self.recursive_read_only.is_some()) << 2
            | u64::from(self.mount_propagation.is_some()) << 5
    }
}

/// `io.k8s.api.core.v1.VolumeMountStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VolumeMountStatus {
    pub name: String,
    pub mount_path: String,
    pub read_only: bool,
    pub recursive_read_only: Option<RecursiveReadOnlyMode>,
    pub volume_status: Option<VolumeStatus>,
}

#[doc(hidden)]
pub static VOLUME_MOUNT_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.VolumeMountStatus",
    &[
        Field::new("name", 1, Type::String, REQUIRED),
        Field::new("mountPath", 2, Type::String, REQUIRED),
        Field::new("readOnly", 3, Type::Bool, OMITEMPTY),
        Field::new(
            "recursiveReadOnly",
            4,
            Type::Enum(RecursiveReadOnlyMode::VALUES),
            POINTER | OMITEMPTY,
        ),
        Field::new("volumeStatus", 5, Type::Message(&VOLUME_STATUS), POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4],
);

impl Message for VolumeMountStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &VOLUME_MOUNT_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.mount_path.reflect(),
            2 => self.read_only.reflect(),
            3 => self.recursive_read_only.reflect(),
            4 => self.volume_status.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.mount_path.reflect_mut(),
            2 => self.read_only.reflect_mut(),
            3 => self.recursive_read_only.reflect_mut(),
            4 => self.volume_status.reflect_mut(),
            _ => panic!("VolumeMountStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffe7
            | u64::from(self.recursive_read_only.is_some()) << 3
            | u64::from(self.volume_status.is_some()) << 4
    }
}

/// `io.k8s.api.core.v1.VolumeProjection`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VolumeProjection {
    pub secret: Option<Box<SecretProjection>>,
    pub downward_api: Option<DownwardAPIProjection>,
    pub config_map: Option<Box<ConfigMapProjection>>,
    pub service_account_token: Option<Box<ServiceAccountTokenProjection>>,
    pub cluster_trust_bundle: Option<Box<ClusterTrustBundleProjection>>,
    pub pod_certificate: Option<Box<PodCertificateProjection>>,
}

#[doc(hidden)]
pub static VOLUME_PROJECTION: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.VolumeProjection",
    &[
        Field::new("secret", 1, Type::Message(&SECRET_PROJECTION), POINTER | OMITEMPTY),
        Field::new("downwardAPI", 2, Type::Message(&DOWNWARD_API_PROJECTION), POINTER | OMITEMPTY),
        Field::new("configMap", 3, Type::Message(&CONFIG_MAP_PROJECTION), POINTER | OMITEMPTY),
        Field::new(
            "serviceAccountToken",
            4,
            Type::Message(&SERVICE_ACCOUNT_TOKEN_PROJECTION),
            POINTER | OMITEMPTY,
        ),
        Field::new(
            "clusterTrustBundle",
            5,
            Type::Message(&CLUSTER_TRUST_BUNDLE_PROJECTION),
            POINTER | OMITEMPTY,
        ),
        Field::new(
            "podCertificate",
            6,
            Type::Message(&POD_CERTIFICATE_PROJECTION),
            POINTER | OMITEMPTY,
        ),
    ],
    &[0, 1, 2, 3, 4, 5],
);

impl Message for VolumeProjection {
    fn descriptor(&self) -> &'static Descriptor {
        &VOLUME_PROJECTION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.secret.reflect(),
            1 => self.downward_api.reflect(),
            2 => self.config_map.reflect(),
            3 => self.service_account_token.reflect(),
            4 => self.cluster_trust_bundle.reflect(),
            5 => self.pod_certificate.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.secret.reflect_mut(),
            1 => self.downward_api.reflect_mut(),
            2 => self.config_map.reflect_mut(),
            3 => self.service_account_token.reflect_mut(),
            4 => self.cluster_trust_bundle.reflect_mut(),
            5 => self.pod_certificate.reflect_mut(),
            _ => panic!("VolumeProjection has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffc0
            | u64::from(self.secret.is_some())
            | u64::from(self.downward_api.is_some()) << 1
            | u64::from(self.config_map.is_some()) << 2
            | u64::from(self.service_account_token.is_some()) << 3
            | u64::from(self.cluster_trust_bundle.is_some()) << 4
            | u64::from(self.pod_certificate.is_some()) << 5
    }
}

/// `io.k8s.api.core.v1.VolumeResourceRequirements`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VolumeResourceRequirements {
    pub limits: BTreeMap<String, Quantity>,
    pub requests: BTreeMap<String, Quantity>,
}

#[doc(hidden)]
pub static VOLUME_RESOURCE_REQUIREMENTS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.VolumeResourceRequirements",
    &[
        Field::new("limits", 1, Type::Map(&Type::Quantity), OMITEMPTY),
        Field::new("requests", 2, Type::Map(&Type::Quantity), OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for VolumeResourceRequirements {
    fn descriptor(&self) -> &'static Descriptor {
        &VOLUME_RESOURCE_REQUIREMENTS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.limits.reflect(),
            1 => self.requests.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.limits.reflect_mut(),
            1 => self.requests.reflect_mut(),
            _ => panic!("VolumeResourceRequirements has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(!self.limits.is_empty())
            | u64::from(!self.requests.is_empty()) << 1
    }
}

/// `io.k8s.api.core.v1.VolumeStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VolumeStatus {
    pub image: Option<ImageVolumeStatus>,
}

#[doc(hidden)]
pub static VOLUME_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.VolumeStatus",
    &[Field::new("image", 1, Type::Message(&IMAGE_VOLUME_STATUS), POINTER | OMITEMPTY)],
    &[0],
);

impl Message for VolumeStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &VOLUME_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.image.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.image.reflect_mut(),
            _ => panic!("VolumeStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(self.image.is_some())
    }
}

/// `io.k8s.api.core.v1.VsphereVirtualDiskVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VsphereVirtualDiskVolumeSource {
    pub volume_path: String,
    pub fs_type: String,
    pub storage_policy_name: String,
    pub storage_policy_id: String,
}

#[doc(hidden)]
pub static VSPHERE_VIRTUAL_DISK_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.VsphereVirtualDiskVolumeSource",
    &[
        Field::new("volumePath", 1, Type::String, REQUIRED),
        Field::new("fsType", 2, Type::String, OMITEMPTY),
        Field::new("storagePolicyName", 3, Type::String, OMITEMPTY),
        Field::new("storagePolicyID", 4, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2, 3],
);

impl Message for VsphereVirtualDiskVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &VSPHERE_VIRTUAL_DISK_VOLUME_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.volume_path.reflect(),
            1 => self.fs_type.reflect(),
            2 => self.storage_policy_name.reflect(),
            3 => self.storage_policy_id.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.volume_path.reflect_mut(),
            1 => self.fs_type.reflect_mut(),
            2 => self.storage_policy_name.reflect_mut(),
            3 => self.storage_policy_id.reflect_mut(),
            _ => panic!("VsphereVirtualDiskVolumeSource has no field {index}"),
        }
    }
}

bowline_apimachinery::open_enum!(
/// One of `None`, `ReadOnly`, `ReadWrite`.
AzureDataDiskCachingMode { None = "None", ReadOnly = "ReadOnly", ReadWrite = "ReadWrite" });

bowline_apimachinery::open_enum!(
/// One of `Dedicated`, `Managed`, `Shared`.
AzureDataDiskKind { Dedicated = "Dedicated", Managed = "Managed", Shared = "Shared" });

bowline_apimachinery::open_enum!(
/// One of `BlockDevice`, `CharDevice`, `Directory`, `DirectoryOrCreate`, `File`, `FileOrCreate`, `Socket`.
HostPathType { BlockDevice = "BlockDevice", CharDevice = "CharDevice", Directory = "Directory", DirectoryOrCreate = "DirectoryOrCreate", File = "File", FileOrCreate = "FileOrCreate", Socket = "Socket" });

bowline_apimachinery::message!(AWSElasticBlockStoreVolumeSource AzureDiskVolumeSource AzureFileVolumeSource CSIVolumeSource CephFSVolumeSource CinderVolumeSource ClusterTrustBundleProjection DownwardAPIProjection DownwardAPIVolumeFile DownwardAPIVolumeSource EmptyDirVolumeSource EphemeralVolumeSource FCVolumeSource FlexVolumeSource FlockerVolumeSource GCEPersistentDiskVolumeSource GitRepoVolumeSource GlusterfsVolumeSource HostPathVolumeSource ISCSIVolumeSource ImageVolumeSource ImageVolumeStatus KeyToPath NFSVolumeSource PhotonPersistentDiskVolumeSource PodCertificateProjection PortworxVolumeSource ProjectedVolumeSource QuobyteVolumeSource RBDVolumeSource ScaleIOVolumeSource ServiceAccountTokenProjection StorageOSVolumeSource Volume VolumeDevice VolumeMount VolumeMountStatus VolumeProjection VolumeResourceRequirements VolumeStatus VsphereVirtualDiskVolumeSource);
