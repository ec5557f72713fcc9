//! validating admission policy binding of admissionregistration.k8s.io/v1alpha1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use super::{MATCH_RESOURCES, MatchResources, PARAM_REF, ParamRef};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `ValidatingAdmissionPolicyBinding` of `admissionregistration.k8s.io/v1alpha1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ValidatingAdmissionPolicyBinding {
    pub metadata: ObjectMeta,
    pub spec: ValidatingAdmissionPolicyBindingSpec,
}

#[doc(hidden)]
pub static VALIDATING_ADMISSION_POLICY_BINDING: Descriptor = Descriptor::new(
    "io.k8s.api.admissionregistration.v1alpha1.ValidatingAdmissionPolicyBinding",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new(
            "spec",
            2,
            Type::Message(&VALIDATING_ADMISSION_POLICY_BINDING_SPEC),
            OMITEMPTY | REQUIRED,
        ),
    ],
    &[0, 1],
)
.root();

impl Message for ValidatingAdmissionPolicyBinding {
    fn descriptor(&self) -> &'static Descriptor {
        &VALIDATING_ADMISSION_POLICY_BINDING
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
            _ => panic!("ValidatingAdmissionPolicyBinding has no field {index}"),
        }
    }
}

bowline_apimachinery::kind!(
    ValidatingAdmissionPolicyBinding,
    "admissionregistration.k8s.io",
    "v1alpha1",
    "ValidatingAdmissionPolicyBinding"
);

/// `io.k8s.api.admissionregistration.v1alpha1.ValidatingAdmissionPolicyBindingSpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ValidatingAdmissionPolicyBindingSpec {
    pub policy_name: String,
    pub param_ref: Option<Box<ParamRef>>,
    pub match_resources: Option<Box<MatchResources>>,
    /// List without duplicates.
    pub validation_actions: Vec<ValidationAction>,
}

#[doc(hidden)]
pub static VALIDATING_ADMISSION_POLICY_BINDING_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.admissionregistration.v1alpha1.ValidatingAdmissionPolicyBindingSpec",
    &[
        Field::new("policyName", 1, Type::String, OMITEMPTY | REQUIRED),
        Field::new("paramRef", 2, Type::Message(&PARAM_REF), POINTER | OMITEMPTY),
        Field::new("matchResources", 3, Type::Message(&MATCH_RESOURCES), POINTER | OMITEMPTY),
        Field::new(
            "validationActions",
            4,
            Type::List(&Type::Enum(ValidationAction::VALUES)),
            OMITEMPTY | REQUIRED | LIST_SET,
        ),
    ],
    &[0, 1, 2, 3],
);

impl Message for ValidatingAdmissionPolicyBindingSpec {
    fn descriptor(&self) -> &'static Descriptor {
        &VALIDATING_ADMISSION_POLICY_BINDING_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.policy_name.reflect(),
            1 => self.param_ref.reflect(),
            2 => self.match_resources.reflect(),
            3 => self.validation_actions.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.policy_name.reflect_mut(),
            1 => self.param_ref.reflect_mut(),
            2 => self.match_resources.reflect_mut(),
            3 => self.validation_actions.reflect_mut(),
            _ => panic!("ValidatingAdmissionPolicyBindingSpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff1
            | u64::from(self.param_ref.is_some()) << 1
            | u64::from(self.match_resources.is_some()) << 2
            | u64::from(!self.validation_actions.is_empty()) << 3
    }
}

bowline_apimachinery::open_enum!(
/// One of `Audit`, `Deny`, `Warn`.
ValidationAction { Audit = "Audit", Deny = "Deny", Warn = "Warn" });

bowline_apimachinery::message!(ValidatingAdmissionPolicyBinding ValidatingAdmissionPolicyBindingSpec);
