//! mutating admission policy of admissionregistration.k8s.io/v1. Written by `cargo xtask generate`; do not edit.

#![allow(missing_docs, reason = "names and shapes are Kubernetes' own")]

use super::{
    MATCH_CONDITION, MATCH_RESOURCES, MatchCondition, MatchResources, PARAM_KIND, ParamKind,
    VARIABLE, Variable,
};
use bowline_apimachinery::descriptor::*;
use bowline_apimachinery::meta::{OBJECT_META, ObjectMeta};
use bowline_apimachinery::reflect::{Message, Mut, Ref, Reflect};

/// `MutatingAdmissionPolicy` of `admissionregistration.k8s.io/v1`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MutatingAdmissionPolicy {
    pub metadata: ObjectMeta,
    pub spec: MutatingAdmissionPolicySpec,
}

#[doc(hidden)]
pub static MUTATING_ADMISSION_POLICY: Descriptor = Descriptor::new(
    "io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicy",
    &[
        Field::new("metadata", 1, Type::Message(&OBJECT_META), OMITEMPTY),
        Field::new("spec", 2, Type::Message(&MUTATING_ADMISSION_POLICY_SPEC), OMITEMPTY),
    ],
    &[0, 1],
)
.root();

impl Message for MutatingAdmissionPolicy {
    fn descriptor(&self) -> &'static Descriptor {
        &MUTATING_ADMISSION_POLICY
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
            _ => panic!("MutatingAdmissionPolicy has no field {index}"),
        }
    }
}

bowline_apimachinery::resource!(
    MutatingAdmissionPolicy,
    "admissionregistration.k8s.io",
    "v1",
    "MutatingAdmissionPolicy",
    "mutatingadmissionpolicies",
    Cluster
);

/// `io.k8s.api.admissionregistration.v1.ApplyConfiguration`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ApplyConfiguration {
    pub expression: String,
}

#[doc(hidden)]
pub static APPLY_CONFIGURATION: Descriptor = Descriptor::new(
    "io.k8s.api.admissionregistration.v1.ApplyConfiguration",
    &[Field::new("expression", 1, Type::String, OMITEMPTY)],
    &[0],
);

impl Message for ApplyConfiguration {
    fn descriptor(&self) -> &'static Descriptor {
        &APPLY_CONFIGURATION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.expression.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.expression.reflect_mut(),
            _ => panic!("ApplyConfiguration has no field {index}"),
        }
    }
}

/// `io.k8s.api.admissionregistration.v1.JSONPatch`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct JSONPatch {
    pub expression: String,
}

#[doc(hidden)]
pub static JSON_PATCH: Descriptor = Descriptor::new(
    "io.k8s.api.admissionregistration.v1.JSONPatch",
    &[Field::new("expression", 1, Type::String, OMITEMPTY)],
    &[0],
);

impl Message for JSONPatch {
    fn descriptor(&self) -> &'static Descriptor {
        &JSON_PATCH
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.expression.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.expression.reflect_mut(),
            _ => panic!("JSONPatch has no field {index}"),
        }
    }
}

/// `io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicySpec`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MutatingAdmissionPolicySpec {
    pub param_kind: Option<Box<ParamKind>>,
    pub match_constraints: Option<Box<MatchResources>>,
    pub variables: Vec<Variable>,
    pub mutations: Vec<Mutation>,
    pub failure_policy: Option<FailurePolicyType>,
    /// List, one item per `name`.
    pub match_conditions: Vec<MatchCondition>,
    pub reinvocation_policy: ReinvocationPolicyType,
}

#[doc(hidden)]
pub static MUTATING_ADMISSION_POLICY_SPEC: Descriptor = Descriptor::new(
    "io.k8s.api.admissionregistration.v1.MutatingAdmissionPolicySpec",
    &[
        Field::new("paramKind", 1, Type::Message(&PARAM_KIND), POINTER | OMITEMPTY),
        Field::new("matchConstraints", 2, Type::Message(&MATCH_RESOURCES), POINTER | OMITEMPTY),
        Field::new("variables", 3, Type::List(&Type::Message(&VARIABLE)), OMITEMPTY | ATOMIC),
        Field::new("mutations", 4, Type::List(&Type::Message(&MUTATION)), OMITEMPTY | ATOMIC),
        Field::new("failurePolicy", 5, Type::Enum(FailurePolicyType::VALUES), POINTER | OMITEMPTY),
        Field::new(
            "matchConditions",
            6,
            Type::List(&Type::Message(&MATCH_CONDITION)),
            OMITEMPTY | LIST_MAP | PATCH_MERGE,
        )
        .keys(&["name"])
        .merge_key("name"),
        Field::new("reinvocationPolicy", 7, Type::Enum(ReinvocationPolicyType::VALUES), OMITEMPTY),
    ],
    &[0, 1, 2, 3, 4, 5, 6],
);

