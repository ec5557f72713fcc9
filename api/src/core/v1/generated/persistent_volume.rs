//! persistent volume of v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use std::collections::BTreeMap;

use super::{
    AWS_ELASTIC_BLOCK_STORE_VOLUME_SOURCE, AWSElasticBlockStoreVolumeSource,
    AZURE_DISK_VOLUME_SOURCE, AzureDiskVolumeSource, FC_VOLUME_SOURCE, FCVolumeSource,
    FLOCKER_VOLUME_SOURCE, FlockerVolumeSource, GCE_PERSISTENT_DISK_VOLUME_SOURCE,
    GCEPersistentDiskVolumeSource, HOST_PATH_VOLUME_SOURCE, HostPathVolumeSource,
    NFS_VOLUME_SOURCE, NFSVolumeSource, NODE_SELECTOR, NodeSelector, OBJECT_REFERENCE,
    ObjectReference, PHOTON_PERSISTENT_DISK_VOLUME_SOURCE, PORTWORX_VOLUME_SOURCE,
    PhotonPersistentDiskVolumeSource, PortworxVolumeSource, QUOBYTE_VOLUME_SOURCE,
    QuobyteVolumeSource, VSPHERE_VIRTUAL_DISK_VOLUME_SOURCE, VsphereVirtualDiskVolumeSource,
};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::quantity::Quantity;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};
use bowline_apimachinery::time::Time;

/// `PersistentVolume` of `v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PersistentVolume {
    pub metadata: ObjectMeta,
    pub spec: PersistentVolumeSpec,
    pub status: PersistentVolumeStatus,
}

#[doc(hidden)]
pub static PERSISTENT_VOLUME: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PersistentVolume",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&PERSISTENT_VOLUME_SPEC), OMITEMPTY),
        Field::new("status", 3, Type::Message(&PERSISTENT_VOLUME_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for PersistentVolume {
    fn descriptor(&self) -> &'static Descriptor {
        &PERSISTENT_VOLUME
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
            _ => panic!("PersistentVolume has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(
    PersistentVolume,
    "",
    "v1",
    "PersistentVolume",
    "persistentvolumes",
    Cluster
);

/// `io.k8s.api.core.v1.AzureFilePersistentVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AzureFilePersistentVolumeSource {
    pub secret_name: String,
    pub share_name: String,
    pub read_only: bool,
    pub secret_namespace: Option<String>,
}

#[doc(hidden)]
pub static AZURE_FILE_PERSISTENT_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.AzureFilePersistentVolumeSource",
    &[
        Field::new("secretName", 1, Type::String, REQUIRED),
        Field::new("shareName", 2, Type::String, REQUIRED),
        Field::new("readOnly", 3, Type::Bool, OMITEMPTY),
        Field::new("secretNamespace", 4, Type::String, POINTER),
    ],
    &[0, 1, 2, 3],
);

impl Message for AzureFilePersistentVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &AZURE_FILE_PERSISTENT_VOLUME_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.secret_name.reflect(),
            1 => self.share_name.reflect(),
            2 => self.read_only.reflect(),
            3 => self.secret_namespace.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.secret_name.reflect_mut(),
            1 => self.share_name.reflect_mut(),
            2 => self.read_only.reflect_mut(),
            3 => self.secret_namespace.reflect_mut(),
            _ => panic!("AzureFilePersistentVolumeSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff7 | u64::from(self.secret_namespace.is_some()) << 3
    }
}

/// `io.k8s.api.core.v1.CSIPersistentVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CSIPersistentVolumeSource {
    pub driver: String,
    pub volume_handle: String,
    pub read_only: bool,
    pub fs_type: String,
    pub volume_attributes: BTreeMap<String, String>,
    pub controller_publish_secret_ref: Option<Box<SecretReference>>,
    pub node_stage_secret_ref: Option<Box<SecretReference>>,
    pub node_publish_secret_ref: Option<Box<SecretReference>>,
    pub controller_expand_secret_ref: Option<Box<SecretReference>>,
    pub node_expand_secret_ref: Option<Box<SecretReference>>,
}

