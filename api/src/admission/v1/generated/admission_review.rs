//! admission review of admission.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use std::collections::BTreeMap;

use crate::authentication::v1::{USER_INFO, UserInfo};
use bowline_apimachinery::byte_string::ByteString;
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{
    GROUP_VERSION_KIND, GROUP_VERSION_RESOURCE, GroupVersionKind, GroupVersionResource, STATUS,
    Status,
};
use bowline_apimachinery::raw_json::RawJson;
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `AdmissionReview` of `admission.k8s.io/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AdmissionReview {
    pub request: Option<Box<AdmissionRequest>>,
    pub response: Option<Box<AdmissionResponse>>,
}

#[doc(hidden)]
pub static ADMISSION_REVIEW: Descriptor = Descriptor::new(
    "io.k8s.api.admission.v1.AdmissionReview",
    &[
        Field::new("request", 1, Type::Message(&ADMISSION_REQUEST), POINTER | OMITEMPTY),
        Field::new("response", 2, Type::Message(&ADMISSION_RESPONSE), POINTER | OMITEMPTY),
    ],
    &[0, 1],
)
.root();

impl Message for AdmissionReview {
    fn descriptor(&self) -> &'static Descriptor {
        &ADMISSION_REVIEW
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.request.reflect(),
            1 => self.response.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.request.reflect_mut(),
            1 => self.response.reflect_mut(),
            _ => panic!("AdmissionReview has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(self.request.is_some())
            | u64::from(self.response.is_some()) << 1
    }
}

bowline_apimachinery::kind!(AdmissionReview, "admission.k8s.io", "v1", "AdmissionReview");

/// `io.k8s.api.admission.v1.AdmissionRequest`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AdmissionRequest {
    pub uid: String,
    pub kind: GroupVersionKind,
    pub resource: GroupVersionResource,
    pub sub_resource: String,
    pub request_kind: Option<Box<GroupVersionKind>>,
    pub request_resource: Option<Box<GroupVersionResource>>,
    pub request_sub_resource: String,
    pub name: String,
    pub namespace: String,
    pub operation: Operation,
    pub user_info: UserInfo,
    pub object: RawJson,
    pub old_object: RawJson,
    pub dry_run: Option<bool>,
    pub options: RawJson,
}

#[doc(hidden)]
pub static ADMISSION_REQUEST: Descriptor = Descriptor::new(
    "io.k8s.api.admission.v1.AdmissionRequest",
    &[
        Field::new("uid", 1, Type::String, 0),
        Field::new("kind", 2, Type::Message(&GROUP_VERSION_KIND), 0),
        Field::new("resource", 3, Type::Message(&GROUP_VERSION_RESOURCE), 0),
        Field::new("subResource", 4, Type::String, OMITEMPTY),
        Field::new("requestKind", 13, Type::Message(&GROUP_VERSION_KIND), POINTER | OMITEMPTY),
        Field::new(
            "requestResource",
            14,
            Type::Message(&GROUP_VERSION_RESOURCE),
            POINTER | OMITEMPTY,
        ),
        Field::new("requestSubResource", 15, Type::String, OMITEMPTY),
        Field::new("name", 5, Type::String, OMITEMPTY),
        Field::new("namespace", 6, Type::String, OMITEMPTY),
        Field::new("operation", 7, Type::Enum(Operation::VALUES), 0),
        Field::new("userInfo", 8, Type::Message(&USER_INFO), 0),
        Field::new("object", 9, Type::Raw, OMITEMPTY),
        Field::new("oldObject", 10, Type::Raw, OMITEMPTY),
        Field::new("dryRun", 11, Type::Bool, POINTER | OMITEMPTY),
        Field::new("options", 12, Type::Raw, OMITEMPTY),
    ],
    &[0, 1, 2, 3, 7, 8, 9, 10, 11, 12, 13, 14, 4, 5, 6],
);

impl Message for AdmissionRequest {
    fn descriptor(&self) -> &'static Descriptor {
        &ADMISSION_REQUEST
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.uid.reflect(),
            1 => self.kind.reflect(),
            2 => self.resource.reflect(),
            3 => self.sub_resource.reflect(),
            4 => self.request_kind.reflect(),
            5 => self.request_resource.reflect(),
            6 => self.request_sub_resource.reflect(),
            7 => self.name.reflect(),
            8 => self.namespace.reflect(),
            9 => self.operation.reflect(),
            10 => self.user_info.reflect(),
            11 => self.object.reflect(),
            12 => self.old_object.reflect(),
            13 => self.dry_run.reflect(),
            14 => self.options.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.uid.reflect_mut(),
            1 => self.kind.reflect_mut(),
            2 => self.resource.reflect_mut(),
            3 => self.sub_resource.reflect_mut(),
            4 => self.request_kind.reflect_mut(),
            5 => self.request_resource.reflect_mut(),
            6 => self.request_sub_resource.reflect_mut(),
            7 => self.name.reflect_mut(),
            8 => self.namespace.reflect_mut(),
            9 => self.operation.reflect_mut(),
            10 => self.user_info.reflect_mut(),
            11 => self.object.reflect_mut(),
            12 => self.old_object.reflect_mut(),
            13 => self.dry_run.reflect_mut(),
            14 => self.options.reflect_mut(),
            _ => panic!("AdmissionRequest has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffdfcf
            | u64::from(self.request_kind.is_some()) << 4
            | u64::from(self.request_resource.is_some()) << 5
            | u64::from(self.dry_run.is_some()) << 13
    }
}

/// `io.k8s.api.admission.v1.AdmissionResponse`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AdmissionResponse {
    pub uid: String,
    pub allowed: bool,
    pub status: Option<Box<Status>>,
    pub patch: ByteString,
    pub patch_type: Option<PatchType>,
    pub audit_annotations: BTreeMap<String, String>,
    pub warnings: Vec<String>,
}

#[doc(hidden)]
pub static ADMISSION_RESPONSE: Descriptor = Descriptor::new(
    "io.k8s.api.admission.v1.AdmissionResponse",
    &[
        Field::new("uid", 1, Type::String, 0),
        Field::new("allowed", 2, Type::Bool, 0),
        Field::new("status", 3, Type::Message(&STATUS), POINTER | OMITEMPTY),
        Field::new("patch", 4, Type::Bytes, OMITEMPTY),
        Field::new("patchType", 5, Type::Enum(PatchType::VALUES), POINTER | OMITEMPTY),
        Field::new("auditAnnotations", 6, Type::Map(&Type::String), OMITEMPTY),
        Field::new("warnings", 7, Type::List(&Type::String), OMITEMPTY | ATOMIC),
    ],
    &[0, 1, 2, 3, 4, 5, 6],
);

impl Message for AdmissionResponse {
    fn descriptor(&self) -> &'static Descriptor {
        &ADMISSION_RESPONSE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.uid.reflect(),
            1 => self.allowed.reflect(),
            2 => self.status.reflect(),
            3 => self.patch.reflect(),
            4 => self.patch_type.reflect(),
            5 => self.audit_annotations.reflect(),
            6 => self.warnings.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.uid.reflect_mut(),
            1 => self.allowed.reflect_mut(),
            2 => self.status.reflect_mut(),
            3 => self.patch.reflect_mut(),
            4 => self.patch_type.reflect_mut(),
            5 => self.audit_annotations.reflect_mut(),
            6 => self.warnings.reflect_mut(),
            _ => panic!("AdmissionResponse has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffff8b
            | u64::from(self.status.is_some()) << 2
            | u64::from(self.patch_type.is_some()) << 4
            | u64::from(!self.audit_annotations.is_empty()) << 5
            | u64::from(!self.warnings.is_empty()) << 6
    }
}

bowline_apimachinery::open_enum!(
/// One of `CONNECT`, `CREATE`, `DELETE`, `UPDATE`.
Operation { Connect = "CONNECT", Create = "CREATE", Delete = "DELETE", Update = "UPDATE" });

bowline_apimachinery::open_enum!(
/// One of `JSONPatch`.
PatchType { JSONPatch = "JSONPatch" });

bowline_apimachinery::message!(AdmissionReview AdmissionRequest AdmissionResponse);
