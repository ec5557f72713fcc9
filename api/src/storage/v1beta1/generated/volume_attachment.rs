//! volume attachment of storage.k8s.io/v1beta1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use std::collections::BTreeMap;

use crate::core::v1::{PERSISTENT_VOLUME_SPEC, PersistentVolumeSpec};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};
use bowline_apimachinery::time::Time;

/// `VolumeAttachment` of `storage.k8s.io/v1beta1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VolumeAttachment {
    pub metadata: ObjectMeta,
    pub spec: VolumeAttachmentSpec,
    pub status: VolumeAttachmentStatus,
}

#[doc(hidden)]
pub static VOLUME_ATTACHMENT: Descriptor = Descriptor::new(
    "io.k8s.api.storage.v1beta1.VolumeAttachment",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&VOLUME_ATTACHMENT_SPEC), REQUIRED),
        Field::new("status", 3, Type::Message(&VOLUME_ATTACHMENT_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for VolumeAttachment {
    fn descriptor(&self) -> &'static Descriptor {
        &VOLUME_ATTACHMENT
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
            _ => panic!("VolumeAttachment has no field {index}"),
        }
    }
}

bowline_apimachinery::kind!(VolumeAttachment, "storage.k8s.io", "v1beta1", "VolumeAttachment");

/// `io.k8s.api.storage.v1beta1.VolumeAttachmentSource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VolumeAttachmentSource {
    pub persistent_volume_name: Option<String>,
    pub inline_volume_spec: Option<Box<PersistentVolumeSpec>>,
}

#[doc(hidden)]
pub static VOLUME_ATTACHMENT_SOURCE: Descriptor = Descriptor::new(
    "io.k8s.api.storage.v1beta1.VolumeAttachmentSource",
    &[
        Field::new("persistentVolumeName", 1, Type::String, POINTER | OMITEMPTY),
        Field::new(
            "inlineVolumeSpec",
            2,
            Type::Message(&PERSISTENT_VOLUME_SPEC),
            POINTER | OMITEMPTY,
        ),
    ],
    &[0, 1],
);

impl Message for VolumeAttachmentSource {
    fn descriptor(&self) -> &'static Descriptor {
        &VOLUME_ATTACHMENT_SOURCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.persistent_volume_name.reflect(),
            1 => self.inline_volume_spec.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.persistent_volume_name.reflect_mut(),
            1 => self.inline_volume_spec.reflect_mut(),
            _ => panic!("VolumeAttachmentSource has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(self.persistent_volume_name.is_some())
            | u64::from(self.inline_volume_spec.is_some()) << 1
    }
}

/// `io.k8s.api.storage.v1beta1.VolumeAttachmentSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VolumeAttachmentSpec {
    pub attacher: String,
    pub source: VolumeAttachmentSource,
    pub node_name: String,
}

#[doc(hidden)]
pub static VOLUME_ATTACHMENT_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.storage.v1beta1.VolumeAttachmentSpec",
    &[
        Field::new("attacher", 1, Type::String, REQUIRED),
        Field::new("source", 2, Type::Message(&VOLUME_ATTACHMENT_SOURCE), REQUIRED),
        Field::new("nodeName", 3, Type::String, REQUIRED),
    ],
    &[0, 1, 2],
);

impl Message for VolumeAttachmentSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &VOLUME_ATTACHMENT_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.attacher.reflect(),
            1 => self.source.reflect(),
            2 => self.node_name.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.attacher.reflect_mut(),
            1 => self.source.reflect_mut(),
            2 => self.node_name.reflect_mut(),
            _ => panic!("VolumeAttachmentSpec has no field {index}"),
        }
    }
}

/// `io.k8s.api.storage.v1beta1.VolumeAttachmentStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VolumeAttachmentStatus {
    pub attached: bool,
    pub attachment_metadata: BTreeMap<String, String>,
    pub attach_error: Option<Box<VolumeError>>,
    pub detach_error: Option<Box<VolumeError>>,
}

#[doc(hidden)]
pub static VOLUME_ATTACHMENT_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.storage.v1beta1.VolumeAttachmentStatus",
    &[
        Field::new("attached", 1, Type::Bool, REQUIRED),
        Field::new("attachmentMetadata", 2, Type::Map(&Type::String), OMITEMPTY),
        Field::new("attachError", 3, Type::Message(&VOLUME_ERROR), POINTER | OMITEMPTY),
        Field::new("detachError", 4, Type::Message(&VOLUME_ERROR), POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3],
);

impl Message for VolumeAttachmentStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &VOLUME_ATTACHMENT_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.attached.reflect(),
            1 => self.attachment_metadata.reflect(),
            2 => self.attach_error.reflect(),
            3 => self.detach_error.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.attached.reflect_mut(),
            1 => self.attachment_metadata.reflect_mut(),
            2 => self.attach_error.reflect_mut(),
            3 => self.detach_error.reflect_mut(),
            _ => panic!("VolumeAttachmentStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff1
            | u64::from(!self.attachment_metadata.is_empty()) << 1
            | u64::from(self.attach_error.is_some()) << 2
            | u64::from(self.detach_error.is_some()) << 3
    }
}

/// `io.k8s.api.storage.v1beta1.VolumeError`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VolumeError {
    pub time: Option<Time>,
    pub message: String,
    pub error_code: Option<i32>,
}

#[doc(hidden)]
pub static VOLUME_ERROR: Descriptor = Descriptor::new(
    "io.k8s.api.storage.v1beta1.VolumeError",
    &[
        Field::new("time", 1, Type::Time, OMITEMPTY),
        Field::new("message", 2, Type::String, OMITEMPTY),
        Field::new("errorCode", 3, Type::Int32, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for VolumeError {
    fn descriptor(&self) -> &'static Descriptor {
        &VOLUME_ERROR
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.time.reflect(),
            1 => self.message.reflect(),
            2 => self.error_code.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.time.reflect_mut(),
            1 => self.message.reflect_mut(),
            2 => self.error_code.reflect_mut(),
            _ => panic!("VolumeError has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffa
            | u64::from(self.time.is_some())
            | u64::from(self.error_code.is_some()) << 2
    }
}

bowline_apimachinery::message!(VolumeAttachment VolumeAttachmentSource VolumeAttachmentSpec VolumeAttachmentStatus VolumeError);