#[doc(hidden)]
pub static CSI_PERSISTENT_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.CSIPersistentVolumeSource",
    &[
        Field::new("driver", 1, Type::String, REQUIRED),
        Field::new("volumeHandle", 2, Type::String, REQUIRED),
        Field::new("readOnly", 3, Type::Bool, OMITEMPTY),
        Field::new("fsType", 4, Type::String, OMITEMPTY),
        Field::new("volumeAttributes", 5, Type::Map(&Type::String), OMITEMPTY),
        Field::new(
            "controllerPublishSecretRef",
            6,
            Type::Message(&SECRET_REFERENCE),
            POINTER | OMITEMPTY,
        ),
        Field::new("nodeStageSecretRef", 7, Type::Message(&SECRET_REFERENCE), POINTER | OMITEMPTY),
        Field::new(
            "nodePublishSecretRef",
            8,
            Type::Message(&SECRET_REFERENCE),
            POINTER | OMITEMPTY,
        ),
        Field::new(
            "controllerExpandSecretRef",
            9,
            Type::Message(&SECRET_REFERENCE),
            POINTER | OMITEMPTY,
        ),
        Field::new(
            "nodeExpandSecretRef",
            10,
            Type::Message(&SECRET_REFERENCE),
            POINTER | OMITEMPTY,
        ),
    ],
    &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
);

impl Message for CSIPersistentVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &CSI_PERSISTENT_VOLUME_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.driver.reflect(),
            1 => self.volume_handle.reflect(),
            2 => self.read_only.reflect(),
            3 => self.fs_type.reflect(),
            4 => self.volume_attributes.reflect(),
            5 => self.controller_publish_secret_ref.reflect(),
            6 => self.node_stage_secret_ref.reflect(),
            7 => self.node_publish_secret_ref.reflect(),
            8 => self.controller_expand_secret_ref.reflect(),
            9 => self.node_expand_secret_ref.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.driver.reflect_mut(),
            1 => self.volume_handle.reflect_mut(),
            2 => self.read_only.reflect_mut(),
            3 => self.fs_type.reflect_mut(),
            4 => self.volume_attributes.reflect_mut(),
            5 => self.controller_publish_secret_ref.reflect_mut(),
            6 => self.node_stage_secret_ref.reflect_mut(),
            7 => self.node_publish_secret_ref.reflect_mut(),
            8 => self.controller_expand_secret_ref.reflect_mut(),
            9 => self.node_expand_secret_ref.reflect_mut(),
            _ => panic!("CSIPersistentVolumeSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffc0f
            | u64::from(!self.volume_attributes.is_empty()) << 4
            | u64::from(self.controller_publish_secret_ref.is_some()) << 5
            | u64::from(self.node_stage_secret_ref.is_some()) << 6
            | u64::from(self.node_publish_secret_ref.is_some()) << 7
            | u64::from(self.controller_expand_secret_ref.is_some()) << 8
            | u64::from(self.node_expand_secret_ref.is_some()) << 9
    }
}

/// `io.k8s.api.core.v1.CephFSPersistentVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CephFSPersistentVolumeSource {
    pub monitors: Vec<String>,
    pub path: String,
    pub user: String,
    pub secret_file: String,
    pub secret_ref: Option<Box<SecretReference>>,
    pub read_only: bool,
}

#[doc(hidden)]
pub static CEPH_FS_PERSISTENT_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.CephFSPersistentVolumeSource",
    &[
        Field::new("monitors", 1, Type::List(&Type::String), REQUIRED | ATOMIC),
        Field::new("path", 2, Type::String, OMITEMPTY),
        Field::new("user", 3, Type::String, OMITEMPTY),
        Field::new("secretFile", 4, Type::String, OMITEMPTY),
        Field::new("secretRef", 5, Type::Message(&SECRET_REFERENCE), POINTER | OMITEMPTY),
        Field::new("readOnly", 6, Type::Bool, OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5],
);

impl Message for CephFSPersistentVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &CEPH_FS_PERSISTENT_VOLUME_SOURCE
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
            _ => panic!("CephFSPersistentVolumeSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffee
            | u64::from(!self.monitors.is_empty())
            | u64::from(self.secret_ref.is_some()) << 4
    }
}

/// `io.k8s.api.core.v1.CinderPersistentVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CinderPersistentVolumeSource {
    pub volume_id: String,
    pub fs_type: String,
    pub read_only: bool,
    pub secret_ref: Option<Box<SecretReference>>,
}

