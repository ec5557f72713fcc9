//! self subject review of authentication.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use super::{USER_INFO, UserInfo};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `SelfSubjectReview` of `authentication.k8s.io/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SelfSubjectReview {
    pub metadata: ObjectMeta,
    pub status: SelfSubjectReviewStatus,
}

#[doc(hidden)]
pub static SELF_SUBJECT_REVIEW: Descriptor = Descriptor::new(
    "io.k8s.api.authentication.v1.SelfSubjectReview",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("status", 2, Type::Message(&SELF_SUBJECT_REVIEW_STATUS), OMITEMPTY),
    ],
    &[0, 1],
)
.root();

impl Message for SelfSubjectReview {
    fn descriptor(&self) -> &'static Descriptor {
        &SELF_SUBJECT_REVIEW
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.status.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.status.reflect_mut(),
            _ => panic!("SelfSubjectReview has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(
    SelfSubjectReview,
    "authentication.k8s.io",
    "v1",
    "SelfSubjectReview",
    "selfsubjectreviews",
    Cluster
);

/// `io.k8s.api.authentication.v1.SelfSubjectReviewStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SelfSubjectReviewStatus {
    pub user_info: UserInfo,
}

#[doc(hidden)]
pub static SELF_SUBJECT_REVIEW_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.authentication.v1.SelfSubjectReviewStatus",
    &[Field::new("userInfo", 1, Type::Message(&USER_INFO), OMITEMPTY)],
    &[0],
);

impl Message for SelfSubjectReviewStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &SELF_SUBJECT_REVIEW_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.user_info.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.user_info.reflect_mut(),
            _ => panic!("SelfSubjectReviewStatus has no field {index}"),
        }
    }
}

bowline_apimachinery::message!(SelfSubjectReview SelfSubjectReviewStatus);
