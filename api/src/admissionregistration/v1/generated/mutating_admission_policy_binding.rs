//! mutating admission policy binding of admissionregistration.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use super::{MATCH_RESOURCES, MatchResources, PARAM_REF, ParamRef};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `MutatingAdmissionPolicyBinding` of `admissionregistration.k8s.io/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MutatingAdmissionPolicyBinding {
    pub metadata: ObjectMeta,
    pub spec: MutatingAdmissionPolicyBindingSpec,
}

#[doc(hidden)]
pub static MUTATING_ADMISSION_POLICY_BINDING: Descriptor = Descriptor::new(
    "io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicyBinding",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&MUTATING_ADMISSION_POLICY_BINDING_SPEC), OMITEMPTY),
    ],
    &[0, 1],
)
.root();

impl Message for MutatingAdmissionPolicyBinding {
    fn descriptor(&self) -> &'static Descriptor {
        &MUTATING_ADMISSION_POLICY_BINDING
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.metadata.reflect(),
            1 => self.spec.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.metadata.reflect_mut(),
            1 => self.spec.reflect_mut(),
            _ => panic!("MutatingAdmissionPolicyBinding has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(
    MutatingAdmissionPolicyBinding,
    "admissionregistration.k8s.io",
    "v1",
    "MutatingAdmissionPolicyBinding",
    "mutatingadmissionpolicybindings",
    Cluster
);

/// `io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicyBindingSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MutatingAdmissionPolicyBindingSpec {
    pub policy_name: String,
    pub param_ref: Option<Box<ParamRef>>,
    pub match_resources: Option<Box<MatchResources>>,
}

#[doc(hidden)]
pub static MUTATING_ADMISSION_POLICY_BINDING_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicyBindingSpec",
    &[
        Field::new("policyName", 1, Type::String, OMITEMPTY),
        Field::new("paramRef", 2, Type::Message(&PARAM_REF), POINTER | OMITEMPTY),
        Field::new("matchResources", 3, Type::Message(&MATCH_RESOURCES), POINTER | OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for MutatingAdmissionPolicyBindingSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &MUTATING_ADMISSION_POLICY_BINDING_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.policy_name.reflect(),
            1 => self.param_ref.reflect(),
            2 => self.match_resources.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.policy_name.reflect_mut(),
            1 => self.param_ref.reflect_mut(),
            2 => self.match_resources.reflect_mut(),
            _ => panic!("MutatingAdmissionPolicyBindingSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff9
            | u64::from(self.param_ref.is_some()) << 1
            | u64::from(self.match_resources.is_some()) << 2
    }
}

bowline_apimachinery::message!(MutatingAdmissionPolicyBinding MutatingAdmissionPolicyBindingSpec);