#[doc(hidden)]
pub static CINDER_PERSISTENT_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.CinderPersistentVolumeSource",
    &[
        Field::new("volumeID", 1, Type::String, REQUIRED),
        Field::new("fsType", 2, Type::String, OMITEMPTY),
        Field::new("readOnly", 3, Type::Bool, OMITEMPTY),
        Field::new("secretRef", 4, Type::Message(&SECRET_REFERENCE), POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3],
);

impl Message for CinderPersistentVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &CINDER_PERSISTENT_VOLUME_SOURCE
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
            _ => panic!("CinderPersistentVolumeSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff7 | u64::from(self.secret_ref.is_some()) << 3
    }
}

/// `io.k8s.api.core.v1.FlexPersistentVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FlexPersistentVolumeSource {
    pub driver: String,
    pub fs_type: String,
    pub secret_ref: Option<Box<SecretReference>>,
    pub read_only: bool,
    pub options: BTreeMap<String, String>,
}

#[doc(hidden)]
pub static FLEX_PERSISTENT_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.FlexPersistentVolumeSource",
    &[
        Field::new("driver", 1, Type::String, REQUIRED),
        Field::new("fsType", 2, Type::String, OMITEMPTY),
        Field::new("secretRef", 3, Type::Message(&SECRET_REFERENCE), POINTER | OMITEMPTY),
        Field::new("readOnly", 4, Type::Bool, OMITEMPTY),
        Field::new("options", 5, Type::Map(&Type::String), OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4],
);

impl Message for FlexPersistentVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &FLEX_PERSISTENT_VOLUME_SOURCE
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
            _ => panic!("FlexPersistentVolumeSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffeb
            | u64::from(self.secret_ref.is_some()) << 2
            | u64::from(!self.options.is_empty()) << 4
    }
}

/// `io.k8s.api.core.v1.GlusterfsPersistentVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GlusterfsPersistentVolumeSource {
    pub endpoints: String,
    pub path: String,
    pub read_only: bool,
    pub endpoints_namespace: Option<String>,
}

#[doc(hidden)]
pub static GLUSTERFS_PERSISTENT_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.GlusterfsPersistentVolumeSource",
    &[
        Field::new("endpoints", 1, Type::String, REQUIRED),
        Field::new("path", 2, Type::String, REQUIRED),
        Field::new("readOnly", 3, Type::Bool, OMITEMPTY),
        Field::new("endpointsNamespace", 4, Type::String, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3],
);

impl Message for GlusterfsPersistentVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &GLUSTERFS_PERSISTENT_VOLUME_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.endpoints.reflect(),
            1 => self.path.reflect(),
            2 => self.read_only.reflect(),
            3 => self.endpoints_namespace.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.endpoints.reflect_mut(),
            1 => self.path.reflect_mut(),
            2 => self.read_only.reflect_mut(),
            3 => self.endpoints_namespace.reflect_mut(),
            _ => panic!("GlusterfsPersistentVolumeSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff7 | u64::from(self.endpoints_namespace.is_some()) << 3
    }
}

/// `io.k8s.api.core.v1.ISCSIPersistentVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ISCSIPersistentVolumeSource {
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
    pub secret_ref: Option<Box<SecretReference>>,
    pub initiator_name: Option<String>,
}

#[doc(hidden)]
pub static ISCSI_PERSISTENT_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ISCSIPersistentVolumeSource",
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
        Field::new("secretRef", 10, Type::Message(&SECRET_REFERENCE), POINTER | OMITEMPTY),
        Field::new("initiatorName", 12, Type::String, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5, 6, 7, 9, 8, 10],
);

impl Message for ISCSIPersistentVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &ISCSI_PERSISTENT_VOLUME_SOURCE
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
            _ => panic!("ISCSIPersistentVolumeSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffff9bf
            | u64::from(!self.portals.is_empty()) << 6
            | u64::from(self.secret_ref.is_some()) << 9
            | u64::from(self.initiator_name.is_some()) << 10
    }
}

/// `io.k8s.api.core.v1.LocalVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LocalVolumeSource {
    pub path: String,
    pub fs_type: Option<String>,
}

