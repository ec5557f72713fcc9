//! token review of authentication.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use super::{USER_INFO, UserInfo};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `TokenReview` of `authentication.k8s.io/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TokenReview {
    pub metadata: ObjectMeta,
    pub spec: TokenReviewSpec,
    pub status: TokenReviewStatus,
}

#[doc(hidden)]
pub static TOKEN_REVIEW: Descriptor = Descriptor::new(
    "io.k8s.api.authentication.v1.TokenReview",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&TOKEN_REVIEW_SPEC), REQUIRED),
        Field::new("status", 3, Type::Message(&TOKEN_REVIEW_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for TokenReview {
    fn descriptor(&self) -> &'static Descriptor {
        &TOKEN_REVIEW
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
            _ => panic!("TokenReview has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(
    TokenReview,
    "authentication.k8s.io",
    "v1",
    "TokenReview",
    "tokenreviews",
    Cluster
);

/// `io.k8s.api.authentication.v1.TokenReviewSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TokenReviewSpec {
    pub token: String,
    pub audiences: Vec<String>,
}

#[doc(hidden)]
pub static TOKEN_REVIEW_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.authentication.v1.TokenReviewSpec",
    &[
        Field::new("token", 1, Type::String, OMITEMPTY | REQUIRED),
        Field::new("audiences", 2, Type::List(&Type::String), OMITEMPTY | ATOMIC),
    ],
    &[0, 1],
);

impl Message for TokenReviewSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &TOKEN_REVIEW_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.token.reflect(),
            1 => self.audiences.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.token.reflect_mut(),
            1 => self.audiences.reflect_mut(),
            _ => panic!("TokenReviewSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffd | u64::from(!self.audiences.is_empty()) << 1
    }
}

/// `io.k8s.api.authentication.v1.TokenReviewStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TokenReviewStatus {
    pub authenticated: bool,
    pub user: UserInfo,
    pub audiences: Vec<String>,
    pub error: String,
}

#[doc(hidden)]
pub static TOKEN_REVIEW_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.authentication.v1.TokenReviewStatus",
    &[
        Field::new("authenticated", 1, Type::Bool, OMITEMPTY),
        Field::new("user", 2, Type::Message(&USER_INFO), OMITEMPTY),
        Field::new("audiences", 4, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("error", 3, Type::String, OMITEMPTY),
    ],
    &[0, 1, 3, 2],
);

impl Message for TokenReviewStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &TOKEN_REVIEW_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.authenticated.reflect(),
            1 => self.user.reflect(),
            2 => self.audiences.reflect(),
            3 => self.error.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.authenticated.reflect_mut(),
            1 => self.user.reflect_mut(),
            2 => self.audiences.reflect_mut(),
            3 => self.error.reflect_mut(),
            _ => panic!("TokenReviewStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffb | u64::from(!self.audiences.is_empty()) << 2
    }
}

bowline_apimachinery::message!(TokenReview TokenReviewSpec TokenReviewStatus);
