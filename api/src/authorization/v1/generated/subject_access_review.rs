//! subject access review of authorization.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use std::collections::BTreeMap;

use super::{
    NON_RESOURCE_ATTRIBUTES, NonResourceAttributes, RESOURCE_ATTRIBUTES, ResourceAttributes,
};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `SubjectAccessReview` of `authorization.k8s.io/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SubjectAccessReview {
    pub metadata: ObjectMeta,
    pub spec: SubjectAccessReviewSpec,
    pub status: SubjectAccessReviewStatus,
}

#[doc(hidden)]
pub static SUBJECT_ACCESS_REVIEW: Descriptor = Descriptor::new(
    "io.k8s.api.authorization.v1.SubjectAccessReview",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&SUBJECT_ACCESS_REVIEW_SPEC), REQUIRED),
        Field::new("status", 3, Type::Message(&SUBJECT_ACCESS_REVIEW_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for SubjectAccessReview {
    fn descriptor(&self) -> &'static Descriptor {
        &SUBJECT_ACCESS_REVIEW
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
            _ => panic!("SubjectAccessReview has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(
    SubjectAccessReview,
    "authorization.k8s.io",
    "v1",
    "SubjectAccessReview",
    "subjectaccessreviews",
    Cluster
);

/// `io.k8s.api.authorization.v1.SubjectAccessReviewSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SubjectAccessReviewSpec {
    pub resource_attributes: Option<Box<ResourceAttributes>>,
    pub non_resource_attributes: Option<Box<NonResourceAttributes>>,
    pub user: String,
    pub groups: Vec<String>,
    pub extra: BTreeMap<String, Vec<String>>,
    pub uid: String,
}

#[doc(hidden)]
pub static SUBJECT_ACCESS_REVIEW_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.authorization.v1.SubjectAccessReviewSpec",
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
        Field::new("user", 3, Type::String, OMITEMPTY),
        Field::new("groups", 4, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("extra", 5, Type::Map(&Type::List(&Type::String)), OMITEMPTY),
        Field::new("uid", 6, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5],
);

impl Message for SubjectAccessReviewSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &SUBJECT_ACCESS_REVIEW_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.resource_attributes.reflect(),
            1 => self.non_resource_attributes.reflect(),
            2 => self.user.reflect(),
            3 => self.groups.reflect(),
            4 => self.extra.reflect(),
            5 => self.uid.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.resource_attributes.reflect_mut(),
            1 => self.non_resource_attributes.reflect_mut(),
            2 => self.user.reflect_mut(),
            3 => self.groups.reflect_mut(),
            4 => self.extra.reflect_mut(),
            5 => self.uid.reflect_mut(),
            _ => panic!("SubjectAccessReviewSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffe4
            | u64::from(self.resource_attributes.is_some())
            | u64::from(self.non_resource_attributes.is_some()) << 1
            | u64::from(!self.groups.is_empty()) << 3
            | u64::from(!self.extra.is_empty()) << 4
    }
}

/// `io.k8s.api.authorization.v1.SubjectAccessReviewStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SubjectAccessReviewStatus {
    pub allowed: bool,
    pub denied: bool,
    pub reason: String,
    pub evaluation_error: String,
}

#[doc(hidden)]
pub static SUBJECT_ACCESS_REVIEW_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.authorization.v1.SubjectAccessReviewStatus",
    &[
        Field::new("allowed", 1, Type::Bool, REQUIRED),
        Field::new("denied", 4, Type::Bool, OMITEMPTY),
        Field::new("reason", 2, Type::String, OMITEMPTY),
        Field::new("evaluationError", 3, Type::String, OMITEMPTY),
    ],
    &[0, 2, 3, 1],
);

impl Message for SubjectAccessReviewStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &SUBJECT_ACCESS_REVIEW_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.allowed.reflect(),
            1 => self.denied.reflect(),
            2 => self.reason.reflect(),
            3 => self.evaluation_error.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.allowed.reflect_mut(),
            1 => self.denied.reflect_mut(),
            2 => self.reason.reflect_mut(),
            3 => self.evaluation_error.reflect_mut(),
            _ => panic!("SubjectAccessReviewStatus has no field {index}"),
        }
    }
}

bowline_apimachinery::message!(SubjectAccessReview SubjectAccessReviewSpec SubjectAccessReviewStatus);