#[doc(hidden)]
pub static LOCAL_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.LocalVolumeSource",
    &[
        Field::new("path", 1, Type::String, REQUIRED),
        Field::new("fsType", 2, Type::String, POINTER | OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for LocalVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &LOCAL_VOLUME_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.path.reflect(),
            1 => self.fs_type.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.path.reflect_mut(),
            1 => self.fs_type.reflect_mut(),
            _ => panic!("LocalVolumeSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(self.fs_type.is_some()) << 1
    }
}

/// `io.k8s.api.core.v1.PersistentVolumeSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PersistentVolumeSpec {
    pub capacity: BTreeMap<String, Quantity>,
    /// Deprecated.
    pub gce_persistent_disk: Option<Box<GCEPersistentDiskVolumeSource>>,
    /// Deprecated.
    pub aws_elastic_block_store: Option<Box<AWSElasticBlockStoreVolumeSource>>,
    pub host_path: Option<Box<HostPathVolumeSource>>,
    /// Deprecated.
    pub glusterfs: Option<Box<GlusterfsPersistentVolumeSource>>,
    pub nfs: Option<Box<NFSVolumeSource>>,
    /// Deprecated.
    pub rbd: Option<Box<RBDPersistentVolumeSource>>,
    pub iscsi: Option<Box<ISCSIPersistentVolumeSource>>,
    /// Deprecated.
    pub cinder: Option<Box<CinderPersistentVolumeSource>>,
    /// Deprecated.
    pub cephfs: Option<Box<CephFSPersistentVolumeSource>>,
    pub fc: Option<Box<FCVolumeSource>>,
    /// Deprecated.
    pub flocker: Option<Box<FlockerVolumeSource>>,
    /// Deprecated.
    pub flex_volume: Option<Box<FlexPersistentVolumeSource>>,
    /// Deprecated.
    pub azure_file: Option<Box<AzureFilePersistentVolumeSource>>,
    /// Deprecated.
    pub vsphere_volume: Option<Box<VsphereVirtualDiskVolumeSource>>,
    /// Deprecated.
    pub quobyte: Option<Box<QuobyteVolumeSource>>,
    /// Deprecated.
    pub azure_disk: Option<Box<AzureDiskVolumeSource>>,
    /// Deprecated.
    pub photon_persistent_disk: Option<Box<PhotonPersistentDiskVolumeSource>>,
    /// Deprecated.
    pub portworx_volume: Option<Box<PortworxVolumeSource>>,
    /// Deprecated.
    pub scale_io: Option<Box<ScaleIOPersistentVolumeSource>>,
    pub local: Option<Box<LocalVolumeSource>>,
    /// Deprecated.
    pub storageos: Option<Box<StorageOSPersistentVolumeSource>>,
    pub csi: Option<Box<CSIPersistentVolumeSource>>,
    pub access_modes: Vec<PersistentVolumeAccessMode>,
    pub claim_ref: Option<Box<ObjectReference>>,
    pub persistent_volume_reclaim_policy: PersistentVolumeReclaimPolicy,
    pub storage_class_name: String,
    pub mount_options: Vec<String>,
    pub volume_mode: Option<PersistentVolumeMode>,
    pub node_affinity: Option<VolumeNodeAffinity>,
    pub volume_attributes_class_name: Option<String>,
}