impl Message for MutatingAdmissionPolicySpec {
    fn descriptor(&self) -> &'static Descriptor {
        &MUTATING_ADMISSION_POLICY_SPEC
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.param_kind.reflect(),
            1 => self.match_constraints.reflect(),
            2 => self.variables.reflect(),
            3 => self.mutations.reflect(),
            4 => self.failure_policy.reflect(),
            5 => self.match_conditions.reflect(),
            6 => self.reinvocation_policy.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.param_kind.reflect_mut(),
            1 => self.match_constraints.reflect_mut(),
            2 => self.variables.reflect_mut(),
            3 => self.mutations.reflect_mut(),
            4 => self.failure_policy.reflect_mut(),
            5 => self.match_conditions.reflect_mut(),
            6 => self.reinvocation_policy.reflect_mut(),
            _ => panic!("MutatingAdmissionPolicySpec has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xffffffffffffffc0
            | u64::from(self.param_kind.is_some())
            | u64::from(self.match_constraints.is_some()) << 1
            | u64::from(!self.variables.is_empty()) << 2
            | u64::from(!self.mutations.is_empty()) << 3
            | u64::from(self.failure_policy.is_some()) << 4
            | u64::from(!self.match_conditions.is_empty()) << 5
    }
}

/// `io.k8s.api.admissionregistration.v1.Mutation`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mutation {
    pub patch_type: PatchType,
    pub apply_configuration: Option<ApplyConfiguration>,
    pub json_patch: Option<JSONPatch>,
}

#[doc(hidden)]
pub static MUTATION: Descriptor = Descriptor::new(
    "io.k8s.api.admissionregistration.v1.Mutation",
    &[
        Field::new("patchType", 2, Type::Enum(PatchType::VALUES), REQUIRED | DISCRIMINATOR),
        Field::new(
            "applyConfiguration",
            3,
            Type::Message(&APPLY_CONFIGURATION),
            POINTER | OMITEMPTY,
        ),
        Field::new("jsonPatch", 4, Type::Message(&JSON_PATCH), POINTER | OMITEMPTY),
    ],
    &[0, 1, 2],
);

impl Message for Mutation {
    fn descriptor(&self) -> &'static Descriptor {
        &MUTATION
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match index {
            0 => self.patch_type.reflect(),
            1 => self.apply_configuration.reflect(),
            2 => self.json_patch.reflect(),
            _ => Ref::Null,
        }
    }
    fn get_mut(&mut self, index: usize) -> Mut<'_> {
        match index {
            0 => self.patch_type.reflect_mut(),
            1 => self.apply_configuration.reflect_mut(),
            2 => self.json_patch.reflect_mut(),
            _ => panic!("Mutation has no field {index}"),
        }
    }
    fn present(&self) -> u64 {
        0xfffffffffffffff9
            | u64::from(self.apply_configuration.is_some()) << 1
            | u64::from(self.json_patch.is_some()) << 2
    }
}

bowline_apimachinery::open_enum!(
/// One of `Fail`, `Ignore`.
FailurePolicyType { Fail = "Fail", Ignore = "Ignore" });

bowline_apimachinery::open_enum!(
/// One of `ApplyConfiguration`, `JSONPatch`.
PatchType { ApplyConfiguration = "ApplyConfiguration", JSONPatch = "JSONPatch" });

bowline_apimachinery::open_enum!(
/// One of `IfNeeded`, `Never`.
ReinvocationPolicyType { IfNeeded = "IfNeeded", Never = "Never" });

bowline_apimachinery::message!(MutatingAdmissionPolicy ApplyConfiguration JSONPatch MutatingAdmissionPolicySpec Mutation);
