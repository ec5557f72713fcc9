//! self subject rules review of authorization.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `SelfSubjectRulesReview` of `authorization.k8s.io/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SelfSubjectRulesReview {
    pub metadata: ObjectMeta,
    pub spec: SelfSubjectRulesReviewSpec,
    pub status: SubjectRulesReviewStatus,
}

#[doc(hidden)]
pub static SELF_SUBJECT_RULES_REVIEW: Descriptor = Descriptor::new(
    "io.k8s.api.authorization.v1.SelfSubjectRulesReview",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&SELF_SUBJECT_RULES_REVIEW_SPEC), REQUIRED),
        Field::new("status", 3, Type::Message(&SUBJECT_RULES_REVIEW_STATUS), OMITEMPTY),
    ],
    &[0, 1, 2],
)
.root();

impl Message for SelfSubjectRulesReview {
    fn descriptor(&self) -> &'static Descriptor {
        &SELF_SUBJECT_RULES_REVIEW
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
            _ => panic!("SelfSubjectRulesReview has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(
    SelfSubjectRulesReview,
    "authorization.k8s.io",
    "v1",
    "SelfSubjectRulesReview",
    "selfsubjectrulesreviews",
    Cluster
);

/// `io.k8s.api.authorization.v1.NonResourceRule`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NonResourceRule {
    pub verbs: Vec<String>,
    pub non_resource_urls: Vec<String>,
}

#[doc(hidden)]
pub static NON_RESOURCE_RULE: Descriptor = Descriptor::new(
    "io.k8s.api.authorization.v1.NonResourceRule",
    &[
        Field::new("verbs", 1, Type::List(&Type::String), REQUIRED | ATOMIC),
        Field::new("nonResourceURLs", 2, Type::List(&Type::String), OMITEMPTY | ATOMIC),
    ],
    &[0, 1],
);

impl Message for NonResourceRule {
    fn descriptor(&self) -> &'static Descriptor {
        &NON_RESOURCE_RULE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.verbs.reflect(),
            1 => self.non_resource_urls.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.verbs.reflect_mut(),
            1 => self.non_resource_urls.reflect_mut(),
            _ => panic!("NonResourceRule has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(!self.verbs.is_empty())
            | u64::from(!self.non_resource_urls.is_empty()) << 1
    }
}

/// `io.k8s.api.authorization.v1.ResourceRule`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ResourceRule {
    pub verbs: Vec<String>,
    pub api_groups: Vec<String>,
    pub resources: Vec<String>,
    pub resource_names: Vec<String>,
}

#[doc(hidden)]
pub static RESOURCE_RULE: Descriptor = Descriptor::new(
    "io.k8s.api.authorization.v1.ResourceRule",
    &[
        Field::new("verbs", 1, Type::List(&Type::String), REQUIRED | ATOMIC),
        Field::new("apiGroups", 2, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("resources", 3, Type::List(&Type::String), OMITEMPTY | ATOMIC),
        Field::new("resourceNames", 4, Type::List(&Type::String), OMITEMPTY | ATOMIC),
    ],
    &[0, 1, 2, 3],
);

impl Message for ResourceRule {
    fn descriptor(&self) -> &'static Descriptor {
        &RESOURCE_RULE
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.verbs.reflect(),
            1 => self.api_groups.reflect(),
            2 => self.resources.reflect(),
            3 => self.resource_names.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.verbs.reflect_mut(),
            1 => self.api_groups.reflect_mut(),
            2 => self.resources.reflect_mut(),
            3 => self.resource_names.reflect_mut(),
            _ => panic!("ResourceRule has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff0
            | u64::from(!self.verbs.is_empty())
            | u64::from(!self.api_groups.is_empty()) << 1
            | u64::from(!self.resources.is_empty()) << 2
            | u64::from(!self.resource_names.is_empty()) << 3
    }
}

/// `io.k8s.api.authorization.v1.SelfSubjectRulesReviewSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SelfSubjectRulesReviewSpec {
    pub namespace: String,
}

#[doc(hidden)]
pub static SELF_SUBJECT_RULES_REVIEW_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.authorization.v1.SelfSubjectRulesReviewSpec",
    &[Field::new("namespace", 1, Type::String, OMITEMPTY)],
    &[0],
);

impl Message for SelfSubjectRulesReviewSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &SELF_SUBJECT_RULES_REVIEW_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.namespace.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.namespace.reflect_mut(),
            _ => panic!("SelfSubjectRulesReviewSpec has no field {index}"),
        }
    }
}

/// `io.k8s.api.authorization.v1.SubjectRulesReviewStatus`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SubjectRulesReviewStatus {
    pub resource_rules: Vec<ResourceRule>,
    pub non_resource_rules: Vec<NonResourceRule>,
    pub incomplete: bool,
    pub evaluation_error: String,
}

#[doc(hidden)]
pub static SUBJECT_RULES_REVIEW_STATUS: Descriptor = Descriptor::new(
    "io.k8s.api.authorization.v1.SubjectRulesReviewStatus",
    &[
        Field::new(
            "resourceRules",
            1,
            Type::List(&Type::Message(&RESOURCE_RULE)),
            REQUIRED | ATOMIC,
        ),
        Field::new(
            "nonResourceRules",
            2,
            Type::List(&Type::Message(&NON_RESOURCE_RULE)),
            REQUIRED | ATOMIC,
        ),
        Field::new("incomplete", 3, Type::Bool, REQUIRED),
        Field::new("evaluationError", 4, Type::String, OMITEMPTY),
    ],
    &[0, 1, 2, 3],
);

impl Message for SubjectRulesReviewStatus {
    fn descriptor(&self) -> &'static Descriptor {
        &SUBJECT_RULES_REVIEW_STATUS
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.resource_rules.reflect(),
            1 => self.non_resource_rules.reflect(),
            2 => self.incomplete.reflect(),
            3 => self.evaluation_error.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.resource_rules.reflect_mut(),
            1 => self.non_resource_rules.reflect_mut(),
            2 => self.incomplete.reflect_mut(),
            3 => self.evaluation_error.reflect_mut(),
            _ => panic!("SubjectRulesReviewStatus has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffffc
            | u64::from(!self.resource_rules.is_empty())
            | u64::from(!self.non_resource_rules.is_empty()) << 1
    }
}

bowline_apimachinery::message!(SelfSubjectRulesReview NonResourceRule ResourceRule SelfSubjectRulesReviewSpec SubjectRulesReviewStatus);