#[doc(hidden)]
pub static PERSISTENT_VOLUME_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PersistentVolumeSpec",
    &[
        Field::new("capacity", 1, Type::Map(&Type::Quantity), OMITEMPTY),
        Field::new(
            "gcePersistentDisk",
            1,
            Type::Message(&GCE_PERSISTENT_DISK_VOLUME_SOURCE),
            POINTER | OMITEMPTY | DEPRECATED,
        )
        .via(&[2]),
        Field::new(
            "awsElasticBlockStore",
            2,
            Type::Message(&AWS_ELASTIC_BLOCK_STORE_VOLUME_SOURCE),
            POINTER | OMITEMPTY | DEPRECATED,
        )
        .via(&[2]),
        Field::new("hostPath", 3, Type::Message(&HOST_PATH_VOLUME_SOURCE), POINTER | OMITEMPTY)
            .via(&[2]),
        Field::new(
            "glusterfs",
            4,
            Type::Message(&GLUSTERFS_PERSISTENT_VOLUME_SOURCE),
            POINTER | OMITEMPTY | DEPRECATED,
        )
        .via(&[2]),
        Field::new("nfs", 5, Type::Message(&NFS_VOLUME_SOURCE), POINTER | OMITEMPTY).via(&[2]),
        Field::new(
            "rbd",
            6,
            Type::Message(&RBD_PERSISTENT_VOLUME_SOURCE),
            POINTER | OMITEMPTY | DEPRECATED,
        )
        .via(&[2]),
        Field::new("iscsi", 7, Type::Message(&ISCSI_PERSISTENT_VOLUME_SOURCE), POINTER | OMITEMPTY)
            .via(&[2]),
        Field::new(
            "cinder",
            8,
            Type::Message(&CINDER_PERSISTENT_VOLUME_SOURCE),
            POINTER | OMITEMPTY | DEPRECATED,
        )
        .via(&[2]),
        Field::new(
            "cephfs",
            9,
            Type::Message(&CEPH_FS_PERSISTENT_VOLUME_SOURCE),
            POINTER | OMITEMPTY | DEPRECATED,
        )
        .via(&[2]),
        Field::new("fc", 10, Type::Message(&FC_VOLUME_SOURCE), POINTER | OMITEMPTY).via(&[2]),
        Field::new(
            "flocker",
            11,
            Type::Message(&FLOCKER_VOLUME_SOURCE),
            POINTER | OMITEMPTY | DEPRECATED,
        )
        .via(&[2]),
        Field::new(
            "flexVolume",
            12,
            Type::Message(&FLEX_PERSISTENT_VOLUME_SOURCE),
            POINTER | OMITEMPTY | DEPRECATED,
        )
        .via(&[2]),
        Field::new(
            "azureFile",
            13,
            Type::Message(&AZURE_FILE_PERSISTENT_VOLUME_SOURCE),
            POINTER | OMITEMPTY | DEPRECATED,
        )
        .via(&[2]),
        Field::new(
            "vsphereVolume",
            14,
            Type::Message(&VSPHERE_VIRTUAL_DISK_VOLUME_SOURCE),
            POINTER | OMITEMPTY | DEPRECATED,
        )
        .via(&[2]),
        Field::new(
            "quobyte",
            15,
            Type::Message(&QUOBYTE_VOLUME_SOURCE),
            POINTER | OMITEMPTY | DEPRECATED,
        )
        .via(&[2]),
        Field::new(
            "azureDisk",
            16,
            Type::Message(&AZURE_DISK_VOLUME_SOURCE),
            POINTER | OMITEMPTY | DEPRECATED,
        )
        .via(&[2]),
        Field::new(
            "photonPersistentDisk",
            17,
            Type::Message(&PHOTON_PERSISTENT_DISK_VOLUME_SOURCE),
            POINTER | OMITEMPTY | DEPRECATED,
        )
        .via(&[2]),
        Field::new(
            "portworxVolume",
            18,
            Type::Message(&PORTWORX_VOLUME_SOURCE),
            POINTER | OMITEMPTY | DEPRECATED,
        )
        .via(&[2]),
        Field::new(
            "scaleIO",
            19,
            Type::Message(&SCALE_IO_PERSISTENT_VOLUME_SOURCE),
            POINTER | OMITEMPTY | DEPRECATED,
        )
        .via(&[2]),
        Field::new("local", 20, Type::Message(&LOCAL_VOLUME_SOURCE), POINTER | OMITEMPTY).via(&[2]),
        Field::new(
            "storageos",
            21,
            Type::Message(&STORAGE_OS_PERSISTENT_VOLUME_SOURCE),
            POINTER | OMITEMPTY | DEPRECATED,
        )
        .via(&[2]),
        Field::new("csi", 22, Type::Message(&CSI_PERSISTENT_VOLUME_SOURCE), POINTER | OMITEMPTY)
            .via(&[2]),
        Field::new(
            "accessModes",
            3,
            Type::List(&Type::Enum(PersistentVolumeAccessMode::VALUES)),
            OMITEMPTY | ATOMIC,
        ),
        Field::new("claimRef", 4, Type::Message(&OBJECT_REFERENCE), POINTER | OMITEMPTY),
        Field::new(
            "persistentVolumeReclaimPolicy",
            5,
            Type::Enum(PersistentVolumeReclaimPolicy::VALUES),
            OMITEMPTY,
        ),
        Field::new("storageClassName", 6, Type::String, OMITEMPTY),
        Field::new("mountOptions", 7, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("volumeMode", 8, Type::Enum(PersistentVolumeMode::VALUES), POINTER | OMITEMPTY),
        Field::new("nodeAffinity", 9, Type::Message(&VOLUME_NODE_AFFINITY), POINTER | OMITEMPTY),
        Field::new("volumeAttributesClassName", 10, Type::String, POINTER | OMITEMPTY),
    ],
    &[
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
        25, 26, 27, 28, 29, 30,
    ],
);

