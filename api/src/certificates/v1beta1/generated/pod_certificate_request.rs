//! pod certificate request of certificates.k8s.io/v1beta1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use std::collections::BTreeMap;

use bowline_apimachinery::byte_string::ByteString;
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{CONDITION, Condition, OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};
use bowline_apimachinery::time::Time;

/// `PodCertificateRequest` of `certificates.k8s.io/v1beta1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodCertificateRequest {
    pub metadata: ObjectMeta,
    pub spec: PodCertificateRequestSpec,
    pub status: PodCertificateRequestStatus,
}

#[doc(hidden)]
pub static POD_CERTIFICATE_REQUEST: Descriptor = Descriptor::new(
    "io.k8s.api.certificates.v1beta1.PodCertificateRequest",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&POD_CERTIFICATE_REQUEST_SPEC), REQUIRED),
        Field::new("status", 3, Type::Message(&POD_CERTIFICATE_REQUEST_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for PodCertificateRequest {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_CERTIFICATE_REQUEST
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
            _ => panic!("PodCertificateRequest has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(
    PodCertificateRequest,
    "certificates.k8s.io",
    "v1beta1",
    "PodCertificateRequest",
    "podcertificaterequests",
    Namespaced
);

/// `io.k8s.api.certificates.v1beta1.PodCertificateRequestSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodCertificateRequestSpec {
    pub signer_name: String,
    pub pod_name: String,
    pub pod_uid: String,
    pub service_account_name: String,
    pub service_account_uid: String,
    pub node_name: String,
    pub node_uid: String,
    /// Default: `86400`.
    pub max_expiration_seconds: Option<i32>,
    /// Deprecated.
    pub pkix_public_key: ByteString,
    /// Deprecated.
    pub proof_of_possession: ByteString,
    pub stub_pkcs10_request: ByteString,
    pub unverified_user_annotations: BTreeMap<String, String>,
}

#[doc(hidden)]
pub static POD_CERTIFICATE_REQUEST_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.certificates.v1beta1.PodCertificateRequestSpec",
    &[
        Field::new("signerName", 1, Type::String, REQUIRED),
        Field::new("podName", 2, Type::String, REQUIRED),
        Field::new("podUID", 3, Type::String, REQUIRED),
        Field::new("serviceAccountName", 4, Type::String, REQUIRED),
        Field::new("serviceAccountUID", 5, Type::String, REQUIRED),
        Field::new("nodeName", 6, Type::String, REQUIRED),
        Field::new("nodeUID", 7, Type::String, REQUIRED),
        Field::new("maxExpirationSeconds", 8, Type::Int32, POINTER | OMITEMPTY).default("86400"),
        Field::new("pkixPublicKey", 9, Type::Bytes, DEPRECATED),
        Field::new("proofOfPossession", 10, Type::Bytes, DEPRECATED),
        Field::new("stubPKCS10Request", 12, Type::Bytes, REQUIRED),
        Field::new("unverifiedUserAnnotations", 11, Type::Map(&Type::String), OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 10],
);

impl Message for PodCertificateRequestSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_CERTIFICATE_REQUEST_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.signer_name.reflect(),
            1 => self.pod_name.reflect(),
            2 => self.pod_uid.reflect(),
            3 => self.service_account_name.reflect(),
            4 => self.service_account_uid.reflect(),
            5 => self.node_name.reflect(),
            6 => self.node_uid.reflect(),
            7 => self.max_expiration_seconds.reflect(),
            8 => self.pkix_public_key.reflect(),
            9 => self.proof_of_possession.reflect(),
            10 => self.stub_pkcs10_request.reflect(),
            11 => self.unverified_user_annotations.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.signer_name.reflect_mut(),
            1 => self.pod_name.reflect_mut(),
            2 => self.pod_uid.reflect_mut(),
            3 => self.service_account_name.reflect_mut(),
            4 => self.service_account_uid.reflect_mut(),
            5 => self.node_name.reflect_mut(),
            6 => self.node_uid.reflect_mut(),
            7 => self.max_expiration_seconds.reflect_mut(),
            8 => self.pkix_public_key.reflect_mut(),
            9 => self.proof_of_possession.reflect_mut(),
            10 => self.stub_pkcs10_request.reflect_mut(),
            11 => self.unverified_user_annotations.reflect_mut(),
            _ => panic!("PodCertificateRequestSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffff77f
            | u64::from(self.max_expiration_seconds.is_some()) << 7
            | u64::from(!self.unverified_user_annotations.is_empty()) << 11
    }
}

/// `io.k8s.api.certificates.v1beta1.PodCertificateRequestStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PodCertificateRequestStatus {
    /// List, one item per `type`.
    pub conditions: Vec<Condition>,
    pub certificate_chain: String,
    pub not_before: Option<Time>,
    pub begin_refresh_at: Option<Time>,
    pub not_after: Option<Time>,
}

#[doc(hidden)]
pub static POD_CERTIFICATE_REQUEST_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.certificates.v1beta1.PodCertificateRequestStatus",
    &[
        Field::new(
            "conditions",
            1,
            Type::List(&Type::Message(&CONDITION)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["type"])
        .merge_key("type"),
        Field::new("certificateChain", 2, Type::String, OMITEMPTY),
        Field::new("notBefore", 4, Type::Time, POINTER | OMITEMPTY),
        Field::new("beginRefreshAt", 5, Type::Time, POINTER | OMITEMPTY),
        Field::new("notAfter", 6, Type::Time, POINTER | OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4],
);

impl Message for PodCertificateRequestStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &POD_CERTIFICATE_REQUEST_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.conditions.reflect(),
            1 => self.certificate_chain.reflect(),
            2 => self.not_before.reflect(),
            3 => self.begin_refresh_at.reflect(),
            4 => self.not_after.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.conditions.reflect_mut(),
            1 => self.certificate_chain.reflect_mut(),
            2 => self.not_before.reflect_mut(),
            3 => self.begin_refresh_at.reflect_mut(),
            4 => self.not_after.reflect_mut(),
            _ => panic!("PodCertificateRequestStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffe2
            | u64::from(!self.conditions.is_empty())
            | u64::from(self.not_before.is_some()) << 2
            | u64::from(self.begin_refresh_at.is_some()) << 3
            | u64::from(self.not_after.is_some()) << 4
    }
}

bowline_apimachinery::message!(PodCertificateRequest PodCertificateRequestSpec PodCertificateRequestStatus);
