//! certificate signing request of certificates.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use std::collections::BTreeMap;

use crate::core::v1::ConditionStatus;
use bowline_apimachinery::byte_string::ByteString;
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};
use bowline_apimachinery::time::Time;

/// `CertificateSigningRequest` of `certificates.k8s.io/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CertificateSigningRequest {
    pub metadata: ObjectMeta,
    pub spec: CertificateSigningRequestSpec,
    pub status: CertificateSigningRequestStatus,
}

#[doc(hidden)]
pub static CERTIFICATE_SIGNING_REQUEST: Descriptor = Descriptor::new(
    "io.k8s.api.certificates.v1.CertificateSigningRequest",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&CERTIFICATE_SIGNING_REQUEST_SPEC), REQUIRED),
        Field::new("status", 3, Type::Message(&CERTIFICATE_SIGNING_REQUEST_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for CertificateSigningRequest {
    fn descriptor(&self) -> &'static Descriptor {
        &CERTIFICATE_SIGNING_REQUEST
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
            _ => panic!("CertificateSigningRequest has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(
    CertificateSigningRequest,
    "certificates.k8s.io",
    "v1",
    "CertificateSigningRequest",
    "certificatesigningrequests",
    Cluster
);

/// `io.k8s.api.certificates.v1.CertificateSigningRequestCondition`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CertificateSigningRequestCondition {
    pub type_: String,
    pub status: ConditionStatus,
    pub reason: String,
    pub message: String,
    pub last_update_time: Option<Time>,
    pub last_transition_time: Option<Time>,
}

#[doc(hidden)]
pub static CERTIFICATE_SIGNING_REQUEST_CONDITION: Descriptor = Descriptor::new(
    "io.k8s.api.certificates.v1.CertificateSigningRequestCondition",
    &[
        Field::new("type", 1, Type::String, REQUIRED),
        Field::new("status", 6, Type::Enum(ConditionStatus::VALUES), REQUIRED),
        Field::new("reason", 2, Type::String, OMITEMPTY),
        Field::new("message", 3, Type::String, OMITEMPTY),
        Field::new("lastUpdateTime", 4, Type::Time, OMITEMPTY),
        Field::new("lastTransitionTime", 5, Type::Time, OMITEMPTY),
    ],
    &[0, 2, 3, 4, 5, 1],
);

impl Message for CertificateSigningRequestCondition {
    fn descriptor(&self) -> &'static Descriptor {
        &CERTIFICATE_SIGNING_REQUEST_CONDITION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.type_.reflect(),
            1 => self.status.reflect(),
            2 => self.reason.reflect(),
            3 => self.message.reflect(),
            4 => self.last_update_time.reflect(),
            5 => self.last_transition_time.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.type_.reflect_mut(),
            1 => self.status.reflect_mut(),
            2 => self.reason.reflect_mut(),
            3 => self.message.reflect_mut(),
            4 => self.last_update_time.reflect_mut(),
            5 => self.last_transition_time.reflect_mut(),
            _ => panic!("CertificateSigningRequestCondition has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffcf
            | u64::from(self.last_update_time.is_some()) << 4
            | u64::from(self.last_transition_time.is_some()) << 5
    }
}

/// `io.k8s.api.certificates.v1.CertificateSigningRequestSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CertificateSigningRequestSpec {
    pub request: ByteString,
    pub signer_name: String,
    pub expiration_seconds: Option<i32>,
    pub usages: Vec<KeyUsage>,
    pub username: String,
    pub uid: String,
    pub groups: Vec<String>,
    pub extra: BTreeMap<String, Vec<String>>,
}

#[doc(hidden)]
pub static CERTIFICATE_SIGNING_REQUEST_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.certificates.v1.CertificateSigningRequestSpec",
    &[
        Field::new("request", 1, Type::Bytes, REQUIRED),
        Field::new("signerName", 7, Type::String, REQUIRED),
        Field::new("expirationSeconds", 8, Type::Int32, POINTER | OMITEMPTY),
        Field::new("usages", 5, Type::List(&Type::Enum(KeyUsage::VALUES)), OMITEMPTY | ATOMIC),
        Field::new("username", 2, Type::String, OMITEMPTY),
        Field::new("uid", 3, Type::String, OMITEMPTY),
        Field::new("groups", 4, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("extra", 6, Type::Map(&Type::List(&Type::String)), OMITEMPTY),
    ],
    &[0, 4, 5, 6, 3, 7, 1, 2],
);

impl Message for CertificateSigningRequestSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &CERTIFICATE_SIGNING_REQUEST_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.request.reflect(),
            1 => self.signer_name.reflect(),
            2 => self.expiration_seconds.reflect(),
            3 => self.usages.reflect(),
            4 => self.username.reflect(),
            5 => self.uid.reflect(),
            6 => self.groups.reflect(),
            7 => self.extra.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.request.reflect_mut(),
            1 => self.signer_name.reflect_mut(),
            2 => self.expiration_seconds.reflect_mut(),
            3 => self.usages.reflect_mut(),
            4 => self.username.reflect_mut(),
            5 => self.uid.reflect_mut(),
            6 => self.groups.reflect_mut(),
            7 => self.extra.reflect_mut(),
            _ => panic!("CertificateSigningRequestSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffff33
            | u64::from(self.expiration_seconds.is_some()) << 2
            | u64::from(!self.usages.is_empty()) << 3
            | u64::from(!self.groups.is_empty()) << 6
            | u64::from(!self.extra.is_empty()) << 7
    }
}