impl Message for PersistentVolumeSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &PERSISTENT_VOLUME_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.capacity.reflect(),
            1 => self.gce_persistent_disk.reflect(),
            2 => self.aws_elastic_block_store.reflect(),
            3 => self.host_path.reflect(),
            4 => self.glusterfs.reflect(),
            5 => self.nfs.reflect(),
            6 => self.rbd.reflect(),
            7 => self.iscsi.reflect(),
            8 => self.cinder.reflect(),
            9 => self.cephfs.reflect(),
            10 => self.fc.reflect(),
            11 => self.flocker.reflect(),
            12 => self.flex_volume.reflect(),
            13 => self.azure_file.reflect(),
            14 => self.vsphere_volume.reflect(),
            15 => self.quobyte.reflect(),
            16 => self.azure_disk.reflect(),
            17 => self.photon_persistent_disk.reflect(),
            18 => self.portworx_volume.reflect(),
            19 => self.scale_io.reflect(),
            20 => self.local.reflect(),
            21 => self.storageos.reflect(),
            22 => self.csi.reflect(),
            23 => self.access_modes.reflect(),
            24 => self.claim_ref.reflect(),
            25 => self.persistent_volume_reclaim_policy.reflect(),
            26 => self.storage_class_name.reflect(),
            27 => self.mount_options.reflect(),
            28 => self.volume_mode.reflect(),
            29 => self.node_affinity.reflect(),
            30 => self.volume_attributes_class_name.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.capacity.reflect_mut(),
            1 => self.gce_persistent_disk.reflect_mut(),
            2 => self.aws_elastic_block_store.reflect_mut(),
            3 => self.host_path.reflect_mut(),
            4 => self.glusterfs.reflect_mut(),
            5 => self.nfs.reflect_mut(),
            6 => self.rbd.reflect_mut(),
            7 => self.iscsi.reflect_mut(),
            8 => self.cinder.reflect_mut(),
            9 => self.cephfs.reflect_mut(),
            10 => self.fc.reflect_mut(),
            11 => self.flocker.reflect_mut(),
            12 => self.flex_volume.reflect_mut(),
            13 => self.azure_file.reflect_mut(),
            14 => self.vsphere_volume.reflect_mut(),
            15 => self.quobyte.reflect_mut(),
            16 => self.azure_disk.reflect_mut(),
            17 => self.photon_persistent_disk.reflect_mut(),
            18 => self.portworx_volume.reflect_mut(),
            19 => self.scale_io.reflect_mut(),
            20 => self.local.reflect_mut(),
            21 => self.storageos.reflect_mut(),
            22 => self.csi.reflect_mut(),
            23 => self.access_modes.reflect_mut(),
            24 => self.claim_ref.reflect_mut(),
            25 => self.persistent_volume_reclaim_policy.reflect_mut(),
            26 => self.storage_class_name.reflect_mut(),
            27 => self.mount_options.reflect_mut(),
            28 => self.volume_mode.reflect_mut(),
            29 => self.node_affinity.reflect_mut(),
            30 => self.volume_attributes_class_name.reflect_mut(),
            _ => panic!("PersistentVolumeSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffff86000000
            | u64::from(!self.capacity.is_empty())
            | u64::from(self.gce_persistent_disk.is_some()) << 1
            | u64::from(self.aws_elastic_block_store.is_some()) << 2
            | u64::from(self.host_path.is_some()) << 3
            | u64::from(self.glusterfs.is_some()) << 4
            | u64::from(self.nfs.is_some()) << 5
            | u64::from(self.rbd.is_some()) << 6
            | u64::from(self.iscsi.is_some()) << 7
            | u64::from(self.cinder.is_some()) << 8
            | u64::from(self.cephfs.is_some()) << 9
            | u64::from(self.fc.is_some()) << 10
            | u64::from(self.flocker.is_some()) << 11
            | u64::from(self.flex_volume.is_some()) << 12
            | u64::from(self.azure_file.is_some()) << 13
            | u64::from(self.vsphere_volume.is_some()) << 14
            | u64::from(self.quobyte.is_some()) << 15
            | u64::from(self.azure_disk.is_some()) << 16
            | u64::from(self.photon_persistent_disk.is_some()) << 17
            | u64::from(self.portworx_volume.is_some()) << 18
            | u64::from(self.scale_io.is_some()) << 19
            | u64::from(self.local.is_some()) << 20
            | u64::from(self.storageos.is_some()) << 21
            | u64::from(self.csi.is_some()) << 22
            | u64::from(!self.access_modes.is_empty()) << 23
            | u64::from(self.claim_ref.is_some()) << 24
            | u64::from(!self.mount_options.is_empty()) << 27
            | u64::from(self.volume_mode.is_some()) << 28
            | u64::from(self.node_affinity.is_some()) << 29
            | u64::from(self.volume_attributes_class_name.is_some()) << 30
    }
}

