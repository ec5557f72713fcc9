//! local subject access review of authorization.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use super::{
    SUBJECT_ACCESS_REVIEW_SPEC, SUBJECT_ACCESS_REVIEW_STATUS, SubjectAccessReviewSpec,
    SubjectAccessReviewStatus,
};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `LocalSubjectAccessReview` of `authorization.k8s.io/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LocalSubjectAccessReview {
    pub metadata: ObjectMeta,
    pub spec: SubjectAccessReviewSpec,
    pub status: SubjectAccessReviewStatus,
}

#[doc(hidden)]
pub static LOCAL_SUBJECT_ACCESS_REVIEW: Descriptor = Descriptor::new(
    "io.k8s.api.authorization.v1.LocalSubjectAccessReview",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&SUBJECT_ACCESS_REVIEW_SPEC), REQUIRED),
        Field::new("status", 3, Type::Message(&SUBJECT_ACCESS_REVIEW_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for LocalSubjectAccessReview {
    fn descriptor(&self) -> &'static Descriptor {
        &LOCAL_SUBJECT_ACCESS_REVIEW
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
            _ => panic!("LocalSubjectAccessReview has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(
    LocalSubjectAccessReview,
    "authorization.k8s.io",
    "v1",
    "LocalSubjectAccessReview",
    "localsubjectaccessreviews",
    Namespaced
);

bowline_apimachinery::message!(LocalSubjectAccessReview);