/// `io.k8s.api.certificates.v1.CertificateSigningRequestStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CertificateSigningRequestStatus {
    /// List, one item per `type`.
    pub conditions: Vec<CertificateSigningRequestCondition>,
    pub certificate: ByteString,
}

#[doc(hidden)]
pub static CERTIFICATE_SIGNING_REQUEST_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.certificates.v1.CertificateSigningRequestStatus",
    &[
        Field::new(
            "conditions",
            1,
            Type::List(&Type::Message(&CERTIFICATE_SIGNING_REQUEST_CONDITION)),
            OMITEMPTY | LIST_MAP,
        )
        .keys(&["type"]),
        Field::new("certificate", 2, Type::Bytes, OMITEMPTY),
    ],
    &[0, 1],
);

impl Message for CertificateSigningRequestStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &CERTIFICATE_SIGNING_REQUEST_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.conditions.reflect(),
            1 => self.certificate.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.conditions.reflect_mut(),
            1 => self.certificate.reflect_mut(),
            _ => panic!("CertificateSigningRequestStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffe | u64::from(!self.conditions.is_empty())
    }
}

bowline_apimachinery::open_enum!(
/// One of `any`, `cert sign`, `client auth`, `code signing`, `content commitment`, `crl sign`, `data encipherment`, `decipher only`, `digital signature`, `email protection`, `encipher only`, `ipsec end system`, `ipsec tunnel`, `ipsec user`, `key agreement`, `key encipherment`, `microsoft sgc`, `netscape sgc`, `ocsp signing`, `s/mime`, `server auth`, `signing`, `timestamping`.
KeyUsage { Any = "any", CertSign = "cert sign", ClientAuth = "client auth", CodeSigning = "code signing", ContentCommitment = "content commitment", CrlSign = "crl sign", DataEncipherment = "data encipherment", DecipherOnly = "decipher only", DigitalSignature = "digital signature", EmailProtection = "email protection", EncipherOnly = "encipher only", IpsecEndSystem = "ipsec end system", IpsecTunnel = "ipsec tunnel", IpsecUser = "ipsec user", KeyAgreement = "key agreement", KeyEncipherment = "key encipherment", MicrosoftSgc = "microsoft sgc", NetscapeSgc = "netscape sgc", OcspSigning = "ocsp signing", SMime = "s/mime", ServerAuth = "server auth", Signing = "signing", Timestamping = "timestamping" });

bowline_apimachinery::message!(CertificateSigningRequest CertificateSigningRequestCondition CertificateSigningRequestSpec CertificateSigningRequestStatus);