/// `io.k8s.api.core.v1.PersistentVolumeStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PersistentVolumeStatus {
    pub phase: PersistentVolumePhase,
    pub message: String,
    pub reason: String,
    pub last_phase_transition_time: Option<Time>,
}

#[doc(hidden)]
pub static PERSISTENT_VOLUME_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.PersistentVolumeStatus",
    &[
        Field::new("phase", 1, Type::Enum(PersistentVolumePhase::VALUES), OMITEMPTY),
        Field::new("message", 2, Type::String, OMITEMPTY),
        Field::new("reason", 3, Type::String, OMITEMPTY),
        Field::new("lastPhaseTransitionTime", 4, Type::Time, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3],
);

impl Message for PersistentVolumeStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &PERSISTENT_VOLUME_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.phase.reflect(),
            1 => self.message.reflect(),
            2 => self.reason.reflect(),
            3 => self.last_phase_transition_time.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.phase.reflect_mut(),
            1 => self.message.reflect_mut(),
            2 => self.reason.reflect_mut(),
            3 => self.last_phase_transition_time.reflect_mut(),
            _ => panic!("PersistentVolumeStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff7 | u64::from(self.last_phase_transition_time.is_some()) << 3
    }
}

/// `io.k8s.api.core.v1.RBDPersistentVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RBDPersistentVolumeSource {
    pub monitors: Vec<String>,
    pub image: String,
    pub fs_type: String,
    /// Default: `"rbd"`.
    pub pool: String,
    /// Default: `"admin"`.
    pub user: String,
    /// Default: `"/etc/ceph/keyring"`.
    pub keyring: String,
    pub secret_ref: Option<Box<SecretReference>>,
    pub read_only: bool,
}

#[doc(hidden)]
pub static RBD_PERSISTENT_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.RBDPersistentVolumeSource",
    &[
        Field::new("monitors", 1, Type::List(&Type::String), REQUIRED | ATOMIC),
        Field::new("image", 2, Type::String, REQUIRED),
        Field::new("fsType", 3, Type::String, OMITEMPTY),
        Field::new("pool", 4, Type::String, OMITEMPTY).default("\"rbd\""),
        Field::new("user", 5, Type::String, OMITEMPTY).default("\"admin\""),
        Field::new("keyring", 6, Type::String, OMITEMPTY).default("\"/etc/ceph/keyring\""),
        Field::new("secretRef", 7, Type::Message(&SECRET_REFERENCE), POINTER | OMITEMPTY),
        Field::new("readOnly", 8, Type::Bool, OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5, 6, 7],
);

impl Message for RBDPersistentVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &RBD_PERSISTENT_VOLUME_SOURCE
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
            _ => panic!("RBDPersistentVolumeSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffbe
            | u64::from(!self.monitors.is_empty())
            | u64::from(self.secret_ref.is_some()) << 6
    }
}

/// `io.k8s.api.core.v1.ScaleIOPersistentVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ScaleIOPersistentVolumeSource {
    pub gateway: String,
    pub system: String,
    pub secret_ref: Option<Box<SecretReference>>,
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
pub static SCALE_IO_PERSISTENT_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.ScaleIOPersistentVolumeSource",
    &[
        Field::new("gateway", 1, Type::String, REQUIRED),
        Field::new("system", 2, Type::String, REQUIRED),
        Field::new("secretRef", 3, Type::Message(&SECRET_REFERENCE), POINTER | REQUIRED),
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

impl Message for ScaleIOPersistentVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &SCALE_IO_PERSISTENT_VOLUME_SOURCE
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
            _ => panic!("ScaleIOPersistentVolumeSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffb | u64::from(self.secret_ref.is_some()) << 2
    }
}

