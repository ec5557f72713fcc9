//! self subject access review of authorization.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use super::{
    NON_RESOURCE_ATTRIBUTES, NonResourceAttributes, RESOURCE_ATTRIBUTES, ResourceAttributes,
    SUBJECT_ACCESS_REVIEW_STATUS, SubjectAccessReviewStatus,
};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `SelfSubjectAccessReview` of `authorization.k8s.io/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SelfSubjectAccessReview {
    pub metadata: ObjectMeta,
    pub spec: SelfSubjectAccessReviewSpec,
    pub status: SubjectAccessReviewStatus,
}

#[doc(hidden)]
pub static SELF_SUBJECT_ACCESS_REVIEW: Descriptor = Descriptor::new(
    "io.k8s.api.authorization.v1.SelfSubjectAccessReview",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&SELF_SUBJECT_ACCESS_REVIEW_SPEC), REQUIRED),
        Field::new("status", 3, Type::Message(&SUBJECT_ACCESS_REVIEW_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for SelfSubjectAccessReview {
    fn descriptor(&self) -> &'static Descriptor {
        &SELF_SUBJECT_ACCESS_REVIEW
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
            _ => panic!("SelfSubjectAccessReview has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(
    SelfSubjectAccessReview,
    "authorization.k8s.io",
    "v1",
    "SelfSubjectAccessReview",
    "selfsubjectaccessreviews",
    Cluster
);

/// `io.k8s.api.authorization.v1.SelfSubjectAccessReviewSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SelfSubjectAccessReviewSpec {
    pub resource_attributes: Option<Box<ResourceAttributes>>,
    pub non_resource_attributes: Option<Box<NonResourceAttributes>>,
}

#[doc(hidden)]
pub static SELF_SUBJECT_ACCESS_REVIEW_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.authorization.v1.SelfSubjectAccessReviewSpec",
    &[
        Field::new(
            "resourceAttributes",
            1,
            Type::Message(&RESOURCE_ATTRIBUTES),
            POINTER | OMITEMPTY,
        ),
        Field::new(
            "nonResourceAttributes",
            2,
            Type::Message(&NON_RESOURCE_ATTRIBUTES),
            POINTER | OMITEMPTY,
        ),
    ],
    &[0, 1],
);

impl Message for SelfSubjectAccessReviewSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &SELF_SUBJECT_ACCESS_REVIEW_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.resource_attributes.reflect(),
            1 => self.non_resource_attributes.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.resource_attributes.reflect_mut(),
            1 => self.non_resource_attributes.reflect_mut(),
            _ => panic!("SelfSubjectAccessReviewSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(self.resource_attributes.is_some())
            | u64::from(self.non_resource_attributes.is_some()) << 1
    }
}

bowline_apimachinery::message!(SelfSubjectAccessReview SelfSubjectAccessReviewSpec);
