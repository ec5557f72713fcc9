//! token request of authentication.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};
use bowline_apimachinery::time::Time;

/// `TokenRequest` of `authentication.k8s.io/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TokenRequest {
    pub metadata: ObjectMeta,
    pub spec: TokenRequestSpec,
    pub status: TokenRequestStatus,
}

#[doc(hidden)]
pub static TOKEN_REQUEST: Descriptor = Descriptor::new(
    "io.k8s.api.authentication.v1.TokenRequest",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&TOKEN_REQUEST_SPEC), 0),
        Field::new("status", 3, Type::Message(&TOKEN_REQUEST_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for TokenRequest {
    fn descriptor(&self) -> &'static Descriptor {
        &TOKEN_REQUEST
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
            _ => panic!("TokenRequest has no field {index}"),
        }
    }
}

bowline_apimachinery::kind!(TokenRequest, "authentication.k8s.io", "v1", "TokenRequest");

/// `io.k8s.api.authentication.v1.BoundObjectReference`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BoundObjectReference {
    pub kind: String,
    pub api_version: String,
    pub name: String,
    pub uid: String,
}

#[doc(hidden)]
pub static BOUND_OBJECT_REFERENCE: Descriptor = Descriptor::new(
    "io.k8s.api.authentication.v1.BoundObjectReference",
    &[
        Field::new("kind", 1, Type::String, OMITEMPTY),
        Field::new("apiVersion", 2, Type::String, OMITEMPTY),
        Field::new("name", 3, Type::String, OMITEMPTY),
        Field::new("uid", 4, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2, 3],
);

impl Message for BoundObjectReference {
    fn descriptor(&self) -> &'static Descriptor {
        &BOUND_OBJECT_REFERENCE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.kind.reflect(),
            1 => self.api_version.reflect(),
            2 => self.name.reflect(),
            3 => self.uid.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.kind.reflect_mut(),
            1 => self.api_version.reflect_mut(),
            2 => self.name.reflect_mut(),
            3 => self.uid.reflect_mut(),
            _ => panic!("BoundObjectReference has no field {index}"),
        }
    }
}

/// `io.k8s.api.authentication.v1.TokenRequestSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TokenRequestSpec {
    pub audiences: Vec<String>,
    pub expiration_seconds: Option<i64>,
    pub bound_object_ref: Option<Box<BoundObjectReference>>,
}

#[doc(hidden)]
pub static TOKEN_REQUEST_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.authentication.v1.TokenRequestSpec",
    &[
        Field::new("audiences", 1, Type::List(&Type::String), ATOMIC),
        Field::new("expirationSeconds", 4, Type::Int64, POINTER),
        Field::new("boundObjectRef", 3, Type::Message(&BOUND_OBJECT_REFERENCE), POINTER),
    ],
    &[0, 2, 1],
);

impl Message for TokenRequestSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &TOKEN_REQUEST_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.audiences.reflect(),
            1 => self.expiration_seconds.reflect(),
            2 => self.bound_object_ref.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.audiences.reflect_mut(),
            1 => self.expiration_seconds.reflect_mut(),
            2 => self.bound_object_ref.reflect_mut(),
            _ => panic!("TokenRequestSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff8
            | u64::from(!self.audiences.is_empty())
            | u64::from(self.expiration_seconds.is_some()) << 1
            | u64::from(self.bound_object_ref.is_some()) << 2
    }
}

/// `io.k8s.api.authentication.v1.TokenRequestStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TokenRequestStatus {
    pub token: String,
    pub expiration_timestamp: Option<Time>,
}

#[doc(hidden)]
pub static TOKEN_REQUEST_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.authentication.v1.TokenRequestStatus",
    &[Field::new("token", 1, Type::String, 0), Field::new("expirationTimestamp", 2, Type::Time, 0)],
    &[0, 1],
);

impl Message for TokenRequestStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &TOKEN_REQUEST_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.token.reflect(),
            1 => self.expiration_timestamp.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.token.reflect_mut(),
            1 => self.expiration_timestamp.reflect_mut(),
            _ => panic!("TokenRequestStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(self.expiration_timestamp.is_some()) << 1
    }
}

bowline_apimachinery::message!(TokenRequest BoundObjectReference TokenRequestSpec TokenRequestStatus);