/// `io.k8s.api.core.v1.SecretReference`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SecretReference {
    pub name: String,
    pub namespace: String,
}

#[doc(hidden)]
pub static SECRET_REFERENCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.SecretReference",
    &[
        Field::new("name", 1, Type::String, OMITEMPTY),
        Field::new("namespace", 2, Type::String, OMITEMPTY),
    ],
    &[0, 1],
)
.atomic();

impl Message for SecretReference {
    fn descriptor(&self) -> &'static Descriptor {
        &SECRET_REFERENCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.name.reflect(),
            1 => self.namespace.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.name.reflect_mut(),
            1 => self.namespace.reflect_mut(),
            _ => panic!("SecretReference has no field {index}"),
        }
    }
}

/// `io.k8s.api.core.v1.StorageOSPersistentVolumeSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StorageOSPersistentVolumeSource {
    pub volume_name: String,
    pub volume_namespace: String,
    pub fs_type: String,
    pub read_only: bool,
    pub secret_ref: Option<Box<ObjectReference>>,
}

#[doc(hidden)]
pub static STORAGE_OS_PERSISTENT_VOLUME_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.StorageOSPersistentVolumeSource",
    &[
        Field::new("volumeName", 1, Type::String, OMITEMPTY),
        Field::new("volumeNamespace", 2, Type::String, OMITEMPTY),
        Field::new("fsType", 3, Type::String, OMITEMPTY),
        Field::new("readOnly", 4, Type::Bool, OMITEMPTY),
        Field::new("secretRef", 5, Type::Message(&OBJECT_REFERENCE), POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4],
);

impl Message for StorageOSPersistentVolumeSource {
    fn descriptor(&self) -> &'static Descriptor {
        &STORAGE_OS_PERSISTENT_VOLUME_SOURCE
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
            _ => panic!("StorageOSPersistentVolumeSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffef | u64::from(self.secret_ref.is_some()) << 4
    }
}

/// `io.k8s.api.core.v1.VolumeNodeAffinity`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VolumeNodeAffinity {
    pub required: Option<NodeSelector>,
}

#[doc(hidden)]
pub static VOLUME_NODE_AFFINITY: Descriptor = Descriptor::new(
    "io.k8s.api.core.v1.VolumeNodeAffinity",
    &[Field::new("required", 1, Type::Message(&NODE_SELECTOR), POINTER | OMITEMPTY)],
    &[0],
);

impl Message for VolumeNodeAffinity {
    fn descriptor(&self) -> &'static Descriptor {
        &VOLUME_NODE_AFFINITY
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.required.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.required.reflect_mut(),
            _ => panic!("VolumeNodeAffinity has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(self.required.is_some())
    }
}

bowline_apimachinery::open_enum!(
/// One of `ReadOnlyMany`, `ReadWriteMany`, `ReadWriteOnce`, `ReadWriteOncePod`.
PersistentVolumeAccessMode { ReadOnlyMany = "ReadOnlyMany", ReadWriteMany = "ReadWriteMany", ReadWriteOnce = "ReadWriteOnce", ReadWriteOncePod = "ReadWriteOncePod" });

bowline_apimachinery::open_enum!(
/// One of `Block`, `Filesystem`.
PersistentVolumeMode { Block = "Block", Filesystem = "Filesystem" });

bowline_apimachinery::open_enum!(
/// One of `Available`, `Bound`, `Failed`, `Pending`, `Released`.
PersistentVolumePhase { Available = "Available", Bound = "Bound", Failed = "Failed", Pending = "Pending", Released = "Released" });

bowline_apimachinery::open_enum!(
/// One of `Delete`, `Recycle`, `Retain`.
PersistentVolumeReclaimPolicy { Delete = "Delete", Recycle = "Recycle", Retain = "Retain" });

bowline_apimachinery::message!(PersistentVolume AzureFilePersistentVolumeSource CSIPersistentVolumeSource CephFSPersistentVolumeSource CinderPersistentVolumeSource FlexPersistentVolumeSource GlusterfsPersistentVolumeSource ISCSIPersistentVolumeSource LocalVolumeSource PersistentVolumeSpec PersistentVolumeStatus RBDPersistentVolumeSource ScaleIOPersistentVolumeSource SecretReference StorageOSPersistentVolumeSource VolumeNodeAffinity);
